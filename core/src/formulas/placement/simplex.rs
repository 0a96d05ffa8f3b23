//! A simplex method for the placement: few variables, many conditions that are found as needed.

use super::certificate::WeightedCut;
use super::cuts::{Bundle, Cut, worst_cuts};

/// Cheapest additions to what is installed and the multipliers that prove it.
pub(super) struct Optimum {
    pub added: Vec<f64>,
    pub weights: Vec<WeightedCut>,
    pub ceiling_weights: Vec<f64>,
}

/// What capacities must keep to besides carrying the load.
pub(super) struct Limits<'a> {
    pub installed: &'a [f64],
    pub ceilings: &'a [f64],
    pub n_lost: usize,
}

/// A condition on the additions `c`, as a column of the dual: `a·c ≥ b`.
#[derive(Clone, Copy)]
enum Column {
    /// The carriers of a cut have at least its load, with what is installed there.
    Cut(Cut),
    /// A capacity is at most its ceiling, `−c_r ≥ −(u_r − h_r)`.
    Ceiling(usize),
    /// An addition is at least zero.
    Positive(usize),
}

/// Loads and prices are scaled to at most one; what is smaller than this is a rounding error.
const TOLERANCE: f64 = 1e-12;

/// More steps than any instance was seen to take; it only guards against endless rounding.
const MOST_STEPS: usize = 20_000;

/// `min p·c` over additions `c ≥ 0` to what is installed, `c ≤ u − h` and every cut, which must have a
/// solution.
///
/// The dual `max b·y` over `y ≥ 0`, `Σ a_j y_j ≤ p` starts from `y = 0` because prices are not
/// negative. Its simplex multipliers are the additions; the most violated condition enters, the
/// lexicographic rule says what leaves, and it ends when no condition is violated. `None` where
/// rounding prevents that.
pub(super) fn solve(prices: &[f64], limits: &Limits, bundles: &[Bundle]) -> Option<Optimum> {
    let load_scale = exact_scale(bundles.iter().map(Bundle::demand).fold(0.0, f64::max));
    let price_scale = exact_scale(prices.iter().copied().fold(0.0, f64::max));
    let mut basis = Basis::new(prices, price_scale, limits, load_scale);
    for _ in 0..MOST_STEPS {
        let added = basis.multipliers()?;
        let mut worst = (TOLERANCE, None);
        let mut offer = |violation: f64, column| {
            if violation > worst.0 {
                worst = (violation, Some(column));
            }
        };
        for (region, &added) in added.iter().enumerate() {
            offer(-added, Column::Positive(region));
            offer(added - basis.rooms[region], Column::Ceiling(region));
        }
        let capacity = added.iter().zip(limits.installed).map(|(added, installed)| installed + added * load_scale);
        for (cut, left) in worst_cuts(bundles, &capacity.collect::<Vec<_>>(), limits.n_lost) {
            // As a share of its own load, so that no geography is too small to be served.
            if !basis.has(cut) {
                offer((cut.demand - left) / cut.demand, Column::Cut(cut));
            }
        }
        match worst.1 {
            Some(column) => basis.enter(column)?,
            None => return basis.optimum(price_scale),
        }
    }
    None
}

/// A power of two near a positive number, so that scaling by it is exact; 1 for zero.
fn exact_scale(largest: f64) -> f64 {
    if largest > 0.0 { libm::scalbn(1.0, libm::frexp(largest).1) } else { 1.0 }
}

struct Basis {
    load_scale: f64,
    prices: Vec<f64>,
    /// What is installed, scaled.
    installed: Vec<f64>,
    /// What may be added, scaled.
    rooms: Vec<f64>,
    columns: Vec<Column>,
    /// The inverse of the basis, by rows.
    rows: Vec<Vec<f64>>,
}

impl Basis {
    fn new(prices: &[f64], price_scale: f64, limits: &Limits, load_scale: f64) -> Self {
        let n = prices.len();
        let prices: Vec<f64> = prices.iter().map(|price| price / price_scale).collect();
        let row = |place: usize| {
            let mut row = vec![0.0; n];
            row[place] = 1.0;
            row
        };
        Self {
            load_scale,
            rows: (0..n).map(row).collect(),
            prices,
            installed: limits.installed.iter().map(|installed| installed / load_scale).collect(),
            rooms: limits
                .ceilings
                .iter()
                .zip(limits.installed)
                .map(|(most, there)| (most - there) / load_scale)
                .collect(),
            columns: (0..n).map(Column::Positive).collect(),
        }
    }

    /// `b`, scaled.
    fn bound(&self, column: Column) -> f64 {
        match column {
            Column::Cut(cut) => {
                cut.demand / self.load_scale - cut.carriers().iter().map(|region| self.installed[region]).sum::<f64>()
            }
            Column::Ceiling(region) => -self.rooms[region],
            Column::Positive(_) => 0.0,
        }
    }

    /// `a_r`.
    fn entry(column: Column, region: usize) -> f64 {
        match column {
            Column::Cut(cut) if cut.carriers().contains(region) => 1.0,
            Column::Ceiling(place) if place == region => -1.0,
            Column::Positive(place) if place == region => 1.0,
            _ => 0.0,
        }
    }

    /// Scaled additions at which every basic condition holds exactly.
    fn multipliers(&self) -> Option<Vec<f64>> {
        let bounds: Vec<f64> = self.columns.iter().map(|column| self.bound(*column)).collect();
        solve_square(&self.matrix(|row, region| (row, region)), &bounds)
    }

    /// Values of the basic variables: what each basic condition weighs, scaled.
    fn values(&self) -> Option<Vec<f64>> {
        solve_square(&self.matrix(|region, row| (row, region)), &self.prices)
    }

    /// The conditions as rows, or turned by swapping the places.
    fn matrix(&self, place: impl Fn(usize, usize) -> (usize, usize)) -> Vec<Vec<f64>> {
        let n = self.prices.len();
        let entry = |row, column| {
            let (condition, region) = place(row, column);
            Self::entry(self.columns[condition], region)
        };
        (0..n).map(|row| (0..n).map(|column| entry(row, column)).collect()).collect()
    }

    /// Whether a cut is basic, and so holds but for rounding.
    fn has(&self, cut: Cut) -> bool {
        let is_it = |column: &Column| matches!(column, Column::Cut(basic) if (basic.within, basic.carriers()) == (cut.within, cut.carriers()));
        self.columns.iter().any(is_it)
    }

    /// Brings a column in; `None` where the conditions contradict each other.
    fn enter(&mut self, column: Column) -> Option<()> {
        let n = self.prices.len();
        let along = |row: &Vec<f64>| (0..n).map(|region| row[region] * Self::entry(column, region)).sum::<f64>();
        let direction: Vec<f64> = self.rows.iter().map(along).collect();
        let mut leaving: Option<usize> = None;
        let values = self.values()?;
        for (row, &step) in direction.iter().enumerate() {
            let is_less = |best: usize| {
                let (a, b) = (values[row] / step, values[best] / direction[best]);
                // Values are exact to their own size, so a tie is one relative to them.
                if (a - b).abs() > TOLERANCE * a.abs().max(b.abs()) {
                    return a < b;
                }
                let ratios = self.rows[row].iter().zip(&self.rows[best]);
                let mut differences = ratios.map(|(a, b)| a / step - b / direction[best]);
                differences.find(|difference| difference.abs() > TOLERANCE).is_some_and(|first| first < 0.0)
            };
            if step > 1e-9 && leaving.is_none_or(is_less) {
                leaving = Some(row);
            }
        }
        let leaving = leaving?;
        let pivot: Vec<f64> = self.rows[leaving].iter().map(|value| value / direction[leaving]).collect();
        for (row, step) in self.rows.iter_mut().zip(&direction) {
            row.iter_mut().zip(&pivot).for_each(|(value, pivot)| *value -= step * pivot);
        }
        self.rows[leaving] = pivot;
        self.columns[leaving] = column;
        Some(())
    }

    /// The optimum of the last basis, solved anew from its columns, so that no errors have added up.
    fn optimum(&self, price_scale: f64) -> Option<Optimum> {
        let n = self.prices.len();
        let added = self.multipliers()?;
        let multipliers = self.values()?;
        let (mut weights, mut ceiling_weights) = (Vec::new(), vec![0.0; n]);
        for (column, multiplier) in self.columns.iter().zip(multipliers) {
            if multiplier > 0.0 {
                match *column {
                    Column::Cut(cut) => weights.push(WeightedCut { cut, weight: multiplier * price_scale }),
                    Column::Ceiling(region) => ceiling_weights[region] = multiplier * price_scale,
                    Column::Positive(_) => {}
                }
            }
        }
        let added = added.iter().map(|added| added.max(0.0) * self.load_scale).collect();
        Some(Optimum { added, weights, ceiling_weights })
    }
}

/// Solves `A·x = b`, then twice for what is left over: each `x` is then as exact as its own row
/// allows, however different the rows are in size. `None` where `A` has no inverse.
fn solve_square(a: &[Vec<f64>], b: &[f64]) -> Option<Vec<f64>> {
    let mut x = vec![0.0; b.len()];
    for _ in 0..3 {
        let product = |row: &Vec<f64>| row.iter().zip(&x).map(|(entry, x)| entry * x).sum::<f64>();
        let left_over = a.iter().zip(b).map(|(row, b)| b - product(row)).collect();
        let correction = eliminate(a.to_vec(), left_over)?;
        x.iter_mut().zip(correction).for_each(|(x, correction)| *x += correction);
    }
    Some(x)
}

/// Solves `A·x = b` by elimination with row pivoting.
fn eliminate(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Option<Vec<f64>> {
    let n = b.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|&i, &j| a[i][column].abs().total_cmp(&a[j][column].abs()))?;
        if a[pivot][column].abs() < 1e-9 {
            return None;
        }
        a.swap(column, pivot);
        b.swap(column, pivot);
        let (row, value) = (a[column].clone(), b[column]);
        for other in (0..n).filter(|&other| other != column) {
            let factor = a[other][column] / row[column];
            if factor != 0.0 {
                a[other].iter_mut().zip(&row).for_each(|(entry, pivot)| *entry -= factor * pivot);
                b[other] -= factor * value;
            }
        }
    }
    Some(b.iter().enumerate().map(|(place, value)| value / a[place][place]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn square_systems_are_solved_or_refused() {
        let a = vec![vec![0.0, 1.0, 1.0], vec![1.0, 0.0, 1.0], vec![1.0, 1.0, 0.0]];
        // x = (1, 2, 3).
        assert_eq!(solve_square(&a, &[5.0, 4.0, 3.0]), Some(vec![1.0, 2.0, 3.0]));
        assert_eq!(solve_square(&[vec![1.0, 1.0], vec![1.0, 1.0]], &[1.0, 2.0]), None);
        // The small difference survives beside the large number.
        assert_eq!(solve_square(&[vec![1.0, 0.0], vec![1.0, 1.0]], &[1e-9, 1e9]).map(|x| x[0]), Some(1e-9));
        assert_eq!(solve_square(&[], &[]), Some(vec![]));
    }
}
