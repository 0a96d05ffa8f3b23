//! What teams may spend.

use super::super::fields::BUDGET;
use super::{plan_cost, summaries};
use crate::components::form::{Adding, Fold, List};
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::units::{MonthlyAmount, Quantity};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::{Budget, MAX_BUDGETS};
use leptos::prelude::*;

const BUDGETS: List<Budget> = List {
    adding: Adding { most: MAX_BUDGETS, id: "budget-add", first: "cost-budget" },
    title: |_, budget| whose(budget.team.as_str()),
    rows: BUDGET,
    remove: "Remove the budget of",
};

/// What a budget is for, in words.
pub fn whose(team: &str) -> String {
    if team.is_empty() { "The whole plan".to_owned() } else { team.to_owned() }
}

/// Teams without a budget, the whole plan first.
fn without_budget(scenario: &Scenario) -> Vec<String> {
    let mut teams = vec![String::new()];
    for service in scenario.services.iter() {
        if !teams.iter().any(|team| *team == service.team.as_str()) {
            teams.push(service.team.to_string());
        }
    }
    teams.retain(|team| scenario.cost.budgets.iter().all(|budget| budget.team.as_str() != team));
    teams
}

/// The list of budgets.
#[component]
pub fn BudgetFields() -> impl IntoView {
    let budgets = plan_cost().field(|plan| &plan.budgets, |plan| &mut plan.budgets);
    let says = budgets.read(|budgets| summaries::budgets(budgets));
    view! { <Fold id="cost-budgets" title="Budgets" says=says>{move || budget_list(budgets)}</Fold> }
}

fn budget_list(budgets: Part<Vec<Budget>>) -> impl IntoView {
    let session = Session::here();
    let count = budgets.read(Vec::len);
    let offered = session.part(without_budget);
    let choose = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        let Some(team) = place.and_then(|at| offered.with_untracked(|offered| offered.get(at).cloned())) else {
            return;
        };
        let monthly = MonthlyAmount::clamped(untrack(|| session.evaluation().cost.first_budget(&team)));
        BUDGETS.adding.add(budgets, Budget { team: Name::cut(&team), monthly });
    };
    let add = move || {
        let offered = offered.get();
        (!offered.is_empty() && count.get() < MAX_BUDGETS).then(|| {
            let options = offered
                .into_iter()
                .enumerate()
                .map(|(at, team)| view! { <option value=at.to_string()>{whose(&team)}</option> })
                .collect_view();
            view! {
                <div class="field long">
                    <label for="budget-add">"Add a budget for"</label>
                    <select id="budget-add" on:change=choose><option value="">"Choose one"</option>{options}</select>
                </div>
            }
        })
    };
    view! {
        {BUDGETS.items(budgets)}
        {add}
        <p class="hint">"Teams are those that services name on the demand page."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn each_team_is_offered_once() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        assert_eq!(without_budget(&plan), Vec::<String>::new());
        plan.cost.budgets.remove(1);
        assert_eq!(without_budget(&plan), ["Feed"]);
        plan.cost.budgets.clear();
        assert_eq!(without_budget(&plan), ["", "Feed", "Assistants", "Platform"]);
    }
}
