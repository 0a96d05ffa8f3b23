//! What a drill starts from: regions with fleets and loads, what fails, and how soon that is noticed.

use crate::base::units::{MaxReplicas, Quantity};
use crate::formulas::regions::{Permissions, Refusal, Rule, check_amounts, check_length, check_regions};
use crate::plan::scaling::engine::{CapacityLoss, OverrideSetup, RunSetup, SloTable};
use crate::plan::scenario::regions::Overflow;
use crate::plan::scenario::scaling::OverrideAction;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Everything that a drill works with. Times are seconds from the drill's start.
#[derive(Clone, Debug)]
pub struct DrillSetup {
    /// Length of a step, in seconds; that of every region's run.
    pub step: f64,
    /// The regions.
    pub regions: Vec<DrillRegion>,
    /// Round trip in seconds from the users of each region (rows) to each region (columns).
    pub latency: Vec<Vec<f64>>,
    /// Who serves whom, with all regions and without the one that is left.
    pub routing: Routing,
    /// Which regions may serve the users of which.
    pub permissions: Permissions,
    /// What happens.
    pub incident: Incident,
    /// How soon it is noticed and acted on.
    pub detection: Detection,
    /// Share of requests that must be answered in time.
    pub objective: f64,
    /// Mean load of all users over the month of the error budget, in requests/s; that of the drill
    /// where it is not known.
    pub mean_load: Option<f64>,
    /// Load of all users in the steps before the drill, all of it answered within the SLO, in requests/s:
    /// what burn-rate alerts look back on. Where it is empty they know of nothing before.
    pub history: Arc<[f64]>,
}

/// One region of a drill.
#[derive(Clone, Debug)]
pub struct DrillRegion {
    /// What it is called.
    pub name: String,
    /// Its fleet, its policy and its work; losses of its own are kept beside the incident.
    pub setup: RunSetup,
    /// What its fleets carry; new, or from an earlier run with the same replica.
    pub table: SloTable,
    /// Load of the users whose home it is, each step, in requests/s, wherever they are served.
    pub loads: Arc<[f64]>,
    /// Load that it is planned to take, in requests/s; how much room it has for others.
    pub capacity_planned: f64,
    /// Whether nothing runs there until somebody decides to send users elsewhere; then all that the
    /// policy wants is started.
    pub stands_by: bool,
    /// What its recovery tier holds back: the reserve that is not ready.
    pub held_back: Option<HeldBack>,
}

/// A reserve that must be had before it can be started.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HeldBack {
    /// Most replicas until then.
    pub most: u32,
    /// How long after the decision the rest can be started, in seconds; infinite where it may never be had.
    pub after: f64,
}

impl HeldBack {
    /// A ceiling from the start until a time.
    pub(super) fn until(self, end: f64) -> OverrideSetup {
        let most = MaxReplicas::clamped(f64::from(self.most));
        OverrideSetup { start: 0.0, end, action: OverrideAction::Ceiling(most) }
    }
}

/// Who serves whom.
#[derive(Clone, Debug, PartialEq)]
pub enum Routing {
    /// Everybody at home; those who cannot be are sent elsewhere by a rule.
    Rule(Rule),
    /// As many as fit into the planned capacities, with the least mean latency, worked out anew at
    /// every step; finds a place for all wherever there is one.
    Assigned,
    /// As a plan's regions serve each other's users.
    Planned(PlannedRouting),
}

/// Who serves whom in a plan of regions, see [`plan_regions`](crate::plan::regions::plan_regions).
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedRouting {
    /// Share of the users of a region (rows) that each region (columns) serves while nothing is lost.
    pub served: Vec<Vec<f64>>,
    /// Where the users of a lost region go.
    pub overflow: Overflow,
    /// Weights of the regions where that is by capacity.
    pub weights: Vec<f64>,
}

/// What happens, to which region and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Incident {
    /// Place of the region in the list.
    pub region: usize,
    /// When it happens, in seconds; the first step that begins then or later.
    pub start: f64,
    /// How long its cause lasts, in seconds.
    pub length: f64,
    /// What it is.
    pub kind: IncidentKind,
    /// Whether users are sent elsewhere in a partial incident too; those of a lost region always are.
    pub evacuate: bool,
}

/// What happens to a region.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IncidentKind {
    /// Nothing is left; requests sent there fail at once.
    RegionLost,
    /// One of so many zones is gone, with its share of the replicas and of the room for others.
    ZoneLost {
        /// How many zones there are.
        zones: u32,
    },
    /// Half of the replicas are gone, and half of the room for others.
    CapacityHalved,
    /// Each request takes longer.
    SlowNetwork {
        /// Factor on the service time.
        factor: f64,
    },
}

/// How soon an incident is noticed and acted on; all times in seconds.
///
/// | symbol | field            | meaning                                              |
/// |--------|------------------|------------------------------------------------------|
/// | `h`    | `interval`       | between two health checks                            |
/// | `f`    | `threshold`      | failed checks in a row                               |
/// | `d`    | `decide`         | for somebody to decide; 0 where it is automatic      |
/// | `p`    | `propagation`    | until all name servers answer anew                   |
/// | `T`    | `ttl`            | for which an answer is cached; 0 for anycast         |
/// | `s`    | `stale_share`    | share of clients that never ask again                |
/// |        | `failback_after` | for which the region must be healthy to be used again |
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detection {
    /// `h`.
    pub interval: f64,
    /// `f`.
    pub threshold: u32,
    /// `p`.
    pub propagation: f64,
    /// `T`.
    pub ttl: f64,
    /// `s`, 0 to 1.
    pub stale_share: f64,
    /// `d`.
    pub decide: f64,
    /// Healthy time before users are sent back.
    pub failback_after: f64,
}

impl Detection {
    /// Noticed and acted on at once, and undone at once.
    pub const INSTANT: Self = Self {
        interval: 0.0,
        threshold: 1,
        propagation: 0.0,
        ttl: 0.0,
        stale_share: 0.0,
        decide: 0.0,
        failback_after: 0.0,
    };

    /// Time from the failure to its detection at worst: `h · f`.
    pub fn detected_after(&self) -> f64 {
        self.interval * f64::from(self.threshold)
    }

    fn check(&self) -> Result<(), Refusal> {
        let times = [self.interval, self.propagation, self.ttl, self.decide, self.failback_after];
        check_amounts("a time of the detection", &times)?;
        check_share("share of stale clients", self.stale_share)
    }
}

impl Incident {
    /// Whether users are sent elsewhere.
    pub fn moves_users(&self) -> bool {
        self.evacuate || self.kind == IncidentKind::RegionLost
    }

    /// The same as a loss of capacity in the region's run, in whole steps.
    pub(super) fn loss(&self, step: f64) -> CapacityLoss {
        let whole = |seconds: f64| libm::ceil(seconds / step - 1e-9) * step;
        let (share_lost, throughput_factor) = match self.kind {
            IncidentKind::RegionLost => (1.0, 1.0),
            IncidentKind::ZoneLost { zones } => (1.0 / f64::from(zones.max(1)), 1.0),
            IncidentKind::CapacityHalved => (0.5, 1.0),
            IncidentKind::SlowNetwork { factor } => (0.0, 1.0 / factor),
        };
        let (start, end) = (whole(self.start), whole(self.start + self.length));
        CapacityLoss { start, end, share_lost, throughput_factor }
    }

    fn check(&self, regions: usize) -> Result<(), Refusal> {
        if self.region >= regions {
            return Err(Refusal::NoSuchRegion { given: self.region, regions });
        }
        check_amounts("a time of the incident", &[self.start, self.length])?;
        match self.kind {
            IncidentKind::SlowNetwork { factor } if !(1e-3..=1e3).contains(&factor) => {
                Err(Refusal::NotAnAmount { of: "factor on the service time", given: factor })
            }
            _ => Ok(()),
        }
    }
}

fn check_share(of: &'static str, share: f64) -> Result<(), Refusal> {
    if (0.0..=1.0).contains(&share) { Ok(()) } else { Err(Refusal::NotAnAmount { of, given: share }) }
}

impl DrillSetup {
    /// How many steps there are.
    pub fn n_steps(&self) -> usize {
        self.regions.first().map_or(0, |region| region.loads.len())
    }

    /// Refuses what does not fit together or is no amount.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let (n, steps) = (self.regions.len(), self.n_steps());
        check_regions(n)?;
        self.incident.check(n)?;
        self.detection.check()?;
        check_share("availability target", self.objective)?;
        check_amounts("mean load", &self.mean_load)?;
        check_amounts("load before the drill", self.history.iter())?;
        if let Routing::Planned(PlannedRouting { served, weights, .. }) = &self.routing {
            check_length("shares served", served, n)?;
            for row in served {
                check_length("shares of a region's users", row, n)?;
                row.iter().try_for_each(|share| check_share("share served", *share))?;
            }
            check_length("weights", weights, n)?;
            check_amounts("weight", weights)?;
        }
        if !(1e-3..=1e6).contains(&self.step) {
            return Err(Refusal::TooSmall { of: "step", given: self.step });
        }
        check_length("latencies", &self.latency, n)?;
        for (row, region) in self.latency.iter().zip(&self.regions) {
            check_length("latencies of a region's users", row, n)?;
            check_amounts("latency", row)?;
            check_length("loads", &region.loads, steps)?;
            check_amounts("load", region.loads.iter())?;
            check_amounts("planned capacity", &[region.capacity_planned])?;
            if region.setup.step != self.step {
                return Err(Refusal::NotAnAmount { of: "step of a region's run", given: region.setup.step });
            }
        }
        Ok(())
    }
}
