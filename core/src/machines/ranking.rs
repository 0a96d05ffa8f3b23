//! Ranks instance types by what the whole fleet costs on them.

use super::catalog::{Catalog, PriceBook, Purchase, RegionPrice};
use super::fit::{NodeReserve, Packing, Refusal, ReplicaNeed, pack};
use crate::base::time::HOURS_PER_MONTH;

/// A region in which a fleet runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Whose region.
    pub provider: String,
    /// The provider's name of it.
    pub region: String,
    /// Replicas that are needed there.
    pub replicas: u32,
}

/// How the fleet is to be priced.
#[derive(Clone, Copy, Debug)]
pub struct Offer<'a> {
    /// What is sold.
    pub catalog: &'a Catalog,
    /// Own prices and discounts.
    pub book: &'a PriceBook,
    /// How it is bought.
    pub purchase: Purchase,
    /// What each node keeps for itself.
    pub reserve: NodeReserve,
}

/// A type that fits, for a fleet over all sites of its provider.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedType {
    /// Place of the type in the catalogue.
    pub instance: usize,
    /// How replicas sit on its nodes.
    pub packing: Packing,
    /// Nodes at each site of its provider, with the place of the site.
    pub nodes: Vec<(usize, u32)>,
    /// The whole fleet, USD a month of 730 hours.
    pub monthly: f64,
}

/// A type that does not fit, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedType {
    /// Place of the type in the catalogue.
    pub instance: usize,
    /// The constraint that refused it.
    pub refusal: Refusal,
}

/// Every type of a catalogue: those that fit, cheapest first, and those that do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// What fits; of equal cost, fewer nodes first, then in the order of the catalogue.
    pub fits: Vec<RankedType>,
    /// What does not, in the order of the catalogue.
    pub refused: Vec<RefusedType>,
}

/// Ranks every type by what the fleet costs: `Σ over sites ⌈replicas/packing⌉·p·730`.
///
/// A type stands for the sites of its own provider, and must have a price at each of them. Where
/// the sites are of several providers, compare types of one provider with each other.
///
/// Spare replicas and failure domains are the caller's: `replicas` is what must run.
///
/// # Example
///
/// ```
/// use headroom_core::machines::catalog::{Catalog, PriceBook, Purchase};
/// use headroom_core::formulas::buying::*;
/// use headroom_core::formulas::published::*;
/// use headroom_core::machines::*;
/// use headroom_core::plan::cost::*;
///
/// let text = "headroom-catalog 1\n[sources]\nS\twords\town\n[quotes]\na\t2026\tS\tlist\n[types]\n\
///     c\tbig\tgeneral\t16\t64\nc\tsmall\tgeneral\t4\t16\nc\ttiny\tgeneral\t1\t4\n[prices]\n\
///     =c\tbig\nr\t1a\n=c\tsmall\nr\t0.3a\n=c\ttiny\nr\t0.05a\nend 16\n";
/// let catalog = Catalog::read(text)?;
/// let offer = Offer {
///     catalog: &catalog,
///     book: &PriceBook::default(),
///     purchase: Purchase::OnDemand,
///     reserve: NodeReserve::default(),
/// };
/// let need = ReplicaNeed { vcpus: 2.0, memory_gib: 4.0, ..ReplicaNeed::default() };
/// let sites = [Site { provider: "c".into(), region: "r".into(), replicas: 9 }];
/// let ranking = rank_types(&need, &sites, &offer);
/// // By hand: 5 small nodes at 0.3 are 1.5, 2 big ones at 1 are 2; a tiny one holds no replica.
/// assert_eq!(ranking.fits[0].nodes, [(0, 5)]);
/// assert_eq!(ranking.refused[0].refusal.to_string(), "needs 2 vCPU, has 1");
/// # Ok::<(), headroom_core::catalog::DamagedCatalog>(())
/// ```
pub fn rank_types(need: &ReplicaNeed, sites: &[Site], offer: &Offer<'_>) -> Ranking {
    let mut ranking = Ranking::default();
    for instance in 0..offer.catalog.types().len() {
        match rank_type(need, sites, offer, instance) {
            Ok(ranked) => ranking.fits.push(ranked),
            Err(refusal) => ranking.refused.push(RefusedType { instance, refusal }),
        }
    }
    let nodes = |ranked: &RankedType| ranked.nodes.iter().map(|(_, nodes)| u64::from(*nodes)).sum::<u64>();
    ranking.fits.sort_by(|a, b| a.monthly.total_cmp(&b.monthly).then_with(|| nodes(a).cmp(&nodes(b))));
    ranking
}

fn rank_type(need: &ReplicaNeed, sites: &[Site], offer: &Offer<'_>, place: usize) -> Result<RankedType, Refusal> {
    let instance = offer.catalog.types().get(place).ok_or(Refusal::OtherProvider)?;
    let packing = pack(need, instance, offer.reserve)?;
    let (mut nodes, mut monthly) = (Vec::new(), 0.0);
    for (site, wanted) in sites.iter().enumerate().filter(|(_, site)| site.provider == instance.provider) {
        let price = offer.catalog.prices_of(place).find(|price| price.region == wanted.region);
        let hourly = price.and_then(|price| offer.book.usd(offer.catalog, price, offer.purchase));
        let hourly = hourly.ok_or_else(|| Refusal::NoPrice { region: wanted.region.clone() })?;
        let count = wanted.replicas.div_ceil(packing.replicas.max(1));
        nodes.push((site, count));
        monthly += f64::from(count) * hourly * HOURS_PER_MONTH;
    }
    if nodes.is_empty() {
        Err(Refusal::OtherProvider)
    } else {
        Ok(RankedType { instance: place, packing, nodes, monthly })
    }
}

/// A type in a region; from [`rank_everywhere`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankedOffer {
    /// Place of the price in the catalogue, which names the type and the region.
    pub price: usize,
    /// Nodes that hold the replicas.
    pub nodes: u32,
    /// Replicas on one node, at least one.
    pub replicas_per_node: u32,
    /// All of them, USD a month of 730 hours.
    pub monthly: f64,
}

/// Ranks every type in every region for so many replicas in one place, cheapest first.
///
/// What does not fit or has no price is left out; [`rank_types`] says why, and [`pack`] what is
/// stranded.
pub fn rank_everywhere(need: &ReplicaNeed, replicas: u32, offer: &Offer<'_>) -> Vec<RankedOffer> {
    let fits = |node| pack(need, node, offer.reserve).map_or(0, |packing| packing.replicas);
    let per_node: Vec<u32> = offer.catalog.types().iter().map(fits).collect();
    let rank = |(place, price): (usize, &RegionPrice)| {
        let replicas_per_node = per_node.get(price.instance).copied().filter(|fit| *fit > 0)?;
        let hourly = offer.book.usd(offer.catalog, price, offer.purchase)?;
        let nodes = replicas.div_ceil(replicas_per_node);
        Some(RankedOffer {
            price: place,
            nodes,
            replicas_per_node,
            monthly: f64::from(nodes) * hourly * HOURS_PER_MONTH,
        })
    };
    let mut ranked: Vec<_> = offer.catalog.prices().iter().enumerate().filter_map(rank).collect();
    // Amounts are at least zero, and so ordered like their bits, which compare faster.
    ranked.sort_unstable_by_key(|row| (row.monthly.to_bits(), row.nodes, row.price));
    ranked
}

#[cfg(test)]
mod tests {
    use super::super::catalog::Architecture;
    use super::*;
    use proptest::prelude::*;

    const SHIPPED: &str = include_str!("../../../public/catalog/catalog.txt");

    fn offer<'a>(catalog: &'a Catalog, book: &'a PriceBook, purchase: Purchase) -> Offer<'a> {
        Offer { catalog, book, purchase, reserve: NodeReserve { vcpus: 0.5, memory_gib: 1.0 } }
    }

    fn site(provider: &str, region: &str, replicas: u32) -> Site {
        Site { provider: provider.into(), region: region.into(), replicas }
    }

    #[test]
    fn a_language_model_gets_its_gpus() {
        let (catalog, book) = (Catalog::read(SHIPPED).unwrap(), PriceBook::default());
        let need =
            ReplicaNeed { vcpus: 8.0, memory_gib: 64.0, gpus: 4, gpu_memory_gib: 80.0, ..ReplicaNeed::default() };
        let ranking = rank_types(&need, &[site("aws", "us-east-1", 3)], &offer(&catalog, &book, Purchase::OnDemand));
        let name = |place: usize| catalog.types()[place].name.as_str();
        assert!(ranking.fits.len() >= 5);
        assert!(ranking.fits.windows(2).all(|pair| pair[0].monthly <= pair[1].monthly));
        let refusal = |wanted: &str| {
            let row = ranking.refused.iter().find(|row| name(row.instance) == wanted).unwrap();
            row.refusal.to_string()
        };
        assert_eq!(refusal("m5.large"), "needs 4 GPUs, has 0");
        assert_eq!(refusal("g5.48xlarge"), "needs 80 GiB of memory a GPU, has 24");
        assert_eq!(refusal("g2-standard-4"), "needs 4 GPUs, has 1");
        assert_eq!(refusal("a2-ultragpu-8g"), "its provider is in none of the chosen regions");
        assert_eq!(ranking.fits.len() + ranking.refused.len(), catalog.types().len());
        for ranked in &ranking.fits {
            assert_eq!(ranked.nodes[0].1, 3_u32.div_ceil(ranked.packing.replicas));
        }
    }

    #[test]
    fn every_site_must_have_a_price() {
        let (catalog, book) = (Catalog::read(SHIPPED).unwrap(), PriceBook::default());
        let need = ReplicaNeed {
            vcpus: 2.0,
            memory_gib: 4.0,
            architecture: Some(Architecture::Arm),
            ..ReplicaNeed::default()
        };
        let sites = [site("gcp", "us-central1", 10), site("gcp", "nowhere", 10)];
        let ranking = rank_types(&need, &sites, &offer(&catalog, &book, Purchase::OnDemand));
        assert!(ranking.fits.is_empty());
        assert!(ranking.refused.iter().any(|row| row.refusal == Refusal::NoPrice { region: "nowhere".into() }));
        let intel = ranking.refused.iter().find(|row| catalog.types()[row.instance].name == "n2-standard-4").unwrap();
        assert_eq!(intel.refusal.to_string(), "needs arm64, has x86_64");
        assert!(!rank_types(&need, &sites[..1], &offer(&catalog, &book, Purchase::ThreeYears)).fits.is_empty());
        assert!(rank_types(&need, &[], &offer(&catalog, &book, Purchase::Spot)).fits.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn needing_more_never_costs_less(
            vcpus in 0.1..32.0_f64, memory in 0.1..128.0_f64, gpus in 0..4_u32, replicas in 0..50_u32, more in 1.0..3.0_f64
        ) {
            let (catalog, book) = (Catalog::read(SHIPPED).unwrap(), PriceBook::default());
            let offer = offer(&catalog, &book, Purchase::OnDemand);
            let need = ReplicaNeed { vcpus, memory_gib: memory, gpus, ..ReplicaNeed::default() };
            let larger = ReplicaNeed { vcpus: vcpus * more, memory_gib: memory * more, gpus: gpus + 1, ..need.clone() };
            let cheapest = |need: &ReplicaNeed| rank_everywhere(need, replicas, &offer).first().map_or(f64::INFINITY, |row| row.monthly);
            prop_assert!(cheapest(&larger) >= cheapest(&need));
            // Packed replicas never use more than the node has.
            for row in rank_everywhere(&need, replicas, &offer) {
                let price = &catalog.prices()[row.price];
                let packing = pack(&need, &catalog.types()[price.instance], offer.reserve).unwrap();
                prop_assert!(packing.used_fraction <= 1.0 && packing.replicas == row.replicas_per_node);
                prop_assert!(u64::from(row.nodes) * u64::from(row.replicas_per_node) >= u64::from(replicas));
            }
        }
    }
}
