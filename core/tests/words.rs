//! A state has the same word in a sentence and in JSON.
#![allow(clippy::unwrap_used, missing_docs)]

use headroom_core::base::explain::Standing;
use headroom_core::plan::scaling::engine::Cause;
use serde::Serialize;

fn agrees(state: impl Serialize, words: &str) {
    assert_eq!(serde_json::to_value(state).unwrap(), words.to_lowercase().replace([' ', '-'], "_"));
}

#[test]
fn standings_and_causes_are_in_json_what_they_are_in_words() {
    for standing in [Standing::Holds, Standing::Tight, Standing::Fails] {
        agrees(standing, standing.words());
    }
    for cause in Cause::ALL {
        agrees(cause, cause.words());
    }
}
