//! Spot capacity: interruptions, the work they undo, and the fallback to on-demand.

use crate::base::numeric::finite;
use crate::base::numeric::is_rate;
use crate::formulas::finance::saving;

/// Interruptions an hour at which spot costs as much as on-demand: `λ = (1 − f)/L`.
///
/// `None` where an interruption loses nothing, so that none are too many; 0 where spot is no cheaper.
pub fn breakeven_interruptions(price_fraction: f64, lost_hours: f64) -> Option<f64> {
    (is_rate(price_fraction) && lost_hours > 0.0).then(|| (1.0 - price_fraction).max(0.0) / lost_hours).and_then(finite)
}

/// A fleet of on-demand and spot instances.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotFleetInputs {
    /// `n`: instances in all, a mean where the fleet breathes.
    pub instances: f64,
    /// `b`: instances that are on-demand in any case.
    pub on_demand_base: f64,
    /// `a`: share of those above the base that are on-demand.
    pub on_demand_above_base: f64,
    /// `p`: USD an hour.
    pub on_demand: f64,
    /// `f`: spot price over the on-demand price.
    pub price_fraction: f64,
    /// `λ`: interruptions of an instance an hour.
    pub interruptions: f64,
    /// `L`: work that each costs, hours of an instance.
    pub lost_hours: f64,
    /// `m`: hours until an interrupted instance is replaced as spot; on-demand stands in meanwhile.
    pub replacement_hours: f64,
}

/// A fleet of both; from [`spot_fleet`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpotFleet {
    /// Instances on-demand.
    pub on_demand_instances: f64,
    /// Instances that are spot while nothing happens.
    pub spot_instances: f64,
    /// Share of the time in which a spot instance is missing.
    pub missing_fraction: f64,
    /// Spot, USD an hour of the fleet.
    pub spot_cost: f64,
    /// On demand by plan, USD an hour.
    pub on_demand_cost: f64,
    /// On demand while spot is missing, USD an hour.
    pub fallback_cost: f64,
    /// Work done again, at the on-demand price, USD an hour.
    pub rework_cost: f64,
    /// All of it, USD an hour.
    pub hourly: f64,
    /// Share saved against all on-demand; negative where it is dearer.
    pub saving: Option<f64>,
}

/// A fleet that is partly spot, with a base on-demand, a share on-demand above it, and on-demand
/// standing in for what is missing.
///
/// On demand `b + a·(n − b)`, spot the rest `s`. A spot instance runs `1/λ` hours and is missing
/// for `m`, so it is missing for the share `q = λ·m/(1 + λ·m)`; then on-demand stands in. Work lost, `L`
/// for each interruption, is done again on-demand. The cost an hour:
/// `s·(1 − q)·f·p + (b + a·(n − b))·p + s·q·p + s·(1 − q)·λ·L·p`.
///
/// An 80/20 fleet is `b = 0`, `a = 0.2`. `None` where an input is negative or not finite, or the share above 1.
///
/// # Source
///
/// Base capacity and percentage above it: instance distribution of Amazon EC2 Auto Scaling groups
/// with several purchase options.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::buying::{SpotFleetInputs, spot_fleet};
///
/// let fleet = spot_fleet(&SpotFleetInputs {
///     instances: 100.0,
///     on_demand_base: 0.0,
///     on_demand_above_base: 0.2,
///     on_demand: 1.0,
///     price_fraction: 0.4,
///     interruptions: 0.0,
///     lost_hours: 0.5,
///     replacement_hours: 0.1,
/// })
/// .expect("stated");
/// // By hand: 80 · 0.4 + 20.
/// assert_eq!((fleet.hourly, fleet.saving), (52.0, Some(0.48)));
/// ```
pub fn spot_fleet(inputs: &SpotFleetInputs) -> Option<SpotFleet> {
    let SpotFleetInputs { instances, on_demand_base, on_demand_above_base, on_demand, price_fraction, .. } = *inputs;
    let SpotFleetInputs { interruptions, lost_hours, replacement_hours, .. } = *inputs;
    let stated = [instances, on_demand_base, on_demand_above_base, on_demand, price_fraction];
    let rates = [interruptions, lost_hours, replacement_hours];
    if !stated.into_iter().chain(rates).all(is_rate) || on_demand_above_base > 1.0 {
        return None;
    }
    let base = on_demand_base.min(instances);
    let on_demand_instances = base + on_demand_above_base * (instances - base);
    let spot_instances = instances - on_demand_instances;
    let waiting = interruptions * replacement_hours;
    let missing_fraction = finite(waiting / (1.0 + waiting))?;
    let running = spot_instances * (1.0 - missing_fraction);
    let spot_cost = running * price_fraction * on_demand;
    let on_demand_cost = on_demand_instances * on_demand;
    let fallback_cost = spot_instances * missing_fraction * on_demand;
    let rework_cost = running * interruptions * lost_hours * on_demand;
    let hourly = finite(spot_cost + on_demand_cost + fallback_cost + rework_cost)?;
    Some(SpotFleet {
        on_demand_instances,
        spot_instances,
        missing_fraction,
        spot_cost,
        on_demand_cost,
        fallback_cost,
        rework_cost,
        hourly,
        saving: saving(instances * on_demand, hourly),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_loses_nothing_has_no_breakeven() {
        assert_eq!((breakeven_interruptions(0.4, 0.0), breakeven_interruptions(1.5, 1.0)), (None, Some(0.0)));
    }

    fn fleet() -> impl Strategy<Value = SpotFleetInputs> {
        let counts = (0.0..1e4_f64, 0.0..1e4_f64, 0.0..1.0_f64);
        (counts, 0.0..100.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0.0..2.0_f64, 0.0..5.0_f64).prop_map(
            |((instances, on_demand_base, on_demand_above_base), on_demand, price_fraction, rate, lost, wait)| {
                SpotFleetInputs {
                    instances,
                    on_demand_base,
                    on_demand_above_base,
                    on_demand,
                    price_fraction,
                    interruptions: rate,
                    lost_hours: lost,
                    replacement_hours: wait,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn at_the_breakeven_rate_spot_costs_as_much(fraction in 0.01..0.99_f64, lost in 0.01..10.0_f64, n in 0.1..1e3_f64) {
            let fleet = spot_fleet(&SpotFleetInputs {
                instances: n,
                on_demand_base: 0.0,
                on_demand_above_base: 0.0,
                on_demand: 3.0,
                price_fraction: fraction,
                interruptions: breakeven_interruptions(fraction, lost).unwrap(),
                lost_hours: lost,
                replacement_hours: 0.0,
            });
            prop_assert!(fleet.unwrap().saving.unwrap().abs() <= 1e-9);
        }

        #[test]
        fn instances_add_up_and_interruptions_cost(inputs in fleet()) {
            let with = spot_fleet(&inputs).unwrap();
            prop_assert!((with.spot_instances + with.on_demand_instances - inputs.instances).abs() < 1e-6);
            let calm = spot_fleet(&SpotFleetInputs { interruptions: 0.0, ..inputs }).unwrap();
            prop_assert!(with.hourly >= calm.hourly * (1.0 - 1e-9));
            let none = spot_fleet(&SpotFleetInputs { on_demand_above_base: 1.0, ..inputs }).unwrap();
            prop_assert!((none.hourly - inputs.instances * inputs.on_demand).abs() <= 1e-9 * none.hourly);
        }
    }
}
