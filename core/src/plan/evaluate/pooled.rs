//! The nodes that services share, and what each of these services costs on them.

use super::{ServiceEvaluation, service_cost};
use crate::base::id::ServiceId;
use crate::plan::cost::{NodePool, PoolBasis, plan_pool};
use crate::plan::scenario::pools::StatedPool;
use crate::plan::scenario::{Scenario, Service};
use std::sync::Arc;

/// What a service has of the nodes of the pool that it names, or why it has none.
#[derive(Clone, Copy, Default)]
pub(super) struct InNamedPool<'a> {
    pub pool: Option<&'a NodePool>,
    pub excluded: Option<&'a str>,
}

/// A plan that differs in neither prices nor purchase, its pools, and which services stand as they did in it.
pub(super) type Kept<'a> = (&'a Scenario, &'a [NodePool], &'a [bool]);

/// The pools of a plan; services that name one get their cost on its nodes, or on their own where they share none.
///
/// A pool all of whose services stand as they did is not packed anew, and neither are these costed.
pub(super) fn pooled(
    scenario: &Scenario,
    services: &mut [Arc<ServiceEvaluation>],
    kept: Option<Kept<'_>>,
) -> Vec<NodePool> {
    let stated: Vec<&Service> = scenario.services.iter().collect();
    if stated.iter().all(|service| service.cost.pool.is_empty()) {
        return Vec::new();
    }
    let named = StatedPool::all(&stated);
    let before: Vec<&Service> = kept.iter().flat_map(|(before, ..)| before.services.iter()).collect();
    let before = StatedPool::all(&before);
    let stays = |id: ServiceId| {
        let place = stated.iter().position(|service| service.id == id);
        kept.zip(place).is_some_and(|((.., stays), place)| stays.get(place).copied().unwrap_or_default())
    };
    let is_as_before = |pool: &StatedPool<'_>| {
        let ids = |pool: &StatedPool<'_>| pool.services.iter().map(|service| service.id).collect::<Vec<_>>();
        let was = before.iter().find(|was| was.name == pool.name);
        was.is_some_and(|was| ids(was) == ids(pool)) && ids(pool).into_iter().all(stays)
    };
    let pairs = stated.iter().copied().zip(services.iter());
    let fleets: Vec<_> = pairs.map(|(service, answers)| (service, &answers.fleet, &answers.ledger)).collect();
    let basis = PoolBasis { inputs: &scenario.cost, regions: &scenario.regions, services: &fleets };
    let pool = |stated: &StatedPool<'_>| {
        let known = kept.filter(|_| is_as_before(stated)).map(|(_, pools, _)| pools);
        let known = known.and_then(|pools| pools.iter().find(|pool| pool.name == stated.name));
        known.cloned().or_else(|| plan_pool(&basis, stated))
    };
    let pools: Vec<NodePool> = named.iter().filter_map(pool).collect();
    for (service, answers) in stated.iter().zip(services) {
        let stated_in = named.iter().find(|pool| pool.services.iter().any(|member| member.id == service.id));
        if service.cost.pool.is_empty() || stated_in.is_some_and(is_as_before) {
            continue;
        }
        let pool = pools.iter().find(|pool| pool.member(service.id).is_some());
        let excluded = named.iter().find_map(|pool| pool.excluded(service.id));
        let cost = service_cost(scenario, service, answers, InNamedPool { pool, excluded });
        Arc::make_mut(answers).cost = cost;
    }
    pools
}
