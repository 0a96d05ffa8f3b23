//! An answer: what is planned, how it stands, what would help, and the arithmetic behind it.

use crate::base::explain::{Verdict, Working};
use crate::plan::scenario::adjust::Lever;
use serde::Serialize;
use std::ops::Deref;

/// A plan of a topic with its verdict, its levers and its working.
///
/// It can only be built whole, so there is no plan whose verdict is still to come. What is read of it most, the
/// plan's own fields, is read through it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered<P> {
    /// What is planned.
    #[serde(flatten)]
    pub plan: P,
    /// How it stands, in sentences.
    pub verdict: Verdict,
    /// The smallest changes that would help, where the topic knows some without a study.
    ///
    /// They are not written to a file: [`suggestions`](crate::studies::effect::suggestions) are, which were applied to the
    /// whole plan first.
    #[serde(skip)]
    pub levers: Vec<Lever>,
    /// The arithmetic.
    pub working: Working,
}

impl<P> Deref for Answered<P> {
    type Target = P;

    fn deref(&self) -> &P {
        &self.plan
    }
}
