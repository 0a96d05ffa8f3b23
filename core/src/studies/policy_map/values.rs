//! Which values of a setting are tried: round ones around the present, or a range that somebody chose.

use super::{MAX_VALUES, Present};
use crate::base::units::{MaxReplicas, Quantity};
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::adjust::grain_of;

/// Values along an axis, unless there are fewer.
const USUAL: usize = 20;
/// Round distances of times, in seconds.
const ROUND_SECONDS: [f64; 14] =
    [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0, 900.0, 1800.0, 3600.0];

impl Axis {
    /// The values to try: round ones that hold the present value, or 20 over a chosen range.
    pub fn values(self, service: &Service, present: Present, range: Option<(f64, f64)>) -> Vec<f64> {
        let now = present.value_of(self, service).unwrap_or(0.0);
        let values = match range {
            Some((one, other)) => even(one.min(other), one.max(other), USUAL),
            None => self.usual(service, present, now),
        };
        let grain = match self {
            Self::Target | Self::Headroom | Self::Burst => 0.01,
            Self::MinReplicas | Self::MaxReplicas | Self::FixedReplicas | Self::StartUp => 1.0,
            Self::Window => grain_of(service.scaling.policies.active()),
        };
        let mut values: Vec<f64> = values.into_iter().map(|value| on_grain(value, grain)).collect();
        values.dedup();
        values.truncate(MAX_VALUES);
        values
    }

    fn usual(self, service: &Service, present: Present, now: f64) -> Vec<f64> {
        let spaced = |from: f64, apart: f64, n: usize| (0..n).map(|place| from + apart * place as f64).collect();
        let last = (USUAL - 1) as f64;
        match self {
            Self::Target if now < 0.2 => spaced(0.01, (now / 6.0).max(0.01), USUAL),
            Self::Target if now > 1.0 => even(0.2, now * 1.5, USUAL),
            Self::Target => spaced(0.2, 0.05, 17),
            Self::MinReplicas => {
                let bounds = present.bounds;
                let top = bounds.max.min(present.sized.max(bounds.min)).max(1);
                let apart = round_count(f64::from(top) / last);
                let n = libm::ceil(f64::from(top) / apart) as usize;
                let mut values: Vec<f64> = spaced(0.0, apart, n + 1);
                // A fleet of none serves nobody while it starts; it is tried where it is the choice.
                if bounds.min > 0
                    && let Some(first) = values.first_mut()
                {
                    *first = 1.0;
                }
                values.truncate(MAX_VALUES);
                values
            }
            Self::MaxReplicas | Self::FixedReplicas => {
                let apart = round_count(2.0 * now / last);
                let values: Vec<f64> = spaced(apart, apart, USUAL);
                values.into_iter().map(|value: f64| value.min(MaxReplicas::MAX)).collect()
            }
            Self::Window => spaced(0.0, round_seconds((1.25 * now).max(900.0) / last, 0.0), USUAL),
            Self::StartUp => {
                spaced(0.0, round_seconds((2.0 * now).max(600.0) / last, service.scaling.period.step().get()), USUAL)
            }
            Self::Burst => spaced(1.0, 0.1, USUAL),
            Self::Headroom if now > 1.9 => even(0.0, 1.5 * now, USUAL),
            Self::Headroom => spaced(0.0, 0.1, USUAL),
        }
    }
}

/// So many values, evenly from one end to the other.
fn even(from: f64, to: f64, n: usize) -> Vec<f64> {
    let last = (n - 1) as f64;
    (0..n).map(|place| from + (to - from) * place as f64 / last).collect()
}

/// The nearest multiple of a grain, without the last bits of the division.
fn on_grain(value: f64, grain: f64) -> f64 {
    let steps = libm::round(value / grain);
    if grain < 1.0 { steps / libm::round(1.0 / grain) } else { steps * grain }
}

/// The smallest round distance of times from `least` on that is at least `wanted`.
fn round_seconds(wanted: f64, least: f64) -> f64 {
    let round = ROUND_SECONDS.into_iter().find(|apart| *apart >= wanted - 1e-9 && *apart >= least - 1e-9);
    round.unwrap_or_else(|| 3600.0 * libm::ceil(wanted.max(least) / 3600.0))
}

/// 1, 2 or 5 times a power of ten, at least `wanted`.
fn round_count(wanted: f64) -> f64 {
    let mut power = 1.0;
    loop {
        if let Some(found) = [1.0, 2.0, 5.0].into_iter().map(|digit| digit * power).find(|apart| *apart >= wanted) {
            return found;
        }
        power *= 10.0;
    }
}
