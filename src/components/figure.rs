//! A chart of an answer, as long as there is one.

use super::ChartCanvas;
use crate::charts::spec::Chart;
use leptos::prelude::*;
use std::sync::Arc;

/// A chart of an answer, as long as there is one.
#[component]
pub fn Figure(
    /// The chart.
    chart: Memo<Option<Arc<Chart>>>,
    /// The visible range, where finer points follow from it.
    #[prop(optional)]
    zoom: Option<RwSignal<Option<(f64, f64)>>>,
) -> impl IntoView {
    let there = Memo::new(move |_| chart.with(Option::is_some));
    let empty = Arc::new(Chart::new("none", "", crate::charts::spec::XAxis::Time, crate::charts::spec::YAxis::new("")));
    let shown = Signal::derive(move || chart.get().unwrap_or_else(|| Arc::clone(&empty)));
    move || {
        there.get().then(|| {
            let zoom = zoom.unwrap_or_else(|| RwSignal::new(None));
            view! { <ChartCanvas chart=shown zoom=zoom show_summary=true/> }
        })
    }
}
