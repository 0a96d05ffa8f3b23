//! What each tier costs in all, whatever an hour of outage costs.

use super::{RecoveryPlan, TierAnswer};
use crate::formulas::recovery::{RecoveryTier, annual_loss};
use crate::plan::scenario::recovery::RecoveryInputs;

/// Least loss an hour at which tiers are compared, dollars.
const LEAST_LOSS: f64 = 1.0;

impl RecoveryPlan {
    /// What a tier costs in a year, standing ready and expected losses together, if an hour of outage
    /// cost so much: `C + λ · (RTO · L + D)`.
    ///
    /// | symbol | input                        | unit               |
    /// |--------|------------------------------|--------------------|
    /// | `C`    | 12 · standby of the tier     | dollars / year     |
    /// | `λ`    | `outages`                    | outages / year     |
    /// | `RTO`  | of the tier                  | hours              |
    /// | `L`    | `loss_per_hour`              | dollars / hour     |
    /// | `D`    | lost data of one outage      | dollars            |
    ///
    /// `None` where the price or the RTO is not known.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::evaluate::evaluate;
    /// use headroom_core::formulas::recovery::RecoveryTier;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let scenario = examples::find("three-region-payments").expect("an example").scenario();
    /// let (stated, plan) = (&scenario.services.first().recovery, &evaluate(&scenario).services[0].recovery);
    /// let cold = |loss| plan.total_at(stated, RecoveryTier::Cold, loss).expect("a price and an RTO");
    /// // Twice the loss, twice the expected loss of the time without service.
    /// assert!((cold(2e6) - cold(1e6) - (cold(1e6) - cold(0.0))).abs() < 1e-3);
    /// ```
    pub fn total_at(&self, stated: &RecoveryInputs, tier: RecoveryTier, loss_per_hour: f64) -> Option<f64> {
        let answer = self.of(tier)?;
        let lost = annual_loss(stated.outages.get(), answer.rto?, loss_per_hour, stated.data_cost(&answer.data))?;
        Some(answer.annual_cost? + lost)
    }

    /// The losses an hour between which the choice of a tier changes, with a power of ten to either side;
    /// they hold the stated one.
    pub fn losses_of_interest(&self, stated: &RecoveryInputs) -> (f64, f64) {
        let changes = self.winners.iter().map(|(_, from)| *from);
        let known = changes.chain(stated.loss.map(|loss| loss.get())).filter(|loss| *loss > 0.0);
        let (low, high) = known.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), at| (low.min(at), high.max(at)));
        if high <= 0.0 {
            return (100.0, 1e6);
        }
        ((low / 10.0).max(LEAST_LOSS), (high * 10.0).max(LEAST_LOSS * 100.0))
    }
}

impl TierAnswer {
    /// What standing ready costs a month; `None` where no price is stated.
    pub fn monthly(&self) -> Option<f64> {
        self.standby.map(|standby| standby.monthly)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::Quantity;
    use crate::plan::evaluate::evaluate;
    use crate::plan::scenario::examples;

    #[test]
    fn tiers_are_compared_even_where_the_cost_of_an_hour_is_unknown() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().recovery.loss = None;
        let plan = &evaluate(&scenario).services[0].recovery;
        let stated = &scenario.services.first().recovery;
        assert_eq!((plan.cheapest, plan.tiers[0].total), (None, None));
        assert!(!plan.winners.is_empty() && plan.winners[0].1 == 0.0);
        let (low, high) = plan.losses_of_interest(stated);
        assert!(plan.winners.iter().skip(1).all(|(_, from)| low < *from && *from < high));
    }

    #[test]
    fn at_the_stated_loss_it_is_the_total() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let stated = &scenario.services.first().recovery;
        let plan = &evaluate(&scenario).services[0].recovery;
        for answer in &plan.tiers {
            assert_eq!(plan.total_at(stated, answer.tier, stated.loss.unwrap().get()), answer.total);
        }
        for pair in &plan.break_evens {
            let at = |tier| plan.total_at(stated, tier, pair.loss_per_hour).unwrap();
            let (below, above) = (at(pair.below), at(pair.above));
            // Both sides are sums of a few numbers of this size.
            assert!((below - above).abs() <= 1e-9 * below, "{below} {above}");
        }
    }

    #[test]
    fn without_a_change_there_is_a_range_all_the_same() {
        let plan = &evaluate(&examples::seed_service()).services[0].recovery;
        let stated = RecoveryInputs { loss: Some(Quantity::clamped(0.0)), ..Default::default() };
        let (low, high) = plan.losses_of_interest(&stated);
        assert!(0.0 < low && low < high);
    }
}
