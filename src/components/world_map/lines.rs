//! The lines of a map: bowed, as wide as they are heavy, with an arrow and their amount in the middle.

use super::MapPicture;
use super::projection::{Point, View, bow, copies, middle, point};
use leptos::prelude::*;

/// Widest and thinnest line, in pixels.
const WIDEST: f64 = 5.5;
const THINNEST: f64 = 1.4;
/// Height of an arrow, as a share of the map's width.
const ARROW: f64 = 0.013;
/// A line that is shorter, as a share of the map's width, has no room for its amount.
const ROOM: f64 = 0.2;
/// More lines than this have no amounts on them.
const LABELLED: usize = 6;

/// All lines of a picture.
pub fn lines_view(id: &'static str, picture: &MapPicture, view: View) -> AnyView {
    let place = |at: usize| picture.places.get(at).map(|place| point(place.at.0, place.at.1));
    let with_labels = picture.lines.len() <= LABELLED;
    let drawn = picture.lines.iter().filter_map(|line| {
        let bow = bow(place(line.ends.0)?, place(line.ends.1)?);
        let class = if line.is_moved { "world-line is-moved" } else { "world-line" };
        let width = format!("{:.1}", (WIDEST * line.weight).max(THINNEST));
        let length = libm::hypot(bow[2].0 - bow[0].0, bow[2].1 - bow[0].1);
        let label = if with_labels && length > ROOM * view.width { line.label.as_str() } else { "" };
        let copies = copies(bow).into_iter().map(|shift| copy(bow, shift, &width, label, view)).collect_view();
        Some(view! { <g class=class>{copies}</g> })
    });
    let drawn = drawn.collect_view();
    view! { <g id=format!("{id}-lines")>{drawn}</g> }.into_any()
}

fn copy(bow: [Point; 3], shift: f64, width: &str, label: &str, view: View) -> impl IntoView + use<> {
    let [from, over, to] = bow.map(|(x, y)| (x + shift, y));
    let path = format!("M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}", from.0, from.1, over.0, over.1, to.0, to.1);
    let (at, direction) = middle([from, over, to]);
    let size = view.width * ARROW;
    let arrow =
        format!("M{:.1} {:.1}L{:.1} 0L{:.1} {:.1}z", -0.6 * size, -0.7 * size, 0.8 * size, -0.6 * size, 0.7 * size);
    let transform = format!("translate({:.0} {:.0}) rotate({direction:.0})", at.0, at.1);
    // A line that runs to the right bows down, and its amount stands below it.
    let below = if to.0 >= from.0 { 1.7 } else { -0.9 };
    let (x, y) = (format!("{:.0}", at.0), format!("{:.0}", at.1 + below * size));
    let label = (!label.is_empty()).then(|| {
        view! { <text class="world-amount" x=x y=y font-size=format!("{:.0}", view.width * 0.0135)>{label.to_owned()}</text> }
    });
    view! {
        <path class="world-way" d=path stroke-width=width.to_owned()/>
        <path class="world-arrow" d=arrow transform=transform/>
        {label}
    }
}
