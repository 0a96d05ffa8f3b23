//! Which settings hold: the policy map, the cliff, and the smallest changes that would help.

use leptos::prelude::*;

/// Explore.
#[component]
pub fn Explore() -> impl IntoView {}
