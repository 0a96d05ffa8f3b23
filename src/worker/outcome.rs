//! What a job leaves behind.

use super::protocol::Answer;

/// What a job leaves behind: its answer, and what travels beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The answer.
    pub answer: Answer,
    /// Columns of numbers.
    pub columns: Vec<Vec<f64>>,
    /// Bytes to be stored; empty where there are none.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// An answer with nothing beside it.
    pub fn alone(self) -> Outcome {
        Outcome { answer: self, columns: Vec::new(), bytes: Vec::new() }
    }
}
