//! What is stated about reliability.

mod inputs;
mod needs;

pub use inputs::{Dependency, MAX_DEPENDENCIES, ReliabilityInputs, Supplier};
pub use needs::NeedRefusal;
