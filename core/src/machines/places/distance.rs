//! Round trips between regions: as measured, or estimated from the distance and marked as such.

use super::catalog;
use super::catalog::{Measured, Region};

/// Mean radius of the Earth, km (IUGG, R₁).
const EARTH_RADIUS: f64 = 6371.0088;

/// Distance in km and round trip in seconds: the medians of the catalogue's measured pairs by class
/// of distance (the first is one pair within a town); the last is half the way round the Earth, at
/// the slope before it.
const KNOTS: [(f64, f64); 11] = [
    (0.0, 0.0035),
    (218.0, 0.008),
    (517.0, 0.014),
    (1113.0, 0.025),
    (2301.0, 0.042),
    (4808.0, 0.092),
    (7738.0, 0.132),
    (10145.0, 0.177),
    (13207.0, 0.214),
    (16321.0, 0.248),
    (20015.0, 0.288),
];

/// A round trip between two regions, and how far it can be trusted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RoundTrip {
    /// Somebody measured it.
    Measured(Measured),
    /// Estimated from the distance, seconds.
    Estimated(f64),
}

impl RoundTrip {
    /// Seconds, whichever way they are known.
    pub fn seconds(self) -> f64 {
        match self {
            Self::Measured(measured) => measured.round_trip,
            Self::Estimated(seconds) => seconds,
        }
    }

    /// Whether nobody measured it.
    pub fn is_estimate(self) -> bool {
        matches!(self, Self::Estimated(_))
    }
}

/// Shortest distance over the Earth between two regions, km.
///
/// Haversine formula, `2R·asin √(sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2))`, with latitudes `φ` and
/// longitudes `λ`; on a sphere, so up to half a percent off.
///
/// # Source
///
/// R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
pub fn great_circle(a: &Region, b: &Region) -> f64 {
    let half_sine = |from: f64, to: f64| libm::sin((to - from).to_radians() / 2.0);
    let (north, east) = (half_sine(a.latitude, b.latitude), half_sine(a.longitude, b.longitude));
    let parallels = libm::cos(a.latitude.to_radians()) * libm::cos(b.latitude.to_radians());
    let haversine = north * north + parallels * east * east;
    2.0 * EARTH_RADIUS * libm::asin(haversine.clamp(0.0, 1.0).sqrt())
}

/// Round trip in seconds over a distance in km, by straight lines between the medians of measured
/// pairs.
///
/// Half of the 2,407 measured pairs are within 17 ms of it, nine tenths within 59 ms. A distance that
/// is negative or no number counts as none.
///
/// # Example
///
/// ```
/// use headroom_core::machines::places::estimate_round_trip;
///
/// // A third of the way from 517 km, 14 ms to 1113 km, 25 ms, and beyond: 14 + 11 · 298/596.
/// assert!((estimate_round_trip(815.0) - 0.0195).abs() < 1e-15);
/// ```
pub fn estimate_round_trip(distance: f64) -> f64 {
    let mut before = KNOTS[0];
    for knot in KNOTS {
        if distance <= knot.0 && knot.0 > before.0 {
            let share = (distance - before.0).max(0.0) / (knot.0 - before.0);
            return before.1 + (knot.1 - before.1) * share;
        }
        if distance > knot.0 {
            before = knot;
        }
    }
    before.1
}

/// Round trip between two regions: as measured, or else [`estimate_round_trip`] of their distance.
///
/// A region's own users are not in the catalogue; within one region the estimate is that of no
/// distance.
///
/// # Example
///
/// ```
/// use headroom_core::machines::places::catalog::{Provider, find};
/// use headroom_core::machines::places::round_trip;
///
/// let (paris, london) = (find(Provider::GoogleCloud, "europe-west9"), find(Provider::Aws, "eu-west-2"));
/// let trip = round_trip(paris.expect("listed"), london.expect("listed"));
/// assert!(trip.is_estimate() && trip.seconds() < 0.014); // two clouds, 344 km apart
/// ```
pub fn round_trip(a: &Region, b: &Region) -> RoundTrip {
    match catalog::measured(a, b) {
        Some(measured) => RoundTrip::Measured(measured),
        None => RoundTrip::Estimated(estimate_round_trip(great_circle(a, b))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalog::{Provider, find, regions};
    use super::*;
    use crate::base::numeric::quantile;
    use proptest::prelude::*;

    #[test]
    fn known_distances_hold() {
        let distance = |a, b| great_circle(find(Provider::Azure, a).unwrap(), find(Provider::Azure, b).unwrap());
        // London to Sydney is 16 990 km, Paris to London 344 km.
        assert!((distance("uksouth", "australiaeast") - 16_990.0).abs() < 20.0);
        assert!((distance("francecentral", "uksouth") - 344.0).abs() < 3.0);
        assert_eq!(distance("uksouth", "uksouth"), 0.0);
    }

    #[test]
    fn the_estimate_is_as_good_as_it_says() {
        let mut errors = Vec::new();
        for (place, a) in regions().iter().enumerate() {
            for b in &regions()[..place] {
                if let RoundTrip::Measured(measured) = round_trip(a, b) {
                    errors.push((estimate_round_trip(great_circle(a, b)) - measured.round_trip).abs());
                }
            }
        }
        errors.sort_by(f64::total_cmp);
        let error = |p| (1000.0 * quantile(&errors, p).unwrap()).ceil();
        assert_eq!((error(0.5), error(0.9)), (17.0, 59.0));
    }

    #[test]
    fn what_is_no_distance_is_none() {
        assert_eq!((estimate_round_trip(-1.0), estimate_round_trip(f64::NAN)), (0.0035, 0.0035));
        assert_eq!((estimate_round_trip(0.0), estimate_round_trip(f64::INFINITY)), (0.0035, 0.288));
    }

    proptest! {
        #[test]
        fn farther_is_slower(near in 0.0..20_000.0_f64, more in 0.0..5000.0_f64) {
            prop_assert!(estimate_round_trip(near) <= estimate_round_trip(near + more));
            prop_assert!(estimate_round_trip(near) > 2.0 * near / 204_190.0);
        }
    }
}
