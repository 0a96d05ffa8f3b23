//! How to buy: what is committed, what is spot, what is bought by the hour, and what each way costs.

mod bidding;
mod commitment;
mod dollars;
mod history;
mod interruptible;
mod levels;
mod payments;
mod spot;
mod spot_fields;
mod state;
mod ways;

use crate::session::Session;
use commitment::CommitmentFields;
use dollars::Dollars;
use headroom_core::base::text;
use history::PriceHistory;
use interruptible::InterruptibleFields;
use leptos::prelude::*;
use levels::{LevelCharts, LevelTable};
use payments::Payments;
use spot::SpotAnswers;
use spot_fields::SpotFields;
use state::Buying;
use ways::WayTable;

/// The second half of the page.
#[component]
pub fn BuySection() -> impl IntoView {
    let buying = Buying::new();
    provide_context(buying);
    let together = Session::here().answer(|service| {
        let pool = service.cost.pool.as_ref()?;
        let others: Vec<&str> = pool.others.iter().map(String::as_str).collect();
        Some(format!(
            "The nodes of pool {}, bought together for this service and {}.",
            pool.name,
            text::listed(&others)
        ))
    });
    let together = Memo::new(move |_| together.get().flatten());
    let priced = Memo::new(move |_| buying.plan.with(Option::is_some));
    view! {
        <section class="buy" id="buy" aria-labelledby="buy-title">
            <h2 class="buy-title" id="buy-title">"How to buy"</h2>
            {move || together.get().map(|words| view! { <p class="hint" id="buy-together">{words}</p> })}
            <div class="columns">
                <form class="inputs" aria-label="Purchasing inputs" on:submit=|event| event.prevent_default()>
                    <CommitmentFields/>
                    <SpotFields/>
                    <InterruptibleFields/>
                </form>
                <div class="answers">
                    <Show when=move || priced.get() fallback=|| view! { <p class="buy-unpriced">"No hourly price yet: select an instance type, or enter the price of a replica under Scaling."</p> }>
                        <LevelCharts/>
                        <LevelTable/>
                        <WayTable/>
                        <Payments/>
                    </Show>
                    <Dollars/>
                    <SpotAnswers/>
                    <PriceHistory/>
                </div>
            </div>
        </section>
    }
}
