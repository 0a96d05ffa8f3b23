//! The chain behind a batching server, solved exactly: what it leaves behind at the end of each batch.
//!
//! From `n` requests left the next batch takes `b = max(1, min(n, B))` and `n' = max(n − b, 0) + Poisson(m)`,
//! with `m` the mean arrivals during that batch. States of `B` and more differ by a shift only, so the
//! way down from them is known in closed form (a ladder height), and what is left is a chain of `B`
//! states, solved without a subtraction (W. Grassmann, M. Taksar, D. Heyman, "Regenerative analysis
//! and steady state distributions for Markov chains", Operations Research 33 (1985)).

use std::f64::consts::TAU;

/// Largest batch that is answered; the work grows with its third power.
pub(super) const MAX_BATCH: u32 = 256;

/// Arrivals less probable than this at the upper end of a batch are left out.
const NEGLIGIBLE: f64 = 1e-18;

/// How often the server leaves how much behind.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct BatchChain {
    /// Probability of leaving 0, 1, … `B − 1` requests.
    pub low: Vec<f64>,
    /// Probability of leaving `B` or more.
    pub high: f64,
}

impl BatchChain {
    /// `E[b]`, requests in a batch.
    pub fn mean_batch(&self) -> f64 {
        let partial: f64 = (0_u32..).zip(&self.low).map(|(left, weight)| weight * f64::from(left.max(1))).sum();
        partial + self.high * self.low.len() as f64
    }
}

/// Solves the chain in which a batch of `b` lets `fixed + per_item·b` requests arrive on average.
///
/// `None` without a steady state, `fixed + per_item·B ≥ B`, or where there is no such batch.
pub(super) fn solve(fixed: f64, per_item: f64, max_batch: u32) -> Option<BatchChain> {
    let full = f64::from(max_batch);
    let arrivals = |batch: f64| fixed + per_item * batch;
    let drain = full - arrivals(full);
    if !((1..=MAX_BATCH).contains(&max_batch) && fixed >= 0.0 && per_item >= 0.0 && drain > 0.0) {
        return None;
    }
    let n_states = max_batch as usize;
    let way_down = ladder(arrivals(full) / full, n_states);
    let mut chain = Vec::with_capacity(n_states * n_states);
    let mut row = Vec::new();
    for left in 0..max_batch {
        poisson(arrivals(f64::from(left.max(1))), n_states, &mut row);
        // From the top: what is in a high state comes down by one ladder height.
        for state in (n_states..row.len()).rev() {
            add_scaled(&mut row, state - n_states, state, &way_down);
        }
        chain.extend_from_slice(row.get(..n_states)?);
    }
    let mut low = stationary(chain, n_states)?;

    // What the generating function says at 1 of the states above.
    let mut first = 0.0;
    for (left, weight) in (0_u32..).zip(&low) {
        first += weight * (arrivals(f64::from(left.max(1))) - f64::from(left));
    }
    let high = (first / drain).max(0.0);
    let total = low.iter().sum::<f64>() + high;
    if !total.is_finite() {
        return None;
    }
    low.iter_mut().for_each(|weight| *weight /= total);
    Some(BatchChain { low, high: high / total })
}

/// Probabilities of 0, 1, … arrivals, as far as they matter, and at least `at_least` of them.
fn poisson(mean: f64, at_least: usize, row: &mut Vec<f64>) {
    row.clear();
    let mut p = libm::exp(-mean);
    let mut n = 0.0;
    while n <= mean || p > NEGLIGIBLE {
        row.push(p);
        n += 1.0;
        p *= mean / n;
    }
    row.resize(row.len().max(at_least), 0.0);
}

/// `row[start..end] += row[end]·by`.
fn add_scaled(row: &mut [f64], start: usize, end: usize, by: &[f64]) {
    let (below, above) = row.split_at_mut(end);
    if let (Some(&weight), Some(target)) = (above.first(), below.get_mut(start..))
        && weight > 0.0
    {
        target.iter_mut().zip(by).for_each(|(to, share)| *to += weight * share);
    }
}

/// How far below its start a walk with steps `Poisson(ρ·B) − B` first gets: the probabilities of
/// `B`, `B − 1`, … 1.
///
/// `1 − Σ hⱼwʲ = Π (1 − z·w)` over the `B` roots of `z^B = e^(ρB(z−1))` in the unit disk (Wiener and Hopf);
/// Newton's identities turn the roots' power sums into the `hⱼ`.
fn ladder(utilization: f64, n: usize) -> Vec<f64> {
    let roots = roots(utilization, n);
    let mut powers = roots.clone();
    let mut sums = Vec::with_capacity(n);
    for _ in 0..n {
        // Every root but 1 and a real negative one stands for its conjugate too.
        sums.push(1.0 + powers.iter().map(|z| z.count * z.re).sum::<f64>());
        powers.iter_mut().zip(&roots).for_each(|(power, root)| *power = power.times(*root));
    }
    let mut heights: Vec<f64> = Vec::with_capacity(n);
    for (m, &sum) in sums.iter().enumerate() {
        let known: f64 = heights.iter().rev().zip(&sums).map(|(height, sum)| height * sum).sum();
        heights.push(((sum - known) / (m + 1) as f64).max(0.0));
    }
    let total: f64 = heights.iter().sum();
    heights.iter_mut().for_each(|height| *height /= total);
    heights.reverse();
    heights
}

/// A root, with how often it counts: twice, for its conjugate, unless it is real.
#[derive(Clone, Copy, Debug)]
struct Root {
    re: f64,
    im: f64,
    count: f64,
}

impl Root {
    fn times(self, other: Self) -> Self {
        let (re, im) = (self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re);
        Self { re, im, count: self.count }
    }

    fn over(self, other: Self) -> Self {
        let size = other.re * other.re + other.im * other.im;
        let Self { re, im, count } = self.times(Self { im: -other.im, ..other });
        Self { re: re / size, im: im / size, count }
    }

    /// `e^(iθ + ρ(z − 1))`, of which a root is the fixed point.
    fn image(self, angle: f64, utilization: f64) -> Self {
        let (sin, cos) = libm::sincos(angle + utilization * self.im);
        let size = libm::exp(utilization * (self.re - 1.0));
        Self { re: size * cos, im: size * sin, count: self.count }
    }

    /// `1 − ρ·z`, the slope of `z − image`.
    fn slope(self, utilization: f64) -> Self {
        Self { re: 1.0 - utilization * self.re, im: -utilization * self.im, count: self.count }
    }
}

/// The roots of `z^n = e^(ρn(z−1))` in the unit disk with an imaginary part of zero or more, but for 1.
fn roots(utilization: f64, n: usize) -> Vec<Root> {
    let mut roots: Vec<Root> = Vec::with_capacity(n / 2);
    let step = TAU / n as f64;
    // From the leftmost, which is far from all others, towards 1, near which they crowd.
    for k in (1..=n / 2).rev() {
        let angle = step * k as f64;
        let count = if 2 * k == n { 1.0 } else { 2.0 };
        // dz/dθ = i·z/(1 − ρz).
        let guess = roots.last().map(|&last| {
            let move_ = Root { re: last.im * step, im: -last.re * step, count }.over(last.slope(utilization));
            Root { re: last.re + move_.re, im: last.im + move_.im, count }
        });
        let root = guess.and_then(|guess| newton(guess, angle, utilization)).unwrap_or_else(|| {
            // The image of the disk lies within it, so that this comes near the root from anywhere.
            let near = (0..60).fold(Root { re: 0.0, im: 0.0, count }, |z, _| z.image(angle, utilization));
            newton(near, angle, utilization).unwrap_or(near)
        });
        roots.push(root);
    }
    roots
}

fn newton(start: Root, angle: f64, utilization: f64) -> Option<Root> {
    let mut z = start;
    for _ in 0..20 {
        let image = z.image(angle, utilization);
        let gap = Root { re: z.re - image.re, im: z.im - image.im, count: z.count }.over(z.slope(utilization));
        z = Root { re: z.re - gap.re, im: z.im - gap.im, count: z.count };
        let inside = z.re * z.re + z.im * z.im < 1.0 && z.im > -1e-12;
        if inside && gap.re.abs() + gap.im.abs() < 1e-13 {
            return Some(z);
        }
    }
    None
}

/// Stationary weights of a chain of `n` states, row by row, relative to the first state's.
///
/// States are taken out one by one from the last; rows need not add up to one, since a state's chance
/// to stay is never used.
fn stationary(mut chain: Vec<f64>, n: usize) -> Option<Vec<f64>> {
    for state in (1..n).rev() {
        let (before, from) = chain.split_at_mut(state * n);
        let onward = from.get(..state)?;
        let leaving: f64 = onward.iter().sum();
        if leaving <= 0.0 {
            return None;
        }
        for row in before.chunks_exact_mut(n) {
            let (targets, rest) = row.split_at_mut(state);
            let into = rest.first_mut()?;
            *into /= leaving;
            let share = *into;
            if share > 0.0 {
                targets.iter_mut().zip(onward).for_each(|(to, p)| *to += share * p);
            }
        }
    }
    let mut weights = Vec::with_capacity(n);
    weights.push(1.0);
    for state in 1..n {
        let weight = weights.iter().zip(chain.iter().skip(state).step_by(n)).map(|(weight, p)| weight * p).sum();
        weights.push(weight);
    }
    Some(weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same chain, cut off at many states and stepped until it rests.
    fn stepped(fixed: f64, per_item: f64, max_batch: usize) -> Vec<f64> {
        let n = 40 * max_batch + 60;
        let (mut weights, mut row) = (vec![0.0; n], Vec::new());
        weights[0] = 1.0;
        for _ in 0..100_000 {
            let mut next = vec![0.0; n];
            for (left, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 1e-18) {
                let batch = left.clamp(1, max_batch);
                poisson(fixed + per_item * batch as f64, 0, &mut row);
                for (arrivals, p) in row.iter().enumerate() {
                    next[(left.saturating_sub(batch) + arrivals).min(n - 1)] += weight * p;
                }
            }
            let moved: f64 = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum();
            weights = next;
            if moved < 1e-13 {
                break;
            }
        }
        weights
    }

    #[test]
    fn roots_are_roots_however_near_to_full_load() {
        for n in [1, 2, 3, 7, 64, 255, 256] {
            for utilization in [1e-9, 0.1, 0.5, 0.9, 0.999, 0.999_999, 1.0 - 1e-12] {
                let found = roots(utilization, n);
                assert_eq!(found.iter().map(|z| z.count).sum::<f64>() + 1.0, n as f64, "{n}");
                for (z, k) in found.iter().zip((1..=n / 2).rev()) {
                    let image = z.image(TAU * k as f64 / n as f64, utilization);
                    let off = (z.re - image.re).abs() + (z.im - image.im).abs();
                    assert!(off < 1e-12 && z.re * z.re + z.im * z.im < 1.0, "{n} {utilization} {k}: {off:e}");
                }
                let heights = ladder(utilization, n);
                assert!(heights.iter().all(|p| (0.0..=1.0).contains(p)), "{n} {utilization}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn it_is_the_chain_stepped_until_it_rests(
            load in 0.02..0.85_f64, share in 0.0..=1.0_f64, max_batch in 1_u32..9
        ) {
            let full = f64::from(max_batch);
            let (fixed, per_item) = (load * share * full, load * (1.0 - share));
            let chain = solve(fixed, per_item, max_batch).unwrap();
            let expected = stepped(fixed, per_item, max_batch as usize);
            let n_low = max_batch as usize;
            for (left, (got, expected)) in chain.low.iter().zip(&expected).enumerate() {
                prop_assert!((got - expected).abs() < 1e-10, "{left}: {got} {expected}");
            }
            prop_assert!((chain.high - expected.iter().skip(n_low).sum::<f64>()).abs() < 1e-10);
        }
    }
}
