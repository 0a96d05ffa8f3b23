//! The buttons above a chart: table, zoom, and the chart as a file.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, HtmlCanvasElement};

use super::ChartState;
use crate::browser::{download, file_name, save_blob};
use crate::charts::backend::draw_on;
use crate::charts::csv::csv;
use crate::charts::draw::svg;

/// What a person can do with the whole chart.
#[component]
pub fn Toolbar(state: ChartState, table_open: RwSignal<bool>, table_id: String) -> impl IntoView {
    let is_zoomed = move || state.zoom.with(Option::is_some);
    view! {
        <span class="chart-tools" role="group" aria-label="Chart tools">
            <button type="button" class="chart-tool" hidden=move || !is_zoomed() on:click=move |_| state.set_zoom(None)>
                "Reset zoom"
            </button>
            <button type="button" class="chart-tool" aria-label="Zoom out" title="Zoom out"
                disabled=move || !is_zoomed() on:click=move |_| state.zoom_by(2.0)>"−"</button>
            <button type="button" class="chart-tool" aria-label="Zoom in" title="Zoom in"
                on:click=move |_| state.zoom_by(0.5)>"+"</button>
            <button type="button" class="chart-tool" aria-expanded=move || table_open.get().to_string() aria-controls=table_id
                on:click=move |_| { let _ = table_open.try_update(|open| *open = !*open); }>"Table"</button>
            <button type="button" class="chart-tool" aria-label="Download as PNG" on:click=move |_| { save_png(state); }>"PNG"</button>
            <button type="button" class="chart-tool" aria-label="Download as SVG" on:click=move |_| { save_svg(state); }>"SVG"</button>
            <button type="button" class="chart-tool" aria-label="Download data as CSV" on:click=move |_| { save_csv(state); }>"CSV"</button>
        </span>
    }
}

/// Size of an exported picture: as on the screen, but never too small to read.
fn export_size(state: ChartState) -> Option<(u32, u32)> {
    let size = state.frame.try_get_untracked().flatten()?.size;
    Some((size.0.clamp(640.0, 4_000.0) as u32, (size.1 + 30.0).clamp(240.0, 4_000.0) as u32))
}

fn save_csv(state: ChartState) -> Option<()> {
    let chart = state.chart.try_get_untracked()?;
    // The mark at the beginning tells spreadsheets that the file is UTF-8.
    download(&file_name(&chart.title, "csv"), "text/csv;charset=utf-8", &format!("\u{feff}{}", csv(&chart)));
    Some(())
}

fn save_svg(state: ChartState) -> Option<()> {
    let (chart, view) = state.export_view()?;
    let picture = svg(&chart, view.x, &view.hidden, export_size(state)?);
    download(&file_name(&chart.title, "svg"), "image/svg+xml", &picture);
    Some(())
}

fn save_png(state: ChartState) -> Option<()> {
    let (chart, view) = state.export_view()?;
    let (width, height) = export_size(state)?;
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(width * 2);
    canvas.set_height(height * 2);
    draw_on(&canvas, &chart, &view, 2.0)?;
    let name = file_name(&chart.title, "png");
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save_blob(&name, &blob.into());
        }
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}
