//! What a region that stands by needs for events: what they bring there after the loss for which it stands by.

use crate::base::id::RegionId;
use crate::plan::demand::{DemandPlan, EventPeak, LoadCurve};
use crate::plan::ledger::{Ledger, RegionLedger};
use crate::plan::regions::RegionsPlan;
use crate::plan::scenario::Service;
use crate::plan::scenario::recovery::Kept;
use crate::plan::sizing::{EventNeed, Rows, Stands, plan_sizing};

/// A region that stands by, and what is ordered there for events.
#[derive(Clone, Debug, PartialEq)]
pub struct StandingBy {
    /// Which region of the plan; none where it is not chosen.
    pub region: Option<RegionId>,
    /// The events of the coming year.
    pub events: Vec<EventNeed>,
    /// Those of the four years after that.
    pub later: Vec<EventNeed>,
}

/// What events need where a service only stands by.
///
/// An event brings there, after the worst loss, as many times the load of usual days as it brings to all users; what that
/// needs beyond the reserve is ordered with it, as far as the recovery tier keeps the reserve paid for. Where the replicas
/// of an event are stated, that is what is ordered, in the regions that serve.
pub fn standing_by(
    service: &Service,
    (demand, curve): (&DemandPlan, &LoadCurve),
    regions: Option<&RegionsPlan>,
    ledger: &Ledger,
) -> Vec<StandingBy> {
    if (demand.events.is_empty() && demand.later.is_empty()) || demand.peak <= 0.0 {
        return Vec::new();
    }
    let of = |row: &RegionLedger| {
        let answer = regions.and_then(|plan| plan.regions.iter().find(|region| Some(region.id) == row.region));
        let most = answer.map_or(demand.peak, |region| region.most_load);
        let share = most / demand.peak;
        let mut there = demand.clone().with_peak(most);
        for event in there.events.iter_mut().chain(&mut there.later) {
            event.peak *= share;
        }
        let needed = Rows::of(&service.sizing, most, most);
        let planned = needed.planned(row.limit, row.stated);
        let stands = Stands {
            needed: needed.needed(),
            planned,
            ready: 0,
            after_loss: 1.0,
            zones: None,
            limit: row.stated.into_iter().chain(row.limit).min(),
            always: 0,
            startup: service.scaling.fleet.time_to_serve(),
            scales: false,
        };
        let sized = plan_sizing(&service.sizing, &there, curve, service.demand.growth, stands).plan;
        let kept = |(event, of): (EventNeed, &EventPeak)| {
            let lot = if of.lot.replicas.is_some() { 0 } else { event.lot };
            let lot = Kept::of(lot, &service.recovery, service.recovery.tier).paid;
            // Whether users notice is for the regions that serve to say.
            EventNeed { lot, extra: lot, cut: 0, carried: lot == 0, held: true, ..event }
        };
        StandingBy {
            region: row.region,
            events: sized.events.into_iter().zip(&there.events).map(kept).collect(),
            later: sized.later.into_iter().zip(&there.later).map(kept).collect(),
        }
    };
    ledger.regions.iter().filter(|row| row.stands_by).map(of).collect()
}
