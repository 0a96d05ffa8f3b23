//! The recovery tiers by how long they take and what they cost.

use crate::charts::figures::Format;
use crate::charts::spec::{Chart, Dot, Mark, Points, Role, Series, Tone, XAxis, YAxis};
use headroom_core::base::text;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::scenario::recovery::RecoveryInputs;

/// A shorter recovery than this is drawn here: a logarithm has no zero.
const LEAST_SECONDS: f64 = 1.0;

/// Costs further apart than this are drawn by their powers of ten.
const FAR_APART: f64 = 10.0;

/// What the height of the chart means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Money {
    /// Standing ready and expected losses.
    Total,
    /// Standing ready alone, as nobody knows what an hour of outage costs.
    Standby,
}

impl Money {
    fn of(self, answer: &TierAnswer) -> Option<f64> {
        match self {
            Self::Total => answer.total,
            Self::Standby => answer.annual_cost,
        }
    }
}

/// Every tier with a known RTO and a known cost; `None` where there is none.
pub fn tiers(plan: &RecoveryPlan, stated: &RecoveryInputs, before: Option<&RecoveryPlan>) -> Option<Chart> {
    let money = if stated.loss.is_some() { Money::Total } else { Money::Standby };
    let place = |answer: &TierAnswer| Some((answer.rto?.max(LEAST_SECONDS), money.of(answer)?));
    let placed: Vec<(&TierAnswer, (f64, f64))> =
        plan.tiers.iter().filter_map(|answer| Some((answer, place(answer)?))).collect();
    if placed.is_empty() {
        return None;
    }
    let ghosts: Vec<(f64, f64)> = before.iter().flat_map(|before| before.tiers.iter().filter_map(place)).collect();
    let target = stated.rto.map(|rto| rto.get().max(LEAST_SECONDS));
    let ends = placed.iter().map(|(_, (rto, _))| *rto).chain(ghosts.iter().map(|(rto, _)| *rto)).chain(target);
    let (low, high) = ends.fold((f64::INFINITY, 0.0_f64), |(low, high), at| (low.min(at), high.max(at)));
    let axis = XAxis::Log { label: "RTO".to_owned(), format: Format::Seconds };
    let (unit, hint) = match money {
        Money::Total => ("a year", "standby cost and expected losses, against recovery time on a log scale"),
        Money::Standby => (
            "standby cost per year",
            "without losses, as the cost of an hour is not entered; recovery time on a log scale",
        ),
    };
    let costs = placed.iter().map(|(_, (_, cost))| *cost);
    let (least, most) = costs.fold((f64::INFINITY, 0.0_f64), |(least, most), cost| (least.min(cost), most.max(cost)));
    let mut money_axis = YAxis::new(unit).with_label("Cost").with_format(Format::Money("$".into()));
    if least > 0.0 && most > FAR_APART * least {
        money_axis = money_axis.log();
    }
    let mut chart = Chart::new("recovery-tiers", "Tiers by recovery time and cost", axis, money_axis)
        .with_hint(hint)
        .with_summary(summary(plan, stated, &placed))
        .with_x_range(low / 2.0, high * 2.0);
    if !ghosts.is_empty() {
        chart = chart.with_series(Series::new("Baseline", Role::Ghost, Points::pairs(ghosts)).marked(Dot::Large));
    }
    for (answer, at) in &placed {
        chart = chart.with_series(dot(answer, *at, plan, stated));
    }
    if let Some(target) = target {
        chart = chart.with_mark(Mark::at(target, format!("RTO target {}", text::seconds(target)), Tone::Neutral));
    }
    Some(chart)
}

/// A round dot keeps the objectives, a cross misses one; a ring is around the active tier.
fn dot(answer: &TierAnswer, at: (f64, f64), plan: &RecoveryPlan, stated: &RecoveryInputs) -> Series {
    let (meets, is_active) = (answer.meets(stated), Some(answer.tier) == plan.tier);
    let dot = match (meets, is_active) {
        (true, false) => Dot::Large,
        (true, true) => Dot::LargeRinged,
        (false, false) => Dot::Cross,
        (false, true) => Dot::CrossRinged,
    };
    let role = match (meets, is_active) {
        (true, _) => Role::Capacity,
        (false, _) => Role::Event,
    };
    let mut name = text::capitalised(answer.tier.short());
    if is_active {
        name.push_str(", active");
    }
    Series::new(name, role, Points::pairs(vec![at])).marked(dot)
}

fn summary(plan: &RecoveryPlan, stated: &RecoveryInputs, placed: &[(&TierAnswer, (f64, f64))]) -> String {
    let asks = stated.rto.is_some() || stated.rpo.is_some();
    let kept = placed.iter().filter(|(answer, _)| answer.meets(stated)).count();
    let mut words = match (asks, kept) {
        (false, _) => "No target is entered.".to_owned(),
        (true, 0) => "No tier shown meets the targets.".to_owned(),
        (true, kept) => {
            format!("{kept} of {} tiers shown meet the targets; a cross marks one that misses.", placed.len())
        }
    };
    let missing: Vec<&str> = plan
        .tiers
        .iter()
        .filter(|answer| placed.iter().all(|(known, _)| known.tier != answer.tier))
        .map(|answer| answer.tier.short())
        .collect();
    if !missing.is_empty() {
        let verb = if missing.len() == 1 { "has" } else { "have" };
        words.push_str(&format!(
            " {} {verb} no known RTO and {} not drawn.",
            text::capitalised(&missing.join(", ")),
            if missing.len() == 1 { "is" } else { "are" }
        ));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::{Scenario, examples};

    fn example() -> Scenario {
        examples::find("three-region-payments").expect("an example").scenario()
    }

    fn chart(scenario: &Scenario) -> Option<Chart> {
        let plan = &evaluate(scenario).services[0].recovery;
        tiers(plan, &scenario.services.first().recovery, None)
    }

    #[test]
    fn shape_says_what_misses_and_a_ring_what_is_active() {
        let scenario = example();
        let plan = &evaluate(&scenario).services[0].recovery;
        let stated = &scenario.services.first().recovery;
        let chart = chart(&scenario).unwrap();
        for (answer, series) in plan.tiers.iter().zip(&chart.series) {
            let is_cross = matches!(series.dot, Dot::Cross | Dot::CrossRinged);
            let is_ringed = matches!(series.dot, Dot::LargeRinged | Dot::CrossRinged);
            assert_eq!(
                (is_cross, is_ringed),
                (!answer.meets(stated), Some(answer.tier) == plan.tier),
                "{}",
                series.name
            );
            assert_eq!(series.name.contains("active"), is_ringed);
        }
        assert_eq!(chart.marks[0].label, "RTO target 5 min");
        let (low, high) = chart.full_x_range();
        assert!(plan.tiers.iter().filter_map(|answer| answer.rto).all(|rto| low < rto.max(1.0) && rto < high));
    }

    #[test]
    fn an_unknown_loss_is_not_drawn_as_none() {
        let mut scenario = example();
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().recovery.loss = None;
        let chart = chart(&scenario).unwrap();
        assert_eq!(chart.y.unit, "standby cost per year");
        let plan = &evaluate(&scenario).services[0].recovery;
        assert_eq!(chart.series[0].points.get(0).map(|point| Some(point.1)), Some(plan.tiers[0].annual_cost));
    }

    #[test]
    fn without_a_price_there_is_nothing_to_draw_and_the_baseline_is_a_ghost() {
        let mut scenario = example();
        let before = evaluate(&scenario).services[0].recovery.clone();
        let plan = &evaluate(&scenario).services[0].recovery;
        let with = tiers(plan, &scenario.services.first().recovery, Some(&before)).unwrap();
        assert_eq!((with.series[0].role, with.series[0].points.len()), (Role::Ghost, 5));
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().scaling.price = None;
        assert_eq!(chart(&scenario), None);
    }
}
