//! The axes: round numbers beside the plot, hours and months under it, a light grid.

use super::clock::{calendar_ticks, cycle_ticks};
use super::figures::Unit;
use super::frame::{Frame, Scene};
use super::marks::ABOVE_PLOT;
use super::projection::Projection;
use super::scene::{Align, Font, Item, Stroke, Text};
use super::spec::XAxis;
use super::ticks::{Ticks, log_ticks, ticks_within};

/// The horizontal axis before it is painted.
pub(super) struct Horizontal {
    /// Room that it takes under the plot.
    pub height: f64,
    ticks: Vec<Tick>,
    label: String,
}

struct Tick {
    at: f64,
    text: String,
    text_at: f64,
    context: String,
}

/// Distance from the plot to the middle of the first row of texts, and from row to row.
const FIRST_ROW: f64 = 16.0;
const ROW: f64 = 16.0;

/// Chooses the ticks of the horizontal axis.
pub(super) fn horizontal(scene: &Scene<'_>, x: &Projection) -> Horizontal {
    let width = (x.to - x.from).max(0.0);
    let (low, high) = (x.low, x.high);
    let most = |each: f64| ((width / each) as usize).clamp(2, 14);
    let from_clock = |ticks: Vec<super::clock::TimeTick>| -> Vec<Tick> {
        let tick = |t: super::clock::TimeTick| Tick { at: t.at, text: t.text, text_at: t.text_at, context: t.context };
        ticks.into_iter().map(tick).collect()
    };
    let (ticks, label) = match &scene.chart.x {
        XAxis::Time => (from_clock(calendar_ticks(low, high, most(64.0))), String::new()),
        XAxis::WeekTime => (from_clock(cycle_ticks(low, high, most(48.0), true)), String::new()),
        XAxis::DayTime => (from_clock(cycle_ticks(low, high, most(64.0), false)), String::new()),
        XAxis::Number { label, format } => {
            let unit = format.unit(low.abs().max(high.abs()));
            let ticks = ticks_within(low / unit.divisor, high / unit.divisor, most(72.0));
            let tick = |value: &f64| {
                let at = value * unit.divisor;
                Tick { at, text: unit.text(at, ticks.decimals, false), text_at: at, context: String::new() }
            };
            (ticks.values.iter().map(tick).collect(), label.clone())
        }
        XAxis::Log { label, format } => {
            let tick = |at: f64| Tick { at, text: format.value(at), text_at: at, context: String::new() };
            (log_ticks(format, low, high, most(48.0)).into_iter().map(tick).collect(), label.clone())
        }
    };
    let has_context = ticks.iter().any(|tick| !tick.context.is_empty());
    let rows = 1 + usize::from(has_context) + usize::from(!label.is_empty());
    Horizontal { height: FIRST_ROW + (rows - 1) as f64 * ROW + 10.0, ticks, label }
}

impl Horizontal {
    /// Adds the axis to the picture.
    pub(super) fn paint(&self, scene: &Scene<'_>, frame: &Frame, items: &mut Vec<Item>) {
        let (theme, plot) = (&scene.view.theme, &frame.plot);
        let hair = |color| Stroke { color, width: 1.0, dash: &[] };
        items.push(Item::Hair((plot.left, plot.bottom), (plot.right, plot.bottom), hair(theme.line_strong)));
        let row = |index: f64| plot.bottom + FIRST_ROW + index * ROW;
        let (mut free, mut context_free, mut context) = (0.0, 0.0, "");
        for tick in &self.ticks {
            let at = frame.x.position_from_value(tick.at);
            if tick.text.is_empty() {
                // The context in which the axis begins, if the first real one leaves room for it.
                let width = (scene.measure)(&tick.context, scene.font);
                let next = self.ticks.iter().find(|other| other.context != tick.context);
                let end = next.map_or(plot.right, |next| frame.x.position_from_value(next.at) - width / 2.0 - 12.0);
                if plot.left + width > end {
                    continue;
                }
            } else if (plot.left - 0.5..=plot.right + 0.5).contains(&at) {
                items.push(Item::Hair((at, plot.bottom), (at, plot.bottom + 5.0), hair(theme.line_strong)));
            }
            let centre = frame.x.position_from_value(tick.text_at);
            let text = centred(scene, &tick.text, scene.font, centre, row(0.0), frame.size.0, theme.ink_3);
            if text.1 >= free && !tick.text.is_empty() {
                free = text.2 + 8.0;
                items.push(text.0);
            }
            if tick.context != context {
                let text = centred(scene, &tick.context, scene.font, at, row(1.0), frame.size.0, theme.ink_2);
                if text.1 >= context_free {
                    context_free = text.2 + 12.0;
                    context = &tick.context;
                    items.push(text.0);
                }
            }
        }
        if !self.label.is_empty() {
            items.push(Item::Text(Text {
                text: self.label.clone(),
                at: (plot.right, row(1.0)),
                align: Align::Right,
                font: scene.font,
                color: theme.ink_2,
            }));
        }
    }
}

/// A text centred as far as the picture allows, with its left and right end.
fn centred(
    scene: &Scene<'_>,
    text: &str,
    font: Font,
    centre: f64,
    middle: f64,
    width: f64,
    color: super::scene::Color,
) -> (Item, f64, f64) {
    let half = (scene.measure)(text, font) / 2.0;
    let at = centre.min(width - half - 2.0).max(half + 2.0);
    let item = Item::Text(Text { text: text.to_owned(), at: (at, middle), align: Align::Middle, font, color });
    (item, at - half, at + half)
}

/// Adds the horizontal grid, the numbers beside it and the unit above it.
pub(super) fn grid(
    scene: &Scene<'_>,
    frame: &Frame,
    ticks: &Ticks,
    unit: &Unit,
    texts: &[String],
    items: &mut Vec<Item>,
) {
    let (theme, plot) = (&scene.view.theme, &frame.plot);
    for (value, text) in ticks.values.iter().zip(texts) {
        let at = frame.y.position_from_value(value * unit.divisor);
        let color = if *value == 0.0 { theme.line_strong } else { theme.line };
        items.push(Item::Hair((plot.left, at), (plot.right, at), Stroke { color, width: 1.0, dash: &[] }));
        items.push(Item::Text(Text {
            text: text.clone(),
            at: (plot.left - 8.0, at),
            align: Align::Right,
            font: scene.font,
            color: theme.ink_3,
        }));
    }
    if !scene.chart.y.unit.is_empty() {
        items.push(Item::Text(Text {
            text: scene.chart.y.unit.clone(),
            at: (4.0, plot.top - ABOVE_PLOT),
            align: Align::Left,
            font: scene.font,
            color: theme.ink_2,
        }));
    }
}
