//! Compares every type of a catalogue by what the whole fleet costs on it.

use super::{Fleet, a_month, an_hour};
use crate::base::text;
use crate::formulas::finance::over_a_month;
use crate::machines::catalog::{Catalog, InstanceType, Price, Purchase, RegionPrice};
use crate::machines::fit::{Packing, Refusal, pack};

/// Where the fleet stands while types are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Where {
    /// In the plan's regions of one provider, with the replicas of each.
    Plan {
        /// Whose.
        provider: String,
    },
    /// All of it in one region.
    Region {
        /// Whose.
        provider: String,
        /// The provider's name of it.
        region: String,
    },
    /// All of it in the region where the type costs least.
    Cheapest {
        /// Whose types; all where none is named.
        provider: Option<String>,
    },
}

impl Where {
    /// Whose types are compared; all where none is named.
    pub fn provider(&self) -> Option<&str> {
        match self {
            Self::Plan { provider } | Self::Region { provider, .. } => Some(provider),
            Self::Cheapest { provider } => provider.as_deref(),
        }
    }
}

/// How nodes are bought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// By the hour, committed, or as spot.
    pub purchase: Purchase,
    /// Share that is taken off every list price but that of spot.
    pub negotiated: f64,
}

/// Nodes in one region.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteNodes {
    /// The provider's name of it.
    pub region: String,
    /// Replicas there.
    pub replicas: u32,
    /// Nodes that hold them.
    pub nodes: u32,
    /// What an hour of one costs, less what was negotiated, USD.
    pub hourly: f64,
    /// The price that this follows from.
    pub price: Price,
    /// Whether that is an estimate by what the provider's types usually save.
    pub is_usual_discount: bool,
}

/// A type that holds the fleet.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Place of the type in the catalogue.
    pub instance: usize,
    /// How replicas sit on a node.
    pub packing: Packing,
    /// Largest share of one of a node's resources that no replica can use.
    pub unused_share: f64,
    /// The regions, at least one.
    pub sites: Vec<SiteNodes>,
    /// Nodes in all of them.
    pub nodes: u64,
    /// An hour of a node, USD; the mean where regions differ.
    pub hourly: f64,
    /// The whole fleet, USD a month of 730 hours.
    pub monthly: f64,
}

impl Candidate {
    /// The arithmetic, a line a region: nodes, their price, what they cost a month.
    pub fn arithmetic(&self, terms: Terms) -> Vec<String> {
        let line = |site: &SiteNodes| {
            let off = match terms.purchase {
                Purchase::Spot => String::new(),
                _ if terms.negotiated <= 0.0 => String::new(),
                _ => format!(" · (1 − {})", text::percent(terms.negotiated)),
            };
            format!(
                "{}: ⌈{} / {}⌉ = {}; {} · {}{off} · 730 h = {} a month",
                site.region,
                text::count(site.replicas),
                text::count(self.packing.replicas),
                text::counted(site.nodes.into(), "node", "nodes"),
                text::count(site.nodes),
                an_hour(site.price.usd),
                a_month(over_a_month(f64::from(site.nodes) * site.hourly))
            )
        };
        self.sites.iter().map(line).collect()
    }

    /// Whether some price in it is an estimate, by the catalogue or by the usual discount.
    pub fn is_estimate(&self, catalog: &Catalog) -> bool {
        let is = |site: &SiteNodes| {
            site.is_usual_discount || catalog.quote(site.price).is_some_and(|quote| quote.basis.is_estimate())
        };
        self.sites.iter().any(is)
    }
}

/// A type that does not.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// Place of the type in the catalogue.
    pub instance: usize,
    /// The constraint that refused it.
    pub refusal: Refusal,
}

/// Every type that was compared; from [`compare`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Those that hold the fleet, the cheapest first.
    pub fits: Vec<Candidate>,
    /// Those that do not, in the order of the catalogue.
    pub refused: Vec<Refused>,
}

impl Choice {
    /// How much more the fleet costs on a type than on the cheapest; `None` where that is no more, as it is shown.
    pub fn over_cheapest(&self, candidate: &Candidate) -> Option<f64> {
        let cheapest = self.fits.first().map(|first| first.monthly).filter(|least| *least > 0.0)?;
        Some(candidate.monthly / cheapest - 1.0).filter(|over| *over > 0.0 && !text::is_no_change(*over))
    }
}

/// Ranks every type by what the fleet costs on it a month: `Σ over regions ⌈n/k⌉ · p·(1 − d) · 730`.
///
/// | symbol | input                                                        | unit       |
/// |--------|--------------------------------------------------------------|------------|
/// | `n`    | replicas of the region                                       | replicas   |
/// | `k`    | replicas that [fit](pack) a node beside its reserve          | replicas   |
/// | `p`    | price of the catalogue in that region                        | USD / hour |
/// | `d`    | `terms.negotiated`; nothing for spot                         | fraction   |
///
/// Where a type's own price for a term is not known, what its provider's types of that family usually
/// save is taken off its price by the hour, and marked ([`SiteNodes::is_usual_discount`]). Of equal
/// cost, the lower price of a node comes first, then the order of the catalogue.
///
/// A type must have a price in every region where the fleet stands; otherwise it is refused for that.
///
/// # Example
///
/// ```
/// use headroom_core::machines::catalog::{Catalog, Purchase};
/// use headroom_core::studies::machine_choice::{Fleet, Terms, Where, compare};
/// use headroom_core::machines::fit::ReplicaNeed;
/// use headroom_core::plan::scenario::cost::Reserve;
///
/// let text = "headroom-catalog 1\n[sources]\nS\twords\town\n[quotes]\na\t2026\tS\tlist\n[types]\n\
///     aws\tbig\tgeneral\t16\t64\naws\tsmall\tgeneral\t4\t16\n[prices]\n\
///     =aws\tbig\neast\t1a\nwest\t0.8a\n=aws\tsmall\neast\t0.3a\nend 14\n";
/// let catalog = Catalog::read(text)?;
/// let need = ReplicaNeed { vcpus: 2.0, memory_gib: 4.0, ..ReplicaNeed::default() };
/// let fleet = Fleet { need, reserve: Reserve::nothing(), replicas: 17, sites: Vec::new() };
/// let terms = Terms { purchase: Purchase::OnDemand, negotiated: 0.5 };
/// let choice = compare(&catalog, &fleet, &Where::Cheapest { provider: None }, terms);
/// // By hand: three big nodes in the west at 0.40 cost 876 a month, nine small ones at 0.15 cost 985.50.
/// let rows: Vec<_> = choice.fits.iter().map(|row| (row.nodes, row.monthly)).collect();
/// assert!((rows[0].1 - 876.0).abs() < 1e-9 && rows[0].0 == 3);
/// assert!((rows[1].1 - 985.5).abs() < 1e-9 && rows[1].0 == 9);
/// # Ok::<(), headroom_core::machines::catalog::DamagedCatalog>(())
/// ```
pub fn compare(catalog: &Catalog, fleet: &Fleet, place: &Where, terms: Terms) -> Choice {
    let mut choice = Choice::default();
    for (instance, row) in catalog.types().iter().enumerate() {
        if place.provider().is_some_and(|provider| provider != row.provider) {
            continue;
        }
        match candidate(catalog, fleet, place, terms, instance, row) {
            Ok(candidate) => choice.fits.push(candidate),
            Err(refusal) => choice.refused.push(Refused { instance, refusal }),
        }
    }
    choice.fits.sort_by(|a, b| a.monthly.total_cmp(&b.monthly).then_with(|| a.hourly.total_cmp(&b.hourly)));
    choice
}

fn candidate(
    catalog: &Catalog,
    fleet: &Fleet,
    place: &Where,
    terms: Terms,
    instance: usize,
    row: &InstanceType,
) -> Result<Candidate, Refusal> {
    let packing = pack(&fleet.need, row, fleet.reserve.on(&row.provider, row.vcpus, row.memory_gib))?;
    let site = |region: &str, replicas: u32| {
        let offer = catalog.prices_of(instance).find(|offer| offer.region == region);
        let site = offer.and_then(|offer| priced(catalog, offer, terms, replicas, packing.replicas));
        site.ok_or_else(|| Refusal::NoPrice { region: region.to_owned() })
    };
    let sites: Vec<SiteNodes> = match place {
        Where::Region { region, .. } => vec![site(region, fleet.replicas)?],
        Where::Plan { provider } => {
            let own = fleet.sites.iter().filter(|site| site.provider == *provider);
            own.map(|wanted| site(&wanted.region, wanted.replicas)).collect::<Result<_, _>>()?
        }
        Where::Cheapest { .. } => {
            let offers = catalog.prices_of(instance);
            let sites = offers.filter_map(|offer| priced(catalog, offer, terms, fleet.replicas, packing.replicas));
            vec![sites.min_by(|a, b| a.hourly.total_cmp(&b.hourly)).ok_or_else(no_price)?]
        }
    };
    let nodes: u64 = sites.iter().map(|site| u64::from(site.nodes)).sum();
    let per_hour: f64 = sites.iter().map(|site| f64::from(site.nodes) * site.hourly).sum();
    let first = sites.first().ok_or(Refusal::OtherProvider)?.hourly;
    Ok(Candidate {
        instance,
        packing,
        unused_share: unused_share(&packing, row),
        nodes,
        hourly: if nodes > 0 { per_hour / nodes as f64 } else { first },
        monthly: over_a_month(per_hour),
        sites,
    })
}

fn no_price() -> Refusal {
    Refusal::NoPrice { region: "any region".to_owned() }
}

fn priced(catalog: &Catalog, offer: &RegionPrice, terms: Terms, replicas: u32, per_node: u32) -> Option<SiteNodes> {
    let price = catalog.price_or_estimate(offer, terms.purchase)?;
    Some(SiteNodes {
        region: offer.region.clone(),
        replicas,
        nodes: replicas.div_ceil(per_node.max(1)),
        hourly: terms.purchase.negotiated(price.usd, terms.negotiated.clamp(0.0, 1.0)),
        price,
        is_usual_discount: offer.of(terms.purchase).is_none(),
    })
}

fn unused_share(packing: &Packing, row: &InstanceType) -> f64 {
    let share = |left: Option<f64>, of: Option<f64>| match (left, of) {
        (Some(left), Some(of)) if of > 0.0 => (left / of).clamp(0.0, 1.0),
        _ => 0.0,
    };
    let gpus = row.accelerators.as_ref().map(|has| has.count);
    share(packing.unused_vcpus, row.vcpus)
        .max(share(packing.unused_memory_gib, row.memory_gib))
        .max(share(Some(packing.unused_gpus), gpus))
}
