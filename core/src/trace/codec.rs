//! x
use super::{InvalidTrace, Trace};
use std::fmt;

/// Why stored bytes are no trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes do not begin as a stored trace does.
    NotATrace,
    /// The trace was stored by a newer version.
    Version(
        /// The version that stored it.
        u8,
    ),
    /// The bytes end before the trace does, go on after it, or hold a number that cannot be.
    Damaged {
        /// Byte at which it was noticed, counted from 0.
        at: usize,
    },
    /// The bytes are whole, but what they hold is no trace.
    Invalid(InvalidTrace),
}

impl Trace {
    /// Stores.
    pub fn encode(&self) -> Vec<u8> {
        todo!()
    }
    /// Reads.
    ///
    /// # Errors
    ///
    /// [`DecodeError`]
    pub fn decode(_bytes: &[u8]) -> Result<Self, DecodeError> {
        todo!()
    }
}
