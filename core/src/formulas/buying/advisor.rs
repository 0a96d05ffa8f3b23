//! Interruption rates as providers publish them: shares of instances a month, in bands.

use crate::base::numeric::finite;
use crate::base::time::HOURS_PER_MONTH;

/// The upper ends of the bands in which AWS' Spot Instance Advisor says how many instances of a type were
/// interrupted in the last month; above the last one it names no end.
pub const ADVISOR_BANDS: [f64; 4] = [0.05, 0.10, 0.15, 0.20];

/// Interruptions of an instance an hour, where the share `F` of instances is interrupted within a month:
/// `λ = −ln(1 − F)/730`.
///
/// `None` where `F` is not within 0 and 1.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::interruptions_of_monthly;
///
/// // By hand: −ln 0.8 = 0.22314, over 730 hours.
/// let rate = interruptions_of_monthly(0.2).expect("a share");
/// assert!((rate - 0.000_305_676).abs() < 1e-9);
/// assert_eq!(interruptions_of_monthly(1.0), None);
/// ```
pub fn interruptions_of_monthly(share: f64) -> Option<f64> {
    (0.0..1.0).contains(&share).then(|| -libm::log1p(-share) / HOURS_PER_MONTH).and_then(finite)
}
