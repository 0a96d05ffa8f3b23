//! Key answers: the few numbers of a topic that a person compares between plans.

use crate::base::dimension::Dimension;

/// How an answer reads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reads {
    /// As a quantity.
    As(Dimension),
    /// As a day; its value is days since 1970.
    Day,
}

/// A key answer about `T`: a service, or the whole plan.
#[derive(Debug)]
pub struct KeyAnswer<T> {
    /// What programs call it.
    pub id: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// How it reads.
    pub reads: Reads,
    /// What is read where there is no number.
    pub without: &'static str,
    /// Where it is found.
    pub of: fn(&T) -> Option<f64>,
}

/// A row of a table of key answers.
pub(super) const fn row<T>(
    id: &'static str,
    label: &'static str,
    reads: Reads,
    of: fn(&T) -> Option<f64>,
) -> KeyAnswer<T> {
    KeyAnswer { id, label, reads, without: "unknown", of }
}

/// A row whose answer is a day.
pub(super) const fn day<T>(
    id: &'static str,
    label: &'static str,
    without: &'static str,
    of: fn(&T) -> Option<f64>,
) -> KeyAnswer<T> {
    KeyAnswer { id, label, reads: Reads::Day, without, of }
}
