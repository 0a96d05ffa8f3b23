//! Cost: what does it come to, line by line, over the years, and who pays?

use leptos::prelude::*;

/// The page.
#[component]
pub fn CostPage() -> impl IntoView {
    view! { <h1>"Cost"</h1> }
}
