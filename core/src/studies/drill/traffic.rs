//! Who serves whom at a step of the drill: home, elsewhere, or on the way from one to the other.

use super::planned::Served;
use super::{DrillSetup, Routing};
use crate::formulas::regions::{Permissions, Refusal, RegionSet, Router, Rule, assign};
use crate::plan::scenario::regions::Overflow;

/// Flows for one set of lost regions.
#[derive(Clone, Debug)]
enum Flows {
    Rule(Router),
    Assigned(RegionSet, Vec<Vec<f64>>, Vec<f64>),
    Planned(Box<Served>),
}

impl Flows {
    fn new(setup: &DrillSetup, lost: RegionSet) -> Result<Self, Refusal> {
        let n = setup.regions.len();
        Ok(match &setup.routing {
            Routing::Rule(rule) => Self::Rule(Router::new(n, lost, rule, &setup.permissions)?),
            Routing::Assigned => Self::Assigned(lost, vec![vec![0.0; n]; n], vec![0.0; n]),
            Routing::Planned(planned) => {
                Self::Planned(Box::new(Served::new(planned, lost, &setup.permissions, &setup.latency)))
            }
        })
    }

    /// From the users of each region (rows) to each region, and what finds no place.
    fn route(&mut self, homes: &[f64], places: &Places) -> (&[Vec<f64>], &[f64]) {
        match self {
            Self::Rule(router) => {
                let after = router.route(homes, &places.room);
                (&after.flow, &after.dropped)
            }
            Self::Assigned(lost, flow, dropped) => {
                // Refused only where lists differ in length, which was checked at the start.
                if let Ok(found) = assign(homes, &places.room, *lost, &places.permissions, &places.latency) {
                    (*flow, *dropped) = (found.flow, found.dropped);
                }
                (flow, dropped)
            }
            Self::Planned(served) => served.route(homes, &places.room),
        }
    }
}

/// What the regions are to routing.
#[derive(Clone, Debug)]
struct Places {
    room: Vec<f64>,
    permissions: Permissions,
    latency: Vec<Vec<f64>>,
}

/// The loads of each step, worked out from the homes of the users and from how many have moved.
///
/// `load_r = Σ_i ((1 − m) · f_ir + m · f′_ir)` with `f` the flows while nothing is lost, `f′` without the
/// region of the incident, `m` the share that has moved. Nothing is made or lost: loads and what
/// finds no place add up to the demand.
#[derive(Clone, Debug)]
pub(super) struct Traffic {
    places: Places,
    normal: Flows,
    without: Flows,
    /// Whether users at home are never sent elsewhere, however many they are.
    home_always: bool,
    /// Whether users at home stay there as long as all have room.
    home_first: bool,
    /// The region of the incident.
    left: usize,
    /// Load of each region, in requests/s.
    pub loads: Vec<f64>,
    /// Load that finds no place.
    pub unplaced: f64,
    /// Mean round trip of the users that are served, in seconds.
    pub round_trip: f64,
    /// Of those who leave the region of the incident, the share that goes to each.
    pub leaving: Vec<f64>,
}

impl Traffic {
    pub fn new(setup: &DrillSetup) -> Result<Self, Refusal> {
        let n = setup.regions.len();
        let left = setup.incident.region;
        let at_home = |home: usize| setup.permissions.of(home).contains(home);
        let nearest_home = |row: (usize, &Vec<f64>)| row.1.iter().all(|latency| row.1[row.0] <= *latency);
        let may_stay = (0..n).all(at_home);
        // Whether users go home first, and whether they may be sent on from there for want of room.
        let (may_stay, by_room) = match &setup.routing {
            Routing::Rule(Rule::ProportionalToTraffic | Rule::ByWeight(_)) => (may_stay, false),
            Routing::Planned(planned) => {
                (may_stay && planned.serves_at_home(), planned.overflow == Overflow::NearestWithRoom)
            }
            _ => (may_stay, true),
        };
        let assigned = setup.routing == Routing::Assigned;
        Ok(Self {
            places: Places {
                room: setup.regions.iter().map(|region| region.capacity_planned).collect(),
                permissions: setup.permissions.clone(),
                latency: setup.latency.clone(),
            },
            normal: Flows::new(setup, RegionSet::EMPTY)?,
            without: Flows::new(setup, RegionSet::EMPTY.with(left))?,
            home_always: may_stay && !by_room,
            home_first: may_stay && (!assigned || setup.latency.iter().enumerate().all(nearest_home)),
            left,
            loads: vec![0.0; n],
            unplaced: 0.0,
            round_trip: 0.0,
            leaving: vec![0.0; n],
        })
    }

    /// Works out a step; `is_gone` tells that nobody is served in the region of the incident.
    pub fn route(&mut self, homes: &[f64], moved: f64, is_gone: bool) {
        let home = self.home_always
            || (self.home_first && homes.iter().zip(&self.places.room).all(|(load, room)| load <= room));
        self.loads.fill(0.0);
        self.unplaced = 0.0;
        let (mut trips, mut served) = (0.0, 0.0);
        let unserved = is_gone.then_some(self.left);
        let mut add = |loads: &mut [f64], share: f64, to: usize, flow: f64, latency: f64| {
            loads[to] += share * flow;
            if Some(to) != unserved {
                trips += share * flow * latency;
                served += share * flow;
            }
        };
        let stay = 1.0 - moved;
        if home {
            for (place, load) in homes.iter().enumerate() {
                add(&mut self.loads, stay, place, *load, self.places.latency[place][place]);
            }
        } else if stay > 0.0 {
            let (flow, dropped) = self.normal.route(homes, &self.places);
            for (from, row) in flow.iter().enumerate() {
                for (to, flow) in row.iter().enumerate() {
                    add(&mut self.loads, stay, to, *flow, self.places.latency[from][to]);
                }
            }
            self.unplaced += stay * dropped.iter().sum::<f64>();
        }
        if moved > 0.0 {
            let (flow, dropped) = self.without.route(homes, &self.places);
            for (from, row) in flow.iter().enumerate() {
                for (to, flow) in row.iter().enumerate().filter(|(_, flow)| **flow > 0.0) {
                    add(&mut self.loads, moved, to, *flow, self.places.latency[from][to]);
                }
            }
            self.unplaced += moved * dropped.iter().sum::<f64>();
            let total = homes[self.left];
            for (share, flow) in self.leaving.iter_mut().zip(&flow[self.left]) {
                *share = if total > 0.0 { flow / total } else { 0.0 };
            }
            if let Flows::Planned(served) = &self.without {
                self.leaving.copy_from_slice(served.leaving());
            }
        }
        self.round_trip = if served > 0.0 { trips / served } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::super::Routing;
    use super::super::tests::setup;
    use super::Traffic;
    use crate::formulas::regions::Rule;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost_or_made(
            homes in prop::collection::vec(0.0..1e5_f64, 4),
            room in prop::collection::vec(0.0..2e5_f64, 4),
            moved in 0.0..=1.0_f64,
            which in 0_usize..4,
            forbidden in prop::collection::vec((0_usize..4, 0_usize..4), 0..5),
        ) {
            let mut setup = setup(4, 10, 100.0, 10);
            setup.routing = match which {
                0 => Routing::Rule(Rule::ProportionalToTraffic),
                1 => Routing::Rule(Rule::ByWeight(room.clone())),
                2 => Routing::Rule(Rule::NearestWithRoom { latency: setup.latency.clone() }),
                _ => Routing::Assigned,
            };
            forbidden.into_iter().for_each(|(from, to)| setup.permissions.forbid(from, to));
            for (region, room) in setup.regions.iter_mut().zip(&room) {
                region.capacity_planned = *room;
            }
            let mut traffic = Traffic::new(&setup).unwrap();
            traffic.route(&homes, moved, true);
            let (total, found): (f64, f64) = (homes.iter().sum(), traffic.loads.iter().sum::<f64>() + traffic.unplaced);
            prop_assert!((total - found).abs() <= 1e-9 * total.max(1.0), "{total} {found}");
            prop_assert!(traffic.loads.iter().all(|load| *load >= 0.0) && traffic.unplaced >= 0.0);
        }
    }
}
