//! What each event needs beyond the fleet of the usual peak, and what is ordered for it.

use super::plan::forgiving_the_last_bits;
use super::runway::lead_days;
use super::{Rows, SizingPlan, Stands, enlarged};
use crate::base::explain::{Standing, Working};
use crate::base::numeric::ceil_count;
use crate::base::text;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::base::units::ReplicaPrice;
use crate::plan::demand::{EventPeak, later};
use crate::plan::scenario::ReadyBy;
use crate::plan::scenario::sizing::{LatencyObjective, SizingInputs};
use jiff::civil::Date;
use serde::Serialize;

/// What one event needs beyond the fleet of the usual peak, and what is ordered for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventNeed {
    /// The event's name.
    pub name: String,
    /// The day of the event: on which it reaches its full lift.
    pub day: Date,
    /// The day on which it begins to rise.
    pub rises: Date,
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
    /// Month of the plan in which it begins, from 0.
    #[serde(skip)]
    pub month: u32,
    /// Replicas that are stated to be ordered for it.
    #[serde(skip)]
    pub stated: Option<u32>,
    /// Last day on which to order it; of what is added while the load rises, the day on which it begins to.
    pub order_by: Date,
    /// Days from the plan's start to the order; negative when it is already late.
    pub order_in_days: i32,
    /// How soon capacity must be there.
    pub ready: ReadyBy,
    /// Time to the full lift, in seconds.
    #[serde(skip)]
    pub ramp: f64,
    /// Time until an added replica serves, in seconds.
    #[serde(skip)]
    pub startup: f64,
    /// Days from the plan's start to its beginning; negative when it is under way.
    #[serde(skip)]
    pub begins_in_days: i32,
    /// Days by which what is ordered on the first day serves too late; `None` where it is there when the event begins.
    #[serde(skip)]
    pub late: Option<i32>,
}

impl EventNeed {
    /// Whether the fleet carries it by itself, with what is ordered, or not.
    pub fn standing(&self) -> Standing {
        match (self.carried, self.held) {
            (true, _) => Standing::Holds,
            (false, true) => Standing::Tight,
            (false, false) => Standing::Fails,
        }
    }

    /// When to order it: `by 11 October 2027`, `on the first day`, `as its load rises`.
    pub fn when_to_order(&self) -> String {
        match self.order_in_days {
            _ if self.ready == ReadyBy::Minutes => "as its load rises".to_owned(),
            ..0 if self.late.is_some() => format!("by {}, too late", text::date(self.order_by)),
            ..0 => "on the first day".to_owned(),
            _ => format!("by {}", text::date(self.order_by)),
        }
    }

    /// Hours for which the lot is there.
    pub fn hours(&self) -> f64 {
        (self.stands.1 - self.stands.0) / 3600.0
    }

    /// What is ordered for it, in words; `None` where nothing is.
    pub fn says_ordered(&self) -> Option<String> {
        let lot = Some(self.lot).filter(|lot| *lot > 0)?;
        let replicas = text::counted(lot.into(), "replica", "replicas");
        let [from, until] = [self.from, self.until].map(text::date);
        let when = if from == until { format!("on {from}") } else { format!("from {from} until {until}") };
        let order = self.when_to_order();
        Some(format!("{}: {replicas} {when}, order {order}", text::one_line(&self.name)))
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
            late: self.late.max(other.late),
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

/// What is ordered beside a fleet that runs some replicas at all times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ordered {
    extra: u32,
    carried: bool,
    lot: u32,
    cut: u32,
    /// Whether fleet and lot together carry the event.
    covered: bool,
}

impl LotBasis<'_> {
    /// What an event needs.
    ///
    /// `needed` by the same rule as for the usual peak, for the event's and for what it is after the worst loss;
    /// `extra = needed − there`, where `there` is planned in that month, or what the policy runs at all times if that is
    /// more. Where nothing is stated and the fleet does not carry the event, all of `extra` is ordered, as far as the
    /// region's limit leaves room. It is there from the beginning of the ramp to its end, or from the day on which what is
    /// ordered on the first day arrives; ordered so that replicas serve by then, and two weeks ahead at least where capacity
    /// must be settled weeks ahead. What must be there within minutes is ordered when the load begins to rise: it is in time
    /// where nothing has a lead time and a replica starts within the ramp. A start that is longer than the ramp is added before
    /// the beginning.
    ///
    /// `order by = ⌊(begins − ahead − max(0, start-up − ramp)) / 1 d⌋ − max(lead, notice)`
    pub fn need(&self, event: &EventPeak) -> EventNeed {
        let month = (event.span.0.max(0.0) / (DAYS_PER_MONTH * SECONDS_PER_DAY)) as u32;
        let after = event.peak * self.stands.after_loss;
        let replicas = Rows::of(self.inputs, event.peak, after).surviving_a_zone(self.stands.zones).needed();
        let stated = event.lot.replicas.map(|stated| stated.get());
        let Ordered { extra, carried, lot, cut, covered } = self.ordered((event.peak, month), replicas, stated);
        let lead = lead_days(self.inputs.lead_time);
        let (ahead, after) =
            (event.lot.ahead.map_or(0.0, |hours| hours.get()), event.lot.after.map_or(0.0, |h| h.get()));
        let startup = self.stands.startup;
        let days = |seconds: f64| (seconds / SECONDS_PER_DAY).floor() as i32;
        let end = event.span.1 + after * 3600.0;
        let lead_seconds = f64::from(lead) * SECONDS_PER_DAY;
        // What starts within the ramp is in service before the load is up.
        let beyond = (startup - event.ramp).max(0.0);
        let is_under_way = event.span.0 <= 0.0;
        let (order_in_days, from, is_there) = match event.ready {
            ReadyBy::Minutes => {
                let from = (event.span.0.max(0.0) + lead_seconds).min(end);
                (days(event.begins), from, lead == 0 && (is_under_way || beyond <= 0.0))
            }
            ready => {
                let order = days(event.begins - ahead * 3600.0 - beyond) - lead.max(ready.notice_days());
                let from = (event.span.0 - ahead * 3600.0 - beyond).max(lead_seconds).min(end);
                // To the last bits of a sum of seconds.
                let serves = if is_under_way { from <= 0.0 } else { from + beyond <= event.span.0 + 1e-6 };
                (order, from, serves)
            }
        };
        let late = ((lead_seconds + beyond - event.begins) / SECONDS_PER_DAY).ceil() as i32;
        EventNeed {
            name: event.name.clone(),
            day: event.day,
            rises: event.rises.date(),
            peak: event.peak,
            replicas,
            extra,
            carried,
            lot,
            held: carried || (lot > 0 && is_there && covered),
            cut,
            stands: (from, end),
            from: self.day(from),
            until: self.day(end),
            price: event.lot.price,
            month,
            stated,
            order_by: later(self.start, order_in_days),
            order_in_days,
            ready: event.ready,
            ramp: event.ramp,
            startup,
            begins_in_days: days(event.begins),
            late: (!is_there && event.ready != ReadyBy::Minutes).then_some(late.max(1)),
        }
    }

    /// What is ordered for a peak in a month for which so many replicas are needed.
    pub fn ordered(&self, (peak, month): (f64, u32), needed: u32, stated: Option<u32>) -> Ordered {
        let planned = self.stands.planned.needed();
        let grown = ceil_count(enlarged::enlarged(self.steps, f64::from(planned), month)).max(planned) - planned;
        let always = self.stands.limit.map_or(self.stands.always, |limit| self.stands.always.min(limit));
        let there = planned.saturating_add(grown).max(always);
        let running = self.running.saturating_add(grown).max(always);
        let carries = |lot: u32| {
            peak <= self.limit_with((there - planned).saturating_add(lot), running.saturating_add(lot), peak)
        };
        let (extra, carried) = (needed.saturating_sub(there), carries(0));
        let asked = match stated {
            Some(stated) => stated,
            None if carried => 0,
            None => extra,
        };
        let lot = self.stands.limit.map_or(asked, |limit| asked.min(limit.saturating_sub(there)));
        Ordered { extra, carried, lot, cut: asked - lot, covered: carried || (lot > 0 && carries(lot)) }
    }

    fn day(&self, seconds: f64) -> Date {
        later(self.start, (seconds / SECONDS_PER_DAY).floor() as i32)
    }

    /// Highest own peak that a fleet carries of which so many run, with so many more than planned.
    fn limit_with(&self, surplus: u32, running: u32, peak: f64) -> f64 {
        if surplus == 0 && running == self.running {
            return self.limit;
        }
        let mut planned = self.stands.planned;
        planned.surplus = planned.surplus.saturating_add(surplus);
        let stands = Stands { planned, ..*self.stands };
        let limit = stands.limit(running, &self.inputs.replica, self.objective, &mut Working::default());
        forgiving_the_last_bits(limit, peak)
    }
}

impl SizingPlan {
    /// What is ordered for an event beside a policy that runs so many replicas at all times.
    pub fn lot_beside(&self, inputs: &SizingInputs, event: &EventNeed, always: u32) -> u32 {
        if always == self.stands.always {
            return event.lot;
        }
        let basis = LotBasis {
            inputs,
            stands: &self.stands.running_always(always),
            running: self.running,
            limit: self.runway.limit,
            objective: self.objective,
            steps: &self.steps,
            start: event.day,
        };
        basis.ordered((event.peak, event.month), event.replicas, event.stated).lot
    }
}
