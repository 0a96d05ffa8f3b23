//! Which settings hold: the policy map, the cliff, and the smallest changes that would help.
//!
//! - [`asked`]: keeps a question with the worker while its part of the page is open, with the trace that it is over.
//! - [`plan`]: what a map is made of: two settings, their values, what is known of the cells.
//! - [`words`]: what a cell says, what the shades mean, the file of all cells.
//! - [`figure`]: a map on the page with its table and its file.
//! - [`map`], [`cliff`], [`levers`]: the three parts.

mod asked;
mod axes;
mod cliff;
mod figure;
mod levers;
mod map;
mod plan;
mod words;

use crate::components::form::follow_toggle;
use cliff::CliffPart;
use leptos::prelude::*;
use levers::LeversPart;
use map::MapPart;

/// The three parts; each computes only while it is open.
#[component]
pub fn Explore() -> impl IntoView {
    let (levers, map, cliff) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    view! {
        <section class="explore" id="explore">
            <h2>"Which settings meet the SLO"</h2>
            <details id="explore-levers" on:toggle=move |event| follow_toggle(levers, &event)>
                <summary>"Smallest changes that would help"</summary>
                <LeversPart open=levers/>
            </details>
            <details id="explore-map" on:toggle=move |event| follow_toggle(map, &event)>
                <summary>"Policy map: two settings against each other"</summary>
                <MapPart open=map/>
            </details>
            <details id="explore-cliff" on:toggle=move |event| follow_toggle(cliff, &event)>
                <summary>"Start-up limit: how slow may a replica start?"</summary>
                <CliffPart open=cliff/>
            </details>
        </section>
    }
}
