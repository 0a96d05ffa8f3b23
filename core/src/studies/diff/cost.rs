//! What a month costs, and how much more of it a change may cost.

use super::PlanDiff;
use crate::base::explain::Standing;
use crate::base::money::Money;
use crate::base::text;
use crate::plan::evaluate::Evaluation;
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// What a month of the whole plan costs, in dollars: the bill of its first month; unknown where some price is.
///
/// # Example
///
/// ```
/// use headroom_core::studies::diff::monthly_cost;
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// // A new plan states no price, and unknown is not zero.
/// let plan = examples::blank(jiff::civil::date(2026, 12, 1));
/// assert_eq!(monthly_cost(&evaluate(&plan)), None);
/// ```
pub fn monthly_cost(evaluation: &Evaluation) -> Option<f64> {
    evaluation.totals.monthly.map(Money::dollars)
}

/// How much more a month may cost than before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CostLimit {
    /// A share of what it cost.
    Share(f64),
    /// So many dollars.
    Dollars(f64),
}

impl CostLimit {
    /// The most that a month may cost that cost so much.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::studies::diff::CostLimit;
    ///
    /// assert_eq!("25 %".parse::<CostLimit>()?.most(1_000.0), 1_250.0);
    /// assert_eq!("$500".parse::<CostLimit>()?.most(1_000.0), 1_500.0);
    /// # Ok::<(), String>(())
    /// ```
    pub fn most(self, before: f64) -> f64 {
        match self {
            Self::Share(share) => before * (1.0 + share),
            Self::Dollars(dollars) => before + dollars,
        }
    }
}

impl fmt::Display for CostLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Share(share) => f.write_str(&text::percent(*share)),
            Self::Dollars(dollars) => f.write_str(&text::dollars(*dollars)),
        }
    }
}

impl FromStr for CostLimit {
    type Err = String;

    /// Reads `10%`, `10 %`, `0.1` or `$500`.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = || format!("a cost limit is like 10%, 0.1 or $500, but was \"{text}\"");
        let number = |digits: &str| {
            let number: f64 = digits.trim().parse().map_err(|_| refused())?;
            if number.is_finite() && number >= 0.0 { Ok(number) } else { Err(refused()) }
        };
        let word = text.trim();
        if let Some(dollars) = word.strip_prefix('$') {
            return number(dollars).map(Self::Dollars);
        }
        if let Some(percentage) = word.strip_suffix('%') {
            return number(percentage).map(|percentage| Self::Share(percentage / 100.0));
        }
        match number(word)? {
            share if share <= 1.0 => Ok(Self::Share(share)),
            _ => Err(format!("\"{word}\" is ambiguous: write {word}% or ${word}")),
        }
    }
}

/// Something that a pipeline asks of a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// What was asked: `fail_over` or `fail_on_verdict`.
    pub id: &'static str,
    /// Whether the change may pass.
    pub passed: bool,
    /// What was found.
    pub sentence: String,
}

impl Check {
    /// Whether a month costs at most so much more; `None` where one of the two costs is unknown.
    pub fn of_cost(diff: &PlanDiff, limit: CostLimit) -> Option<Self> {
        let (before, after) = (diff.monthly_cost.before?, diff.monthly_cost.after?);
        let most = limit.most(before);
        // Exactly the limit is not above it, whatever the last bits of a float say.
        let passed = after <= most + 1e-9 * most;
        let kept = if passed { "is met" } else { "is exceeded" };
        let sentence = format!(
            "The limit of {limit} more per month {kept}: {} before, {} now, {} at most.",
            text::dollars(before),
            text::dollars(after),
            text::dollars(most)
        );
        Some(Self { id: "fail_over", passed, sentence })
    }

    /// Whether the verdict on the whole plan is no worse.
    pub fn of_verdict(diff: &PlanDiff) -> Self {
        let (before, after) = (diff.verdict.before, diff.verdict.after);
        let passed = after <= before;
        let sentence = match passed {
            true if after == Standing::Holds => "The verdict is no worse: the plan holds.".to_owned(),
            _ => format!(
                "The verdict is {}: {} before, {} now.",
                if passed { "no worse" } else { "worse" },
                before.words(),
                after.words()
            ),
        };
        Self { id: "fail_on_verdict", passed, sentence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_people_write_them() {
        for (text, limit) in [
            ("10%", CostLimit::Share(0.1)),
            ("10 %", CostLimit::Share(0.1)),
            (" 0.1 ", CostLimit::Share(0.1)),
            ("0", CostLimit::Share(0.0)),
            ("150%", CostLimit::Share(1.5)),
            ("$500", CostLimit::Dollars(500.0)),
            ("$ 0.5", CostLimit::Dollars(0.5)),
        ] {
            assert_eq!(text.parse(), Ok(limit), "{text}");
        }
        for text in ["", "%", "$", "ten", "-5%", "-1", "NaN", "inf", "$inf", "1,000%", "10%%", "$10%"] {
            let message = format!("a cost limit is like 10%, 0.1 or $500, but was \"{text}\"");
            assert_eq!(text.parse::<CostLimit>(), Err(message));
        }
        assert_eq!("10".parse::<CostLimit>(), Err("\"10\" is ambiguous: write 10% or $10".to_owned()));
        assert_eq!(
            (CostLimit::Share(0.1).to_string(), CostLimit::Dollars(500.0).to_string()),
            ("10 %".into(), "$500.00".into())
        );
    }
}
