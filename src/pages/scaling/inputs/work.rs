//! What happens to requests that cannot be served at once.

use super::super::fields::work::{BATCHING, REDUCED, WITH_BATCHING, WORK};
use super::summaries;
use crate::components::form::{Fold, fields, fields_of};
use crate::edit::Place;
use crate::session::Session;
use leptos::prelude::*;

/// The fields of the work.
#[component]
pub fn WorkFields() -> impl IntoView {
    let session = Session::here();
    let scaling = session.selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::work(&scaling.work));
    let work = scaling.field(|scaling| &scaling.work, |scaling| &mut scaling.work);
    let provisioned = session.answer(|service| service.sizing.provisioned);
    let provisioned = Signal::derive(move || provisioned.get().unwrap_or(0.0));
    view! {
        <Fold id="work" title="Work" says=says>
            {fields(work.knowing(provisioned), WORK)}
            {fields_of(work, Place::TOP, |work| work.reduced.as_ref(), |work| work.reduced.as_mut(), REDUCED)}
            {fields(work, WITH_BATCHING)}
            {fields_of(work, Place::TOP, |work| work.batching.as_ref(), |work| work.batching.as_mut(), BATCHING)}
        </Fold>
    }
}
