//! Idle cost: what is paid for and used by nobody, and who bears it.

use crate::base::numeric::finite;

/// Costs by resource, such as processors, memory and accelerators, USD; one order for all of a call.
pub type ResourceCosts = Vec<f64>;

/// How idle cost is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleSharing {
    /// Each resource's idle cost in proportion to the use of that resource.
    PerResource,
    /// All idle cost in proportion to each workload's whole cost.
    ByTotal,
    /// The same for each workload.
    Evenly,
}

/// Idle cost and what workloads cost with their part of it; from [`share_idle`].
#[derive(Clone, Debug, PartialEq)]
pub struct IdleShares {
    /// Idle cost of each resource.
    pub idle: ResourceCosts,
    /// Idle cost of all of them.
    pub idle_total: f64,
    /// Idle cost over the cost of all resources; `None` where those cost nothing.
    pub idle_fraction: Option<f64>,
    /// What each workload costs with its part of the idle cost, by resource; by
    /// [`IdleSharing::ByTotal`] and evenly, idle parts keep the mix of what is idle.
    pub shared: Vec<ResourceCosts>,
    /// The same for all resources together.
    pub totals: Vec<f64>,
    /// Idle cost that nobody bears, because nobody used the resource.
    pub unshared: f64,
}

/// Shares what is idle: `idle = max(0, asset − Σ workload)` for each resource.
///
/// | symbol     | input       | unit                              |
/// |------------|-------------|-----------------------------------|
/// | `asset`    | `assets`    | USD by resource                   |
/// | `workload` | `workloads` | USD by resource for each workload |
///
/// `None` where a cost is negative or not finite, or a workload lists other resources than the assets.
///
/// # Source
///
/// OpenCost specification v0.1: a workload's cost by the larger of request and use, idle cost as the
/// asset's less the workloads'; the allocation API of Kubecost for sharing by resource.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::finance::{IdleSharing, share_idle};
///
/// let shares = share_idle(&[1000.0], &[vec![300.0], vec![200.0]], IdleSharing::PerResource).expect("finite");
/// // By hand: 500 idle, three fifths of it on top of 300.
/// assert_eq!((shares.idle_total, shares.totals), (500.0, vec![600.0, 400.0]));
/// ```
pub fn share_idle(assets: &[f64], workloads: &[ResourceCosts], sharing: IdleSharing) -> Option<IdleShares> {
    let counts =
        |costs: &[f64]| costs.len() == assets.len() && costs.iter().all(|cost| cost.is_finite() && *cost >= 0.0);
    if !(counts(assets) && workloads.iter().all(|workload| counts(workload))) {
        return None;
    }
    let column = |resource: usize| workloads.iter().filter_map(move |workload| workload.get(resource)).sum::<f64>();
    let used: ResourceCosts = (0..assets.len()).map(column).collect();
    let idle: ResourceCosts = assets.iter().zip(&used).map(|(asset, used)| (asset - used).max(0.0)).collect();
    let (all_used, all_assets): (f64, f64) = (used.iter().sum(), assets.iter().sum());
    let part = |workload: &ResourceCosts, own: f64, used: f64| match sharing {
        IdleSharing::PerResource => ratio(own, used),
        IdleSharing::ByTotal => ratio(workload.iter().sum(), all_used),
        IdleSharing::Evenly => 1.0 / workloads.len() as f64,
    };
    let with_idle = |workload: &ResourceCosts| -> ResourceCosts {
        let columns = workload.iter().zip(&used).zip(&idle);
        columns.map(|((own, used), idle)| own + idle * part(workload, *own, *used)).collect()
    };
    let shared: Vec<ResourceCosts> = workloads.iter().map(with_idle).collect();
    let totals: Vec<f64> = shared.iter().map(|costs| costs.iter().sum()).collect();
    let idle_total: f64 = idle.iter().sum();
    let borne = totals.iter().sum::<f64>() - all_used;
    finite(all_assets + idle_total + borne)?;
    Some(IdleShares {
        idle_fraction: (all_assets > 0.0).then(|| idle_total / all_assets),
        // What is left of a difference of floats is not a cost.
        unshared: Some(idle_total - borne).filter(|left| *left > 1e-9 * all_assets).unwrap_or(0.0),
        idle,
        idle_total,
        shared,
        totals,
    })
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// What a workload costs for what it reserves or uses, whichever is larger in each interval:
/// `Σ max(request, use)·h·p`, USD.
///
/// ```
/// use headroom_core::formulas::finance::max_request_usage_cost;
///
/// // By hand: 2 + 3 + 2.5 + 2 core-hours at 0.04.
/// assert!((max_request_usage_cost(2.0, &[1.0, 3.0, 2.5, 0.5], 1.0, 0.04).expect("finite") - 0.38).abs() < 1e-12);
/// ```
pub fn max_request_usage_cost(request: f64, used: &[f64], interval_hours: f64, hourly: f64) -> Option<f64> {
    // `max` would pass over NaN.
    finite(request + used.iter().sum::<f64>())?;
    finite(used.iter().map(|used| used.max(request)).sum::<f64>() * interval_hours * hourly)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_nobody_used_stays_with_nobody() {
        let shares = share_idle(&[100.0, 50.0], &[vec![40.0, 0.0]], IdleSharing::PerResource).unwrap();
        assert_eq!((shares.totals, shares.unshared), (vec![100.0], 50.0));
        let none = share_idle(&[100.0], &[], IdleSharing::Evenly).unwrap();
        assert_eq!((none.totals, none.unshared, none.idle_fraction), (vec![], 100.0, Some(1.0)));
        assert_eq!(share_idle(&[], &[], IdleSharing::ByTotal).unwrap().idle_fraction, None);
        assert_eq!(share_idle(&[1.0], &[vec![]], IdleSharing::ByTotal), None);
        assert_eq!(share_idle(&[f64::NAN], &[], IdleSharing::ByTotal), None);
        assert_eq!(max_request_usage_cost(f64::NAN, &[1.0], 1.0, 1.0), None);
    }

    proptest! {
        #[test]
        fn sharing_conserves_the_total(
            rows in prop::collection::vec(prop::array::uniform3(0.0..100.0_f64), 1..8), more in prop::array::uniform3(0.0..500.0_f64)
        ) {
            let workloads: Vec<_> = rows.iter().map(|row| row.to_vec()).collect();
            let assets: Vec<f64> =
                (0..3).map(|i| workloads.iter().map(|workload| workload[i]).sum::<f64>() + more[i]).collect();
            for sharing in [IdleSharing::PerResource, IdleSharing::ByTotal, IdleSharing::Evenly] {
                let shares = share_idle(&assets, &workloads, sharing).unwrap();
                let (paid, billed) = (shares.totals.iter().sum::<f64>() + shares.unshared, assets.iter().sum::<f64>());
                prop_assert!((paid - billed).abs() <= 1e-8 * billed, "{paid} {billed}");
            }
        }
    }
}
