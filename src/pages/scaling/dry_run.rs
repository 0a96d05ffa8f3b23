//! The HPA dry run: a manifest in, a simulation, a manifest out.

use leptos::prelude::*;

/// DryRun.
#[component]
pub fn DryRun() -> impl IntoView {}
