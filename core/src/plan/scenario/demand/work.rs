//! Work of a batch: so much to be done, within a window.

use crate::base::numeric::is_default;
use crate::base::time::SECONDS_PER_DAY;
use crate::base::units::{BatchItems, PeakHour, WindowLength};
use crate::plan::scenario::scaling::Weekdays;
use serde::{Deserialize, Serialize};

/// Work that is there when a window opens, and must be done when it closes.
///
/// It asks for an even load while the window is open and for nothing outside it: `items / window` requests/s, an item
/// being a request.
///
/// # Example
///
/// ```
/// use headroom_core::base::units::{BatchItems, PeakHour, WindowLength};
/// use headroom_core::plan::scenario::demand::BatchWork;
/// use headroom_core::plan::scenario::scaling::Weekdays;
///
/// let work = BatchWork {
///     items_assumed: false,
///     items: BatchItems::new(36e6)?,
///     opens: PeakHour::new(1.0)?,
///     window: WindowLength::new(2.0)?,
///     days: Weekdays::Daily,
/// };
/// // By hand: 36 million in 7,200 seconds.
/// assert_eq!(work.rate(), 5_000.0);
/// # Ok::<(), headroom_core::base::units::OutOfRange>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BatchWork {
    /// Items of one run, on the first day of the plan.
    pub items: BatchItems,
    /// Whether that is what follows from a load that nobody stated, and nobody stated it either.
    #[serde(default, skip_serializing_if = "is_default")]
    pub items_assumed: bool,
    /// Local time at which the window opens, hours.
    pub opens: PeakHour,
    /// How long it is open.
    pub window: WindowLength,
    /// On which days.
    pub days: Weekdays,
}

impl BatchWork {
    /// Load while the window is open, items/s: `items / window`.
    pub fn rate(self) -> f64 {
        self.items.get() / self.seconds()
    }

    /// Mean load of a week, items/s.
    pub fn average(self) -> f64 {
        let runs = self.windows().len() as f64;
        self.items.get() * runs / (7.0 * SECONDS_PER_DAY)
    }

    /// When it is open, from and to in seconds from Monday 00:00; one that reaches into the next week ends after it.
    pub fn windows(self) -> Vec<(f64, f64)> {
        let opens = |day: u32| f64::from(day) * SECONDS_PER_DAY + self.opens.get() * 3600.0;
        let days = (0..7).filter(|day| self.days.includes(*day));
        days.map(|day| (opens(day), opens(day) + self.seconds())).collect()
    }

    fn seconds(self) -> f64 {
        self.window.get() * 3600.0
    }
}
