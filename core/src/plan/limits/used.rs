//! What is needed of each limit in each region, what of it is had, and by whom.

use crate::base::id::{RegionId, ServiceId};
use crate::base::text;
use crate::plan::ledger::Ledger;
use crate::plan::scenario::Scenario;
use crate::plan::scenario::limits::{Limit, LimitUnit, Per};
use serde::Serialize;

/// What one service takes of a limit in a region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitedService {
    /// Which service.
    pub service: ServiceId,
    /// Its name.
    pub name: String,
    /// Replicas that it needs there.
    pub needed: u32,
    /// Replicas that are planned there.
    pub planned: u32,
    /// What the needed replicas take, in the unit of the limit.
    pub asks: f64,
    /// What the planned ones take.
    pub takes: f64,
    /// Whether nobody says how many replicas a node holds, so that each was taken to have its own.
    pub nodes_assumed: bool,
}

/// What is taken of a limit in a region: by all services that share it, or by one of those for which it holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitUse {
    /// Which limit of the plan, from 0.
    pub limit: usize,
    /// The limit in words.
    pub words: String,
    /// In which region; `None` in a plan without regions.
    pub region: Option<RegionId>,
    /// Its name; empty in a plan without regions.
    pub place: String,
    /// How much can be had.
    pub most: f64,
    /// Of what.
    pub unit: LimitUnit,
    /// What is needed of it.
    pub needed: f64,
    /// What is planned of it.
    pub planned: f64,
    /// The services that take it.
    pub services: Vec<LimitedService>,
}

impl LimitUse {
    /// What is needed beyond the limit.
    pub fn short(&self) -> f64 {
        (self.needed - self.most).max(0.0)
    }

    /// The services in words: `Payments 12, Ledger 4`.
    pub fn says_services(&self) -> String {
        let each = self.services.iter().map(|service| {
            let assumed = if service.nodes_assumed { " (one node each; replicas per node unknown)" } else { "" };
            format!("{} {}{assumed}", text::one_line(&service.name), text::plain(service.takes))
        });
        each.collect::<Vec<_>>().join(", ")
    }
}

/// What is needed and planned of every limit, in their order, region by region; `ledgers` are those of the services, in the
/// order of the plan.
pub fn limit_uses(plan: &Scenario, ledgers: &[&Ledger]) -> Vec<LimitUse> {
    let mut uses = Vec::new();
    for (at, limit) in plan.limits.iter().enumerate() {
        let mut regions: Vec<(Option<RegionId>, String)> = Vec::new();
        for row in ledgers.iter().flat_map(|ledger| &ledger.regions) {
            let is_known = regions.iter().any(|(region, _)| *region == row.region);
            if !is_known && limit.holds_in(row.region) {
                regions.push((row.region, row.name.clone()));
            }
        }
        for (region, place) in regions {
            let pairs = plan.services.iter().zip(ledgers);
            let taking: Vec<LimitedService> = pairs
                .filter(|(service, _)| limit.counts(service))
                .filter_map(|(service, ledger)| taken(service, ledger, limit, region))
                .collect();
            let used = |services: Vec<LimitedService>| LimitUse {
                limit: at,
                words: limit.words(plan),
                region,
                place: place.clone(),
                most: limit.most.get(),
                unit: limit.unit,
                needed: services.iter().map(|service| service.asks).sum(),
                planned: services.iter().map(|service| service.takes).sum(),
                services,
            };
            if limit.of.is_shared() {
                uses.extend(Some(taking).filter(|taking| !taking.is_empty()).map(used));
            } else {
                uses.extend(taking.into_iter().map(|one| used(vec![one])));
            }
        }
    }
    uses
}

fn taken(
    service: &crate::plan::scenario::Service,
    ledger: &Ledger,
    limit: &Limit,
    region: Option<RegionId>,
) -> Option<LimitedService> {
    let rows = ledger.regions.iter().filter(|row| row.region == region && row.needed.needed() > 0);
    // In a plan without regions, those of the recovery region that is not chosen are had elsewhere.
    let row = rows.into_iter().find(|row| region.is_some() || !row.stands_by)?;
    let per = Per::of(service, limit.unit);
    let (needed, planned) = (row.needed.needed(), row.planned.needed());
    let is_of_nodes = limit.unit == LimitUnit::Nodes;
    (per.units > 0.0).then(|| LimitedService {
        service: service.id,
        name: service.name.to_string(),
        needed,
        planned,
        asks: per.taken(needed),
        takes: per.taken(planned),
        nodes_assumed: is_of_nodes && service.replicas_per_node().is_none(),
    })
}
