//! A plan against a baseline: what a change saves, when it has paid for itself, and which lines moved.

use crate::base::id::ServiceId;
use crate::base::money::Money;
use crate::formulas::finance::{Item, compare_flows};
use crate::plan::cost::CostPlan;
use crate::plan::evaluate::Evaluation;
use serde::Serialize;

/// A line that differs, in the first month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WaterfallRow {
    /// What it is for.
    pub item: Item,
    /// Whose it is; `None` for nobody's alone.
    pub service: Option<ServiceId>,
    /// What it is called.
    pub label: String,
    /// Before; lines whose price is not known are not in it.
    pub before: Money,
    /// After.
    pub after: Money,
    /// The difference.
    pub change: Money,
}

/// A plan against a baseline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CostComparison {
    /// The first month before and after; `None` where a price is not known in either.
    pub monthly: Option<(Money, Money)>,
    /// What the change saves over the months that both have; negative where it costs.
    pub saved: Money,
    /// The same as a present value, USD, at the plan's own discount rate.
    pub present_value: Option<f64>,
    /// Months until it has paid for itself; `None` where it never does.
    pub payback: Option<f64>,
    /// Whether all prices are known in both.
    pub is_complete: bool,
    /// The lines that differ, in the order of the bill; their changes add up to that of the month's total.
    pub rows: Vec<WaterfallRow>,
}

impl CostComparison {
    /// The lines that differ and what each changes, the largest change first; beyond `most` the small ones are one at the end.
    pub fn largest_first(&self, most: usize) -> Vec<(String, Money)> {
        let mut rows: Vec<(String, Money)> = self.rows.iter().map(|row| (row.label.clone(), row.change)).collect();
        rows.sort_by_key(|(_, change)| std::cmp::Reverse(change.cents().unsigned_abs()));
        if rows.len() > most {
            let rest = rows.split_off(most.saturating_sub(1));
            rows.push((format!("{} other lines", rest.len()), rest.iter().map(|(_, change)| *change).sum()));
        }
        rows
    }

    /// What a change of totals has beyond the lines that differ: lines without a known price in one of them.
    pub fn beyond_rows(&self, before: Money, after: Money) -> Money {
        (after - before) - self.rows.iter().map(|row| row.change).sum()
    }
}

/// Compares the cost of a plan with that of a baseline: `saved_t = before_t − after_t`, month by month.
///
/// Where one looks further ahead than the other, the months that both have are compared. `discount_rate` is a
/// year's, as a fraction.
///
/// # Example
///
/// ```
/// use headroom_core::studies::cost_change::compare_cost;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::base::money::Money;
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::base::units::*;
///
/// let before = examples::find("ai-platform").expect("an example").scenario();
/// let mut after = before.clone();
/// after.cost.people = Some(headroom_core::plan::scenario::cost::People {
///     engineers: Fte::new(1.0)?,
///     monthly: LoadedCost::new(18_000.0)?,
/// });
/// let change = compare_cost(&evaluate(&before), &evaluate(&after), 0.08);
/// assert_eq!((change.rows.len(), change.rows[0].change), (1, Money::from_cents(1_800_000)));
/// assert_eq!((change.saved, change.payback), (Money::from_cents(-36 * 1_800_000), None));
/// # Ok::<(), OutOfRange>(())
/// ```
pub fn compare_cost(before: &Evaluation, after: &Evaluation, discount_rate: f64) -> CostComparison {
    let (old, new) = (&before.cost, &after.cost);
    let months = old.horizon.months.len().min(new.horizon.months.len());
    let flows = |plan: &CostPlan| plan.horizon.flows.iter().take(months + 1).copied().collect::<Vec<_>>();
    let change = compare_flows(&flows(old), &flows(new), discount_rate);
    CostComparison {
        monthly: old.monthly.zip(new.monthly),
        saved: change.saved,
        present_value: change.present_value,
        payback: change.payback,
        is_complete: old.horizon.is_complete && new.horizon.is_complete,
        rows: rows(before, after),
    }
}

fn rows(before: &Evaluation, after: &Evaluation) -> Vec<WaterfallRow> {
    let mut rows: Vec<WaterfallRow> = Vec::new();
    for (evaluation, is_after) in [(before, false), (after, true)] {
        for line in &evaluation.cost.lines {
            let Some(amount) = line.amount else { continue };
            // A service may have been renamed; what the line is of it has not.
            let name = line.service.and_then(|id| evaluation.service(id)).map_or("", |service| service.name.as_str());
            let what = line.label.strip_prefix(name).unwrap_or(&line.label);
            let is_same =
                |row: &WaterfallRow| row.item == line.item && row.service == line.service && row.label.ends_with(what);
            let place = match rows.iter().position(is_same) {
                Some(place) => place,
                None => {
                    let (item, service, label) = (line.item, line.service, line.label.clone());
                    let none = Money::ZERO;
                    rows.push(WaterfallRow { item, service, label, before: none, after: none, change: none });
                    rows.len() - 1
                }
            };
            let row = &mut rows[place];
            let side = if is_after { &mut row.after } else { &mut row.before };
            *side = *side + amount;
        }
    }
    for row in &mut rows {
        row.change = row.after - row.before;
    }
    rows.retain(|row| row.change != Money::ZERO);
    rows.sort_by_key(|row| row.item);
    rows
}
