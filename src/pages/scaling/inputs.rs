//! What is stated about the fleet, its work, its signals, overrides and the period.

use leptos::prelude::*;

/// FleetFields.
#[component]
pub fn FleetFields() -> impl IntoView {}

/// WorkFields.
#[component]
pub fn WorkFields() -> impl IntoView {}

/// SignalFields.
#[component]
pub fn SignalFields() -> impl IntoView {}

/// OverrideFields.
#[component]
pub fn OverrideFields() -> impl IntoView {}

/// PeriodFields.
#[component]
pub fn PeriodFields() -> impl IntoView {}
