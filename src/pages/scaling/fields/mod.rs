//! What is stated about scaling, a row a field.

pub mod behavior;
pub mod fleet;
pub mod hpa;
pub mod metric;
pub mod overrides;
pub mod rules;
pub mod step;
pub mod work;
