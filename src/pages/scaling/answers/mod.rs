//! What the policies came to: the key numbers, one table, the breaches, the spend.

mod breaches;
mod comparison;
mod spend;
mod table;

pub use breaches::Breaches;
pub use comparison::Comparison;
pub use spend::SpendSplit;
