//! The buttons above a chart: table, zoom, and the chart as a file. Other pictures share those for files.

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
            {table_button(table_open, table_id)}
            {file_buttons(Callback::new(move |kind| { save(state, kind); }))}
        </span>
    }
}

/// A kind of file that a picture is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture of pixels.
    Png,
    /// A picture of lines.
    Svg,
    /// The numbers.
    Csv,
}

/// The button that shows the table behind a picture, or hides it.
pub fn table_button(is_open: RwSignal<bool>, table_id: String) -> impl IntoView {
    view! {
        <button type="button" class="chart-tool" aria-expanded=move || is_open.get().to_string() aria-controls=table_id
            on:click=move |_| { let _ = is_open.try_update(|open| *open = !*open); }>"Table"</button>
    }
}

/// The buttons that save a picture.
pub fn file_buttons(save: Callback<FileKind>) -> impl IntoView {
    view! {
        <button type="button" class="chart-tool" aria-label="Download as PNG" on:click=move |_| save.run(FileKind::Png)>"PNG"</button>
        <button type="button" class="chart-tool" aria-label="Download as SVG" on:click=move |_| save.run(FileKind::Svg)>"SVG"</button>
        <button type="button" class="chart-tool" aria-label="Download data as CSV" on:click=move |_| save.run(FileKind::Csv)>"CSV"</button>
    }
}

/// Saves numbers. The mark at the beginning tells spreadsheets that the file is UTF-8.
pub fn save_csv(title: &str, rows: &str) {
    download(&file_name(title, "csv"), "text/csv;charset=utf-8", &format!("\u{feff}{rows}"));
}

/// Saves a picture of lines.
pub fn save_svg(title: &str, picture: &str) {
    download(&file_name(title, "svg"), "image/svg+xml", picture);
}

/// Saves a picture of this size in CSS pixels, drawn with two pixels for each.
pub fn save_png(title: &str, size: (u32, u32), draw: impl FnOnce(&HtmlCanvasElement) -> Option<()>) -> Option<()> {
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(size.0 * 2);
    canvas.set_height(size.1 * 2);
    draw(&canvas)?;
    let name = file_name(title, "png");
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            save_blob(&name, &blob.into());
        }
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}

/// Size of an exported picture: as on the screen, but never too small to read.
fn export_size(state: ChartState) -> Option<(u32, u32)> {
    let size = state.frame.try_get_untracked().flatten()?.size;
    Some((size.0.clamp(640.0, 4_000.0) as u32, (size.1 + 30.0).clamp(240.0, 4_000.0) as u32))
}

fn save(state: ChartState, kind: FileKind) -> Option<()> {
    let (chart, view) = state.export_view()?;
    match kind {
        FileKind::Csv => save_csv(&chart.title, &csv(&chart)),
        FileKind::Svg => save_svg(&chart.title, &svg(&chart, view.x, &view.hidden, export_size(state)?)),
        FileKind::Png => {
            let draw = |canvas: &HtmlCanvasElement| draw_on(canvas, &chart, &view, 2.0).map(|_| ());
            save_png(&chart.title, export_size(state)?, draw)?;
        }
    }
    Some(())
}
