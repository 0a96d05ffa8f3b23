//! Who pays for what is shared and idle, and what teams may spend.

use super::{plan_cost, summaries};
use crate::browser::focus_on;
use crate::components::NumberField;
use crate::components::form::{Fold, choice, explained, name, number};
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::units::{FixedPart, MonthlyAmount, Quantity};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::{Budget, ChargeRule, CostInputs, IdleRule, MAX_BUDGETS};
use leptos::prelude::*;

/// A rule without its number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Direct,
    ByUsage,
    Evenly,
    Fixed,
}

fn rule_of(plan: &CostInputs) -> Rule {
    match plan.charging {
        ChargeRule::Direct => Rule::Direct,
        ChargeRule::ByUsage => Rule::ByUsage,
        ChargeRule::Evenly => Rule::Evenly,
        ChargeRule::FixedPlusVariable { .. } => Rule::Fixed,
    }
}

fn set_rule(plan: &mut CostInputs, rule: Rule) {
    plan.charging = match rule {
        Rule::Direct => ChargeRule::Direct,
        Rule::ByUsage => ChargeRule::ByUsage,
        Rule::Evenly => ChargeRule::Evenly,
        Rule::Fixed => ChargeRule::FixedPlusVariable { fixed: fixed_of(plan) },
    };
}

fn fixed_of(plan: &CostInputs) -> FixedPart {
    match plan.charging {
        ChargeRule::FixedPlusVariable { fixed } => fixed,
        _ => FixedPart::clamped(0.5),
    }
}

/// The rules.
#[component]
pub fn ChargingFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(summaries::charging);
    let rules = || {
        vec![
            (Rule::ByUsage, "services, by usage"),
            (Rule::Evenly, "services, evenly"),
            (Rule::Fixed, "services, part fixed, part by usage"),
            (Rule::Direct, "the platform"),
        ]
    };
    let idle = || {
        vec![
            (IdleRule::Own, "its own service"),
            (IdleRule::ByUsage, "all services, by usage"),
            (IdleRule::Evenly, "all services, evenly"),
            (IdleRule::Apart, "the platform"),
        ]
    };
    let is_fixed = plan.read(|plan| rule_of(plan) == Rule::Fixed);
    let fixed = move || {
        is_fixed.get().then(|| {
            number(plan, "cost-fixed", fixed_of, |plan, fixed| plan.charging = ChargeRule::FixedPlusVariable { fixed })
        })
    };
    view! {
        <Fold id="cost-chargeback" title="Chargeback" says=says>
            {choice(plan, "cost-charging", rules(), rule_of, set_rule)}
            {fixed}
            {choice(plan, "cost-idle", idle(), |plan| plan.idle, |plan, rule| plan.idle = rule)}
        </Fold>
    }
}

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
    let plan = plan_cost();
    let says = plan.read(|plan| summaries::budgets(&plan.budgets));
    view! { <Fold id="cost-budgets" title="Budgets" says=says>{move || budget_list(plan)}</Fold> }
}

fn budget_list(plan: Part<CostInputs>) -> impl IntoView {
    let session = Session::here();
    let count = plan.read(|plan| plan.budgets.len());
    let offered = session.part(without_budget);
    // A first budget is what is charged now, rounded up to two digits.
    let charged = move |team: &str| {
        let evaluation = session.evaluation();
        let charges = &evaluation.cost.charges;
        let row = charges.teams.iter().find(|row| row.team == team && !row.is_platform);
        let spent = if team.is_empty() { charges.total } else { row.map_or(charges.total, |row| row.total) };
        round_up(spent.dollars())
    };
    let choose = move |event: leptos::ev::Event| {
        let place = event_target_value(&event).parse::<usize>().ok();
        let Some(team) = place.and_then(|at| offered.with_untracked(|offered| offered.get(at).cloned())) else {
            return;
        };
        let at = plan.now().budgets.len();
        let monthly = MonthlyAmount::clamped(untrack(|| charged(&team)));
        plan.edit(Change::Edit, move |plan| {
            if plan.budgets.len() < MAX_BUDGETS {
                plan.budgets.push(Budget { team: Name::cut(&team), monthly });
            }
        });
        focus_on(Place::TOP.nth(at).id("cost-budget"));
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
        {move || (0..count.get()).filter_map(|at| one_budget(plan, at)).collect_view()}
        {add}
        <p class="hint">"Teams are those that services name on the demand page."</p>
    }
}

fn one_budget(plan: Part<CostInputs>, at: usize) -> Option<impl IntoView> {
    let key = Place::TOP.nth(at).key("cost-budget");
    let budget = plan.focus(move |plan| plan.budgets.get(at), move |plan| plan.budgets.get_mut(at))?;
    let title = budget.read(|budget| whose(budget.team.as_str()));
    let value = budget.read(|budget| budget.monthly);
    let set = move |change, monthly| budget.edit(change, move |budget| budget.monthly = monthly);
    let remove = move |_| {
        plan.edit(Change::Edit, move |plan| {
            if at < plan.budgets.len() {
                plan.budgets.remove(at);
            }
        });
        focus_on("budget-add");
    };
    let field = view! { <NumberField id=key.id label=name(key) value=value set=set unit="$"/> };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {explained(key, field.into_any())}
            <button type="button" class="quiet small" aria-label=move || format!("Remove the budget of {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

/// The next number of two digits: 48,052 becomes 49,000.
fn round_up(dollars: f64) -> f64 {
    let mut size = 1.0;
    while dollars / size >= 100.0 {
        size *= 10.0;
    }
    (dollars / size).ceil() * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_first_budget_is_a_round_number_that_suffices() {
        for (spent, budget) in [(48_051.7, 49_000.0), (99.5, 100.0), (0.0, 0.0), (100.0, 100.0), (1e9 + 1.0, 1.1e9)] {
            assert_eq!(round_up(spent), budget, "{spent}");
        }
    }

    #[test]
    fn each_team_is_offered_once() {
        let mut plan = examples::find("three-products").unwrap().scenario();
        assert_eq!(without_budget(&plan), Vec::<String>::new());
        plan.cost.budgets.remove(1);
        assert_eq!(without_budget(&plan), ["Feed"]);
        plan.cost.budgets.clear();
        assert_eq!(without_budget(&plan), ["", "Feed", "Assistants", "Platform"]);
    }

    #[test]
    fn the_fixed_part_stays_when_the_rule_is_chosen_again() {
        let mut plan = CostInputs::default();
        set_rule(&mut plan, Rule::Fixed);
        plan.charging = ChargeRule::FixedPlusVariable { fixed: FixedPart::clamped(0.2) };
        set_rule(&mut plan, Rule::Fixed);
        assert_eq!((rule_of(&plan), fixed_of(&plan).get()), (Rule::Fixed, 0.2));
    }
}
