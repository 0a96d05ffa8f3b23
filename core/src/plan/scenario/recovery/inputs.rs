//! What a person states about recovery: the objectives, the tier, its parts, and what a loss costs.

use crate::base::list::few;
use crate::base::units::*;
use crate::formulas::recovery::{ArtefactKind, DataLoss, Order, RecoveryTier};
use serde::{Deserialize, Deserializer, Serialize};

/// Most artefacts of a service.
pub const MAX_ARTEFACTS: usize = 20;

/// One tier as it would be run here.
///
/// Where a part is not stated it follows from elsewhere: noticing and redirecting from how users are
/// moved, loading and warming up from the fleet's start-up, restoring from the artefacts' sizes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TierInputs {
    /// Time to decide.
    pub decide: RecoveryPart,
    /// Time to get machines.
    pub provision: RecoveryPart,
    /// Time to restore data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restore_data: Option<RecoveryPart>,
    /// Time to load weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load_model: Option<RecoveryPart>,
    /// Time to warm up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warm_up: Option<RecoveryPart>,
    /// Time between two copies of the data; 0 for continuous replication.
    pub interval: RecoveryPart,
    /// Time until a copy has arrived.
    pub lag: RecoveryPart,
    /// Compute that stands ready, over the primary's.
    pub standby: StandbyShare,
}

impl TierInputs {
    /// The defaults of a tier: `recovery-parts` in the register.
    pub fn estimate(tier: RecoveryTier) -> Self {
        // Decide, provision, interval and lag in seconds, standby as a share of the primary.
        let [decide, provision, interval, lag, standby] = match tier {
            RecoveryTier::Cold => [1800.0, 3600.0, 86_400.0, 3600.0, 0.0],
            RecoveryTier::PilotLight => [900.0, 1200.0, 0.0, 60.0, 0.1],
            RecoveryTier::WarmStandby => [300.0, 300.0, 0.0, 10.0, 0.5],
            RecoveryTier::HotStandby => [300.0, 0.0, 0.0, 5.0, 1.0],
            RecoveryTier::ActiveActive => [0.0, 0.0, 0.0, 1.0, 1.0],
        };
        Self {
            decide: RecoveryPart::clamped(decide),
            provision: RecoveryPart::clamped(provision),
            restore_data: None,
            load_model: None,
            warm_up: None,
            interval: RecoveryPart::clamped(interval),
            lag: RecoveryPart::clamped(lag),
            standby: StandbyShare::clamped(standby),
        }
    }
}

/// A tier that differs from its estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StatedTier {
    /// Which.
    pub tier: RecoveryTier,
    /// How it would be run.
    pub parts: TierInputs,
}

/// One thing to keep in the other region.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ArtefactInputs {
    /// What it is.
    pub kind: ArtefactKind,
    /// Its size in GB.
    pub size: ArtefactSize,
    /// How often a month its whole size is sent; a fraction where only changes are.
    pub copies: CopiesPerMonth,
    /// How long it takes to rebuild it from its source, where it is not copied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rebuild: Option<RecoveryPart>,
}

impl ArtefactInputs {
    /// All of them together, GB.
    pub fn total(artefacts: &[Self]) -> f64 {
        artefacts.iter().map(|artefact| artefact.size.get()).sum()
    }
}

/// The way between two regions.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LinkInputs {
    /// Its rate in Gbit/s.
    pub rate: LinkRate,
    /// Share of it that a copy gets.
    pub share: LinkShare,
}

impl Default for LinkInputs {
    /// 10 Gbit/s at four fifths.
    fn default() -> Self {
        Self { rate: LinkRate::clamped(10.0), share: LinkShare::clamped(0.8) }
    }
}

/// What a service asks of its recovery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RecoveryInputs {
    /// RTO target; no target where not set.
    pub rto: Option<RecoveryObjective>,
    /// RPO target; no target where not set.
    pub rpo: Option<RecoveryObjective>,
    /// The active tier. Without one a single region has no reserve, and several regions keep all of theirs ready.
    pub tier: Option<RecoveryTier>,
    /// Times a year that a region is lost.
    pub outages: OutageRate,
    /// Cost of an hour of outage; unknown where not set.
    pub loss: Option<LossPerHour>,
    /// Cost of an hour of lost data; unknown where not set.
    pub data_loss: Option<LossPerHour>,
    /// Writes that the service takes.
    pub writes: Option<WriteRate>,
    /// Whether clients are redirected while capacity is built.
    pub order: Order,
    /// Whether accelerators in the other region are reserved; otherwise their provisioning time is unknown.
    pub reserved: bool,
    /// What the primary's storage costs a month.
    pub storage: MonthlyCost,
    /// Tiers that differ from their estimates.
    #[serde(deserialize_with = "one_of_each")]
    #[cfg_attr(feature = "schema", schemars(length(max = 5)))]
    pub tiers: Vec<StatedTier>,
    /// What must lie in the other region.
    #[serde(deserialize_with = "few_artefacts")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_ARTEFACTS)))]
    pub artefacts: Vec<ArtefactInputs>,
    /// The way between the regions.
    pub link: LinkInputs,
}

impl Default for RecoveryInputs {
    /// No targets and no standby; a region is lost three times in ten years.
    fn default() -> Self {
        Self {
            rto: None,
            rpo: None,
            tier: None,
            outages: OutageRate::clamped(0.3),
            loss: None,
            data_loss: None,
            writes: None,
            order: Order::Serial,
            reserved: false,
            storage: MonthlyCost::clamped(0.0),
            tiers: Vec::new(),
            artefacts: Vec::new(),
            link: LinkInputs::default(),
        }
    }
}

impl RecoveryInputs {
    /// What is copied to the other region.
    pub fn copied(&self) -> impl Iterator<Item = &ArtefactInputs> {
        self.artefacts.iter().filter(|artefact| artefact.rebuild.is_none())
    }

    /// How long it takes to rebuild all that is not copied, one after the other, in seconds; `None` where all is copied.
    pub fn rebuild_time(&self) -> Option<f64> {
        let times = self.artefacts.iter().filter_map(|artefact| artefact.rebuild);
        times.map(RecoveryPart::get).reduce(|sum, time| sum + time)
    }

    /// Whether it is known when accelerators of the reserve can be had: they are reserved, or the time is stated.
    pub fn can_have_accelerators(&self, tier: RecoveryTier) -> bool {
        self.reserved || self.tier(tier).provision != TierInputs::estimate(tier).provision
    }

    /// A tier as stated, or as estimated.
    pub fn tier(&self, tier: RecoveryTier) -> TierInputs {
        let stated = self.tiers.iter().find(|stated| stated.tier == tier);
        stated.map_or_else(|| TierInputs::estimate(tier), |stated| stated.parts)
    }

    /// Mean cost of the writes lost in one outage; nothing where they are not priced.
    pub(crate) fn data_cost(&self, data: &DataLoss) -> f64 {
        self.data_loss.map_or(0.0, |price| price.get() * data.mean / 3600.0)
    }

    /// States a tier; one that is as estimated is not kept.
    pub fn set_tier(&mut self, tier: RecoveryTier, parts: TierInputs) {
        self.tiers.retain(|stated| stated.tier != tier);
        if parts != TierInputs::estimate(tier) {
            self.tiers.push(StatedTier { tier, parts });
            self.tiers.sort_by_key(|stated| stated.tier);
        }
    }
}

fn few_artefacts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ArtefactInputs>, D::Error> {
    few(Vec::deserialize(deserializer)?, MAX_ARTEFACTS, "artefacts")
}

fn one_of_each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<StatedTier>, D::Error> {
    let tiers: Vec<StatedTier> = few(Vec::deserialize(deserializer)?, RecoveryTier::ALL.len(), "stated tiers")?;
    let twice = (1..tiers.len()).any(|at| tiers[..at].iter().any(|other| other.tier == tiers[at].tier));
    if twice { Err(serde::de::Error::custom("a tier is listed twice")) } else { Ok(tiers) }
}
