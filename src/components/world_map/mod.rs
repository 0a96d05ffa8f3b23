//! A world map: places in circles by size, marks by how they stand, lines for what goes from one to another.
//!
//! Every place is a button: the pointer or the keyboard looks at it, a click or Enter chooses it.
//!
//! # Source
//!
//! The outline in `land.path`: land of Natural Earth at 1:110 million (naturalearthdata.com, public domain) as
//! the npm package `world-atlas` 2.0.2 has it, simplified to a fifth of a degree, without Antarctica and small
//! islands, in tenths of a degree east and south. Land across the 180th meridian goes on beyond 1800, so a second
//! copy lies a world to the west.

mod labels;
mod lines;
pub mod projection;

use super::Mark;
use headroom_core::base::explain::Standing;
use labels::{Amount, Named, sides};
use leptos::html::Div;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use lines::{amounts, lines_view};
use projection::{View, outline_transform, point};
use std::sync::Arc;

/// The outline of the land.
const LAND: &str = include_str!("land.path");
/// Radius of the largest circle, and of the smallest, in pixels, on a map that is not small.
const LARGEST: f64 = 23.0;
const SMALLEST: f64 = 8.0;
/// A map that is narrower is small.
const SMALL: f64 = 560.0;

/// What a map shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPicture {
    /// The title.
    pub title: String,
    /// One sentence that says what there is to see.
    pub summary: String,
    /// The places.
    pub places: Vec<MapPlace>,
    /// What goes from one to another.
    pub lines: Vec<MapLine>,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct MapPlace {
    /// Names it while the map lives.
    pub id: u32,
    /// What it is called.
    pub name: String,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// Its size over the largest one's.
    pub size: f64,
    /// How it stands.
    pub state: PlaceState,
    /// Its numbers in a sentence or two.
    pub about: String,
    /// Whether it can be chosen.
    pub can_be_chosen: bool,
}

/// How a place stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceState {
    /// It carries what it must, just so, or not.
    Serves(Standing),
    /// It is lost.
    Lost,
    /// It only has users.
    Users,
}

/// What goes from one place to another.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLine {
    /// Where it begins and ends, by place in the list.
    pub ends: (usize, usize),
    /// Its weight over the heaviest one's.
    pub weight: f64,
    /// How much it is, in few letters.
    pub label: String,
    /// Whether it only goes so because of a loss.
    pub is_moved: bool,
}

/// Circle of a place of this size on a map of this width: its radius in pixels.
fn radius(place: &MapPlace, width: f64) -> f64 {
    let scale = if width < SMALL { 0.66 } else { 1.0 };
    match place.state {
        PlaceState::Users => SMALLEST * scale,
        // The area is what is seen.
        _ => (LARGEST * place.size.max(0.0).sqrt()).max(SMALLEST) * scale,
    }
}

/// Draws a map.
#[component]
pub fn WorldMap(
    /// Unique on the page.
    id: &'static str,
    /// What to draw.
    #[prop(into)]
    picture: Signal<Arc<MapPicture>>,
    /// Takes the place that was chosen.
    choose: Callback<u32>,
    /// What stands below the map, in the same frame.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = RwSignal::new(900.0_f64);
    use_resize_observer(frame, move |entries, _| {
        if let Some(entry) = entries.first() {
            width.set(entry.content_rect().width());
        }
    });
    let view = Memo::new(move |_| {
        picture.with(|picture| {
            let points: Vec<_> = picture.places.iter().map(|place| point(place.at.0, place.at.1)).collect();
            View::around(&points)
        })
    });
    let layout = Memo::new(move |_| {
        let (view, width) = (view.get(), width.get());
        let height = width / projection::ASPECT;
        picture.with(|picture| {
            let named = |place: &MapPlace| {
                let (x, y) = view.shares(point(place.at.0, place.at.1));
                let letters = place.name.chars().count();
                Named { at: (x * width, y * height), radius: radius(place, width), letters }
            };
            let amount = |(at, letters)| {
                let (x, y) = view.shares(at);
                Amount { at: (x * width, y * height), letters }
            };
            let amounts: Vec<Amount> = amounts(picture, view).into_iter().map(amount).collect();
            sides(&picture.places.iter().map(named).collect::<Vec<_>>(), &amounts, (width, height))
        })
    });
    let looked_at = RwSignal::new(None::<u32>);
    let ids = Memo::new(move |_| {
        picture.with(|picture| picture.places.iter().map(|place| place.id).enumerate().collect::<Vec<_>>())
    });
    let readout = move || {
        let found = picture.with(|picture| {
            let place = picture.places.iter().find(|place| Some(place.id) == looked_at.get())?;
            Some((place.name.clone(), place.about.clone()))
        });
        found.map(|(name, about)| view! { <b>{name}</b> ": " {about} })
    };
    let meridians = (-5..6).map(|step| format!("M{} -1000V700", step * 300));
    let parallels = (-1..3).map(|step| format!("M-1800 {}H1800", step * -300));
    let graticule: String = meridians.chain(parallels).collect();
    view! {
        <figure class="chart world" id=id>
            <figcaption class="chart-caption"><span class="chart-title">{move || picture.with(|picture| picture.title.clone())}</span></figcaption>
            <div class="world-map" node_ref=frame on:pointerleave=move |_| looked_at.set(None)>
                <svg viewBox=move || view.get().view_box() aria-hidden="true" focusable="false">
                    <g transform=outline_transform()>
                        <path class="world-grid" d=graticule/>
                        <path class="world-land" d=LAND/>
                        <path class="world-land" d=LAND transform="translate(-3600 0)"/>
                    </g>
                    {move || lines_view(id, &picture.get(), view.get())}
                </svg>
                <For each=move || ids.get() key=|entry| *entry let:entry>
                    <Place place=entry picture=picture view=view layout=layout width=width looked_at=looked_at choose=choose/>
                </For>
            </div>
            <p class="world-summary" aria-live="polite">{move || picture.with(|picture| picture.summary.clone())}</p>
            <p class="world-readout" aria-live="polite">{readout}</p>
            {children()}
        </figure>
    }
}

#[component]
fn Place(
    place: (usize, u32),
    picture: Signal<Arc<MapPicture>>,
    view: Memo<View>,
    layout: Memo<Vec<labels::Side>>,
    width: RwSignal<f64>,
    looked_at: RwSignal<Option<u32>>,
    choose: Callback<u32>,
) -> impl IntoView {
    let (at, id) = place;
    let found = Memo::new(move |last: Option<&Option<MapPlace>>| {
        // A place that is about to go away keeps its last look.
        picture
            .with(|picture| picture.places.get(at).filter(|place| place.id == id).cloned())
            .or_else(|| last.cloned().flatten())
    });
    let shares = move || {
        found.with(|place| place.as_ref().map_or((0.0, 0.0), |place| view.get().shares(point(place.at.0, place.at.1))))
    };
    let diameter = move || found.with(|place| place.as_ref().map_or(0.0, |place| 2.0 * radius(place, width.get())));
    let state = Memo::new(move |_| found.with(|place| place.as_ref().map_or(PlaceState::Users, |place| place.state)));
    let class = move || match state.get() {
        PlaceState::Serves(Standing::Holds) => "world-place is-holds",
        PlaceState::Serves(Standing::Unknown) => "world-place is-unknown",
        PlaceState::Serves(Standing::Tight) => "world-place is-tight",
        PlaceState::Serves(Standing::Fails) => "world-place is-fails",
        PlaceState::Lost => "world-place is-lost",
        PlaceState::Users => "world-place is-users",
    };
    let name = move || found.with(|place| place.as_ref().map(|place| place.name.clone()).unwrap_or_default());
    let label = move || {
        found.with(|place| place.as_ref().map(|place| format!("{}: {}", place.name, place.about)).unwrap_or_default())
    };
    let mark = move || match state.get() {
        PlaceState::Serves(standing) => view! { <Mark standing=standing/> }.into_any(),
        PlaceState::Lost => view! { <span class="world-cross" aria-hidden="true">"✕"</span> }.into_any(),
        PlaceState::Users => ().into_any(),
    };
    let side = move || layout.with(|layout| layout.get(at).copied().map_or("hidden", labels::Side::class));
    let on_click = move |_| {
        looked_at.set(Some(id));
        if found.with_untracked(|place| place.as_ref().is_some_and(|place| place.can_be_chosen)) {
            choose.run(id);
        }
    };
    view! {
        <button type="button" class=class data-place=id.to_string() aria-label=label
            aria-pressed=move || (state.get() == PlaceState::Lost).to_string()
            style:left=move || format!("{:.3}%", shares().0 * 100.0)
            style:top=move || format!("{:.3}%", shares().1 * 100.0)
            on:pointerenter=move |_| looked_at.set(Some(id)) on:focus=move |_| looked_at.set(Some(id))
            on:click=on_click>
            <span class="world-circle" style:width=move || format!("{:.1}px", diameter()) style:height=move || format!("{:.1}px", diameter())>{mark}</span>
            <span class=move || format!("world-name {}", side()) aria-hidden="true"
                style:--reach=move || format!("{:.1}px", diameter() / 2.0 + 3.0)>{name}</span>
        </button>
    }
}
