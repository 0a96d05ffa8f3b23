//! Runway: the day on which growth eats the headroom, the day to order, and what each event needs.

use super::EventNeed;
use crate::base::dimension::Dimension;
use crate::base::explain::{Letter, Working};
use crate::base::units::LeadTime;
use crate::plan::demand::later;
use crate::plan::scenario::demand::{Growth, GrowthKind};
use jiff::civil::Date;
use serde::Serialize;

/// How long the fleet lasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Runway {
    /// Load that the fleet carries within its objectives with its spare replicas lost, in requests/s.
    pub limit: f64,
    /// First day on which the usual peak exceeds that; `None` when growth never reaches it in ten years.
    pub exhausted: Option<Date>,
    /// Days from the plan's start to that day.
    pub days: Option<i32>,
    /// Last day on which to order so that capacity arrives in time.
    pub order_by: Option<Date>,
    /// Days from the plan's start to the order; negative when it is already late.
    pub order_in_days: Option<i32>,
}

/// Until when the fleet holds, whatever ends it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lasts {
    /// First day on which it does not hold.
    pub day: Date,
    /// Days from the plan's start to that day.
    pub days: i32,
    /// What ends it: growth, an event by its name, or the objective.
    pub because: String,
    /// Whether that is the wait of users, of which the service's own time is a part.
    #[serde(skip)]
    pub by_users: bool,
}

impl Lasts {
    /// The earlier of what is known and of the day on which users wait too long.
    pub fn or_sooner(known: &mut Option<Self>, start: Date, days: i32, because: String) {
        if known.as_ref().is_none_or(|known| days < known.days) {
            *known = Some(Self { day: later(start, days), days, because, by_users: true });
        }
    }
}

/// The earlier of the day on which growth passes the limit, which `limited_by` names, and the first event that fleet and lot do
/// not carry.
pub(super) fn lasts(
    start: Date,
    peak: f64,
    (runway, limited_by): (&Runway, &str),
    events: &[EventNeed],
    out_of_reach: bool,
) -> Option<Lasts> {
    if out_of_reach {
        return Some(Lasts { day: start, days: 0, because: "the latency target".into(), by_users: false });
    }
    if peak > runway.limit {
        return Some(Lasts { day: start, days: 0, because: "fewer replicas than are needed".into(), by_users: false });
    }
    let growth = runway.days.map(|days| (days, format!("growth, {limited_by}")));
    let event = events
        .iter()
        .filter(|event| !event.held)
        .map(|event| (days_between(start, event.day).max(0), event.name.clone()))
        .min_by_key(|(days, _)| *days);
    let (days, because) = growth.into_iter().chain(event).min_by_key(|(days, _)| *days)?;
    Some(Lasts { day: later(start, days), days, because, by_users: false })
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// Beyond this growth is not a forecast but a wish.
const LOOK_AHEAD_DAYS: i32 = 3652;

/// Finds when the usual peak first exceeds `limit`.
///
/// The first day `d` with `peak · G(d) > limit`; order by `d − lead time`, rounded to whole days
/// towards the earlier one.
pub(super) fn runway(
    start: Date,
    peak: f64,
    limit: f64,
    growth: Growth,
    lead_time: LeadTime,
    working: &mut Working,
) -> Runway {
    let days =
        if peak > 0.0 { growth.days_to_reach(limit / peak).filter(|days| *days <= LOOK_AHEAD_DAYS) } else { None };
    let Some(days) = days else {
        return Runway { limit, exhausted: None, days: None, order_by: None, order_in_days: None };
    };
    working.assume("growth-month");
    working.found(
        "Days until growth reaches it",
        match growth.kind {
            GrowthKind::Linear => "first d with peak · (1 + g · d / 30.4375) > limit",
            GrowthKind::Compound => "first d with peak · (1 + g)^(d / 30.4375) > limit",
        },
        [
            Letter::given("peak", "", peak, Dimension::Rate),
            Letter::given("g", "growth a month", growth.monthly.get(), Dimension::Fraction),
            Letter::given("limit", "", limit, Dimension::Rate),
            Letter::open("d", "days from the start"),
        ],
        f64::from(days),
        Dimension::Days,
    );
    let (lead, after) = (lead_days(lead_time), ("d", "days from the start", days));
    Runway {
        limit,
        exhausted: Some(working.date("Holds until", "start + d", start, [after])),
        days: Some(days),
        order_by: Some(working.date(
            "Order by",
            "start + d − lead",
            start,
            [after, ("lead", "whole days from order to use", -lead)],
        )),
        order_in_days: Some(days - lead),
    }
}

pub(super) fn lead_days(lead_time: LeadTime) -> i32 {
    lead_time.get().ceil() as i32
}
