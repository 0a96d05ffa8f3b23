//! What everything else is said in: units, text, money, explanations.
//!
//! Nothing here knows what is planned.

pub mod assumptions;
pub mod csv;
pub mod dimension;
pub mod explain;
pub mod id;
pub mod list;
pub mod money;
pub mod name;
pub mod numeric;
pub mod setting;
pub mod text;
pub mod time;
pub mod units;
