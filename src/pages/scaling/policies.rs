//! The policies that are compared, and the settings of the chosen one.

use leptos::prelude::*;

/// PolicyFields.
#[component]
pub fn PolicyFields() -> impl IntoView {}
