//! A file of past spot prices: what reads has figures, each a number and each within its bounds.
#![no_main]

use headroom_core::machines::spot_history::{SpotSeries, read_spot_history};
use libfuzzer_sys::fuzz_target;

/// How many prices a chart draws.
const DRAWN: usize = 100;

fuzz_target!(|bytes: &[u8]| {
    let history = match read_spot_history(bytes) {
        Ok(history) => history,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    assert!(history.end.is_finite());
    let prices: usize = history.series.iter().map(|series| series.prices.len()).sum();
    assert_eq!(prices, history.rows);
    history.series.iter().for_each(check);
    for series in history.thinned(DRAWN).series {
        assert!(series.prices.len() <= DRAWN + 2 && series.prices.is_sorted_by(|one, other| one.0 <= other.0));
    }
});

fn check(series: &SpotSeries) {
    assert!(!series.name().is_empty());
    assert!(series.prices.iter().all(|(at, price)| at.is_finite() && price.is_finite()));
    assert!(series.prices.is_sorted_by(|one, other| one.0 <= other.0));
    let found = series.statistics;
    assert_eq!(found.prices, series.prices.len());
    assert!(found.from.is_finite() && found.until.is_finite() && found.from <= found.until);
    assert!(0.0 <= found.lowest && found.lowest <= found.highest && found.highest.is_finite());
    // A mean, or a bid between two prices, may miss its bound by a rounding.
    let slack = found.highest * 1e-9;
    let within = |price: f64| found.lowest - slack <= price && price <= found.highest + slack;
    assert!(within(found.last) && within(found.mean));
    assert!(found.changes_a_day.is_none_or(|changes| changes.is_finite() && changes >= 0.0));
    for answer in [found.low, found.medium, found.high] {
        assert!(within(answer.bid) && (0.0..=1.0 + 1e-9).contains(&answer.above));
    }
    assert!(found.high.bid <= found.medium.bid + slack && found.medium.bid <= found.low.bid + slack);
}
