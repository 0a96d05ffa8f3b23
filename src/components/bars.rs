//! Bars on the page, as a chart is shown: title, tools, picture, the table behind it, and files.

use super::chart_canvas::exports::{FileKind, file_buttons, save_csv, save_png, save_svg, table_button};
use super::chart_canvas::surface::{fit, on_print, page_theme, themes};
use super::table::{Table, TableView};
use crate::charts::backend::paint_on;
use crate::charts::bars::{Bars, scene};
use crate::charts::draw::svg_of;
use crate::charts::frame::View;
use crate::charts::scene::Item;
use crate::charts::theme::Theme;
use leptos::ev;
use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use std::sync::Arc;
use web_sys::HtmlCanvasElement;

/// Bars of an answer, as long as there are any.
#[component]
pub fn BarFigure(
    /// The bars.
    #[prop(into)]
    bars: Signal<Option<Arc<Bars>>>,
    /// The table behind them, where it does not stand beside them.
    #[prop(optional, into)]
    table: Option<Signal<Table>>,
) -> impl IntoView {
    let there = Memo::new(move |_| bars.with(Option::is_some));
    let shown = Signal::derive(move || bars.get().unwrap_or_default());
    move || there.get().then(|| figure(shown, table))
}

fn figure(bars: Signal<Arc<Bars>>, table: Option<Signal<Table>>) -> AnyView {
    let (plot, canvas) = (NodeRef::<Div>::new(), NodeRef::<Canvas>::new());
    // The width in CSS pixels; none before the first look at it.
    let width = RwSignal::new(None::<f64>);
    keep_drawn(bars, plot, canvas, width);
    let height = move || {
        let width = width.get().unwrap_or(640.0);
        bars.with(|bars| format!("{}px", scene(bars, &Theme::light(), width, false).height))
    };
    let id = bars.with_untracked(|bars| bars.id.clone());
    let table_id = format!("{id}-table");
    let is_open = RwSignal::new(false);
    let behind = table.map(|table| {
        view! { <div class="bars-table" id=table_id.clone() hidden=move || !is_open.get()><TableView table=table/></div> }
    });
    let tools = table.map(|_| table_button(is_open, table_id));
    let save = Callback::new(move |kind| {
        save(&bars.get_untracked(), width.get_untracked().unwrap_or(640.0), kind);
    });
    let read = move |part: fn(&Bars) -> &String| move || bars.with(|bars| part(bars).clone());
    let name = move || bars.with(|bars| format!("{}. {}", bars.title, bars.summary));
    view! {
        <figure class="chart bars" id=id>
            <figcaption class="chart-caption">
                <span class="chart-title">{read(|bars| &bars.title)}</span>
                <span class="chart-hint">{read(|bars| &bars.hint)}</span>
                <span class="chart-tools" role="group" aria-label="Chart tools">{tools}{file_buttons(save)}</span>
            </figcaption>
            <div class="bars-plot" node_ref=plot style:height=height>
                <canvas class="chart-picture" node_ref=canvas role="img" aria-label=name></canvas>
            </div>
            {behind}
        </figure>
    }
    .into_any()
}

/// Draws whenever the bars, the width, the theme or the pixel ratio changes.
fn keep_drawn(bars: Signal<Arc<Bars>>, plot: NodeRef<Div>, canvas: NodeRef<Canvas>, width: RwSignal<Option<f64>>) {
    let measure = move || {
        let now =
            plot.try_get_untracked().flatten().map(|plot| f64::from(plot.client_width())).filter(|now| *now > 0.0);
        if now.is_some() {
            let _ = width.try_set(now);
        }
    };
    // In the next frame: what changes the layout while sizes are told is told too late.
    use_resize_observer(plot, move |_, _| request_animation_frame(measure));
    // Zooming the page or moving it to another screen changes the pixel ratio, and resizes the window.
    let handle = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || handle.remove());
    let themes = themes();
    let draw = move |is_printing: bool| {
        let (Some(Some(canvas)), Some(Some(width))) = (canvas.try_get_untracked(), width.try_get_untracked()) else {
            return;
        };
        let _ = bars.try_with_untracked(|bars| draw_bars(&canvas, bars, width, is_printing));
    };
    Effect::new(move |_| {
        themes.get();
        bars.track();
        width.track();
        if canvas.get().is_some() {
            // The height follows from the width first.
            request_animation_frame(move || draw(false));
        }
    });
    on_print(draw);
}

fn draw_bars(canvas: &HtmlCanvasElement, bars: &Bars, width: f64, is_printing: bool) -> Option<()> {
    let view = View::new(if is_printing { Theme::light() } else { page_theme(canvas) });
    let laid = scene(bars, &view.theme, width, false);
    let ratio = fit(canvas, (width, laid.height))?;
    paint_on(canvas, &|_, _| laid.items.clone(), &view, ratio)
}

fn save(bars: &Bars, width: f64, kind: FileKind) -> Option<()> {
    let theme = Theme::light();
    let width = width.clamp(640.0, 4_000.0);
    let laid = scene(bars, &theme, width, true);
    let size = (width as u32, laid.height as u32);
    let lay = |_: (f64, f64), _: crate::charts::frame::Measure<'_>| -> Vec<Item> { laid.items.clone() };
    match kind {
        FileKind::Csv => save_csv(&bars.title, &bars.csv()),
        FileKind::Svg => save_svg(&bars.title, &svg_of(&bars.title, &bars.summary, size, &lay)),
        FileKind::Png => {
            save_png(&bars.title, size, |canvas| paint_on(canvas, &lay, &View::new(theme.clone()), 2.0))?;
        }
    }
    Some(())
}
