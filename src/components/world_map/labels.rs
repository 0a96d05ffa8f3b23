//! Which side of its place a name stands on, so that names cover neither each other nor other places nor amounts.

/// Width of a letter and height of a line, in pixels.
const LETTER: f64 = 6.6;
const LINE: f64 = 16.0;
/// Distance between a place and its name.
const GAP: f64 = 3.0;

/// A side of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To its right.
    Right,
    /// To its left.
    Left,
    /// Above it.
    Above,
    /// Below it.
    Below,
    /// Nowhere: there is no room.
    Hidden,
}

impl Side {
    /// The class that puts a name there.
    pub fn class(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Left => "left",
            Self::Above => "above",
            Self::Below => "below",
            Self::Hidden => "hidden",
        }
    }
}

/// A place with a name, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Its middle.
    pub at: (f64, f64),
    /// Its radius.
    pub radius: f64,
    /// Letters of its name.
    pub letters: usize,
}

/// An amount beside a line, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The middle of its base line.
    pub at: (f64, f64),
    /// Its letters.
    pub letters: usize,
}

#[derive(Clone, Copy)]
struct Rect(f64, f64, f64, f64);

impl Rect {
    fn meets(self, other: Self) -> bool {
        self.0 < other.2 && other.0 < self.2 && self.1 < other.3 && other.1 < self.3
    }
}

fn dot(place: &Named) -> Rect {
    let (x, y) = place.at;
    Rect(x - place.radius, y - place.radius, x + place.radius, y + place.radius)
}

fn text(amount: &Amount) -> Rect {
    let ((x, base), width) = (amount.at, amount.letters as f64 * LETTER);
    Rect(x - width / 2.0, base - LINE, x + width / 2.0, base + GAP)
}

fn on(place: &Named, side: Side) -> Rect {
    let ((x, y), width) = (place.at, place.letters as f64 * LETTER + 4.0);
    let reach = place.radius + GAP;
    match side {
        Side::Right => Rect(x + reach, y - LINE / 2.0, x + reach + width, y + LINE / 2.0),
        Side::Left => Rect(x - reach - width, y - LINE / 2.0, x - reach, y + LINE / 2.0),
        Side::Above => Rect(x - width / 2.0, y - reach - LINE, x + width / 2.0, y - reach),
        Side::Below | Side::Hidden => Rect(x - width / 2.0, y + reach, x + width / 2.0, y + reach + LINE),
    }
}

/// A side for every name, the first ones first, in a picture of this width and height.
pub fn sides(places: &[Named], amounts: &[Amount], size: (f64, f64)) -> Vec<Side> {
    let mut taken: Vec<Rect> = places.iter().map(dot).chain(amounts.iter().map(text)).collect();
    let inside = |rect: Rect| rect.0 >= 0.0 && rect.1 >= 0.0 && rect.2 <= size.0 && rect.3 <= size.1;
    let mut sides = Vec::with_capacity(places.len());
    for (own, place) in places.iter().enumerate() {
        let is_free = |side: &Side| {
            let rect = on(place, *side);
            let meets = |(other, taken): (usize, &Rect)| other != own && rect.meets(*taken);
            inside(rect) && !taken.iter().enumerate().any(meets)
        };
        let side = [Side::Right, Side::Left, Side::Below, Side::Above].into_iter().find(is_free);
        if let Some(side) = side {
            taken.push(on(place, side));
        }
        sides.push(side.unwrap_or(Side::Hidden));
    }
    sides
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(x: f64, y: f64) -> Named {
        Named { at: (x, y), radius: 10.0, letters: 8 }
    }

    #[test]
    fn names_make_way_for_each_other_and_for_the_edge() {
        let size = (300.0, 150.0);
        assert_eq!(sides(&[place(150.0, 75.0)], &[], size), [Side::Right]);
        assert_eq!(sides(&[place(290.0, 75.0)], &[], size), [Side::Left]);
        assert_eq!(sides(&[place(150.0, 75.0), place(172.0, 75.0)], &[], size), [Side::Left, Side::Right]);
        let amount = Amount { at: (200.0, 80.0), letters: 12 };
        assert_eq!(sides(&[place(150.0, 75.0)], &[amount], size), [Side::Left]);
        let crowd: Vec<Named> = (0..9).map(|at| place(140.0 + f64::from(at), 75.0)).collect();
        assert!(sides(&crowd, &[], size).contains(&Side::Hidden));
    }
}
