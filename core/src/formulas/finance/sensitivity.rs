//! Which inputs move a total most: the rows of a tornado chart.

use crate::base::numeric::finite;

/// An input and the range over which it is moved.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The input, as labels say it.
    pub name: String,
    /// Its lowest value that is worth looking at.
    pub low: f64,
    /// Its highest.
    pub high: f64,
}

/// What moving one input does to the total; from [`tornado`].
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Swing {
    /// The input.
    pub name: String,
    /// Its place among the inputs.
    pub input: usize,
    /// The total with the input at its lowest; `None` where it has none.
    pub at_low: Option<f64>,
    /// The total with the input at its highest.
    pub at_high: Option<f64>,
    /// How far the total ranges over lowest, unchanged and highest.
    pub range: f64,
}

impl Swing {
    /// How far the total moves from what it is unchanged, at the low and at the high end of the input; `None` where it
    /// does not.
    pub fn moves(&self, unchanged: f64) -> [Option<f64>; 2] {
        [self.at_low, self.at_high]
            .map(|total| total.filter(|total| *total != unchanged).map(|total| total - unchanged))
    }
}

/// Moves one input at a time, all others unchanged, and sorts by how far the total ranges.
///
/// `total(None)` is the total unchanged, `total(Some((input, value)))` with that input at
/// `value`. Inputs that move it alike keep their order. `None` where the unchanged total is none.
///
/// Inputs that matter only together are not found this way: it says what each does from here.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{Moved, tornado};
///
/// let input = |name: &str, low, high| Moved { name: name.into(), low, high };
/// let inputs = [input("hours", 600.0, 730.0), input("instances", 5.0, 20.0)];
/// let swings = tornado(&inputs, |change| {
///     let mut values = [700.0, 10.0];
///     if let Some((input, value)) = change {
///         values[input] = value;
///     }
///     Some(values[0] * values[1])
/// })
/// .expect("a total");
/// assert_eq!((swings[0].name.as_str(), swings[0].range), ("instances", 10_500.0));
/// ```
pub fn tornado(inputs: &[Moved], total: impl Fn(Option<(usize, f64)>) -> Option<f64>) -> Option<Vec<Swing>> {
    let unchanged = total(None).and_then(finite)?;
    let swing = |(place, input): (usize, &Moved)| {
        let at = |value: f64| finite(value).and_then(|value| total(Some((place, value)))).and_then(finite);
        let (at_low, at_high) = (at(input.low), at(input.high));
        let seen = [at_low.unwrap_or(unchanged), at_high.unwrap_or(unchanged)];
        let (least, most) = seen.iter().fold((unchanged, unchanged), |(a, b), &x| (a.min(x), b.max(x)));
        let range = finite(most - least).unwrap_or(f64::MAX);
        Swing { name: input.name.clone(), input: place, at_low, at_high, range }
    };
    let mut swings: Vec<_> = inputs.iter().enumerate().map(swing).collect();
    swings.sort_by(|a, b| b.range.total_cmp(&a.range));
    Some(swings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_totals_are_left_out() {
        let input = |low, high| Moved { name: "x".into(), low, high };
        assert_eq!(tornado(&[input(0.0, 1.0)], |_| None), None);
        assert_eq!(tornado(&[input(0.0, 1.0)], |_| Some(f64::NAN)), None);
        let swings = tornado(&[input(f64::NAN, 1.0), input(0.0, 9.0)], |change| match change {
            Some((_, 0.0)) => None,
            Some((_, value)) => Some(value),
            None => Some(2.0),
        });
        let swings = swings.unwrap();
        assert_eq!((swings[0].input, swings[0].at_low, swings[0].range), (1, None, 7.0));
        assert_eq!((swings[1].input, swings[1].at_low, swings[1].range), (0, None, 1.0));
    }
}
