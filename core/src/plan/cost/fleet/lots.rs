//! What is ordered for events in the months to come.

use super::region::FleetBasis;
use crate::base::id::RegionId;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::base::units::ReplicaPrice;
use crate::plan::places::StandingBy;
use crate::plan::sizing::EventNeed;

const MONTH: f64 = DAYS_PER_MONTH * SECONDS_PER_DAY;

/// What is ordered for one coming of an event in one region.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderedLot {
    /// The event's name.
    pub event: String,
    /// Which it is of the coming year's; a later one comes after them.
    pub place: usize,
    /// Which region of the plan; none where the plan has none.
    pub region: Option<RegionId>,
    /// Whether it stands by there for another region.
    pub stands_by: bool,
    /// Replicas.
    pub replicas: u32,
    /// Price of a replica an hour, where they are bought otherwise than on-demand.
    pub price: Option<ReplicaPrice>,
    /// From when to when they are there, in seconds from the plan's start.
    stands: (f64, f64),
}

/// A lot in a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LotInMonth {
    /// Replicas.
    pub replicas: u32,
    /// Hours of the month in which they are there.
    pub hours: f64,
}

impl OrderedLot {
    /// What is ordered in a region for the events that its fleet does not carry by itself: where capacity has a lead time,
    /// or the fleet does not follow its load. On demand a fleet that follows its load needs no order.
    pub(super) fn all(basis: &FleetBasis<'_>, follows: bool) -> Vec<Self> {
        if follows && !basis.has_lead_time {
            return Vec::new();
        }
        let events = basis.sizing.events.iter().chain(&basis.sizing.later);
        Self::of(events, (basis.region, false))
    }

    /// What is ordered where the service only stands by.
    pub(super) fn standing_by(there: &StandingBy) -> Vec<Self> {
        Self::of(there.events.iter().chain(&there.later), (there.region, true))
    }

    fn of<'a>(events: impl Iterator<Item = &'a EventNeed>, (region, stands_by): (Option<RegionId>, bool)) -> Vec<Self> {
        let lot = |(place, event): (usize, &EventNeed)| Self {
            event: event.name.clone(),
            place,
            region,
            stands_by,
            replicas: event.lot,
            price: event.price,
            stands: event.stands,
        };
        let is_ordered = |event: &EventNeed| event.lot > 0 && event.hours() > 0.0;
        events.enumerate().filter(|(_, event)| is_ordered(event)).map(lot).collect()
    }

    /// Hours for which it is there.
    pub fn hours(&self) -> f64 {
        (self.stands.1 - self.stands.0) / 3600.0
    }

    /// What of it is there in a month.
    pub fn in_month(&self, month: u32) -> Option<LotInMonth> {
        let (begins, ends) = (f64::from(month) * MONTH, (f64::from(month) + 1.0) * MONTH);
        let hours = (self.stands.1.min(ends) - self.stands.0.max(begins)) / 3600.0;
        (hours > 0.0).then_some(LotInMonth { replicas: self.replicas, hours })
    }
}
