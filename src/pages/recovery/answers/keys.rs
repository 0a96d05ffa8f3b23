//! The numbers that matter, of the active tier.

use super::{dollars_or_unknown, named, seconds_or_unknown, short_dollars};
use crate::components::Stat;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use leptos::prelude::*;

/// The key numbers of the active tier and of the cheapest, beside those of the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
struct KeyNumbers {
    rto: String,
    rto_note: String,
    rpo: String,
    rpo_note: String,
    total: String,
    total_note: String,
    cheapest: String,
    cheapest_label: String,
    cheapest_note: String,
}

impl KeyNumbers {
    /// Those of a plan; `before` is the active tier of the baseline.
    fn of(plan: &RecoveryPlan, stated: &RecoveryInputs, before: Option<&TierAnswer>) -> Self {
        let now = plan.active();
        let noted = |read: fn(&TierAnswer) -> Option<f64>, show: fn(f64) -> String, otherwise: String| {
            before.and_then(|before| change(now.and_then(read), read(before), show)).unwrap_or(otherwise)
        };
        let of_tier = |note: &dyn Fn(&TierAnswer) -> String| now.map_or_else(|| "no tier selected".to_owned(), note);
        let rto = stated.rto.map(|rto| rto.get());
        let rpo = stated.rpo.map(|rpo| rpo.get());
        let rto_note = of_tier(&|now| against(rto, now.rto.is_some(), now.rto_miss.map(|miss| miss.by)));
        let rpo_note = of_tier(&|now| against(rpo, true, now.rpo_miss));
        let asks = rto.is_some() || rpo.is_some();
        let within = plan.cheapest_within_objectives.filter(|_| asks);
        Self {
            rto: seconds_or_unknown(now.and_then(|now| now.rto)),
            rto_note: noted(|tier| tier.rto, text::seconds, rto_note),
            rpo: seconds_or_unknown(now.map(|now| now.data.rpo)),
            rpo_note: noted(|tier| Some(tier.data.rpo), text::seconds, rpo_note),
            total: dollars_or_unknown(now.and_then(|now| now.total)),
            total_note: noted(|tier| tier.total, text::dollars, parts_of_total(now)),
            cheapest: text::or_unknown(within.or(plan.cheapest), named),
            cheapest_label: if within.is_some() { "Cheapest that meets the targets" } else { "Cheapest tier" }
                .to_owned(),
            cheapest_note: beside_cheapest(asks, within, plan.cheapest),
        }
    }
}

/// What the total is made of.
fn parts_of_total(tier: Option<&TierAnswer>) -> String {
    let amount = |amount: Option<f64>, what: &str, unknown: &str| {
        amount.map_or_else(|| unknown.to_owned(), |amount| format!("{} {what}", short_dollars(amount)))
    };
    let standby = amount(tier.and_then(|tier| tier.annual_cost), "standby", "standby unknown");
    let loss = amount(tier.and_then(|tier| tier.expected_loss), "expected loss", "losses unknown");
    format!("{standby}, {loss}")
}

/// How the cheapest tier within the targets stands to the cheapest of all.
fn beside_cheapest(asks: bool, within: Option<RecoveryTier>, cheapest: Option<RecoveryTier>) -> String {
    match (asks, within, cheapest) {
        (true, Some(within), Some(cheapest)) if within != cheapest => format!("cheapest of all: {}", cheapest.short()),
        (true, Some(_), Some(_)) => "also cheapest of all tiers".to_owned(),
        (true, None, Some(_)) => "none meets the targets".to_owned(),
        (false, _, Some(_)) => "no target".to_owned(),
        _ => "enter price and loss per hour".to_owned(),
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

/// How an answer differs from that of the baseline; none where both are unknown or read the same.
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
    let before = session.baseline_answer(|service| service.recovery.active().cloned());
    let shown = Memo::new(move |_| {
        let before = before.get().flatten();
        plan.with(|plan| Some(KeyNumbers::of(plan.as_ref()?, &stated.get(), before.as_ref()))).unwrap_or_default()
    });
    let text = move |read: fn(&KeyNumbers) -> &String| Signal::derive(move || shown.with(|shown| read(shown).clone()));
    view! {
        <section class="comparison" aria-label="The active tier">
            <div class="comparison-key">
                <Stat label="Recovery time (RTO)" topic="recovery" value=text(|shown| &shown.rto) note=text(|shown| &shown.rto_note)/>
                <Stat label="Data loss (RPO)" topic="recovery" value=text(|shown| &shown.rpo) note=text(|shown| &shown.rpo_note)/>
                <Stat label="Cost and expected loss per year" topic="recovery" value=text(|shown| &shown.total) note=text(|shown| &shown.total_note)/>
                <Stat label=text(|shown| &shown.cheapest_label) topic="recovery" value=text(|shown| &shown.cheapest) note=text(|shown| &shown.cheapest_note)/>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    /// The three-region payments with changed inputs, and their answers.
    fn with(change: impl FnOnce(&mut RecoveryInputs)) -> (RecoveryPlan, RecoveryInputs) {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let id = scenario.services.first().id;
        change(&mut scenario.services.get_mut(id).unwrap().recovery);
        let plan = evaluate(&scenario).services[0].recovery.plan.clone();
        (plan, scenario.services.first().recovery.clone())
    }

    fn numbers(change: impl FnOnce(&mut RecoveryInputs)) -> KeyNumbers {
        let (plan, stated) = with(change);
        KeyNumbers::of(&plan, &stated, None)
    }

    #[test]
    fn a_miss_says_by_how_much_and_unknown_stays_unknown() {
        assert_eq!(against(None, true, None), "no target");
        assert_eq!(against(Some(300.0), true, Some(210.0)), "target 5 min, missed by 3.5 min");
        assert_eq!(against(Some(300.0), false, None), "target 5 min");
        assert_eq!(change(None, Some(5.0), text::dollars), Some("baseline: $5.00".to_owned()));
        assert_eq!(change(None, None, text::dollars), None);
    }

    #[test]
    fn the_notes_name_the_targets_until_the_baseline_differs() {
        let (plan, stated) = with(|recovery| (recovery.rto, recovery.rpo) = (None, None));
        let shown = KeyNumbers::of(&plan, &stated, None);
        assert_eq!((shown.rto_note.as_str(), shown.rpo_note.as_str()), ("no target", "no target"));
        assert_eq!((shown.cheapest_label.as_str(), shown.cheapest_note.as_str()), ("Cheapest tier", "no target"));
        // The same plan says the same; one that was later, at an unknown cost, does not.
        let now = plan.active().unwrap();
        assert_eq!(KeyNumbers::of(&plan, &stated, Some(now)), shown);
        let before = TierAnswer { rto: now.rto.map(|rto| rto + 60.0), total: None, ..now.clone() };
        let beside = KeyNumbers::of(&plan, &stated, Some(&before));
        assert_eq!((beside.rto_note.as_str(), beside.rpo_note.as_str()), ("−60 s vs baseline", "no target"));
        assert_eq!((beside.total, beside.total_note.as_str()), (shown.total, "baseline: unknown"));
    }

    #[test]
    fn the_cheapest_is_the_cheapest_within_the_targets_where_one_meets_them() {
        let day = Some(Quantity::clamped(86_400.0));
        let shown = numbers(|recovery| (recovery.rto, recovery.rpo) = (day, None));
        assert_eq!(shown.cheapest_label, "Cheapest that meets the targets");
        let (mut plan, stated) = with(|_| {});
        plan.cheapest_within_objectives = None;
        let shown = KeyNumbers::of(&plan, &stated, None);
        assert_eq!(
            (shown.cheapest_label.as_str(), shown.cheapest_note.as_str()),
            ("Cheapest tier", "none meets the targets")
        );
        let unknown = numbers(|recovery| recovery.loss = None);
        assert_eq!((unknown.total.as_str(), unknown.cheapest.as_str()), ("unknown", "unknown"));
        assert!(unknown.total_note.ends_with(" standby, losses unknown"), "{}", unknown.total_note);
        assert_eq!(unknown.cheapest_note, "enter price and loss per hour");
    }

    #[test]
    fn without_a_tier_nothing_is_claimed() {
        let (mut plan, stated) = with(|_| {});
        plan.tier = None;
        let shown = KeyNumbers::of(&plan, &stated, None);
        assert_eq!((shown.rto.as_str(), shown.rto_note.as_str()), ("unknown", "no tier selected"));
        assert_eq!((shown.rpo.as_str(), shown.rpo_note.as_str()), ("unknown", "no tier selected"));
        assert_eq!((shown.total.as_str(), shown.total_note.as_str()), ("unknown", "standby unknown, losses unknown"));
    }
}
