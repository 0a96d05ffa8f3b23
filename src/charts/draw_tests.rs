//! Tests of [`super`]: what an SVG of each kind of chart contains, and that nothing panics.

use std::collections::BTreeSet;

use super::*;
use crate::charts::examples;
use crate::charts::figures::Format;
use crate::charts::spec::*;

fn picture(chart: &Chart) -> String {
    svg(chart, None, &BTreeSet::new(), (800, 320)).replace('\u{a0}', " ")
}

/// Whether some text element says exactly this.
fn says(svg: &str, text: &str) -> bool {
    svg.contains(&format!(">\n{text}\n</text>"))
}

/// Corners of the longest line or area in this colour.
fn longest(svg: &str, color: &str) -> usize {
    let in_color = svg.lines().filter(|line| line.contains(color));
    let points = in_color.filter_map(|line| line.split("points=\"").nth(1));
    points.map(|points| points.split(' ').filter(|pair| pair.contains(',')).count()).max().unwrap_or(0)
}

#[test]
fn the_year_to_come() {
    let svg = picture(&examples::year());
    for text in
        ["The year to come", "requests/s", "0", "50 k", "150 k", "weekly peak", "provisioned 112.5 k", "Jan", "2027"]
    {
        assert!(says(&svg, text), "{text} is missing");
    }
    for text in ["20 Jun: headroom gone", "order by 21 Apr", "Black Friday", "baseline"] {
        assert!(says(&svg, text), "{text} is missing");
    }
    assert_eq!(longest(&svg, "#2457D6"), 53);
    assert!(svg.contains("<title>The year to come</title>"));
    assert!(svg.trim_end().ends_with("</svg>"));
}

#[test]
fn a_long_series_is_an_outline_of_every_column() {
    let svg = picture(&examples::long_year());
    let corners = longest(&svg, "#2457D6");
    assert!(corners > 1_000 && corners < 4 * 800, "{corners}");
    assert!(svg.len() < 120_000, "{}", svg.len());
}

#[test]
fn zooming_shows_the_hours() {
    let noon = examples::NOVEMBER + 43_200.0;
    let svg = svg(&examples::long_year(), Some((noon, noon + 10_800.0)), &BTreeSet::new(), (800, 320));
    assert!(says(&svg, "12:15") || says(&svg, "12:30"));
    assert!(says(&svg, "Sun 1 Nov 2026"));
    assert!((181..=183).contains(&longest(&svg, "#2457D6")), "{}", longest(&svg, "#2457D6"));
}

#[test]
fn weeks_shares_and_dots() {
    let week = picture(&examples::week());
    assert!(says(&week, "Mon") && says(&week, "Sun") && says(&week, "region lost"));
    let curve = picture(&examples::duration_curve());
    assert!(says(&curve, "0 %") && says(&curve, "100 %") && says(&curve, "share of the time"));
    assert!(says(&curve, "measured"));
}

#[test]
fn hidden_lines_are_gone() {
    let hidden = BTreeSet::from(["weekly peak".to_owned(), "headroom".to_owned()]);
    let svg = svg(&examples::year(), None, &hidden, (800, 320));
    assert!(!says(&svg, "weekly peak"));
    assert_eq!(longest(&svg, "#2457D6"), 0);
    assert!(says(&svg, "baseline"));
}

#[test]
fn text_is_escaped() {
    let svg = picture(&Chart::new("x", "a < b & \"c\"", XAxis::DayTime, YAxis::new("<script>")));
    assert!(!svg.contains("<script>"));
    assert!(svg.contains("<title>a &lt; b &amp; \"c\"</title>"));
}

#[test]
fn nothing_panics() {
    let axes = [
        XAxis::Time,
        XAxis::WeekTime,
        XAxis::DayTime,
        XAxis::Number { label: "n".into(), format: Format::Percent },
        XAxis::Log { label: "n".into(), format: Format::Seconds },
    ];
    let data: [Vec<(f64, f64)>; 9] = [
        vec![],
        vec![(0.0, 5.0)],
        vec![(0.0, 5.0), (1.0, 5.0), (2.0, 5.0)],
        vec![(0.0, 1e12), (1e12, 3e12)],
        vec![(0.0, 1e-9), (1e-9, 3e-9)],
        vec![(0.0, f64::NAN), (1.0, f64::INFINITY), (2.0, 1.0)],
        vec![(0.0, -1e300), (1.0, 1e300)],
        vec![(1.0, 0.0), (1.0, 1.0), (1.0, 2.0)],
        vec![(-1e300, 0.0), (1e300, 1.0)],
    ];
    let views =
        [None, Some((5.0, 1.0)), Some((f64::NAN, 1.0)), Some((1.0, 1.0)), Some((1e15, 2e15)), Some((-1e-12, 1e-12))];
    let formats =
        [Format::Si, Format::Percent, Format::Seconds, Format::Bytes, Format::Plain, Format::Money("€".into())];
    for (index, x) in axes.into_iter().enumerate() {
        for (row, pairs) in data.iter().enumerate() {
            for shape in [Shape::Line, Shape::Step, Shape::Dots] {
                let mut series =
                    Series::new("s", Role::Other(200), Points::pairs(pairs.clone())).with_gaps(vec![(0.5, 0.7)]);
                series.shape = shape;
                let format = formats[(index + row) % formats.len()].clone();
                let mut chart = Chart::new("c", "", x.clone(), YAxis::new("u").with_format(format).near_data())
                    .with_series(series)
                    .with_band(Band::new("b", BandRole::Deficit, Edge::Series(0), Edge::Series(9)))
                    .with_band(Band::new("d", BandRole::Range, Edge::Series(0), Edge::Constant(3.0)).within(3.0, -1.0))
                    .with_rule(Rule::new("r", Role::Event, f64::NAN))
                    .with_mark(Mark::span(4.0, f64::NEG_INFINITY, "m", Tone::Holds))
                    .with_mark(Mark::at(
                        f64::NAN,
                        "a label that is much too wide for the picture to hold",
                        Tone::Fails,
                    ));
                if row % 2 == 0 {
                    chart = chart.with_x_range(9.0, -9.0);
                }
                for view in views {
                    for size in [(0, 0), (1, 1), (30, 500), (500, 30), (320, 200)] {
                        svg(&chart, view, &BTreeSet::new(), size);
                    }
                }
            }
        }
    }
}

/// Writes the example pictures where a person can look at them; does nothing otherwise.
#[test]
fn pictures_to_look_at() {
    let Some(folder) = std::env::var_os("CHART_PICTURES") else { return };
    let folder = std::path::PathBuf::from(folder);
    for chart in [examples::year(), examples::long_year(), examples::week(), examples::duration_curve()] {
        for width in [860, 390] {
            let file = folder.join(format!("{}-{width}.svg", chart.id));
            std::fs::write(file, svg(&chart, None, &BTreeSet::new(), (width, 320))).expect("writable");
        }
    }
}
