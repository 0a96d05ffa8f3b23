//! The policy at work, in one place or region by region, and the fleet of the months to come.

use crate::plan::answered::Answered;
use crate::plan::cost::{FleetBasis, FleetForecast};
use crate::plan::demand::{DemandPlan, LoadCurve};
use crate::plan::ledger::Ledger;
use crate::plan::places::{Place, StandingBy, scaling_of_all};
use crate::plan::price::HourPrice;
use crate::plan::scaling::{Basis, KeptRun, ScalingPlan};
use crate::plan::scenario::Service;
use crate::plan::sizing::SizingPlan;

/// What the active policy comes to and the fleet of the months to come: of all regions that serve, or of the one place,
/// whose run is kept for the next edit.
pub(super) fn scaled(
    service: &Service,
    price: &HourPrice,
    (demand, curve): (&DemandPlan, &LoadCurve),
    (alone, limit): (&SizingPlan, Option<u32>),
    (places, standby, ledger): (&[Place], &[StandingBy], &Ledger),
    before: Option<&KeptRun>,
) -> (Answered<ScalingPlan>, FleetForecast, Option<KeptRun>) {
    let growth = service.demand.growth;
    let replicas_per_node = price.replicas_per_node;
    if let Some(scaling) = scaling_of_all(service, places) {
        let each: Vec<FleetBasis<'_>> =
            places.iter().map(|place| of_place(place, service, ledger, replicas_per_node)).collect();
        return (scaling, FleetForecast::new(&each).with_standby(&each, standby), None);
    }
    let basis = Basis::new(service, demand, alone, curve).at_price(price.replica).within(limit);
    let (scaling, run) = KeptRun::new(&service.scaling, basis, &mut None, before);
    let only = FleetBasis {
        region: None,
        paid: scaling.outcome.spend.paid(),
        hours: run.hours(),
        policy: service.scaling.policies.active(),
        bounds: scaling.bounds,
        limit,
        has_lead_time: service.sizing.lead_time.get() > 0.0,
        sizing: alone,
        peak: demand.peak,
        growth,
        curve,
        replicas_per_node,
    };
    let fleet = FleetForecast::new(&[only]).with_standby(&[only], standby);
    (scaling, fleet, Some(run))
}

fn of_place<'a>(place: &'a Place, service: &Service, ledger: &Ledger, replicas_per_node: u32) -> FleetBasis<'a> {
    // What stands by within the region's limit is not the policy's to use.
    let row = ledger.regions.iter().find(|row| row.region == Some(place.region));
    let stands_by = row.map_or(0, |row| row.kept.paid.saturating_sub(row.kept.ready));
    FleetBasis {
        region: Some(place.region),
        paid: place.scaling.outcome.spend.paid(),
        hours: place.run.hours(),
        policy: place.inputs.policies.active(),
        bounds: place.scaling.bounds,
        limit: place.part.limit.map(|limit| limit.saturating_sub(stands_by)),
        has_lead_time: service.sizing.lead_time.get() > 0.0,
        sizing: &place.sizing,
        peak: place.demand.peak,
        growth: service.demand.growth,
        curve: &place.curve,
        replicas_per_node,
    }
}
