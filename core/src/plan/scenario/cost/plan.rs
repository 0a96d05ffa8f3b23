//! What is stated for the plan as a whole: years, rates, shared lines, who pays, budgets.

use super::{CommitmentInputs, OwnedInputs, SpotInputs};
use crate::base::list::few;
use crate::base::name::Name;
use crate::base::units::*;
use serde::{Deserialize, Deserializer, Serialize};

/// Most budgets of a plan.
pub const MAX_BUDGETS: usize = 40;
/// Most tiers of a price.
pub const MAX_TIERS: usize = 12;

/// A tier of a price: its rate holds for the part of the amount within it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PriceTier {
    /// GiB a month up to which it holds; none for all above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<TierEnd>,
    /// Price of a GiB.
    pub rate: PricePerGib,
}

/// A tier of a support plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportTier {
    /// Dollars a month up to which it holds; none for all above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<TierEnd>,
    /// Share of the spending within it.
    pub share: SpendingShare,
}

/// A provider's support plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SupportInputs {
    /// Shares of the spending, from none upwards.
    #[serde(deserialize_with = "rising_shares")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_TIERS)))]
    pub tiers: Vec<SupportTier>,
    /// Minimum fee per month.
    pub minimum: MonthlyAmount,
}

impl PriceTier {
    /// The tiers that a large provider publishes for data from Virginia to the internet: $0.09 for the first
    /// 10 TiB a month, $0.085 up to 50, $0.07 up to 150, $0.05 above.
    pub fn published_egress() -> Vec<Self> {
        let tier =
            |up_to: Option<f64>, rate| Self { up_to: up_to.map(TierEnd::clamped), rate: PricePerGib::clamped(rate) };
        vec![tier(Some(10_240.0), 0.09), tier(Some(51_200.0), 0.085), tier(Some(153_600.0), 0.07), tier(None, 0.05)]
    }
}

impl SupportInputs {
    /// The tiers that large providers publish for support around the clock: 10 % of the first 10,000
    /// dollars, 7 % up to 80,000, 5 % up to 250,000, 3 % above, at least 100.
    pub fn published() -> Self {
        let tier = |up_to: Option<f64>, share| SupportTier {
            up_to: up_to.map(TierEnd::clamped),
            share: SpendingShare::clamped(share),
        };
        Self {
            tiers: vec![
                tier(Some(10_000.0), 0.1),
                tier(Some(80_000.0), 0.07),
                tier(Some(250_000.0), 0.05),
                tier(None, 0.03),
            ],
            minimum: MonthlyAmount::clamped(100.0),
        }
    }
}

/// People who keep it running.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct People {
    /// How many; parts of one count.
    pub engineers: Fte,
    /// What one costs a month, with everything that comes on top of a salary.
    pub monthly: LoadedCost,
}

/// Managed control planes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ControlPlanes {
    /// How many.
    pub count: PieceCount,
    /// Price of one.
    pub price: HourlyPrice,
}

/// Load balancers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LoadBalancers {
    /// How many.
    pub count: PieceCount,
    /// Price of one.
    pub price: HourlyPrice,
    /// Price of a GiB that goes through them; none where it is free or within the price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_gib: Option<PricePerGib>,
}

/// How shared costs are charged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ChargeRule {
    /// Not at all: each service pays its direct cost, the rest stays with the platform.
    Direct,
    /// In proportion to what each uses.
    #[default]
    ByUsage,
    /// The same for each.
    Evenly,
    /// A fixed part in proportion to what is kept for each, the rest by usage.
    FixedPlusVariable {
        /// The part that is fixed.
        fixed: FixedPart,
    },
}

/// Who is charged for idle compute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IdleRule {
    /// The service whose fleet it is.
    #[default]
    Own,
    /// All, in proportion to what each uses.
    ByUsage,
    /// All alike.
    Evenly,
    /// The platform: it is shown apart.
    Apart,
}

/// What a team may spend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The team as its services name it; empty for the whole plan.
    #[serde(default, skip_serializing_if = "Name::is_empty")]
    pub team: Name,
    /// Dollars a month.
    pub monthly: MonthlyAmount,
}

/// What is stated about cost for the plan as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CostInputs {
    /// Years that are added up.
    pub years: HorizonYears,
    /// Annual rate for the present value.
    pub discount_rate: DiscountRate,
    /// Share by which the provider's list prices fall a year.
    pub price_decline: PriceDecline,
    /// Discount on the provider's list prices of instances, except for spot.
    pub negotiated: PriceDiscount,
    /// How compute is committed to.
    pub commitment: CommitmentInputs,
    /// How spot is bought for services that may be interrupted; none where it is not.
    pub spot: Option<SpotInputs>,
    /// Prices of data to the internet; none where they are not known.
    #[serde(deserialize_with = "rising_rates")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_TIERS)))]
    pub egress: Vec<PriceTier>,
    /// Price of a GiB between zones, in each direction.
    pub inter_zone: Option<PricePerGib>,
    /// Price of a GiB between regions.
    pub inter_region: Option<PricePerGib>,
    /// Price of a GiB stored for a month, where a line of storage has none of its own, and of copies for recovery; unknown
    /// where not set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_price: Option<PricePerGib>,
    /// Load balancers.
    pub load_balancers: Option<LoadBalancers>,
    /// Managed control planes.
    pub control_planes: Option<ControlPlanes>,
    /// Price of metrics, logs and traces a replica and month.
    pub monitoring: Option<PiecePrice>,
    /// The provider's support plan; none where there is none.
    pub support: Option<SupportInputs>,
    /// People who keep it running.
    pub people: Option<People>,
    /// How shared costs are charged.
    pub charging: ChargeRule,
    /// Who is charged for idle compute.
    pub idle: IdleRule,
    /// What teams may spend.
    #[serde(deserialize_with = "one_budget_each")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_BUDGETS)))]
    pub budgets: Vec<Budget>,
    /// Owned machines to compare with.
    pub owned: Option<OwnedInputs>,
}

impl Default for CostInputs {
    /// On-demand compute at list price for three years, nothing else; 8 % a year.
    fn default() -> Self {
        Self {
            years: HorizonYears::clamped(3.0),
            discount_rate: DiscountRate::clamped(0.08),
            price_decline: PriceDecline::clamped(0.0),
            negotiated: PriceDiscount::clamped(0.0),
            commitment: CommitmentInputs::None,
            spot: None,
            egress: Vec::new(),
            inter_zone: None,
            inter_region: None,
            storage_price: None,
            load_balancers: None,
            control_planes: None,
            monitoring: None,
            support: None,
            people: None,
            charging: ChargeRule::default(),
            idle: IdleRule::default(),
            budgets: Vec::new(),
            owned: None,
        }
    }
}

impl CostInputs {
    /// Months that are added up.
    pub fn months(&self) -> u32 {
        self.years.get() * 12
    }
}

fn rising_shares<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<SupportTier>, D::Error> {
    let tiers: Vec<SupportTier> = few(Vec::deserialize(deserializer)?, MAX_TIERS, "tiers")?;
    rising_tiers(tiers.iter().map(|tier| tier.up_to)).map_err(serde::de::Error::custom)?;
    Ok(tiers)
}

fn rising_rates<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PriceTier>, D::Error> {
    let tiers: Vec<PriceTier> = few(Vec::deserialize(deserializer)?, MAX_TIERS, "tiers")?;
    rising_tiers(tiers.iter().map(|tier| tier.up_to)).map_err(serde::de::Error::custom)?;
    Ok(tiers)
}

/// Checks that each tier ends above the one before it, and that only the last is open.
///
/// # Errors
///
/// What is wrong, with the ends that are.
pub fn rising_tiers(ends: impl Iterator<Item = Option<TierEnd>>) -> Result<(), String> {
    let mut reached = Some(0.0);
    for end in ends {
        let Some(before) = reached else { return Err("only the last tier may be unlimited".into()) };
        if let Some(end) = end.filter(|end| end.get() <= before) {
            let (before, end) = (crate::base::text::plain(before), crate::base::text::plain(end.get()));
            return Err(format!("each tier must end above the previous one, but {end} follows {before}"));
        }
        reached = end.map(TierEnd::get);
    }
    Ok(())
}

fn one_budget_each<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Budget>, D::Error> {
    let budgets: Vec<Budget> = few(Vec::deserialize(deserializer)?, MAX_BUDGETS, "budgets")?;
    match (1..budgets.len()).find(|&at| budgets[..at].iter().any(|other| other.team == budgets[at].team)) {
        Some(at) if budgets[at].team.is_empty() => Err(serde::de::Error::custom("the plan has two budgets")),
        Some(at) => Err(serde::de::Error::custom(format!("{} has two budgets", budgets[at].team))),
        None => Ok(budgets),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_rise_and_only_the_last_is_open() {
        let read = |text: &str| serde_json::from_str::<CostInputs>(text).map_err(|error| error.to_string());
        for (tiers, says) in [
            (r#"[{"rate":0.1},{"up_to":5,"rate":0.1}]"#, "only the last tier may be unlimited"),
            (r#"[{"up_to":5,"rate":0.1},{"up_to":5,"rate":0.1}]"#, "but 5 follows 5"),
            (r#"[{"up_to":5,"rate":-1}]"#, "price per GiB must be between"),
        ] {
            assert!(read(&format!("{{\"egress\":{tiers}}}")).unwrap_err().contains(says), "{tiers}");
        }
        assert_eq!(read("{}"), Ok(CostInputs::default()));
        let twice = r#"{"budgets":[{"team":"a","monthly":1},{"team":"a","monthly":2}]}"#;
        assert!(read(twice).unwrap_err().contains("a has two budgets"));
    }
}
