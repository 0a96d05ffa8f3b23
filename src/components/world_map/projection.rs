//! Where places lie on the map: equirectangular, true to shape at 32° north and south.

/// Height of a degree of latitude over the width of one of longitude.
const STRETCH: f64 = 1.18;
/// Width over height of what is shown.
pub const ASPECT: f64 = 2.18;
/// Ends of the world as it is shown: the poles have no users.
const NORTH: f64 = -84.0 * 10.0 * STRETCH;
const WEST: f64 = -1800.0;
const WORLD: f64 = 3600.0;
/// Places farther apart are joined across the 180th meridian; a map of them shows the whole world.
const ACROSS: f64 = 2100.0;
/// Least width that is shown, and the room around the outermost places.
const LEAST: f64 = 800.0;
const ROOM: f64 = 190.0;

/// The part of the world that is shown, in tenths of a degree of longitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// West edge.
    pub left: f64,
    /// North edge.
    pub top: f64,
    /// Width; the height follows.
    pub width: f64,
}

/// A place in the units of the map.
pub type Point = (f64, f64);

/// Where a place lies, given degrees north and east.
pub fn point(latitude: f64, longitude: f64) -> Point {
    (longitude * 10.0, -latitude * 10.0 * STRETCH)
}

/// The transformation of the outline, which is in tenths of a degree.
pub fn outline_transform() -> String {
    format!("scale(1 {STRETCH})")
}

impl View {
    /// The whole world.
    pub const WORLD: Self = Self { left: WEST, top: NORTH, width: WORLD };

    /// What shows all these places with some room around them.
    pub fn around(points: &[Point]) -> Self {
        let (Some(x), Some(y)) = (range(points.iter().map(|point| point.0)), range(points.iter().map(|point| point.1)))
        else {
            return Self::WORLD;
        };
        if x.1 - x.0 > ACROSS {
            return Self::WORLD;
        }
        let wanted = (x.1 - x.0 + 2.0 * ROOM).max((y.1 - y.0 + 2.0 * ROOM) * ASPECT).clamp(LEAST, WORLD);
        let height = wanted / ASPECT;
        let left = ((x.0 + x.1 - wanted) / 2.0).clamp(WEST, WEST + WORLD - wanted);
        let top = ((y.0 + y.1 - height) / 2.0).clamp(NORTH, NORTH + WORLD / ASPECT - height);
        Self { left, top, width: wanted }
    }

    /// Height of what is shown.
    pub fn height(self) -> f64 {
        self.width / ASPECT
    }

    /// A point as shares of what is shown, from the left and from the top.
    pub fn shares(self, point: Point) -> (f64, f64) {
        ((point.0 - self.left) / self.width, (point.1 - self.top) / self.height())
    }

    /// The attribute of the picture.
    pub fn view_box(self) -> String {
        format!("{:.0} {:.0} {:.0} {:.0}", self.left, self.top, self.width, self.height())
    }
}

fn range(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

/// A bowed line between two places, across the 180th meridian where that is much shorter: its start, its bow and its end.
///
/// The end may lie beyond the edge of the map; the line then comes in again from the other side, a world apart.
pub fn bow(from: Point, to: Point) -> [Point; 3] {
    let across = if to.0 - from.0 > ACROSS {
        -WORLD
    } else if from.0 - to.0 > ACROSS {
        WORLD
    } else {
        0.0
    };
    let to = (to.0 + across, to.1);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    // To the right of the way, so that there and back do not cover each other.
    [from, ((from.0 + to.0) / 2.0 - 0.16 * dy, (from.1 + to.1) / 2.0 + 0.16 * dx), to]
}

/// The middle of a bowed line, and its direction there in degrees.
pub fn middle(bow: [Point; 3]) -> (Point, f64) {
    let [from, over, to] = bow;
    let at = |a: f64, b: f64, c: f64| 0.25 * a + 0.5 * b + 0.25 * c;
    let direction = libm::atan2(to.1 - from.1, to.0 - from.0).to_degrees();
    ((at(from.0, over.0, to.0), at(from.1, over.1, to.1)), direction)
}

/// How far the copies of a line lie apart that leaves the map on one side; none where it stays on it.
pub fn copies(bow: [Point; 3]) -> Vec<f64> {
    match bow[2].0 {
        x if x > WEST + WORLD => vec![0.0, -WORLD],
        x if x < WEST => vec![0.0, WORLD],
        _ => vec![0.0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_places_are_shown_with_room_around_them() {
        let europe = [point(50.1, 8.7), point(53.3, -6.3), point(59.3, 18.1)];
        let view = View::around(&europe);
        assert!(view.width < 1200.0, "{view:?}");
        for place in europe {
            let (x, y) = view.shares(place);
            assert!((0.1..0.9).contains(&x) && (0.1..0.9).contains(&y), "{x} {y}");
        }
        assert_eq!(View::around(&[]), View::WORLD);
        assert_eq!(View::around(&[point(37.0, -122.0), point(-33.9, 151.2)]).width, WORLD);
    }

    #[test]
    fn what_is_shown_stays_on_the_map() {
        for place in [point(-90.0, -180.0), point(90.0, 180.0), point(0.0, 0.0)] {
            let view = View::around(&[place]);
            assert!(view.left >= WEST && view.left + view.width <= WEST + WORLD + 1e-9, "{view:?}");
            assert!(view.top >= NORTH && view.top + view.height() <= NORTH + WORLD / ASPECT + 1e-9, "{view:?}");
        }
    }

    #[test]
    fn lines_take_the_way_that_is_much_shorter() {
        let (tokyo, oregon) = (point(35.7, 139.7), point(45.8, -119.7));
        let line = bow(tokyo, oregon);
        assert!(line[2].0 > 1800.0);
        assert_eq!(copies(line), [0.0, -3600.0]);
        assert_eq!(copies(bow(oregon, tokyo)), [0.0, 3600.0]);
        // Hardly shorter across the Pacific.
        assert_eq!(copies(bow(point(38.9, -77.0), point(1.3, 103.9))), [0.0]);
        let flat = bow((0.0, 0.0), (100.0, 0.0));
        assert_eq!((copies(flat).len(), middle(flat).0.0, middle(flat).1), (1, 50.0, 0.0));
    }
}
