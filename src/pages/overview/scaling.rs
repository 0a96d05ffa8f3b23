//! What the policies in force of all services keep, and what they take.

use crate::components::Mark;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::evaluate::{ScalingTotals, ServiceEvaluation};
use leptos::prelude::*;

/// A number that may be unknown, and how it reads.
type Cell = (Option<f64>, fn(f64) -> String);

/// The numbers of a row: SLO kept, replica-hours, cost.
type Numbers = [Cell; 3];

fn numbers(kept: f64, hours: f64, cost: Option<f64>) -> Numbers {
    [(Some(kept), text::percent), (Some(hours), text::number), (cost, text::dollars)]
}

fn numbers_of(service: &ServiceEvaluation) -> Numbers {
    let (plan, outcome) = (&service.scaling, &service.scaling.outcome);
    numbers(outcome.kept_of_requests(), outcome.spend.paid(), plan.cost())
}

fn sums_of(totals: &ScalingTotals) -> Numbers {
    numbers(totals.kept_of_requests(), totals.replica_hours, totals.cost)
}

/// The numbers as cells, each with what the baseline has where that reads otherwise.
fn cells(now: Numbers, before: Option<Numbers>) -> AnyView {
    let shown = |(value, show): Cell| value.map_or_else(|| "unknown".to_owned(), show);
    now.into_iter()
        .enumerate()
        .map(|(place, cell)| {
            let was = before.and_then(|before| before.get(place).copied()).map(shown).filter(|was| *was != shown(cell));
            view! { <td class="value">{shown(cell)} {was.map(|was| view! { <span class="was">"baseline " {was}</span> })}</td> }
        })
        .collect_view()
        .into_any()
}

/// What is saved: `62.4 % less`.
fn saved(saving: Option<f64>) -> String {
    match saving {
        None => "unknown".to_owned(),
        Some(saving) if saving.abs() < 0.0005 => "as much".to_owned(),
        Some(saving) if saving > 0.0 => format!("{} less", text::percent(saving)),
        Some(saving) => format!("{} more", text::percent(-saving)),
    }
}

/// The table.
#[component]
pub fn ScalingTable() -> impl IntoView {
    let session = Session::here();
    let caption = move || match session.evaluation().totals.scaling.length {
        Some(length) => format!("Scaling over {}", text::seconds(length)),
        None => "Scaling, each service over its own period".to_owned(),
    };
    let rows = move || {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        evaluation
            .services
            .iter()
            .map(|service| {
                let (id, plan) = (service.id, &service.scaling);
                let was = before.as_ref().and_then(|before| before.service(id)).map(numbers_of);
                let open = move |_| {
                    session.select_service(id);
                    session.show_page("scaling");
                };
                let outcome = &plan.outcome;
                let replicas = if outcome.fewest == outcome.most {
                    text::count(outcome.most)
                } else {
                    format!("{} to {}", text::count(outcome.fewest), text::count(outcome.most))
                };
                let ideal = outcome.ideal.filter(|ideal| *ideal > 0.0).map(|ideal| 1.0 - outcome.spend.paid() / ideal);
                view! {
                    <tr>
                        <th scope="row">
                            <Mark standing=plan.verdict.standing/>
                            <button type="button" class="link" aria-label=format!("{}: scaling", service.name) on:click=open>{service.name.clone()}</button>
                        </th>
                        <td>{plan.policy.clone()}</td>
                        <td class="value">{replicas}</td>
                        {cells(numbers_of(service), was)}
                        <td class="value">{saved(plan.saving())}</td>
                        <td class="value">{saved(ideal)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let totals = move || {
        let now = session.evaluation().totals.scaling;
        let before = session.baseline_evaluation().map(|before| sums_of(&before.totals.scaling));
        view! {
            <tr class="total">
                <th scope="row">"All together"</th><td></td><td></td>
                {cells(sums_of(&now), before)}
                <td class="value">{saved(now.saving())}</td><td></td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table id="services-scaling">
                <caption>{caption}</caption>
                <thead><tr>
                    <th scope="col">"Service"</th><th scope="col">"Policy in force"</th>
                    <th scope="col" class="value">"Replicas"</th><th scope="col" class="value">"SLO kept"</th>
                    <th scope="col" class="value">"Replica-hours"</th><th scope="col" class="value">"Cost"</th>
                    <th scope="col" class="value">"Against static"</th><th scope="col" class="value">"Against ideal"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{totals}</tfoot>
            </table>
        </div>
    }
}
