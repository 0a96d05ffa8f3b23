//! What each tier costs in all, against what an hour of outage costs.

use crate::charts::figures::Format;
use crate::charts::spec::{Chart, Mark, Points, Role, Series, Tone, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::RecoveryPlan;
use headroom_core::plan::scenario::recovery::RecoveryInputs;

/// Points of a line.
const POINTS: usize = 97;

/// A line for each tier; `None` where no tier's cost is known.
pub fn totals_against_loss(
    plan: &RecoveryPlan,
    stated: &RecoveryInputs,
    before: Option<(&RecoveryPlan, &RecoveryInputs)>,
) -> Option<Chart> {
    let (low, high) = plan.losses_of_interest(stated);
    let axis = XAxis::Log { label: "loss per hour".to_owned(), format: Format::Money("$".into()) };
    let money =
        YAxis::new("a year").with_label("Cost and expected losses").with_format(Format::Money("$".into())).log();
    let mut chart = Chart::new("recovery-losses", "Total cost by tier", axis, money)
        .with_hint("standby cost and expected losses, against the cost of an hour of outage")
        .with_summary(summary(plan))
        .with_x_range(low, high);
    let was = before.and_then(|(plan, stated)| line(plan, stated, plan.tier?, (low, high)));
    if let Some(points) = was {
        chart = chart.with_series(Series::new("Baseline's active tier", Role::Ghost, points));
    }
    for (place, tier) in RecoveryTier::ALL.into_iter().enumerate() {
        let Some(points) = line(plan, stated, tier, (low, high)) else { continue };
        chart = chart.with_series(Series::new(text::capitalised(tier.short()), Role::Other(place as u8), points));
    }
    if chart.series.iter().all(|series| series.role == Role::Ghost) {
        return None;
    }
    for (tier, from) in plan.winners.iter().skip(1) {
        let words = format!("{} from {}", tier.short(), text::dollars(*from));
        chart = chart.with_mark(Mark::at(*from, words, Tone::Neutral));
    }
    if let Some(loss) = stated.loss.filter(|loss| loss.get() > low) {
        chart = chart.with_mark(Mark::at(loss.get(), format!("entered: {}", text::dollars(loss.get())), Tone::Event));
    }
    Some(chart)
}

/// Points evenly apart on the axis.
fn line(plan: &RecoveryPlan, stated: &RecoveryInputs, tier: RecoveryTier, (low, high): (f64, f64)) -> Option<Points> {
    let at = |place: usize| low * libm::pow(high / low, place as f64 / (POINTS - 1) as f64);
    let point = |loss: f64| Some((loss, plan.total_at(stated, tier, loss)?));
    let points: Option<Vec<(f64, f64)>> = (0..POINTS).map(|place| point(at(place))).collect();
    points.map(Points::pairs)
}

fn summary(plan: &RecoveryPlan) -> String {
    let mut winners = plan.winners.iter();
    let Some((first, _)) = winners.next() else { return "No tier's cost is known.".to_owned() };
    let changes: Vec<String> =
        winners.map(|(tier, from)| format!("from {} an hour on {}", text::dollars(*from), tier.short())).collect();
    if changes.is_empty() {
        return format!("{} is the cheapest, whatever an hour of outage costs.", text::capitalised(first.short()));
    }
    format!("{} is the cheapest of all at first, {}.", text::capitalised(first.short()), changes.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn lines_cross_where_a_mark_stands() {
        let scenario = examples::find("three-region-payments").expect("an example").scenario();
        let plan = &evaluate(&scenario).services[0].recovery;
        let stated = &scenario.services.first().recovery;
        let chart = totals_against_loss(plan, stated, None).unwrap();
        assert_eq!(chart.series.len(), 5);
        assert_eq!(chart.marks.len(), plan.winners.len() - 1 + 1);
        let (low, high) = chart.full_x_range();
        assert!(chart.marks.iter().all(|mark| low < mark.at && mark.at < high));
        assert!(
            chart.summary.contains(plan.winners[0].0.short())
                || chart.summary.starts_with(&text::capitalised(plan.winners[0].0.short()))
        );
        // The points are evenly apart in powers of ten.
        let points = &chart.series[0].points;
        let ratio = |at: usize| points.get(at + 1).unwrap().0 / points.get(at).unwrap().0;
        assert!((ratio(0) / ratio(50) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_price_there_is_no_chart() {
        let mut scenario = examples::find("three-region-payments").expect("an example").scenario();
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().scaling.price = None;
        let plan = &evaluate(&scenario).services[0].recovery;
        assert_eq!(totals_against_loss(plan, &scenario.services.first().recovery, None), None);
    }
}
