//! What is stated about recovery.

mod inputs;
mod kept;
mod presets;

pub use inputs::{ArtefactInputs, LinkInputs, MAX_ARTEFACTS, RecoveryInputs, StatedTier, TierInputs};
pub use kept::Kept;
pub use presets::ArtefactPreset;
