//! What is wanted, what a failure costs, what the primary costs, and how a recovery is done.

use super::{recovery, summaries};
use crate::components::form::{Extra, Fold, Stated, choice, flag, number, number_with, optional};
use crate::edit::{Key, Part};
use crate::session::Session;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::{Order, RecoveryTier};
use leptos::prelude::*;

/// The tiers with their names, for lists.
fn tier_choices() -> Vec<(RecoveryTier, &'static str)> {
    RecoveryTier::ALL.into_iter().map(|tier| (tier, tier.short())).collect()
}

/// RTO, RPO and the tier in force.
#[component]
pub fn ObjectiveFields() -> impl IntoView {
    let stated = recovery();
    view! {
        <fieldset id="objectives">
            <legend>"Objectives"</legend>
            {optional(stated, "recovery-rto", |stated| stated.rto, |stated, value| stated.rto = value, || Quantity::clamped(900.0), "none wanted".to_owned())}
            {optional(stated, "recovery-rpo", |stated| stated.rpo, |stated, value| stated.rpo = value, || Quantity::clamped(60.0), "none wanted".to_owned())}
            {choice(stated, "recovery-tier", tier_choices(), |stated| stated.tier, |stated, tier| stated.tier = tier)}
        </fieldset>
    }
}

/// How often a region is lost, and what that costs.
#[component]
pub fn LossFields() -> impl IntoView {
    let stated = recovery();
    let says = stated.read(summaries::losses);
    view! {
        <Fold id="losses" title="Failures and losses" says=says>
            {number(stated, "recovery-outages", |stated| stated.outages, |stated, value| stated.outages = value)}
            {optional(stated, "recovery-loss", |stated| stated.loss, |stated, value| stated.loss = value, || Quantity::clamped(10_000.0), "unknown".to_owned())}
            {optional(stated, "recovery-data-loss", |stated| stated.data_loss, |stated, value| stated.data_loss = value, || Quantity::clamped(10_000.0), "unknown".to_owned())}
            {optional(stated, "recovery-writes", |stated| stated.writes, |stated, value| stated.writes = value, || Quantity::clamped(100.0), "unknown".to_owned())}
        </Fold>
    }
}

/// What the primary costs, of which a tier keeps a share.
#[component]
pub fn CostFields() -> impl IntoView {
    let stated = recovery();
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let price = scaling.read(|scaling| scaling.price);
    let storage = stated.read(|stated| stated.clone());
    let says = Signal::derive(move || storage.with(|stated| summaries::costs(stated, price.get())));
    view! {
        <Fold id="costs" title="Cost of the primary" says=says>
            {optional(scaling, "fleet-price", |scaling| scaling.price, |scaling, value| scaling.price = value, || Quantity::clamped(1.0), "unknown".to_owned())}
            {number(stated, "recovery-storage", |stated| stated.storage, |stated, value| stated.storage = value)}
        </Fold>
    }
}

/// The order of the parts, and whether accelerators can be had.
#[component]
pub fn HowFields() -> impl IntoView {
    let session = Session::here();
    let stated = recovery();
    let gpus = session.service_part(|service| service.sizing.replica.gpus.get());
    let all = stated.read(|stated| stated.clone());
    let says = Signal::derive(move || all.with(|stated| summaries::how(stated, gpus.get())));
    let orders = vec![
        (Order::Serial, "one after the other"),
        (Order::RedirectWhileBuilding, "redirect while capacity is built"),
    ];
    let hint = move || {
        (gpus.get() == 0)
            .then(|| view! { <p class="hint">"Its replicas have no accelerators: this changes nothing here."</p> })
    };
    view! {
        <Fold id="how" title="How it is done" says=says>
            {choice(stated, "recovery-order", orders.clone(), |stated| stated.order, |stated, order| stated.order = order)}
            {flag(stated, "recovery-reserved", |stated| stated.reserved, |stated, on| stated.reserved = on)}
            {hint}
        </Fold>
    }
}

/// A field of a plain number with a line under it.
pub fn hinted<T, Q>(
    part: Part<T>,
    key: Key,
    hint: Signal<String>,
    read: impl Fn(&T) -> Q + Send + Sync + 'static,
    write: impl Fn(&mut T, Q) + Copy + Send + Sync + 'static,
) -> AnyView
where
    T: Stated,
    Q: Quantity + Send + Sync,
{
    number_with(part, key, Extra { hint: Some(hint), ..Extra::default() }, read, write)
}
