//! The planning calendar: what to look at weekly, monthly, quarterly and annually, on this plan's own dates.

use super::demand::LoadCurve;
use super::demand::{HORIZON_DAYS, later};
use super::sizing::SizingPlan;
use crate::base::text;
use crate::base::time::SECONDS_PER_DAY;
use crate::plan::scenario::ReadyBy;
use jiff::civil::Date;
use serde::Serialize;

/// How often a date of the calendar comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Horizon {
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every quarter.
    Quarterly,
    /// Every year.
    Annually,
    /// Once, because this plan says so.
    Due,
}

/// One date of the calendar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CalendarEntry {
    /// When.
    pub day: Date,
    /// How often.
    pub horizon: Horizon,
    /// What to do.
    pub activity: String,
    /// What this plan expects by then.
    pub detail: String,
}

/// A service as the calendar reads it.
#[derive(Clone, Copy, Debug)]
pub struct PlannedService<'a> {
    /// Its name.
    pub name: &'a str,
    /// What sizing answered.
    pub sizing: &'a SizingPlan,
    /// The load at any time.
    pub curve: &'a LoadCurve,
    /// The region of several whose numbers these are: the one with the least to spare.
    pub place: Option<&'a str>,
}

impl PlannedService<'_> {
    /// ` in Ireland`; nothing in one place.
    fn place(&self) -> String {
        self.place.map_or_else(String::new, |name| format!(" in {}", text::one_line(name)))
    }
}

/// Dates of the year that begins with the plan: reviews at their horizons, and what is due.
///
/// # Source
///
/// Capacity planning for ML systems, "Capacity planning timeline": weekly utilization, monthly
/// trends and headroom, quarterly forecast and seasonal events, annual cost and reservations.
pub fn calendar(start: Date, services: &[PlannedService<'_>]) -> Vec<CalendarEntry> {
    let mut entries = Vec::new();
    let monday = later(start, i32::from(7 - start.weekday().to_monday_zero_offset()) % 7);
    entries.push(CalendarEntry {
        day: monday,
        horizon: Horizon::Weekly,
        activity: "Check utilization; scale up where it nears the limit".into(),
        detail: format!("every Monday from now on; {}", levels(services, 0)),
    });
    for month in 1..=12 {
        let Some(day) = first_of_month(start, month) else { continue };
        let ahead = days_between(start, day);
        let (horizon, activity) = match month {
            12 => (Horizon::Annually, "Review total cost; decide on reserved capacity"),
            _ if matches!(day.month(), 1 | 4 | 7 | 10) => (Horizon::Quarterly, "Forecast; plan the quarter's events"),
            _ => (Horizon::Monthly, "Review trends; adjust the headroom"),
        };
        let mut detail = levels(services, ahead);
        if horizon == Horizon::Quarterly {
            let next = first_of_month(start, month + 3).unwrap_or(day);
            detail.push_str(&events_between(services, day, next));
        }
        entries.push(CalendarEntry { day, horizon, activity: activity.into(), detail });
    }
    for service in services {
        due(start, service, services.len() > 1, &mut entries);
    }
    entries.sort_by(|one, other| one.day.cmp(&other.day).then(one.horizon.cmp(&other.horizon)));
    entries
}

fn due(start: Date, service: &PlannedService<'_>, several: bool, entries: &mut Vec<CalendarEntry>) {
    let of = if several { format!(" ({})", service.name) } else { String::new() };
    let mut push = |day: Date, activity: String, detail: String| {
        let ahead = days_between(start, day);
        if ahead <= HORIZON_DAYS {
            let late = text::counted(u64::from(ahead.unsigned_abs()), "day", "days");
            let detail = if ahead < 0 { format!("{detail}; {late} late on the first day") } else { detail };
            entries.push(CalendarEntry { day: day.max(start), horizon: Horizon::Due, activity, detail });
        }
    };
    let runway = &service.sizing.runway;
    if let (Some(order), Some(exhausted)) = (runway.order_by, runway.exhausted) {
        push(
            order,
            format!("Order capacity{of}"),
            format!("growth uses up the headroom{} on {}", service.place(), text::date(exhausted)),
        );
        push(
            exhausted,
            format!("Headroom used up{of}"),
            format!("the usual peak{} passes {} requests/s", service.place(), text::si(runway.limit)),
        );
    }
    if let Some(lasts) = service.sizing.lasts.as_ref().filter(|lasts| lasts.by_users) {
        push(lasts.day, format!("Response time at the user too long{of}"), lasts.because.clone());
    }
    for event in service.sizing.events.iter().filter(|event| !event.carried) {
        let (day, what) = match event.ready {
            ReadyBy::Minutes => (event.rises.max(start), "Scale for"),
            ReadyBy::WeeksAhead | ReadyBy::Before => (event.order_by, "Order for"),
        };
        push(
            day,
            format!("{what} {}{of}", event.name),
            format!(
                "{} for {}",
                text::counted(event.extra.max(1).into(), "more replica", "more replicas"),
                text::date(event.day)
            ),
        );
        push(event.day, format!("{}{of}", event.name), format!("up to {} requests/s", text::si(event.peak)));
    }
}

/// How busy the busiest service is expected to be at its usual peak, a number of days ahead.
fn levels(services: &[PlannedService<'_>], ahead: i32) -> String {
    let grown = |service: &PlannedService<'_>| service.curve.growth_at(f64::from(ahead) * SECONDS_PER_DAY);
    let busy = |service: &PlannedService<'_>| Some(service.sizing.utilization?.peak * grown(service));
    let levels = services.iter().filter_map(|service| Some((busy(service)?, service)));
    match levels.max_by(|one, other| one.0.total_cmp(&other.0)) {
        None => "no capacity planned".into(),
        Some((level, service)) if services.len() == 1 => {
            format!("utilization at the usual peak{}: {}", service.place(), text::percent(level))
        }
        Some((level, service)) => {
            format!("utilization at peak up to {} ({}{})", text::percent(level), service.name, service.place())
        }
    }
}

fn events_between(services: &[PlannedService<'_>], from: Date, to: Date) -> String {
    let mut names: Vec<String> = services
        .iter()
        .flat_map(|service| &service.sizing.events)
        .filter(|event| (from..to).contains(&event.day))
        .map(|event| format!("{} on {}", event.name, text::date(event.day)))
        .collect();
    names.sort();
    names.dedup();
    if names.is_empty() { String::new() } else { format!("; {}", names.join(", ")) }
}

fn first_of_month(start: Date, month: i32) -> Option<Date> {
    let months = i32::from(start.month()) - 1 + month;
    Date::new(start.year() + (months / 12) as i16, (months % 12 + 1) as i8, 1).ok()
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}
