//! Keeps the canvas drawn: one effect collects what changed, one animation frame draws it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use leptos::ev;
use leptos::prelude::*;
use leptos_use_media_query::use_media_query;
use leptos_use_resize_observer::use_resize_observer;
use web_sys::HtmlCanvasElement;

use super::{ChartState, ThemeVersion};
use crate::charts::backend::draw_on;
use crate::charts::frame::{Frame, View};
use crate::charts::navigation::Zoom;
use crate::charts::spec::Chart;
use crate::charts::theme::Theme;

/// Everything that one drawing needs. It holds no signal, so a late frame cannot meet a disposed one.
struct Job {
    canvas: HtmlCanvasElement,
    chart: Arc<Chart>,
    zoom: Zoom,
    hidden: BTreeSet<String>,
}

/// The next drawing, if one is wanted, and the theme, if it is known.
#[derive(Default)]
struct Desk {
    next: Option<Job>,
    is_waiting: bool,
    theme: Option<Theme>,
    /// Width and height of the canvas in CSS pixels, as last told: asking for them while an edit is drawn would have
    /// styles and layout worked out at that moment, before all of the edit is there.
    size: Option<(f64, f64)>,
    last: Option<(HtmlCanvasElement, Arc<Chart>, View)>,
}

/// Draws whenever the chart, what is visible of it, its size, the theme or the pixel ratio changes.
pub fn keep_drawn(state: ChartState) {
    let desk = Rc::new(RefCell::new(Desk::default()));
    let size = RwSignal::new(0_u32);
    let resized = move || {
        let _ = size.try_update(|count| *count = count.wrapping_add(1));
    };
    let on_resize = desk.clone();
    use_resize_observer(state.plot, move |_, _| {
        let size = state.canvas.try_get_untracked().flatten().map(|canvas| css_size(&canvas));
        if let Ok(mut desk) = on_resize.try_borrow_mut() {
            desk.size = size;
        }
        resized();
    });
    // Zooming the page or moving it to another screen changes the pixel ratio, and resizes the window.
    let handle = window_event_listener(ev::resize, move |_| resized());
    on_cleanup(move || handle.remove());

    let themes = themes();
    let on_theme = desk.clone();
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody read does not know what it depends on.
        themes.get();
        on_theme.borrow_mut().theme = None;
        resized();
    });

    let on_change = desk.clone();
    Effect::new(move |_| {
        size.track();
        let (chart, zoom, hidden) = (state.chart.get(), state.zoom.get(), state.hidden.get());
        // A new plan may span other dates than the range that was zoomed into.
        let whole = chart.full_x_range();
        if zoom.is_some_and(|(from, to)| to <= whole.0 || from >= whole.1) {
            state.set_zoom(None);
        }
        let Some(canvas) = state.canvas.get() else { return };
        let mut waiting = on_change.borrow_mut();
        waiting.next = Some(Job { canvas, chart, zoom, hidden });
        if !std::mem::replace(&mut waiting.is_waiting, true) {
            let desk = on_change.clone();
            request_animation_frame(move || draw_next(&desk, state));
        }
    });
    on_print(move |is_printing| {
        let Ok(desk) = desk.try_borrow() else { return };
        if let Some((canvas, chart, view)) = &desk.last {
            let light = View { theme: Theme::light(), ..view.clone() };
            draw_fitted((canvas, css_size(canvas)), chart, if is_printing { &light } else { view });
        }
    });
}

/// Changes whenever the colours of the page do.
pub fn themes() -> Memo<(Option<u32>, bool)> {
    let theme_version = use_context::<ThemeVersion>();
    let is_dark = use_media_query("(prefers-color-scheme: dark)");
    Memo::new(move |_| (theme_version.map(|version| version.0.get()), is_dark.get()))
}

fn draw_next(desk: &Rc<RefCell<Desk>>, state: ChartState) {
    let Ok(mut desk) = desk.try_borrow_mut() else { return };
    desk.is_waiting = false;
    let Some(job) = desk.next.take() else { return };
    let is_new_theme = desk.theme.is_none();
    let theme = desk.theme.get_or_insert_with(|| page_theme(&job.canvas)).clone();
    let size = *desk.size.get_or_insert_with(|| css_size(&job.canvas));
    let view = View { x: job.zoom, hidden: job.hidden, ..View::new(theme.clone()) };
    let frame = draw_fitted((&job.canvas, size), &job.chart, &view);
    desk.last = Some((job.canvas, job.chart, view));
    drop(desk);
    if is_new_theme && state.theme.try_with_untracked(|before| *before != theme) == Some(true) {
        let _ = state.theme.try_set(theme);
    }
    if state.frame.try_get_untracked().is_some_and(|before| before != frame) {
        let _ = state.frame.try_set(frame);
    }
}

/// Gives the canvas as many pixels as its place on the screen has, and draws.
fn draw_fitted((canvas, size): (&HtmlCanvasElement, (f64, f64)), chart: &Chart, view: &View) -> Option<Frame> {
    let ratio = fit(canvas, size)?;
    draw_on(canvas, chart, view, ratio)
}

/// Width and height of a canvas on the page, in CSS pixels.
fn css_size(canvas: &HtmlCanvasElement) -> (f64, f64) {
    (f64::from(canvas.client_width()), f64::from(canvas.client_height()))
}

/// Gives a canvas of this size in CSS pixels the pixels of the screen; answers the pixel ratio, or `None` if it has
/// no area.
pub fn fit(canvas: &HtmlCanvasElement, size: (f64, f64)) -> Option<f64> {
    let ratio = web_sys::window()?.device_pixel_ratio().clamp(0.5, 8.0);
    let pixels = |css: f64| (css * ratio).round().clamp(0.0, 16_384.0) as u32;
    let (width, height) = (pixels(size.0), pixels(size.1));
    if width == 0 || height == 0 {
        return None;
    }
    // Setting the size, even to the same, clears the canvas and takes its memory anew.
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    Some(ratio)
}

/// The colours that the page gives this element.
pub fn page_theme(canvas: &HtmlCanvasElement) -> Theme {
    let styles = web_sys::window().and_then(|window| window.get_computed_style(canvas).ok().flatten());
    Theme::read(|name| {
        let value = styles.as_ref()?.get_property_value(name).ok()?;
        Some(value).filter(|value| !value.trim().is_empty())
    })
}

/// Paper is white: for printing, a picture is drawn in the light theme (`true`) and afterwards as it was.
pub fn on_print(draw: impl Fn(bool) + Clone + 'static) {
    let listen = |event: &str, is_before: bool| {
        let draw = draw.clone();
        window_event_listener_untyped(event, move |_| draw(is_before))
    };
    let (before, after) = (listen("beforeprint", true), listen("afterprint", false));
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
}
