//! Layers of a purchase: a committed floor, spot for what can be interrupted, on-demand for the rest.

use super::LoadDuration;
use crate::base::numeric::is_rate;
use crate::formulas::finance::saving;

/// What the layers cost, USD a unit and interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerPrices {
    /// `r`: committed, used or not.
    pub reserved: f64,
    /// `p`: on-demand, while used.
    pub on_demand: f64,
    /// `q`: spot, while used; `None` where none is bought.
    pub spot: Option<f64>,
    /// `s`: share of what is above the floor that can be interrupted, 0 to 1, and is bought as spot.
    pub spot_share: f64,
}

/// One layer over the time of a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerCost {
    /// Unit-intervals paid for.
    pub units: f64,
    /// What they cost.
    pub cost: f64,
}

/// A purchase in layers; from [`plan_layers`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layers {
    /// Units committed: the floor.
    pub floor: f64,
    /// The floor, paid for in every interval.
    pub reserved: LayerCost,
    /// What can be interrupted above it.
    pub spot: LayerCost,
    /// The rest above it.
    pub on_demand: LayerCost,
    /// All layers.
    pub total: f64,
    /// Everything on-demand instead.
    pub all_on_demand: f64,
    /// Share that the layers save against that; `None` where that costs nothing.
    pub saving: Option<f64>,
}

/// Buys in layers: `r·C·T + (s·q + (1 − s)·p)·Σ max(0, d_t − C)`.
///
/// Without a `floor` the best one is taken: what is above it costs `s·q + (1 − s)·p` on average, so
/// that mean takes the place of the on-demand price in
/// [`best_commitment`](LoadDuration::best_commitment), and cheap spot lowers the floor.
///
/// `None` where a price is negative or not finite, or the share is not within 0 to 1.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::{LayerPrices, LoadDuration, plan_layers};
///
/// // Four equal parts of a month on a floor of 60, 180 hours each.
/// let curve = LoadDuration::from_series(&[60.0, 70.0, 90.0, 80.0]).expect("demand");
/// let prices = LayerPrices { reserved: 0.6, on_demand: 1.0, spot: Some(0.35), spot_share: 0.7 };
/// let layers = plan_layers(&curve, &prices, Some(60.0)).expect("prices");
/// // By hand: 60 · 4 · 0.6 + 60 · 0.545, times 180.
/// assert!((layers.total * 180.0 - 31_806.0).abs() < 1e-9);
/// ```
pub fn plan_layers(curve: &LoadDuration, prices: &LayerPrices, floor: Option<f64>) -> Option<Layers> {
    let share = if prices.spot.is_some() { prices.spot_share } else { 0.0 };
    let spot = prices.spot.unwrap_or(0.0);
    if !((0.0..=1.0).contains(&share) && is_rate(spot) && is_rate(prices.on_demand)) {
        return None;
    }
    let swing = share * spot + (1.0 - share) * prices.on_demand;
    let chosen = match floor {
        Some(level) => curve.commitment(level, prices.reserved, swing)?,
        None => curve.best_commitment(prices.reserved, swing)?,
    };
    // The same curve at one dollar a unit counts units.
    let beyond = curve.commitment(chosen.level, 0.0, 1.0)?.cost;
    let layer = |units: f64, rate: f64| LayerCost { units, cost: units * rate };
    let reserved = LayerCost { units: chosen.level * curve.intervals(), cost: chosen.committed_cost };
    let (spot, on_demand) = (layer(beyond * share, spot), layer(beyond * (1.0 - share), prices.on_demand));
    let total = reserved.cost + spot.cost + on_demand.cost;
    let all_on_demand = curve.commitment(0.0, 0.0, prices.on_demand)?.cost;
    Some(Layers {
        floor: chosen.level,
        reserved,
        spot,
        on_demand,
        total,
        all_on_demand,
        saving: saving(all_on_demand, total),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prices(reserved: f64, spot: Option<f64>, spot_share: f64) -> LayerPrices {
        LayerPrices { reserved, on_demand: 1.0, spot, spot_share }
    }

    #[test]
    fn odd_prices_have_no_layers() {
        let curve = LoadDuration::from_series(&[1.0, 2.0]).unwrap();
        for broken in [prices(f64::NAN, None, 0.0), prices(0.5, Some(-1.0), 0.5), prices(0.5, Some(0.3), 1.5)] {
            assert_eq!(plan_layers(&curve, &broken, None), None);
        }
        assert_eq!(plan_layers(&curve, &prices(0.5, None, f64::NAN), None).unwrap().spot.cost, 0.0);
        assert_eq!(plan_layers(&curve, &prices(0.5, None, 0.0), Some(f64::NAN)), None);
    }

    proptest! {
        #[test]
        fn layers_cover_the_demand_and_spot_never_raises_the_cost(
            demand in prop::collection::vec(0.0..100.0_f64, 1..100), reserved in 0.1..1.0_f64, spot in 0.0..1.0_f64, share in 0.0..1.0_f64
        ) {
            let curve = LoadDuration::from_series(&demand).unwrap();
            let with = plan_layers(&curve, &prices(reserved, Some(spot), share), None).unwrap();
            let without = plan_layers(&curve, &prices(reserved, None, 0.0), None).unwrap();
            prop_assert!(with.total <= without.total * (1.0 + 1e-9));
            prop_assert!(with.floor <= without.floor);
            let units: f64 = demand.iter().sum();
            let bought = with.reserved.units + with.spot.units + with.on_demand.units;
            prop_assert!(bought >= units * (1.0 - 1e-9));
        }
    }
}
