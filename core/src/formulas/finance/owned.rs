//! The same load on machines of one's own.

use super::monthly_rate;
use crate::base::money::Money;
use crate::base::numeric::finite;
use crate::base::time::HOURS_PER_MONTH;

/// Machines of one's own, all alike.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedHardware {
    /// `n`: how many.
    pub machines: f64,
    /// `c`: price of one with its share of racks and switches, USD.
    pub purchase: f64,
    /// `v`: what one still sells for in the end, as a share of its price.
    pub residual_fraction: f64,
    /// `m`: months that they serve.
    pub lifetime_months: u32,
    /// `i`: cost of capital a year; 0 gives straight-line depreciation.
    pub capital_rate: f64,
    /// `w`: power that one draws on average, kW.
    pub power_kw: f64,
    /// `e`: price of power, USD a kWh.
    pub power_price: f64,
    /// PUE: power of the whole site over that of its machines, at least 1.
    pub power_usage_effectiveness: f64,
    /// Space for one, USD a month.
    pub space_monthly: f64,
    /// Maintenance and support of one, as a share of its price a year.
    pub maintenance_fraction: f64,
    /// People for all of them.
    pub staff: f64,
    /// What one of them costs, USD a month.
    pub staff_monthly: f64,
    /// `u`: share of their hours in which they do useful work.
    pub utilization: f64,
}

/// What own machines cost a month; from [`own_hardware`].
#[derive(Clone, Debug, PartialEq)]
pub struct OwnedCost {
    /// Purchase spread over the lifetime, with the cost of capital.
    pub depreciation: Money,
    /// Power of the machines.
    pub power: Money,
    /// Power for cooling and losses.
    pub cooling: Money,
    /// Space.
    pub space: Money,
    /// Maintenance.
    pub maintenance: Money,
    /// People.
    pub staff: Money,
    /// All of it.
    pub total: Money,
    /// USD for an hour of one machine, used or not.
    pub hourly: Option<f64>,
    /// USD for an hour of useful work of one machine.
    pub used_hourly: Option<f64>,
}

impl OwnedCost {
    /// Utilization from which an own machine is cheaper than renting the same by the hour only
    /// while it is used: its cost an hour over the rent. Above 1 it never is.
    pub fn breakeven_utilization(&self, rent_hourly: f64) -> Option<f64> {
        let hourly = self.hourly?;
        (rent_hourly > 0.0).then(|| hourly / rent_hourly).and_then(finite)
    }
}

/// What own machines cost a month.
///
/// Depreciation `n·(c − v·c·(1+j)^−m)·j/(1 − (1+j)^−m)` with the monthly rate `j` of `i`, or
/// `n·c·(1 − v)/m` for `i = 0`; power `n·w·730·e`, cooling `(PUE − 1)` times that.
///
/// `None` where an input is negative or not finite, there is no lifetime, or the PUE is below 1.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{OwnedHardware, own_hardware};
///
/// let cost = own_hardware(&OwnedHardware {
///     machines: 10.0,
///     purchase: 36_000.0,
///     residual_fraction: 0.0,
///     lifetime_months: 36,
///     capital_rate: 0.0,
///     power_kw: 1.0,
///     power_price: 0.1,
///     power_usage_effectiveness: 1.5,
///     space_monthly: 100.0,
///     maintenance_fraction: 0.0,
///     staff: 0.5,
///     staff_monthly: 10_000.0,
///     utilization: 0.5,
/// })
/// .expect("all stated");
/// // By hand: 10 000 + 730 + 365 + 1000 + 5000.
/// assert_eq!(cost.total.to_string(), "17095.00");
/// ```
pub fn own_hardware(inputs: &OwnedHardware) -> Option<OwnedCost> {
    let OwnedHardware { machines, purchase, residual_fraction, capital_rate, .. } = *inputs;
    let stated = [
        machines,
        purchase,
        residual_fraction,
        capital_rate,
        inputs.power_kw,
        inputs.power_price,
        inputs.power_usage_effectiveness - 1.0,
        inputs.space_monthly,
        inputs.maintenance_fraction,
        inputs.staff,
        inputs.staff_monthly,
        inputs.utilization,
    ];
    if inputs.lifetime_months == 0 || stated.iter().any(|value| !(value.is_finite() && *value >= 0.0)) {
        return None;
    }
    let months = f64::from(inputs.lifetime_months);
    let rate = monthly_rate(capital_rate)?;
    // 1 − (1 + j)^−m, with its digits for small rates.
    let discounted = -libm::expm1(-months * libm::log1p(rate));
    let each = if rate == 0.0 {
        purchase * (1.0 - residual_fraction) / months
    } else {
        purchase * (1.0 - residual_fraction * (1.0 - discounted)) * rate / discounted
    };
    let money = |dollars: f64| Money::from_dollars(dollars);
    let power = machines * inputs.power_kw * HOURS_PER_MONTH * inputs.power_price;
    let depreciation = money(machines * each)?;
    let cooling = money(power * (inputs.power_usage_effectiveness - 1.0))?;
    let power = money(power)?;
    let space = money(machines * inputs.space_monthly)?;
    let maintenance = money(machines * purchase * inputs.maintenance_fraction / 12.0)?;
    let staff = money(inputs.staff * inputs.staff_monthly)?;
    let total = [depreciation, power, cooling, space, maintenance, staff].into_iter().sum::<Money>();
    let hours = machines * HOURS_PER_MONTH;
    let over = |hours: f64| (hours > 0.0).then(|| total.dollars() / hours).and_then(finite);
    Some(OwnedCost {
        depreciation,
        power,
        cooling,
        space,
        maintenance,
        staff,
        total,
        hourly: over(hours),
        used_hourly: over(hours * inputs.utilization),
    })
}

#[cfg(test)]
mod tests {
    use super::super::annuity_value;
    use super::*;
    use proptest::prelude::*;

    fn hardware() -> OwnedHardware {
        OwnedHardware {
            machines: 4.0,
            purchase: 250_000.0,
            residual_fraction: 0.1,
            lifetime_months: 48,
            capital_rate: 0.08,
            power_kw: 7.0,
            power_price: 0.12,
            power_usage_effectiveness: 1.3,
            space_monthly: 800.0,
            maintenance_fraction: 0.05,
            staff: 0.5,
            staff_monthly: 15_000.0,
            utilization: 0.6,
        }
    }

    #[test]
    fn what_is_not_stated_has_no_cost() {
        for broken in [
            OwnedHardware { lifetime_months: 0, ..hardware() },
            OwnedHardware { power_usage_effectiveness: 0.9, ..hardware() },
            OwnedHardware { purchase: f64::NAN, ..hardware() },
            OwnedHardware { machines: -1.0, ..hardware() },
        ] {
            assert_eq!(own_hardware(&broken), None);
        }
        let unused = own_hardware(&OwnedHardware { utilization: 0.0, ..hardware() }).unwrap();
        assert_eq!((unused.used_hourly, unused.breakeven_utilization(0.0)), (None, None));
        assert_eq!(own_hardware(&OwnedHardware { machines: 0.0, ..hardware() }).unwrap().hourly, None);
    }

    proptest! {
        #[test]
        fn depreciation_pays_for_the_machines(rate in 0.0..0.5_f64, months in 1..120_u32, residual in 0.0..0.9_f64) {
            let inputs = OwnedHardware { capital_rate: rate, lifetime_months: months, residual_fraction: residual, ..hardware() };
            let cost = own_hardware(&inputs).unwrap();
            let monthly = monthly_rate(rate).unwrap();
            let paid = annuity_value(cost.depreciation.dollars(), monthly, months).unwrap();
            let sold = 1e6 * residual * libm::pow(1.0 + monthly, -f64::from(months));
            // Within a cent for each month.
            prop_assert!((paid + sold - 1e6).abs() <= 0.01 * f64::from(months), "{paid} {sold}");
        }
    }
}
