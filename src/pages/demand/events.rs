//! Events: a list to add to and take from, and the fields of the one that is open.

use crate::components::{Menu, NumberField, Segmented, TextField};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::demand::{Event, EventPreset, MAX_EVENTS, Repeat};
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
            repeat: Repeat::Once,
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
                            <small>{format!("{}, {} ×", text::date(event.start.date()), text::number(event.lift.get()))}</small>
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
    let event = session.service_part(move |service| service.demand.events.get(place).cloned());
    let edit = move |change: Change, apply: &dyn Fn(&mut Event)| {
        session.edit_service(change, |service| {
            if let Some(event) = service.demand.events.get_mut(place) {
                apply(event);
            }
        });
    };
    let set_name = move |text: &str| {
        if text.is_empty() {
            return Err("An event must have a name".to_owned());
        }
        let name = Name::new(text).map_err(|error| error.to_string())?;
        edit(Change::Edit, &|event| event.name = name.clone());
        Ok(())
    };
    let refused = RwSignal::new(false);
    let set_start = move |raised: leptos::ev::Event| {
        let start =
            event_target_value(&raised).parse::<DateTime>().ok().filter(|start| (1970..=2200).contains(&start.year()));
        refused.set(start.is_none());
        if let Some(start) = start {
            edit(Change::Edit, &|event| event.start = start);
        }
    };
    let name = Signal::derive(move || {
        event.with(|event| event.as_ref().map(|event| event.name.to_string()).unwrap_or_default())
    });
    let start = move || event.with(|event| event.as_ref().map(|event| event.start.to_string()).unwrap_or_default());
    view! {
        <div class="one-event">
            <TextField id="event-name" label="Name" value=name set=set_name/>
            <div class="field long">
                <label for="event-start">"Begins to rise"</label>
                <input id="event-start" type="datetime-local" prop:value=start on:change=set_start aria-invalid=move || refused.get().to_string()/>
                {move || refused.get().then(|| view! { <p class="refusal" role="alert">"An event must begin between 1970 and 2200. Nothing was changed."</p> })}
            </div>
            <NumberField id="event-lift" label="Lift" slider=(1.0, 12.0)
                value=Signal::derive(move || event.with(|event| event.as_ref().map_or(Quantity::clamped(1.0), |event| event.lift)))
                set=move |change, value| edit(change, &|event| event.lift = value)/>
            <NumberField id="event-ramp" label="Rise, and fall"
                value=Signal::derive(move || event.with(|event| event.as_ref().map_or(Quantity::clamped(0.0), |event| event.ramp)))
                set=move |change, value| edit(change, &|event| event.ramp = value)/>
            <NumberField id="event-length" label="Stays high for"
                value=Signal::derive(move || event.with(|event| event.as_ref().map_or(Quantity::clamped(0.0), |event| event.length)))
                set=move |change, value| edit(change, &|event| event.length = value)/>
            <Segmented id="event-repeat" label="How often" choices=vec![(Repeat::Once, "Once"), (Repeat::Yearly, "Every year")]
                value=Signal::derive(move || event.with(|event| event.as_ref().map(|event| event.repeat)))
                set=move |repeat| edit(Change::Edit, &|event| event.repeat = repeat)/>
        </div>
    }
}
