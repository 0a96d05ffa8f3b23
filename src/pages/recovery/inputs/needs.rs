//! How often parts work, and what the service cannot work without.

use super::{reliability, summaries};
use crate::browser::focus_on;
use crate::components::form::{Fold, number, words};
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::{PartAvailability, Quantity};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::reliability::{Dependency, MAX_DEPENDENCIES, ReliabilityInputs, Supplier};
use leptos::prelude::*;

/// Both folds.
#[component]
pub fn NeedFields() -> impl IntoView {
    let stated = reliability();
    let parts = stated.read(summaries::parts);
    let needs = stated.read(summaries::needs);
    view! {
        <Fold id="parts" title="Zones and regions" says=parts>
            {number(stated, "reliability-zone", |stated| stated.zone, |stated, value| stated.zone = value)}
            {number(stated, "reliability-region", |stated| stated.region, |stated, value| stated.region = value)}
            {number(stated, "reliability-common", |stated| stated.common_cause, |stated, value| stated.common_cause = value)}
            {number(stated, "reliability-failover", |stated| stated.failover, |stated, value| stated.failover = value)}
        </Fold>
        <Fold id="needs" title="Depends on" says=needs>{move || need_list(stated)}</Fold>
    }
}

fn need_list(stated: Part<ReliabilityInputs>) -> impl IntoView {
    let count = stated.read(|stated| stated.dependencies.len());
    let full = move || count.get() >= MAX_DEPENDENCIES;
    view! {
        {move || (0..count.get()).filter_map(|at| one_need(stated, at)).collect_view()}
        {add_service()}
        <div class="policy-tools">
            <button type="button" id="need-add" class="small" disabled=full on:click=move |_| add_external(stated)>
                "Add something outside"
            </button>
        </div>
    }
}

fn add_external(stated: Part<ReliabilityInputs>) {
    let at = stated.now().dependencies.len();
    let on = Supplier::External {
        name: Name::cut(&format!("Supplier {}", at + 1)),
        availability: PartAvailability::clamped(0.999),
    };
    stated.edit(Change::Edit, move |stated| {
        if stated.dependencies.len() < MAX_DEPENDENCIES {
            stated.dependencies.push(Dependency { on });
        }
    });
    focus_on(Place::TOP.nth(at).id("needed-name"));
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

fn one_need(stated: Part<ReliabilityInputs>, at: usize) -> Option<impl IntoView> {
    let session = Session::here();
    let place = Place::TOP.nth(at);
    let needed = stated.focus(move |all| all.dependencies.get(at), move |all| all.dependencies.get_mut(at))?;
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
    let is_external = needed.read(|needed| matches!(needed.on, Supplier::External { .. }));
    let remove = move |_| {
        stated.edit(Change::Edit, move |stated| {
            if at < stated.dependencies.len() {
                stated.dependencies.remove(at);
            }
        });
        focus_on("need-add");
    };
    let fields = move || match is_external.get() {
        true => external_fields(needed, place),
        false => {
            view! { <p class="hint">"A service of this plan, with everything that it needs itself."</p> }.into_any()
        }
    };
    Some(view! {
        <fieldset class="item need">
            <legend>{title}</legend>
            {fields}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

fn external_fields(needed: Part<Dependency>, place: Place) -> AnyView {
    let name_of = |needed: &Dependency| match &needed.on {
        Supplier::External { name, .. } => name.to_string(),
        Supplier::Service(_) => String::new(),
    };
    let rename = |needed: &mut Dependency, text: &str| {
        if text.is_empty() {
            return Err("A supplier must have a name".to_owned());
        }
        if let Supplier::External { name, .. } = &mut needed.on {
            *name = Name::new(text).map_err(|error| error.to_string())?;
        }
        Ok(())
    };
    let works = |needed: &Dependency| match &needed.on {
        Supplier::External { availability, .. } => *availability,
        Supplier::Service(_) => PartAvailability::clamped(1.0),
    };
    let set_works = |needed: &mut Dependency, value: PartAvailability| {
        if let Supplier::External { availability, .. } = &mut needed.on {
            *availability = value;
        }
    };
    view! {
        {words(needed, place.key("needed-name"), name_of, rename)}
        {number(needed, place.key("needed-availability"), works, set_works)}
    }
    .into_any()
}
