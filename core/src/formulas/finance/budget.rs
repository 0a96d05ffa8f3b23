//! Budgets: in which month the spending exceeds them.

use crate::base::money::Money;

/// How spending stands against a budget; from [`budget_outlook`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetOutlook {
    /// First month, from 0, that costs more than a month's budget; `None` where none does.
    pub first_month_over: Option<usize>,
    /// By how much that month exceeds it.
    pub over_by: Money,
    /// Month, from 0, in which a year's budget is used up, counted anew every twelve months.
    pub year_breaks_in: Option<usize>,
    /// What is left of the budget of all months together; negative where it does not suffice.
    pub left: Money,
}

/// When spending exceeds a monthly budget, month by month and year by year.
///
/// A year's budget is twelve months' (fewer in a last year that is shorter), so a dear December
/// may be within the year's budget and beyond the month's.
///
/// # Example
///
/// ```
/// use headroom_core::base::money::Money;
/// use headroom_core::formulas::finance::budget_outlook;
///
/// let months = [90, 95, 100, 105, 110].map(Money::from_cents);
/// let outlook = budget_outlook(Money::from_cents(100), &months);
/// assert_eq!((outlook.first_month_over, outlook.over_by), (Some(3), Money::from_cents(5)));
/// assert_eq!((outlook.year_breaks_in, outlook.left), (None, Money::ZERO));
/// ```
pub fn budget_outlook(monthly: Money, months: &[Money]) -> BudgetOutlook {
    let first_month_over = months.iter().position(|spent| *spent > monthly);
    let over_by = first_month_over.and_then(|month| months.get(month)).map_or(Money::ZERO, |spent| *spent - monthly);
    let budget = |months: &[Money]| months.iter().map(|_| monthly).sum::<Money>();
    let breaks = |(year, spent): (usize, &[Money])| {
        let (limit, mut sum) = (budget(spent), Money::ZERO);
        let within = spent.iter().position(|month| {
            sum = sum + *month;
            sum > limit
        })?;
        Some(year * 12 + within)
    };
    BudgetOutlook {
        first_month_over,
        over_by,
        year_breaks_in: months.chunks(12).enumerate().find_map(breaks),
        left: budget(months) - months.iter().copied().sum(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_count_anew() {
        let mut months = vec![Money::from_cents(90); 12];
        months.extend([Money::from_cents(130); 12]);
        let outlook = budget_outlook(Money::from_cents(100), &months);
        // 1200 is used up by the tenth month of the second year: 9 · 130 = 1170, 10 · 130 = 1300.
        assert_eq!((outlook.first_month_over, outlook.year_breaks_in), (Some(12), Some(21)));
        assert_eq!(outlook.left, Money::from_cents(-240));
        let none = budget_outlook(Money::ZERO, &[]);
        assert_eq!((none.first_month_over, none.year_breaks_in, none.left), (None, None, Money::ZERO));
    }
}
