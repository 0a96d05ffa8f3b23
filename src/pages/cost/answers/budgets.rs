//! Budgets: which last, and in which month the others break.

use super::super::inputs::whose;
use super::super::view::CostView;
use crate::components::Mark;
use headroom_core::base::explain::Standing;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::BudgetAnswer;
use leptos::prelude::*;

/// How a budget stands, and in words when it breaks.
fn outlook(budget: &BudgetAnswer) -> (Standing, String) {
    if !budget.is_known {
        return (Standing::Tight, "no service is of this team".to_owned());
    }
    let by = budget.over_by.exact();
    match (budget.first_month_over, budget.first_day_over) {
        (Some(0), _) => (Standing::Fails, format!("at once, by {by} a month")),
        (_, Some(day)) => (Standing::Tight, format!("{}, by {by}", text::date(day))),
        _ => (Standing::Holds, "never".to_owned()),
    }
}

/// When a year's budget is used up.
fn year(budget: &BudgetAnswer) -> String {
    match budget.year_breaks_in {
        None => "in no year".to_owned(),
        Some(month) => format!("month {} of year {}", month % 12 + 1, month / 12 + 1),
    }
}

/// The table, where there are budgets.
#[component]
pub fn Budgets() -> impl IntoView {
    let view = CostView::here();
    let budgets = Memo::new(move |_| view.plan.with(|plan| plan.budgets.clone()));
    let months = move || view.plan.with(|plan| plan.horizon.months.len());
    let rows = move || {
        let row = |budget: &BudgetAnswer| {
            let (standing, breaks) = outlook(budget);
            let left = if budget.left < Money::ZERO { "fails" } else { "" };
            view! {
                <tr>
                    <th scope="row"><Mark standing=standing/>{whose(&budget.team)}</th>
                    <td class="value">{budget.budget.exact()}</td><td class="value">{budget.spent.exact()}</td>
                    <td class="value">{breaks}</td><td class="value">{year(budget)}</td>
                    <td class=format!("value {left}")>{budget.left.exact()}</td>
                </tr>
            }
        };
        budgets.with(|budgets| budgets.iter().map(row).collect_view())
    };
    let there = Memo::new(move |_| budgets.with(|budgets| !budgets.is_empty()));
    move || {
        if !there.get() {
            return view! {
                <section class="budgets" aria-label="Budgets">
                    <h2>"Budgets"</h2>
                    <p class="hint" id="budgets-none">"No budget is stated. State one under Budgets to see in which month it breaks, and by how much."</p>
                </section>
            }
            .into_any();
        }
        view! {
            <section class="budgets" aria-label="Budgets">
                <h2>"Budgets"</h2>
                <div class="scroll-x" tabindex="0" role="region" aria-label="Budgets">
                    <table id="budgets">
                        <caption class="visually-hidden">"Budgets"</caption>
                        <thead><tr>
                            <th scope="col">"Budget of"</th><th scope="col" class="value">"A month"</th>
                            <th scope="col" class="value">"First month"</th><th scope="col" class="value">"Breaks in the month from"</th>
                            <th scope="col" class="value">"A year's is used up"</th>
                            <th scope="col" class="value">{move || format!("Left of {} months", months())}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="hint">"Months count with advances spread over their terms, charged as above; lines without a known price are not in them."</p>
            </section>
        }
        .into_any()
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
        assert_eq!((outlook(&budgets[3]), year(&budgets[3])), ((Standing::Holds, "never".into()), "in no year".into()));
        assert_eq!(year(&budgets[0]), "month 1 of year 1");
    }
}
