//! Owned machines, to compare with.

use super::super::fields::{COMPARED, OWNED};
use super::{plan_cost, summaries};
use crate::components::form::{Fold, explained, fields, name, while_stated};
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
        <Fold id="cost-own-machines" title="Owned machines" says=says>
            {fields(plan.knowing(like_the_rented()), COMPARED)}
            {while_stated(plan, |plan| plan.owned.as_ref(), |plan| plan.owned.as_mut(), |owned| view! {
                {service_field(owned)}
                {fields(owned, OWNED)}
            }.into_any())}
        </Fold>
    }
}

/// Machines like those that the selected service rents.
fn like_the_rented() -> Signal<OwnedInputs> {
    let session = Session::here();
    session.service_part(|service| OwnedInputs::like(service.id, service.cost.machine.as_ref())).into()
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
        let scenario = session.scenario_now();
        let like =
            |id| OwnedInputs::like(id, scenario.services.get(id).and_then(|service| service.cost.machine.as_ref()));
        let (was, now) = (owned.now().service.map(like), service.map(like));
        owned.edit(Change::Edit, move |owned| match now.filter(|_| was == Some(*owned)) {
            // Nobody has stated anything of the machine, so it follows the service.
            Some(like) => *owned = like,
            None => owned.service = service,
        });
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
