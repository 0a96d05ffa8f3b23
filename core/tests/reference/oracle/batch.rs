//! A server that takes what waits as one batch, solved state by state.
//!
//! The product does not use it: it asks only how busy such a server is, by way of a closed form. Kept as
//! an independent check of that, [`busy_share`], and because the vectors ask for its response time too.

use headroom_core::formulas::queueing::busy_share;
use proptest::prelude::*;

/// Steady state of a batching server; from [`batch_server`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchServer {
    /// Share of time that the server is busy.
    pub utilization: f64,
    /// Mean number of requests in a batch.
    pub mean_batch: f64,
    /// `L`, requests waiting or in service.
    pub mean_in_system: f64,
}

/// Steady state of one server that, whenever it is free, takes all that waits, at most `max_batch`, as one
/// batch; a batch of `b` takes `s(b) = α + β·b` seconds.
///
/// With `n` left behind at the end of a batch the next one has `b = max(1, min(n, B))` and leaves
/// `n' = max(n − b, 0) + Poisson(λ·s(b))`; an empty server first waits `1/λ`. Over that chain
/// `L = E[max(n, 1)·s + λ·s²/2] / E[s + idle]`. The load must be below `B/(α + β·B)`, and not very close to it.
///
/// # Source
///
/// Y. Inoue, "Queueing analysis of GPU-based inference servers with dynamic batching: a closed-form
/// characterization", Performance Evaluation 147 (2021), for the model.
pub fn batch_server(arrival_rate: f64, fixed_time: f64, time_per_item: f64, max_batch: usize) -> BatchServer {
    let batch = |left: usize| left.clamp(1, max_batch);
    let time = |left: usize| fixed_time + time_per_item * batch(left) as f64;
    let arrivals = arrival_rate * time(max_batch);
    // Far states fall off by about e^{−2·drift/variance} each.
    let n_states = 2 * max_batch + 60 + (20.0 * arrivals / (max_batch as f64 - arrivals)) as usize;
    let mut chain = vec![vec![0.0; n_states]; n_states];
    for (left, row) in chain.iter_mut().enumerate() {
        let (mean, stays) = (arrival_rate * time(left), left.saturating_sub(batch(left)));
        let (mut p, mut came) = (libm::exp(-mean), 0);
        while (came as f64) < mean || p > 1e-18 {
            row[(stays + came).min(n_states - 1)] += p;
            came += 1;
            p *= mean / came as f64;
        }
    }
    let weights = stationary(chain);
    let mean = |value: &dyn Fn(usize) -> f64| -> f64 {
        weights.iter().enumerate().map(|(left, weight)| weight * value(left)).sum()
    };
    let (busy, idle) = (mean(&time), weights[0] / arrival_rate);
    let area = mean(&|left| (left.max(1) as f64 + arrival_rate * time(left) / 2.0) * time(left));
    BatchServer {
        utilization: busy / (busy + idle),
        mean_batch: mean(&|left| batch(left) as f64),
        mean_in_system: area / (busy + idle),
    }
}

/// Stationary probabilities of a chain: its states are taken out one by one from the last.
///
/// # Source
///
/// W. Grassmann, M. Taksar, D. Heyman, "Regenerative analysis and steady state distributions for Markov
/// chains", Operations Research 33 (1985).
fn stationary(mut chain: Vec<Vec<f64>>) -> Vec<f64> {
    for state in (1..chain.len()).rev() {
        let (before, from) = chain.split_at_mut(state);
        let onward = &from[0][..state];
        let first = onward.iter().position(|p| *p > 0.0).unwrap();
        let leaving: f64 = onward.iter().sum();
        for row in before.iter_mut().filter(|row| row[state] > 0.0) {
            row[state] /= leaving;
            let share = row[state];
            row[first..state].iter_mut().zip(&onward[first..]).for_each(|(to, p)| *to += share * p);
        }
    }
    let mut weights = vec![1.0];
    for state in 1..chain.len() {
        weights.push(weights.iter().zip(&chain).map(|(weight, row)| weight * row[state]).sum());
    }
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn it_is_as_busy_as_the_product_says(load in 0.01..0.9_f64, share in 0.0..1.0_f64, batch in 1_u32..40) {
        let (fixed, item) = (share * f64::from(batch), 1.0 - share);
        let server = batch_server(load, fixed, item, batch as usize);
        let product = busy_share(load, share, batch).unwrap();
        prop_assert!((server.utilization - product).abs() < 1e-9, "{} {product}", server.utilization);
        // Busy time a request costs, times requests / second, is the time busy.
        prop_assert!((server.utilization - load * (fixed / server.mean_batch + item)).abs() < 1e-9);
    }
}
