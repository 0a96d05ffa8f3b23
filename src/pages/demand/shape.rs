//! The shape of the day and of the week, stated; or the measured one, to keep or let go.

use crate::components::{NumberField, Segmented, Select};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::{DayFactor, Quantity};
use headroom_core::plan::scenario::demand::{DayCurve, WeekShape};
use leptos::prelude::*;

const DAYS: [(&str, &str); 7] = [
    ("monday", "Monday"),
    ("tuesday", "Tuesday"),
    ("wednesday", "Wednesday"),
    ("thursday", "Thursday"),
    ("friday", "Friday"),
    ("saturday", "Saturday"),
    ("sunday", "Sunday"),
];

/// The kinds of week, without their numbers.
#[derive(Clone, Copy, PartialEq)]
enum WeekKind {
    Flat,
    Consumer,
    Business,
    Own,
}

fn kind_of(week: WeekShape) -> WeekKind {
    match week {
        WeekShape::Flat => WeekKind::Flat,
        WeekShape::Consumer(_) => WeekKind::Consumer,
        WeekShape::Business(_) => WeekKind::Business,
        WeekShape::Own(_) => WeekKind::Own,
    }
}

/// A week of a kind, with the usual numbers; own factors start from the week that was there.
fn week_of(kind: WeekKind, before: WeekShape) -> WeekShape {
    match kind {
        WeekKind::Flat => WeekShape::Flat,
        WeekKind::Consumer => WeekShape::Consumer(Quantity::clamped(0.25)),
        WeekKind::Business => WeekShape::Business(Quantity::clamped(0.3)),
        WeekKind::Own => {
            let weekend = match before {
                WeekShape::Consumer(lift) => 1.0 + lift.get(),
                WeekShape::Business(share) => share.get(),
                WeekShape::Own(factors) => return WeekShape::Own(factors),
                WeekShape::Flat => 1.0,
            };
            WeekShape::Own([1.0, 1.0, 1.0, 1.0, 1.0, weekend, weekend].map(DayFactor::clamped))
        }
    }
}

/// The fields of the shape.
#[component]
pub fn ShapeFields() -> impl IntoView {
    let session = Session::here();
    let measured = session.service_part(|service| service.demand.measured.clone());
    view! {
        <Show when=move || measured.with(Option::is_some) fallback=StatedFields>
            <fieldset>
                <legend>"Shape of the week"</legend>
                <p class="hint">
                    {move || measured.get().map(|measured| format!(
                        "Measured from {}, {} to {}: mean {}, P99 {}, peak {} requests/s. Peak to average stretches it.",
                        measured.source,
                        text::date(measured.first_day),
                        text::date(measured.last_day),
                        text::number(measured.mean.get()),
                        text::number(measured.p99.get()),
                        text::number(measured.peak.get()),
                    ))}
                </p>
                <button type="button" id="forget-measured" on:click=move |_| session.edit_service(Change::Edit, |service| service.demand.measured = None)>
                    "State the shape instead"
                </button>
            </fieldset>
        </Show>
    }
}

#[component]
fn StatedFields() -> impl IntoView {
    let session = Session::here();
    let day = session.service_part(|service| service.demand.day);
    let week = session.service_part(|service| service.demand.week);
    let kind = Memo::new(move |_| kind_of(week.get()));
    view! {
        <fieldset>
            <legend>"Shape of the day"</legend>
            <Select id="day-curve" label="Form" value=Signal::derive(move || day.get().curve)
                choices=vec![
                    (DayCurve::OnePeak, "One peak"),
                    (DayCurve::TwoPeaks, "Midday and evening"),
                    (DayCurve::WorkingHours, "Working hours"),
                    (DayCurve::Burst, "A burst"),
                ]
                set=move |curve| session.edit_service(Change::Edit, |service| service.demand.day.curve = curve)/>
            <NumberField id="peak-hour" label="Peak hour" slider=(0.0, 23.75) value=Signal::derive(move || day.get().peak_hour)
                set=move |change, value| session.edit_service(change, |service| service.demand.day.peak_hour = value)/>
        </fieldset>
        <fieldset>
            <legend>"Shape of the week"</legend>
            <Segmented id="week-kind" label="Shape of the week"
                choices=vec![(WeekKind::Flat, "Flat"), (WeekKind::Consumer, "Consumer"), (WeekKind::Business, "Business"), (WeekKind::Own, "Own")]
                value=Signal::derive(move || Some(kind.get()))
                set=move |kind| session.edit_service(Change::Edit, |service| service.demand.week = week_of(kind, service.demand.week))/>
            {move || match kind.get() {
                WeekKind::Flat => view! { <p class="hint">"All days are alike."</p> }.into_any(),
                WeekKind::Consumer => view! { <ConsumerField/> }.into_any(),
                WeekKind::Business => view! { <BusinessField/> }.into_any(),
                WeekKind::Own => view! { <OwnFields/> }.into_any(),
            }}
        </fieldset>
    }
}

#[component]
fn ConsumerField() -> impl IntoView {
    let session = Session::here();
    let lift = session.service_part(|service| {
        if let WeekShape::Consumer(lift) = service.demand.week { lift } else { Quantity::clamped(0.25) }
    });
    view! {
        <NumberField id="weekend-lift" label="Weekends higher by" slider=(0.0, 1.0) value=lift
            set=move |change, value| session.edit_service(change, |service| service.demand.week = WeekShape::Consumer(value))
            hint="Usual for consumer products: 20-30 %."/>
    }
}

#[component]
fn BusinessField() -> impl IntoView {
    let session = Session::here();
    let share = session.service_part(|service| {
        if let WeekShape::Business(share) = service.demand.week { share } else { Quantity::clamped(0.3) }
    });
    view! {
        <NumberField id="weekend-share" label="Weekend over weekday" slider=(0.0, 1.0) value=share
            set=move |change, value| session.edit_service(change, |service| service.demand.week = WeekShape::Business(value))
            hint="Weekdays dominate; weekends are low."/>
    }
}

#[component]
fn OwnFields() -> impl IntoView {
    let session = Session::here();
    DAYS.iter()
        .enumerate()
        .map(|(place, (id, name))| {
            let factor = session.service_part(move |service| match service.demand.week {
                WeekShape::Own(factors) => factors.get(place).copied().unwrap_or(DayFactor::clamped(1.0)),
                _ => DayFactor::clamped(1.0),
            });
            let set = move |change, value| {
                session.edit_service(change, |service| {
                    if let WeekShape::Own(factors) = &mut service.demand.week
                        && let Some(factor) = factors.get_mut(place)
                    {
                        *factor = value;
                    }
                });
            };
            view! { <NumberField id=*id label=*name value=factor set=set/> }
        })
        .collect_view()
}
