//! The answers about scaling: is the objective kept, at what cost, and what breaks it.

use super::engine::Aim;
use super::engine::Outcome;
use super::prepare::{Basis, Bounds};
use super::scene::Scene;
use crate::base::dimension::Dimension;
use crate::base::explain::{Standing, Working, by, letter, word};
use crate::plan::answered::Answered;
use crate::plan::scenario::scaling::{PolicyChoice, ScalingInputs};
use crate::plan::sizing::service_times;
use serde::Serialize;

/// The answers for the active policy over the stated period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScalingPlan {
    /// What the policy is called.
    pub policy: String,
    /// Between how many replicas it chose.
    pub bounds: Bounds,
    /// What it aimed at; the own load where several regions are taken together.
    pub aim: Aim,
    /// How many steps were simulated.
    pub steps: usize,
    /// Length of a step, in seconds.
    pub step: f64,
    /// What it came to.
    pub outcome: Outcome,
    /// Replica-hours of a fleet that stays as sized.
    pub static_hours: f64,
    /// Price of a replica-hour, where one is known; in several regions the mean of what was paid for.
    pub price: Option<f64>,
    /// Price of a replica-hour of fleets that stay as sized, where one is known.
    pub static_price: Option<f64>,
    /// Why the run says nothing about the policy: a metric that drives it is not simulated. `None` where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_verdict: Option<String>,
}

impl Answered<ScalingPlan> {
    /// Whether as many requests are within the objective as the SLO asks for.
    pub fn keeps_promise(&self) -> bool {
        self.verdict.standing != Standing::Fails && self.no_verdict.is_none()
    }
}

impl ScalingPlan {
    /// Replica-hours paid for, relative to a fleet that stays as sized.
    pub fn saving(&self) -> Option<f64> {
        (self.static_hours > 0.0).then(|| 1.0 - self.outcome.spend.paid() / self.static_hours)
    }

    /// What the period cost, where the price is known.
    pub fn cost(&self) -> Option<f64> {
        self.cost_of(self.outcome.spend.paid())
    }

    /// What it would cost as sized, where the price is known.
    pub fn static_cost(&self) -> Option<f64> {
        self.static_price.map(|price| price * self.static_hours)
    }

    /// What some replica-hours cost, where the price is known.
    pub fn cost_of(&self, replica_hours: f64) -> Option<f64> {
        self.price.map(|price| price * replica_hours)
    }
}

/// Simulates the active policy over the stated period.
///
/// In each step of length `dt`: replicas that are due arrive; the queue serves
/// `min(q + a, c·μ·dt)` of what waits and arrives; the policy sees the metrics as late and as smooth
/// as stated, and the fleet starts to follow what it wants.
///
/// | symbol | is                                            | unit            |
/// |--------|-----------------------------------------------|-----------------|
/// | `dt`   | length of a step                              | s               |
/// | `q`    | requests that wait                            | requests        |
/// | `a`    | arrivals of the step, retries included        | requests        |
/// | `c`    | replicas in service                           | replicas        |
/// | `μ`    | throughput of a replica                       | requests/s      |
///
/// A step is outside the objective where requests are lost beyond what the availability allows, or
/// where the response-time percentile, by M/G/c for what arrives and by the queue's length for what
/// has piled up, exceeds its target.
///
/// # Assumptions
///
/// `fluid-queue`, `late-by-step`, `steps`, `utilization-is-load`, `even-spread`, `linear-scaling`
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let evaluation = evaluate(&examples::seed_service());
/// let scaling = &evaluation.services[0].scaling;
/// // As sized it would be 57 replicas for the 168 hours of the first week.
/// assert_eq!(scaling.static_hours, 57.0 * 168.0);
/// assert!(scaling.outcome.spend.paid() < 0.5 * scaling.static_hours);
/// ```
pub fn plan_scaling(scene: &Scene<'_>) -> Answered<ScalingPlan> {
    let choice = scene.scaling.policies.active();
    scene.plan(choice, scene.simulation(choice, scene.table()).finish().0)
}

/// The working of a policy's run, or of its runs in several regions with so many replicas as sized.
pub(super) fn working(
    plan: &ScalingPlan,
    (scaling, basis): (&ScalingInputs, &Basis<'_>),
    choice: &PolicyChoice,
    sized: f64,
) -> Working {
    let mut working = Working::default();
    for id in ["fluid-queue", "late-by-step", "steps", "utilization-is-load", "even-spread", "linear-scaling"] {
        working.assume(id);
    }
    if scaling.fleet.nodes.is_some() || basis.limit.is_some() {
        working.assume("nodes-pack");
    }
    if basis.inputs.slo.latency.is_some() {
        for id in ["poisson-arrivals", service_times(basis.inputs.replica.capacity), "slots-as-servers"] {
            working.assume(id);
        }
    }
    if basis.variability > 0.0 {
        working.assume("bursts-last-minutes");
    }
    let policy_uses = |rule: fn(&crate::plan::scenario::scaling::Rule) -> bool| choice.rules.iter().any(rule);
    if policy_uses(|rule| matches!(rule, crate::plan::scenario::scaling::Rule::TargetTracking(_))) {
        working.assume("target-tracking-model");
    }
    if policy_uses(|rule| matches!(rule, crate::plan::scenario::scaling::Rule::Predictive(_))) {
        working.assume("forecast-is-the-usual-week");
    }
    steps(plan, sized, &mut working);
    working
}

fn steps(plan: &ScalingPlan, replicas: f64, working: &mut Working) {
    let outcome = &plan.outcome;
    let (hours, requests) = (Dimension::Count("replica-hours"), Dimension::Count("requests"));
    let period = word("period", outcome.length, Dimension::Seconds);
    working.retrace(
        "Steps of the simulation",
        by(
            "period / dt",
            [period, letter("dt", "length of a step", plan.step, Dimension::Seconds)],
            |[period, step]| period / step,
        ),
        plan.steps as f64,
        Dimension::Count("steps"),
    );
    if outcome.length > 0.0 {
        let operands = [letter("outside", "time outside the SLO", outcome.outside, Dimension::Seconds), period];
        let arithmetic = by("1 − outside / period", operands, |[outside, period]| 1.0 - outside / period);
        working.retrace("Time within the SLO", arithmetic, outcome.kept(), Dimension::Fraction);
    }
    if outcome.requests > 0.0 {
        let operands = [
            letter("lost", "requests dropped or timed out", outcome.lost, requests),
            letter("late", "requests answered while the SLO was violated", outcome.late, requests),
            letter(
                "unanswered",
                "requests queued at the end that can no longer meet the SLO",
                outcome.unanswered,
                requests,
            ),
            word("requests", outcome.requests, requests),
        ];
        let arithmetic = by(
            "max(0, 1 − (lost + late + unanswered) / requests)",
            operands,
            |[lost, late, unanswered, requests]| (1.0 - (lost + late + unanswered) / requests).max(0.0),
        );
        working.retrace("Requests within the SLO", arithmetic, outcome.kept_of_requests(), Dimension::Fraction);
    }
    let spend = outcome.spend;
    working.retrace(
        "Replica-hours paid for",
        by(
            "work + headroom + lag + waste",
            [
                letter("work", "replica-hours that serve requests", spend.work, hours),
                letter("headroom", "idle, and needed to meet the SLO", spend.headroom, hours),
                letter("lag", "starting or draining", spend.lag, hours),
                letter("waste", "beyond what the ideal fleet has", spend.waste, hours),
            ],
            |[work, headroom, lag, waste]| work + headroom + lag + waste,
        ),
        spend.paid(),
        hours,
    );
    working.retrace(
        "Static fleet, as sized",
        by(
            "replicas · period",
            [word("replicas", replicas, Dimension::Count("replicas")), period],
            |[replicas, period]| replicas * period / 3600.0,
        ),
        plan.static_hours,
        hours,
    );
    if let Some(ideal) = outcome.ideal {
        let search = "sum over steps of the fewest replicas that meet the objective";
        working.found("The ideal fleet", search, [], ideal, hours);
    }
    if let Some((price, cost)) = plan.price.zip(plan.cost()) {
        let operands = [word("replica-hours", spend.paid(), hours), word("price", price, Dimension::DollarsPerHour)];
        let arithmetic = by("replica-hours · price", operands, |[hours, price]| price * hours);
        working.retrace("Cost of the period", arithmetic, cost, Dimension::Dollars);
    }
}
