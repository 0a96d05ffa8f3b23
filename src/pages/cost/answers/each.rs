//! What a thousand predictions cost, on average and at the margin, and what headroom costs against an outage.

use super::super::view::CostView;
use super::{dollars_or_unknown, was};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, HeadroomCost, ServiceBill};
use headroom_core::plan::evaluate::Evaluation;
use leptos::prelude::*;

/// A service's row: requests, a thousand on average, a thousand more, its own lines.
fn cells(bill: &ServiceBill) -> [String; 4] {
    let requests = text::si(bill.requests);
    let none = || if bill.requests > 0.0 { "unknown".to_owned() } else { "no requests".to_owned() };
    let each = |price: Option<f64>| price.map_or_else(none, text::price);
    [
        requests,
        bill.monthly.map_or_else(|| "unknown".to_owned(), |own| text::dollars(own.dollars())),
        each(bill.per_thousand),
        each(bill.marginal_per_thousand),
    ]
}

fn all_cells(plan: &CostPlan) -> [String; 4] {
    let requests: f64 = plan.services.iter().map(|bill| bill.requests).sum();
    let total = plan.monthly.map(|total| total.dollars());
    let each = plan.per_thousand.map_or_else(|| "unknown".to_owned(), text::price);
    [text::si(requests), dollars_or_unknown(total), each, String::new()]
}

fn with_before(now: [String; 4], before: Option<[String; 4]>) -> AnyView {
    let cell = |(at, now): (usize, String)| {
        let was = was(&now, before.as_ref().map(|before| before[at].clone()));
        view! { <td class="value">{now} {was.map(|was| view! { <span class="was">{was}</span> })}</td> }
    };
    now.into_iter().enumerate().map(cell).collect_view().into_any()
}

/// Both tables.
#[component]
pub fn Each() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let rows = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            let row = |bill: &ServiceBill| {
                let before = before.as_ref().and_then(|plan| plan.service(bill.id).map(cells));
                view! { <tr><th scope="row">{view.name(Some(bill.id))}</th>{with_before(cells(bill), before)}</tr> }
            };
            plan.services.iter().map(row).collect_view()
        })
    };
    let total = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            (plan.services.len() > 1).then(|| {
                let cells = with_before(all_cells(plan), before.as_deref().map(|before| all_cells(before)));
                view! { <tr class="total"><th scope="row">"All together"</th>{cells}</tr> }
            })
        })
    };
    view! {
        <section class="each" aria-label="What each prediction costs">
            <h2>"What a thousand predictions cost"</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-label="What a thousand predictions cost">
                <table id="each">
                    <caption class="visually-hidden">"What a thousand predictions cost"</caption>
                    <thead><tr>
                        <th scope="col">"Service"</th><th scope="col" class="value">"Predictions a month"</th>
                        <th scope="col" class="value">"Its own lines"</th><th scope="col" class="value">"A thousand, average"</th>
                        <th scope="col" class="value">"A thousand more"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot>{total}</tfoot>
                </table>
            </div>
            <p class="hint">"The average is with the service's part of what is shared and idle, as it is charged. A thousand more cost machines by the hour for a tenth more load, and the data and monitoring that come with it."</p>
            {headroom(session, view)}
        </section>
    }
}

/// One service's headroom against its outages, in words.
fn headroom_cells(evaluation: &Evaluation, id: ServiceId) -> Option<(Option<HeadroomCost>, [String; 4])> {
    let cost = evaluation.service(id)?.cost.headroom;
    let share = cost.map_or_else(|| "unknown".to_owned(), |cost| text::percent(cost.share));
    let monthly = dollars_or_unknown(cost.map(|cost| cost.monthly));
    let hour = cost.and_then(|cost| cost.outage_hour).map_or_else(|| "not stated".to_owned(), text::dollars);
    let same = cost.and_then(|cost| cost.hours).map_or_else(String::new, |hours| text::seconds(hours * 3600.0));
    Some((cost, [share, monthly, hour, same]))
}

fn headroom(session: Session, view: CostView) -> impl IntoView {
    let rows = move || {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        let ids: Vec<ServiceId> = view.services.with(|services| services.iter().map(|(id, _)| *id).collect());
        let row = |id: ServiceId| {
            let (cost, cells) = headroom_cells(&evaluation, id)?;
            let before = before.as_ref().and_then(|before| headroom_cells(before, id)).map(|(_, cells)| cells);
            let lacks_loss = cost.is_some_and(|cost| cost.outage_hour.is_none());
            let open = move |_| {
                session.select_service(id);
                session.show_page("recovery");
            };
            let name = view.name(Some(id));
            let state = lacks_loss.then(|| {
                let label = format!("State what an hour of outage of {name} costs");
                view! { <button type="button" class="link small-link" aria-label=label on:click=open>"State it"</button> }
            });
            Some(view! { <tr><th scope="row">{name}{state}</th>{with_before(cells, before)}</tr> })
        };
        ids.into_iter().filter_map(row).collect_view()
    };
    view! {
        <h2>"What headroom costs, and what it may spare"</h2>
        <div class="scroll-x" tabindex="0" role="region" aria-label="What headroom costs, and what it may spare">
            <table id="headroom-cost">
                <caption class="visually-hidden">"What headroom costs, and what it may spare"</caption>
                <thead><tr>
                    <th scope="col">"Service"</th><th scope="col" class="value">"Compute that is headroom"</th>
                    <th scope="col" class="value">"A month"</th><th scope="col" class="value">"An hour of outage"</th>
                    <th scope="col" class="value">"Same as outages of"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="hint">"Headroom is what the fleet has beyond the replicas that the peak takes at full throughput. It pays where it prevents more hours of outage a month than the last column says."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn what_is_not_known_says_so() {
        let evaluation = evaluate(&examples::blank(jiff::civil::date(2026, 12, 1)));
        let bill = &evaluation.cost.services[0];
        assert_eq!(cells(bill)[1..], ["unknown", "unknown", "unknown"]);
        let (_, headroom) = headroom_cells(&evaluation, bill.id).unwrap();
        assert_eq!(headroom, ["unknown", "unknown", "not stated", ""]);
        let plan = examples::find("three-products").unwrap().scenario();
        let evaluation = evaluate(&plan);
        let cells = cells(&evaluation.cost.services[0]);
        assert!(cells.iter().all(|cell| cell != "unknown"), "{cells:?}");
    }
}
