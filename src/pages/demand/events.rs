//! Events: a list to add to and take from, and the fields of the one that is open.

use super::fields::{EVENT, EVENT_NAME, LOT};
use crate::components::Menu;
use crate::components::form::{Fold, fields, one_field};
use crate::edit::{Change, Place};
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::demand::{Event, EventLot, EventPreset, MAX_EVENTS, Repeat};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// The list of events and the fields of the open one.
#[component]
pub fn EventFields() -> impl IntoView {
    let session = Session::here();
    let events = session.service_part(|service| service.demand.events.clone());
    let open = RwSignal::new(None::<usize>);
    let add = move |event: Event| {
        if events.with_untracked(Vec::len) >= MAX_EVENTS {
            return session.refuse("No event was added", format!("A service must have at most {MAX_EVENTS} events."));
        }
        session.edit_service(Change::Edit, |service| service.demand.events.push(event));
        open.set(Some(events.with_untracked(Vec::len).saturating_sub(1)));
    };
    let start = session.part(|scenario| scenario.start);
    let add_preset = move |preset: &'static EventPreset| {
        if let Ok(event) = preset.after(start.get_untracked()) {
            add(event);
        }
    };
    let add_own = move |_| {
        let start = start.get_untracked().saturating_add(jiff::Span::new().days(30)).at(0, 0, 0, 0);
        add(Event {
            name: Name::from_static("Event"),
            start,
            ramp: Quantity::clamped(2.0),
            length: Quantity::clamped(24.0),
            lift: Quantity::clamped(2.0),
            of: Default::default(),
            repeat: Repeat::Once,
            ready: Default::default(),
            lot: EventLot::default(),
        });
    };
    let rows = move || {
        events
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, event)| {
                let name = event.name.to_string();
                view! {
                    <li>
                        <button type="button" class="quiet event" aria-expanded=move || (open.get() == Some(place)).to_string()
                            on:click=move |_| open.update(|open| *open = if *open == Some(place) { None } else { Some(place) })>
                            <span>{name.clone()}</span>
                            <small>{format!("{}, {} ×", text::date(event.day()), text::number(event.lift.get()))}</small>
                        </button>
                        <button type="button" class="quiet small" aria-label=format!("Remove {name}") title="Remove"
                            on:click=move |_| {
                                open.set(None);
                                session.edit_service(Change::Edit, |service| { if place < service.demand.events.len() { service.demand.events.remove(place); } });
                            }>"✕"</button>
                    </li>
                }
            })
            .collect_view()
    };
    // The fields of an event stay as they are while its numbers change.
    let shown = Memo::new(move |_| open.get().filter(|place| events.with(|events| *place < events.len())));
    view! {
        <fieldset>
            <legend>"Events"</legend>
            <ul class="events">{rows}</ul>
            {move || shown.get().map(|place| view! { <OneEvent place=place/> })}
            <Menu label=Signal::stored("Add an event".to_owned()) describe="Events">
                {EventPreset::ALL.iter().map(|preset| {
                    let [low, _, high] = preset.lift;
                    view! {
                        <button type="button" data-event=preset.name on:click=move |_| add_preset(preset)>
                            {preset.name}
                            <small>{format!("{}-{} ×; {}", text::number(low), text::number(high), preset.advice)}</small>
                        </button>
                    }
                }).collect_view()}
                <button type="button" data-event="own" on:click=add_own>"Another event"</button>
            </Menu>
        </fieldset>
    }
}

#[component]
fn OneEvent(place: usize) -> impl IntoView {
    let session = Session::here();
    let demand = session.selected_part(|service| &service.demand, |service| &mut service.demand);
    let event = demand.focus(move |demand| demand.events.get(place), move |demand| demand.events.get_mut(place))?;
    let refused = RwSignal::new(false);
    let set_start = move |raised: leptos::ev::Event| {
        let start =
            event_target_value(&raised).parse::<DateTime>().ok().filter(|start| (1970..=2200).contains(&start.year()));
        refused.set(start.is_none());
        if let Some(start) = start {
            event.edit(Change::Edit, move |event| event.start = start);
        }
    };
    let start = event.read(|event| event.start.to_string());
    let ordered = event.read(|event| match event.lot {
        lot if lot.is_usual() => "as many as it needs, on-demand".to_owned(),
        EventLot { replicas: Some(count), .. } => text::counted(count.get().into(), "replica", "replicas"),
        EventLot { replicas: None, .. } => "as many as it needs".to_owned(),
    });
    Some(view! {
        <div class="one-event">
            {one_field(event, Place::TOP, &EVENT_NAME)}
            <div class="field long">
                <label for="event-start">"Starts"</label>
                <input id="event-start" type="datetime-local" prop:value=start on:change=set_start aria-invalid=move || refused.get().to_string()/>
                {move || refused.get().then(|| view! { <p class="refusal" role="alert">"An event must begin between 1970 and 2200. Nothing was changed."</p> })}
            </div>
            {fields(event, EVENT)}
            <Fold id="event-order" title="Capacity ordered" says=ordered>{move || fields(event, LOT)}</Fold>
        </div>
    })
}
