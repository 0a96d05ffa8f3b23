//! The years: what is paid in each month, by what it is for.

use super::super::view::CostView;
use super::{exact_or_unknown, was};
use crate::components::Figure;
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::plots::cost::{Happening, Stack, months};
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::CostPlan;
use leptos::prelude::*;
use std::sync::Arc;

/// What happens to the load and the fleets within the years.
fn happenings(session: Session) -> Vec<Happening> {
    let evaluation = session.evaluation();
    let mut all: Vec<Happening> = Vec::new();
    for service in &evaluation.services {
        let origin = service.curve.origin();
        for (name, start) in service.curve.event_starts() {
            let event = Happening { at: origin + start, name: name.to_owned() };
            if !all.contains(&event) {
                all.push(event);
            }
        }
    }
    all
}

/// The facts above the chart: total, present value, a thousand requests.
fn facts(plan: &CostPlan, before: Option<&CostPlan>) -> Vec<(&'static str, String, String)> {
    let least =
        |plan: &CostPlan, amount: String| if plan.horizon.is_complete { amount } else { format!("≥ {amount}") };
    let total = |plan: &CostPlan| least(plan, plan.horizon.total.exact());
    let worth =
        |plan: &CostPlan| text::or_unknown(plan.horizon.present_value, |value| least(plan, text::dollars(value)));
    let mean = |plan: &CostPlan| {
        let months = plan.horizon.months.len().max(1) as f64;
        least(plan, text::dollars(plan.horizon.total.dollars() / months))
    };
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
    let stack = Memo::new(move |_| view.plan.with(|plan| Stack::of(&plan.horizon)));
    let chart = Memo::new(move |_| {
        let before = view.before.get();
        let happenings = happenings(session);
        view.plan.with(|plan| {
            let before = before.as_ref().map(|plan| &plan.horizon);
            stack.with(|stack| months(plan, stack.as_ref()?, before, budget.get(), &happenings)).map(Arc::new)
        })
    });
    let shown = move || {
        let before = view.before.get();
        let facts = view.plan.with(|plan| facts(plan, before.as_deref().map(|before| &before.plan)));
        let fact = |(name, now, was): (&'static str, String, String)| {
            view! { <div><dt>{name}</dt><dd>{now} <small>{was}</small></dd></div> }
        };
        facts.into_iter().map(fact).collect_view()
    };
    let heading = move || {
        let months = view.plan.with(|plan| plan.horizon.months.len());
        format!("{} months", months)
    };
    let says = move || {
        view.plan.with(|plan| {
            let missing =
                if plan.horizon.is_complete { "" } else { "Lines without a known price are missing from all sums. " };
            format!("{missing}Invoices are paid at the end of their month, upfront payments at its start.")
        })
    };
    let months_table = Memo::new(move |_| {
        view.plan
            .with(|plan| stack.with(|stack| stack.as_ref().map(|stack| months_table(plan, stack))))
            .unwrap_or_default()
    });
    let steps = Memo::new(move |_| view.plan.with(|plan| steps(plan)));
    view! {
        <section class="years" aria-label="The years">
            <h2>{heading}</h2>
            <dl class="cost-facts" id="years-facts">{shown}</dl>
            <Figure chart=chart/>
            <p class="hint">{says}</p>
            <Show when=move || steps.with(|steps| !steps.rows.is_empty())>
                <details><summary>"When fleets are enlarged"</summary><TableView table=steps/></details>
            </Show>
            <Show when=move || stack.with(Option::is_some)>
                <details><summary>"Every month to the cent"</summary><TableView table=months_table/></details>
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
        let paid = (month.invoiced + month.advance).exact();
        Row::of(std::iter::once(text::date_short(month.from)).chain(cells).chain([paid]))
    });
    let sums = stack.parts.iter().map(|part| part.months.iter().copied().sum::<Money>().exact());
    let sum = std::iter::once("Total".to_owned()).chain(sums).chain([plan.horizon.total.exact()]);
    let columns = stack.parts.iter().map(|part| Column::number(part.name.clone()));
    Table::new("months", "Paid for each month")
        .with_columns(std::iter::once(Column::words("Month from")).chain(columns).chain([Column::number("Total")]))
        .with_rows(rows.chain([Row::of(sum).total()]))
}
