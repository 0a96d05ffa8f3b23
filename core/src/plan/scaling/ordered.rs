//! What a policy may use: with a lead time no more than was ordered, and for an event the lot that was ordered for it.

use super::engine::{LotSetup, RunSetup};
use super::prepare::{Basis, Span};
use crate::base::numeric::ceil_count;
use crate::base::time::{DAYS_PER_MONTH, SECONDS_PER_DAY};
use crate::plan::scenario::scaling::{PolicyChoice, Rule};
use crate::plan::sizing::SizingPlan;
use crate::plan::sizing::enlarged::enlarged;

/// Bounds a run by what is ordered.
///
/// Without a lead time capacity is there on-demand. With one there are
/// `max(n · p(m) / p(0), stated)` replicas and the lots of events: `n` runs as sized, with the ready reserve; `p(m)` is
/// planned in the month of the plan, as growth enlarges the fleet; what is stated as minimum, fixed or scheduled is
/// there too. Rules that do not look at what happens have the lot on top of their own count.
pub(super) fn bound(setup: &mut RunSetup, basis: &Basis<'_>, choice: &PolicyChoice, span: Span) {
    let end = span.start + span.step * span.steps as f64;
    let events = basis.sizing.events.iter().chain(&basis.sizing.later);
    let within = events.filter(|event| event.stands.0 < end && event.stands.1 > span.start);
    // What the active policy runs at all times is not there for another one.
    let lots = within.map(|event| LotSetup {
        start: event.stands.0 - span.start,
        end: event.stands.1 - span.start,
        replicas: basis.sizing.lot_beside(basis.inputs, event, choice.always()),
    });
    setup.lots = lots.filter(|lot| lot.replicas > 0).collect();
    if basis.inputs.lead_time.get() <= 0.0 {
        return;
    }
    let ordered = |month: u32| ordered_in(basis.sizing, choice, setup.min, month);
    let month_of = |seconds: f64| (seconds.max(0.0) / (DAYS_PER_MONTH * SECONDS_PER_DAY)) as u32;
    let first = month_of(span.start);
    let at_start = ordered(first);
    let later = basis.sizing.steps.iter().map(|(month, _)| *month).filter(|month| *month > first);
    let begins = |month: u32| f64::from(month) * DAYS_PER_MONTH * SECONDS_PER_DAY - span.start;
    let later = later.filter(|month| *month <= month_of(end)).map(|month| (begins(month), ordered(month)));
    setup.ordered = std::iter::once((0.0, at_start)).chain(later).collect();
    setup.initial = setup.initial.min(at_start);
}

/// Replicas that are ordered and there in a month of the plan, counted from 0, apart from the lots of events:
/// `max(⌈n · p(m) / p(0)⌉, stated)`.
pub fn ordered_in(sizing: &SizingPlan, choice: &PolicyChoice, min: u32, month: u32) -> u32 {
    let stated = choice.rules.iter().map(counts).fold(min, u32::max);
    let planned = f64::from(sizing.planned).max(1.0);
    let grown = enlarged(&sizing.steps, planned, month) / planned;
    ceil_count(f64::from(sizing.running) * grown).max(stated)
}

/// The most that a rule states as a number of replicas.
fn counts(rule: &Rule) -> u32 {
    match rule {
        Rule::Static(rule) => rule.replicas.map_or(0, |replicas| replicas.get()),
        Rule::Scheduled(rule) => rule.entries.iter().map(|entry| entry.replicas.get()).max().unwrap_or(0),
        _ => 0,
    }
}
