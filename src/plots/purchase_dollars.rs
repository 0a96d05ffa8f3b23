//! Charts of a commitment in dollars: what of a usual week it covers, and what other amounts would cost.

use crate::charts::figures::Format;
use crate::charts::spec::{Band, BandRole, Chart, Edge, Points, Role, Rule, Series, XAxis, YAxis};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::studies::dollar_use::DollarUse;

const HOUR: f64 = 3600.0;

fn dollars(label: &str) -> YAxis {
    YAxis::new("").with_label(label).with_format(Format::Money("$".to_owned()))
}

/// Compute of a usual week by the hour, what the commitment covers of it, and what goes unused.
pub fn covered_week(used: &DollarUse) -> Chart {
    let covered = used.covered();
    let points = |values: &[f64]| Points::regular(0.0, HOUR, values);
    let mut chart =
        Chart::new("purchase-week", "What the commitment covers", XAxis::WeekTime, dollars("Compute per hour"))
            .with_hint("a usual week of the first month, at on-demand prices")
            .with_summary(format!(
                "The commitment covers {} of use; {} a month of it goes unused.",
                text::quantity(used.covers, Dimension::DollarsPerHour),
                text::dollars(used.unused)
            ))
            .with_series(Series::new("Use", Role::Load, points(&used.usage)).step())
            .with_band(
                Band::new("Covered", BandRole::Headroom, Edge::Constant(0.0), Edge::Points(points(&covered))).named(),
            )
            .with_rule(Rule::new("covers", Role::Capacity, used.covers));
    if used.is_partly_unused() {
        let band = Band::new("Unused", BandRole::Deficit, Edge::Points(points(&covered)), Edge::Constant(used.covers));
        chart = chart.with_band(band.named());
    }
    chart
}

/// What is paid a month at other commitments.
pub fn cost_by_commitment(used: &DollarUse) -> Chart {
    let axis = XAxis::Number { label: "committed per hour".to_owned(), format: Format::Money("$".to_owned()) };
    let foot = used.cheapest();
    let at = |name: &str, role, point: (f64, f64)| {
        Series::new(name, role, Points::pairs(vec![point])).marked(crate::charts::spec::Dot::Large)
    };
    let mut chart = Chart::new("purchase-dollars", "Cost against the commitment", axis, dollars("Paid per month"))
        .with_hint("all compute a month, on average over the term's usual weeks")
        .with_summary(format!(
            "Least, {} a month, at {}.",
            text::dollars(foot.1),
            text::quantity(foot.0, Dimension::DollarsPerHour)
        ))
        .with_series(Series::new("Cost", Role::Load, Points::pairs(used.by_commitment.clone())))
        .with_series(at("best", Role::Capacity, foot));
    if let Some(point) = used.as_stated() {
        chart = chart.with_series(at("as entered", Role::Event, point));
    }
    chart
}
