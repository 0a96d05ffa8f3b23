//! The period that is simulated with every edit.

use crate::base::units::{HoursAhead, PeriodHours, Quantity, TimeStep};
use serde::{Deserialize, Deserializer, Serialize};

/// Most steps of a simulation that runs with every edit.
pub const MAX_LIVE_STEPS: u32 = 20_160;

/// What is simulated: from when, how long, in which steps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    start: HoursAhead,
    length: PeriodHours,
    step: TimeStep,
}

impl Period {
    /// Makes a period that is short enough to be simulated with every edit.
    ///
    /// # Errors
    ///
    /// A message where it has more than [`MAX_LIVE_STEPS`] steps.
    pub fn new(start: HoursAhead, length: PeriodHours, step: TimeStep) -> Result<Self, String> {
        let steps = length.get() * 3600.0 / step.get();
        if steps > f64::from(MAX_LIVE_STEPS) {
            let (length, step) =
                (crate::base::text::seconds(length.get() * 3600.0), crate::base::text::seconds(step.get()));
            return Err(format!(
                "a period must have at most {} steps, but {length} in steps of {step} have {}; lengthen the step",
                crate::base::text::count(MAX_LIVE_STEPS),
                crate::base::text::number(steps),
            ));
        }
        Ok(Self { start, length, step })
    }

    /// Hours from the plan's start to the period's.
    pub fn start(&self) -> HoursAhead {
        self.start
    }

    /// How long it is.
    pub fn length(&self) -> PeriodHours {
        self.length
    }

    /// The length of a step.
    pub fn step(&self) -> TimeStep {
        self.step
    }
}

impl Default for Period {
    /// The plan's first week, minute by minute.
    fn default() -> Self {
        Self { start: HoursAhead::clamped(0.0), length: PeriodHours::clamped(168.0), step: TimeStep::clamped(60.0) }
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Stated {
            start: HoursAhead,
            length: PeriodHours,
            step: TimeStep,
        }
        let Stated { start, length, step } = Stated::deserialize(deserializer)?;
        Self::new(start, length, step).map_err(serde::de::Error::custom)
    }
}
