//! What one run comes to, as far as a map shows it.

use crate::plan::scaling::engine::Outcome;
use crate::plan::scaling::together_outcome;
use crate::plan::scenario::Service;
use serde::{Deserialize, Serialize};

/// What one run comes to, as far as a map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// Replica-hours paid for.
    pub hours: f64,
    /// What they cost, where the price is known.
    pub cost: Option<f64>,
    /// Time outside the objective, in seconds.
    pub outside: f64,
    /// Share of the requests outside the objective.
    pub bad: f64,
    /// Changes of direction within a quarter of an hour.
    pub flaps: u32,
    /// Whether as many requests as the SLO asks for are within the objective.
    pub keeps: bool,
}

impl Trial {
    /// The part of an outcome that a map shows, at the price of a replica-hour.
    pub fn of(outcome: &Outcome, service: &Service, price: Option<f64>) -> Self {
        let (hours, kept) = (outcome.spend.paid(), outcome.kept_of_requests());
        Self {
            hours,
            cost: price.map(|price| price * hours),
            outside: outcome.outside,
            bad: 1.0 - kept,
            flaps: outcome.flaps,
            // As in the verdict.
            keeps: kept + 1e-12 >= service.sizing.slo.availability.get(),
        }
    }

    /// What a service comes to wherever it runs, from what it came to in each place at the price of a replica-hour there:
    /// sums, of times outside the objective the longest, and kept where it is over all requests.
    pub fn of_all(each: &[(Outcome, Option<f64>)], service: &Service) -> (Self, Outcome) {
        let outcomes: Vec<&Outcome> = each.iter().map(|(outcome, _)| outcome).collect();
        let outcome = together_outcome(&outcomes);
        let cost = each.iter().map(|(outcome, price)| price.map(|price| price * outcome.spend.paid())).sum();
        (Self { cost, ..Self::of(&outcome, service, None) }, outcome)
    }
}
