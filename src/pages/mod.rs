//! The pages: one topic each; they show answers and hand back what the person did.

mod cost;
mod demand;
mod import;
mod overview;
mod purchasing;
mod recovery;
mod regions;
mod scaling;
mod sizing;

mod table;

pub use table::{NAMES, PAGES, PageRow};

use crate::charts::spec::Chart;
use crate::components::ChartCanvas;
use leptos::prelude::*;
use std::sync::Arc;

/// A chart of an answer, as long as there is one.
#[component]
fn Figure(
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
