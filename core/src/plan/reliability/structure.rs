//! What a service stands on, as parts that fail alone or together, and the availability of several of them.

use crate::base::id::RegionId;
use crate::base::id::ServiceId;
use crate::formulas::availability::{Block, at_least, common_cause, series, system_availability};
use crate::plan::regions::RegionsPlan;
use crate::plan::scenario::Service;
use crate::plan::scenario::reliability::{ReliabilityInputs, Supplier};
use std::collections::BTreeSet;

/// Zones of a place of which nobody has said anything: `three-zones` in the register.
const USUAL_ZONES: u32 = 3;
/// Most work that goes into not counting a shared part twice: cases times blocks.
const MOST_WORK: usize = 4096;

/// A region as a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Site {
    /// Which; `None` for the one place of a plan without regions.
    pub region: Option<RegionId>,
    /// Availability of what its zones share and of enough of its zones.
    pub availability: f64,
}

/// What one service stands on, without what it depends on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Structure {
    pub sites: Vec<Site>,
    /// Sites that must work.
    pub need: usize,
    /// Share of failures that hit all of them at once.
    pub common: f64,
    /// Share of failovers that work.
    pub failover: f64,
}

impl Structure {
    /// From the regions' plan, or from one place with three zones.
    pub fn new(
        stated: &ReliabilityInputs,
        service: &Service,
        regions: Option<&RegionsPlan>,
        holds_alone: bool,
        zones: &dyn Fn(RegionId) -> u32,
    ) -> Self {
        let common = stated.common_cause.get();
        let site = |region: Option<RegionId>, zones: u32, may_lose_one: bool| {
            let need = if may_lose_one { zones.saturating_sub(1).max(1) } else { zones };
            let of_zones = common_cause(need as usize, zones as usize, stated.zone.get(), common);
            Site { region, availability: stated.region.get() * of_zones.unwrap_or(0.0) }
        };
        let failover = stated.failover.get();
        let Some(plan) = regions else {
            let sites = vec![site(None, USUAL_ZONES, holds_alone)];
            return Self { sites, need: 1, common, failover };
        };
        let used = plan.regions.iter().filter(|region| region.replicas > 0);
        let sites: Vec<Site> = used
            .map(|region| site(Some(region.id), zones(region.id), region.holds_without_a_zone == Some(true)))
            .collect();
        let may_be_lost = plan.survivable.regions.unwrap_or(0) as usize;
        let need = sites.len().saturating_sub(may_be_lost).max(usize::from(service.demand.average_load.get() > 0.0));
        Self { sites, need: need.min(plan.regions.len()), common, failover }
    }

    /// Failures of a site without the share that is common to all.
    fn alone(&self, site: &Site) -> f64 {
        if self.sites.len() > 1 { 1.0 - (1.0 - self.common) * (1.0 - site.availability) } else { site.availability }
    }

    /// Availability of what is common to all sites.
    fn together(&self) -> f64 {
        1.0 - self.common * self.mean_failure()
    }

    /// `q̄`: mean share of time in which a site is down; none where one site has nothing in common with others.
    pub fn mean_failure(&self) -> f64 {
        if self.sites.len() < 2 {
            return 0.0;
        }
        self.sites.iter().map(|site| 1.0 - site.availability).sum::<f64>() / self.sites.len() as f64
    }

    /// `(1 − β·q̄) · (all + s · (enough − all))`: while all work nothing moves; otherwise the failover must work.
    pub fn availability(&self) -> f64 {
        let (all, enough) = self.working();
        self.together() * (all + self.failover * (enough - all))
    }

    /// Shares of time in which all sites work and in which enough of them do, causes common to all aside.
    pub fn working(&self) -> (f64, f64) {
        if self.sites.is_empty() && self.need > 0 {
            return (0.0, 0.0);
        }
        let alone: Vec<f64> = self.sites.iter().map(|site| self.alone(site)).collect();
        let all = series(&alone).unwrap_or(0.0);
        (all, at_least(self.need, &alone).unwrap_or(0.0).max(all))
    }
}

/// Everything that a service needs, itself included, each once; circles do no harm.
pub(super) fn closure(
    service: ServiceId,
    find: &dyn Fn(ServiceId) -> Option<usize>,
    services: &[&Service],
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = find(service).into_iter().collect();
    while let Some(at) = open.pop() {
        if found.insert(at) {
            let needed = services[at].reliability.dependencies.iter();
            open.extend(needed.filter_map(|needed| match needed.on {
                Supplier::Service(id) => find(id),
                Supplier::External { .. } => None,
            }));
        }
    }
    found
}

/// What several services need from outside: name and availability, each name once, the worst stated.
pub(super) fn externals<'a>(services: impl Iterator<Item = &'a Service>) -> Vec<(String, f64)> {
    let mut found: Vec<(String, f64)> = Vec::new();
    for needed in services.flat_map(|service| &service.reliability.dependencies) {
        let Supplier::External { name, availability } = &needed.on else { continue };
        match found.iter_mut().find(|(known, _)| known == name.as_str()) {
            Some((_, known)) => *known = known.min(availability.get()),
            None => found.push((name.to_string(), availability.get())),
        }
    }
    found
}

/// Availability of several services together, and whether it is only a lower bound.
///
/// A region in which several of them stand is one part. Where that takes too many cases, the product is
/// taken: parts that are shared make it too low, never too high.
pub(super) fn together(structures: &[&Structure], externals: &[(String, f64)]) -> (f64, bool) {
    let outside: f64 = externals.iter().map(|(_, availability)| availability).product();
    let product = || outside * structures.iter().map(|structure| structure.availability()).product::<f64>();
    if structures.len() < 2 {
        return (product(), false);
    }
    let mut parts: Vec<f64> = Vec::new();
    let mut keys: Vec<(Option<RegionId>, u64)> = Vec::new();
    let mut blocks = Vec::new();
    for structure in structures {
        let mut part = |region: Option<RegionId>, availability: f64| {
            let key = (region, availability.to_bits());
            let place = keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                keys.push(key);
                parts.push(availability);
                parts.len() - 1
            });
            Block::Part(place)
        };
        let sites: Vec<Block> = structure.sites.iter().map(|site| part(site.region, structure.alone(site))).collect();
        // A cause common to all regions is the same cause for services with the same regions.
        let common = part(Some(RegionId(u32::MAX)), structure.together());
        if sites.len() < 2 {
            blocks.push(Block::All(sites.into_iter().chain([common]).collect()));
            continue;
        }
        parts.push(structure.failover);
        keys.push((None, u64::MAX));
        let moves = Block::Part(parts.len() - 1);
        let enough = Block::All(vec![moves, Block::AtLeast { need: structure.need, of: sites.clone() }]);
        blocks.push(Block::All(vec![common, Block::AtLeast { need: 1, of: vec![Block::All(sites), enough] }]));
    }
    let n_sites = keys.iter().filter(|key| key.1 != u64::MAX).count();
    let work = (1_usize << n_sites.min(20)) * structures.len() * (1 + n_sites);
    if work > MOST_WORK {
        return (product(), true);
    }
    match system_availability(&parts, &Block::All(blocks)) {
        Ok(availability) => (availability * outside, false),
        Err(_) => (product(), true),
    }
}
