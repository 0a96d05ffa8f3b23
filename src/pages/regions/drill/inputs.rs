//! What happens, where, when and for how long.

use super::state::DrillView;
use crate::components::{NumberField, Select};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::units::{DrillLength, DrillTime, HourOfWeek, NetworkSlowdown, Quantity};
use headroom_core::plan::scenario::{DrillFleets, DrillInputs, DrillKind};
use leptos::prelude::*;

const DAYS: [(u32, &str); 7] =
    [(0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"), (5, "Saturday"), (6, "Sunday")];

/// The day of an hour of the week, and the hour of that day.
pub fn day_and_time(start: f64) -> (u32, f64) {
    // Rounded to the minute, so that 24:00 is the next day.
    let minutes = (start * 60.0).round().rem_euclid(10_080.0);
    ((minutes / 1440.0) as u32 % 7, minutes.rem_euclid(1440.0) / 60.0)
}

/// The hour of the week of a day and a time.
fn start_of(day: u32, time: f64) -> HourOfWeek {
    HourOfWeek::clamped(f64::from(day) * 24.0 + (time * 60.0).round() / 60.0)
}

/// The fields.
#[component]
pub fn DrillFields() -> impl IntoView {
    let (session, drill) = (Session::here(), DrillView::here());
    let start = drill.read(|inputs| inputs.start.get(), 0.0);
    let kind = drill.read(|inputs| inputs.kind, DrillKind::RegionLost);
    let day = Signal::derive(move || day_and_time(start.get()).0);
    let time = Signal::derive(move || DrillTime::clamped(day_and_time(start.get()).1));
    let set_day =
        move |day| drill.edit(Change::Edit, |inputs| inputs.start = start_of(day, day_and_time(inputs.start.get()).1));
    let set_time = move |change, time: DrillTime| {
        drill.edit(change, |inputs| inputs.start = start_of(day_and_time(inputs.start.get()).0, time.get()));
    };
    let is_utc = session.service_part(|service| service.regions.local_time);
    let clock = Signal::derive(move || {
        if is_utc.get() { "UTC: every region's users live by their own clock".to_owned() } else { String::new() }
    });
    let worst = Memo::new(move |_| {
        drill.week.with(|week| {
            let week = week.as_ref().filter(|week| week.is_whole())?;
            week.worst().map(|worst| (worst.start, week.moment(worst)))
        })
    });
    let to_worst = move |_| {
        if let Some((start, _)) = worst.get_untracked() {
            drill.edit(Change::Edit, |inputs| inputs.start = HourOfWeek::clamped(start / 3600.0));
        }
    };
    let partial = Memo::new(move |_| kind.get() != DrillKind::RegionLost);
    let slow = Memo::new(move |_| kind.get() == DrillKind::SlowNetwork);
    let evacuate = drill.read(|inputs| inputs.evacuate, false);
    let set_evacuate = move |event| {
        let on = event_target_checked(&event);
        drill.edit(Change::Edit, |inputs| inputs.evacuate = on);
    };
    view! {
        <form class="drill-inputs" aria-label="What happens in the drill" on:submit=|event| event.prevent_default()>
            <RegionField/>
            <Select id="drill-kind" label="What happens" value=kind set=move |kind| drill.edit(Change::Edit, |inputs| inputs.kind = kind)
                choices=vec![
                    (DrillKind::RegionLost, "The region is lost"),
                    (DrillKind::ZoneLost, "One of its zones is lost"),
                    (DrillKind::HalfCapacity, "Half of its replicas are lost"),
                    (DrillKind::SlowNetwork, "Its network is slow"),
                ]/>
            <NumberField id="drill-length" label="For how long" value=drill.read(|inputs| inputs.length, DrillLength::clamped(1.0))
                set=move |change, length| drill.edit(change, |inputs: &mut DrillInputs| inputs.length = length)/>
            <Select id="drill-day" label="Day" choices=DAYS.to_vec() value=day set=set_day/>
            <NumberField id="drill-time" label="Time" value=time set=set_time hint=clock/>
            <Select id="drill-fleets" label="Fleets" value=drill.read(|inputs| inputs.fleets, DrillFleets::ByTier)
                set=move |fleets| drill.edit(Change::Edit, |inputs| inputs.fleets = fleets)
                choices=vec![
                    (DrillFleets::ByTier, "As the recovery tier keeps"),
                    (DrillFleets::Ready, "All planned stand ready"),
                    (DrillFleets::ByPolicy, "As the policy has it"),
                ]/>
            <Show when=move || slow.get()>
                <NumberField id="drill-slowdown" label="Requests take" unit="× as long"
                    value=drill.read(|inputs| inputs.slowdown, NetworkSlowdown::clamped(4.0))
                    set=move |change, slowdown| drill.edit(change, |inputs: &mut DrillInputs| inputs.slowdown = slowdown)/>
            </Show>
            <Show when=move || partial.get()>
                <label class="flag" for="drill-evacuate">
                    <input type="checkbox" id="drill-evacuate" prop:checked=evacuate on:change=set_evacuate/>
                    <span>"Send its users elsewhere"</span>
                </label>
            </Show>
            <div class="drill-worst">
                <button type="button" id="drill-worst" disabled=move || worst.with(Option::is_none) on:click=to_worst>"The worst minute of the week"</button>
                <small>{move || worst.get().map_or_else(|| "is looked for below".to_owned(), |(_, moment)| moment)}</small>
            </div>
        </form>
    }
}

/// The regions that hold capacity.
#[component]
fn RegionField() -> impl IntoView {
    let (session, drill) = (Session::here(), DrillView::here());
    let regions = session.part(|scenario| {
        scenario.regions.iter().map(|region| (region.id, region.name.to_string(), region.hosts)).collect::<Vec<_>>()
    });
    let chosen = drill.read(|inputs| inputs.region, RegionId(0));
    let options = move || {
        let chosen = chosen.get();
        // One that holds none stays in the list as long as it is chosen.
        let shown = regions.get().into_iter().filter(|(id, _, hosts)| *hosts || *id == chosen);
        shown
            .map(|(id, name, _)| {
                let name = if name.is_empty() { format!("Region {}", id.0) } else { name };
                view! { <option value=id.0.to_string() prop:selected=id == chosen>{name}</option> }
            })
            .collect_view()
    };
    let on_change = move |event| {
        if let Ok(id) = event_target_value(&event).parse() {
            drill.edit(Change::Edit, |inputs| inputs.region = RegionId(id));
        }
    };
    view! {
        <div class="field">
            <label for="drill-region">"Region"</label>
            <select id="drill-region" on:change=on_change>{options}</select>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_make_an_hour_of_the_week_and_back() {
        assert_eq!(day_and_time(43.0 + 2.0 / 3.0), (1, 19.0 + 40.0 / 60.0));
        assert_eq!(day_and_time(168.0), (0, 0.0));
        assert_eq!(day_and_time(23.9999), (1, 0.0));
        for (day, time) in [(0, 0.0), (3, 12.5), (6, 23.0 + 59.0 / 60.0)] {
            let (back, at) = day_and_time(start_of(day, time).get());
            assert!(back == day && (at - time).abs() < 1e-9, "{day} {time}: {back} {at}");
        }
    }
}
