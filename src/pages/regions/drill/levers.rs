//! The smallest changes that would make the drill cost less.

use super::state::DrillView;
use crate::components::Progress;
use crate::pages::shared::{Offer, Offers, Shown};
use headroom_core::plan::scenario::adjust::Lever;
use leptos::prelude::*;
use std::sync::Arc;

/// The changes, each with a button that tries it.
#[component]
pub fn DrillLevers() -> impl IntoView {
    let drill = DrillView::here();
    let offers = Memo::new(move |_| {
        let levers = drill.levers.get().map(|levers| levers.to_vec()).unwrap_or_default();
        let offer = |lever: Lever| {
            let plan = Arc::new(drill.with_lever(&lever)?);
            Some(Offer { change: lever.change, effect: lever.effect, plan })
        };
        levers.into_iter().filter_map(offer).collect::<Vec<_>>()
    });
    let none = move || {
        drill.levers.with(|levers| levers.as_ref().is_some_and(|levers| levers.is_empty())).then(|| {
            view! { <p class="hint">"No single change that was tried loses fewer requests."</p> }
        })
    };
    // Where nothing is lost, nothing needs to help.
    let needed = Memo::new(move |_| {
        drill.drilled.with(|found| found.as_ref().is_some_and(|found| found.answer.loses_something()))
    });
    view! {
        <Show when=move || needed.get()>
            <section class="levers" id="drill-levers">
                <h3>"What would help"</h3>
                <Offers offers shown=Shown::Alternatives/>
                {none}
                <Progress state=drill.asked_levers what="Looking for changes that help"/>
            </section>
        </Show>
    }
}
