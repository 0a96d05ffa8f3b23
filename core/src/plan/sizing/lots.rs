//! What each event needs beyond the fleet of the usual peak, and what is ordered for it.

use super::plan::forgiving_the_last_bits;
use super::runway::lead_days;
use super::{Rows, Stands, enlarged};
use crate::base::explain::Working;
use crate::base::numeric::ceil_count;
use crate::base::text;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::base::units::ReplicaPrice;
use crate::plan::demand::{EventPeak, later};
use crate::plan::scenario::sizing::{LatencyObjective, SizingInputs};
use jiff::civil::Date;
use serde::Serialize;

/// What one event needs beyond the fleet of the usual peak, and what is ordered for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventNeed {
    /// The event's name.
    pub name: String,
    /// First day of the event.
    pub day: Date,
    /// Highest load, in requests/s.
    pub peak: f64,
    /// Replicas for that peak by the same rule as for the usual one: headroom, spares, losses to be survived.
    pub replicas: u32,
    /// How many that is beyond the fleet of that month, as planned or as the policy runs it at all times.
    pub extra: u32,
    /// Whether that fleet carries the event, headroom used up.
    pub carried: bool,
    /// Replicas that are ordered for it.
    pub lot: u32,
    /// Whether fleet and lot carry the event from its beginning.
    pub held: bool,
    /// Replicas for which the region's limit leaves no room.
    pub cut: u32,
    /// From when to when the lot is there, in seconds from the plan's start.
    #[serde(skip)]
    pub stands: (f64, f64),
    /// First day of the lot.
    pub from: Date,
    /// Last day of it.
    pub until: Date,
    /// Price of a replica of it an hour, where it is bought otherwise than on-demand.
    #[serde(skip)]
    pub price: Option<ReplicaPrice>,
    /// Whether it comes every year.
    #[serde(skip)]
    pub is_yearly: bool,
    /// Last day on which to order it.
    pub order_by: Date,
    /// Days from the plan's start to the order; negative when it is already late.
    pub order_in_days: i32,
}

impl EventNeed {
    /// Hours for which the lot is there.
    pub fn hours(&self) -> f64 {
        (self.stands.1 - self.stands.0) / 3600.0
    }

    /// What is ordered for it, in words; `None` where nothing is.
    pub fn says_ordered(&self) -> Option<String> {
        let lot = Some(self.lot).filter(|lot| *lot > 0)?;
        let replicas = text::counted(lot.into(), "replica", "replicas");
        let [from, until, order] = [self.from, self.until, self.order_by].map(text::date);
        let when = if from == until { format!("on {from}") } else { format!("from {from} until {until}") };
        Some(format!("{}: {replicas} {when}, order by {order}", text::one_line(&self.name)))
    }

    /// The event of one region and of another together.
    pub(crate) fn and(self, other: &Self) -> Self {
        Self {
            replicas: self.replicas.saturating_add(other.replicas),
            extra: self.extra.saturating_add(other.extra),
            lot: self.lot.saturating_add(other.lot),
            cut: self.cut.saturating_add(other.cut),
            carried: self.carried && other.carried,
            held: self.held && other.held,
            stands: (self.stands.0.min(other.stands.0), self.stands.1.max(other.stands.1)),
            from: self.from.min(other.from),
            until: self.until.max(other.until),
            ..self
        }
    }
}

/// What the needs of events follow from.
#[derive(Clone, Copy, Debug)]
pub(super) struct LotBasis<'a> {
    pub inputs: &'a SizingInputs,
    pub stands: &'a Stands,
    /// Replicas that run while nothing is added.
    pub running: u32,
    /// Highest own peak that they carry, requests/s.
    pub limit: f64,
    /// The latency objective, where it can be kept at all.
    pub objective: Option<LatencyObjective>,
    /// Months in which growth enlarges the fleet.
    pub steps: &'a [(u32, f64)],
    pub start: Date,
}

impl LotBasis<'_> {
    /// What an event needs.
    ///
    /// `needed` by the same rule as for the usual peak, for the event's and for what it is after the worst loss;
    /// `extra = needed − there`, where `there` is planned in that month, or what the policy runs at all times if that is more. Where nothing is stated and the fleet does not carry the event,
    /// all of `extra` is ordered, as far as the region's limit leaves room. It is there from the beginning of the ramp to
    /// its end, or from the day on which what is ordered on the first day arrives.
    pub fn need(&self, event: &EventPeak) -> EventNeed {
        let planned = self.stands.planned.needed();
        let month = (event.span.0.max(0.0) / (DAYS_PER_MONTH * SECONDS_PER_DAY)) as u32;
        let then = ceil_count(enlarged::enlarged(self.steps, f64::from(planned), month)).max(planned);
        let then = then.max(self.stands.limit.map_or(self.stands.always, |limit| self.stands.always.min(limit)));
        let after = event.peak * self.stands.after_loss;
        let rows = Rows::of(self.inputs, event.peak, after).surviving_a_zone(self.stands.zones);
        let extra = rows.needed().saturating_sub(then);
        let carried = event.peak <= self.limit_with(then - planned, event.peak);
        let asked = match event.lot.replicas {
            Some(stated) => stated.get(),
            None if carried => 0,
            None => extra,
        };
        let lot = self.stands.limit.map_or(asked, |limit| asked.min(limit.saturating_sub(then)));
        let lead = lead_days(self.inputs.lead_time);
        let (ahead, after) =
            (event.lot.ahead.map_or(0.0, |hours| hours.get()), event.lot.after.map_or(0.0, |h| h.get()));
        let order_in_days = ((event.begins - ahead * 3600.0) / SECONDS_PER_DAY).floor() as i32 - lead;
        let arrives = f64::from(lead) * SECONDS_PER_DAY;
        let end = event.span.1 + after * 3600.0;
        let from = (event.span.0 - ahead * 3600.0).max(arrives).min(end);
        let is_there = from <= event.span.0.max(0.0);
        let with_lot = || event.peak <= self.limit_with(then - planned + lot, event.peak);
        EventNeed {
            name: event.name.clone(),
            day: event.day,
            peak: event.peak,
            replicas: rows.needed(),
            extra,
            carried,
            lot,
            held: carried || (lot > 0 && is_there && with_lot()),
            cut: asked - lot,
            stands: (from, end),
            from: self.day(from),
            until: self.day(end),
            price: event.lot.price,
            is_yearly: event.is_yearly,
            order_by: later(self.start, order_in_days),
            order_in_days,
        }
    }

    fn day(&self, seconds: f64) -> Date {
        later(self.start, (seconds / SECONDS_PER_DAY).floor() as i32)
    }

    /// Highest own peak that the fleet carries with more replicas.
    fn limit_with(&self, more: u32, peak: f64) -> f64 {
        if more == 0 {
            return self.limit;
        }
        let mut planned = self.stands.planned;
        planned.surplus = planned.surplus.saturating_add(more);
        let stands = Stands { planned, ..*self.stands };
        let running = self.running.saturating_add(more);
        let limit = stands.limit(running, &self.inputs.replica, self.objective, &mut Working::default());
        forgiving_the_last_bits(limit, peak)
    }
}
