//! Past spot prices from a file: read by the worker, shown, and taken over as the machine's price.

mod intake;
mod series;
mod state;

use super::bidding::Obsolete;
use intake::Intake;
use leptos::prelude::*;
use series::Found;
use state::{HistoryState, Phase};

/// The panel.
#[component]
pub fn PriceHistory() -> impl IntoView {
    let state = HistoryState::here();
    let phase = Memo::new(move |_| state.phase.get());
    let body = move || {
        match phase.get() {
        Phase::Closed => view! { <Intake state/> <Obsolete/> }.into_any(),
        Phase::Reading => view! {
            <p class="import-line" role="status">"Reading the prices …"</p>
            <div class="import-actions"><button type="button" id="spot-history-cancel" on:click=move |_| state.close()>"Cancel"</button></div>
        }
        .into_any(),
        Phase::Found => view! { <Found state/> }.into_any(),
    }
    };
    let refused = move || {
        state.refusal.get().map(|why| view! {
            <div class="import-refusal" role="alert" id="spot-history-refusal"><p><strong>"The prices were not read"</strong></p><p>{why}</p></div>
        })
    };
    view! {
        <section class="import buy-history" id="spot-history" aria-label="Past spot prices">
            <h2>"Past spot prices"</h2>
            {refused}
            {body}
        </section>
    }
}
