//! The Universal Scalability Law, and its fit to measured throughput by least squares.

/// `X(N) = γ·N/(1 + α·(N − 1) + β·N·(N − 1))`.
#[derive(Clone, Copy, Debug)]
pub struct Curve {
    /// Throughput of one.
    pub gamma: f64,
    /// Share of the work that only one can do at a time.
    pub alpha: f64,
    /// Cost of agreeing, for each pair.
    pub beta: f64,
}

impl Curve {
    fn slowdown(&self, n: f64) -> f64 {
        1.0 + self.alpha * (n - 1.0) + self.beta * n * (n - 1.0)
    }

    /// Throughput of `n`.
    pub fn at(&self, n: f64) -> f64 {
        self.gamma * n / self.slowdown(n)
    }

    /// The load with the highest throughput: `√((1 − α)/β)`, at least 1; none without `β`.
    pub fn peak(&self) -> f64 {
        if self.alpha >= 1.0 {
            1.0
        } else if self.beta == 0.0 {
            f64::INFINITY
        } else {
            ((1.0 - self.alpha) / self.beta).sqrt().max(1.0)
        }
    }

    /// The highest throughput; without a peak the limit, which is Amdahl's.
    pub fn highest(&self) -> f64 {
        let peak = self.peak();
        if peak.is_finite() { self.at(peak) } else { self.gamma / self.alpha }
    }

    /// Sum of squared differences to measurements.
    fn squares(&self, load: &[f64], throughput: &[f64]) -> f64 {
        load.iter().zip(throughput).map(|(n, x)| (x - self.at(*n)) * (x - self.at(*n))).sum()
    }

    /// How the throughput of `n` changes with each parameter.
    fn slopes(&self, n: f64) -> [f64; 3] {
        let shared = n / self.slowdown(n);
        let falls = -self.gamma * shared / self.slowdown(n);
        [shared, falls * (n - 1.0), falls * n * (n - 1.0)]
    }

    fn moved(&self, by: [f64; 3]) -> Self {
        let not_below_zero = |value: f64| value.max(0.0);
        Self {
            gamma: self.gamma + by[0],
            alpha: not_below_zero(self.alpha + by[1]),
            beta: not_below_zero(self.beta + by[2]),
        }
    }
}

/// The curve with the least sum of squares among those without negative `α` and `β`, and that sum.
///
/// Levenberg's and Marquardt's steps from the best of a grid; `γ` is linear, so each grid point has its own.
pub fn fit(load: &[f64], throughput: &[f64]) -> Result<(Curve, f64), String> {
    if load.len() != throughput.len() || load.len() < 4 {
        return Err(format!("a fit needs four points or more, not {} and {}", load.len(), throughput.len()));
    }
    let mut best = start(load, throughput);
    let mut sse = best.squares(load, throughput);
    let mut damping = 1e-3;
    for _ in 0..2000 {
        let next = best.moved(step(&best, load, throughput, damping));
        let squares = next.squares(load, throughput);
        if squares < sse {
            (best, sse, damping) = (next, squares, (damping * 0.2).max(1e-15));
        } else if damping > 1e15 {
            break;
        } else {
            damping *= 4.0;
        }
    }
    Ok((best, sse))
}

fn start(load: &[f64], throughput: &[f64]) -> Curve {
    let steps = |lowest: f64| std::iter::once(0.0).chain((0..16).map(move |k| lowest * f64::from(1 << k)));
    let grid = steps(1e-5).flat_map(|alpha| steps(1e-8).map(move |beta| Curve { gamma: 1.0, alpha, beta }));
    let scaled = grid.map(|curve| {
        let (mut product, mut square) = (0.0, 0.0);
        for (n, x) in load.iter().zip(throughput) {
            product += x * curve.at(*n);
            square += curve.at(*n) * curve.at(*n);
        }
        Curve { gamma: product / square, ..curve }
    });
    let squares = |curve: &Curve| curve.squares(load, throughput);
    scaled.min_by(|a, b| squares(a).total_cmp(&squares(b))).unwrap()
}

/// Where the damped normal equations lead; a parameter at its bound that would pass it stays.
fn step(curve: &Curve, load: &[f64], throughput: &[f64], damping: f64) -> [f64; 3] {
    // Three equations, each with its right side last.
    let mut rows = [[0.0; 4]; 3];
    for (n, x) in load.iter().zip(throughput) {
        let [gamma, alpha, beta] = curve.slopes(*n);
        for (row, slope) in rows.iter_mut().zip([gamma, alpha, beta]) {
            for (sum, other) in row.iter_mut().zip([gamma, alpha, beta, x - curve.at(*n)]) {
                *sum += slope * other;
            }
        }
    }
    for (place, at_bound) in [(1, curve.alpha == 0.0), (2, curve.beta == 0.0)] {
        if at_bound && rows[place][3] < 0.0 {
            rows.iter_mut().for_each(|row| row[place] = 0.0);
            rows[place] = [0.0; 4];
            rows[place][place] = 1.0;
        }
    }
    for (place, row) in rows.iter_mut().enumerate() {
        row[place] *= 1.0 + damping;
    }
    solved(rows)
}

/// Solves the equations by elimination; they are positive definite, so no row changes place.
fn solved(mut rows: [[f64; 4]; 3]) -> [f64; 3] {
    for pivot in 0..3 {
        let known = rows[pivot].map(|value| value / rows[pivot][pivot]);
        for row in &mut rows {
            let factor = row[pivot];
            for (value, known) in row.iter_mut().zip(known) {
                *value -= factor * known;
            }
        }
        rows[pivot] = known;
    }
    rows.map(|row| row[3])
}
