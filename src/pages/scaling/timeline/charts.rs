//! The charts over time, with one zoom and one cursor for both, and the scrubber between them.

use super::super::view::ScalingView;
use super::moment::{Scrubber, looked_at};
use super::state::MomentState;
use super::study::{Study, with_scene};
use crate::charts::spec::Chart;
use crate::components::{ChartCanvas, Segmented};
use crate::plots::scaling::{Below, Facts, Runs, below, moment_mark, replicas};
use crate::session::Session;
use headroom_core::studies::moment::ResponseTime;
use leptos::prelude::*;
use std::sync::Arc;

/// The charts.
#[component]
pub fn Charts() -> impl IntoView {
    let (session, view, study) = (Session::here(), ScalingView::here(), Study::here());
    let zoom = RwSignal::new(None);
    let cursor = RwSignal::new(None);
    let what = RwSignal::new(Below::Load);
    let moment = looked_at(view, study);
    // Zoom and moment change marks alone; the lines are made once for each change of the plan.
    let with_runs = move |zoom: Option<(f64, f64)>, make: &dyn Fn(&Runs<'_>) -> Chart| {
        study
            .shown
            .with(|shown| make(&Runs { runs: &shown.runs, chosen: view.chosen.get(), origin: shown.origin, zoom }))
    };
    let marked = move |chart: Arc<Chart>| {
        study.shown.with(|shown| {
            let runs = Runs { runs: &shown.runs, chosen: view.chosen.get(), origin: shown.origin, zoom: zoom.get() };
            let mut chart = Chart::clone(&chart);
            chart.marks = runs.marks();
            if let Some(moment) = moment.get() {
                chart.marks.push(moment_mark(shown.origin + moment));
            }
            Arc::new(chart)
        })
    };
    let fleet = Memo::new(move |_| Arc::new(with_runs(None, &replicas)));
    let facts = Memo::new(move |_| facts(session));
    let lower = Memo::new(move |_| {
        // Latency is worked out for what is visible; the other lines have every point.
        let zoom = if what.get() == Below::Latency { zoom.get() } else { None };
        let facts = facts.get();
        Arc::new(with_runs(zoom, &|runs| match &facts {
            Some(facts) => below(what.get(), runs, &facts.0),
            None => below(what.get(), runs, &Facts { objective: None, responses: Vec::new() }),
        }))
    });
    let upper_chart = Signal::derive(move || marked(fleet.get()));
    let lower_chart = Signal::derive(move || marked(lower.get()));
    view! {
        <ChartCanvas chart=upper_chart zoom cursor height=260 show_summary=true/>
        <Scrubber/>
        <MomentState/>
        <div class="timeline-below">
            <Segmented id="timeline-below" label="Chart below"
                choices=vec![(Below::Load, "Load"), (Below::Utilization, "Utilization"), (Below::Backlog, "Backlog"), (Below::Latency, "Latency")]
                value=Signal::derive(move || Some(what.get()))
                set=move |chosen| what.set(chosen)/>
            <ChartCanvas chart=lower_chart zoom cursor height=220 show_summary=true/>
        </div>
    }
}

/// What the lower chart must know; anew with every change of the plan.
#[derive(Clone)]
struct Known(Arc<Facts>);

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

fn facts(session: Session) -> Option<Known> {
    // No load is needed to know what a row means.
    with_scene(session, Some(Arc::from([])), |scene| {
        let objective = scene.basis.inputs.slo.latency;
        Known(Arc::new(Facts {
            objective: objective.map(|objective| (objective.percentile.get(), objective.target.get())),
            responses: scene.scaling.policies.iter().map(|choice| ResponseTime::new(&scene.setup(choice))).collect(),
        }))
    })
}
