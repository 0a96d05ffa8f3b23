//! Cascades: survivors that the load of a lost region takes down in turn.

use super::refusal::{check_amounts, check_length};
use super::{Permissions, Redistribution, Refusal, RegionSet, Rule, redistribute};

/// What a region does with more load than it has capacity for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// It serves what it can and refuses the rest.
    Sheds,
    /// It fails altogether, and its users go elsewhere too.
    Fails,
}

/// One round of a cascade.
#[derive(Clone, Debug, PartialEq)]
pub struct CascadeStep {
    /// Regions that are down in this round.
    pub down: RegionSet,
    /// Where the load goes while they are.
    pub after: Redistribution,
    /// Survivors that then have more load than capacity, with what they have too much.
    pub overloaded: Vec<(usize, f64)>,
}

/// How a loss ends; from [`cascade`].
#[derive(Clone, Debug, PartialEq)]
pub struct Cascade {
    /// Every round, the first with the loss alone; never empty.
    pub steps: Vec<CascadeStep>,
    /// Regions down at the end.
    pub down: RegionSet,
    /// Load that is served at the end, by region.
    pub served: Vec<f64>,
    /// Load that is not served at the end: refused, or without a place.
    pub unserved: f64,
}

impl Cascade {
    /// Regions that failed because of the loss, without being part of it.
    pub fn dragged_down(&self) -> RegionSet {
        self.down.minus(self.steps.first().map_or(RegionSet::EMPTY, |first| first.down))
    }
}

/// Share of its capacity by which a load may exceed it without counting as too much: rounding errors.
const FORGIVEN: f64 = 1e-9;

/// Follows a loss until no further region fails.
///
/// Each round sends the load where `rule` says ([`redistribute`]); under [`Overload::Fails`] every
/// survivor with `load > capacity` is then down in the next round. At most as many rounds as regions.
///
/// | symbol | input      | unit                                  |
/// |--------|------------|---------------------------------------|
/// |        | `demand`   | requests / second of each home region |
/// |        | `capacity` | requests / second of each region      |
///
/// # Errors
///
/// As [`redistribute`], and for a capacity that is not an amount.
///
/// # Source
///
/// The mechanism is that of *Site Reliability Engineering* (Google, 2016), chapter 22, "Addressing
/// Cascading Failures": the load of what fails overloads what is left.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::*;
/// use headroom_core::formulas::regions::*;
/// use headroom_core::machines::places::*;
/// use headroom_core::plan::regions::*;
/// use headroom_core::plan::scenario::*;
///
/// // 12 lost go 8 : 4 to the others; the second holds 20 ≥ 16, the third fails at 8 > 7, and with it all.
/// let lost = [0].into_iter().collect();
/// let all = Permissions::all(3, 3);
/// let end = cascade(
///     &[12.0, 8.0, 4.0], &[12.0, 20.0, 7.0], lost, &Rule::ProportionalToTraffic, &all, Overload::Fails,
/// )?;
/// assert_eq!(end.steps[0].overloaded, [(2, 1.0)]);
/// assert_eq!(end.steps[1].overloaded, [(1, 4.0)]); // 24 on a capacity of 20
/// assert_eq!((end.down.len(), end.unserved), (3, 24.0));
/// # Ok::<(), Refusal>(())
/// ```
pub fn cascade(
    demand: &[f64],
    capacity: &[f64],
    lost: RegionSet,
    rule: &Rule,
    permissions: &Permissions,
    overload: Overload,
) -> Result<Cascade, Refusal> {
    check_length("capacities", capacity, demand.len())?;
    check_amounts("capacity", capacity)?;
    let (mut down, mut steps) = (lost.intersection(RegionSet::first(demand.len())), Vec::new());
    loop {
        let after = redistribute(demand, capacity, down, rule, permissions)?;
        let too_much = |(place, (load, capacity)): (usize, (&f64, &f64))| {
            (*load > capacity * (1.0 + FORGIVEN)).then_some((place, load - capacity))
        };
        let overloaded: Vec<_> = after.load.iter().zip(capacity).enumerate().filter_map(too_much).collect();
        let failing: RegionSet = overloaded.iter().map(|(place, _)| *place).collect();
        let served: Vec<f64> = after.load.iter().zip(capacity).map(|(load, capacity)| load.min(*capacity)).collect();
        let refused: f64 = overloaded.iter().map(|(_, excess)| excess).sum();
        let unserved = after.total_dropped() + refused;
        steps.push(CascadeStep { down, after, overloaded });
        if overload == Overload::Sheds || failing.is_empty() {
            return Ok(Cascade { steps, down, served, unserved });
        }
        down = down.union(failing);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shedding_stops_where_failing_goes_on() {
        let (demand, capacity, all) = ([12.0, 8.0, 4.0], [12.0, 20.0, 7.0], Permissions::all(3, 3));
        let end = |overload| {
            let lost = [0].into_iter().collect();
            cascade(&demand, &capacity, lost, &Rule::ProportionalToTraffic, &all, overload).unwrap()
        };
        let shed = end(Overload::Sheds);
        // 16 and 8 arrive, 16 and 7 are served.
        assert_eq!((shed.served, shed.unserved, shed.steps.len()), (vec![0.0, 16.0, 7.0], 1.0, 1));
        let failed = end(Overload::Fails);
        assert_eq!((failed.dragged_down().iter().collect::<Vec<_>>(), failed.steps.len()), (vec![1, 2], 3));
    }

    #[test]
    fn room_that_is_respected_never_cascades() {
        let latency = vec![vec![0.0, 0.1], vec![0.1, 0.0]];
        let lost = [0].into_iter().collect();
        let all = Permissions::all(2, 2);
        let rule = Rule::NearestWithRoom { latency };
        let end = cascade(&[9.0, 5.0], &[9.0, 8.0], lost, &rule, &all, Overload::Fails).unwrap();
        assert_eq!((end.dragged_down().len(), end.unserved), (0, 6.0));
    }

    proptest! {
        #[test]
        fn served_and_unserved_are_the_demand(
            regions in prop::collection::vec((0.0..100.0_f64, 0.0..200.0_f64), 1..9), first in 0_usize..8, fails: bool,
        ) {
            let (demand, capacity): (Vec<_>, Vec<_>) = regions.into_iter().unzip();
            let n = demand.len();
            let overload = if fails { Overload::Fails } else { Overload::Sheds };
            let (lost, all) = ([first % n].into_iter().collect(), Permissions::all(n, n));
            let end = cascade(&demand, &capacity, lost, &Rule::ProportionalToTraffic, &all, overload).unwrap();
            let total: f64 = demand.iter().sum();
            prop_assert!((end.served.iter().sum::<f64>() + end.unserved - total).abs() < 1e-9 * total.max(1.0));
            prop_assert!(end.steps.windows(2).all(|pair| pair[0].down.is_subset_of(pair[1].down)));
            prop_assert!(end.steps.len() <= n + 1);
        }
    }
}
