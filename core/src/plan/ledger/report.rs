//! The fleet in a printed report.

use super::{Ledger, RegionLedger};
use crate::base::text;
use crate::plan::line::Line;

/// What a report says of the fleet of a service that stands in several regions.
pub fn lines(ledger: &Ledger) -> Vec<Line> {
    if ledger.regions.len() < 2 {
        return Vec::new();
    }
    let planned = ledger.planned();
    let all = format!(
        "{} planned in {}: {} normal, {} reserve for a loss, of which {} ready",
        text::counted(planned.needed().into(), "replica", "replicas"),
        text::counted(ledger.regions.len() as u64, "region", "regions"),
        text::count(planned.normal()),
        text::count(planned.reserve),
        text::count(ledger.ready()),
    );
    std::iter::once(Line::answer("Fleet", all)).chain(ledger.regions.iter().map(line)).collect()
}

fn line(region: &RegionLedger) -> Line {
    let name = region.place();
    let rows = region.planned;
    let rows = [
        (rows.load, "for the load"),
        (rows.latency, "for latency"),
        (rows.headroom, "headroom"),
        (rows.spares, "spare"),
        (rows.surplus, "more than needed, as stated"),
        (rows.reserve, "reserve"),
    ];
    let parts = rows.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", text::count(n)));
    let parts = parts.collect::<Vec<String>>().join(" + ");
    let cut = region.says_cut().map_or_else(String::new, |cut| format!("; {cut}"));
    let parts = if parts.is_empty() { String::new() } else { format!(" = {parts}") };
    Line::answer("Fleet", format!("{name}: {} planned{parts}{cut}", text::count(region.planned.needed())))
}
