//! What the plan costs: the bill, the years, the change, what each request costs, who pays, and what else it could cost.

mod bill;
mod budgets;
mod change;
mod charges;
mod each;
mod moves;
mod nodes;
mod owned;
mod years;

pub use bill::Bill;
pub use budgets::Budgets;
pub use change::Change;
pub use charges::Charges;
pub use each::Each;
pub use moves::Moves;
pub use nodes::Nodes;
pub use owned::Owned;
pub use years::Years;

use crate::charts::bars::Bars;
use crate::components::table::Table;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use std::sync::Arc;

/// An answer told in a sentence, as bars where there are any, and as the table behind them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Pictured {
    says: String,
    bars: Option<Arc<Bars>>,
    table: Table,
}

/// An amount to the cent, or that nobody knows it.
fn exact_or_unknown(amount: Option<Money>) -> String {
    text::or_unknown(amount, Money::exact)
}

/// An amount, or that nobody knows it.
fn dollars_or_unknown(amount: Option<f64>) -> String {
    text::or_unknown(amount, text::dollars)
}

/// A part of a whole; nothing where there is none.
fn share_of(part: Money, whole: Money) -> String {
    part.share_of(whole).map_or_else(String::new, text::percent)
}

/// What it was in the baseline, where that reads otherwise.
fn was(now: &str, before: Option<String>) -> Option<String> {
    before.filter(|before| before != now).map(|before| format!("baseline {before}"))
}
