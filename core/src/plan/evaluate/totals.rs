//! Sums over all services, with their working.

use super::ServiceEvaluation;
use crate::base::dimension::Dimension;
use crate::base::explain::{Operand, Working, by, letter, over, word};
use crate::base::money::Money;
use crate::plan::answered::Answered;
use crate::plan::cost::CostPlan;
use crate::plan::regions::{Lossable, RegionsPlan};
use crate::plan::scaling::ScalingPlan;
use crate::plan::sizing::{Lasts, Resources};
use serde::Serialize;
use std::sync::Arc;

/// Sums over all services.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Usual peaks, added up as if they came together, in requests/s.
    pub peak: f64,
    /// Provisioned loads, in requests/s.
    pub provisioned: f64,
    /// Replicas planned in all regions.
    pub replicas: u64,
    /// Resources.
    pub resources: Resources,
    /// The first of all services that no longer holds; `None` when nothing ends any of them.
    pub lasts: Option<Lasts>,
    /// What the active policies come to.
    pub scaling: ScalingTotals,
    /// Of these, the reserve for a loss.
    pub reserve: u64,
    /// Regions that every service may lose; `None` where one of them has no regions.
    #[serde(skip)]
    pub lossable: Option<Lossable>,
    /// The same as a number; `None` without regions, or where one does not hold at all.
    pub survivable: Option<u32>,
    /// The bill of the first month; none where some price is not known.
    pub monthly: Option<Money>,
    /// What is known of it.
    pub known_monthly: Money,
    /// Everything paid over the horizon; none where some price is not known.
    pub horizon: Option<Money>,
    /// The sums.
    pub working: Working,
}

/// What the active policies of all services come to, each over its own period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct ScalingTotals {
    /// The period, in seconds; none where services are simulated over different ones.
    pub length: Option<f64>,
    /// New requests.
    pub requests: f64,
    /// Of these, lost or late.
    pub bad: f64,
    /// Replica-hours paid for.
    pub replica_hours: f64,
    /// Replica-hours of fleets that stay as sized.
    pub static_hours: f64,
    /// What that costs; none where the price of a replica of some service is not stated.
    pub cost: Option<f64>,
    /// What fleets as sized would cost; none where some price is not stated.
    pub static_cost: Option<f64>,
}

impl ScalingTotals {
    fn of(services: &[Arc<ServiceEvaluation>], working: &mut Working) -> Self {
        let plans = || services.iter().map(|service| &service.scaling);
        let first = plans().next().map(|plan| plan.outcome.length);
        let mut sum = |label, formula, name, of: fn(&ScalingPlan) -> f64, dimension| {
            let operands = plans().map(|plan| word(name, of(plan), dimension)).collect::<Vec<Operand>>();
            let terms = vec!["{}"; operands.len()].join(" + ");
            working.step(label, over(formula, &terms, operands, |each| each.iter().sum()), dimension)
        };
        let (requests, hours) = (Dimension::Count("requests"), Dimension::Count("replica-hours"));
        // Every price is known where there are sums of costs.
        let is_priced = plans().all(|plan| plan.price.is_some());
        let totals = Self {
            length: first.filter(|length| plans().all(|plan| plan.outcome.length == *length)),
            requests: sum("Requests in the periods", "Σ requests", "requests", |plan| plan.outcome.requests, requests),
            bad: sum("Requests outside the SLOs", "Σ outside", "outside", |plan| plan.outcome.bad(), requests),
            replica_hours: sum("Replica-hours paid for", "Σ paid", "paid", |plan| plan.outcome.spend.paid(), hours),
            static_hours: sum(
                "Replica-hours of the static fleets",
                "Σ static",
                "static",
                |plan| plan.static_hours,
                hours,
            ),
            cost: is_priced.then(|| {
                let of: fn(&ScalingPlan) -> f64 = |plan| plan.cost().unwrap_or_default();
                sum("Cost of the periods", "Σ cost", "cost", of, Dimension::Dollars)
            }),
            static_cost: is_priced.then(|| {
                let of: fn(&ScalingPlan) -> f64 = |plan| plan.static_cost().unwrap_or_default();
                sum(
                    "Cost of the static fleets",
                    "Σ cost of the static fleets",
                    "cost of the static fleets",
                    of,
                    Dimension::Dollars,
                )
            }),
        };
        totals.ratios(working);
        totals
    }

    fn ratios(&self, working: &mut Working) {
        if self.requests > 0.0 {
            let requests = Dimension::Count("requests");
            let operands = [
                letter("Σ bad", "requests outside their SLOs, of all services", self.bad, requests),
                letter("Σ requests", "new requests of all services", self.requests, requests),
            ];
            let arithmetic =
                by("max(0, 1 − Σ bad / Σ requests)", operands, |[bad, requests]| (1.0 - bad / requests).max(0.0));
            working.retrace("Requests within the SLOs", arithmetic, self.kept_of_requests(), Dimension::Fraction);
        }
        if let Some(saving) = self.saving() {
            let hours = Dimension::Count("replica-hours");
            let (formula, operands) = match self.cost.zip(self.static_cost) {
                Some((cost, fixed)) => {
                    let amount = |name, meaning, amount| letter(name, meaning, amount, Dimension::Dollars);
                    (
                        "1 − Σ cost / Σ cost of the static fleets",
                        [
                            amount("Σ cost", "of the fleets as they scale", cost),
                            amount("Σ cost of the static fleets", "as sized, at all times", fixed),
                        ],
                    )
                }
                None => (
                    "1 − Σ paid / Σ static",
                    [
                        letter("Σ paid", "replica-hours of the fleets as they scale", self.replica_hours, hours),
                        letter("Σ static", "replica-hours of the fleets as sized", self.static_hours, hours),
                    ],
                ),
            };
            let arithmetic = by(formula, operands, |[paid, fixed]| 1.0 - paid / fixed);
            working.retrace("Saved vs static fleets", arithmetic, saving, Dimension::Fraction);
        }
    }

    /// Share of all requests within the objectives of their services: `1 − Σ(lost + late) / Σ requests`.
    pub fn kept_of_requests(&self) -> f64 {
        if self.requests > 0.0 { (1.0 - self.bad / self.requests).max(0.0) } else { 1.0 }
    }

    /// What is saved against fleets as sized: in money where all prices are known, else in replica-hours.
    pub fn saving(&self) -> Option<f64> {
        let (paid, fixed) = self.cost.zip(self.static_cost).unwrap_or((self.replica_hours, self.static_hours));
        (fixed > 0.0).then(|| 1.0 - paid / fixed)
    }
}

impl Totals {
    pub(super) fn of(services: &[Arc<ServiceEvaluation>], cost: &Answered<CostPlan>) -> Self {
        let mut working = Working::default();
        let mut sum = |label, formula, name, of: fn(&ServiceEvaluation) -> f64, dimension| {
            let operands = services.iter().map(|service| word(name, of(service), dimension)).collect::<Vec<Operand>>();
            let terms = vec!["{}"; operands.len()].join(" + ");
            working.step(label, over(formula, &terms, operands, |each| each.iter().fold(0.0, |a, b| a + b)), dimension)
        };
        let (replicas, gpus) = (Dimension::Count("replicas"), Dimension::Count("GPUs"));
        let peak =
            sum("Usual peaks, summed as if simultaneous", "Σ peak", "peak", |of| of.demand.peak, Dimension::Rate);
        let provisioned =
            sum("Provisioned load", "Σ provisioned", "provisioned", |of| of.alone.provisioned, Dimension::Rate);
        let planned: fn(&ServiceEvaluation) -> f64 = |of| f64::from(of.ledger.planned().needed());
        let replicas = sum("Replicas planned", "Σ replicas", "replicas", planned, replicas) as u64;
        let resources = Resources {
            vcpus: sum("CPU", "Σ vCPU", "vCPU", |of| of.ledger.resources.vcpus, Dimension::Vcpu),
            memory: sum("Memory", "Σ memory", "memory", |of| of.ledger.resources.memory, Dimension::Gib),
            gpus: sum("Accelerators", "Σ GPUs", "GPUs", |of| of.ledger.resources.gpus as f64, gpus) as u64,
        };
        let of_each = services.iter().map(|service| service.regions.as_deref().map(RegionsPlan::lossable));
        let lossable = of_each.reduce(|one, other| Some(one?.worse(other?))).flatten();
        let scaling = ScalingTotals::of(services, &mut working);
        working.steps.extend(cost.working.steps.iter().cloned());
        Self {
            peak,
            provisioned,
            replicas,
            resources,
            lasts: first_to_end(services),
            scaling,
            reserve: services.iter().map(|service| u64::from(service.ledger.planned().reserve)).sum(),
            lossable,
            survivable: lossable.and_then(|lossable| lossable.survivable),
            monthly: cost.monthly,
            known_monthly: cost.total,
            horizon: cost.horizon.is_complete.then_some(cost.horizon.total),
            working,
        }
    }
}

fn first_to_end(services: &[Arc<ServiceEvaluation>]) -> Option<Lasts> {
    let soonest = services.iter().filter_map(|service| Some((service, service.sizing.lasts.clone()?)));
    let (service, mut lasts) = soonest.min_by_key(|(_, lasts)| lasts.days)?;
    if services.len() > 1 {
        lasts.because = format!("{}: {}", service.name, lasts.because);
    }
    Some(lasts)
}
