//! The rail: the services, and the topics in the order of the chain, each with its key answer.

use crate::components::Mark;
use crate::session::Session;
use crate::session::route::{Page, Route};
use headroom_core::base::explain::Standing;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, ServiceCostPlan};
use leptos::prelude::*;

/// The rail.
#[component]
pub fn Rail() -> impl IntoView {
    let session = Session::here();
    let services = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let picker = move || {
        let services = services.get();
        (services.len() > 1).then(|| {
            let chosen = session.service_id();
            let options = services
                .into_iter()
                .map(|(id, name)| view! { <option value=id.0.to_string() prop:selected=id == chosen>{name}</option> })
                .collect_view();
            let on_change = move |event| {
                if let Ok(id) = event_target_value(&event).parse() {
                    session.select_service(headroom_core::base::id::ServiceId(id));
                }
            };
            view! {
                <div class="service-picker">
                    <label for="service">"Service"</label>
                    <select id="service" on:change=on_change>{options}</select>
                </div>
            }
        })
    };
    view! {
        <nav class="rail" aria-label="Topics">
            {picker}
            {Page::ALL.into_iter().map(|page| view! { <RailRow page=page/> }).collect_view()}
        </nav>
    }
}

/// The bill of a month; a part of it where some price is not known.
fn bill(cost: &CostPlan) -> String {
    let total = text::dollars(cost.total.dollars());
    match cost.monthly {
        Some(_) => total,
        None if cost.total == Money::ZERO => "no price".to_owned(),
        None => format!("≥ {total}"),
    }
}

/// What the commitment in force saves; otherwise how nodes are bought.
fn bought(cost: &ServiceCostPlan) -> String {
    let Some(purchase) = &cost.purchase else { return "no price".to_owned() };
    let commitment = purchase.commitment.as_ref().filter(|commitment| commitment.in_force);
    let saving = commitment.and_then(|commitment| commitment.level()?.saving).filter(|saving| saving.abs() >= 0.0005);
    match saving {
        Some(saving) if saving > 0.0 => format!("saves {}", text::percent(saving)),
        Some(saving) => format!("{} dearer", text::percent(-saving)),
        None if purchase.layer.spot > 0.0 => "spot".to_owned(),
        None => "by the hour".to_owned(),
    }
}

#[component]
fn RailRow(page: Page) -> impl IntoView {
    let session = Session::here();
    // The mark and the key answer of the topic; the overview stands for the whole plan.
    let answer = Memo::new(move |_| {
        let evaluation = session.evaluation();
        let service = evaluation.service(session.service_id());
        match (page, service) {
            (Page::Overview, _) => (evaluation.verdict.standing, String::new()),
            (Page::Demand, Some(service)) => (service.demand.verdict.standing, text::si(service.demand.peak)),
            (Page::Sizing, Some(service)) => (service.sizing.verdict.standing, text::count(service.sizing.replicas)),
            (Page::Scaling, Some(service)) => {
                (service.scaling.verdict.standing, text::percent(service.scaling.outcome.kept_of_requests()))
            }
            (Page::Regions, Some(service)) => match &service.regions {
                Some(plan) => (
                    plan.verdict.standing,
                    plan.survivable.regions.map_or_else(|| "none".to_owned(), |lost| format!("N\u{2212}{lost}")),
                ),
                None => (Standing::Holds, "one".to_owned()),
            },
            (Page::Recovery, Some(service)) => {
                let rto = service.recovery.of(service.recovery.tier).and_then(|tier| tier.rto);
                (service.recovery.verdict.standing, rto.map_or_else(String::new, text::seconds))
            }
            (Page::Cost, Some(_)) => (evaluation.cost.verdict.standing, bill(&evaluation.cost)),
            (Page::Purchasing, Some(service)) => (service.cost.verdict.standing, bought(&service.cost)),
            (_, None) => (Standing::Holds, String::new()),
        }
    });
    let here = move || session.page() == page;
    view! {
        <a
            href=move || Route::to_fragment(page, session.service_id())
            class:here=here
            aria-current=move || here().then_some("page")
            on:click=move |event| {
                if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    event.prevent_default();
                    session.show_page(page);
                }
            }
        >
            <Mark standing=Signal::derive(move || answer.with(|answer| answer.0))/>
            <span>{page.title()}</span>
            <span class="key-answer">{move || answer.with(|answer| answer.1.clone())}</span>
        </a>
    }
}
