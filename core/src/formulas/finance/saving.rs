//! What is saved, as a share.

use crate::base::numeric::finite;

/// Share that is saved: `(before − after)/before`; negative where it got dearer, `None` where there
/// was nothing to save from.
pub fn saving(before: f64, after: f64) -> Option<f64> {
    (before > 0.0).then(|| (before - after) / before).and_then(finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_nan_comes_out() {
        assert_eq!((saving(0.0, 1.0), saving(f64::NAN, 1.0), saving(10.0, 12.0)), (None, None, Some(-0.2)));
    }
}
