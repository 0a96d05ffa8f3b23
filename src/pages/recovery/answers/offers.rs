//! What each other recovery tier would change in the whole plan, tried before it is taken.

use crate::components::form::follow_toggle;
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

/// The list.
#[component]
pub fn TierOffers() -> impl IntoView {
    let session = Session::here();
    let active = session.answer(|service| service.recovery.tier);
    let is_open = RwSignal::new(false);
    let offers = Memo::new(move |_| {
        // Nothing is tried before somebody wants to know.
        if !is_open.get() {
            return Vec::new();
        }
        let (scenario, id, active) = (session.scenario(), session.service_id(), active.get().flatten());
        let offer = |tier: RecoveryTier| {
            let mut plan = Scenario::clone(&scenario);
            if let Some(service) = plan.services.get_mut(id) {
                service.recovery.tier = Some(tier);
            }
            Offer { change: text::capitalised(tier.short()), effect: String::new(), plan: Arc::new(plan) }
        };
        RecoveryTier::ALL.into_iter().filter(|tier| Some(*tier) != active).map(offer).collect()
    });
    view! {
        <details class="levers" id="tier-offers" on:toggle=move |event| follow_toggle(is_open, &event)>
            <summary>"What each other tier would change in the whole plan"</summary>
            <Offers offers shown=Shown::Alternatives/>
        </details>
    }
}
