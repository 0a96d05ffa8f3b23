//! What the policies came to: one table, the breaches, the spend.

use leptos::prelude::*;

/// Comparison.
#[component]
pub fn Comparison() -> impl IntoView {}

/// Breaches.
#[component]
pub fn Breaches() -> impl IntoView {}

/// SpendSplit.
#[component]
pub fn SpendSplit() -> impl IntoView {}
