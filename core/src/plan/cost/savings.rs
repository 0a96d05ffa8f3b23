//! A commitment in dollars an hour over all services.

use super::lines::CostedService;
use crate::base::time::HOURS_PER_WEEK;
use crate::formulas::buying::{LoadDuration, best_savings_plan, savings_plan};
use crate::formulas::finance::{over_a_month, price_level};
use crate::plan::scenario::cost::{CommitmentInputs, CommitmentTerm, CostInputs};
use serde::Serialize;

/// What a commitment in dollars does in its first term.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SavingsPlanAnswer {
    /// For how long.
    pub term: CommitmentTerm,
    /// What is taken off what it covers.
    pub discount: f64,
    /// `C`: committed, USD an hour.
    pub hourly: f64,
    /// The commitment that costs least, USD an hour.
    pub best_hourly: f64,
    /// Use that it covers, USD an hour at the price by the hour.
    pub covers: f64,
    /// What it saves a month of the term, USD; negative where it is too large.
    pub monthly_saving: f64,
    /// Share saved of what it may cover.
    pub saving: Option<f64>,
    /// Share of it that is used.
    pub utilization: Option<f64>,
    /// Share of the use that it covers.
    pub coverage: Option<f64>,
}

/// The commitments of a plan, term by term.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SavingsPlanPlan {
    pub answer: SavingsPlanAnswer,
    /// What it adds to the bill in an hour of each month; negative where it saves.
    deltas: Vec<f64>,
}

impl SavingsPlanPlan {
    /// What the commitment adds to the bill in an hour of a month: `C + max(0, u − C/(1−d)) − u` on average.
    pub fn delta(&self, month: u32) -> f64 {
        self.deltas.get(month as usize).copied().unwrap_or(0.0)
    }
}

/// Commits to dollars an hour, by the usual weeks of each term; events are beyond it and paid by the hour.
/// `None` where no such commitment is stated, or there is no price.
pub(super) fn plan_savings(inputs: &CostInputs, services: &[CostedService<'_>]) -> Option<SavingsPlanPlan> {
    let CommitmentInputs::Dollars(stated) = inputs.commitment else { return None };
    let (discount, months) = (stated.discount.get(), inputs.months());
    let rate = 1.0 - discount;
    let mut deltas = Vec::with_capacity(months as usize);
    let mut answer = None;
    let mut from = 0;
    while from < months {
        let weeks: Vec<Vec<f64>> =
            (from..from + stated.term.months()).map(|month| usage(inputs, services, month)).collect();
        let all: Vec<f64> = weeks.iter().flatten().copied().collect();
        let curve = LoadDuration::from_series(&all)?;
        let best = best_savings_plan(&curve, discount)?;
        let hourly = stated.hourly.map_or(best, |stated| stated.get());
        let bought = savings_plan(hourly, &all, discount)?;
        let added: Vec<f64> = bought.hourly_cost.iter().zip(&all).map(|(cost, used)| cost - used).collect();
        for week in added.chunks(HOURS_PER_WEEK).take((months - from) as usize) {
            deltas.push(week.iter().sum::<f64>() / HOURS_PER_WEEK as f64);
        }
        if answer.is_none() {
            let covers = bought.covers;
            let bought = curve.commitment(covers, rate, 1.0)?;
            answer = Some(SavingsPlanAnswer {
                term: stated.term,
                discount,
                hourly,
                best_hourly: best,
                covers,
                monthly_saving: over_a_month(-added.iter().sum::<f64>() / all.len() as f64),
                saving: bought.saving,
                utilization: bought.utilization,
                coverage: bought.coverage,
            });
        }
        from += stated.term.months();
    }
    Some(SavingsPlanPlan { answer: answer?, deltas })
}

/// What all services use by the hour in each hour of a month's usual week, USD.
pub(crate) fn usage(inputs: &CostInputs, services: &[CostedService<'_>], month: u32) -> Vec<f64> {
    let mut week = vec![0.0; HOURS_PER_WEEK];
    let level = price_level(inputs.price_decline.get(), month);
    for costed in services.iter().filter(|costed| costed.buys()) {
        let Some(purchase) = &costed.cost.purchase else { continue };
        let on_demand = 1.0 - purchase.spot.map_or(0.0, |spot| spot.share);
        let price = purchase.on_demand * level * on_demand;
        for (sum, nodes) in week.iter_mut().zip(costed.priced().usual_week(month)) {
            *sum += nodes * price;
        }
    }
    week
}
