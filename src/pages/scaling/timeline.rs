//! What happened when: charts of all policies, and the fleet at one moment.

use leptos::prelude::*;

/// Timeline.
#[component]
pub fn Timeline() -> impl IntoView {}
