//! The plan: what is stated ([`scenario`]), one room a topic, and the chain that answers them in order ([`evaluate`]).

pub mod answered;
pub mod calendar;
pub mod cost;
pub mod demand;
pub mod evaluate;
pub mod key_answer;
pub mod ledger;
pub mod limits;
pub mod line;
pub mod places;
pub mod price;
pub mod recovery;
pub mod regions;
pub mod reliability;
pub mod scaling;
pub mod scenario;
pub mod sizing;
pub mod stated;
pub mod topics;
