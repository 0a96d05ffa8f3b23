//! The headroom rule, spare replicas and lead time.

use crate::components::{NumberField, Segmented, Select};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::{Headroom, Quantity, TargetUtilization};
use headroom_core::plan::scenario::sizing::{HeadroomLevel, HeadroomRule, ProductKind};
use leptos::prelude::*;

/// The ways to state headroom.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Product,
    Fraction,
    Utilization,
}

fn way_of(rule: HeadroomRule) -> Way {
    match rule {
        HeadroomRule::Product { .. } => Way::Product,
        HeadroomRule::Fraction(_) => Way::Fraction,
        HeadroomRule::Utilization(_) => Way::Utilization,
    }
}

/// The same headroom in another way; a product starts from its lower end.
fn rule_in(way: Way, rule: HeadroomRule) -> HeadroomRule {
    match way {
        Way::Product => HeadroomRule::Product { kind: ProductKind::Growing, level: HeadroomLevel::Low },
        Way::Fraction => rule.to_fraction().unwrap_or(rule),
        Way::Utilization => rule.to_utilization().unwrap_or(rule),
    }
}

/// The fields.
#[component]
pub fn HeadroomFields() -> impl IntoView {
    let session = Session::here();
    let sizing = session.service_part(|service| service.sizing);
    let way = Memo::new(move |_| way_of(sizing.get().headroom));
    let other = move || {
        let rule = sizing.get().headroom;
        format!(
            "{} above the peak: the fleet is {} busy at the peak.",
            text::percent(rule.fraction()),
            text::percent(rule.target_utilization())
        )
    };
    view! {
        <fieldset>
            <legend>"Headroom"</legend>
            <Segmented id="headroom-way" label="Headroom stated as"
                choices=vec![(Way::Product, "By product"), (Way::Fraction, "Fraction"), (Way::Utilization, "Utilization")]
                value=Signal::derive(move || Some(way.get()))
                set=move |way| session.edit_service(Change::Edit, |service| service.sizing.headroom = rule_in(way, service.sizing.headroom))/>
            {move || match way.get() {
                Way::Product => view! { <ProductFields/> }.into_any(),
                Way::Fraction => view! { <FractionField/> }.into_any(),
                Way::Utilization => view! { <UtilizationField/> }.into_any(),
            }}
            <p class="hint" id="headroom-other">{other}</p>
            <NumberField id="spare-replicas" label="Spare replicas" value=Signal::derive(move || sizing.get().spare_replicas)
                set=move |change, value| session.edit_service(change, |service| service.sizing.spare_replicas = value)
                hint="May be lost without harm (N+1, N+2)."/>
            <NumberField id="lead-time" label="Lead time" value=Signal::derive(move || sizing.get().lead_time)
                set=move |change, value| session.edit_service(change, |service| service.sizing.lead_time = value)
                hint="From ordering capacity to having it."/>
        </fieldset>
    }
}

#[component]
fn ProductFields() -> impl IntoView {
    let session = Session::here();
    let product = session.service_part(|service| match service.sizing.headroom {
        HeadroomRule::Product { kind, level } => (kind, level),
        _ => (ProductKind::Growing, HeadroomLevel::Low),
    });
    let range = move || {
        let [low, middle, high] = product.get().0.range().map(text::percent);
        format!("Usual: {low}, {middle}, {high}.")
    };
    view! {
        <Select id="product-kind" label="Product" value=Signal::derive(move || product.get().0)
            choices=vec![
                (ProductKind::Stable, "Stable"),
                (ProductKind::Growing, "Growing"),
                (ProductKind::Critical, "Critical"),
                (ProductKind::BlackFriday, "Black Friday"),
                (ProductKind::NewLaunch, "New launch"),
            ]
            set=move |kind| session.edit_service(Change::Edit, |service| service.sizing.headroom = HeadroomRule::Product { kind, level: product.get_untracked().1 })/>
        <Segmented id="headroom-level" label="Where in its range"
            choices=vec![(HeadroomLevel::Low, "Low"), (HeadroomLevel::Middle, "Middle"), (HeadroomLevel::High, "High")]
            value=Signal::derive(move || Some(product.get().1))
            set=move |level| session.edit_service(Change::Edit, |service| service.sizing.headroom = HeadroomRule::Product { kind: product.get_untracked().0, level })/>
        <p class="hint">{range}</p>
    }
}

#[component]
fn FractionField() -> impl IntoView {
    let session = Session::here();
    let headroom = session.service_part(|service| {
        if let HeadroomRule::Fraction(headroom) = service.sizing.headroom { headroom } else { Headroom::clamped(0.5) }
    });
    view! {
        <NumberField id="headroom" label="Above the peak" slider=(0.0, 2.0) value=headroom
            set=move |change, value| session.edit_service(change, |service| service.sizing.headroom = HeadroomRule::Fraction(value))/>
    }
}

#[component]
fn UtilizationField() -> impl IntoView {
    let session = Session::here();
    let target = session.service_part(|service| {
        if let HeadroomRule::Utilization(target) = service.sizing.headroom {
            target
        } else {
            TargetUtilization::clamped(0.7)
        }
    });
    view! {
        <NumberField id="target-utilization" label="Busy at the peak" slider=(0.2, 1.0) value=target
            set=move |change, value| session.edit_service(change, |service| service.sizing.headroom = HeadroomRule::Utilization(value))/>
    }
}
