//! Where everything of a chart lies: margins, axes, projections; then the items to paint, in order.

use super::axes;
use super::columns::extremes_between;
use super::curves;
use super::figures::{Format, Unit};
use super::frame::{Frame, Measure, Scene, View};
use super::labels;
use super::marks;
use super::projection::Projection;
use super::pyramid::Extremes;
use super::scene::{Align, Font, Item, Rect, Text};
use super::spec::{Chart, Edge, Series, XAxis};
use super::ticks::{Ticks, axis_range, log_ticks, ticks_around, ticks_within};

/// A laid out chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Where the plot lies.
    pub frame: Frame,
    /// What to paint, the lowest first.
    pub items: Vec<Item>,
}

/// Lays a chart out in a picture of this size.
pub fn layout(chart: &Chart, view: &View, size: (f64, f64), measure: Measure<'_>) -> Picture {
    let (width, height) = (size.0.clamp(0.0, 20_000.0), size.1.clamp(0.0, 20_000.0));
    let shown = chart.series.iter().filter(|series| !view.hidden.contains(&series.name)).collect();
    let font = Font { size: if width < 480.0 { 11.0 } else { 12.0 }, bold: false };
    let scene = Scene { chart, shown, view, measure, font };
    let theme = &view.theme;
    let mut items = vec![Item::Box(Rect { left: 0.0, top: 0.0, right: width, bottom: height }, theme.surface)];

    let x_range = visible_range(chart, view.x);
    let (unit, ticks, y_range) = vertical_axis(&scene, x_range, height);
    let tick_text = |value: &f64| match chart.y.is_log {
        true => chart.y.format.value(*value),
        false => unit.text(value * unit.divisor, ticks.decimals, false),
    };
    let tick_texts: Vec<String> = ticks.values.iter().map(tick_text).collect();
    let widest = tick_texts.iter().map(|text| measure(text, font)).fold(0.0, f64::max);
    let left = (widest + 10.0).min(width / 2.0).ceil();
    let ends = labels::ends(&scene, x_range, width - left);
    let right = (width - ends.as_ref().map_or(12.0, |ends| ends.width)).max(left);
    let is_log = matches!(chart.x, XAxis::Log { .. });
    let across = projection(is_log, x_range, (left, right));
    let x_axis = axes::horizontal(&scene, &across);
    let title_height = if view.titled { 30.0 } else { 0.0 };
    let flags = marks::place(&scene, &across, width);
    let top = (title_height + flags.height).min(height);
    let bottom = (height - x_axis.height).max(top);
    let frame = Frame {
        size: (width, height),
        plot: Rect { left, top, right, bottom },
        x: across,
        y: projection(chart.y.is_log, y_range, (bottom, top)),
    };

    if view.titled {
        title(&scene, width, &mut items);
    }
    marks::spans(&scene, &frame, &mut items);
    curves::bands(&scene, &frame, &mut items);
    axes::grid(&scene, &frame, &ticks, &unit, &tick_texts, &mut items);
    x_axis.paint(&scene, &frame, &mut items);
    marks::poles(&scene, &frame, &flags, &mut items);
    curves::rules(&scene, &frame, &mut items);
    curves::lines(&scene, &frame, &mut items);
    labels::write(&scene, &frame, ends, &mut items);
    if let Some(text) = nothing_to_see(&scene) {
        let at = ((frame.plot.left + frame.plot.right) / 2.0, (frame.plot.top + frame.plot.bottom) / 2.0);
        items.push(Item::Text(Text { text: text.to_owned(), at, align: Align::Middle, font, color: theme.ink_3 }));
    }
    Picture { frame, items }
}

fn projection(is_log: bool, values: (f64, f64), positions: (f64, f64)) -> Projection {
    if is_log { Projection::log(values, positions) } else { Projection::new(values, positions) }
}

/// The visible range, turned the right way round and never without width.
pub fn visible_range(chart: &Chart, zoom: Option<(f64, f64)>) -> (f64, f64) {
    let wanted = zoom.filter(|(from, to)| from.is_finite() && to.is_finite());
    let (a, b) = wanted.unwrap_or_else(|| chart.full_x_range());
    axis_range(a.min(b), a.max(b), false)
}

/// Unit, round numbers (in that unit) and range of the vertical axis.
fn vertical_axis(scene: &Scene<'_>, x: (f64, f64), height: f64) -> (Unit, Ticks, (f64, f64)) {
    let mut all = Extremes::NONE;
    for series in &scene.shown {
        all.join(extremes_between(series, x.0, x.1));
    }
    for rule in &scene.chart.rules {
        all.add(rule.value);
    }
    for band in scene.chart.bands.iter().filter(|band| scene.shows(&band.name)) {
        for edge in [&band.lower, &band.upper] {
            match edge {
                Edge::Constant(value) => all.add(*value),
                Edge::Points(points) => all.join(extremes_between(&Series::unnamed(points.clone()), x.0, x.1)),
                Edge::Series(_) => {}
            }
        }
    }
    let axis = &scene.chart.y;
    if let Some((low, high)) = axis.at_least {
        all.add(low);
        all.add(high);
    }
    let found = all.found().unwrap_or(Extremes { low: 0.0, high: 0.0 });
    if axis.is_log {
        return logarithmic(&axis.format, found, height);
    }
    let (low, high) = axis_range(found.low, found.high, axis.from_zero);
    let unit = axis.format.unit(low.abs().max(high.abs()));
    let most = most_ticks(height);
    let ticks = ticks_around(low / unit.divisor, high / unit.divisor, most);
    let ends = ticks.values.first().zip(ticks.values.last());
    let range = ends.map_or((low, high), |(first, last)| (first * unit.divisor, last * unit.divisor));
    (unit, ticks, range)
}

fn most_ticks(height: f64) -> usize {
    ((height - 60.0) / 34.0).clamp(2.0, 8.0) as usize
}

/// The same for an axis on which each power of ten is as high as the next.
fn logarithmic(format: &Format, found: Extremes, height: f64) -> (Unit, Ticks, (f64, f64)) {
    let high = if found.high > 0.0 { found.high * 1.2 } else { 1.0 };
    let low = if found.low > 0.0 { found.low / 1.2 } else { high * 1e-4 };
    let values = match log_ticks(format, low, high, most_ticks(height)) {
        few if few.len() < 3 => ticks_within(low, high, most_ticks(height)).values,
        ticks => ticks,
    };
    (Format::Plain.unit(1.0), Ticks { step: 0.0, decimals: 0, values }, (low, high))
}

/// Why the plot is empty, if it is.
fn nothing_to_see(scene: &Scene<'_>) -> Option<&'static str> {
    let chart = scene.chart;
    let has_areas = chart.bands.iter().any(|band| scene.shows(&band.name)) || !chart.rules.is_empty();
    if has_areas || scene.shown.iter().any(|series| !series.points.is_empty()) {
        return None;
    }
    Some(if chart.series.iter().all(|series| series.points.is_empty()) {
        "no data"
    } else {
        "all lines are switched off"
    })
}

fn title(scene: &Scene<'_>, width: f64, items: &mut Vec<Item>) {
    let (chart, theme) = (scene.chart, &scene.view.theme);
    let font = Font { size: 14.0, bold: true };
    let text = |text: &str, left: f64, font, color| {
        Item::Text(Text { text: text.to_owned(), at: (left, 14.0), align: Align::Left, font, color })
    };
    items.push(text(&chart.title, 4.0, font, theme.ink));
    let after = 4.0 + (scene.measure)(&chart.title, font) + 10.0;
    if !chart.hint.is_empty() && after + (scene.measure)(&chart.hint, scene.font) <= width {
        items.push(text(&chart.hint, after, scene.font, theme.ink_3));
    }
}
