//! Which inputs move the total of the years most, computed by the worker.

use super::super::view::CostView;
use super::change::bar_view;
use crate::components::table::{Column, Row, Table};
use crate::components::{Progress, TableView};
use crate::plots::cost_bars::{Tornado, signed, tornado};
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job};
use headroom_core::base::text;
use headroom_core::formulas::finance::Swing;
use headroom_core::plan::scenario::{Scenario, codec};
use headroom_core::studies::sensitivity::Sensitivity;
use leptos::prelude::*;
use std::sync::Arc;

fn job(plan: &Arc<Scenario>) -> Job {
    Job::Sensitivity(Sensitivity { plan: codec::to_json(plan) })
}

/// What moves it most, in a sentence.
fn sentence(swings: &[Swing], unchanged: f64) -> String {
    let Some(first) = swings.first() else {
        return "No input moves the total.".to_owned();
    };
    let ends = [first.at_low, first.at_high].into_iter().flatten().chain([unchanged]);
    let (low, high) = ends.fold((f64::INFINITY, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    format!("{} moves the total most: from {} to {}.", first.name, text::dollars(low), text::dollars(high))
}

/// The picture and its table.
#[component]
pub fn Moves() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    // What was found, of which total, and whether the plan has changed since.
    let found = RwSignal::new(None::<(Vec<Swing>, f64)>);
    let is_stale = RwSignal::new(false);
    let total = Memo::new(move |_| {
        view.plan
            .with(|plan| plan.horizon.is_complete.then(|| plan.horizon.total.dollars()))
            .filter(|total| *total > 0.0)
    });
    let order = Memo::new(move |_| total.get().map(|_| session.scenario()));
    let state = follow(order, job, move |told| match told {
        Told::Begun => {
            let _ = is_stale.try_set(true);
        }
        Told::Done(answer, _) => {
            if let (Answer::Moved(swings), Some(Some(total))) = (*answer, total.try_get_untracked()) {
                let _ = found.try_set(Some((swings, total)));
                let _ = is_stale.try_set(false);
            }
        }
        Told::Partial(_) => {}
    });
    let content = move || {
        if total.get().is_none() {
            return view! { <p id="moves-says">"A price is unknown, so the total and what moves it are unknown."</p> }
                .into_any();
        }
        let Some((swings, total)) = found.get() else { return ().into_any() };
        let picture = tornado(&swings, total).map(|bars| picture(&bars, total));
        let table = (!swings.is_empty()).then(|| {
            let table = Signal::stored(table(&swings, total));
            view! { <details><summary>"As a table"</summary><TableView table=table/></details> }
        });
        let stale =
            move || is_stale.get().then(|| view! { <p class="hint">"From the plan before its last change."</p> });
        view! { <p id="moves-says">{sentence(&swings, total)}</p>{stale}{picture}{table} }.into_any()
    };
    view! {
        <section class="moves" aria-label="What moves the total">
            <h2>"What moves the total"</h2>
            <p class="hint">"One input at a time, all others unchanged, over all months."</p>
            <div aria-live="polite">{content}</div>
            <Progress state what="Varying one input after the other"/>
        </section>
    }
}

fn picture(found: &Tornado, total: f64) -> impl IntoView + use<> {
    let middle = format!("{:.3}%", found.middle * 100.0);
    let rows = found.rows.iter().map(|(name, bars)| {
        let amounts: Vec<String> = bars.iter().map(|bar| bar.amount.clone()).collect();
        let middle = middle.clone();
        view! {
            <span class="cost-bar-name">{name.clone()}</span>
            <div class="cost-track">{bars.iter().map(bar_view).collect_view()}<i class="cost-middle" style:left=middle></i></div>
            <span class="cost-bar-amount">{amounts.join(" / ")}</span>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="cost-bars tornado" id="tornado" aria-hidden="true">{rows}</div>
        <p class="hint">{format!("The line is the current total, {}; the scale runs from {} to {}. Left: at the low value; right: at the high value.", text::dollars(total), text::dollars(found.low), text::dollars(found.high))}</p>
    }
}

/// Each input with the total at its ends.
fn table(swings: &[Swing], total: f64) -> Table {
    let cell = |end: Option<f64>| match end {
        Some(end) if end == total => format!("{} (no change)", text::dollars(end)),
        Some(end) => format!("{} ({})", text::dollars(end), signed(end - total)),
        None => "unknown".to_owned(),
    };
    let rows = swings.iter().map(|swing| {
        Row::of([swing.name.clone(), cell(swing.at_low), cell(swing.at_high), text::dollars(swing.range)])
    });
    let columns = [
        Column::words("Input"),
        Column::number("At its low value"),
        Column::number("At its high value"),
        Column::number("Range"),
    ];
    Table::new("swings", "The total of all months").with_columns(columns).with_rows(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_input_is_told_with_its_ends() {
        let swing = Swing { name: "Load, ±20 %".into(), input: 0, at_low: Some(90.0), at_high: None, range: 10.0 };
        assert_eq!(sentence(&[swing], 100.0), "Load, ±20 % moves the total most: from $90.00 to $100.00.");
        assert_eq!(sentence(&[], 100.0), "No input moves the total.");
    }
}
