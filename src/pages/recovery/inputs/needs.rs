//! How often parts work, and what the service cannot work without.

use super::super::fields::{EXTERNAL, PARTS};
use super::{reliability, summaries};
use crate::components::form::{Adding, Fold, fields, fields_at, item};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::{PartAvailability, Quantity};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::reliability::{Dependency, MAX_DEPENDENCIES, Supplier};
use leptos::prelude::*;

const NEEDS: Adding = Adding { most: MAX_DEPENDENCIES, id: "need-add", first: "needed-name" };

/// What another supplier outside begins as.
fn another_supplier(needs: &[Dependency]) -> Dependency {
    let name = Name::cut(&format!("Dependency {}", needs.len() + 1));
    Dependency { on: Supplier::External { name, availability: PartAvailability::clamped(0.999) } }
}

/// Both folds.
#[component]
pub fn NeedFields() -> impl IntoView {
    let stated = reliability();
    let parts = stated.read(summaries::parts);
    let needs = stated.read(summaries::needs);
    let dependencies = stated.field(|stated| &stated.dependencies, |stated| &mut stated.dependencies);
    view! {
        <Fold id="parts" title="Zones and regions" says=parts>
            {fields(stated, PARTS)}
        </Fold>
        <Fold id="needs" title="Depends on" says=needs>{move || need_list(dependencies)}</Fold>
    }
}

fn need_list(needs: Part<Vec<Dependency>>) -> impl IntoView {
    let count = needs.read(Vec::len);
    view! {
        {move || (0..count.get()).filter_map(|at| one_need(needs, at)).collect_view()}
        {add_service()}
        <div class="policy-tools">{NEEDS.button(needs, "Add an external dependency", another_supplier)}</div>
    }
}

/// A list of the other services; choosing one adds it, or says why that cannot be.
fn add_service() -> impl IntoView {
    let session = Session::here();
    let refused = RwSignal::new(None::<String>);
    let others = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let choose = move |event| {
        let Ok(id) = event_target_value(&event).parse() else { return };
        let own = untrack(|| session.service_id());
        let mut changed = Scenario::clone(&session.scenario_now());
        let added = changed.add_need(own, Supplier::Service(ServiceId(id)));
        refused.set(added.as_ref().err().map(|why| text::capitalised(&why.to_string())));
        if added.is_ok() {
            session.edit(Change::Edit, |scenario| *scenario = changed);
        }
    };
    move || {
        let own = session.service_id();
        let others: Vec<(ServiceId, String)> = others.get().into_iter().filter(|(id, _)| *id != own).collect();
        (!others.is_empty()).then(|| {
            let options = others
                .into_iter()
                .map(|(id, name)| view! { <option value=id.0.to_string()>{name}</option> })
                .collect_view();
            // The list goes back to its first line, so that the same choice can be made again.
            let choose_and_reset = move |event: leptos::ev::Event| {
                choose(event.clone());
                if let Some(list) =
                    event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlSelectElement>(target).ok())
                {
                    list.set_selected_index(0);
                }
            };
            view! {
                <div class="field long">
                    <label for="need-service">"Add a service of the plan"</label>
                    <select id="need-service" on:change=choose_and_reset
                        aria-invalid=move || refused.with(|refused| refused.is_some().to_string()) aria-describedby="need-refusal">
                        <option value="">"Choose one"</option>
                        {options}
                    </select>
                    <div class="message" id="need-refusal" role="alert">
                        {move || refused.get().map(|why| view! { <p class="refusal">{why} ". Nothing was changed."</p> })}
                    </div>
                </div>
            }
        })
    }
}

fn one_need(needs: Part<Vec<Dependency>>, at: usize) -> Option<impl IntoView> {
    let session = Session::here();
    let needed = needs.focus(move |all| all.get(at), move |all| all.get_mut(at))?;
    let services = session.part(|scenario| {
        scenario.services.iter().map(|service| (service.id, service.name.to_string())).collect::<Vec<_>>()
    });
    let supplier = needed.read(|needed| needed.on.clone());
    let title = Signal::derive(move || match supplier.get() {
        Supplier::External { name, .. } => name.to_string(),
        Supplier::Service(id) => services.with(|services| {
            services.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).unwrap_or_default()
        }),
    });
    let of_plan = move || {
        supplier.with(|on| matches!(on, Supplier::Service(_))).then(|| {
            view! { <p class="hint">"A service of this plan, with all its own dependencies."</p> }
        })
    };
    let fields = view! {
        {fields_at(needed, Place::TOP.nth(at), EXTERNAL)}
        {of_plan}
    };
    let take_away = Callback::new(move |()| NEEDS.remove(needs, at));
    Some(item("item need", title, "Remove", fields.into_any(), take_away))
}
