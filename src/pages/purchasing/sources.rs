//! How far the catalogue is, and where its prices are from.

use super::view::PurchasingView;
use crate::session::prices::{Fetched, Prices};
use headroom_core::base::text;
use leptos::prelude::*;

/// What is said while there is no catalogue.
#[component]
pub fn PricesState() -> impl IntoView {
    let prices = Prices::here();
    move || {
        match prices.state() {
        Fetched::Here(_) => None,
        Fetched::NotAsked | Fetched::Coming => Some(
            view! { <p class="prices-state" role="status"><span class="prices-dot" aria-hidden="true"></span>"Loading the price catalog."</p> }
                .into_any(),
        ),
        Fetched::Failed(why) => Some(
            view! {
                <div class="prices-state" role="alert">
                    <p>{why}" Everything else works without them; a custom instance type can be entered by hand."</p>
                    <button type="button" id="prices-again" on:click=move |_| prices.ask()>"Try again"</button>
                </div>
            }
            .into_any(),
        ),
    }
    }
}

/// Credits, and every source of the catalogue.
#[component]
pub fn PriceSources() -> impl IntoView {
    let page = PurchasingView::here();
    move || {
        let catalog = page.catalog.get()?;
        let credits = catalog.credits().join("; ");
        let counts = format!(
            "{} types and {} prices. Every price has its own date: open a type to see it.",
            text::count(catalog.types().len() as u64),
            text::count(catalog.prices().len() as u64)
        );
        let rows = catalog
            .sources()
            .iter()
            .map(|source| view! { <li><span>{source.words.clone()}</span><small>{source.licence.clone()}</small></li> })
            .collect_view();
        Some(view! {
            <section class="price-sources" id="price-sources">
                <h2>"Price sources"</h2>
                <p>{counts}</p>
                <p class="credits">"Contains data of: "{credits}"."</p>
                <details>
                    <summary>"All sources and their licences"</summary>
                    <ul>{rows}</ul>
                </details>
            </section>
        })
    }
}
