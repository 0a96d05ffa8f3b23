//! The numbers that matter, of the active tier.

use super::{dollars_or_unknown, named, seconds_or_unknown, short_dollars};
use crate::components::Stat;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use leptos::prelude::*;

/// What is said in a few numbers.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    /// Of the active tier, where there is one.
    answer: Option<TierAnswer>,
    cheapest: Option<RecoveryTier>,
    within: Option<RecoveryTier>,
    asks: bool,
}

impl Key {
    fn of(plan: &RecoveryPlan, stated: &RecoveryInputs) -> Self {
        Self {
            answer: plan.active().cloned(),
            cheapest: plan.cheapest,
            within: plan.cheapest_within_objectives,
            asks: stated.rto.is_some() || stated.rpo.is_some(),
        }
    }

    fn read<T>(&self, of: impl FnOnce(&TierAnswer) -> Option<T>) -> Option<T> {
        self.answer.as_ref().and_then(of)
    }
}

/// How an answer stands to its target: `target 5 min, missed by 120 s`.
fn against(target: Option<f64>, known: bool, by: Option<f64>) -> String {
    match (target, known, by) {
        (None, _, _) => "no target".to_owned(),
        (Some(target), false, _) => format!("target {}", text::seconds(target)),
        (Some(target), true, None) => format!("within the target of {}", text::seconds(target)),
        (Some(target), true, Some(by)) => format!("target {}, missed by {}", text::seconds(target), text::seconds(by)),
    }
}

fn no_tier() -> String {
    "no tier selected".to_owned()
}

fn change(now: Option<f64>, before: Option<f64>, show: impl Fn(f64) -> String) -> Option<String> {
    match (now, before) {
        (Some(now), Some(before)) => text::difference(now, before, show).map(|change| format!("{change} vs baseline")),
        (None, Some(before)) => Some(format!("baseline: {}", show(before))),
        (Some(_), None) => Some("baseline: unknown".to_owned()),
        (None, None) => None,
    }
}

/// The key numbers.
#[component]
pub fn Keys() -> impl IntoView {
    let session = Session::here();
    let stated = session.service_part(|service| service.recovery.clone());
    let plan = session.answer(|service| service.recovery.clone());
    let key = Memo::new(move |_| plan.with(|plan| Some(Key::of(plan.as_ref()?, &stated.get()))));
    let before = session.baseline_answer(|service| service.recovery.active().cloned());
    let before = Signal::derive(move || before.get().flatten());
    let read = move |show: fn(&Key) -> String| {
        Signal::derive(move || key.with(|key| key.as_ref().map(show).unwrap_or_default()))
    };
    let now = move |read: fn(&TierAnswer) -> Option<f64>| key.with(|key| key.as_ref().and_then(|key| key.read(read)));
    let noted = move |get: fn(&TierAnswer) -> Option<f64>, show: fn(f64) -> String, otherwise: Signal<String>| {
        Signal::derive(move || {
            let was = before.with(|before| before.as_ref().map(get));
            was.and_then(|was| change(now(get), was, show)).unwrap_or_else(|| otherwise.get())
        })
    };
    let rto_note = Signal::derive(move || {
        let target = stated.with(|stated| stated.rto.map(|rto| rto.get()));
        key.with(|key| {
            let known = key.as_ref().and_then(|key| key.answer.as_ref());
            known.map_or_else(no_tier, |answer| {
                against(target, answer.rto.is_some(), answer.rto_miss.map(|miss| miss.by))
            })
        })
    });
    let rpo_note = Signal::derive(move || {
        let target = stated.with(|stated| stated.rpo.map(|rpo| rpo.get()));
        key.with(|key| {
            let known = key.as_ref().and_then(|key| key.answer.as_ref());
            known.map_or_else(no_tier, |answer| against(target, true, answer.rpo_miss))
        })
    });
    let total_note = read(|key| {
        let standby = key
            .read(|answer| answer.annual_cost)
            .map_or_else(|| "standby unknown".to_owned(), |cost| format!("{} standby", short_dollars(cost)));
        let loss = key
            .read(|answer| answer.expected_loss)
            .map_or_else(|| "losses unknown".to_owned(), |loss| format!("{} expected loss", short_dollars(loss)));
        format!("{standby}, {loss}")
    });
    let cheapest = read(|key| text::or_unknown(key.within.filter(|_| key.asks).or(key.cheapest), named));
    let cheapest_label = read(|key| {
        if key.asks && key.within.is_some() { "Cheapest that meets the targets" } else { "Cheapest tier" }.to_owned()
    });
    let cheapest_note = read(|key| match (key.asks, key.within, key.cheapest) {
        (true, Some(within), Some(cheapest)) if within != cheapest => format!("cheapest of all: {}", cheapest.short()),
        (true, Some(_), Some(_)) => "also cheapest of all tiers".to_owned(),
        (true, None, Some(_)) => "none meets the targets".to_owned(),
        (false, _, Some(_)) => "no target".to_owned(),
        _ => "enter price and loss per hour".to_owned(),
    });
    view! {
        <section class="comparison" aria-label="The active tier">
            <div class="comparison-key">
                <Stat label="Recovery time (RTO)" topic="recovery" value=read(|key| seconds_or_unknown(key.read(|answer| answer.rto))) note=noted(|answer| answer.rto, text::seconds, rto_note)/>
                <Stat label="Data loss (RPO)" topic="recovery" value=read(|key| seconds_or_unknown(key.read(|answer| Some(answer.data.rpo)))) note=noted(|answer| Some(answer.data.rpo), text::seconds, rpo_note)/>
                <Stat label="Cost and expected loss per year" topic="recovery" value=read(|key| dollars_or_unknown(key.read(|answer| answer.total))) note=noted(|answer| answer.total, text::dollars, total_note)/>
                <Stat label=cheapest_label topic="recovery" value=cheapest note=cheapest_note/>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_miss_says_by_how_much_and_unknown_stays_unknown() {
        assert_eq!(against(None, true, None), "no target");
        assert_eq!(against(Some(300.0), true, Some(210.0)), "target 5 min, missed by 3.5 min");
        assert_eq!(against(Some(300.0), false, None), "target 5 min");
        assert_eq!(change(None, Some(5.0), text::dollars), Some("baseline: $5.00".to_owned()));
        assert_eq!(change(None, None, text::dollars), None);
    }
}
