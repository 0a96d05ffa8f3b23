//! Which load the page speaks of: the plan's demand in the entered period, or a trace or a year that was run.

use super::timeline::Study;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scaling::Span;
use leptos::prelude::*;

/// One line above the verdict.
#[component]
pub fn LoadLine() -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let span = session.service_part(|service| Span::of(&service.scaling.period));
    let line = move || match study.shown.with(|shown| shown.about.as_ref().map(|about| about.name.clone())) {
        Some(name) => {
            let stale = if study.state.is_under_way() {
                " Running again after the edit: until then all of it is the plan before it."
            } else {
                ""
            };
            format!(
                "Over {name}: verdict, regions, timeline, smallest changes, policy map and start-up limit.{stale} Summary, rail, ledger and the dry run stay on the plan's demand."
            )
        }
        None => {
            let Span { step, steps, .. } = span.get();
            let length = text::seconds(step * steps as f64);
            format!("On the plan's demand: the entered period of {length}, in steps of {}.", text::seconds(step))
        }
    };
    view! { <p class="load-line" id="scaling-load">{line}</p> }
}
