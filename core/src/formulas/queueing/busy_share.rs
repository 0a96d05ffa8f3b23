//! How busy a server is that works on whatever waits as one batch, as accelerators with dynamic batching do.

use super::batch_chain::{MAX_BATCH, solve};

/// Mean arrivals during the shortest batch from which the idle share, at most `e^(−m)/m`, is below 10⁻¹⁰.
const SURELY_BUSY: f64 = 20.1;

/// Share of time that a batching server is busy, from its load relative to its capacity.
///
/// Whenever it is free it takes all that waits, at most `B`, as one batch: a batch of `b` takes `s(b) = α + β·b`.
/// With `n` left behind at the end of a batch the next one has `b = max(1, min(n, B))` and leaves
/// `n' = max(n − b, 0) + Poisson(λ·s(b))`. Over that chain, exactly, the share is `λ·(β + α/E[b])`; in the unit of
/// time in which the capacity with full batches, `B/(α + β·B)`, is 1: `α = φ·B` and `β = 1 − φ`.
///
/// | symbol | input         | unit                                           |
/// |--------|---------------|------------------------------------------------|
/// | `λ`    | `load`        | fraction of the capacity `B/(α + β·B)`         |
/// | `φ`    | `fixed_share` | fraction of a full batch's time, `α/(α + β·B)` |
/// | `B`    | `max_batch`   | requests; at most 256                          |
///
/// 1 at full load and above, and where less than 10⁻¹⁰ is missing. `None` where `φ` is no fraction, where
/// the load is negative or not a number, and where there is no such batch.
///
/// # Assumptions
///
/// `poisson-arrivals`; the server never waits for a batch to fill.
///
/// # Source
///
/// Y. Inoue, "Queueing analysis of GPU-based inference servers with dynamic batching: a closed-form
/// characterization", Performance Evaluation 147 (2021), for the model. The chain is of M/G/1 type:
/// M. Neuts, *Structured Stochastic Matrices of M/G/1 Type and Their Applications* (1989). A busy share is what device metrics such as `DCGM_FI_DEV_GPU_UTIL` report.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::busy_share;
///
/// // One at a time is busy as much as it is loaded, whatever its time is made of.
/// assert!((busy_share(0.4, 0.3, 1).expect("a share") - 0.4).abs() < 1e-12);
/// // 5 ms and 1 ms a request, batches of 32: 46 % of the capacity keep it busy 98.7 % of the time, as
/// // batches just grow. φ = 5/37, 400 of 864.9 requests/s.
/// let share = busy_share(400.0 * 0.037 / 32.0, 5.0 / 37.0, 32).expect("a share");
/// assert!((share - 0.98707).abs() < 1e-5);
/// assert_eq!(busy_share(1.2, 0.5, 32), Some(1.0));
/// ```
pub fn busy_share(load: f64, fixed_share: f64, max_batch: u32) -> Option<f64> {
    if !((0.0..=1.0).contains(&fixed_share) && (1..=MAX_BATCH).contains(&max_batch) && load >= 0.0) {
        return None;
    }
    if load >= 1.0 || load == 0.0 {
        return Some(load.min(1.0));
    }
    let fixed = load * fixed_share * f64::from(max_batch);
    let per_item = load * (1.0 - fixed_share);
    // At most e^(−m) of all batches leave the server empty, with m what arrives during the shortest.
    let least_arrivals = fixed + per_item;
    if least_arrivals > SURELY_BUSY {
        return Some(1.0);
    }
    // So close to full load that a float cannot tell it from full load, the chain has no answer.
    let share = solve(fixed, per_item, max_batch).map_or(1.0, |chain| per_item + fixed / chain.mean_batch());
    Some(share.clamp(load, 1.0))
}

/// [`busy_share`] of one server at every load, by interpolation; for simulations that ask every step.
///
/// The knots lie at the cubes of even steps, closer together at low loads, where the share rises
/// fastest. See [`Self::at`] for how near it comes.
#[derive(Clone, Debug, PartialEq)]
pub struct BusyShareTable {
    shares: Vec<f64>,
}

impl BusyShareTable {
    /// Loads at which a table holds the exact share.
    pub const KNOTS: u32 = 65;

    /// The table of a server; `None` where [`busy_share`] is.
    pub fn new(fixed_share: f64, max_batch: u32) -> Option<Self> {
        let load = |knot: u32| {
            let step = f64::from(knot) / f64::from(Self::KNOTS - 1);
            step * step * step
        };
        let shares = (0..Self::KNOTS).map(|knot| busy_share(load(knot), fixed_share, max_batch));
        Some(Self { shares: shares.collect::<Option<_>>()? })
    }

    /// Share of time busy at a load, which is a fraction of the capacity: within 0.005 of
    /// [`busy_share`] up to `B = 64`, within 0.01 above.
    ///
    /// A load that is not a number counts as an overload, a negative one as none.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::queueing::{BusyShareTable, busy_share};
    ///
    /// let table = BusyShareTable::new(0.5, 32).expect("a server");
    /// let exact = busy_share(0.05, 0.5, 32).expect("a share");
    /// assert!((table.at(0.05) - exact).abs() < 0.005);
    /// assert_eq!((table.at(0.0), table.at(2.0)), (0.0, 1.0));
    /// ```
    pub fn at(&self, load: f64) -> f64 {
        if load.is_nan() || load >= 1.0 {
            return 1.0;
        }
        let load = load.max(0.0);
        let cube = |knot: usize| {
            let step = knot as f64 / f64::from(Self::KNOTS - 1);
            step * step * step
        };
        let below = (libm::cbrt(load) * f64::from(Self::KNOTS - 1)) as usize;
        let below = below.min(self.shares.len().saturating_sub(2));
        let (low, high) = (cube(below), cube(below + 1));
        match self.shares.get(below..below + 2) {
            Some(&[left, right]) => left + (right - left) * ((load - low) / (high - low)).clamp(0.0, 1.0),
            _ => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_is_none() {
        for (load, share, batch) in
            [(f64::NAN, 0.5, 4), (0.5, f64::NAN, 4), (0.5, 1.1, 4), (-0.1, 0.5, 4), (0.5, 0.5, 0)]
        {
            assert_eq!(busy_share(load, share, batch), None, "{load} {share} {batch}");
        }
    }

    #[test]
    fn a_load_just_below_full_has_an_answer() {
        for batch in [1, 2, 64, MAX_BATCH] {
            for load in [0.99, 0.9999, 1.0 - 1e-9] {
                let share = busy_share(load, 0.3, batch).unwrap();
                assert!((load..=1.0).contains(&share), "{batch} {load}: {share}");
            }
        }
    }

    #[test]
    fn a_table_is_near_the_share() {
        for (batch, shares, allowed) in [
            (1, &[0.0, 0.5][..], 0.001),
            (4, &[0.02, 0.15, 0.5, 1.0], 0.005),
            (32, &[0.0, 0.02, 0.15, 0.5, 1.0], 0.005),
            (64, &[0.15, 1.0], 0.005),
            (MAX_BATCH, &[1.0], 0.01),
        ] {
            for &share in shares {
                let table = BusyShareTable::new(share, batch).unwrap();
                for i in 0..40 {
                    let load = f64::from(i * i) / 1600.0;
                    let off = (table.at(load) - busy_share(load, share, batch).unwrap()).abs();
                    assert!(off < allowed, "{batch} {share} at {load}: {off}");
                }
            }
        }
        let table = BusyShareTable::new(0.5, 32).unwrap();
        assert_eq!((table.at(f64::NAN), table.at(-1.0), table.at(1.0 - 1e-16)), (1.0, 0.0, 1.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn one_at_a_time_is_as_busy_as_loaded(load in 0.01..0.99_f64, share in 0.0..1.0_f64) {
            prop_assert!((busy_share(load, share, 1).unwrap() - load).abs() < 1e-12);
        }

        #[test]
        fn more_load_makes_it_busier(
            load in 0.001..0.9_f64, more in 1.001..1.1_f64, share in 0.0..1.0_f64, batch in 1_u32..80
        ) {
            let (before, after) = (busy_share(load, share, batch).unwrap(), busy_share(load * more, share, batch).unwrap());
            prop_assert!(after >= before - 1e-12 && before >= load);
        }
    }
}
