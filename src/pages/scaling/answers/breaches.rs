//! When the objective is missed, why, and what would help.

use super::super::timeline::{SCRUBBER, Shown, Study};
use super::super::view::ScalingView;
use crate::charts::clock::calendar_text;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::engine::Breach;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Most rows of the table.
const MOST_ROWS: usize = 12;

/// Moves the scrubber, and the focus to it.
fn select_time(view: ScalingView, start: f64) {
    view.moment.set(Some(start));
    let scrubber = document().get_element_by_id(SCRUBBER);
    if let Some(scrubber) = scrubber.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for an element that has left the page.
        let _ = scrubber.focus();
    }
}

/// What is said of the breaches of a policy.
#[derive(Clone, Debug, Default, PartialEq)]
struct Answer {
    /// Said where there is none.
    none: Option<String>,
    table: Table,
    /// Said of those that are not listed.
    more: Option<String>,
}

fn answer(shown: &Shown, chosen: usize) -> Option<Answer> {
    let chosen = chosen.min(shown.runs.len().checked_sub(1)?);
    let outcome = &shown.runs.get(chosen)?.plan.outcome;
    let name = policy_names(&shown.runs).into_iter().nth(chosen)?;
    if outcome.breaches.is_empty() {
        let none = Some(format!("{name} meets the SLO for all {}.", text::seconds(outcome.length)));
        return Some(Answer { none, ..Answer::default() });
    }
    let more = (outcome.n_breaches as usize).saturating_sub(MOST_ROWS);
    let more = (more > 0).then(|| {
        let words = text::counted(more as u64, "further violation is", "further violations are");
        format!("{} not listed: each dropped or delayed no more than these.", text::capitalised(&words))
    });
    let columns = [
        Column::words("When"),
        Column::number("Duration"),
        Column::words("Cause, and what would help"),
        Column::number("Replicas short"),
        Column::number("Lost"),
        Column::number("Late"),
    ];
    let rows = outcome.worst_first().into_iter().take(MOST_ROWS);
    let rows = rows.map(|breach| row(breach, shown.origin, shown.step));
    let table = Table::new("breaches", format!("SLO violations of {name}, worst first"));
    Some(Answer { none: None, table: table.with_columns(columns).with_rows(rows), more })
}

fn row(breach: &Breach, origin: f64, step: f64) -> Row {
    let when = calendar_text(origin + breach.start, step.min(60.0));
    let link = Press::link("select", format!("{when}: show"));
    let count = |value: f64| if value >= 0.5 { text::si(value.round()) } else { "none".into() };
    let advice = format!("{}.", text::capitalised(breach.cause.advice()));
    let cells = [
        Cell::from(when).with_press(link),
        Cell::from(text::seconds(breach.end - breach.start)),
        Cell::from(text::capitalised(breach.cause.words())).with_note(advice),
        Cell::from(if breach.missing > 0 { text::count(breach.missing) } else { "none".into() }),
        Cell::from(count(breach.lost)),
        Cell::from(count(breach.late)),
    ];
    Row::of(cells).with_key(breach.start.to_string())
}

/// The breaches of the selected policy.
#[component]
pub fn Breaches() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let found = Memo::new(move |_| study.shown.with(|shown| answer(shown, view.chosen.get())));
    let table = Signal::derive(move || found.with(|found| found.clone().unwrap_or_default().table));
    let show = Callback::new(move |(start, _): (String, &'static str)| {
        if let Ok(start) = start.parse() {
            select_time(view, start);
        }
    });
    let is_kept = Memo::new(move |_| found.with(|found| Some(found.as_ref()?.none.is_some())));
    move || {
        is_kept.get().map(|is_kept| match is_kept {
            true => {
                let words = move || found.with(|found| found.as_ref().and_then(|found| found.none.clone()));
                view! { <section class="breaches"><h2>"SLO violations"</h2><p id="no-breaches">{words}</p></section> }.into_any()
            }
            false => {
                let more = move || found.with(|found| found.as_ref().and_then(|found| found.more.clone()));
                view! { <section class="breaches"><TableView table=table on_press=show/><p class="hint">{more}</p></section> }.into_any()
            }
        })
    }
}
