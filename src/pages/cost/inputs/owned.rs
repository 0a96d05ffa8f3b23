//! Machines of one's own, to compare with.

use super::{plan_cost, summaries};
use crate::components::form::{Extra, Fold, explained, flag, name, number, number_with, while_stated};
use crate::edit::Change;
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::scenario::cost::OwnedInputs;
use leptos::prelude::*;

/// The fields.
#[component]
pub fn OwnedFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(|plan| summaries::owned(plan.owned.as_ref()));
    view! {
        <Fold id="cost-own-machines" title="Own machines" says=says>
            {flag(plan, "cost-owned", |plan| plan.owned.is_some(), |plan, on| plan.owned = on.then(OwnedInputs::default))}
            {while_stated(plan, |plan| plan.owned.as_ref(), |plan| plan.owned.as_mut(), fields)}
        </Fold>
    }
}

fn fields(owned: Part<OwnedInputs>) -> AnyView {
    let with = |unit| Extra { unit: Some(unit), ..Extra::default() };
    view! {
        {service_field(owned)}
        {number_with(owned, "owned-replaces", with("nodes"), |owned| owned.replaces, |owned, value| owned.replaces = value)}
        {number(owned, "owned-purchase", |owned| owned.purchase, |owned, value| owned.purchase = value)}
        {number(owned, "owned-residual", |owned| owned.residual, |owned, value| owned.residual = value)}
        {number(owned, "owned-lifetime", |owned| owned.lifetime, |owned, value| owned.lifetime = value)}
        {number(owned, "owned-capital", |owned| owned.capital, |owned, value| owned.capital = value)}
        {number_with(owned, "owned-power", with("kW"), |owned| owned.power, |owned, value| owned.power = value)}
        {number(owned, "owned-power-price", |owned| owned.power_price, |owned, value| owned.power_price = value)}
        {number(owned, "owned-pue", |owned| owned.pue, |owned, value| owned.pue = value)}
        {number(owned, "owned-space", |owned| owned.space, |owned, value| owned.space = value)}
        {number(owned, "owned-maintenance", |owned| owned.maintenance, |owned, value| owned.maintenance = value)}
        {number_with(owned, "owned-engineers", with("FTE"), |owned| owned.engineers, |owned, value| owned.engineers = value)}
        {number(owned, "owned-engineer-monthly", |owned| owned.engineer_monthly, |owned, value| owned.engineer_monthly = value)}
    }
    .into_any()
}

/// Which service would run on them, or all.
fn service_field(owned: Part<OwnedInputs>) -> AnyView {
    let session = Session::here();
    let services = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let chosen = owned.read(|owned| owned.service);
    let options = move || {
        let options = services.get().into_iter().map(|(id, name)| {
            view! { <option value=id.0.to_string() prop:selected=move || chosen.get() == Some(id)>{name}</option> }
        });
        options.collect_view()
    };
    let choose = move |event| {
        let service = event_target_value(&event).parse().ok().map(ServiceId);
        owned.edit(Change::Edit, move |owned| owned.service = service);
    };
    let field = view! {
        <div class="field long">
            <label for="owned-service">{name("owned-service".into())}</label>
            <select id="owned-service" on:change=choose>
                <option value="all" prop:selected=move || chosen.get().is_none()>"all services"</option>
                {options}
            </select>
        </div>
    };
    explained("owned-service".into(), field.into_any())
}
