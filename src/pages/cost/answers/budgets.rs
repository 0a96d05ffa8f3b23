//! Budgets: which are kept, and in which month the others are exceeded.

use super::super::inputs::whose;
use super::super::view::CostView;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::explain::Standing;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::BudgetAnswer;
use leptos::prelude::*;

/// How a budget stands, and in words when it breaks.
fn outlook(budget: &BudgetAnswer) -> (Standing, String) {
    if !budget.is_known {
        return (Standing::Tight, "no service of this team".to_owned());
    }
    let by = budget.over_by.exact();
    match (budget.first_month_over, budget.first_day_over) {
        (Some(0), _) => (Standing::Fails, format!("in the first month, by {by}")),
        (_, Some(day)) => (Standing::Tight, format!("{}, by {by}", text::date(day))),
        _ => (Standing::Holds, "never".to_owned()),
    }
}

/// When a year's budget is exhausted.
fn year(budget: &BudgetAnswer) -> String {
    match budget.year_breaks_in {
        None => "never".to_owned(),
        Some(month) => format!("month {} of year {}", month % 12 + 1, month / 12 + 1),
    }
}

/// The budgets as a table.
fn table(budgets: &[BudgetAnswer], months: usize) -> Table {
    let row = |budget: &BudgetAnswer| {
        let (standing, breaks) = outlook(budget);
        let left = Cell::from(budget.left.exact());
        let left = if budget.left < Money::ZERO { left.toned(Standing::Fails) } else { left };
        Row::of([
            Cell::marked(standing, whose(&budget.team)),
            Cell::from(budget.budget.exact()),
            Cell::from(budget.spent.exact()),
            Cell::from(breaks),
            Cell::from(year(budget)),
            left,
        ])
    };
    let columns = [
        Column::words("Budget of"),
        Column::number("Monthly budget"),
        Column::number("First month"),
        Column::words("First exceeded"),
        Column::words("Annual budget exhausted"),
        Column::number(format!("Left over {months} months")),
    ];
    Table::new("budgets", "Budgets").titled_above().with_columns(columns).with_rows(budgets.iter().map(row))
}

/// The table, where there are budgets.
#[component]
pub fn Budgets() -> impl IntoView {
    let view = CostView::here();
    let found = Memo::new(move |_| view.plan.with(|plan| table(&plan.budgets, plan.horizon.months.len())));
    let there = Memo::new(move |_| found.with(|found| !found.rows.is_empty()));
    let none = || {
        view! { <p class="hint" id="budgets-none">"No budget is entered. Enter one under Budgets to see in which month it is exceeded, and by how much."</p> }
    };
    view! {
        <section class="budgets" aria-label="Budgets">
            <h2>"Budgets"</h2>
            <Show when=move || there.get() fallback=none>
                <TableView table=found/>
                <p class="hint">"Months include upfront payments spread over their terms, charged as above; lines without a known price are not included."</p>
            </Show>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_budget_says_its_month() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        plan.cost.budgets[0].monthly = Quantity::clamped(1.0);
        plan.cost.budgets[3].monthly = Quantity::clamped(1e9);
        let budgets = evaluate(&plan).cost.plan.budgets;
        assert_eq!(outlook(&budgets[0]).0, Standing::Fails);
        let (standing, breaks) = outlook(&budgets[1]);
        assert_eq!((standing, breaks.starts_with("1 February 2027, by $")), (Standing::Tight, true), "{breaks}");
        assert_eq!((outlook(&budgets[3]), year(&budgets[3])), ((Standing::Holds, "never".into()), "never".into()));
        assert_eq!(year(&budgets[0]), "month 1 of year 1");
    }
}
