//! Availability of simple arrangements of parts that fail independently, or together for a share.

/// All parts are needed: `Π aᵢ`.
///
/// A service cannot promise more than this product of what it depends on. 1 for no parts; `None`
/// where a number is no fraction.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::series;
///
/// assert_eq!(series(&[0.5, 0.5]), Some(0.25));
/// ```
pub fn series(availabilities: &[f64]) -> Option<f64> {
    all_fractions(availabilities).then(|| availabilities.iter().product())
}

/// At least `need` of the parts must work: the zones of a region, of which one may be lost. One of
/// them is enough where `need` is 1.
///
/// Takes the parts to fail independently; [`common_cause`] does not.
/// With all availabilities equal this is `Σ_{j≥m} C(n,j)·aʲ·(1−a)ⁿ⁻ʲ`. The states are added up part
/// by part, and the smaller of the two sides is summed, so that no digits are lost near one. `None`
/// where a number is no fraction.
///
/// | symbol | input            | unit     |
/// |--------|------------------|----------|
/// | `aᵢ`   | `availabilities` | fraction |
/// | `m`    | `need`           | parts    |
///
/// # Source
///
/// The Poisson binomial distribution; R. Barlow and F. Proschan, *Statistical Theory of Reliability
/// and Life Testing* (1975), on k-out-of-n systems.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::at_least;
///
/// // Two of three at one half: (3 + 1) / 8.
/// assert_eq!(at_least(2, &[0.5; 3]), Some(0.5));
/// ```
pub fn at_least(need: usize, availabilities: &[f64]) -> Option<f64> {
    if !all_fractions(availabilities) {
        return None;
    }
    if need > availabilities.len() {
        return Some(0.0);
    }
    // working[j]: probability that j of the parts so far work.
    let mut working = vec![1.0];
    for availability in availabilities {
        let mut next = vec![0.0; working.len() + 1];
        for (n_working, probability) in working.iter().enumerate() {
            next[n_working] += probability * (1.0 - availability);
            next[n_working + 1] += probability * availability;
        }
        working = next;
    }
    let (down, up) = working.split_at(need);
    let (down, up): (f64, f64) = (down.iter().sum(), up.iter().sum());
    Some(if down < up { 1.0 - down } else { up }.clamp(0.0, 1.0))
}

/// At least `need` of `n` equal parts must work, and a share `β` of their failures hits all at once.
///
/// `q = P(too few of n work, each down for (1−β)·(1−a)) + β·(1−a)`, at most `1 − a` beyond which no
/// number of copies could be worse than one. Two copies of which one is enough give the known
/// `((1−β)q)² + βq`; `β = 1` makes all copies one.
///
/// | symbol | input          | unit                                              |
/// |--------|----------------|---------------------------------------------------|
/// | `n`    | `n_parts`      | parts                                             |
/// | `m`    | `need`         | parts                                             |
/// | `a`    | `availability` | fraction, of one part                             |
/// | `β`    | `common_share` | fraction of failures with a cause common to all   |
///
/// `None` where a number is no fraction, or for more than 1000 parts.
///
/// # Source
///
/// The beta-factor model: IEC 61508-6, annex D; K. Fleming, "A reliability model for common mode
/// failures in redundant safety systems" (1975).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::availability::common_cause;
///
/// // (0.5·0.5)² + 0.5·0.5 = 0.3125 down.
/// assert_eq!(common_cause(1, 2, 0.5, 0.5), Some(0.6875));
/// assert_eq!(common_cause(1, 2, 0.5, 1.0), Some(0.5));
/// ```
pub fn common_cause(need: usize, n_parts: usize, availability: f64, common_share: f64) -> Option<f64> {
    if !all_fractions(&[availability, common_share]) || n_parts > MOST_COPIES {
        return None;
    }
    if need == 0 {
        return Some(1.0);
    }
    let down = 1.0 - availability;
    let alone = 1.0 - (1.0 - common_share) * down;
    let independent = at_least(need, &vec![alone; n_parts])?;
    Some((independent - common_share * down).max(0.0))
}

/// More copies than anyone has; keeps the time within bounds.
const MOST_COPIES: usize = 1000;

/// Whether all are fractions; not so for NaN.
pub(super) fn all_fractions(numbers: &[f64]) -> bool {
    numbers.iter().all(|number| (0.0..=1.0).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ends_are_whole() {
        assert_eq!((series(&[]), at_least(0, &[]), at_least(1, &[])), (Some(1.0), Some(1.0), Some(0.0)));
        assert_eq!((series(&[f64::NAN]), at_least(1, &[1.1]), at_least(1, &[-0.1])), (None, None, None));
        assert_eq!((common_cause(3, 2, 0.9, 0.1), common_cause(0, 2, 0.9, 0.1)), (Some(0.0), Some(1.0)));
    }

    /// All `2ⁿ` states, one by one.
    fn by_enumeration(need: usize, availabilities: &[f64]) -> f64 {
        let state = |bits: usize| {
            let up = |place: usize| bits >> place & 1 == 1;
            let n_up = (0..availabilities.len()).filter(|&place| up(place)).count();
            let chance = |(place, a): (usize, &f64)| if up(place) { *a } else { 1.0 - a };
            if n_up >= need { availabilities.iter().enumerate().map(chance).product() } else { 0.0 }
        };
        (0..1 << availabilities.len()).map(state).sum()
    }

    proptest! {
        #[test]
        fn at_least_is_every_state_added_up(availabilities in prop::collection::vec(0.0..=1.0_f64, 0..9), need in 0_usize..10) {
            let found = at_least(need, &availabilities).unwrap();
            prop_assert!((found - by_enumeration(need, &availabilities)).abs() < 1e-14);
        }

        #[test]
        fn the_ends_are_series_and_parallel(availabilities in prop::collection::vec(0.0..=1.0_f64, 1..9)) {
            let n = availabilities.len();
            prop_assert!((at_least(n, &availabilities).unwrap() - series(&availabilities).unwrap()).abs() < 1e-14);
            let all_down: f64 = availabilities.iter().map(|availability| 1.0 - availability).product();
            prop_assert!((at_least(1, &availabilities).unwrap() - (1.0 - all_down)).abs() < 1e-14);
        }

        #[test]
        fn a_common_cause_only_harms_and_one_part_has_none(n in 1_usize..8, a in 0.5..1.0_f64, share in 0.0..=1.0_f64) {
            let (shared, free) = (common_cause(1, n, a, share).unwrap(), common_cause(1, n, a, 0.0).unwrap());
            prop_assert!(shared <= free + 1e-15 && shared >= a - 1e-15);
            prop_assert!((common_cause(1, 1, a, share).unwrap() - a).abs() < 1e-15);
        }
    }
}
