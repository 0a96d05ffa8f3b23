//! What past prices say: range, mean over the time, changes; and the bids that were once read from them.

use super::{SpotHistory, SpotSeries};
use crate::base::time::SECONDS_PER_DAY;
use crate::formulas::published::bids_as_printed;
use serde::{Deserialize, Serialize};

/// A bid, and what it would have done on this history under the rules of before 2017.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BidAnswer {
    /// The bid, USD an hour.
    pub bid: f64,
    /// Share of the time in which the price was above it.
    pub above: f64,
}

/// What a series of prices says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpotStatistics {
    /// Prices in it.
    pub prices: usize,
    /// When the first one began, in seconds since 1970.
    pub from: f64,
    /// Until when the last one is known to have held.
    pub until: f64,
    /// Lowest price, USD an hour.
    pub lowest: f64,
    /// Highest price, USD an hour.
    pub highest: f64,
    /// The price that holds in the end, USD an hour.
    pub last: f64,
    /// Mean over the time: `Σ price · how long it held / time`, USD an hour.
    pub mean: f64,
    /// Changes of the price a day; `None` where the series takes no time.
    pub changes_a_day: Option<f64>,
    /// The printed bid for low risk: the 95th percentile of the prices.
    pub low: BidAnswer,
    /// That for medium risk: the 75th percentile.
    pub medium: BidAnswer,
    /// That for high risk: the median.
    pub high: BidAnswer,
}

/// What prices say, where the last one held until `end`; `None` without prices.
///
/// Each price, with the moment from which it held in seconds, holds until the next begins:
/// `mean = Σ price · time / Σ time`. The bids are quantiles of the *prices*, as [printed](bids_as_printed), however
/// long each held.
///
/// # Example
///
/// ```
/// use headroom_core::machines::spot_history::spot_statistics;
///
/// let found = spot_statistics(&[(0.0, 1.0), (3600.0, 3.0)], 14_400.0).expect("prices");
/// // By hand: an hour at 1 and three at 3; the price is above the median bid of 2 for three hours of four.
/// assert_eq!((found.mean, found.high.bid, found.high.above), (2.5, 2.0, 0.75));
/// ```
pub fn spot_statistics(prices: &[(f64, f64)], end: f64) -> Option<SpotStatistics> {
    let (first, last) = (prices.first()?, prices.last()?);
    let values: Vec<f64> = prices.iter().map(|price| price.1).collect();
    let bids = bids_as_printed(&values)?;
    let until = end.max(last.0);
    let ends = prices.iter().skip(1).map(|price| price.0).chain([until]);
    let held: Vec<(f64, f64)> =
        prices.iter().zip(ends).map(|((from, price), to)| (*price, (to - from).max(0.0))).collect();
    let time: f64 = held.iter().map(|(_, lasted)| lasted).sum();
    let shared = |of: &dyn Fn(f64) -> f64| {
        if time > 0.0 {
            held.iter().map(|(price, lasted)| of(*price) * lasted).sum::<f64>() / time
        } else {
            values.iter().map(|price| of(*price)).sum::<f64>() / values.len() as f64
        }
    };
    let bid = |bid: f64| BidAnswer { bid, above: shared(&|price| if price > bid { 1.0 } else { 0.0 }) };
    let changes = values.windows(2).filter(|pair| pair[0] != pair[1]).count();
    Some(SpotStatistics {
        prices: values.len(),
        from: first.0,
        until,
        lowest: values.iter().copied().fold(f64::INFINITY, f64::min),
        highest: values.iter().copied().fold(0.0, f64::max),
        last: last.1,
        mean: shared(&|price| price),
        changes_a_day: (time > 0.0).then(|| changes as f64 / (time / SECONDS_PER_DAY)),
        low: bid(bids.low),
        medium: bid(bids.medium),
        high: bid(bids.high),
    })
}

impl SpotSeries {
    /// At most about `most` of the prices: of each stretch the lowest and the highest, with both ends.
    pub fn thinned(&self, most: usize) -> Vec<(f64, f64)> {
        let stretch = self.prices.len().div_ceil((most / 2).max(1)).max(1);
        if self.prices.len() <= most {
            return self.prices.clone();
        }
        let mut kept: Vec<(f64, f64)> = Vec::with_capacity(most + 2);
        kept.extend(self.prices.first());
        for part in self.prices.chunks(stretch) {
            let by_price = |one: &&(f64, f64), other: &&(f64, f64)| one.1.total_cmp(&other.1);
            let (low, high) = (part.iter().min_by(by_price), part.iter().max_by(by_price));
            let mut pair: Vec<(f64, f64)> = low.into_iter().chain(high).copied().collect();
            pair.sort_by(|one, other| one.0.total_cmp(&other.0));
            kept.extend(pair);
        }
        kept.extend(self.prices.last());
        kept.dedup();
        kept
    }
}

impl SpotHistory {
    /// The same history with at most about `most` prices in each series, for charts.
    #[must_use]
    pub fn thinned(mut self, most: usize) -> Self {
        for series in &mut self.series {
            series.prices = series.thinned(most);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn series(prices: Vec<(f64, f64)>) -> SpotSeries {
        let statistics = spot_statistics(&prices, 0.0).unwrap();
        SpotSeries { machine: String::new(), zone: String::new(), system: String::new(), prices, statistics }
    }

    #[test]
    fn bids_are_quantiles_of_prices_and_their_shares_are_of_time() {
        let found = spot_statistics(&[(0.0, 1.0), (3600.0, 3.0), (7200.0, 2.0)], 14_400.0).unwrap();
        // By hand: 1 and 3 for an hour each, 2 for two hours.
        assert_eq!((found.mean, found.last, found.highest, found.prices), (2.0, 2.0, 3.0, 3));
        assert_eq!((found.high.bid, found.high.above), (2.0, 0.25));
        assert_eq!(found.changes_a_day, Some(12.0));
        let vector = [0.92, 0.95, 0.98, 1.01, 0.97, 1.2, 1.05, 0.99, 1.02, 1.1];
        let bids = series(vector.iter().enumerate().map(|(at, price)| (at as f64, *price)).collect());
        let bids = bids.statistics;
        assert!((bids.low.bid - 1.155).abs() < 1e-12 && (bids.medium.bid - 1.0425).abs() < 1e-12);
        let alone = spot_statistics(&[(5.0, 0.5)], 5.0).unwrap();
        assert_eq!((alone.mean, alone.changes_a_day, alone.low.bid), (0.5, None, 0.5));
        assert_eq!(spot_statistics(&[], 0.0), None);
    }

    proptest! {
        #[test]
        fn thinning_keeps_the_extremes_and_the_order(prices in prop::collection::vec(0.0..10.0_f64, 1..2000), most in 2..300_usize) {
            let all = series(prices.iter().enumerate().map(|(at, price)| (at as f64, *price)).collect());
            let kept = all.thinned(most);
            prop_assert!(kept.len() <= most + 4 && kept.is_sorted_by(|a, b| a.0 <= b.0));
            let highest = |of: &[(f64, f64)]| of.iter().map(|price| price.1).fold(0.0, f64::max);
            prop_assert_eq!(highest(&kept), highest(&all.prices));
            prop_assert_eq!((kept.first(), kept.last()), (all.prices.first(), all.prices.last()));
            let found = all.statistics;
            prop_assert!(found.lowest <= found.mean * (1.0 + 1e-12) && found.mean <= found.highest * (1.0 + 1e-12));
            prop_assert!(found.low.above <= found.medium.above && found.medium.above <= found.high.above);
        }
    }
}
