//! What a thousand predictions cost, on average and at the margin, and what headroom costs against an outage.

use super::super::view::CostView;
use super::dollars_or_unknown;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, HeadroomCost, ServiceBill};
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use leptos::prelude::*;

/// A service's row: requests, what it is charged, a thousand on average, a thousand more.
fn cells(plan: &CostPlan, bill: &ServiceBill) -> [String; 4] {
    let requests = text::si(bill.requests);
    let none = || if bill.requests > 0.0 { "unknown".to_owned() } else { "no requests".to_owned() };
    let each = |price: Option<f64>| price.map_or_else(none, text::price);
    [requests, dollars_or_unknown(plan.charged(bill.id)), each(bill.per_thousand), each(bill.marginal_per_thousand)]
}

fn all_cells(plan: &CostPlan) -> [String; 4] {
    let total = plan.monthly.map(|total| total.dollars());
    let each = text::or_unknown(plan.per_thousand, text::price);
    [text::si(plan.requests()), dollars_or_unknown(total), each, String::new()]
}

/// Cells with what they were in the baseline.
fn beside(name: Cell, now: [String; 4], before: Option<[String; 4]>) -> Row {
    let mut before = before.into_iter().flatten();
    let cells = now.map(|now| Cell::from(now).with_was(before.next()));
    Row::of(std::iter::once(name).chain(cells))
}

/// Cost of a thousand requests by service.
fn each(plan: &CostPlan, before: Option<&CostPlan>, name: impl Fn(ServiceId) -> String) -> Table {
    let row = |bill: &ServiceBill| {
        let was = before.and_then(|before| Some(cells(before, before.service(bill.id)?)));
        beside(Cell::from(name(bill.id)), cells(plan, bill), was)
    };
    let total =
        (plan.services.len() > 1).then(|| beside(Cell::from("Total"), all_cells(plan), before.map(all_cells)).total());
    let columns = [
        Column::words("Service"),
        Column::number("Requests per month"),
        Column::number("Charged, with shared cost"),
        Column::number("Average per 1,000"),
        Column::number("Marginal per 1,000"),
    ];
    let rows = plan.services.iter().map(row).chain(total);
    Table::new("each", "Cost per 1,000 requests").titled_above().with_columns(columns).with_rows(rows)
}

/// Both tables.
#[component]
pub fn Each() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let requests = Memo::new(move |_| {
        let before = view.before.get();
        view.plan.with(|plan| each(plan, before.as_deref().map(|before| &before.plan), |id| view.name(Some(id))))
    });
    let spare = Memo::new(move |_| {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        headroom(&evaluation, before.as_deref())
    });
    let open = Callback::new(move |(key, _): (String, &'static str)| {
        if let Ok(id) = key.parse().map(ServiceId) {
            session.select_service(id);
            session.show_page("recovery");
        }
    });
    view! {
        <section class="each" aria-label="Cost per request and of headroom">
            <h2>"Cost per 1,000 requests"</h2>
            <TableView table=requests/>
            <p class="hint">"The average includes the service's share of common and idle cost, as charged. Marginal is what one more thousand requests cost at the on-demand price for 10 % more load, with the data and monitoring they cause."</p>
            <h2>"Cost of headroom"</h2>
            <TableView table=spare on_press=open/>
            <p class="hint">"Headroom is what runs beyond the replicas that the peak of each region takes at full throughput, spares and a ready reserve included. It pays off where it prevents more outage a month than the last column says."</p>
        </section>
    }
}

/// One service's headroom against its outages, in words.
fn headroom_cells(evaluation: &Evaluation, id: ServiceId) -> Option<(Option<HeadroomCost>, [String; 4])> {
    let cost = evaluation.service(id)?.cost.headroom;
    let share = text::or_unknown(cost, |cost| text::percent(cost.share));
    let monthly = dollars_or_unknown(cost.map(|cost| cost.monthly));
    let hour = cost.and_then(|cost| cost.outage_hour).map_or_else(|| "not entered".to_owned(), text::dollars);
    let same = cost.and_then(|cost| cost.hours).map_or_else(String::new, |hours| text::seconds(hours * 3600.0));
    Some((cost, [share, monthly, hour, same]))
}

/// What headroom costs by service, against an hour of outage.
fn headroom(evaluation: &Evaluation, before: Option<&Evaluation>) -> Table {
    let row = |service: &ServiceEvaluation| {
        let (cost, cells) = headroom_cells(evaluation, service.id)?;
        let before = before.and_then(|before| headroom_cells(before, service.id)).map(|(_, cells)| cells);
        let name = Cell::from(service.name.clone());
        let lacks_loss = cost.is_some_and(|cost| cost.outage_hour.is_none());
        let about = format!("cost of an hour of outage of {}", service.name);
        let name = if lacks_loss { name.with_press(Press::new("state", "Enter it", &about)) } else { name };
        Some(beside(name, cells, before).with_key(service.id.0.to_string()))
    };
    let columns = [
        Column::words("Service"),
        Column::number("Headroom share of compute"),
        Column::number("Headroom per month"),
        Column::number("Cost of an hour of outage"),
        Column::number("Break-even outage per month"),
    ];
    let rows = evaluation.services.iter().filter_map(|service| row(service));
    Table::new("headroom-cost", "Cost of headroom").titled_above().with_columns(columns).with_rows(rows)
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
        assert_eq!(cells(&evaluation.cost, bill)[1..], ["unknown", "unknown", "unknown"]);
        let (_, headroom) = headroom_cells(&evaluation, bill.id).unwrap();
        assert_eq!(headroom, ["unknown", "unknown", "not entered", ""]);
        let plan = examples::find("three-products").unwrap().scenario();
        let evaluation = evaluate(&plan);
        let cells = cells(&evaluation.cost, &evaluation.cost.services[0]);
        assert!(cells.iter().all(|cell| cell != "unknown"), "{cells:?}");
    }
}
