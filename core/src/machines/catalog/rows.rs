//! The rows of the catalogue.

use super::AsOf;

macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $item_doc:literal])+ $item:ident = $word:literal,)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[doc = $item_doc])+ #[serde(rename = $word)] $item,)+
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$item),+];
            /// The word that stands for it in files.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$item => $word,)+
                }
            }
            /// The one that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.word() == word)
            }
        }
    };
}

words! {
    /// What a type is built for.
    Family {
        /// Balanced.
        General = "general",
        /// More processor than memory.
        Compute = "compute",
        /// More memory than processor.
        Memory = "memory",
        /// Local disks.
        Storage = "storage",
        /// Graphics processors.
        Gpu = "gpu",
        /// Chips for inference.
        InferenceAccelerator = "inference-accelerator",
        /// Chips for training.
        TrainingAccelerator = "training-accelerator",
    }
}

words! {
    /// Instruction set of a type's processors.
    Architecture {
        /// Intel and AMD.
        X86 = "x86_64",
        /// Arm, such as Graviton, Axion, Cobalt and Grace.
        Arm = "arm64",
    }
}

words! {
    /// How a price came about.
    Basis {
        /// The vendor's list price on that date.
        List = "list",
        /// Seen on a market on that date.
        Observed = "observed",
        /// An older list price that was kept because a comparison supports that it still holds.
        Corroborated = "corroborated",
        /// Computed from another price.
        Derived = "derived",
        /// Stated by the source, but unlikely; to be checked.
        Doubtful = "doubtful",
        /// Somebody's estimate.
        Estimate = "estimate",
        /// The person's own figure.
        Own = "own",
    }
}

impl Basis {
    /// Whether pages must mark the price as an estimate.
    pub fn is_estimate(self) -> bool {
        matches!(self, Self::Derived | Self::Doubtful | Self::Estimate)
    }
}

words! {
    /// When a commitment is paid. All rates of the catalogue are what an hour costs in the end.
    Payment {
        /// Month by month, nothing in advance.
        Monthly = "monthly",
        /// About half in advance.
        Partial = "partial",
        /// Everything in advance.
        Upfront = "upfront",
        /// In advance or month by month at the same price.
        Either = "either",
    }
}

words! {
    /// How capacity is bought.
    Purchase {
        /// By the hour, without commitment.
        OnDemand = "on-demand",
        /// By the hour, may be taken back at short notice.
        Spot = "spot",
        /// Committed for a year.
        OneYear = "1y",
        /// Committed for three years.
        ThreeYears = "3y",
    }
}

words! {
    /// What a discount is given for.
    Term {
        /// For capacity that may be taken back.
        Spot = "spot",
        /// For a year's commitment.
        OneYear = "1y",
        /// For three years' commitment.
        ThreeYears = "3y",
    }
}

/// Where facts are from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Short code that quotes use.
    pub code: String,
    /// What it is.
    pub words: String,
    /// Licence of what was read; `facts only` where none was found.
    pub licence: String,
    /// Credit that must be shown wherever its facts are; `None` where none is due.
    pub credit: Option<String>,
}

/// Date, sources and standing of a price.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// Short code that prices use.
    pub code: String,
    /// When it held.
    pub as_of: AsOf,
    /// Codes of its [sources](Source).
    pub sources: Vec<String>,
    /// How it came about.
    pub basis: Basis,
    /// When a commitment is paid; `None` for what is none, or where unknown.
    pub payment: Option<Payment>,
    /// What else to know; may be empty.
    pub note: String,
}

/// A price and the place of its [quote](crate::machines::catalog::Catalog::quote).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// USD for one unit; an hour for instances.
    pub usd: f64,
    /// Place of the quote.
    pub(super) quote: usize,
}

/// A kind of accelerator; rates are dense, without sparsity.
#[derive(Clone, Debug, PartialEq)]
pub struct Accelerator {
    /// Name, as instance types use it.
    pub model: String,
    /// Who makes it.
    pub vendor: String,
    /// Generation.
    pub generation: String,
    /// Memory, GiB as the vendor counts.
    pub memory_gib: Option<f64>,
    /// Kind of memory.
    pub memory_kind: String,
    /// Memory bandwidth, GB/s.
    pub memory_bandwidth: Option<f64>,
    /// TFLOPS at bf16.
    pub bf16: Option<f64>,
    /// TFLOPS at fp16.
    pub fp16: Option<f64>,
    /// TFLOPS at fp8.
    pub fp8: Option<f64>,
    /// TOPS at int8.
    pub int8: Option<f64>,
    /// TFLOPS at fp4.
    pub fp4: Option<f64>,
    /// How several are joined.
    pub interconnect: String,
    /// Bandwidth of that, GB/s.
    pub interconnect_bandwidth: Option<f64>,
    /// Design power, W.
    pub power: Option<f64>,
    /// Codes of its sources.
    pub sources: Vec<String>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

/// Accelerators of an instance type.
#[derive(Clone, Debug, PartialEq)]
pub struct Accelerators {
    /// Name of the [kind](Accelerator).
    pub model: String,
    /// How many; below one where a type has a slice of one.
    pub count: f64,
    /// Memory of a whole one, GiB.
    pub memory_gib: Option<f64>,
}

/// What a cloud sells by the hour.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceType {
    /// Who sells it.
    pub provider: String,
    /// The provider's name for it.
    pub name: String,
    /// What it is built for.
    pub family: Family,
    /// Virtual CPUs.
    pub vcpus: Option<f64>,
    /// Memory, GiB.
    pub memory_gib: Option<f64>,
    /// Instruction set.
    pub architecture: Option<Architecture>,
    /// Accelerators; `None` for a type that has none.
    pub accelerators: Option<Accelerators>,
    /// Network that it keeps up, Gbit/s.
    pub network_gbps: Option<f64>,
    /// Local disk, GB; `None` where there is none or it is not known.
    pub local_disk_gb: Option<f64>,
}

/// How often spot capacity was taken back in a month, as shares of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interruption {
    /// At least this share.
    pub low: f64,
    /// At most this share; `None` where the source states no bound.
    pub high: Option<f64>,
}

/// Prices of a type in a region, USD an hour.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionPrice {
    /// Place of the type in [`Catalog::types`](crate::machines::catalog::Catalog::types).
    pub instance: usize,
    /// The provider's name of the region.
    pub region: String,
    /// By the hour.
    pub on_demand: Option<Price>,
    /// By the hour, may be taken back.
    pub spot: Option<Price>,
    /// With a commitment for a year.
    pub one_year: Option<Price>,
    /// With a commitment for three years.
    pub three_years: Option<Price>,
    /// How often spot capacity is taken back.
    pub interruption: Option<Interruption>,
}

impl RegionPrice {
    /// The price of a way of buying.
    pub fn of(&self, purchase: Purchase) -> Option<Price> {
        match purchase {
            Purchase::OnDemand => self.on_demand,
            Purchase::Spot => self.spot,
            Purchase::OneYear => self.one_year,
            Purchase::ThreeYears => self.three_years,
        }
    }
}

/// Price of storage, network or management.
#[derive(Clone, Debug, PartialEq)]
pub struct ServicePrice {
    /// Who sells it.
    pub provider: String,
    /// Region; `None` where one price holds everywhere.
    pub region: Option<String>,
    /// Such as `block`, `object`, `internet-egress`, `load-balancer`.
    pub category: String,
    /// What exactly.
    pub item: String,
    /// What the price is for, such as `GB-month` or `hour`.
    pub unit: String,
    /// Price of one unit.
    pub price: Price,
    /// Amount a month from which the price holds.
    pub from: Option<f64>,
    /// Amount a month up to which it holds.
    pub up_to: Option<f64>,
}

/// Price of moving data from one region to others.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Whose regions.
    pub provider: String,
    /// From where.
    pub from: String,
    /// To where.
    pub to: Vec<String>,
    /// USD a GB.
    pub price: Price,
}

/// What buying otherwise usually saves against on-demand, where a type's own price is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Discount {
    /// Whose.
    pub provider: String,
    /// For which types; `None` for any.
    pub family: Option<Family>,
    /// For what.
    pub term: Term,
    /// Share of the on-demand price that is saved; its quote says how it is paid.
    pub share: Price,
    /// 10th percentile of what it was computed from.
    pub p10: Option<f64>,
    /// 90th percentile.
    pub p90: Option<f64>,
}

/// A provider as people write it.
pub fn provider_name(key: &str) -> &str {
    match key {
        "aws" => "AWS",
        "azure" => "Azure",
        "gcp" => "Google Cloud",
        "lambda" => "Lambda",
        "nebius" => "Nebius",
        "runpod" => "RunPod",
        "verda" => "Verda",
        "own" => "Custom",
        other => other,
    }
}
