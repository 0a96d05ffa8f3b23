//! What is stated about demand.

mod event;
mod form;
mod growth;
mod inputs;
mod lot;
mod week;
mod work;

pub use event::{Event, EventPreset, LiftOf, MAX_EVENTS, Repeat};
pub use growth::{Growth, GrowthKind};
pub use inputs::Demand;
pub use lot::EventLot;
pub use week::{DayCurve, DayShape, MeasuredWeek, UsualWeek, WeekShape};
pub use work::BatchWork;
