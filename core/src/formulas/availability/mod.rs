//! Availability of what is made of parts, error budgets, and when alerts on them fire.
//!
//! Formulas only: plain numbers in, plain numbers out. Availabilities are fractions of time or of
//! requests, durations are seconds.
//!
//! # Where to start
//!
//! - [`series`], [`at_least`], [`common_cause`]: availability of simple arrangements.
//! - [`system_availability`]: any arrangement, also where a part is used in several places.
//! - [`allowed_downtime`] and [`allowed_requests`]: what an objective permits.
//! - [`standard_rules`] and [`alert_history`]: burn-rate alerts, and when they would have fired.
//!
//! # What has no answer
//!
//! A number that is no fraction, or an objective of 100 %, which leaves no budget, gives `None`.

mod alerts;
mod arrangement;
mod budget;
mod burn;
mod composite;

pub use alerts::{AlertHistory, Episode, StepCounts, alert_history};
pub use arrangement::{at_least, common_cause, series};
pub use budget::{BudgetWindow, allowed_downtime, allowed_requests};
pub use burn::{AlertRule, Severity, burn_rate, burn_threshold, detection_time, highest_burn_rate, standard_rules};
pub use composite::{Block, CompositeRefusal, system_availability};
