//! The planning core of Headroom: a [`Scenario`](plan::scenario::Scenario) goes in,
//! [`evaluate`](plan::evaluate::evaluate) runs the chain of questions, an
//! [`Evaluation`](plan::evaluate::Evaluation) comes out.
//!
//! # Floors, each of which names only those below it
//!
//! | floor        | holds                                                                            |
//! |--------------|----------------------------------------------------------------------------------|
//! | [`report`]   | the answers as text and Markdown                                                 |
//! | [`studies`]  | questions that try a whole plan many times, or compare plans; none feeds a plan  |
//! | [`plan`]     | what is stated, a room for each topic, the list of topics, the chain             |
//! | [`trace`]    | measured load, imported and summarised                                           |
//! | [`machines`] | what is sold, where, at what price                                               |
//! | [`formulas`] | pure functions on numbers: queueing, autoscalers, availability, regions, money   |
//! | [`base`]     | units, text, money, explanations                                                 |
//!
//! # Invariants
//!
//! 1. No web, clock or I/O is reachable from here; the only randomness is a seed.
//! 2. A planner is a pure function: the same inputs give the same plan to the last bit, natively
//!    and in the browser. Transcendental functions therefore come from `libm`.
//! 3. No NaN or infinity leaves a constructor ([`base::units`]).
//! 4. "Does not fit" and "risky" are parts of a plan ([`base::explain::Verdict`]), not errors.
//! 5. Unknown is never zero: what is not known is `None`.
//! 6. What cannot be read is refused with its place ([`plan::scenario::codec::ReadError`]) and never half applied.

pub mod base;
pub mod formulas;
pub mod machines;
pub mod plan;
pub mod report;
pub mod studies;
pub mod trace;
