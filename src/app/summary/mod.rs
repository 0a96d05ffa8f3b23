//! The summary bar, always in view: the key answers, each with its difference from the baseline.

mod key;
mod stats;

use crate::components::{Stat, TOTALS};
use crate::session::Session;
use headroom_core::plan::topics::Topic;
use key::key_of;
use leptos::prelude::*;
use stats::{STATS, StatRow};

/// The summary bar.
#[component]
pub fn SummaryBar() -> impl IntoView {
    let session = Session::here();
    let scope = move || (!session.shows_whole_plan()).then(|| session.service_id());
    let key = Memo::new(move |_| {
        let id = scope();
        let key = key_of(&session.evaluation(), id).unwrap_or_default();
        key.with_targets(&session.scenario(), id)
    });
    let before = Memo::new(move |_| session.baseline_evaluation().and_then(|evaluation| key_of(&evaluation, scope())));
    let stat = move |row: &'static StatRow| {
        let is_shown = Memo::new(move |_| key.with(|key| (row.value)(key).is_some()));
        let is_of_plan = Topic::find(row.topic).is_some_and(Topic::is_of_plan);
        let topic = Signal::derive(move || if session.shows_whole_plan() && !is_of_plan { TOTALS } else { row.topic });
        let label = Signal::derive(move || key.with(row.label));
        let value = Signal::derive(move || key.with(row.value).unwrap_or_default());
        let note = Signal::derive(move || key.with(|key| before.with(|before| row.remark(key, before.as_ref()))));
        view! { <Show when=move || is_shown.get()><Stat label value note topic unit=Signal::stored(row.unit.to_owned())/></Show> }
    };
    let stats = STATS.iter().map(stat).collect_view();
    let of_plan = move || {
        session
            .other_load()
            .map(|name| view! { <p class="summary-load">"On the plan's demand; this page shows " {name} "."</p> })
    };
    view! { <section class="summary" aria-label="Key answers">{stats}</section> {of_plan} }
}
