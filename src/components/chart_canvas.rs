//! A chart on the page: canvas, legend, cursor, zoom, table and exports.
//!
//! Pointer: move for the values, drag to zoom, double click for everything. On a touch screen a
//! sideways drag zooms and the page still scrolls up and down. Keyboard, with the plot in focus:
//! arrows move the cursor (Shift: ten points), Home and End go to the ends, + and − zoom about the
//! cursor, Escape clears the cursor and then the zoom.

pub(super) mod exports;
mod keys;
mod legend;
mod overlay;
mod pointer;
pub(super) mod surface;
mod table;
mod tip;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::html::{Canvas, Div};
use leptos::prelude::*;

use crate::charts::frame::{Frame, View};
use crate::charts::navigation::{Zoom, within, zoomed};
use crate::charts::readout::{Reading, place_text, reading};
use crate::charts::spec::Chart;
use crate::charts::theme::Theme;

/// Changes whenever the colours of the page change. Provide it as context so that charts redraw.
#[derive(Clone, Copy, Debug)]
pub struct ThemeVersion(pub Signal<u32>);

/// The state of one chart on the page. All of it is transient: nothing is stored.
#[derive(Clone, Copy)]
pub(crate) struct ChartState {
    /// What is drawn.
    pub chart: Signal<Arc<Chart>>,
    /// Visible range of x.
    pub zoom: RwSignal<Zoom>,
    /// Names switched off.
    pub hidden: RwSignal<BTreeSet<String>>,
    /// Place of the cursor.
    pub cursor: RwSignal<Option<f64>>,
    /// Where the plot lies, known after the first drawing.
    pub frame: RwSignal<Option<Frame>>,
    /// Both ends of a range being dragged, in CSS pixels.
    pub drag: RwSignal<Option<(f64, f64)>>,
    /// Colours as last read from the page.
    pub theme: RwSignal<Theme>,
    /// What a screen reader is told.
    pub live: RwSignal<String>,
    /// The canvas of the chart.
    pub canvas: NodeRef<Canvas>,
    /// The box around both canvases, which takes the pointer.
    pub plot: NodeRef<Div>,
}

impl ChartState {
    /// What the cursor tells, with chart and frame as they are. Late callers get `None`.
    pub fn reading_at(&self, x: f64) -> Option<Reading> {
        let frame = self.frame.try_get_untracked().flatten()?;
        let hidden = self.hidden.try_get_untracked()?;
        self.chart.try_with_untracked(|chart| reading(chart, &hidden, &frame, x))
    }

    /// Shows this range of x, kept inside the whole one.
    pub fn show(&self, range: (f64, f64)) {
        if let Some(zoom) = self.chart.try_with_untracked(|chart| within(chart, range)) {
            self.set_zoom(zoom);
        }
    }

    /// Makes the visible range narrower or wider about the cursor, or about its middle.
    pub fn zoom_by(&self, factor: f64) {
        let (Some(Some(frame)), Some(cursor)) = (self.frame.try_get_untracked(), self.cursor.try_get_untracked())
        else {
            return;
        };
        let visible = (frame.x.low, frame.x.high);
        let about = cursor.filter(|x| frame.x.contains(*x)).unwrap_or(visible.0 / 2.0 + visible.1 / 2.0);
        if let Some(zoom) = self.chart.try_with_untracked(|chart| zoomed(chart, visible, about, factor)) {
            self.set_zoom(zoom);
        }
    }

    /// Shows another range, and tells nobody if it is the same.
    pub fn set_zoom(&self, zoom: Zoom) {
        if self.zoom.try_get_untracked().is_none_or(|before| before == zoom) {
            return;
        }
        let _ = self.zoom.try_set(zoom);
        let told = self.chart.try_with_untracked(|chart| match zoom {
            Some((from, to)) => {
                let place = |x| place_text(chart, x, (to - from) / 100.0);
                format!("Showing {} to {}", place(from), place(to))
            }
            None => "Showing everything".to_owned(),
        });
        let _ = told.and_then(|told| self.live.try_set(told));
    }

    /// How an export looks at the chart.
    fn export_view(&self) -> Option<(Arc<Chart>, View)> {
        let view = View {
            x: self.zoom.try_get_untracked()?,
            hidden: self.hidden.try_get_untracked()?,
            titled: true,
            ..View::new(self.theme.try_get_untracked()?)
        };
        Some((self.chart.try_get_untracked()?, view))
    }
}

/// Draws a chart, with everything that a person can do to it.
#[component]
pub fn ChartCanvas(
    /// What to draw.
    #[prop(into)]
    chart: Signal<Arc<Chart>>,
    /// The visible range of x, `None` for all. Give it to recompute finer data when it changes, and
    /// then give the chart its `x_range`.
    #[prop(optional)]
    zoom: Option<RwSignal<Option<(f64, f64)>>>,
    /// The place of the cursor, to share it with other charts of the same x.
    #[prop(optional)]
    cursor: Option<RwSignal<Option<f64>>>,
    /// Height of the plot in CSS pixels.
    #[prop(default = 300)]
    height: u32,
    /// Whether the summary is also written under the chart.
    #[prop(optional)]
    show_summary: bool,
) -> impl IntoView {
    let state = ChartState {
        chart,
        zoom: zoom.unwrap_or_else(|| RwSignal::new(None)),
        hidden: RwSignal::new(BTreeSet::new()),
        cursor: cursor.unwrap_or_else(|| RwSignal::new(None)),
        frame: RwSignal::new(None),
        drag: RwSignal::new(None),
        theme: RwSignal::new(Theme::light()),
        live: RwSignal::new(String::new()),
        canvas: NodeRef::new(),
        plot: NodeRef::new(),
    };
    let table_open = RwSignal::new(false);
    surface::keep_drawn(state);
    let id = chart.with_untracked(|chart| chart.id.clone());
    let (help_id, table_id) = (format!("{id}-help"), format!("{id}-table"));
    let name = move || chart.with(|chart| format!("{}. {}", chart.title, chart.summary));
    let summary = move || chart.with(|chart| chart.summary.clone());

    view! {
        <figure class="chart" id=id>
            <figcaption class="chart-caption">
                <span class="chart-title">{move || chart.with(|chart| chart.title.clone())}</span>
                <span class="chart-hint">{move || chart.with(|chart| chart.hint.clone())}</span>
                <exports::Toolbar state table_open table_id=table_id.clone() />
            </figcaption>
            <legend::Legend state />
            <div
                class="chart-plot"
                class=("is-dragging", move || state.drag.with(Option::is_some))
                node_ref=state.plot
                style:height=format!("{}px", height.clamp(80, 4_000))
                on:pointerdown=move |event| pointer::down(state, &event)
                on:pointermove=move |event| pointer::moved(state, &event)
                on:pointerup=move |event| pointer::up(state, &event)
                on:pointercancel=move |_| pointer::cancelled(state)
                on:pointerleave=move |event| pointer::left(state, &event)
                on:dblclick=move |_| state.set_zoom(None)
            >
                <canvas
                    class="chart-picture"
                    node_ref=state.canvas
                    tabindex="0"
                    role="application"
                    aria-roledescription="chart"
                    aria-label=name
                    aria-describedby=help_id.clone()
                    on:keydown=move |event| keys::pressed(state, &event)
                    on:blur=move |_| { let _ = state.cursor.try_set(None); }
                ></canvas>
                <overlay::Overlay state />
                <tip::Tip state />
            </div>
            <p class="chart-unseen" id=help_id>
                "Arrow keys move the cursor, with Shift by ten points. Home and End go to the ends. Plus and minus zoom, Escape shows everything. The table button shows the same data as a table."
            </p>
            <p class="chart-unseen" aria-live="polite">{move || state.live.get()}</p>
            {show_summary.then(|| view! { <p class="chart-summary">{summary}</p> })}
            <table::DataTable state is_open=table_open id=table_id />
        </figure>
    }
}
