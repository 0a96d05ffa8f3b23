//! What happened when: charts of all policies, and the fleet at one moment.

mod charts;
mod fleet;
mod long;
mod moment;
mod state;
mod study;

pub use moment::SCRUBBER;
pub use study::{About, Shown, Study, file_of};

use super::view::ScalingView;
use crate::plots::scaling::policy_names;
use charts::Charts;
use leptos::prelude::*;
use long::LongRun;

/// The charts over the period with the scrubber between them.
#[component]
pub fn Timeline() -> impl IntoView {
    view! {
        <section class="timeline" aria-label="Timeline">
            <div class="timeline-head">
                <h2>"Timeline"</h2>
                <PolicySelected/>
            </div>
            <LongRun/>
            <Charts/>
        </section>
    }
}

/// Which policy the marks, the moment and the breaches are of.
#[component]
fn PolicySelected() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let names = Memo::new(move |_| study.shown.with(|shown| policy_names(&shown.runs)));
    let options = move || {
        let names = names.get();
        let last = names.len().saturating_sub(1);
        names
            .into_iter()
            .enumerate()
            .map(|(place, name)| {
                view! { <option value=place.to_string() prop:selected=move || view.chosen.get().min(last) == place>{name}</option> }
            })
            .collect_view()
    };
    let choose = move |event| {
        if let Ok(place) = event_target_value(&event).parse() {
            view.chosen.set(place);
        }
    };
    view! {
        <div class="timeline-policy">
            <label for="timeline-policy">"Selected policy"</label>
            <select id="timeline-policy" on:change=choose>{options}</select>
        </div>
    }
}
