//! Import of a measured trace.

use leptos::prelude::*;

/// The panel.
#[component]
pub fn ImportPanel() -> impl IntoView {}
