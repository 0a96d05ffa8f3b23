//! What a commitment in dollars covers, hour by hour of a usual week.

use crate::formulas::buying::{LoadDuration, SavingsPlan, savings_plan};
use crate::formulas::finance::over_a_month;
use crate::plan::cost::CostedService;
use crate::plan::cost::usage;
use crate::plan::evaluate::Evaluation;
use crate::plan::scenario::Scenario;
use crate::plan::scenario::cost::{CommitmentInputs, CommitmentTerm, CostInputs};

/// Points of the curve for charts.
const POINTS: usize = 200;

/// Compute that is paid by the hour in a usual week of the first month, and what a commitment in dollars does to it.
#[derive(Clone, Debug, PartialEq)]
pub struct DollarUse {
    /// For how long it is made.
    pub term: CommitmentTerm,
    /// What is taken off what it covers.
    pub discount: f64,
    /// Use at prices by the hour, USD in each hour from Monday 00:00.
    pub usage: Vec<f64>,
    /// What the commitment does to these hours.
    pub plan: SavingsPlan,
    /// Use that it covers, USD an hour at prices by the hour.
    pub covers: f64,
    /// What goes unused a month, USD.
    pub unused: f64,
    /// Commitment, USD an hour, and all that is paid a month over the term, USD.
    pub by_commitment: Vec<(f64, f64)>,
}

impl DollarUse {
    /// Use that is covered, USD in each hour from Monday 00:00.
    pub fn covered(&self) -> Vec<f64> {
        self.usage.iter().map(|usage| usage.min(self.covers)).collect()
    }

    /// Whether the commitment goes unused in some hour.
    pub fn is_partly_unused(&self) -> bool {
        self.usage.iter().any(|usage| *usage < self.covers)
    }

    /// The commitment at which least is paid, and what that is a month, USD.
    pub fn cheapest(&self) -> (f64, f64) {
        let all = self.by_commitment.iter().copied();
        all.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or_default()
    }

    /// What the stated commitment costs a month, where it is not nearly the cheapest one.
    pub fn as_stated(&self) -> Option<(f64, f64)> {
        let (best, here) =
            (self.cheapest().0, self.by_commitment.partition_point(|point| point.0 < self.plan.commitment));
        self.by_commitment.get(here).copied().filter(|point| (point.0 - best).abs() > 0.02 * best)
    }
}

/// Looks at the commitment in dollars that a plan states; `None` where it states none, or nothing has a price.
///
/// In each hour it covers use worth `C/(1 − d)` and what is not used of it is lost
/// ([`savings_plan`]); the curve follows what all of the term's usual weeks cost at other commitments.
///
/// # Example
///
/// ```
/// use headroom_core::base::units::*;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::cost::*;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::studies::dollar_use::dollar_use;
///
/// let mut plan = examples::find("three-products").expect("an example").scenario();
/// assert_eq!(dollar_use(&plan, &evaluate(&plan)), None);
/// plan.cost.commitment = CommitmentInputs::Dollars(DollarCommitment {
///     term: CommitmentTerm::OneYear,
///     discount: PriceDiscount::new(0.28)?,
///     hourly: Some(CommittedSpend::new(36.0)?),
/// });
/// let used = dollar_use(&plan, &evaluate(&plan)).expect("a commitment");
/// // By hand: 36 / 0.72.
/// assert!((used.covers - 50.0).abs() < 1e-9 && used.usage.len() == 168);
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn dollar_use(scenario: &Scenario, evaluation: &Evaluation) -> Option<DollarUse> {
    let inputs: &CostInputs = &scenario.cost;
    let CommitmentInputs::Dollars(stated) = inputs.commitment else { return None };
    let answer = evaluation.cost.savings?;
    let pairs = scenario.services.iter().filter_map(|service| Some((service, evaluation.service(service.id)?)));
    let services: Vec<CostedService<'_>> = pairs.map(|(service, answers)| answers.costed(service)).collect();
    let (discount, rate) = (stated.discount.get(), 1.0 - stated.discount.get());
    let week = usage(inputs, &services, 0);
    let plan = savings_plan(answer.hourly, &week, discount)?;
    let term: Vec<f64> = (0..stated.term.months()).flat_map(|month| usage(inputs, &services, month)).collect();
    let curve = LoadDuration::from_series(&term)?;
    let top = curve.peak() * rate;
    let hours = term.len() as f64;
    let at = |place: usize| {
        let commitment = top * 1.05 * place as f64 / POINTS as f64;
        let bought = curve.commitment(commitment / rate, rate, 1.0)?;
        Some((commitment, over_a_month(bought.cost / hours)))
    };
    Some(DollarUse {
        term: stated.term,
        discount,
        covers: plan.covers,
        unused: over_a_month(plan.unused / week.len() as f64),
        by_commitment: (0..=POINTS).filter_map(at).collect(),
        usage: week,
        plan,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::{PriceDiscount, Quantity};
    use crate::plan::evaluate::evaluate;
    use crate::plan::scenario::cost::DollarCommitment;
    use crate::plan::scenario::examples;

    #[test]
    fn the_best_commitment_is_the_foot_of_the_curve() {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.commitment = CommitmentInputs::Dollars(DollarCommitment {
            term: CommitmentTerm::OneYear,
            discount: PriceDiscount::clamped(0.28),
            hourly: None,
        });
        let evaluation = evaluate(&scenario);
        let used = dollar_use(&scenario, &evaluation).unwrap();
        let best = evaluation.cost.savings.unwrap().best_hourly;
        let cost = |at: f64| {
            let after = used.by_commitment.partition_point(|point| point.0 < at);
            used.by_commitment[after.min(used.by_commitment.len() - 1)].1
        };
        let foot = used.by_commitment.iter().map(|point| point.1).fold(f64::INFINITY, f64::min);
        assert!(cost(best) <= foot * 1.002, "{} {foot}", cost(best));
        assert!(used.unused >= 0.0 && used.plan.hourly_cost.len() == used.usage.len());
    }
}
