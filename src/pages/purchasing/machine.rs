//! The machine in force: taken from the ranking, or stated by hand.

use super::fields::{ListField, OptionalField};
use super::view::PurchasingView;
use crate::components::{NumberField, Select, TextField};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::name::Words;
use headroom_core::base::text;
use headroom_core::base::units::{NodeAccelerators, NodeMemory, NodePrice, NodeVcpus, Quantity};
use headroom_core::machines::catalog::{Architecture, Purchase};
use headroom_core::plan::scenario::cost::{Machine, MachineAccelerators};
use headroom_core::studies::machine_choice::{an_hour, own_machine, plan_prices, state_price};
use leptos::prelude::*;

/// How the machine is stated.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    None,
    Listed,
    Own,
}

fn edit(session: Session, change: Change, apply: impl FnOnce(&mut Machine)) {
    session.edit_service(change, |service| {
        if let Some(machine) = &mut service.cost.machine {
            apply(machine);
        }
    });
}

/// The fields.
#[component]
pub fn MachineFields() -> impl IntoView {
    let session = PurchasingView::here().session;
    let machine = session.service_part(|service| service.cost.machine.clone());
    let kind = Memo::new(move |_| {
        machine.with(|machine| match machine {
            None => Kind::None,
            Some(machine) if machine.provider.as_str() == "own" => Kind::Own,
            Some(_) => Kind::Listed,
        })
    });
    let state_own = move |_| {
        session.edit_service(Change::Edit, |service| {
            service.cost.machine = Some(own_machine(&service.sizing.replica));
        });
    };
    let remove = move |_| session.edit_service(Change::Edit, |service| service.cost.machine = None);
    view! {
        <fieldset class="machine">
            <legend>"Machine"</legend>
            {move || match kind.get() {
                Kind::None => view! { <NoMachine/> }.into_any(),
                Kind::Listed => view! { <ListedMachine machine=machine/><Prices machine=machine/><PlanPrices machine=machine/> }.into_any(),
                Kind::Own => view! { <OwnMachine machine=machine/><Prices machine=machine/> }.into_any(),
            }}
            <div class="machine-tools">
                {move || (kind.get() != Kind::Own).then(|| view! { <button type="button" id="machine-own" on:click=state_own>"Add an own type"</button> })}
                {move || (kind.get() != Kind::None).then(|| view! { <button type="button" id="machine-remove" on:click=remove>"Remove the machine"</button> })}
            </div>
        </fieldset>
    }
}

#[component]
fn NoMachine() -> impl IntoView {
    let price = PurchasingView::here().session.service_part(|service| service.scaling.price);
    view! {
        <p class="hint">
            "None is chosen. "
            {move || match price.get() {
                Some(price) => format!("A replica costs {} an hour, as stated with its scaling. ", an_hour(price.get())),
                None => "What a replica costs is not stated either. ".to_owned(),
            }}
            "Use a type of the ranking, or state your own."
        </p>
    }
}

/// A machine of the catalogue: what it is, and the region of its prices.
#[component]
fn ListedMachine(
    /// The machine.
    machine: Memo<Option<Machine>>,
) -> impl IntoView {
    let page = PurchasingView::here();
    let session = page.session;
    let says = move || {
        machine.with(|machine| {
            let machine = machine.as_ref()?;
            let vcpus = machine.vcpus.map(|vcpus| format!("{} vCPU", text::number(vcpus.get())));
            let memory = machine.memory.map(|memory| format!("{} GiB", text::number(memory.get())));
            let arch = machine.arch.map(|arch| arch.word().to_owned());
            let gpus = machine.accelerators.as_ref().map(|has| {
                let memory =
                    has.memory.map_or_else(String::new, |gib| format!(" with {} GiB", text::number(gib.get())));
                format!("{} × {}{memory}", text::number(has.count.get()), has.model)
            });
            let parts: Vec<String> = [vcpus, memory, arch, gpus].into_iter().flatten().collect();
            Some((machine.words(), parts.join(", ")))
        })
    };
    let regions = Memo::new(move |_| {
        let catalog = page.catalog.get();
        machine.with(|machine| {
            let Some(machine) = machine else { return Vec::new() };
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
                regions.insert(0, (own.clone(), if own.is_empty() { "Not stated".to_owned() } else { own }));
            }
            regions
        })
    });
    let region = Memo::new(move |_| {
        machine.with(|machine| machine.as_ref().map(|machine| machine.region.to_string()).unwrap_or_default())
    });
    let listed = move |region: &str| {
        let catalog = page.catalog.get()?;
        machine.with(|machine| {
            let machine = machine.as_ref()?;
            let offer = catalog.price(machine.provider.as_str(), machine.name.as_str(), region)?;
            Machine::from_catalog(&catalog, offer)
        })
    };
    let take = move |region: String| {
        if let Some(snapshot) = untrack(|| listed(&region)) {
            session.edit_service(Change::Edit, |service| service.cost.machine = Some(snapshot));
        }
    };
    let differs = Memo::new(move |_| {
        let now = listed(&region.get());
        now.is_some() && machine.with(|machine| *machine != now)
    });
    view! {
        <p class="machine-name" id="machine-name">{move || says().map(|(name, parts)| view! { <b>{name}</b><small>{parts}</small> })}</p>
        <ListField id="machine-region" label="Prices of" options=regions value=region set=take/>
        <Show when=move || differs.get()>
            <button type="button" class="small" id="machine-listed" on:click=move |_| take(region.get_untracked())>"Take the catalogue's prices"</button>
        </Show>
    }
}

/// A machine of one's own: everything is stated.
#[component]
fn OwnMachine(
    /// The machine.
    machine: Memo<Option<Machine>>,
) -> impl IntoView {
    let session = PurchasingView::here().session;
    let name = Memo::new(move |_| {
        machine.with(|machine| machine.as_ref().map(|machine| machine.name.to_string()).unwrap_or_default())
    });
    let set_name = move |text: &str| {
        if text.is_empty() {
            return Err("A machine must have a name".to_owned());
        }
        let name = Words::new(text).map_err(|error| error.to_string())?;
        edit(session, Change::Edit, |machine| machine.name = name);
        Ok(())
    };
    let read = move |of: fn(&Machine) -> f64| machine.with(|machine| machine.as_ref().map_or(0.0, of));
    let accelerators = move |apply: fn(&mut MachineAccelerators, f64), change: Change, value: f64| {
        edit(session, change, |machine| {
            let has = machine.accelerators.get_or_insert_with(|| MachineAccelerators {
                model: Words::cut("GPU"),
                count: NodeAccelerators::clamped(0.0),
                memory: None,
            });
            apply(has, value);
            if has.count.get() == 0.0 {
                machine.accelerators = None;
            }
        });
    };
    let has_some = Memo::new(move |_| machine.with(|machine| machine.as_ref().is_some_and(Machine::is_accelerated)));
    let model = Memo::new(move |_| {
        machine.with(|machine| {
            let has = machine.as_ref().and_then(|machine| machine.accelerators.as_ref());
            has.map(|has| has.model.to_string()).unwrap_or_default()
        })
    });
    let set_model = move |text: &str| {
        let model = Words::new(text).map_err(|error| error.to_string())?;
        edit(session, Change::Edit, |machine| {
            if let Some(has) = &mut machine.accelerators {
                has.model = model;
            }
        });
        Ok(())
    };
    let architectures = vec![(None, "Unknown"), (Some(Architecture::X86), "x86-64"), (Some(Architecture::Arm), "Arm")];
    view! {
        <TextField id="own-name" label="Name" value=name set=set_name/>
        <NumberField id="own-vcpus" label="CPU" value=Signal::derive(move || NodeVcpus::clamped(read(|machine| machine.vcpus.map_or(0.0, NodeVcpus::get))))
            set=move |change, value| edit(session, change, |machine| machine.vcpus = Some(value))/>
        <NumberField id="own-memory" label="Memory" value=Signal::derive(move || NodeMemory::clamped(read(|machine| machine.memory.map_or(0.0, NodeMemory::get))))
            set=move |change, value| edit(session, change, |machine| machine.memory = Some(value))/>
        <Select id="own-arch" label="Architecture" choices=architectures value=Signal::derive(move || machine.with(|machine| machine.as_ref().and_then(|machine| machine.arch)))
            set=move |arch| edit(session, Change::Edit, |machine| machine.arch = arch)/>
        <NumberField id="own-gpus" label="Accelerators" value=Signal::derive(move || NodeAccelerators::clamped(read(|machine| machine.accelerators.as_ref().map_or(0.0, |has| has.count.get()))))
            set=move |change, value: NodeAccelerators| accelerators(|has, value| has.count = NodeAccelerators::clamped(value), change, value.get())/>
        <Show when=move || has_some.get()>
            <TextField id="own-model" label="Their model" value=model set=set_model/>
            <OptionalField id="own-gpu-memory" label="Memory of each" first=24.0
                value=Signal::derive(move || machine.with(|machine| machine.as_ref().and_then(|machine| machine.accelerators.as_ref()?.memory)))
                set=move |change, value| edit(session, change, |machine| {
                    if let Some(has) = &mut machine.accelerators {
                        has.memory = value;
                    }
                })/>
        </Show>
    }
}

/// Its prices, each of which may be stated by hand.
#[component]
fn Prices(
    /// The machine.
    machine: Memo<Option<Machine>>,
) -> impl IntoView {
    let session = PurchasingView::here().session;
    let fields = [
        ("price-hour", "By the hour", Purchase::OnDemand),
        ("price-1y", "1 year", Purchase::OneYear),
        ("price-3y", "3 years", Purchase::ThreeYears),
        ("price-spot", "Spot", Purchase::Spot),
    ];
    let field = move |(id, label, purchase): (&'static str, &'static str, Purchase)| {
        let value = Signal::derive(move || machine.with(|machine| machine.as_ref()?.price(purchase)));
        let set = move |change, price: Option<NodePrice>| {
            let today = session.today();
            edit(session, change, |machine| state_price(machine, purchase, price, today));
        };
        view! { <OptionalField id=id label=label value=value first=1.0 set=set/> }
    };
    let from = move || {
        machine.with(|machine| {
            let machine = machine.as_ref().filter(|machine| machine.on_demand.is_some())?;
            let estimate = if machine.is_estimate { ", an estimate" } else { "" };
            let (as_of, source) = (machine.as_of.as_str(), machine.source.as_str());
            let as_of = if as_of.is_empty() { "an unknown day" } else { as_of };
            let source = if source.is_empty() { String::new() } else { format!(" Source: {source}.") };
            Some(format!("The price by the hour is of {as_of}{estimate}.{source}"))
        })
    };
    view! {
        <h3>"A node costs, an hour"</h3>
        {fields.map(field)}
        <p class="hint" id="price-from">{from}</p>
    }
}

/// What the plan says about prices of its regions, where the catalogue says otherwise.
#[component]
fn PlanPrices(
    /// The machine.
    machine: Memo<Option<Machine>>,
) -> impl IntoView {
    let page = PurchasingView::here();
    let session = page.session;
    let rows = Memo::new(move |_| {
        let (catalog, scenario) = (page.catalog.get(), session.scenario());
        let rows = catalog
            .and_then(|catalog| machine.with(|machine| Some(plan_prices(&catalog, &scenario, machine.as_ref()?))));
        rows.unwrap_or_default().into_iter().filter(|row| row.stated != row.listed).collect::<Vec<_>>()
    });
    let take = move |_| {
        session.edit(Change::Edit, |scenario| {
            for row in rows.get_untracked() {
                if let Some(region) = scenario.regions.iter_mut().find(|region| region.id == row.id) {
                    region.price = row.listed;
                }
            }
        });
    };
    let list = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let factors =
                    format!("{} ×, listed {} ×", text::number(row.stated.get()), text::number(row.listed.get()));
                view! { <li><span>{row.name}</span><small>{factors}</small></li> }
            })
            .collect_view()
    };
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <div class="plan-prices">
                <p class="hint">"The plan's regions are priced over this one as stated there, which the catalogue has otherwise:"</p>
                <ul>{list}</ul>
                <button type="button" class="small" id="plan-prices" on:click=take>"Take the listed factors"</button>
            </div>
        </Show>
    }
}
