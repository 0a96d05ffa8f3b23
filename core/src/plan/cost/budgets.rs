//! Budgets: in which month a team's spending passes them.

use super::charges::{Chargeback, charge};
use super::lines::MonthlyLines;
use super::plan::CostBasis;
use crate::base::money::Money;
use crate::base::time::month_start;
use crate::formulas::finance::budget_outlook;
use jiff::civil::Date;
use serde::Serialize;

/// How a team's spending stands against its budget.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BudgetAnswer {
    /// The team; empty for the whole plan.
    pub team: String,
    /// Whether some service is of that team; otherwise nothing is charged to it.
    pub is_known: bool,
    /// The budget of a month.
    pub budget: Money,
    /// What the first month costs it.
    pub spent: Money,
    /// The first month, from 0, that costs more; `None` where none does.
    pub first_month_over: Option<u32>,
    /// Its first day.
    pub first_day_over: Option<Date>,
    /// By how much that month exceeds the budget.
    pub over_by: Money,
    /// The month, from 0, in which a year's budget is used up.
    pub year_breaks_in: Option<u32>,
    /// What is left of all months' budgets; negative where they do not suffice.
    pub left: Money,
    /// What each month costs.
    #[serde(skip)]
    pub months: Vec<Money>,
}

/// Looks at every budget over the horizon, with advances spread over their terms.
pub(super) fn budgets(basis: &CostBasis<'_>, months: &[MonthlyLines], first: &Chargeback) -> Vec<BudgetAnswer> {
    if basis.inputs.budgets.is_empty() {
        return Vec::new();
    }
    let charges: Vec<Chargeback> = months.iter().map(|month| charge(basis.inputs, basis.services, month)).collect();
    let of = |charges: &Chargeback, team: &str| match team {
        "" => charges.total,
        team => charges.teams.iter().filter(|row| row.team == team && !row.is_platform).map(|row| row.total).sum(),
    };
    let answer = |stated: &crate::plan::scenario::cost::Budget| {
        let team = stated.team.as_str();
        let budget = Money::from_dollars(stated.monthly.get()).unwrap_or_default();
        let spent: Vec<Money> = charges.iter().map(|month| of(month, team)).collect();
        let outlook = budget_outlook(budget, &spent);
        let over = outlook.first_month_over.map(|month| month as u32);
        BudgetAnswer {
            team: team.to_owned(),
            is_known: team.is_empty() || first.teams.iter().any(|row| row.team == team),
            budget,
            spent: of(first, team),
            first_month_over: over,
            first_day_over: over.map(|month| month_start(basis.start, month)),
            over_by: outlook.over_by,
            year_breaks_in: outlook.year_breaks_in.map(|month| month as u32),
            left: outlook.left,
            months: spent,
        }
    };
    basis.inputs.budgets.iter().map(answer).collect()
}
