//! The chart of the year to come.

use crate::components::{Figure, Segmented};
use crate::plots;
use crate::session::Session;
use headroom_core::plan::demand::{HORIZON_DAYS, LoadCurve, MAX_SPAN_DAYS};
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::places::LoadAndFleet;
use leptos::prelude::*;
use std::sync::Arc;

/// The chart of the year, or of three, to come, of the load and the fleet that are read.
#[component]
pub fn YearChart(read: fn(&ServiceEvaluation) -> LoadAndFleet<'_>) -> impl IntoView {
    let session = Session::here();
    let now = session.service_answers();
    let before = session.baseline_service_answers();
    let zoom = RwSignal::new(None);
    let days = RwSignal::new(HORIZON_DAYS);
    let baseline = Memo::new(move |_| {
        before
            .with(|before| before.as_ref().map(|before| plots::BaselineYear::new(read(before), days.get(), zoom.get())))
    });
    let curve = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|now| (read(now).curve.clone(), read(now).demand.peak_hour)))
    });
    let load = Memo::new(move |_| {
        let of = |(curve, hour): &(LoadCurve, f64)| plots::YearLoad::new(curve, *hour, days.get(), zoom.get());
        curve.with(|curve| curve.as_ref().map(of))
    });
    let chart = Memo::new(move |_| {
        let (now, load) = (now.get()?, load.get()?);
        let chart = |before: &Option<_>| plots::year_to_come(read(&now), &load, before.as_ref(), days.get());
        Some(Arc::new(baseline.with(chart)))
    });
    view! {
        <div class="with-choice">
            <Segmented id="horizon" label="Horizon" choices=vec![(HORIZON_DAYS, "1 year"), (MAX_SPAN_DAYS, "3 years")]
                value=Signal::derive(move || Some(days.get()))
                set=move |chosen| { zoom.set(None); days.set(chosen); }/>
            <Figure chart=chart zoom=zoom/>
        </div>
    }
}
