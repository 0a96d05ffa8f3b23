//! How each tier would be run here: its named parts, its copies, what stands ready.

use super::super::fields::{TIER, Taken, TierRun};
use super::super::slug;
use super::{recovery, summaries};
use crate::components::form::{Fold, fields_at};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::formulas::recovery::RecoveryTier;
use leptos::prelude::*;

/// A fold for each tier.
#[component]
pub fn TierFields(
    /// The active tier.
    #[prop(into)]
    active: Signal<Option<RecoveryTier>>,
) -> impl IntoView {
    RecoveryTier::ALL.into_iter().map(|tier| view! { <OneTier tier active/> }).collect_view()
}

fn title(tier: RecoveryTier) -> &'static str {
    match tier {
        RecoveryTier::Cold => "Cold standby",
        RecoveryTier::PilotLight => "Pilot light",
        RecoveryTier::WarmStandby => "Warm standby",
        RecoveryTier::HotStandby => "Hot standby",
        RecoveryTier::ActiveActive => "Active-active",
    }
}

#[component]
fn OneTier(tier: RecoveryTier, active: Signal<Option<RecoveryTier>>) -> impl IntoView {
    let session = Session::here();
    let says = session.answer(move |service| service.recovery.of(tier).map(summaries::tier).unwrap_or_default());
    let says = Signal::derive(move || {
        let says = says.get().unwrap_or_default();
        if active.get() == Some(tier) { format!("Active. {says}") } else { says }
    });
    view! { <Fold id=slug(tier) title=title(tier) says=says>{move || tier_fields(tier)}</Fold> }
}

/// A tier as stated, beside what the answers take for it.
fn tier_run(tier: RecoveryTier) -> Part<TierRun> {
    let answer = Session::here().answer(move |service| service.recovery.of(tier).map(|answer| answer.taken));
    let taken = move || Taken { tier, parts: answer.get().flatten() };
    let stated = recovery().through(move |stated| stated.tier(tier), move |stated, run| stated.set_tier(tier, run));
    stated.knowing(Signal::derive(taken))
}

fn tier_fields(tier: RecoveryTier) -> impl IntoView {
    let run = tier_run(tier);
    let place = Place::TOP.named(slug(tier));
    let is_stated = run.read(|run| run.stated != run.known.estimate());
    let back = move || {
        is_stated.get().then(|| {
            view! {
                <button type="button" class="small" id=place.id("tier-back")
                    on:click=move |_| run.edit(Change::Edit, |run| run.stated = run.known.estimate())>"Reset to estimates"</button>
            }
        })
    };
    view! {
        {fields_at(run, place, TIER)}
        {back}
    }
}
