//! What it costs in total: a month's bill, years of them, per prediction, against own hardware, and
//! who pays.
//!
//! Amounts that are shown are [`Money`](crate::base::money::Money), rounded once for each line; rates and
//! ratios are plain numbers. The billing month has [`HOURS_PER_MONTH`] hours.
//!
//! # Where to start
//!
//! - [`over_a_month`], [`price_level`]: what an hour costs over a month, and in months to come.
//! - [`monthly_bill`]: the lines of one month.
//! - [`month_flows`], [`present_value`], [`compare_flows`]: months one after the other, discounted and compared.
//! - [`net_present_value`], [`annuity_value`], [`payback`]: what amounts at other times are worth now.
//! - [`cost_per_thousand`], [`marginal_per_thousand`]: what a thousand predictions cost.
//! - [`own_hardware`]: the same load on machines of one's own.
//! - [`split_bill`]: showback and chargeback. [`budget_outlook`]: when a budget breaks.
//! - [`tornado`]: which inputs move a total most.
//!
//! # What has no answer
//!
//! Amounts that are not finite, tiers that end below the amount, ratios over nothing: `None`.

mod bill;
mod budget;
mod chargeback;
mod horizon;
mod owned;
mod price;
mod saving;
mod sensitivity;
mod tiers;
mod unit_cost;
mod value;

pub use bill::{
    Bill, BillInputs, BillLine, Hourly, Item, Monthly, Storage, Support, Traffic, monthly_bill, monthly_bill_in_short,
};
pub use budget::{BudgetOutlook, budget_outlook};
pub use chargeback::{BillPart, Party, SharingRule, split_bill};
pub use horizon::{FlowChange, compare_flows, month_flows, present_value};
pub use owned::{OwnedCost, OwnedHardware, own_hardware};
pub use price::{over_a_month, price_level};
pub use saving::saving;
pub use sensitivity::{Moved, Swing, tornado};
pub use tiers::{Tier, support_fee, tiered};
pub use unit_cost::{cost_per_thousand, marginal_per_thousand};
pub use value::{annuity_value, monthly_rate, net_present_value, payback, value_of_months};

pub use crate::base::time::HOURS_PER_MONTH;
