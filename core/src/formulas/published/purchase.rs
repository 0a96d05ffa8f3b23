//! Purchasing formulas of a published planner, as printed, with their mistakes.
//!
//! As [`seeds`](crate::formulas::published), these are kept so that the printed numbers stay reproducible; nothing
//! in the chain of answers reads them.

use crate::base::numeric::finite;
use crate::base::numeric::quantile;

/// A machine in the printed catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedType {
    /// Its name.
    pub name: String,
    /// CPUs.
    pub cpu: f64,
    /// Memory, GB.
    pub memory: f64,
    /// GPUs, which the printed recommender does not look at.
    pub gpu: f64,
    /// USD an hour.
    pub price_per_hour: f64,
}

/// The printed recommender: of the types with enough CPU and memory the cheapest, and what it costs
/// for so many hours; the first of equal ones, `None` where none fits.
///
/// **What is wrong with it.** It does not look at GPUs, so work that needs one is sent to a machine
/// that has none. It takes one machine for one job: what does not fit one machine fits nothing, and how
/// many jobs share a machine is not asked.
///
/// **What the product does instead.** The comparison of machines asks for accelerators, their memory and
/// the architecture too, packs replicas on nodes, prices the whole fleet, and says which constraint
/// refused each other type. [`recommend_with_gpus`] is the printed rule with that one mistake mended.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::published::*;
///
/// let row = |name: &str, cpu, memory, gpu, price_per_hour| PrintedType { name: name.into(), cpu, memory, gpu, price_per_hour };
/// let types = [row("c5.2xlarge", 8.0, 16.0, 0.0, 0.34), row("p3.2xlarge", 8.0, 61.0, 1.0, 3.06)];
/// let (printed, cost) = recommend_as_printed(&types, 4.0, 8.0, 10.0).expect("it fits");
/// // By hand: 0.34 · 10, for work that needs a GPU.
/// assert_eq!((printed.name.as_str(), cost), ("c5.2xlarge", 3.4000000000000004));
/// assert_eq!(recommend_with_gpus(&types, 4.0, 8.0, 1.0, 10.0).expect("it fits").0.name, "p3.2xlarge");
/// ```
pub fn recommend_as_printed(
    types: &[PrintedType],
    min_cpu: f64,
    min_memory: f64,
    hours: f64,
) -> Option<(&PrintedType, f64)> {
    recommend_with_gpus(types, min_cpu, min_memory, f64::NEG_INFINITY, hours)
}

/// The printed rule, with GPUs among what a machine must have.
pub fn recommend_with_gpus(
    types: &[PrintedType],
    min_cpu: f64,
    min_memory: f64,
    min_gpu: f64,
    hours: f64,
) -> Option<(&PrintedType, f64)> {
    let fits = |row: &&PrintedType| row.cpu >= min_cpu && row.memory >= min_memory && row.gpu >= min_gpu;
    let cost = |row: &PrintedType| finite(row.price_per_hour * hours);
    let priced = types.iter().filter(fits).filter_map(|row| Some((row, cost(row)?)));
    priced.reduce(|best, next| if next.1 < best.1 { next } else { best })
}

/// The printed bids; from [`bids_as_printed`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedBids {
    /// For `low` risk: the 95th percentile of past prices.
    pub low: f64,
    /// For `medium` risk: the 75th.
    pub medium: f64,
    /// For `high` risk, and for any other word: the median.
    pub high: f64,
}

/// Spot bids as printed: quantiles of the price history, linear between positions `(n − 1)·q` as
/// pandas does; `None` without prices, or with one that is not finite.
///
/// **What is wrong with it.** Bidding is over: since November 2017 Amazon moves spot prices slowly, and takes
/// capacity back when it needs it, whatever was bid; the highest price one is ready to pay is the
/// on-demand price unless one says otherwise. So a quantile of past prices says what spot may cost, and nothing
/// about how often it is interrupted.
///
/// **What the product does instead.** [`spot_fleet`](crate::formulas::buying::spot_fleet) and
/// [`shortage_probability`](crate::formulas::buying::shortage_probability) ask for interruptions and what each costs.
///
/// # Source
///
/// Amazon EC2 announcement "New Amazon EC2 Spot pricing model", 2017; quantile type 7 of R. J. Hyndman
/// and Y. Fan, "Sample quantiles in statistical packages" (1996).
///
/// # Example
///
/// ```
/// use headroom_core::formulas::published::bids_as_printed;
///
/// let bids = bids_as_printed(&[1.0, 2.0, 3.0]).expect("prices");
/// assert_eq!((bids.medium, bids.high), (2.5, 2.0));
/// ```
pub fn bids_as_printed(prices: &[f64]) -> Option<PrintedBids> {
    if !prices.iter().all(|price| price.is_finite()) {
        return None;
    }
    let mut sorted = prices.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    Some(PrintedBids { low: quantile(&sorted, 0.95)?, medium: quantile(&sorted, 0.75)?, high: quantile(&sorted, 0.5)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, gpu: f64, price_per_hour: f64) -> PrintedType {
        PrintedType { name: name.into(), cpu: 8.0, memory: 16.0, gpu, price_per_hour }
    }

    #[test]
    fn quirks_are_kept() {
        let types =
            [row("first", 0.0, 0.5), row("second", 0.0, 0.5), row("broken", 0.0, f64::NAN), row("gpu", 1.0, 3.0)];
        assert_eq!(recommend_as_printed(&types, 1.0, 1.0, 1.0).unwrap().0.name, "first");
        assert_eq!(recommend_as_printed(&types, 9.0, 1.0, 1.0), None);
        assert_eq!(recommend_with_gpus(&types, 1.0, 1.0, 2.0, 1.0), None);
        assert_eq!((bids_as_printed(&[]), bids_as_printed(&[f64::NAN])), (None, None));
    }
}
