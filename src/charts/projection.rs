//! The one place where values become positions and positions become values.

/// A mapping between a range of values and a range of positions in pixels.
///
/// `position = from + (value − low) · (to − from) / (high − low)`, or the same with the logarithms of
/// the values.
///
/// Every answer is finite: a range of values without width lies in the middle of the positions, and
/// positions far outside are held at [`FAR`] so that they can be rounded to whole numbers safely.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// Value at `from`.
    pub low: f64,
    /// Value at `to`.
    pub high: f64,
    /// Position of `low`.
    pub from: f64,
    /// Position of `high`; smaller than `from` on an axis that grows upwards.
    pub to: f64,
    /// Whether positions go by the logarithms of the values, which are above zero then.
    pub is_log: bool,
}

/// The least value of a logarithmic axis.
const LEAST: f64 = 1e-300;

/// No position is further from zero than this: a thousand screens.
pub const FAR: f64 = 4_000_000.0;

impl Projection {
    /// Maps `low..high` to `from..to`; a range given the wrong way round is turned.
    pub fn new(values: (f64, f64), positions: (f64, f64)) -> Self {
        let finite = |value: f64| if value.is_finite() { value } else { 0.0 };
        let (a, b) = (finite(values.0), finite(values.1));
        Self { low: a.min(b), high: a.max(b), from: finite(positions.0), to: finite(positions.1), is_log: false }
    }

    /// Maps `low..high` to `from..to` by their logarithms; what is not above zero lies at `low`.
    pub fn log(values: (f64, f64), positions: (f64, f64)) -> Self {
        let straight = Self::new(values, positions);
        let high = straight.high.max(LEAST);
        Self {
            low: if straight.low > 0.0 { straight.low.max(LEAST) } else { high * 1e-6 },
            high,
            is_log: true,
            ..straight
        }
    }

    /// Where a value lies.
    pub fn position_from_value(&self, value: f64) -> f64 {
        if self.is_log {
            let straight = Self { low: libm::log(self.low), high: libm::log(self.high), is_log: false, ..*self };
            return straight.position_from_value(libm::log(value.max(self.low * 1e-3)));
        }
        // Halved before the difference is taken, so that the widest range does not overflow.
        let span = self.high / 2.0 - self.low / 2.0;
        let share = (value / 2.0 - self.low / 2.0) / span;
        let share = if span > 0.0 && !share.is_nan() { share } else { 0.5 };
        (self.from + share * (self.to - self.from)).clamp(-FAR, FAR)
    }

    /// Which value lies at a position.
    pub fn value_from_position(&self, position: f64) -> f64 {
        let share = (position - self.from) / (self.to - self.from);
        if !share.is_finite() {
            return self.low;
        }
        if self.is_log {
            return libm::exp(libm::log(self.low) * (1.0 - share) + libm::log(self.high) * share);
        }
        self.low * (1.0 - share) + self.high * share
    }

    /// Width in values of so many pixels.
    pub fn values_per(&self, pixels: f64) -> f64 {
        let width = (self.to - self.from).abs();
        if width > 0.0 { (self.high - self.low) * (pixels / width) } else { 0.0 }
    }

    /// How far so many pixels reach beside a value.
    pub fn values_beside(&self, value: f64, pixels: f64) -> f64 {
        if !self.is_log {
            return self.values_per(pixels);
        }
        (self.value_from_position(self.position_from_value(value) + pixels) - value).abs()
    }

    /// Whether a value lies within the range.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let rows = [
            ((0.0, 160.0), (262.0, 26.0), 112.5),
            ((-5.0, 5.0), (0.0, 800.0), 1.25),
            ((1e12, 3e12), (10.0, 20.0), 2.5e12),
            ((1e-9, 2e-9), (0.0, 1.0), 1.5e-9),
            ((100.0, 0.0), (0.0, 50.0), 20.0),
        ];
        for (values, positions, value) in rows {
            let projection = Projection::new(values, positions);
            let back = projection.value_from_position(projection.position_from_value(value));
            // Two divisions and a multiplication, each right to half a unit in the last place.
            assert!((back - value).abs() <= value.abs() * 1e-12, "{values:?}: {back} is not {value}");
        }
    }

    #[test]
    fn powers_of_ten_are_evenly_apart() {
        let money = Projection::log((1.0, 1e4), (0.0, 400.0));
        for (value, position) in [(1.0, 0.0), (10.0, 100.0), (1e4, 400.0)] {
            // A logarithm and its inverse, each right to about one unit in the last place.
            assert!((money.position_from_value(value) - position).abs() < 1e-9);
            assert!((money.value_from_position(position) / value - 1.0).abs() < 1e-12);
        }
        // A hundred pixels beside 10 lies 100.
        assert!((money.values_beside(10.0, 100.0) - 90.0).abs() < 1e-9);
        assert!(money.position_from_value(0.0) < 0.0 && money.position_from_value(f64::NAN).is_finite());
        assert!(Projection::log((0.0, 0.0), (0.0, 1.0)).position_from_value(1.0).is_finite());
    }

    #[test]
    fn a_range_given_backwards_is_turned() {
        assert_eq!(Projection::new((100.0, 0.0), (0.0, 50.0)).position_from_value(0.0), 0.0);
    }

    #[test]
    fn nothing_divides_by_zero() {
        let no_values = Projection::new((7.0, 7.0), (0.0, 100.0));
        assert_eq!(no_values.position_from_value(7.0), 50.0);
        assert_eq!(no_values.value_from_position(80.0), 7.0);
        let no_pixels = Projection::new((0.0, 10.0), (30.0, 30.0));
        assert_eq!(no_pixels.position_from_value(5.0), 30.0);
        assert_eq!(no_pixels.value_from_position(30.0), 0.0);
        assert_eq!(no_pixels.values_per(1.0), 0.0);
        let broken = Projection::new((f64::NAN, f64::INFINITY), (0.0, 10.0));
        assert!(broken.position_from_value(f64::NAN).is_finite());
    }

    #[test]
    fn the_widest_range_stays_finite() {
        let projection = Projection::new((-1.7e308, 1.7e308), (0.0, 100.0));
        assert_eq!(projection.position_from_value(0.0), 50.0);
        assert_eq!(projection.value_from_position(50.0), 0.0);
        assert_eq!(Projection::new((0.0, 1e-9), (0.0, 100.0)).position_from_value(1e12), FAR);
    }
}
