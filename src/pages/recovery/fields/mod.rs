//! What is stated about recovery and reliability, a row a field.

mod objectives;
mod parts;
mod tiers;

pub use objectives::{ARTEFACT, COPIES, HOW, LINK, LOSSES, OBJECTIVES, PRICE, STORAGE};
pub use parts::{EXTERNAL, PARTS};
pub use tiers::{TIER, Taken, TierRun};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::{are_explained, ids};

    #[test]
    fn every_field_is_explained_and_there_once() {
        are_explained(
            &[
                ids(OBJECTIVES),
                ids(LOSSES),
                ids(PRICE),
                ids(STORAGE),
                ids(HOW),
                ids(TIER),
                ids(ARTEFACT),
                ids(LINK),
                ids(COPIES),
                ids(PARTS),
                ids(EXTERNAL),
            ]
            .concat(),
        );
    }
}
