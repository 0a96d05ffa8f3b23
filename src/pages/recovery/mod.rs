//! Recovery: how soon does it come back, what does each tier cost, and what does the SLO ask for?

mod answers;
pub mod fields;
mod inputs;
mod reliability;

use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::FleetTable;
use crate::session::Session;
use answers::{Artefacts, Keys, Money, TierOffers, TierTable, WhatTakesTheTime};
use headroom_core::formulas::recovery::RecoveryTier;
use inputs::Inputs;
use leptos::prelude::*;
use reliability::Reliability;

/// The name under which what belongs to a tier is found on the page.
fn slug(tier: RecoveryTier) -> &'static str {
    match tier {
        RecoveryTier::Cold => "tier-cold",
        RecoveryTier::PilotLight => "tier-pilot",
        RecoveryTier::WarmStandby => "tier-warm",
        RecoveryTier::HotStandby => "tier-hot",
        RecoveryTier::ActiveActive => "tier-active",
    }
}

/// The page.
#[component]
pub fn RecoveryPage() -> impl IntoView {
    let session = Session::here();
    let verdict = session.answer(|service| service.recovery.verdict.clone());
    let working = session.answer(|service| service.recovery.working.clone());
    let baseline_working = session.baseline_answer(|service| service.recovery.working.clone());
    view! {
        <VerdictSentence lead=1 verdict=Signal::derive(move || verdict.get())/>
        <div class="columns">
            <Inputs/>
            <div class="answers">
                <Keys/>
                <TierTable/>
                <TierOffers/>
                <FleetTable/>
                <WhatTakesTheTime/>
                <Money/>
                <Artefacts/>
                <WorkingTable caption="Recovery time and reliability" working=Signal::derive(move || working.get()) baseline=Signal::derive(move || baseline_working.get())/>
                <Reliability/>
            </div>
        </div>
    }
}
