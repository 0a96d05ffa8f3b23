//! What a policy comes to in several regions together.

use super::engine::Aim;
use super::engine::{Cause, Outcome, Spend};
use super::no_verdict::no_verdict;
use super::plan::{ScalingPlan, working};
use super::prepare::Bounds;
use super::scene::Scene;
use crate::plan::answered::Answered;

/// The runs of the active policy in several regions as one: counts, requests, replica-hours and money are sums; times
/// outside the SLO, its violations, reversals, and the longest queue are those of the region that keeps least, which is named.
///
/// The scene is that of that region; `running` are the replicas of all regions in fleets that do not scale.
pub fn together(
    scene: &Scene<'_>,
    plans: &[&ScalingPlan],
    worst: &ScalingPlan,
    place: &str,
    running: f64,
) -> Answered<ScalingPlan> {
    let choice = scene.scaling.policies.active();
    let outcomes: Vec<&Outcome> = plans.iter().map(|plan| &plan.outcome).collect();
    let outcome = outcome(&outcomes, &worst.outcome);
    let static_hours = plans.iter().map(|plan| plan.static_hours).sum();
    let cost: Option<f64> = plans.iter().map(|plan| plan.cost()).sum();
    let static_cost: Option<f64> = plans.iter().map(|plan| plan.static_cost()).sum();
    let mean = |cost: Option<f64>, hours: f64| if hours > 0.0 { cost.map(|cost| cost / hours) } else { worst.price };
    let plan = ScalingPlan {
        policy: worst.policy.clone(),
        bounds: plans.iter().map(|plan| plan.bounds).reduce(Bounds::together).unwrap_or(worst.bounds),
        aim: Aim::default(),
        steps: worst.steps,
        step: worst.step,
        price: mean(cost, outcome.spend.paid()),
        static_price: mean(static_cost, static_hours),
        static_hours,
        no_verdict: no_verdict(choice, &outcome, scene.basis.inputs.slo.availability.get()),
        outcome,
    };
    Answered {
        verdict: super::verdict::verdict(&plan, choice, &scene.basis, scene.span, Some(place)),
        levers: Vec::new(),
        working: working(&plan, (scene.scaling, &scene.basis), choice, running),
        plan,
    }
}

/// The outcomes of several places as one, as [`together`] has it; that of the only place as it is.
pub fn together_outcome(all: &[&Outcome]) -> Outcome {
    let kept = |outcome: &&&Outcome| outcome.kept_of_requests();
    match all {
        [] => Outcome::default(),
        [only] => (*only).clone(),
        several => {
            let worst = several.iter().min_by(|one, other| kept(one).total_cmp(&kept(other))).unwrap_or(&several[0]);
            outcome(several, worst)
        }
    }
}

fn outcome(all: &[&Outcome], worst: &Outcome) -> Outcome {
    let sum = |of: fn(&Outcome) -> f64| all.iter().map(|outcome| of(outcome)).sum::<f64>();
    let count = |of: fn(&Outcome) -> u32| all.iter().map(|outcome| of(outcome)).fold(0, u32::saturating_add);
    let most = |of: fn(&Outcome) -> f64| all.iter().map(|outcome| of(outcome)).fold(0.0, f64::max);
    let spend = Spend {
        work: sum(|outcome| outcome.spend.work),
        headroom: sum(|outcome| outcome.spend.headroom),
        lag: sum(|outcome| outcome.spend.lag),
        waste: sum(|outcome| outcome.spend.waste),
    };
    let paid = spend.paid();
    let weighted = sum(|outcome| outcome.utilization * outcome.spend.paid());
    Outcome {
        requests: sum(|outcome| outcome.requests),
        attempts: sum(|outcome| outcome.attempts),
        served: sum(|outcome| outcome.served),
        late: sum(|outcome| outcome.late),
        lost: sum(|outcome| outcome.lost),
        waiting: sum(|outcome| outcome.waiting),
        unanswered: sum(|outcome| outcome.unanswered),
        dropped: sum(|outcome| outcome.dropped),
        reduced: most(|outcome| outcome.reduced),
        fewest: count(|outcome| outcome.fewest),
        most: count(|outcome| outcome.most),
        utilization: if paid > 0.0 { weighted / paid } else { 0.0 },
        peak_utilization: most(|outcome| outcome.peak_utilization),
        ups: count(|outcome| outcome.ups),
        downs: count(|outcome| outcome.downs),
        overrun: most(|outcome| outcome.overrun),
        overruns: count(|outcome| outcome.overruns),
        flaps: all.iter().map(|outcome| outcome.flaps).max().unwrap_or_default(),
        spend,
        unused_lots: sum(|outcome| outcome.unused_lots),
        ideal: all.iter().map(|outcome| outcome.ideal).sum(),
        ideal_most: count(|outcome| outcome.ideal_most),
        n_breaches: count(|outcome| outcome.n_breaches),
        outside: most(|outcome| outcome.outside),
        causes: causes(all),
        ..worst.clone()
    }
}

/// Time outside the objective by cause, added up over the regions; longest first.
fn causes(all: &[&Outcome]) -> Vec<(Cause, f64)> {
    let of = |cause: Cause| {
        let times = all.iter().flat_map(|outcome| &outcome.causes);
        (cause, times.filter(|(of, _)| *of == cause).map(|(_, time)| time).sum::<f64>())
    };
    let mut causes: Vec<(Cause, f64)> = Cause::ALL.into_iter().map(of).filter(|(_, time)| *time > 0.0).collect();
    causes.sort_by(|one, other| other.1.total_cmp(&one.1));
    causes
}
