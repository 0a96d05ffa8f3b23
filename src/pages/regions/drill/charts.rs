//! What happened when: all users together, and each region, over one time with one cursor.

use super::state::{DrillView, Drilled};
use crate::charts::spec::{Chart, XAxis, YAxis};
use crate::components::{ChartCanvas, Segmented};
use crate::plots::drill::{Shown, all_regions, by_region};
use leptos::prelude::*;
use std::sync::Arc;

/// What part of a drill is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// Until all is served elsewhere.
    Failover,
    /// The users come back.
    Return,
    /// All of it.
    All,
}

/// The charts.
#[component]
pub fn DrillCharts() -> impl IntoView {
    let drill = DrillView::here();
    let (zoom, cursor) = (RwSignal::new(None), RwSignal::new(None));
    let shown = RwSignal::new(Shown::Load);
    let of = move |id: &str, make: &dyn Fn(&Drilled) -> Chart| {
        let chart = drill.drilled.with(|found| found.as_ref().map(|found| make(found)));
        Arc::new(chart.unwrap_or_else(|| Chart::new(id, "", XAxis::WeekTime, YAxis::new(""))))
    };
    let all = Memo::new(move |_| of("drill-all", &|found| all_regions(&found.answer, &found.picture)));
    let each = Memo::new(move |_| {
        let shown = shown.get();
        of("drill-regions", &|found| by_region(&found.answer, &found.picture, shown))
    });
    // The part that was chosen; a zoom by hand stays until another drill lies at another time.
    let part = RwSignal::new(Part::Failover);
    let range = Memo::new(move |_| {
        drill.drilled.with(|found| {
            let answer = &found.as_ref()?.answer;
            match part.get() {
                Part::Failover => Some(answer.failover_span()),
                Part::Return => answer.return_span(),
                Part::All => None,
            }
        })
    });
    Effect::new(move |_| {
        cursor.set(None);
        zoom.set(range.get());
    });
    let there = Memo::new(move |_| drill.drilled.with(Option::is_some));
    view! {
        <Show when=move || there.get()>
            <div class="drill-charts">
                <Segmented id="drill-part" label="Part of the drill"
                    choices=vec![(Part::Failover, "The failover"), (Part::Return, "The return"), (Part::All, "Everything")]
                    value=Signal::derive(move || Some(part.get()))
                    set=move |chosen| part.set(chosen)/>
                <ChartCanvas chart=all zoom=zoom cursor=cursor height=240 show_summary=true/>
                <div class="drill-below">
                    <Segmented id="drill-shown" label="What is shown of each region"
                        choices=vec![(Shown::Load, "Load"), (Shown::Capacity, "Capacity"), (Shown::Backlog, "Backlog"), (Shown::Lost, "Lost")]
                        value=Signal::derive(move || Some(shown.get()))
                        set=move |chosen| shown.set(chosen)/>
                    <ChartCanvas chart=each zoom=zoom cursor=cursor height=220 show_summary=true/>
                </div>
            </div>
        </Show>
    }
}
