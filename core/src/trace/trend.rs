//! x
use serde::{Deserialize, Serialize};

/// Growth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Straight line: growth in 30.4375 days as a fraction of the mean.
    pub linear_per_month: f64,
    /// Compound growth in 30.4375 days as a fraction; `None` where too few means are positive.
    pub compound_per_month: Option<f64>,
    /// Daily means (single points, where the step is longer than a day) behind it.
    pub n_means: u32,
}

/// Why there is no trend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum NoTrend {
    /// The trace is shorter than 14 days.
    TooShort {
        /// Its length in days.
        days: f64,
    },
    /// Too few days are observed well enough.
    TooFewDays {
        /// How many are.
        days: u32,
    },
    /// The mean is zero.
    NoLoad,
}
