//! What standing ready costs, and what outages cost.

/// What [`standby_cost`] starts from; money a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StandbyInputs {
    /// Cost of the primary region's compute.
    pub primary_compute: f64,
    /// Cost of the primary region's storage.
    pub primary_storage: f64,
    /// Share of the primary's compute that stands ready, fraction; above 1 where more does.
    pub standby_fraction: f64,
    /// Share of the primary's storage that is kept twice, fraction.
    pub replicated_fraction: f64,
    /// Data sent to the other region, GB (10⁹ bytes) a month.
    pub replicated_gb: f64,
    /// Price of sending it, money / GB.
    pub transfer_price: f64,
    /// Whatever else it costs: licences, rehearsals, reserved capacity.
    pub fixed: f64,
}

/// Cost of standing ready; from [`standby_cost`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct StandbyCost {
    /// Standby compute, a month.
    pub compute: f64,
    /// Replicated storage, a month.
    pub storage: f64,
    /// Data transfer, a month.
    pub transfer: f64,
    /// Everything, a month.
    pub monthly: f64,
    /// Both regions over the primary alone; `None` where the primary costs nothing.
    pub multiplier: Option<f64>,
}

/// Monthly cost of a standby: `f·compute + s·storage + GB·price + fixed`.
///
/// | symbol    | input                                | unit           |
/// |-----------|--------------------------------------|----------------|
/// | `f`       | `standby_fraction`                   | fraction       |
/// | `s`       | `replicated_fraction`                | fraction       |
/// | `GB`      | `replicated_gb`                      | 10⁹ bytes / month |
/// | `price`   | `transfer_price`                     | money / GB     |
///
/// `None` where an input is negative, above 10¹⁵ or no number.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::{StandbyInputs, standby_cost};
///
/// let pilot_light = standby_cost(&StandbyInputs {
///     primary_compute: 100_000.0, primary_storage: 8_000.0, standby_fraction: 0.1,
///     replicated_fraction: 1.0, replicated_gb: 20_000.0, transfer_price: 0.02, fixed: 0.0,
/// });
/// assert_eq!(pilot_light.map(|cost| cost.monthly), Some(18_400.0)); // 10 000 + 8 000 + 400
/// ```
pub fn standby_cost(inputs: &StandbyInputs) -> Option<StandbyCost> {
    let StandbyInputs {
        primary_compute,
        primary_storage,
        standby_fraction,
        replicated_fraction,
        replicated_gb,
        transfer_price,
        fixed,
    } = *inputs;
    let shares = [standby_fraction, replicated_fraction, replicated_gb, transfer_price];
    if ![primary_compute, primary_storage, fixed].iter().chain(&shares).all(is_amount) {
        return None;
    }
    let (compute, storage) = (standby_fraction * primary_compute, replicated_fraction * primary_storage);
    let transfer = replicated_gb * transfer_price;
    let (monthly, primary) = (compute + storage + transfer + fixed, primary_compute + primary_storage);
    let multiplier = (primary > 0.0).then(|| 1.0 + monthly / primary);
    Some(StandbyCost { compute, storage, transfer, monthly, multiplier })
}

/// Expected loss a year: `λ·(RTO·L + D)`.
///
/// | symbol | input             | unit                                              |
/// |--------|-------------------|---------------------------------------------------|
/// | `λ`    | `annual_outages`  | outages / year; a probability where it is below 1 |
/// | `RTO`  | `outage`          | seconds                                           |
/// | `L`    | `loss_per_hour`   | money / hour of outage                            |
/// | `D`    | `data_loss_cost`  | money / outage                                    |
///
/// `None` where an input is negative, above 10¹⁵ or no number.
///
/// # Source
///
/// Annualised loss expectancy, single loss times rate of occurrence: NIST SP 800-30, and FIPS 65
/// (1979) before it.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::annual_loss;
///
/// // One year in fifty, 12 hours at 25 000 and data worth 500 000.
/// assert_eq!(annual_loss(0.02, 12.0 * 3600.0, 25_000.0, 500_000.0), Some(16_000.0));
/// ```
pub fn annual_loss(annual_outages: f64, outage: f64, loss_per_hour: f64, data_loss_cost: f64) -> Option<f64> {
    let all = [annual_outages, outage, loss_per_hour, data_loss_cost].iter().all(is_amount);
    all.then(|| annual_outages * (outage / 3600.0 * loss_per_hour + data_loss_cost))
}

/// Whether a number is between 0 and 10¹⁵, so that products of several stay finite.
pub(super) fn is_amount(amount: &f64) -> bool {
    (0.0..=1e15).contains(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_amount_has_no_cost() {
        let free = StandbyInputs {
            primary_compute: 0.0,
            primary_storage: 0.0,
            standby_fraction: 1.0,
            replicated_fraction: 1.0,
            replicated_gb: 10.0,
            transfer_price: 0.5,
            fixed: 2.0,
        };
        let cost = standby_cost(&free).unwrap();
        assert_eq!((cost.monthly, cost.multiplier), (7.0, None));
        assert_eq!(standby_cost(&StandbyInputs { fixed: f64::NAN, ..free }), None);
        assert_eq!(annual_loss(-0.1, 1.0, 1.0, 1.0), None);
    }
}
