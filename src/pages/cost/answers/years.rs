//! The years: what is paid in each month, by what it is for.

use super::super::view::CostView;
use super::{exact_or_unknown, was};
use crate::components::Figure;
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
    let worth = |plan: &CostPlan| {
        plan.horizon.present_value.map_or_else(|| "unknown".to_owned(), |value| least(plan, text::dollars(value)))
    };
    let mean = |plan: &CostPlan| {
        let months = plan.horizon.months.len().max(1) as f64;
        least(plan, text::dollars(plan.horizon.total.dollars() / months))
    };
    let fact = |name, read: &dyn Fn(&CostPlan) -> String| {
        let now = read(plan);
        let was = was(&now, before.map(read)).unwrap_or_default();
        (name, now, was)
    };
    let mut facts =
        vec![fact("All months", &total), fact("Worth today (NPV)", &worth), fact("A month on average", &mean)];
    if plan.horizon.one_off() > Money::ZERO {
        facts.push(fact("Of it in advance", &|plan: &CostPlan| plan.horizon.one_off().exact()));
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
            format!("{missing}Invoices are paid at the end of their month, advances at its start.")
        })
    };
    let table = move || view.plan.with(|plan| stack.with(|stack| stack.as_ref().map(|stack| table(plan, stack))));
    let steps = move || view.plan.with(|plan| (!plan.horizon.steps.is_empty()).then(|| steps(plan)));
    view! {
        <section class="years" aria-label="The years">
            <h2>{heading}</h2>
            <dl class="cost-facts" id="years-facts">{shown}</dl>
            <Figure chart=chart/>
            <p class="hint">{says}</p>
            {steps}
            {table}
        </section>
    }
}

/// Fleets that are enlarged, each with its month.
fn steps(plan: &CostPlan) -> impl IntoView + use<> {
    let rows = plan.horizon.steps.iter().map(|step| {
        let replicas = format!("{} to {}", text::number(step.replicas - step.added), text::number(step.replicas));
        view! { <tr><td>{text::date(step.day)}</td><td>{step.service.clone()}</td><td class="value">{replicas}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <details>
            <summary>"When fleets are enlarged"</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label="When fleets are enlarged">
                <table id="fleet-steps">
                    <caption>"Fleets of fixed size that growth outruns"</caption>
                    <thead><tr><th scope="col">"Month from"</th><th scope="col">"Service"</th><th scope="col" class="value">"Replicas"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}

/// Every month by kind, to the cent.
fn table(plan: &CostPlan, stack: &Stack) -> impl IntoView + use<> {
    let heads = stack.parts.iter().map(|part| view! { <th scope="col" class="value">{part.name.clone()}</th> });
    let heads = heads.collect_view();
    let rows = plan.horizon.months.iter().enumerate().map(|(at, month)| {
        let cells = stack.parts.iter().map(|part| {
            view! { <td class="value">{exact_or_unknown(part.months.get(at).copied())}</td> }
        });
        let paid = (month.invoiced + month.advance).exact();
        view! { <tr><th scope="row">{text::date(month.from)}</th>{cells.collect_view()}<td class="value">{paid}</td></tr> }
    });
    let rows = rows.collect_view();
    let sums = stack.parts.iter().map(|part| {
        view! { <td class="value">{part.months.iter().copied().sum::<Money>().exact()}</td> }
    });
    let sums = sums.collect_view();
    view! {
        <details>
            <summary>"Every month to the cent"</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Every month to the cent">
                <table id="months">
                    <caption>"What is paid for each month"</caption>
                    <thead><tr><th scope="col">"Month from"</th>{heads}<th scope="col" class="value">"Total"</th></tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr class="total"><th scope="row">"All months"</th>{sums}<td class="value">{plan.horizon.total.exact()}</td></tr></tfoot>
                </table>
            </div>
        </details>
    }
}
