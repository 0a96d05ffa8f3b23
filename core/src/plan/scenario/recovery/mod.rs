//! What is stated about recovery.

mod inputs;
mod presets;

pub use inputs::{ArtefactInputs, LinkInputs, MAX_ARTEFACTS, RecoveryInputs, StatedTier, TierInputs};
pub use presets::ArtefactPreset;
