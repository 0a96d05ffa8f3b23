//! A server that works on whatever waits as one batch, as accelerators with dynamic batching do.

use super::batch_chain::solve;

/// Largest batch that is answered; the work grows with its third power.
pub const MAX_BATCH: u32 = 256;

/// Mean arrivals during the shortest batch from which the idle share, at most `e^(−m)/m`, is below 10⁻¹⁰.
const SURELY_BUSY: f64 = 20.1;

/// Steady state of a batching server; from [`batch_server`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchServer {
    /// `B/(α + β·B)`, requests / second: what the server sustains with full batches.
    pub max_throughput: f64,
    /// Share of time that the server is busy, fraction; close to 1 long before the throughput is.
    pub utilization: f64,
    /// `E[b]`, mean number of requests in a batch.
    pub mean_batch: f64,
    /// `L`, requests waiting or in service.
    pub mean_in_system: f64,
    /// `W = L/λ`, seconds from arrival to the end of the batch.
    pub mean_response: f64,
}

/// Steady state of one server that, whenever it is free, takes all that waits, at most
/// `max_batch`, as one batch of known length.
///
/// A batch of `b` takes `s(b) = α + β·b`, so the throughput rises with the batch from `1/(α + β)` to
/// `B/(α + β·B)`. With `n` left behind at the end of a batch the next one has `b = max(1, min(n, B))`
/// and leaves `n' = max(n − b, 0) + Poisson(λ·s(b))`; an empty server first waits `1/λ`. Over that chain,
/// exactly: `L = E[max(n, 1)·s + λ·s²/2] / E[s + idle]`.
///
/// | symbol | input           | unit                                 |
/// |--------|-----------------|--------------------------------------|
/// | `λ`    | `arrival_rate`  | requests / second                    |
/// | `α`    | `fixed_time`    | seconds a batch takes, however small |
/// | `β`    | `time_per_item` | seconds more for each request in it  |
/// | `B`    | `max_batch`     | requests; at most [`MAX_BATCH`]      |
///
/// `None` where the load reaches `B/(α + β·B)` and the queue would grow without bound, or where an input
/// is not what its symbol can hold. `B = 1` is M/D/1.
///
/// # Assumptions
///
/// `poisson-arrivals`; the server never waits for a batch to fill.
///
/// # Source
///
/// Y. Inoue, "Queueing analysis of GPU-based inference servers with dynamic batching: a closed-form
/// characterization", Performance Evaluation 147 (2021), for the model. The chain is of M/G/1 type:
/// M. Neuts, *Structured Stochastic Matrices of M/G/1 Type and Their Applications* (1989).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::batch_server;
///
/// // 46 % of the maximum throughput keeps the server busy 98.7 % of the time: batches just grow.
/// let server = batch_server(400.0, 0.005, 0.001, 32).expect("stable");
/// assert!((server.max_throughput - 32.0 / 0.037).abs() < 1e-9);
/// assert!((server.utilization - 0.98707).abs() < 1e-5);
/// assert!((server.mean_batch - 3.40676).abs() < 1e-5);
/// assert_eq!(batch_server(900.0, 0.005, 0.001, 32), None);
/// ```
pub fn batch_server(arrival_rate: f64, fixed_time: f64, time_per_item: f64, max_batch: u32) -> Option<BatchServer> {
    let is_finite = |value: f64| (0.0..f64::INFINITY).contains(&value);
    let service = |batch: f64| fixed_time + time_per_item * batch;
    let full = f64::from(max_batch);
    let longest = service(full);
    let is_server = is_finite(fixed_time) && is_finite(time_per_item) && longest > 0.0 && is_finite(longest);
    if !(is_server && is_finite(arrival_rate) && (1..=MAX_BATCH).contains(&max_batch)) {
        return None;
    }
    let max_throughput = full / longest;
    if arrival_rate == 0.0 {
        let alone = BatchServer {
            max_throughput,
            utilization: 0.0,
            mean_batch: 1.0,
            mean_in_system: 0.0,
            mean_response: service(1.0),
        };
        return is_finite(max_throughput).then_some(alone);
    }
    let chain = solve(arrival_rate * fixed_time, arrival_rate * time_per_item, max_batch)?;
    let area = |present: f64, time: f64| (present + arrival_rate * time / 2.0) * time;
    let (mut busy, mut in_system) =
        (chain.high * longest, chain.high * area(full, longest) + chain.high_above * longest);
    for (left, weight) in (0_u32..).zip(&chain.low) {
        let batch = f64::from(left.max(1));
        let time = service(batch);
        busy += weight * time;
        in_system += weight * area(batch, time);
    }
    let cycle = busy + chain.empty() / arrival_rate;
    let mean_in_system = in_system / cycle;
    let answer = BatchServer {
        max_throughput,
        utilization: busy / cycle,
        mean_batch: chain.mean_batch(),
        mean_in_system,
        mean_response: mean_in_system / arrival_rate,
    };
    let numbers = [max_throughput, cycle, answer.utilization, answer.mean_batch, mean_in_system, answer.mean_response];
    numbers.iter().all(|&value| is_finite(value)).then_some(answer)
}

/// Share of time that a batching server is busy, from its load relative to its capacity.
///
/// `λ·(β + α/E[b])`, with `E[b]` as in [`batch_server`], in the unit of time in which the capacity with
/// full batches is 1: `α = φ·B` and `β = 1 − φ`.
///
/// | symbol | input         | unit                                           |
/// |--------|---------------|------------------------------------------------|
/// | `λ`    | `load`        | fraction of the capacity `B/(α + β·B)`         |
/// | `φ`    | `fixed_share` | fraction of a full batch's time, `α/(α + β·B)` |
/// | `B`    | `max_batch`   | requests; at most [`MAX_BATCH`]                |
///
/// 1 at full load and above, and where less than 10⁻¹⁰ is missing. `None` where `φ` is no fraction, where
/// the load is negative or not a number, and where there is no such batch.
///
/// # Assumptions
///
/// As in [`batch_server`].
///
/// # Source
///
/// As for [`batch_server`]; a busy share is what device metrics such as `DCGM_FI_DEV_GPU_UTIL` report.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::queueing::busy_share;
///
/// // One at a time is busy as much as it is loaded, whatever its time is made of.
/// assert!((busy_share(0.4, 0.3, 1).expect("a share") - 0.4).abs() < 1e-12);
/// // The server of the example above: φ = 5/37, 400 of 864.9 requests/s.
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
    use super::super::mg1;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_is_none() {
        for (rate, fixed, item, batch) in [
            (100.0, 0.01, 0.0, 1),
            (1.0, 0.0, 0.0, 4),
            (1.0, -0.1, 1.0, 4),
            (1.0, f64::NAN, 0.1, 4),
            (f64::INFINITY, 0.1, 0.1, 4),
            (1.0, 0.1, 0.1, 0),
            (1.0, 0.1, 0.01, MAX_BATCH + 1),
            (1e-320, 1e300, 1e300, 4),
        ] {
            assert_eq!(batch_server(rate, fixed, item, batch), None, "{rate} {fixed} {item} {batch}");
        }
        for (load, share, batch) in
            [(f64::NAN, 0.5, 4), (0.5, f64::NAN, 4), (0.5, 1.1, 4), (-0.1, 0.5, 4), (0.5, 0.5, 0)]
        {
            assert_eq!(busy_share(load, share, batch), None, "{load} {share} {batch}");
        }
        let idle = batch_server(0.0, 0.02, 0.01, 8).unwrap();
        assert_eq!((idle.mean_response, idle.mean_in_system, idle.mean_batch), (0.03, 0.0, 1.0));
    }

    #[test]
    fn a_load_just_below_full_has_an_answer() {
        for batch in [1, 2, 64, MAX_BATCH] {
            for load in [0.99, 0.9999, 1.0 - 1e-9] {
                let share = busy_share(load, 0.3, batch).unwrap();
                assert!((load..=1.0).contains(&share), "{batch} {load}: {share}");
                // A queue of mean B/2·Var/(1 − ρ) or so: finite, and growing towards full load.
                let server = batch_server(load, 0.3 * f64::from(batch), 0.7, batch).unwrap();
                assert!(server.mean_in_system > 0.3 / (1.0 - load), "{batch} {load} {server:?}");
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
        fn one_at_a_time_is_a_server_without_variation(load in 0.01..0.99_f64, share in 0.0..1.0_f64) {
            let server = batch_server(load, share, 1.0 - share, 1).unwrap();
            let expected = mg1(load, 1.0, 0.0).unwrap();
            prop_assert!((server.mean_response / expected.mean_response - 1.0).abs() < 1e-10);
            prop_assert!((server.utilization - load).abs() < 1e-12);
        }

        #[test]
        fn it_serves_what_arrives(load in 0.001..0.995_f64, share in 0.0..1.0_f64, batch in 1_u32..80) {
            let (fixed, item) = (share * f64::from(batch), 1.0 - share);
            let server = batch_server(load, fixed, item, batch).unwrap();
            // Busy time a request costs, times requests / second, is the time busy.
            let busy = load * (fixed / server.mean_batch + item);
            prop_assert!((server.utilization - busy).abs() < 1e-9, "{} {busy}", server.utilization);
            prop_assert!((server.utilization - busy_share(load, share, batch).unwrap()).abs() < 1e-9);
            prop_assert!(server.mean_response >= fixed + item && server.mean_batch <= f64::from(batch));
        }

        #[test]
        fn more_load_makes_it_busier_and_slower(
            load in 0.001..0.9_f64, more in 1.001..1.1_f64, share in 0.0..1.0_f64, batch in 1_u32..40
        ) {
            let server = |load: f64| batch_server(load, share * f64::from(batch), 1.0 - share, batch).unwrap();
            let (before, after) = (server(load), server(load * more));
            prop_assert!(after.utilization >= before.utilization - 1e-12);
            prop_assert!(after.mean_response >= before.mean_response * (1.0 - 1e-12));
            prop_assert!(after.mean_batch >= before.mean_batch - 1e-12);
        }
    }
}
