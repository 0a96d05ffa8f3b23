//! The years: what is paid in each month, by what it is for.

use super::super::view::CostView;
use super::{exact_or_unknown, was};
use crate::charts::spec::Chart;
use crate::components::table::{Column, Row, Table};
use crate::components::{Figure, TableView};
use crate::plots::cost::{Happening, months};
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, Stack};
use headroom_core::plan::evaluate::Evaluation;
use leptos::prelude::*;
use std::sync::Arc;

/// What it is, how much, and what it was in the baseline.
type Fact = (&'static str, String, String);

/// The months of a plan, beside those of the baseline.
#[derive(Clone, Debug, Default, PartialEq)]
struct PaidMonths {
    heading: String,
    facts: Vec<Fact>,
    chart: Option<Arc<Chart>>,
    says: String,
    /// Fleets that are enlarged.
    steps: Table,
    /// Every month; without rows where nothing is paid.
    months: Table,
}

impl PaidMonths {
    /// Those of a plan, with its monthly budget and what happens meanwhile.
    fn of(plan: &CostPlan, before: Option<&CostPlan>, budget: Option<f64>, happenings: &[Happening]) -> Self {
        let stack = Stack::of(&plan.horizon);
        let stack = stack.as_ref();
        let before_months = before.map(|before| &before.horizon);
        let missing =
            if plan.horizon.is_complete { "" } else { "Lines without a known price are missing from all sums. " };
        Self {
            heading: format!("{} months", plan.horizon.months.len()),
            facts: facts(plan, before),
            chart: stack.and_then(|stack| months(plan, stack, before_months, budget, happenings)).map(Arc::new),
            says: format!("{missing}Invoices are paid at the end of their month, upfront payments at its start."),
            steps: steps(plan),
            months: stack.map(|stack| months_table(plan, stack)).unwrap_or_default(),
        }
    }
}

/// What happens to the load and the fleets within the years.
fn happenings(evaluation: &Evaluation) -> Vec<Happening> {
    let mut all: Vec<Happening> = Vec::new();
    for service in &evaluation.services {
        let origin = service.curve.origin();
        for (name, start) in service.curve.event_days() {
            let event = Happening { at: origin + start, name: name.to_owned() };
            if !all.contains(&event) {
                all.push(event);
            }
        }
    }
    all
}

/// The facts above the chart: total, present value, a thousand requests.
fn facts(plan: &CostPlan, before: Option<&CostPlan>) -> Vec<Fact> {
    let least =
        |plan: &CostPlan, amount: String| if plan.horizon.is_complete { amount } else { format!("≥ {amount}") };
    let total = |plan: &CostPlan| least(plan, plan.horizon.total.exact());
    let worth =
        |plan: &CostPlan| text::or_unknown(plan.horizon.present_value, |value| least(plan, text::dollars(value)));
    let mean = |plan: &CostPlan| least(plan, text::dollars(plan.horizon.average_month()));
    let fact = |name, read: &dyn Fn(&CostPlan) -> String| {
        let now = read(plan);
        let was = was(&now, before.map(read)).unwrap_or_default();
        (name, now, was)
    };
    let mut facts = vec![fact("All months", &total), fact("Present value (NPV)", &worth), fact("Average month", &mean)];
    if plan.horizon.one_off() > Money::ZERO {
        facts.push(fact("of which upfront", &|plan: &CostPlan| plan.horizon.one_off().exact()));
    }
    facts
}

/// The chart, its facts, and the steps of the fleets.
#[component]
pub fn Years() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let budget = session.part(|scenario| {
        scenario.cost.budgets.iter().find(|budget| budget.team.is_empty()).map(|budget| budget.monthly.get())
    });
    let happenings = Memo::new(move |_| happenings(&session.evaluation()));
    let shown = Memo::new(move |_| {
        let before = view.before.get();
        let before = before.as_deref().map(|before| &before.plan);
        view.plan.with(|plan| happenings.with(|happenings| PaidMonths::of(plan, before, budget.get(), happenings)))
    });
    let chart = Memo::new(move |_| shown.with(|shown| shown.chart.clone()));
    let table = move |read: fn(&PaidMonths) -> &Table| Memo::new(move |_| shown.with(|shown| read(shown).clone()));
    let (steps, months) = (table(|shown| &shown.steps), table(|shown| &shown.months));
    let has_rows = |table: Memo<Table>| Memo::new(move |_| table.with(|table| !table.rows.is_empty()));
    let (enlarges, pays) = (has_rows(steps), has_rows(months));
    let facts = move || {
        let fact = |(name, now, was): Fact| view! { <div><dt>{name}</dt><dd>{now} <small>{was}</small></dd></div> };
        shown.with(|shown| shown.facts.clone()).into_iter().map(fact).collect_view()
    };
    view! {
        <section class="years" aria-label="The years">
            <h2>{move || shown.with(|shown| shown.heading.clone())}</h2>
            <dl class="cost-facts" id="years-facts">{facts}</dl>
            <Figure chart=chart/>
            <p class="hint">{move || shown.with(|shown| shown.says.clone())}</p>
            <Show when=move || enlarges.get()>
                <details><summary>"When fleets are enlarged"</summary><TableView table=steps/></details>
            </Show>
            <Show when=move || pays.get()>
                <details><summary>"Every month to the cent"</summary><TableView table=months/></details>
            </Show>
        </section>
    }
}

/// Fleets that are enlarged, each with its month.
fn steps(plan: &CostPlan) -> Table {
    let rows = plan.horizon.steps.iter().map(|step| {
        let replicas = format!("{} to {}", text::number(step.replicas - step.added), text::number(step.replicas));
        Row::of([text::date_short(step.day), step.service.clone(), replicas])
    });
    let columns = [Column::words("Month from"), Column::words("Service"), Column::number("Replicas")];
    Table::new("fleet-steps", "Fixed fleets that growth outruns").with_columns(columns).with_rows(rows)
}

/// Every month by kind, to the cent.
fn months_table(plan: &CostPlan, stack: &Stack) -> Table {
    let rows = plan.horizon.months.iter().enumerate().map(|(at, month)| {
        let cells = stack.parts.iter().map(|part| exact_or_unknown(part.months.get(at).copied()));
        let paid = month.paid().exact();
        Row::of(std::iter::once(text::date_short(month.from)).chain(cells).chain([paid]))
    });
    let sums = stack.parts.iter().map(|part| part.total().exact());
    let sum = std::iter::once("Total".to_owned()).chain(sums).chain([plan.horizon.total.exact()]);
    let columns = stack.parts.iter().map(|part| Column::number(part.name.clone()));
    Table::new("months", "Paid for each month")
        .with_columns(std::iter::once(Column::words("Month from")).chain(columns).chain([Column::number("Total")]))
        .with_rows(rows.chain([Row::of(sum).total()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_months_have_their_sum_and_say_what_they_were_in_the_baseline() {
        let scenario = examples::find("three-products").unwrap().scenario();
        let evaluation = evaluate(&scenario);
        let plan = &evaluation.cost.plan;
        let shown = PaidMonths::of(plan, None, None, &happenings(&evaluation));
        let count = plan.horizon.months.len();
        assert_eq!((shown.heading.clone(), shown.months.rows.len()), (format!("{count} months"), count + 1));
        assert_eq!(shown.months.texts(count).last().copied(), Some(plan.horizon.total.exact().as_str()));
        assert_eq!(shown.facts[0], ("All months", plan.horizon.total.exact(), String::new()));
        assert_eq!(shown.steps.rows.len(), plan.horizon.steps.len());
        assert!(shown.chart.as_ref().is_some_and(|chart| chart.rules.is_empty()));
        // The same plan says the same; one that pays otherwise says what it was.
        assert_eq!(PaidMonths::of(plan, Some(plan), None, &happenings(&evaluation)), shown);
        let mut other = scenario.clone();
        other.cost.discount_rate = Quantity::clamped(0.3);
        let other = evaluate(&other).cost;
        let beside = PaidMonths::of(plan, Some(&other.plan), Some(75_000.0), &[]);
        assert!(beside.facts[1].2.starts_with("baseline $"), "{:?}", beside.facts);
        assert!(beside.chart.is_some_and(|chart| chart.rules.len() == 1));
    }

    #[test]
    fn a_sum_that_lacks_a_price_is_a_lower_bound_and_nothing_paid_has_no_table() {
        let scenario = examples::find("three-products").unwrap().scenario();
        let mut plan = evaluate(&scenario).cost.plan;
        plan.horizon.is_complete = false;
        let shown = PaidMonths::of(&plan, None, None, &[]);
        assert!(shown.facts[0].1.starts_with("≥ $"), "{:?}", shown.facts);
        assert!(shown.says.starts_with("Lines without a known price are missing from all sums. "), "{}", shown.says);
        plan.horizon.months.clear();
        plan.horizon.steps.clear();
        let shown = PaidMonths::of(&plan, None, None, &[]);
        assert_eq!((shown.chart, shown.months, shown.steps.rows.len()), (None, Table::default(), 0));
    }

    #[test]
    fn an_event_of_several_services_happens_once() {
        let mut scenario = examples::first().scenario();
        let all = happenings(&evaluate(&scenario));
        assert!(!all.is_empty());
        let twin = scenario.services.first().clone();
        let floor = scenario.services.next_id();
        scenario.services.add(twin, floor).unwrap();
        assert_eq!(happenings(&evaluate(&scenario)), all);
    }
}
