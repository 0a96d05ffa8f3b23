//! What [`plan_regions`](crate::plan::regions::plan_regions) answers.

use super::cheapest::CheapestPlacement;
use super::response::ResponsePlan;
use crate::base::explain::Standing;
use crate::base::id::RegionId;
use crate::base::text;
use crate::formulas::regions::LatencySeen;
use crate::plan::demand::Clock;
use crate::plan::sizing::Rows;
use serde::Serialize;

/// One region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionAnswer {
    /// Which.
    pub id: RegionId,
    /// Its name.
    pub name: String,
    /// Whether capacity may stand here.
    pub hosts: bool,
    /// Whose data law applies; empty where nobody said.
    pub jurisdiction: String,
    /// Share of all users who are at home here.
    pub share: f64,
    /// Highest load of these users, requests/s.
    pub peak_of_users: f64,
    /// Most that it carries while nothing is lost, requests/s.
    pub normal_load: f64,
    /// Most that it carries, whatever is lost, requests/s.
    pub most_load: f64,
    /// Regions lost when it carries most.
    pub most_when_lost: Vec<RegionId>,
    /// When that is, in words.
    pub most_at: String,
    /// What is needed here, row by row.
    pub rows: Rows,
    /// What is planned here: the same within the region's limit.
    pub planned: Rows,
    /// Its zones, where the loss of one must be survived.
    #[serde(skip)]
    pub zones_to_survive: Option<u32>,
    /// The users whom it serves while nothing is lost.
    #[serde(skip)]
    pub clocks: Vec<Clock>,
    /// Its own load and its load after the worst loss to be survived, in each hour looked at, requests/s.
    #[serde(skip)]
    pub hours: Vec<(f64, f64)>,
    /// Most replicas that can be had here.
    #[serde(skip)]
    pub limit: Option<u32>,
    /// The limit that binds here, in words; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limited_by: Option<String>,
    /// How many replicas are stated for it; `None` where as many are planned as are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated_replicas: Option<u32>,
    /// Price of a replica here an hour, USD; `None` where not known.
    pub price: Option<f64>,
    /// Replicas for normal times, with headroom and spare ones.
    pub normal_replicas: u32,
    /// Replicas for every loss to be survived, with headroom and spare ones.
    pub needed_replicas: u32,
    /// Replicas that are planned: what is needed, as far as it can be had.
    pub replicas: u32,
    /// Of these, ready when a loss comes: those for normal times, and what the recovery tier keeps of the reserve.
    pub ready: u32,
    /// What all planned replicas sustain, requests/s.
    pub capacity: f64,
    /// What those that are ready sustain, requests/s: what counts when a loss comes.
    pub ready_capacity: f64,
    /// Share of that in use at the region's normal peak; `None` without any.
    pub utilization: Option<f64>,
    /// Whether the rest carries the normal peak with any one zone lost; `None` with a single zone.
    pub holds_without_a_zone: Option<bool>,
    /// Cost of the planned replicas an hour, where the price is known.
    pub cost: Option<f64>,
}

impl RegionAnswer {
    /// Share of its ready capacity that a load takes; `None` without any.
    pub fn utilization_at(&self, load: f64) -> Option<f64> {
        (self.ready_capacity > 0.0).then(|| load / self.ready_capacity)
    }

    /// How much of a load is beyond its ready capacity, requests/s; `None` where all fits.
    pub fn excess_of(&self, load: f64) -> Option<f64> {
        let over = load - self.ready_capacity;
        (over > 1e-9 * load).then_some(over)
    }
}

/// Load of the users of one region that another serves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Flow {
    /// Home of the users.
    pub from: RegionId,
    /// Region that serves them.
    pub to: RegionId,
    /// Requests/s.
    pub load: f64,
    /// Round trip, seconds.
    pub latency: f64,
    /// Whether that is an estimate by distance.
    pub estimated: bool,
}

/// Round trips that users see.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LatencyOfUsers {
    /// Mean, 95th percentile and longest, seconds.
    pub seen: LatencySeen,
    /// Whether some round trip between two regions is an estimate by distance.
    pub estimated: bool,
}

/// What one loss does, in its worst hour.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loss {
    /// Regions lost.
    pub lost: Vec<RegionId>,
    /// The hour that is shown, in words: the one that misses most, else that moves most.
    pub at: String,
    /// Its place among the hours looked at.
    pub hour: usize,
    /// Load that the lost regions carried, requests/s.
    pub moved: f64,
    /// Who serves whom then.
    pub flows: Vec<Flow>,
    /// Load on each region of the plan then.
    pub load: Vec<f64>,
    /// Who serves the users of each region at their own peak then.
    #[serde(skip)]
    pub routes: Vec<Flow>,
    /// The most that each carries with these lost, in any hour looked at, requests/s.
    pub most: Vec<f64>,
    /// Load that no region may serve, or has room for, requests/s.
    pub unplaced: f64,
    /// Load without a place and above capacity, requests/s.
    pub missing: f64,
    /// Survivors that have more than they can carry.
    pub overloaded: Vec<RegionId>,
    /// Survivors that fail in turn, if what is overloaded fails.
    pub dragged_down: Vec<RegionId>,
    /// Round trips of those who are served.
    pub latency: Option<LatencyOfUsers>,
}

/// How a region fares in a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is lost.
    Lost,
    /// It has more than it can carry.
    Overloaded,
    /// It fails in turn, if what is overloaded fails.
    DraggedDown,
    /// It carries what it has.
    Carries,
}

impl Fate {
    /// In a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Overloaded => "overloaded",
            Self::DraggedDown => "goes down too",
            Self::Carries => "carries the load",
        }
    }
}

impl Loss {
    /// How a region fares in it.
    pub fn fate_of(&self, id: RegionId) -> Fate {
        if self.lost.contains(&id) {
            Fate::Lost
        } else if self.overloaded.contains(&id) {
            Fate::Overloaded
        } else if self.dragged_down.contains(&id) {
            Fate::DraggedDown
        } else {
            Fate::Carries
        }
    }
}

/// How much may be lost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Survivable {
    /// Regions that may be lost, whichever they are, with what is ready; `None` where not even all together carry the
    /// load.
    pub regions: Option<u32>,
    /// The worst loss of one region more; `None` where none was found.
    pub too_much: Option<Loss>,
    /// Regions that may be lost, up to the target, once the whole reserve is up, which takes the RTO of the recovery
    /// tier.
    pub once_recovered: Option<u32>,
}

/// What several regions cost over the cheapest one that could run the service alone, all planned replicas all month.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OverSingle {
    /// That region.
    pub region: RegionId,
    /// Replicas that would run there, without a reserve for a loss.
    pub replicas: u32,
    /// What they cost a month, USD.
    pub single: f64,
    /// What all regions cost a month, USD.
    pub all: f64,
    /// The difference, USD a month; negative where a single region is dearer.
    pub more: f64,
}

/// How many regions of a service, or of every service, may be lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Lossable {
    /// Regions with capacity.
    pub hosts: u32,
    /// How many may be lost; `None` where not even all together carry the load.
    pub survivable: Option<u32>,
    /// How many must be survivable.
    pub target: u32,
}

impl Lossable {
    /// The one of two that may lose less: `None` is less than any number.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        if other.survivable < self.survivable { other } else { self }
    }
}

/// Why a region, or its users, come short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ShortfallReason {
    /// Residency leaves no region for these users.
    Residency,
    /// Fewer replicas can be had than are needed.
    Capacity,
}

/// What is missing, and by how much.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shortfall {
    /// Why.
    pub reason: ShortfallReason,
    /// The region, or the home of the users.
    pub region: RegionId,
    /// Regions lost then.
    pub lost: Vec<RegionId>,
    /// Load that has no place, requests/s.
    pub load: f64,
    /// Replicas that are missing; 0 where replicas are not what is missing.
    pub replicas: u32,
}

/// The answers about regions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionsPlan {
    /// Whether it rests on a load or a replica that nobody stated, so that nothing is known to hold.
    #[serde(skip)]
    pub is_assumed: bool,
    /// Every region of the plan, in order.
    pub regions: Vec<RegionAnswer>,
    /// How many of them may hold capacity, `N`.
    pub n_hosts: u32,
    /// How many may be lost, `k`.
    pub survive: u32,
    /// Highest load of all users together, requests/s.
    pub peak_of_all: f64,
    /// When that is, in words.
    pub peak_at: String,
    /// Highest loads of each region's users, added up, requests/s.
    pub sum_of_peaks: f64,
    /// Share of that which is not needed since peaks do not coincide; `None` without load.
    pub follow_the_sun: Option<f64>,
    /// Capacity over load by the closed form, `N/(N − k)`; `None` where nothing survives.
    pub closed_form: Option<f64>,
    /// Capacity that all regions need over the highest load; `None` without load.
    pub exact: Option<f64>,
    /// Replicas for normal times.
    pub normal_replicas: u64,
    /// Replicas that are planned.
    pub replicas: u64,
    /// What they cost an hour; `None` where the price of some region with replicas is not known.
    pub cost: Option<f64>,
    /// What is known of it.
    pub known_cost: f64,
    /// Regions with replicas whose price is not known, where that of others is.
    pub unpriced: Vec<RegionId>,
    /// What several regions cost more than the cheapest single one; `None` where a price is not known.
    pub over_single: Option<OverSingle>,
    /// Round trips while nothing is lost, in the busiest hour.
    pub latency: Option<LatencyOfUsers>,
    /// Who serves whom then.
    pub flows: Vec<Flow>,
    /// Who serves the users of each region at their own peak.
    #[serde(skip)]
    pub routes: Vec<Flow>,
    /// Response times at the user; `None` without a latency objective or load.
    pub response: Option<ResponsePlan>,
    /// What the loss of each region does, in order.
    pub losses: Vec<Loss>,
    /// What the loss of several at once does, where so many must be survived: of two, of three, and of four.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Loss>,
    /// How many may be lost.
    pub survivable: Survivable,
    /// What is missing.
    pub shortfalls: Vec<Shortfall>,
    /// The cheapest capacities that survive.
    pub cheapest: CheapestPlacement,
}

impl RegionsPlan {
    /// How many of its regions may be lost, and must be.
    pub fn lossable(&self) -> Lossable {
        Lossable { hosts: self.n_hosts, survivable: self.survivable.regions, target: self.survive }
    }

    /// Every loss that is looked at: of each region, then of several at once.
    pub fn all_losses(&self) -> impl Iterator<Item = &Loss> + Clone {
        self.losses.iter().chain(&self.together)
    }

    /// Those that must be survived.
    pub fn losses_to_survive(&self) -> impl Iterator<Item = &Loss> + Clone {
        self.all_losses().take(if self.survive > 0 { usize::MAX } else { 0 })
    }

    /// The region with capacity that carries most in normal times, of equals the first.
    pub fn busiest(&self) -> Option<&RegionAnswer> {
        let hosts = self.regions.iter().filter(|region| region.hosts);
        hosts.reduce(|most, region| if region.normal_load > most.normal_load { region } else { most })
    }

    /// What a region is called, also where nobody named it.
    pub fn called(&self, id: RegionId) -> String {
        let name = self.regions.iter().find(|region| region.id == id).map_or("", |region| &region.name);
        if name.trim().is_empty() { format!("region {}", id.0) } else { text::one_line(name) }
    }

    /// How a region stands in normal times.
    pub fn standing_of(&self, region: &RegionAnswer) -> Standing {
        if self.is_assumed {
            Standing::Unknown
        } else if self.shortfalls.iter().any(|shortfall| shortfall.region == region.id) {
            Standing::Fails
        } else if region.holds_without_a_zone == Some(false) && region.normal_load > 0.0 {
            Standing::Tight
        } else {
            Standing::Holds
        }
    }

    /// Load that is served outside the region of its users in the busiest hour, requests/s.
    pub fn served_elsewhere(&self) -> f64 {
        self.flows.iter().filter(|flow| flow.from != flow.to).map(|flow| flow.load).sum()
    }

    /// The longest round trips that users see, in normal times or after a loss; `None` where nobody is served.
    pub fn longest_trips(&self) -> Option<LatencyOfUsers> {
        let after = self.losses.iter().filter_map(|loss| loss.latency);
        after.chain(self.latency).max_by(|one, other| one.seen.p95.total_cmp(&other.seen.p95))
    }
}
