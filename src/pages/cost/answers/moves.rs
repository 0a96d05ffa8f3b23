//! Which inputs move the total of the years most, computed by the worker.

use super::super::view::CostView;
use super::Pictured;
use crate::components::table::{Column, Row, Table};
use crate::components::{BarFigure, Progress};
use crate::plots::cost_bars::{signed, tornado};
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

/// The section's answer.
fn answer(swings: &[Swing], total: f64) -> Pictured {
    let says = sentence(swings, total);
    Pictured { bars: tornado(swings, total, &says).map(Arc::new), table: table(swings, total), says }
}

/// The section's answer where the total is not known.
fn unknown() -> Pictured {
    let says = "A price is unknown, so the total and what moves it are unknown.".to_owned();
    Pictured { says, ..Pictured::default() }
}

/// What moves it most, in a sentence.
fn sentence(swings: &[Swing], unchanged: f64) -> String {
    let Some(first) = swings.first() else {
        return "No input moves the total.".to_owned();
    };
    let ends = [first.at_low, first.at_high].into_iter().flatten().chain([unchanged]);
    let (low, high) = ends.fold((f64::INFINITY, f64::MIN), |(low, high), end| (low.min(end), high.max(end)));
    // The name of an input ends in its range: `Load growth, ±50 %`.
    format!("{}, moves the total most: from {} to {}.", first.name, text::dollars(low), text::dollars(high))
}

/// The picture and its table.
#[component]
pub fn Moves() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    // What was found, and whether the plan has changed since.
    let found = RwSignal::new(None::<Pictured>);
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
        Told::Done(done, _) => {
            if let (Answer::Moved(swings), Some(Some(total))) = (*done, total.try_get_untracked()) {
                let _ = found.try_set(Some(answer(&swings, total)));
                let _ = is_stale.try_set(false);
            }
        }
        Told::Partial(_) => {}
    });
    let shown = Memo::new(move |_| match total.get() {
        None => unknown(),
        Some(_) => found.get().unwrap_or_default(),
    });
    let stale = move || {
        let is_old = is_stale.get() && shown.with(|shown| shown.bars.is_some());
        is_old.then(|| view! { <p class="hint">"From the plan before its last change."</p> })
    };
    let bars = Signal::derive(move || shown.with(|shown| shown.bars.clone()));
    let table = Signal::derive(move || shown.with(|shown| shown.table.clone()));
    view! {
        <section class="moves" aria-label="What moves the total">
            <h2>"What moves the total"</h2>
            <p class="hint">"One input at a time, all others unchanged, over all months."</p>
            <div aria-live="polite"><p id="moves-says">{move || shown.with(|shown| shown.says.clone())}</p>{stale}</div>
            <BarFigure bars=bars table=table/>
            <Progress state what="Varying one input after the other"/>
        </section>
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
        let found = answer(&[swing], 100.0);
        assert_eq!(found.says, "Load, ±20 %, moves the total most: from $90.00 to $100.00.");
        assert_eq!(found.table.texts(0), ["Load, ±20 %", "$90.00 (−$10.00)", "unknown", "$10.00"]);
        assert_eq!(answer(&[], 100.0).says, "No input moves the total.");
    }
}
