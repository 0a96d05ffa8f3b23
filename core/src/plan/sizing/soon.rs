//! Whether capacity is there as soon as it must be: what start-up, quota and lead time leave of it.

use super::{EventNeed, SizingPlan};
use crate::base::explain::Finding;
use crate::base::text;
use crate::plan::scenario::ReadyBy;
use crate::plan::scenario::sizing::{HeadroomRule, SizingInputs};

/// Longest start of a replica that is still within minutes, in seconds; assumption `ready-within-minutes`.
const WITHIN_MINUTES: f64 = 600.0;

/// Whether the headroom of a product is in service as soon as it must be, where the policy does not run all of it.
pub(super) fn soon_enough(inputs: &SizingInputs, plan: &SizingPlan, place: &str) -> Option<Finding> {
    let HeadroomRule::Product { kind, .. } = inputs.headroom else { return None };
    let (always, running, startup) = (plan.stands.always, plan.running, plan.stands.startup);
    if always >= running || !plan.stands.scales {
        return None;
    }
    let minimum = match always {
        0 => "adds them as the load rises: set a minimum".to_owned(),
        always => format!("keeps a minimum of {}: raise it to one", text::count(always)),
    };
    match kind.ready() {
        ReadyBy::Minutes if startup > WITHIN_MINUTES => Some(Finding::tight(format!(
            "Headroom of a {} product must be in service within minutes, but a replica{place} takes {} to start: run more of them at all times, or start within {}.",
            kind.words(),
            text::seconds(startup),
            text::seconds(WITHIN_MINUTES)
        ))),
        ReadyBy::Before => Some(Finding::tight(format!(
            "The headroom of a {} must be in service before it begins, but the policy {minimum} that keeps {}{place} in service.",
            kind.words(),
            text::counted(running.into(), "replica", "replicas")
        ))),
        ReadyBy::Minutes | ReadyBy::WeeksAhead => None,
    }
}

/// What an event needs that the fleet does not carry by itself, and whether it is there in time.
pub(super) fn event_sentence(event: &EventNeed, lead: i32) -> Finding {
    let more = text::counted(u64::from(event.extra.max(1)), "more replica", "more replicas");
    let needs = format!("{} on {} needs {more}", event.name, text::date(event.day));
    let lot = text::count(event.lot);
    let order = format!("order {}", event.when_to_order());
    if event.begins_in_days < 0 {
        let since = text::date(event.rises);
        let sentence = format!("{}, in progress since {since}, needs {more}.", event.name);
        return if event.held { Finding::tight(sentence) } else { Finding::fails(sentence) };
    }
    if event.ready == ReadyBy::Minutes {
        return within_minutes(event, &needs, lead);
    }
    if event.held && event.order_in_days < 0 && event.ready == ReadyBy::WeeksAhead {
        Finding::tight(format!(
            "{needs}: {order}. It must be ordered, and quotas raised, {}, which was {}.",
            event.ready.words(),
            text::date(event.order_by)
        ))
    } else if event.held && event.lot < event.extra {
        Finding::tight(format!("{needs}; the {lot} ordered cover it with less headroom: {order}."))
    } else if event.held {
        Finding::tight(format!("{needs}: {order}."))
    } else if let Some(late) = event.late {
        Finding::fails(format!(
            "{needs}, but with a lead time of {} it is {} too late to order.",
            text::counted(lead.unsigned_abs().into(), "day", "days"),
            text::counted(late.unsigned_abs().into(), "day", "days")
        ))
    } else if event.cut > 0 && event.ready == ReadyBy::WeeksAhead {
        Finding::fails(format!("{needs}, but limits leave room for {lot}: raise them {}.", event.when_to_order()))
    } else if event.cut > 0 {
        Finding::fails(format!("{needs}, but limits leave room for {lot}."))
    } else if event.lot == 0 {
        Finding::fails(format!("{needs}, but none are ordered."))
    } else {
        let are = if event.lot == 1 { "is" } else { "are" };
        Finding::fails(format!("{needs}, but only {lot} {are} ordered."))
    }
}

/// The same of an event for which replicas are added while its load rises.
fn within_minutes(event: &EventNeed, needs: &str, lead: i32) -> Finding {
    let (startup, ramp) = (text::seconds(event.startup), text::seconds(event.ramp));
    let lot = text::count(event.lot);
    if lead > 0 {
        let later = text::counted(lead.unsigned_abs().into(), "day", "days");
        Finding::fails(format!("{needs} within minutes, but what is ordered when it begins arrives {later} later."))
    } else if event.startup > event.ramp {
        let rises = if event.ramp > 0.0 { format!("while it rises for {ramp}") } else { "at once".to_owned() };
        Finding::fails(format!("{needs} {rises}, but a replica takes {startup} to start."))
    } else if event.cut > 0 {
        Finding::fails(format!("{needs} within minutes, but limits leave room for {lot}."))
    } else if !event.held {
        Finding::fails(format!("{needs} within minutes, but only {lot} may be added."))
    } else {
        Finding::tight(format!("{needs} while it rises for {ramp}: a replica starts within {startup}."))
    }
}
