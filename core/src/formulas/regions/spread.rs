//! How much capacity equal regions need so that some may be lost, and what peaks at different hours save.

use super::Refusal;
use super::refusal::{check_amounts, check_length, check_regions};

/// What surviving a loss asks of equal regions; from [`even_spread`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvenSpread {
    /// Capacity over demand, all regions together.
    pub overprovision_factor: f64,
    /// Highest share of its capacity that a region may use while none is lost.
    pub safe_utilization: f64,
}

/// Equal regions that share the load evenly: `N/(N−k)` times the demand in all, used to `(N−k)/N`.
///
/// | symbol | input       | unit    |
/// |--------|-------------|---------|
/// | `N`    | `n_regions` | regions |
/// | `k`    | `n_lost`    | regions |
///
/// `None` where no region survives.
///
/// # Source
///
/// Each survivor carries `D/(N−k)`, and every region may be a survivor. AWS whitepaper "Static
/// stability using Availability Zones" works the case of three zones, one of them lost: 50 % more.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::regions::even_spread;
///
/// assert_eq!(even_spread(3, 1).map(|spread| spread.overprovision_factor), Some(1.5));
/// assert_eq!(even_spread(2, 2), None);
/// ```
pub fn even_spread(n_regions: u32, n_lost: u32) -> Option<EvenSpread> {
    let survivors = f64::from(n_regions.checked_sub(n_lost).filter(|survivors| *survivors > 0)?);
    let all = f64::from(n_regions);
    Some(EvenSpread { overprovision_factor: all / survivors, safe_utilization: survivors / all })
}

/// What peaks at different hours save; from [`follow_the_sun`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FollowTheSun {
    /// Capacity if each region had to carry its own peak alone.
    pub sum_of_peaks: f64,
    /// Highest load of all regions together.
    pub peak_of_sum: f64,
}

impl FollowTheSun {
    /// Share of the sum of peaks that is not needed where any region may serve all; `None` without load.
    pub fn gain(self) -> Option<f64> {
        (self.sum_of_peaks > 0.0).then(|| 1.0 - self.peak_of_sum / self.sum_of_peaks)
    }
}

/// The sum of the regions' own peaks beside the peak of their sum, from one series for each region.
///
/// # Errors
///
/// [`Refusal`] where series differ in length or an amount is not one.
pub fn follow_the_sun(demand: &[Vec<f64>]) -> Result<FollowTheSun, Refusal> {
    let n_steps = check_series(demand)?;
    let sum_of_peaks = demand.iter().map(|series| series.iter().copied().fold(0.0, f64::max)).sum();
    let together = |step: usize| demand.iter().map(|series| series[step]).sum::<f64>();
    Ok(FollowTheSun { sum_of_peaks, peak_of_sum: (0..n_steps).map(together).fold(0.0, f64::max) })
}

/// The steps that the series have.
fn check_series(demand: &[Vec<f64>]) -> Result<usize, Refusal> {
    check_regions(demand.len())?;
    let n_steps = demand.first().map_or(0, Vec::len);
    for series in demand {
        check_length("steps of a region", series, n_steps)?;
        check_amounts("demand", series)?;
    }
    Ok(n_steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_hand() {
        assert_eq!(even_spread(3, 1).map(|spread| spread.safe_utilization), Some(2.0 / 3.0));
        let sun = follow_the_sun(&[vec![100.0, 10.0], vec![10.0, 90.0]]).unwrap();
        assert_eq!((sun.sum_of_peaks, sun.peak_of_sum), (190.0, 110.0));
        assert!(follow_the_sun(&[vec![1.0], vec![1.0, 2.0]]).is_err());
        assert_eq!(follow_the_sun(&[]).unwrap().gain(), None);
    }
}
