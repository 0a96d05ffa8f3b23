//! How soon capacity must be there.

use serde::{Deserialize, Serialize};

/// How soon capacity must be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadyBy {
    /// Within minutes, while the load rises: replicas are added then, nothing is ordered ahead.
    Minutes,
    /// Ordered, and quotas raised, weeks ahead: on such days everybody asks at once.
    WeeksAhead,
    /// In service before it begins. So in files that do not say it.
    #[default]
    Before,
}

impl ReadyBy {
    /// All, the soonest first.
    pub const ALL: [Self; 3] = [Self::Minutes, Self::WeeksAhead, Self::Before];

    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// Fewest days between the order and the need, whatever the lead time; assumption `weeks-ahead`.
    pub const fn notice_days(self) -> i32 {
        match self {
            Self::WeeksAhead => 14,
            Self::Minutes | Self::Before => 0,
        }
    }

    /// In words: `weeks ahead`.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Minutes => "within minutes",
            Self::WeeksAhead => "weeks ahead",
            Self::Before => "before it begins",
        }
    }
}
