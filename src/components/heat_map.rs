//! A heat map on the page: cells in shades, a line around those that hold, a ring where one stands.
//!
//! Pointer: move for the values, click to choose; a tap shows the values, and a button chooses.
//! Keyboard, with the picture in focus: arrows move the cursor, Home and End go to the ends of the
//! row, Page up and Page down to those of the column, Enter chooses, Escape clears the cursor.

mod pointing;

use crate::charts::heat::{HeatGrid, SHADES, SIZE, place_among};
use leptos::prelude::*;
use pointing::Pointing;
use std::sync::Arc;

/// Labels along an axis, at most; the days of a week fit beside one another.
const MOST_LABELS: usize = 6;
const MOST_LABELS_DOWN: usize = 7;

/// What a heat map shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatPicture {
    /// The title.
    pub title: String,
    /// One sentence that says what there is to see.
    pub summary: String,
    /// The cells.
    pub grid: HeatGrid,
    /// What the columns are.
    pub x: HeatAxis,
    /// What the rows are.
    pub y: HeatAxis,
    /// What each shade means.
    pub legend: Vec<String>,
    /// Whether the shades show something that is wrong, rather than an amount.
    pub is_harm: bool,
}

/// The columns or the rows of a heat map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatAxis {
    /// What they are.
    pub title: String,
    /// The values, rising.
    pub values: Vec<f64>,
    /// The values in words.
    pub labels: Vec<String>,
    /// The present value.
    pub present: Option<f64>,
}

/// What a heat map says where nobody points, and what its signs mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeatWords {
    /// Said while no cell is pointed at.
    pub idle: &'static str,
    /// The button that takes a cell over.
    pub take: &'static str,
    /// What hatching means.
    pub fails: &'static str,
    /// What the line means.
    pub border: &'static str,
    /// What the ring means.
    pub present: &'static str,
}

impl HeatWords {
    /// The words of a map of settings.
    pub const SETTINGS: Self = Self {
        idle: "Point at a cell for its values; click to apply its settings.",
        take: "Apply",
        fails: "SLO missed",
        border: "edge",
        present: "now",
    };
}

/// Height of a flat map over that of a usual one.
const FLAT: f64 = 0.45;

impl HeatAxis {
    /// Where the present value stands, as a share of the axis; none where it lies outside.
    fn present_share(&self) -> Option<f64> {
        let place = place_among(&self.values, self.present?)?;
        let inside = place >= 0.0 && place <= (self.values.len() - 1) as f64;
        inside.then(|| (place + 0.5) / self.values.len() as f64)
    }

    /// The column or row nearest to the present value.
    fn nearest(&self) -> usize {
        let place = self.present.and_then(|present| place_among(&self.values, present)).unwrap_or(0.0);
        (place.max(0.0).round() as usize).min(self.values.len().saturating_sub(1))
    }

    /// Some labels with their places, as shares of the axis.
    fn ticks(&self, most: usize) -> Vec<(f64, String)> {
        let apart = self.labels.len().div_ceil(most).max(1);
        let share = |place: usize| (place as f64 + 0.5) / self.labels.len() as f64;
        self.labels.iter().enumerate().step_by(apart).map(|(place, label)| (share(place), label.clone())).collect()
    }
}

/// A diamond around the worst cell.
const WORST_MARK: &str = "M0 -10L10 0L0 10L-10 0z";

/// The class of a shade, when there are so many of them.
fn shade_class(shade: usize, shades: usize) -> String {
    format!("heat-{}", if shades > 1 { shade * (SHADES - 1) / (shades - 1) } else { 0 })
}

/// Draws a heat map, with everything that a person can do to it.
#[component]
pub fn HeatMap(
    /// Unique on the page.
    id: &'static str,
    /// What to draw.
    #[prop(into)]
    picture: Signal<Arc<HeatPicture>>,
    /// Says what a cell holds: column, then row.
    describe: Callback<(usize, usize), String>,
    /// Takes the settings of a cell over; says what was done.
    choose: Callback<(usize, usize), String>,
    /// What it says where nobody points, and what its signs mean.
    #[prop(default = HeatWords::SETTINGS)]
    words: HeatWords,
    /// Whether it is about half as high as usual.
    #[prop(optional)]
    flat: bool,
    /// A cell that is marked as the worst.
    #[prop(optional, into)]
    worst: Option<Signal<Option<(usize, usize)>>>,
    /// Buttons beside the title.
    children: Children,
) -> impl IntoView {
    let pointing = Pointing::new(picture, choose);
    let cursor_cell = move || pointing.cell();
    let readout = move || match (pointing.said.get(), cursor_cell()) {
        (Some(said), _) => said,
        (None, Some(cell)) => {
            picture.track();
            describe.run(cell)
        }
        (None, None) => words.idle.to_owned(),
    };
    let name = move || picture.with(|picture| format!("{}. {}", picture.title, picture.summary));
    let help = format!("{id}-help");
    view! {
        <figure class="chart heat" id=id class=("is-flat", flat) class=("is-harm", move || picture.with(|picture| picture.is_harm))>
            <figcaption class="chart-caption">
                <span class="chart-title">{move || picture.with(|picture| picture.title.clone())}</span>
                <span class="chart-tools">{children()}</span>
            </figcaption>
            <div class="heat-frame">
                <span class="heat-title-y" aria-hidden="true">{move || picture.with(|picture| picture.y.title.clone())}</span>
                <div class="heat-y" aria-hidden="true">{move || ticks(&picture.get().y, true)}</div>
                <div
                    class="heat-plot"
                    node_ref=pointing.plot
                    tabindex="0"
                    role="application"
                    aria-roledescription="heat map"
                    aria-label=name
                    aria-describedby=help.clone()
                    on:pointerdown=move |event| pointing.down(&event)
                    on:pointermove=move |event| pointing.moved(&event)
                    on:click=move |event| pointing.clicked(&event)
                    on:keydown=move |event| pointing.key(&event)
                    on:focus=move |_| pointing.focused()
                >
                    {picture_view(id, picture, cursor_cell, if flat { FLAT } else { 1.0 }, worst)}
                </div>
                <div class="heat-x" aria-hidden="true">{move || ticks(&picture.get().x, false)}</div>
                <span class="heat-title-x" aria-hidden="true">{move || picture.with(|picture| picture.x.title.clone())}</span>
            </div>
            <p class="chart-unseen" id=help>
                "Arrow keys move the cursor, Home, End, Page up and Page down go to the ends, Enter applies the settings of the cell. The table below has all values."
            </p>
            <div class="heat-said">
                <p class="heat-readout" aria-live="polite">{readout}</p>
                <button type="button" class="small heat-take" disabled=move || cursor_cell().is_none() on:click=move |_| pointing.take()>{words.take}</button>
            </div>
            {move || legend(id, &picture.get(), words, worst.is_some())}
        </figure>
    }
}

/// The picture itself: a path for each shade, and what lies over them.
fn picture_view(
    id: &'static str,
    picture: Signal<Arc<HeatPicture>>,
    cursor: impl Fn() -> Option<(usize, usize)> + Copy + Send + Sync + 'static,
    height: f64,
    worst: Option<Signal<Option<(usize, usize)>>>,
) -> AnyView {
    let shades = (0..SHADES)
        .map(|shade| {
            let class = move || picture.with(|picture| shade_class(shade, picture.grid.limits.len() + 1));
            let path = move || picture.with(|picture| picture.grid.path_of_shade(shade));
            view! { <path class=class d=path/> }
        })
        .collect_view();
    let box_of = move |cell: Option<(usize, usize)>| {
        picture.with(|picture| {
            let ((column, row), (width, height)) = (cell?, picture.grid.cell_size());
            let (left, top) = picture.grid.corner(column, row);
            Some(format!("M{left:.2} {top:.2}h{width:.2}v{height:.2}h{:.2}z", -width))
        })
    };
    let cursor_box = move || box_of(cursor()).unwrap_or_default();
    let ring = move || {
        let shares = picture.with(|picture| picture.x.present_share().zip(picture.y.present_share()));
        shares.map(|(x, y)| {
            let at = format!("translate({:.2} {:.2}) scale(1 {:.3})", x * SIZE.0, (1.0 - y) * SIZE.1, 1.0 / height);
            view! {
                <g class="heat-ring" transform=at>
                    <circle class="heat-halo" r="11"/>
                    <circle class="heat-line" r="11"/>
                </g>
            }
        })
    };
    let worst_mark = move || {
        let (column, row) = worst?.get()?;
        let (left, top, (wide, high)) = picture.with(|picture| {
            let corner = picture.grid.corner(column, row);
            (corner.0, corner.1, picture.grid.cell_size())
        });
        let (x, y) = (left + wide / 2.0, top + high / 2.0);
        let at = format!("translate({x:.2} {y:.2}) scale(1 {:.3})", 1.0 / height);
        Some(view! {
            <g class="heat-worst" transform=at><path class="heat-halo" d=WORST_MARK/><path class="heat-line" d=WORST_MARK/></g>
        })
    };
    let border = move || picture.with(|picture| picture.grid.border());
    let failing = move || picture.with(|picture| picture.grid.path_of_failing());
    view! {
        <svg class="heat-picture" viewBox=format!("0 0 {} {}", SIZE.0, SIZE.1) preserveAspectRatio="none" aria-hidden="true" focusable="false">
            {hatch(format!("{id}-hatch"), "8")}
            {shades}
            <path fill=format!("url(#{id}-hatch)") d=failing/>
            <path class="heat-halo" d=border/>
            <path class="heat-line heat-border" d=border/>
            {ring}
            {worst_mark}
            <path class="heat-halo" d=cursor_box/>
            <path class="heat-line heat-cursor" d=cursor_box/>
        </svg>
    }
    .into_any()
}

/// The hatching of cells that do not hold.
fn hatch(id: String, size: &'static str) -> AnyView {
    view! {
        <defs>
            <pattern id=id width=size height=size patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path class="heat-hatch" d="M0 0v8"/>
            </pattern>
        </defs>
    }
    .into_any()
}

fn ticks(axis: &HeatAxis, is_y: bool) -> AnyView {
    let place = |share: f64| format!("{:.3}%", share * 100.0);
    axis.ticks(if is_y { MOST_LABELS_DOWN } else { MOST_LABELS })
        .into_iter()
        .map(|(share, label)| {
            if is_y {
                view! { <span style:bottom=place(share)>{label}</span> }.into_any()
            } else {
                view! { <span style:left=place(share)>{label}</span> }.into_any()
            }
        })
        .collect_view()
        .into_any()
}

fn legend(id: &'static str, picture: &HeatPicture, words: HeatWords, has_worst: bool) -> AnyView {
    let shades = picture.legend.len();
    let entries = picture.legend.iter().enumerate().map(|(shade, label)| {
        let class = shade_class(shade, shades);
        view! { <li><svg class="heat-swatch" viewBox="0 0 16 16" aria-hidden="true"><path class=class d="M0 0h16v16h-16z"/></svg>{label.clone()}</li> }
    });
    let entries = entries.collect_view();
    let worst = has_worst.then(|| {
        view! { <li><svg class="heat-swatch heat-swatch-line" viewBox="-12 -12 24 24" aria-hidden="true"><path class="heat-line" d=WORST_MARK/></svg>"the worst"</li> }
    });
    view! {
        <ul class="heat-legend" aria-label="Legend">
            {entries}
            <li><svg class="heat-swatch" viewBox="0 0 16 16" aria-hidden="true">{hatch(format!("{id}-hatch-small"), "5")}<path fill=format!("url(#{id}-hatch-small)") d="M0 0h16v16h-16z"/></svg>{words.fails}</li>
            <li><svg class="heat-swatch heat-swatch-line" viewBox="0 0 16 16" aria-hidden="true"><path class="heat-line heat-border" d="M8 0v16"/></svg>{words.border}</li>
            <li><svg class="heat-swatch heat-swatch-line" viewBox="0 0 16 16" aria-hidden="true"><circle class="heat-line" cx="8" cy="8" r="6"/></svg>{words.present}</li>
            {worst}
        </ul>
    }
    .into_any()
}
