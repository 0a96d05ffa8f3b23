//! The shape of the day and of the week, stated; or the measured one, to keep or let go.

use super::fields::{DAY, WEEK};
use crate::components::form::{FieldSet, fields};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use leptos::prelude::*;

/// The fields of the shape.
#[component]
pub fn ShapeFields() -> impl IntoView {
    let session = Session::here();
    let measured = session.service_part(|service| service.demand.measured.clone());
    let is_batch = session.service_part(|service| service.demand.work.is_some());
    view! {
        <Show when=move || !is_batch.get()>
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
                    "Enter the shape instead"
                </button>
            </fieldset>
        </Show>
        </Show>
    }
}

#[component]
fn StatedFields() -> impl IntoView {
    let session = Session::here();
    let day = session.selected_part(|service| &service.demand.day, |service| &mut service.demand.day);
    let week = session.selected_part(|service| &service.demand.week, |service| &mut service.demand.week);
    view! {
        <FieldSet title="Shape of the day">{fields(day, DAY)}</FieldSet>
        <FieldSet title="Shape of the week">{fields(week, WEEK)}</FieldSet>
    }
}
