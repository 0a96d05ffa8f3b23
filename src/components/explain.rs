//! The answer whose working is open, for everyone who can open one.

use leptos::prelude::*;

/// Names the working of the sums over all services; the others go by the id of their topic.
pub const TOTALS: &str = "totals";

/// The id of the topic whose working is open.
#[derive(Clone, Copy)]
pub struct Explained(pub RwSignal<Option<&'static str>>);

impl Explained {
    /// The one of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }
}
