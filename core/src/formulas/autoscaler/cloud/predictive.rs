//! AWS predictive scaling: capacity from a forecast, ahead of time, and what it may do beyond the maximum.

use serde::{Deserialize, Serialize};

/// Seconds ahead of the forecast's hour that capacity is ordered, unless stated otherwise
/// (`SchedulingBufferTime`).
pub const USUAL_BUFFER: f64 = 300.0;
const SECONDS_PER_HOUR: f64 = 3600.0;

/// Whether the forecast steers the group or is only shown; AWS starts with the latter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PredictiveMode {
    /// Shown only (`ForecastOnly`).
    ForecastOnly,
    /// Steers (`ForecastAndScale`).
    ForecastAndScale,
}

/// What happens where the forecast comes near the group's maximum (`MaxCapacityBreachBehavior`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MaxCapacityBehavior {
    /// The maximum holds (`HonorMaxCapacity`), which is where AWS starts.
    Honor,
    /// The maximum rises to the forecast and a buffer over it (`IncreaseMaxCapacity`).
    Increase {
        /// Per cent of the forecast; AWS takes 0 to 100.
        buffer_percent: u8,
    },
}

/// The largest capacity while a forecast holds.
///
/// `max`, or `max(max, ⌈forecast·(1 + buffer)⌉)` where the maximum may rise.
///
/// # Source
///
/// Amazon EC2 Auto Scaling API reference, `PredictiveScalingConfiguration`, `MaxCapacityBuffer`. It does
/// not say how a fraction is rounded; here up.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::predictive::MaxCapacityBehavior::*;
/// use headroom_core::formulas::autoscaler::cloud::predictive::effective_max;
///
/// // 50 and a tenth more.
/// assert_eq!(effective_max(Increase { buffer_percent: 10 }, 50, 40), 55);
/// assert_eq!(effective_max(Honor, 50, 40), 40);
/// ```
pub fn effective_max(behavior: MaxCapacityBehavior, forecast: u32, max: u32) -> u32 {
    match behavior {
        MaxCapacityBehavior::Honor => max,
        MaxCapacityBehavior::Increase { buffer_percent } => {
            let hundredths = u64::from(forecast) * (100 + u64::from(buffer_percent));
            max.max(u32::try_from(hundredths.div_ceil(100)).unwrap_or(u32::MAX))
        }
    }
}

/// A group's bounds, and how it follows a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PredictiveScaling {
    /// Whether the forecast steers at all.
    pub mode: PredictiveMode,
    /// What happens near the maximum.
    pub behavior: MaxCapacityBehavior,
    /// The least instances.
    pub min: u32,
    /// The most instances, but for the behaviour.
    pub max: u32,
}

impl PredictiveScaling {
    /// The capacity to order: the larger of the forecast and what dynamic policies ask for, within the
    /// bounds.
    ///
    /// # Source
    ///
    /// Amazon EC2 Auto Scaling User Guide, "Predictive scaling": it adds capacity and never removes
    /// what dynamic scaling needs.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::autoscaler::cloud::predictive::*;
    ///
    /// let honor = PredictiveScaling {
    ///     mode: PredictiveMode::ForecastAndScale, behavior: MaxCapacityBehavior::Honor, min: 2, max: 40,
    /// };
    /// assert_eq!((honor.capacity(20, 12), honor.capacity(20, 31), honor.capacity(50, 12)), (20, 31, 40));
    /// let increase = PredictiveScaling { behavior: MaxCapacityBehavior::Increase { buffer_percent: 10 }, ..honor };
    /// assert_eq!((increase.capacity(50, 12), increase.capacity(50, 80)), (50, 55));
    /// ```
    pub fn capacity(&self, forecast: u32, dynamic: u32) -> u32 {
        match self.mode {
            PredictiveMode::ForecastOnly => dynamic.max(self.min).min(self.max),
            PredictiveMode::ForecastAndScale => {
                forecast.max(dynamic).max(self.min).min(effective_max(self.behavior, forecast, self.max))
            }
        }
    }
}

/// What an hourly forecast asks for at a moment: each hour's capacity is ordered `buffer` seconds before the
/// hour begins.
///
/// `max(f[⌊t/3600⌋], f[⌊(t + buffer)/3600⌋])`: the next hour counts once it is near, this one until it ends.
///
/// | symbol   | input      | unit                                             |
/// |----------|------------|--------------------------------------------------|
/// | `f`      | `forecast` | instances, one number an hour                    |
/// | `t`      | `now`      | seconds from the start of the forecast           |
/// | `buffer` | `buffer`   | seconds, below an hour; [`USUAL_BUFFER`] as a rule |
///
/// `None` outside the forecast, and where the time is not a number.
///
/// # Source
///
/// Amazon EC2 Auto Scaling API reference, `PredictiveScalingConfiguration`, `SchedulingBufferTime`.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::autoscaler::cloud::predictive::{USUAL_BUFFER, forecast_at};
///
/// let hours = [10, 40, 20];
/// let at = |minute: f64| forecast_at(&hours, minute * 60.0, USUAL_BUFFER);
/// assert_eq!((at(54.0), at(55.0), at(119.0), at(120.0)), (Some(10), Some(40), Some(40), Some(20)));
/// assert_eq!((at(-1.0), at(180.0)), (None, None));
/// ```
pub fn forecast_at(forecast: &[u32], now: f64, buffer: f64) -> Option<u32> {
    let ahead = if buffer > 0.0 { buffer.min(SECONDS_PER_HOUR) } else { 0.0 };
    let hour = |time: f64| {
        // A cast from float to integer saturates, and no forecast is that long.
        (time >= 0.0).then(|| forecast.get((time / SECONDS_PER_HOUR) as usize).copied()).flatten()
    };
    let current = hour(now)?;
    Some(hour(now + ahead).map_or(current, |next| next.max(current)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_maximum_rises_only_as_far_as_the_forecast_does() {
        for (percent, forecast, max, effective) in
            [(0, 50, 40, 50), (10, 38, 40, 42), (10, 30, 40, 40), (255, u32::MAX, 7, u32::MAX), (1, 1, 0, 2)]
        {
            let behavior = MaxCapacityBehavior::Increase { buffer_percent: percent };
            assert_eq!(effective_max(behavior, forecast, max), effective, "{percent} % over {forecast}");
        }
    }

    #[test]
    fn a_forecast_that_is_only_shown_steers_nothing() {
        let behavior = MaxCapacityBehavior::Increase { buffer_percent: 50 };
        let shown = PredictiveScaling { mode: PredictiveMode::ForecastOnly, behavior, min: 2, max: 40 };
        assert_eq!((shown.capacity(50, 12), shown.capacity(50, 90), shown.capacity(50, 0)), (12, 40, 2));
    }

    #[test]
    fn no_time_has_no_forecast() {
        assert_eq!(forecast_at(&[1], f64::NAN, 300.0), None);
        assert_eq!(forecast_at(&[1], f64::INFINITY, 300.0), None);
        assert_eq!(forecast_at(&[], 0.0, 300.0), None);
        assert_eq!(forecast_at(&[1, 2], 0.0, f64::NAN), Some(1));
        // The last hour has none after it.
        assert_eq!(forecast_at(&[1, 2], 7100.0, 300.0), Some(2));
    }

    proptest! {
        #[test]
        fn a_longer_buffer_never_orders_less(
            hours in proptest::collection::vec(0_u32..100, 1..48), now in 0.0..2e5_f64, buffer in 0.0..3599.0_f64
        ) {
            let short = forecast_at(&hours, now, buffer / 2.0);
            // A longer look ahead may only see the next hour earlier; both stay below an hour.
            prop_assert!(forecast_at(&hours, now, buffer) >= short);
        }

        #[test]
        fn dynamic_scaling_is_never_undercut(
            forecast in 0_u32..200, dynamic in 0_u32..200, min in 0_u32..50, more in 0_u32..100, percent in 0_u8..=100
        ) {
            let behavior = MaxCapacityBehavior::Increase { buffer_percent: percent };
            let max = min + more;
            let scaling = PredictiveScaling { mode: PredictiveMode::ForecastAndScale, behavior, min, max };
            let capacity = scaling.capacity(forecast, dynamic);
            prop_assert!(capacity >= dynamic.min(max) && capacity >= forecast && capacity >= min);
        }
    }
}
