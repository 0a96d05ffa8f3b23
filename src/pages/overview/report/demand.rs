//! How much load comes to each service, and when.

use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::time::SHORT_WEEKDAYS;
use headroom_core::plan::evaluate::ServiceEvaluation;
use leptos::prelude::*;

/// The cells of a row, as they read.
fn cells(service: &ServiceEvaluation) -> [String; 6] {
    let demand = &service.demand;
    let day = SHORT_WEEKDAYS.get(usize::from(demand.peak_weekday)).copied().unwrap_or_default();
    let highest = demand.events.iter().max_by(|one, other| one.peak.total_cmp(&other.peak));
    let event =
        highest.map(|event| format!("{} on {}, {}", text::si(event.peak), text::date_short(event.day), event.name));
    [
        text::si(demand.average),
        text::si(demand.p95),
        text::si(demand.peak),
        format!("{day} {}", text::time_of_day(demand.peak_hour)),
        text::si(demand.peak_in_a_year),
        event.unwrap_or_else(|| "none".to_owned()),
    ]
}

/// The table.
#[component]
pub fn DemandTable() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        let row = |service: &ServiceEvaluation| {
            let was = before.as_ref().and_then(|before| before.service(service.id)).map(cells);
            let shown = cells(service).into_iter().enumerate().map(|(at, cell)| {
                let was = was.as_ref().map(|was| was[at].clone()).filter(|was| *was != cell);
                let is_value = !matches!(at, 3 | 5);
                view! { <td class:value=is_value>{cell} {was.map(|was| view! { <span class="was">"baseline " {was}</span> })}</td> }
            });
            view! { <tr><th scope="row">{service.name.clone()}</th>{shown.collect_view()}</tr> }
        };
        evaluation.services.iter().map(row).collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table id="services-demand">
                <caption>"Load, requests/s"</caption>
                <thead><tr>
                    <th scope="col">"Service"</th><th scope="col" class="value">"Average"</th><th scope="col" class="value">"P95"</th>
                    <th scope="col" class="value">"Usual peak"</th><th scope="col">"When"</th>
                    <th scope="col" class="value">"Peak in a year"</th><th scope="col">"Highest event of the year"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
