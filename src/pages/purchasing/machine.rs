//! The active instance type: taken from the ranking, or stated by hand.

use super::fields::machine::{CUSTOM, PRICES};
use super::fields::rates::RATES;
use super::view::PurchasingView;
use crate::components::Pick;
use crate::components::form::{explained, fields, name};
use crate::edit::{Change, Part, Place};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::price::PriceSource;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::studies::machine_choice::{an_hour, own_machine};
use leptos::prelude::*;

/// How the instance type is stated.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    None,
    Listed,
    Custom,
}

/// The fields.
#[component]
pub fn MachineFields() -> impl IntoView {
    let session = Session::here();
    let cost = session.selected_part(|service| &service.cost, |service| &mut service.cost);
    let kind = cost.read(|cost| match &cost.machine {
        None => Kind::None,
        Some(machine) if machine.provider.as_str() == "own" => Kind::Custom,
        Some(_) => Kind::Listed,
    });
    let state_own = move |_| {
        session.edit_service(Change::Edit, |service| {
            service.cost.machine = Some(own_machine(&service.sizing.replica));
        });
    };
    let remove = move |_| cost.edit(Change::Edit, |cost| cost.machine = None);
    let stated = move |kind: Kind| {
        let machine = cost.focus(|cost| cost.machine.as_ref(), |cost| cost.machine.as_mut())?;
        Some(if kind == Kind::Custom {
            view! { {fields(machine, CUSTOM)} {prices(machine)} }.into_any()
        } else {
            view! { {listed_machine(machine)} {prices(machine)} }.into_any()
        })
    };
    view! {
        <fieldset class="machine">
            <legend>"Instance type"</legend>
            {move || match kind.get() {
                Kind::None => Some(view! { <NoMachine/> }.into_any()),
                kind => stated(kind),
            }}
            <div class="machine-tools">
                {move || (kind.get() != Kind::Custom).then(|| view! { <button type="button" id="machine-own" on:click=state_own>"Add a custom type"</button> })}
                {move || (kind.get() != Kind::None).then(|| view! { <button type="button" id="machine-remove" on:click=remove>"Remove the instance type"</button> })}
            </div>
        </fieldset>
    }
}

#[component]
fn NoMachine() -> impl IntoView {
    let session = Session::here();
    let price = session.answer(|service| (service.cost.price.source, service.cost.price.replica));
    let rates = session.selected_part(|service| &service.cost.rates, |service| &mut service.cost.rates);
    view! {
        <p class="hint">
            "None is selected. "
            {move || match price.get() {
                Some((PriceSource::Rates, Some(price))) => format!("A replica costs {} an hour by the rates below. ", an_hour(price)),
                Some((_, Some(price))) => format!("A replica costs {} an hour, as entered under Scaling. ", an_hour(price)),
                _ => "The price of a replica is unknown, too. ".to_owned(),
            }}
            "Use a type of the ranking, add a custom one, or price what a replica requests, as Fargate and Autopilot do:"
        </p>
        {fields(rates, RATES)}
    }
}

/// Its name, and what it has.
fn says(machine: &Machine) -> (String, String) {
    let vcpus = machine.vcpus.map(|vcpus| format!("{} vCPU", text::number(vcpus.get())));
    let memory = machine.memory.map(|memory| format!("{} GiB", text::number(memory.get())));
    let arch = machine.arch.map(|arch| arch.word().to_owned());
    let gpus = machine.accelerators.as_ref().map(|has| {
        let memory = has.memory.map_or_else(String::new, |gib| format!(" with {} GiB", text::number(gib.get())));
        format!("{} × {}{memory}", text::number(has.count.get()), has.model)
    });
    let parts: Vec<String> = [vcpus, memory, arch, gpus].into_iter().flatten().collect();
    (machine.words(), parts.join(", "))
}

/// An instance type of the catalogue: what it is, and the region of its prices.
fn listed_machine(machine: Part<Machine>) -> AnyView {
    let page = PurchasingView::here();
    let catalog = page.catalog;
    let plan_regions = page.session.part(|scenario| scenario.regions.clone());
    let says = machine.read(says);
    let regions = Memo::new(move |_| {
        let catalog = catalog.get();
        machine.with(|machine| {
            let (provider, name) = (machine.provider.as_str(), machine.name.as_str());
            let place = catalog.as_ref().and_then(|catalog| catalog.type_index(provider, name));
            let offers = catalog.iter().zip(place).flat_map(|(catalog, place)| catalog.prices_of(place));
            let mut regions: Vec<(String, String)> = offers
                .map(|offer| {
                    let price = offer.on_demand.map_or_else(|| "price unknown".to_owned(), |price| an_hour(price.usd));
                    (offer.region.clone(), format!("{}: {price}", offer.region))
                })
                .collect();
            regions.sort_unstable();
            let own = machine.region.to_string();
            if !regions.iter().any(|(region, _)| *region == own) {
                regions.insert(0, (own.clone(), if own.is_empty() { "Not entered".to_owned() } else { own }));
            }
            regions
        })
    });
    let region = machine.read(|machine| machine.region.to_string());
    let listed = move |region: &str| {
        let catalog = catalog.get()?;
        machine.with(|machine| {
            let offer = catalog.price(machine.provider.as_str(), machine.name.as_str(), region)?;
            let listed = Machine::from_catalog(&catalog, offer)?;
            let listed = Machine { regional: machine.regional.clone(), ..listed };
            Some(plan_regions.with(|regions| listed.with_catalog_prices(&catalog, regions)))
        })
    };
    let take = move |region: String| {
        if let Some(snapshot) = untrack(|| listed(&region)) {
            machine.edit(Change::Edit, |machine| *machine = snapshot);
        }
    };
    let differs = Memo::new(move |_| {
        let now = listed(&region.get());
        now.is_some_and(|now| machine.with(|machine| *machine != now))
    });
    let key = Place::TOP.key("machine-region");
    let pick = view! { <Pick id=key.id label=name(key) choices=regions value=region set=take key=String::clone/> };
    view! {
        <p class="machine-name" id="machine-name">{move || { let (name, parts) = says.get(); view! { <b>{name}</b><small>{parts}</small> } }}</p>
        {explained(key, pick.into_any())}
        <Show when=move || differs.get()>
            <button type="button" class="small" id="machine-listed" on:click=move |_| take(region.get_untracked())>"Use the catalog's prices"</button>
        </Show>
    }
    .into_any()
}

/// What a node costs an hour; each price may be stated by hand.
fn prices(machine: Part<Machine>) -> AnyView {
    let session = Session::here();
    let today = Signal::derive(move || session.today());
    let from = machine.read(|machine| {
        machine.on_demand?;
        let estimate = if machine.is_estimate { ", an estimate" } else { "" };
        let (as_of, source) = (machine.as_of.as_str(), machine.source.as_str());
        let as_of = if as_of.is_empty() { "an unknown day" } else { as_of };
        let source = if source.is_empty() { String::new() } else { format!(" Source: {source}.") };
        Some(format!("On-demand price as of {as_of}{estimate}.{source}"))
    });
    view! {
        <h3>"Price of a node per hour"</h3>
        {fields(machine.knowing(today), PRICES)}
        <p class="hint" id="price-from">{from}</p>
    }
    .into_any()
}
