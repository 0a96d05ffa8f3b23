//! The numbers of the summary bar, of one service or of the whole plan.

use headroom_core::base::id::ServiceId;
use headroom_core::base::money::Money;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::regions::{Lossable, RegionsPlan};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::sizing::Lasts;

/// One set of key answers: of a service, or of the whole plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Key {
    /// Of which service, or of what.
    pub scope: String,
    /// Usual peak, requests/s.
    pub peak: f64,
    /// Provisioned load, requests/s.
    pub provisioned: f64,
    /// Replicas planned in all regions.
    pub replicas: f64,
    /// Of these, the reserve for a loss.
    pub reserve: f64,
    /// Utilization at peak, of a service.
    pub utilization: Option<f64>,
    /// The region of several whose utilization, response time and headroom these are.
    pub place: Option<String>,
    /// Percentile and response time that the target is about, and whether that is at the user, of a service with a latency
    /// model.
    pub latency: Option<(f64, f64, bool)>,
    /// Latency target in seconds.
    pub target: Option<f64>,
    /// GPUs.
    pub gpus: f64,
    /// Headroom above the peak, of a service.
    pub headroom: Option<f64>,
    /// Until when the replicas suffice; none beyond the horizon.
    pub lasts: Option<Lasts>,
    /// Share of requests within the SLO.
    pub kept: f64,
    /// Availability target.
    pub availability_target: Option<f64>,
    /// The period, where all that is summed up has the same.
    pub length: Option<f64>,
    /// Replica-hours of the period.
    pub hours: f64,
    /// Cost of the period.
    pub cost: Option<f64>,
    /// The bill of a month, where every price is known.
    pub monthly: Option<f64>,
    /// The bill of the plan, where this service is a part of it.
    pub of_plan: Option<f64>,
    /// Saved vs a static fleet.
    pub saving: Option<f64>,
    /// Regions of the plan, and how many may be lost; none where everything is in one place.
    pub regions: Option<Lossable>,
}

impl Key {
    /// The same with what the scenario asks for.
    pub fn with_targets(mut self, scenario: &Scenario, service: Option<ServiceId>) -> Self {
        if let Some(service) = service.and_then(|id| scenario.services.get(id)) {
            self.target = service.sizing.slo.latency.map(|objective| objective.target.get());
            self.availability_target = Some(service.sizing.slo.availability.get());
        } else {
            self.scope = match scenario.services.count() {
                1 => scenario.services.first().name.to_string(),
                n => format!("{n} services"),
            };
        }
        self
    }
}

/// How many regions may be lost, in words.
pub fn lossable_words(lossable: Lossable) -> String {
    match lossable.survivable {
        None => "overloaded with all regions up".to_owned(),
        Some(0) => "no region".to_owned(),
        Some(lost) => format!("any {lost} of {}", lossable.hosts),
    }
}

/// The key answers of a service, or of the whole plan.
pub fn key_of(evaluation: &Evaluation, service: Option<ServiceId>) -> Option<Key> {
    let Some(id) = service else {
        return Some(Key {
            peak: evaluation.totals.peak,
            provisioned: evaluation.totals.provisioned,
            replicas: evaluation.totals.replicas as f64,
            reserve: evaluation.totals.reserve as f64,
            gpus: evaluation.totals.resources.gpus as f64,
            lasts: evaluation.totals.lasts.clone(),
            kept: evaluation.totals.scaling.kept_of_requests(),
            length: evaluation.totals.scaling.length,
            hours: evaluation.totals.scaling.replica_hours,
            cost: evaluation.totals.scaling.cost,
            monthly: evaluation.cost.monthly.map(Money::dollars),
            saving: evaluation.totals.scaling.saving(),
            regions: evaluation.totals.lossable,
            ..Key::default()
        });
    };
    let service = evaluation.service(id)?;
    let (sizing, scaling, planned) = (&service.sizing, &service.scaling, service.ledger.planned());
    Some(Key {
        scope: service.name.clone(),
        peak: service.demand.peak,
        provisioned: service.alone.provisioned,
        replicas: f64::from(planned.needed()),
        reserve: f64::from(planned.reserve),
        place: service.place().map(|place| place.name.clone()),
        utilization: sizing.utilization.map(|utilization| utilization.peak),
        latency: service.judged_response(),
        target: None,
        gpus: service.ledger.resources.gpus as f64,
        headroom: Some(sizing.headroom),
        lasts: sizing.lasts.clone(),
        kept: scaling.outcome.kept_of_requests(),
        availability_target: None,
        length: Some(scaling.outcome.length),
        hours: scaling.outcome.spend.paid(),
        cost: scaling.cost(),
        monthly: bill_of(evaluation, id),
        of_plan: evaluation.cost.monthly.map(Money::dollars).filter(|_| evaluation.services.len() > 1),
        saving: scaling.saving(),
        regions: service.regions.as_deref().map(RegionsPlan::lossable),
    })
}

/// A service's own lines of the bill; the whole bill where it is the only one.
fn bill_of(evaluation: &Evaluation, id: ServiceId) -> Option<f64> {
    let cost = &evaluation.cost;
    let bill = if evaluation.services.len() > 1 { cost.service(id)?.monthly } else { cost.monthly };
    bill.map(Money::dollars)
}
