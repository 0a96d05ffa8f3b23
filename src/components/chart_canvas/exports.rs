//! The buttons above a chart: table, zoom, and the chart as a file.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

use super::ChartState;
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
    save_text(&format!("\u{feff}{}", csv(&chart)), "text/csv;charset=utf-8", &file_name(&chart.title, "csv"))
}

fn save_svg(state: ChartState) -> Option<()> {
    let (chart, view) = state.export_view()?;
    let picture = svg(&chart, view.x, &view.hidden, export_size(state)?);
    save_text(&picture, "image/svg+xml", &file_name(&chart.title, "svg"))
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
            save(&blob, &name);
        }
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}

fn save_text(text: &str, kind: &str, name: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&text.into());
    save(&Blob::new_with_str_sequence_and_options(&parts, &options).ok()?, name)
}

/// Hands a file to the browser's downloads.
fn save(blob: &Blob, name: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the data by then; without this it would stay in memory.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(30),
    );
    Some(())
}

/// A file name that every system accepts: "the-year-to-come.csv".
fn file_name(title: &str, extension: &str) -> String {
    let mut name = String::new();
    for letter in title.chars().flat_map(char::to_lowercase).take(80) {
        if letter.is_alphanumeric() {
            name.push(letter);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    format!("{}.{extension}", if name.is_empty() { "chart" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_from_titles() {
        assert_eq!(file_name("The year to come", "csv"), "the-year-to-come.csv");
        assert_eq!(file_name("  a/b: c?* ", "png"), "a-b-c.png");
        assert_eq!(file_name("///", "svg"), "chart.svg");
    }
}
