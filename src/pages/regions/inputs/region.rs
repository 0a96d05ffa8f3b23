//! The fields of one region.

use super::super::fields::region::{CAPACITY, PLACE};
use crate::components::form::fields;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use leptos::prelude::*;

/// The fields of a region, with those of its place where it is one's own.
#[component]
pub fn OneRegion(
    /// Which.
    region: RegionId,
) -> impl IntoView {
    let regions = Session::here().plan_part(|scenario| &scenario.regions, |scenario| &mut scenario.regions);
    let part = regions.focus(
        move |regions| regions.iter().find(|other| other.id == region),
        move |regions| regions.iter_mut().find(|other| other.id == region),
    );
    part.map(|part| {
        let hosts = part.read(|region| region.hosts);
        let users_only =
            move || (!hosts.get()).then(|| view! { <p class="hint">"Users only: another region serves them."</p> });
        let limits = move || {
            hosts.get().then(
                || view! { <p class="hint">"Quota or stock? "<a href="#sizing">"Enter a limit on Sizing"</a>"."</p> },
            )
        };
        view! {
            <div class="one-event" id="one-region">
                {fields(part, PLACE)}
                {fields(part, CAPACITY)}
                {users_only}
                {limits}
            </div>
        }
    })
}
