//! Autoscalers as their makers document them: what each asks for, given what it sees.

pub mod cloud;
pub mod hpa;
pub mod metric;
