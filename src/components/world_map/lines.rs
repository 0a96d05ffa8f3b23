//! The lines of a map: bowed, as wide as they are heavy, with an arrow and their amount in the middle.

use super::projection::{Point, View, bow, copies, middle, point};
use super::{MapLine, MapPicture};
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

/// The bow of a line; `None` where a place that it joins is not there.
fn bow_of(picture: &MapPicture, line: &MapLine) -> Option<[Point; 3]> {
    let place = |at: usize| picture.places.get(at).map(|place| point(place.at.0, place.at.1));
    Some(bow(place(line.ends.0)?, place(line.ends.1)?))
}

/// The amount of a line, where there is room for it.
fn amount<'a>(picture: &MapPicture, line: &'a MapLine, bow: [Point; 3], view: View) -> Option<&'a str> {
    let length = libm::hypot(bow[2].0 - bow[0].0, bow[2].1 - bow[0].1);
    let has_room = picture.lines.len() <= LABELLED && length > ROOM * view.width;
    Some(line.label.as_str()).filter(|label| has_room && !label.is_empty())
}

/// Where the amount of a line stands: the middle of its base line.
fn amount_at(bow: [Point; 3], view: View) -> Point {
    let ((x, y), _) = middle(bow);
    // A line that runs to the right bows down, and its amount stands below it.
    let below = if bow[2].0 >= bow[0].0 { 1.7 } else { -0.9 };
    (x, y + below * view.width * ARROW)
}

/// Where the amounts of a picture stand, with their letters.
pub fn amounts(picture: &MapPicture, view: View) -> Vec<(Point, usize)> {
    let placed = |line: &MapLine| {
        let bow = bow_of(picture, line)?;
        let letters = amount(picture, line, bow, view)?.chars().count();
        let (x, y) = amount_at(bow, view);
        Some(copies(bow).into_iter().map(move |shift| ((x + shift, y), letters)))
    };
    picture.lines.iter().filter_map(placed).flatten().collect()
}

/// All lines of a picture.
pub fn lines_view(id: &'static str, picture: &MapPicture, view: View) -> AnyView {
    let drawn = picture.lines.iter().filter_map(|line| {
        let bow = bow_of(picture, line)?;
        let class = if line.is_moved { "world-line is-moved" } else { "world-line" };
        let width = format!("{:.1}", (WIDEST * line.weight).max(THINNEST));
        let label = amount(picture, line, bow, view);
        let copies = copies(bow).into_iter().map(|shift| copy(bow, shift, &width, label, view)).collect_view();
        Some(view! { <g class=class>{copies}</g> })
    });
    let drawn = drawn.collect_view();
    view! { <g id=format!("{id}-lines")>{drawn}</g> }.into_any()
}

fn copy(bow: [Point; 3], shift: f64, width: &str, label: Option<&str>, view: View) -> impl IntoView + use<> {
    let [from, over, to] = bow.map(|(x, y)| (x + shift, y));
    let path = format!("M{:.0} {:.0}Q{:.0} {:.0} {:.0} {:.0}", from.0, from.1, over.0, over.1, to.0, to.1);
    let (at, direction) = middle([from, over, to]);
    let size = view.width * ARROW;
    let arrow =
        format!("M{:.1} {:.1}L{:.1} 0L{:.1} {:.1}z", -0.6 * size, -0.7 * size, 0.8 * size, -0.6 * size, 0.7 * size);
    let transform = format!("translate({:.0} {:.0}) rotate({direction:.0})", at.0, at.1);
    let label = label.map(|label| {
        let (x, y) = amount_at([from, over, to], view);
        let (x, y) = (format!("{x:.0}"), format!("{y:.0}"));
        view! { <text class="world-amount" x=x y=y font-size=format!("{:.0}", view.width * 0.0135)>{label.to_owned()}</text> }
    });
    view! {
        <path class="world-way" d=path stroke-width=width.to_owned()/>
        <path class="world-arrow" d=arrow transform=transform/>
        {label}
    }
}
