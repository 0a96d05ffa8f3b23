//! What each instance type that is shown does to the whole plan, tried by the worker.

use crate::components::Following;
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job};
use headroom_core::base::id::ServiceId;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::plan::scenario::{Scenario, codec};
use headroom_core::studies::effect::{Changed, CheckChanges, Effect};
use leptos::prelude::*;
use std::sync::Arc;

/// Most rows that are tried: those below say that they were not.
pub const MOST_TRIED: usize = 60;

/// The plan, and the types that are tried in it.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    plan: Arc<Scenario>,
    service: ServiceId,
    machines: Arc<Vec<Machine>>,
}

fn job(question: &Question) -> Job {
    let changed = |machine: &Machine| Changed::Machine(Box::new(machine.clone()));
    Job::Check(CheckChanges {
        plan: codec::to_json(&question.plan),
        service: question.service,
        changed: question.machines.iter().map(changed).collect(),
    })
}

/// What is known of the types that are shown, by their places among them.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    effects: Option<Vec<Option<Effect>>>,
    stopped: bool,
}

impl Tried {
    /// Of which nothing is known yet.
    #[cfg(test)]
    pub const CHECKING: Self = Self { effects: None, stopped: false };

    fn effect(&self, place: usize) -> Result<&Effect, &'static str> {
        const NOT: &str = "Not checked on the whole plan";
        match &self.effects {
            _ if place >= MOST_TRIED => Err(NOT),
            None => Err(if self.stopped { NOT } else { "Checking on the whole plan" }),
            Some(effects) => effects.get(place).and_then(Option::as_ref).ok_or(NOT),
        }
    }

    /// All that the type at a place does to the whole plan, or that this is not known.
    pub fn words(&self, place: usize) -> String {
        match self.effect(place) {
            Ok(effect) => format!("Whole plan: {}.", effect.words()),
            Err(unknown) => format!("{unknown}."),
        }
    }

    /// The same in short: the bill, and how much fails or is at risk then.
    pub fn short(&self, place: usize) -> String {
        let effect = match self.effect(place) {
            Ok(effect) => effect,
            Err(unknown) => return unknown.to_owned(),
        };
        let bill = effect.numbers.iter().find(|number| number.id == "cost");
        let bill = bill.map(|bill| format!("{} \u{2192} {} a month", bill.was, bill.now));
        let fails = effect.worse.iter().filter(|said| said.fails).count();
        let worse = [(fails, "failing"), (effect.worse.len() - fails, "at risk")];
        let worse = worse.into_iter().filter(|(count, _)| *count > 0).map(|(count, how)| format!("{count} more {how}"));
        let parts: Vec<String> = bill.into_iter().chain(worse).collect();
        let parts = if parts.is_empty() { "no change".to_owned() } else { parts.join(", ") };
        format!("Whole plan: {parts}")
    }

    /// Whether it makes something fail.
    pub fn breaks(&self, place: usize) -> bool {
        self.effects.as_ref().and_then(|effects| effects.get(place)?.as_ref()).is_some_and(Effect::breaks)
    }
}

/// Tries the types that are shown, in their order.
pub fn tried(session: Session, machines: Memo<Arc<Vec<Machine>>>) -> (Memo<Tried>, Following) {
    let question = Memo::new(move |_| {
        let machines = machines.get();
        let (plan, service) = (session.scenario(), session.service_id());
        (!machines.is_empty()).then_some(Question { plan, service, machines })
    });
    let found = RwSignal::new(None::<(Question, Vec<Option<Effect>>)>);
    let state = follow(question, job, move |told| {
        if let (Told::Done(answer, _), Some(question)) = (told, question.get_untracked())
            && let Answer::Checked(effects) = *answer
        {
            let _ = found.try_set(Some((question, effects)));
        }
    });
    let tried = Memo::new(move |_| {
        let stopped = state.stopped.get() || state.trouble.with(Option::is_some);
        let now = question.get();
        let of_now = |found: &Option<(Question, Vec<Option<Effect>>)>| {
            found.as_ref().filter(|(asked, _)| Some(asked) == now.as_ref()).map(|(_, effects)| effects.clone())
        };
        Tried { effects: found.with(of_now), stopped }
    });
    (tried, state)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_says_what_it_does_or_that_this_is_not_known() {
        let checking = Tried::CHECKING;
        assert_eq!(checking.words(0), "Checking on the whole plan.");
        let done = Tried { effects: Some(vec![Some(Effect::default()), None]), stopped: false };
        assert_eq!(done.words(0), "Whole plan: nothing else changes.");
        assert_eq!(
            (done.short(0), done.short(1)),
            ("Whole plan: no change".into(), "Not checked on the whole plan".into())
        );
        assert_eq!(done.words(MOST_TRIED), "Not checked on the whole plan.");
        assert!(!done.breaks(0) && !done.breaks(7));
        assert_eq!(Tried { stopped: true, ..checking }.short(0), "Not checked on the whole plan");
    }
}
