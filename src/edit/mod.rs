//! Editing: kinds of changes, parts of the plan that fields read and change, and the places of fields.
//!
//! Fields know nothing of the session: it lends them [`Part`]s and hears of finished gestures through [`Gestures`].

mod part;
mod place;

pub use part::{Apply, Knowing, Part};
pub use place::{Key, Place};

use leptos::prelude::*;

/// What kind of change is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// One finished change: one undo step.
    Edit,
    /// One of many changes of a gesture by this control; all of them together are one undo step.
    Drag(&'static str),
}

/// Hears when a gesture is over, for everyone who makes one.
#[derive(Clone, Copy)]
pub struct Gestures(pub Callback<()>);

impl Gestures {
    /// Those of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Ends the gesture: the next change is an undo step of its own.
    pub fn end(self) {
        self.0.run(());
    }
}
