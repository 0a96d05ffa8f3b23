//! Purchasing: which machines, and how much of them to commit to?

mod buy;

use buy::BuySection;
use leptos::prelude::*;

/// The page.
#[component]
pub fn PurchasingPage() -> impl IntoView {
    view! {
        <h1>"Purchasing"</h1>
        <BuySection/>
    }
}
