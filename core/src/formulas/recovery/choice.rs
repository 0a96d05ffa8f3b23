//! Which tier is the cheapest, and at which loss an hour that changes.

use super::cost::{annual_loss, is_amount};

/// One tier as money and time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TierOption {
    /// What standing ready costs a year.
    pub annual_cost: f64,
    /// RTO, seconds; `None` where it is not known or unbounded.
    pub rto: Option<f64>,
    /// Cost of the data that one outage loses.
    pub data_loss_cost: f64,
}

/// The loss an hour at which two tiers cost the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BreakEven {
    /// The tier that is cheaper below, by its place in the list.
    pub below: usize,
    /// The tier that is cheaper above.
    pub above: usize,
    /// Money / hour.
    pub loss_per_hour: f64,
}

/// A tier and the losses an hour for which it is the cheapest of all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Winner {
    /// Its place in the list.
    pub option: usize,
    /// It is the cheapest from this loss an hour on, up to that of the next winner.
    pub from_loss_per_hour: f64,
}

/// All tiers side by side; from [`compare_tiers`].
#[derive(Clone, Debug, PartialEq)]
pub struct TierComparison {
    /// Cost and expected loss of each a year; `None` where the RTO is not known.
    pub total: Vec<Option<f64>>,
    /// The cheapest, by its place; of equals the first. `None` where no total is known.
    pub cheapest: Option<usize>,
    /// Where two of them cost the same, for each pair that does so at some loss above zero.
    pub break_evens: Vec<BreakEven>,
    /// The cheapest for every loss an hour, from zero up.
    pub winners: Vec<Winner>,
}

/// Compares tiers by `C + λ·(RTO·L + D)`.
///
/// Two tiers cost the same at `L* = (C_b − C_a + λ·(D_b − D_a)) / (λ·(RTO_a − RTO_b))`. Pairs without
/// a positive `L*` never change places: one is cheaper at every loss.
///
/// | symbol | input             | unit                   |
/// |--------|-------------------|------------------------|
/// | `C`    | `annual_cost`     | money / year           |
/// | `λ`    | `annual_outages`  | outages / year         |
/// | `RTO`  | `rto`             | seconds                |
/// | `L`    | `loss_per_hour`   | money / hour of outage |
/// | `D`    | `data_loss_cost`  | money / outage         |
///
/// `None` where an amount is negative, above 10¹⁵ or no number.
///
/// # Source
///
/// Expected cost as in [`annual_loss`]; the winners are the lower envelope of straight lines.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::{TierOption, compare_tiers};
///
/// let option = |annual_cost, hours: f64| TierOption { annual_cost, rto: Some(hours * 3600.0), data_loss_cost: 0.0 };
/// let tiers = compare_tiers(&[option(12e3, 8.0), option(180e3, 1.0)], 0.25, 100e3).expect("amounts");
/// assert_eq!(tiers.total, [Some(212e3), Some(205e3)]);
/// assert_eq!(tiers.cheapest, Some(1));
/// // 168 000 a year buy 0.25 · 7 hours: worth it from 96 000 an hour on.
/// assert_eq!(tiers.break_evens[0].loss_per_hour, 96e3);
/// ```
pub fn compare_tiers(options: &[TierOption], annual_outages: f64, loss_per_hour: f64) -> Option<TierComparison> {
    let amounts =
        options.iter().flat_map(|option| [option.annual_cost, option.data_loss_cost, option.rto.unwrap_or(0.0)]);
    if !amounts.chain([annual_outages, loss_per_hour]).all(|amount| is_amount(&amount)) {
        return None;
    }
    let at = |option: &TierOption, loss: f64| {
        let expected = annual_loss(annual_outages, option.rto?, loss, option.data_loss_cost)?;
        Some(option.annual_cost + expected)
    };
    let total: Vec<Option<f64>> = options.iter().map(|option| at(option, loss_per_hour)).collect();
    let cheapest = least(total.iter().copied());
    let mut break_evens = Vec::new();
    for a in 0..options.len() {
        for b in a + 1..options.len() {
            break_evens.extend(break_even(options, a, b, annual_outages));
        }
    }
    let winners = winners(options, &break_evens, at);
    Some(TierComparison { total, cheapest, break_evens, winners })
}

fn least(totals: impl Iterator<Item = Option<f64>>) -> Option<usize> {
    let known = totals.enumerate().filter_map(|(place, total)| total.map(|total| (place, total)));
    known.min_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(place, _)| place)
}

fn break_even(options: &[TierOption], a: usize, b: usize, annual_outages: f64) -> Option<BreakEven> {
    let hours = |place: usize| options[place].rto.map(|rto| rto / 3600.0);
    // The slower one is cheaper below.
    let (below, above) = if hours(a)? >= hours(b)? { (a, b) } else { (b, a) };
    let saved = annual_outages * (hours(below)? - hours(above)?);
    let data = options[above].data_loss_cost - options[below].data_loss_cost;
    let dearer = options[above].annual_cost - options[below].annual_cost + annual_outages * data;
    let loss_per_hour = dearer / saved;
    (saved > 0.0 && dearer > 0.0 && loss_per_hour.is_finite()).then_some(BreakEven { below, above, loss_per_hour })
}

/// The lower envelope: from the cheapest without any loss, always the first line that comes below.
fn winners(
    options: &[TierOption],
    break_evens: &[BreakEven],
    at: impl Fn(&TierOption, f64) -> Option<f64>,
) -> Vec<Winner> {
    let rto = |place: usize| options[place].rto.unwrap_or(f64::INFINITY);
    let start = options.iter().enumerate().filter_map(|(place, option)| at(option, 0.0).map(|cost| (place, cost)));
    let start = start.min_by(|(a, x), (b, y)| x.total_cmp(y).then(rto(*a).total_cmp(&rto(*b))));
    let mut found: Vec<Winner> = Vec::new();
    let mut next = start.map(|(option, _)| Winner { option, from_loss_per_hour: 0.0 });
    while let Some(winner) = next {
        found.push(winner);
        let later = break_evens.iter().filter(|change| change.below == winner.option);
        let first = later
            .min_by(|a, b| a.loss_per_hour.total_cmp(&b.loss_per_hour).then(rto(a.above).total_cmp(&rto(b.above))));
        next = first.map(|change| Winner {
            option: change.above,
            // Three lines through one point would differ by rounding.
            from_loss_per_hour: change.loss_per_hour.max(winner.from_loss_per_hour),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_unknown_never_wins() {
        let known = TierOption { annual_cost: 9.0, rto: Some(3600.0), data_loss_cost: 1.0 };
        let unknown = TierOption { rto: None, annual_cost: 0.0, data_loss_cost: 0.0 };
        let tiers = compare_tiers(&[unknown, known], 1.0, 5.0).unwrap();
        assert_eq!((tiers.total, tiers.cheapest, tiers.break_evens), (vec![None, Some(15.0)], Some(1), vec![]));
        assert_eq!(tiers.winners, [Winner { option: 1, from_loss_per_hour: 0.0 }]);
        assert_eq!(compare_tiers(&[], 1.0, 1.0).unwrap().cheapest, None);
        assert_eq!(compare_tiers(&[known], f64::NAN, 1.0), None);
    }

    #[test]
    fn a_tier_that_is_never_best_has_break_evens_but_no_win() {
        let option =
            |annual_cost, hours: f64| TierOption { annual_cost, rto: Some(hours * 3600.0), data_loss_cost: 0.0 };
        let tiers = compare_tiers(&[option(0.0, 10.0), option(90.0, 5.0), option(100.0, 0.0)], 1.0, 1.0).unwrap();
        let pairs: Vec<_> = tiers.break_evens.iter().map(|pair| (pair.below, pair.above, pair.loss_per_hour)).collect();
        assert_eq!(pairs, [(0, 1, 18.0), (0, 2, 10.0), (1, 2, 2.0)]);
        let winners: Vec<_> = tiers.winners.iter().map(|winner| (winner.option, winner.from_loss_per_hour)).collect();
        assert_eq!(winners, [(0, 0.0), (2, 10.0)]);
    }

    proptest! {
        #[test]
        fn the_winners_are_the_cheapest_everywhere(
            rows in prop::collection::vec((0.0..1e6_f64, 0.0..1e5_f64, 0.0..1e4_f64), 1..6),
            rate in 0.01..5.0_f64,
            loss in 0.0..1e7_f64,
        ) {
            let option = |(annual_cost, rto, data_loss_cost)| TierOption { annual_cost, rto: Some(rto), data_loss_cost };
            let options: Vec<_> = rows.into_iter().map(option).collect();
            let tiers = compare_tiers(&options, rate, loss).unwrap();
            let winner = tiers.winners.iter().rev().find(|winner| winner.from_loss_per_hour <= loss).unwrap();
            let (won, best) = (tiers.total[winner.option].unwrap(), tiers.total[tiers.cheapest.unwrap()].unwrap());
            prop_assert!(won <= best * (1.0 + 1e-9), "{} {}", won, best);
            for pair in tiers.break_evens {
                let there = compare_tiers(&options, rate, pair.loss_per_hour);
                // Losses beyond 10¹⁵ an hour are no amounts.
                if let Some(there) = there {
                    let (a, b) = (there.total[pair.below].unwrap(), there.total[pair.above].unwrap());
                    prop_assert!((a - b).abs() <= 1e-9 * a.max(b), "{} {}", a, b);
                }
            }
        }
    }
}
