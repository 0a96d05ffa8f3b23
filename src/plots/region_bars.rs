//! Bars of the capacity of each region: with all regions up, for the worst loss, and what is missing.

use crate::charts::bars::{Bar, Bars, Fill, Ink, Key, Pattern, Piece};
use crate::charts::spec::Tone;
use headroom_core::base::text;
use headroom_core::plan::regions::{RegionAnswer, RegionsPlan};

const NORMAL: Fill = Fill(Ink::Load, Pattern::Plain);
const LOSS: Fill = Fill(Ink::Capacity, Pattern::Rising);
const MISSING: Fill = Fill(Ink::Fails, Pattern::Falling);

/// The regions that host replicas, with a line where the baseline has them; `named` names a region.
pub fn region_capacity(
    plan: &RegionsPlan,
    before: Option<&RegionsPlan>,
    named: impl Fn(&RegionAnswer) -> String,
) -> Bars {
    let was = |region: &RegionAnswer| {
        before.and_then(|before| before.regions.iter().find(|other| other.id == region.id)).map(|other| other.replicas)
    };
    let hosts: Vec<&RegionAnswer> = plan.regions.iter().filter(|region| region.hosts).collect();
    let most = |region: &&RegionAnswer| region.needed_replicas.max(region.replicas).max(was(region).unwrap_or(0));
    let widest = hosts.iter().map(most).max().unwrap_or(0).max(1);
    let rows: Vec<Bar> = hosts.iter().map(|region| bar(region, was(region), named(region))).collect();
    let amounts: Vec<String> = rows.iter().map(|bar| format!("{} {}", bar.name, bar.amount)).collect();
    let baseline = before.map(|_| Key::Mark(Tone::Neutral, "planned in the baseline".to_owned()));
    let fills = [
        Key::Fill(NORMAL, "with all regions up".to_owned()),
        Key::Fill(LOSS, "additional for the worst loss".to_owned()),
        Key::Fill(MISSING, "needed, not available".to_owned()),
    ];
    Bars {
        id: "region-bars".to_owned(),
        title: "Replicas by region".to_owned(),
        hint: "planned; where some are missing, of how many needed".to_owned(),
        summary: format!("Planned replicas: {}.", amounts.join(", ")),
        heads: ["Region", "Part", "Replicas"],
        range: (0.0, f64::from(widest)),
        rows,
        legend: fills.into_iter().chain(baseline).collect(),
    }
}

fn bar(region: &RegionAnswer, was: Option<u32>, name: String) -> Bar {
    let piece = |name: &str, from: u32, to: u32, fill| {
        let label = text::count(to.saturating_sub(from));
        let (from, to) = (f64::from(from), f64::from(to));
        let piece =
            Piece { name: name.to_owned(), value: to - from, from, to, labels: vec![label], fill, is_aside: false };
        (to > from).then_some(piece)
    };
    let (normal, planned, needed) = (region.normal_replicas, region.replicas, region.needed_replicas);
    let pieces = [
        piece("all regions up", 0, normal.min(planned), NORMAL),
        piece("worst loss", normal.min(planned), planned, LOSS),
        piece("not available", planned, needed, MISSING),
    ];
    let amount = if planned < needed {
        format!("{} of {}", text::count(planned), text::count(needed))
    } else {
        text::count(planned)
    };
    let marks = was.map(|was| (f64::from(was), Tone::Neutral)).into_iter().collect();
    Bar { name, amount, pieces: pieces.into_iter().flatten().collect(), marks, ..Bar::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn each_bar_ends_at_what_is_needed_and_its_parts_add_up() {
        let plan = evaluate(&examples::find("three-region-payments").unwrap().scenario());
        let mut plan = (*plan.services[0].regions.clone().unwrap()).clone();
        let whole = region_capacity(&plan, Some(&plan), |region| region.name.clone());
        for (bar, region) in whole.rows.iter().zip(plan.regions.iter().filter(|region| region.hosts)) {
            let parts: f64 = bar.pieces.iter().map(|piece| piece.value).sum();
            assert_eq!(parts, f64::from(region.replicas.max(region.needed_replicas)), "{bar:?}");
            assert_eq!(bar.marks, [(f64::from(region.replicas), Tone::Neutral)]);
        }
        let short = &mut plan.regions[0];
        (short.normal_replicas, short.replicas, short.needed_replicas) = (10, 8, 12);
        let bars = region_capacity(&plan, None, |region| region.name.clone());
        let parts: Vec<(&str, f64)> =
            bars.rows[0].pieces.iter().map(|piece| (piece.name.as_str(), piece.value)).collect();
        assert_eq!(parts, [("all regions up", 8.0), ("not available", 4.0)]);
        assert_eq!((bars.rows[0].amount.as_str(), bars.legend.len()), ("8 of 12", 3));
    }
}
