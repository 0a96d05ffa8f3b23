//! Sums over all services, with their working.

use super::ServiceEvaluation;
use crate::base::dimension::Dimension;
use crate::base::explain::Working;
use crate::base::money::Money;
use crate::base::text;
use crate::plan::answered::Answered;
use crate::plan::cost::CostPlan;
use crate::plan::sizing::{Lasts, Resources};
use serde::Serialize;

/// Sums over all services.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Totals {
    /// Usual peaks, added up as if they came together, in requests/s.
    pub peak: f64,
    /// Provisioned loads, in requests/s.
    pub provisioned: f64,
    /// Replicas.
    pub replicas: u64,
    /// Resources.
    pub resources: Resources,
    /// The first of all services that no longer holds; `None` when nothing ends any of them.
    pub lasts: Option<Lasts>,
    /// What the policies in force come to.
    pub scaling: ScalingTotals,
    /// Regions that every service may lose; `None` without regions, or where one does not hold at all.
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

/// What the policies in force of all services come to, each over its own period.
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
    fn of(services: &[ServiceEvaluation]) -> Self {
        let plans = || services.iter().map(|service| &service.scaling);
        let first = plans().next().map(|plan| plan.outcome.length);
        Self {
            length: first.filter(|length| plans().all(|plan| plan.outcome.length == *length)),
            requests: plans().map(|plan| plan.outcome.requests).sum(),
            bad: plans().map(|plan| plan.outcome.bad()).sum(),
            replica_hours: plans().map(|plan| plan.outcome.spend.paid()).sum(),
            static_hours: plans().map(|plan| plan.static_hours).sum(),
            cost: plans().map(|plan| plan.cost()).sum(),
            static_cost: plans().map(|plan| plan.static_cost()).sum(),
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
    pub(super) fn of(services: &[ServiceEvaluation], cost: &Answered<CostPlan>) -> Self {
        let mut totals = Self {
            peak: 0.0,
            provisioned: 0.0,
            replicas: 0,
            resources: Resources::default(),
            lasts: first_to_end(services),
            scaling: ScalingTotals::of(services),
            survivable: survivable(services),
            monthly: cost.monthly,
            known_monthly: cost.total,
            horizon: cost.horizon.is_complete.then_some(cost.horizon.total),
            working: Working::default(),
        };
        for service in services {
            totals.peak += service.demand.peak;
            totals.provisioned += service.sizing.provisioned;
            totals.replicas += u64::from(service.sizing.replicas);
            totals.resources.vcpus += service.sizing.resources.vcpus;
            totals.resources.memory += service.sizing.resources.memory;
            totals.resources.gpus += service.sizing.resources.gpus;
        }
        totals.working = working(services, &totals);
        totals.working.steps.extend(cost.working.steps.iter().cloned());
        totals
    }
}

fn working(services: &[ServiceEvaluation], totals: &Totals) -> Working {
    let mut working = Working::default();
    let parts = |of: fn(&ServiceEvaluation) -> f64, show: fn(f64) -> String| {
        services.iter().map(|service| show(of(service))).collect::<Vec<_>>().join(" + ")
    };
    let mut sum = |label, formula, of: fn(&ServiceEvaluation) -> f64, value, dimension| {
        let show = if dimension == Dimension::Dollars { text::dollars } else { text::number };
        working.step(label, formula, parts(of, show), value, dimension);
    };
    let replicas = Dimension::Count("replicas");
    sum("Usual peaks, as if they came together", "Σ peak", |service| service.demand.peak, totals.peak, Dimension::Rate);
    sum("Provisioned load", "Σ provisioned", |service| service.sizing.provisioned, totals.provisioned, Dimension::Rate);
    sum("Replicas", "Σ replicas", |service| f64::from(service.sizing.replicas), totals.replicas as f64, replicas);
    sum("CPU", "Σ replicas · vCPU", |service| service.sizing.resources.vcpus, totals.resources.vcpus, Dimension::Vcpu);
    let memory = |service: &ServiceEvaluation| service.sizing.resources.memory;
    sum("Memory", "Σ replicas · memory", memory, totals.resources.memory, Dimension::Gib);
    let gpus = |service: &ServiceEvaluation| service.sizing.resources.gpus as f64;
    sum("Accelerators", "Σ replicas · GPUs", gpus, totals.resources.gpus as f64, Dimension::Count("GPUs"));
    let (scaling, hours) = (&totals.scaling, Dimension::Count("replica-hours"));
    sum("Requests of the periods", "Σ requests", |service| service.scaling.outcome.requests, scaling.requests, {
        Dimension::Count("requests")
    });
    let bad = |service: &ServiceEvaluation| service.scaling.outcome.bad();
    sum("Requests outside the objectives", "Σ (lost + late)", bad, scaling.bad, Dimension::Count("requests"));
    let paid = |service: &ServiceEvaluation| service.scaling.outcome.spend.paid();
    sum("Replica-hours paid for", "Σ paid", paid, scaling.replica_hours, hours);
    sum("Replica-hours as sized", "Σ static", |service| service.scaling.static_hours, scaling.static_hours, hours);
    if let Some((cost, fixed)) = scaling.cost.zip(scaling.static_cost) {
        // Every price is known where the sums are.
        let costs = |service: &ServiceEvaluation| service.scaling.cost().unwrap_or_default();
        sum("Cost of the periods", "Σ replica-hours · price", costs, cost, Dimension::Dollars);
        let costs = |service: &ServiceEvaluation| service.scaling.static_cost().unwrap_or_default();
        sum("Cost as sized", "Σ static · price", costs, fixed, Dimension::Dollars);
    }
    let count = text::number;
    working.step(
        "Requests within the objectives",
        "1 − Σ (lost + late) / Σ requests",
        format!("1 − {} / {}", count(scaling.bad), count(scaling.requests)),
        scaling.kept_of_requests(),
        Dimension::Fraction,
    );
    if let Some(saving) = scaling.saving() {
        let (formula, values) = match scaling.cost.zip(scaling.static_cost) {
            Some((cost, fixed)) => {
                ("1 − Σ cost / Σ cost as sized", format!("1 − {} / {}", text::dollars(cost), text::dollars(fixed)))
            }
            None => (
                "1 − Σ paid / Σ static",
                format!("1 − {} / {}", count(scaling.replica_hours), count(scaling.static_hours)),
            ),
        };
        working.step("Saved against fleets as sized", formula, values, saving, Dimension::Fraction);
    }
    working
}

fn first_to_end(services: &[ServiceEvaluation]) -> Option<Lasts> {
    let soonest = services.iter().filter_map(|service| Some((service, service.sizing.lasts.clone()?)));
    let (service, mut lasts) = soonest.min_by_key(|(_, lasts)| lasts.days)?;
    if services.len() > 1 {
        lasts.because = format!("{}: {}", service.name, lasts.because);
    }
    Some(lasts)
}

fn survivable(services: &[ServiceEvaluation]) -> Option<u32> {
    let each: Option<Vec<u32>> = services.iter().map(|service| service.regions.as_ref()?.survivable.regions).collect();
    each?.into_iter().min()
}
