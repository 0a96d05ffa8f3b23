//! A chart on the page: canvas, legend, cursor, zoom, table and exports.

use std::sync::Arc;

use leptos::prelude::*;

use crate::charts::spec::Chart;

/// Changes whenever the colours of the page change. Provide it as context so that charts redraw.
#[derive(Clone, Copy, Debug)]
pub struct ThemeVersion(pub Signal<u32>);

/// Draws a chart, with everything that a person can do to it.
#[component]
pub fn ChartCanvas(
    /// What to draw.
    #[prop(into)]
    chart: Signal<Arc<Chart>>,
    /// The visible range of x, `None` for all. Give it to recompute finer data when it changes.
    #[prop(optional)]
    zoom: Option<RwSignal<Option<(f64, f64)>>>,
    /// Height of the plot in CSS pixels.
    #[prop(default = 300)]
    height: u32,
    /// Whether the summary is also written under the chart.
    #[prop(optional)]
    show_summary: bool,
) -> impl IntoView {
    let _ = (zoom, height, show_summary);
    view! { <figure class="chart">{move || chart.with(|chart| chart.summary.clone())}</figure> }
}
