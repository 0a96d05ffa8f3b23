//! What a person states about scaling: the fleet, the work, the signal, the policies and the period.

use super::Period;
use super::policies::Policies;
use super::policy::PolicyChoice;
use crate::base::name::Name;
use crate::base::numeric::is_default;
use crate::base::units::*;
use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer, Serialize};

/// Most overrides of a service.
pub const MAX_OVERRIDES: usize = 20;

/// Everything that decides how a fleet follows its load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScalingInputs {
    /// The policies compared; the first is active.
    pub policies: Policies,
    /// How replicas come and go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub fleet: FleetInputs,
    /// What happens to requests that cannot be served at once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub work: WorkInputs,
    /// How old and how smooth the numbers are that a policy sees.
    #[serde(default, skip_serializing_if = "is_default")]
    pub signal: SignalInputs,
    /// Windows in which an operator overrides the policy.
    #[serde(default, deserialize_with = "few_overrides", skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_OVERRIDES)))]
    pub overrides: Vec<Override>,
    /// What a replica costs; unknown where it is not stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<ReplicaPrice>,
    /// What is simulated.
    #[serde(default, skip_serializing_if = "is_default")]
    pub period: Period,
    /// Tells the random failures of one run from those of another.
    #[serde(default = "first_seed", skip_serializing_if = "is_first_seed")]
    pub seed: Seed,
}

impl ScalingInputs {
    /// The default fleet: as many replicas as sized.
    pub fn unstated() -> Self {
        Self {
            policies: Policies::of_one(PolicyChoice::as_sized()),
            fleet: FleetInputs::default(),
            work: WorkInputs::default(),
            signal: SignalInputs::default(),
            overrides: Vec::new(),
            price: None,
            period: Period::default(),
            seed: first_seed(),
        }
    }
}

fn is_first_seed(seed: &Seed) -> bool {
    *seed == first_seed()
}

fn first_seed() -> Seed {
    Seed::clamped(1.0)
}

/// How replicas come and go.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FleetInputs {
    /// The parts of the time from asking for a replica to having it in service.
    pub startup: Startup,
    /// Time in which a replica that is taken out finishes its work.
    pub drain: DrainTime,
    /// The nodes under the replicas; without them there always is room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nodes: Option<NodeInputs>,
    /// Prepared replicas that start faster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warm: Option<WarmInputs>,
    /// Times that a replica fails in a month; a failed one is replaced.
    pub failures: FailureRate,
}

impl FleetInputs {
    /// Time until a replica that is added serves, in seconds, on a node that is added for it where nodes are.
    pub fn time_to_serve(&self) -> f64 {
        self.startup.total() + self.nodes.map_or(0.0, |nodes| nodes.provisioning.get())
    }
}

impl Default for FleetInputs {
    /// A container of some hundred megabytes on a node that is there: half a minute to start.
    fn default() -> Self {
        Self {
            startup: Startup {
                image_pull: StartupPart::clamped(10.0),
                model_load: StartupPart::clamped(0.0),
                warm_up: StartupPart::clamped(20.0),
            },
            drain: DrainTime::clamped(30.0),
            nodes: None,
            warm: None,
            failures: FailureRate::clamped(0.0),
        }
    }
}

/// The parts of a start on a node that has room.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Startup {
    /// Scheduling, pulling the image, starting the container.
    pub image_pull: StartupPart,
    /// Reading the weights into memory.
    pub model_load: StartupPart,
    /// Compiling, filling caches, passing the readiness check.
    pub warm_up: StartupPart,
}

impl Startup {
    /// All parts together, in seconds.
    pub fn total(&self) -> f64 {
        self.image_pull.get() + self.model_load.get() + self.warm_up.get()
    }
}

/// The nodes that replicas run on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NodeInputs {
    /// Replicas that fit one node.
    pub replicas_per_node: ReplicasPerNode,
    /// Time from needing a node to having it.
    pub provisioning: StartupPart,
    /// Nodes kept free for what comes.
    pub spare: SpareNodes,
    /// How long a node that is not needed stays.
    pub unneeded: Cooldown,
}

/// A warm pool.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WarmInputs {
    /// Replicas kept prepared.
    pub size: WarmPool,
    /// Time from taking one to having it in service.
    pub startup: StartupPart,
    /// What a prepared one costs, as a share of one in service.
    pub price: WarmPriceShare,
}

/// What happens to requests that cannot be served at once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkInputs {
    /// Requests that may wait, for each replica in service; none where the queue has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_limit: Option<QueueLimit>,
    /// How long a request waits before its client times out; none where it never does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout: Option<QueueTimeout>,
    /// Whether replicas still work on requests whose clients have timed out.
    pub serves_abandoned: bool,
    /// How often a client retries.
    pub retries: Retries,
    /// How long it waits before that.
    pub retry_delay: RetryDelay,
    /// Sheds load above this share of the throughput.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shed_above: Option<LoadThreshold>,
    /// Drops features while the load is high.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced: Option<ReducedMode>,
    /// Admits at most this much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_limit: Option<RateLimit>,
    /// How an accelerator batches; none where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batching: Option<Batching>,
}

impl Default for WorkInputs {
    /// A web service behind a load balancer: clients give up after half a minute and do not return.
    fn default() -> Self {
        Self {
            queue_limit: None,
            timeout: Some(QueueTimeout::clamped(30.0)),
            serves_abandoned: false,
            retries: Retries::clamped(0.0),
            retry_delay: RetryDelay::clamped(1.0),
            shed_above: None,
            reduced: None,
            rate_limit: None,
            batching: None,
        }
    }
}

/// Fewer features for more throughput.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReducedMode {
    /// Begins when the load exceeds this share of the usual throughput.
    pub above: LoadThreshold,
    /// Throughput of a replica then, over the usual.
    pub gain: ReducedGain,
}

/// How an accelerator batches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Batching {
    /// Items in a full batch, `B`.
    pub max_batch: MaxBatch,
    /// Share of a full batch's time that does not depend on its size, `α / (α + β·B)`.
    pub fixed_share: FixedShare,
}

/// How old and how smooth the numbers are that a policy sees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SignalInputs {
    /// Time between two readings.
    pub interval: ScrapeInterval,
    /// Time over which a reading is averaged.
    pub window: MetricWindow,
    /// Time from a reading to its being seen.
    pub delay: MetricDelay,
}

impl Default for SignalInputs {
    /// Kubernetes' metrics server: a reading every 15 s over the last 15 s, seen 15 s later.
    fn default() -> Self {
        Self {
            interval: ScrapeInterval::clamped(15.0),
            window: MetricWindow::clamped(15.0),
            delay: MetricDelay::clamped(15.0),
        }
    }
}

/// A window in which an operator overrides the policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Why.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub name: Name,
    /// Local time at which it begins.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub start: DateTime,
    /// How long it lasts.
    pub length: EventLength,
    /// What is done.
    pub action: OverrideAction,
}

/// What an override does.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OverrideAction {
    /// The fleet stays as it is.
    Freeze,
    /// At least so many replicas.
    Floor(MinReplicas),
    /// At most so many replicas.
    Ceiling(MaxReplicas),
    /// At most so many dollars an hour.
    Spend(SpendLimit),
}

fn few_overrides<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Override>, D::Error> {
    let overrides = Vec::<Override>::deserialize(deserializer)?;
    match overrides.len() {
        0..=MAX_OVERRIDES => Ok(overrides),
        n => {
            Err(serde::de::Error::custom(format!("a service must have at most {MAX_OVERRIDES} overrides, but has {n}")))
        }
    }
}
