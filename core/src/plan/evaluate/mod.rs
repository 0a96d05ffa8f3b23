//! The whole chain on one screen: what the person states goes in, every answer comes out.

mod answers;
mod exports;
mod judged;
mod pooled;
pub mod report;
mod scaled;
mod totals;
mod verdict;

pub use answers::{Evaluation, ServiceEvaluation};
pub use exports::Exported;
use judged::{judge_at_the_user, withhold};
use pooled::{InNamedPool, pooled};
use scaled::scaled;
pub use totals::{ScalingTotals, Totals};

use super::answered::Answered;
use super::calendar::{PlannedService, calendar};
use super::cost::{
    CostBasis, CostPlan, CostedService, ServiceCostBasis, ServiceCostPlan, plan_cost, plan_service_cost,
};
use super::demand::{DemandPlan, LoadCurve, plan_demand};
use super::ledger::{Ledger, LedgerBasis, months};
use super::limits::{caps, limit_uses};
use super::places::{Place, places, sizing_of_all, standing_by, with_standby};
use super::price::{HourPrice, hour_prices};
use super::recovery::{RecoveryBasis, RecoveryPlan, plan_recovery};
use super::regions::{RegionsBasis, plan_regions};
use super::reliability::{PlanReliability, ReliabilityBasis, plan_reliability};
use super::scenario::limits::Caps;
use super::scenario::{Scenario, Service};
use super::sizing::{SizingPlan, Stands, plan_sizing};
use super::stated;
use crate::base::explain::Finding;
use crate::base::id::RegionId;
use std::sync::Arc;

/// Answers everything that a scenario asks: demand, then sizing, scaling, regions, recovery and
/// cost, for each service; then the whole.
///
/// Total and fast: every scenario has an evaluation, and what does not hold says so in its verdict.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let evaluation = evaluate(&examples::seed_service());
/// assert_eq!(evaluation.totals.replicas, 57);
/// ```
pub fn evaluate(scenario: &Scenario) -> Evaluation {
    evaluate_from(None, scenario)
}

/// The same answers, where those of a scenario of before are at hand: services that are stated as they were
/// then, in a plan of the same regions and discount that begins on the same day, are not computed anew; of
/// these only the cost is, where the plan buys otherwise. Of a service that is stated otherwise under the same load,
/// the policy is simulated anew only where it may come to something else.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::{evaluate, evaluate_from};
/// use headroom_core::base::name::Name;
/// use headroom_core::plan::scenario::examples;
///
/// let before = examples::seed_service();
/// let known = evaluate(&before);
/// let mut after = before.clone();
/// after.name = Name::from_static("The same under another name");
/// assert_eq!(evaluate_from(Some((&before, &known)), &after), evaluate(&after));
/// ```
pub fn evaluate_from(previous: Option<(&Scenario, &Evaluation)>, scenario: &Scenario) -> Evaluation {
    // Where the load of a service is as it was, so is what follows from it alone.
    let under_the_same_load = |service: &Service| {
        let (before, answers) = previous.filter(|(before, _)| before.start == scenario.start)?;
        let stated = before.services.get(service.id)?;
        answers.service(service.id).filter(|_| stated.demand == service.demand)
    };
    let previous = previous.filter(|(before, _)| {
        before.start == scenario.start
            && before.regions == scenario.regions
            && before.cost.negotiated == scenario.cost.negotiated
            && before.cost.inter_region == scenario.cost.inter_region
            && before.cost.storage_price == scenario.cost.storage_price
    });
    let known = |service: &Service, caps: &Caps, price: &HourPrice| {
        let (before, answers) = previous?;
        before.services.get(service.id).filter(|stated| *stated == service)?;
        let mut answers =
            answers.shared(service.id).filter(|answers| answers.caps == *caps && answers.price == *price).cloned()?;
        // What names a pool follows with all that do.
        if before.cost != scenario.cost && service.cost.pool.is_empty() {
            let cost = service_cost(scenario, service, &answers, InNamedPool::default());
            Arc::make_mut(&mut answers).cost = cost;
        }
        Some(answers)
    };
    let mut stays = Vec::new();
    let mut services: Vec<Arc<ServiceEvaluation>> = Vec::new();
    for ((service, caps), price) in scenario.services.iter().zip(caps(scenario)).zip(hour_prices(scenario)) {
        let known = known(service, &caps, &price);
        stays.push(known.is_some());
        let anew = || evaluate_service(scenario, service, (caps, price), under_the_same_load(service));
        services.push(known.unwrap_or_else(|| Arc::new(anew())));
    }
    let kept = previous.filter(|(before, _)| before.cost == scenario.cost);
    let pools = pooled(scenario, &mut services, kept.map(|(before, known)| (before, known.pools.as_slice(), &*stays)));
    let ledgers: Vec<&Ledger> = services.iter().map(|service| &service.ledger).collect();
    let limits = limit_uses(scenario, &ledgers);
    let cost = plan_cost_of(scenario, &services);
    let totals = Totals::of(&services, &cost);
    // With the same services as before, what each needs is the same too.
    let ids = |services: &[Arc<ServiceEvaluation>]| services.iter().map(|service| service.id).collect::<Vec<_>>();
    let same_services = previous.map(|(_, known)| known).filter(|known| ids(&known.services) == ids(&services));
    let mut reliability = reliability(scenario, &services, same_services.map(|known| (&known.reliability, &*stays)));
    for (answered, service) in reliability.services.iter_mut().zip(&services) {
        service.waits_for.iter().for_each(|missing| stated::withhold(answered, missing));
    }
    let verdict = verdict::verdict(&services, &totals, &reliability, &cost);
    let planned = services.iter().map(|service| PlannedService {
        name: &service.name,
        sizing: &service.sizing,
        curve: service.place().map_or(&service.curve, |place| &place.curve),
        place: service.place().map(|place| place.name.as_str()),
    });
    let calendar = calendar(scenario.start, &planned.collect::<Vec<_>>());
    Evaluation { services, limits, pools, totals, reliability, cost, verdict, calendar }
}

/// The cost of a scenario on the fleets of another one that differs from it only in prices and in what else
/// moves no fleet.
///
/// Many times faster than [`evaluate`], for trying one price after the other.
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::{evaluate, recost};
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::base::units::DiscountRate;
///
/// let before = examples::find("ai-platform").expect("an example").scenario();
/// let known = evaluate(&before);
/// let mut after = before.clone();
/// after.cost.discount_rate = DiscountRate::new(0.2)?;
/// assert_eq!(recost(&after, &known), evaluate(&after).cost);
/// # Ok::<(), headroom_core::base::units::OutOfRange>(())
/// ```
pub fn recost(scenario: &Scenario, known: &Evaluation) -> Answered<CostPlan> {
    let mut services: Vec<Arc<ServiceEvaluation>> = scenario
        .services
        .iter()
        .filter_map(|service| {
            let mut answers = Arc::clone(known.shared(service.id)?);
            if service.cost.pool.is_empty() {
                let cost = service_cost(scenario, service, &answers, InNamedPool::default());
                Arc::make_mut(&mut answers).cost = cost;
            }
            Some(answers)
        })
        .collect();
    pooled(scenario, &mut services, None);
    plan_cost_of(scenario, &services)
}

fn plan_cost_of(scenario: &Scenario, services: &[Arc<ServiceEvaluation>]) -> Answered<CostPlan> {
    let costed = costed(scenario, services);
    plan_cost(&CostBasis { inputs: &scenario.cost, start: scenario.start, services: &costed })
}

/// The services as cost reads them, in the order of the scenario.
pub(crate) fn costed<'a>(scenario: &'a Scenario, services: &'a [Arc<ServiceEvaluation>]) -> Vec<CostedService<'a>> {
    let pairs = scenario.services.iter().zip(services);
    pairs.map(|(service, answers)| answers.costed(service)).collect()
}

fn service_cost(
    scenario: &Scenario,
    service: &Service,
    answers: &ServiceEvaluation,
    InNamedPool { pool, excluded }: InNamedPool<'_>,
) -> Answered<ServiceCostPlan> {
    plan_service_cost(&ServiceCostBasis {
        inputs: &scenario.cost,
        regions: &scenario.regions,
        service,
        ledger: &answers.ledger,
        scaling: &answers.scaling,
        fleet: &answers.fleet,
        pool,
        excluded,
    })
}

/// What sizing says if all of a service ran in one place, within a limit.
fn sized_alone(
    service: &Service,
    (demand, curve): (&DemandPlan, &LoadCurve),
    limit: Option<u32>,
) -> Answered<SizingPlan> {
    let always = service.scaling.policies.active().always();
    let stands = Stands::alone(&service.sizing, demand.peak, limit).running_always(always).scaled_as(&service.scaling);
    plan_sizing(&service.sizing, demand, curve, service.demand.growth, stands)
}

/// The load of a service, which is as before where answers for the same load are at hand.
fn load(
    scenario: &Scenario,
    service: &Service,
    before: Option<&ServiceEvaluation>,
) -> (LoadCurve, Answered<DemandPlan>) {
    before.map(|before| (before.curve.clone(), before.demand.clone())).unwrap_or_else(|| {
        let curve = LoadCurve::new(&service.demand, scenario.start);
        let demand = plan_demand(&service.demand, &curve);
        (curve, demand)
    })
}

/// How a service comes back from the loss of a region.
fn recovery(
    scenario: &Scenario,
    service: &Service,
    price: &HourPrice,
    fleet: &LedgerBasis<'_>,
) -> Answered<RecoveryPlan> {
    plan_recovery(&RecoveryBasis {
        stated: &service.recovery,
        failover: &service.regions.failover,
        startup: &service.scaling.fleet.startup,
        gpus: service.sizing.replica.gpus.get(),
        price,
        inter_region: scenario.cost.inter_region,
        storage_price: scenario.cost.storage_price,
        regions: &scenario.regions,
        fleet,
    })
}

fn evaluate_service(
    scenario: &Scenario,
    service: &Service,
    (caps, price): (Caps, HourPrice),
    before: Option<&ServiceEvaluation>,
) -> ServiceEvaluation {
    let (curve, mut demand) = load(scenario, service, before);
    // Several regions at once are no place that has a limit.
    let limit = caps.most(None).filter(|_| scenario.regions.is_empty());
    let alone = sized_alone(service, (&demand, &curve), limit);
    let regions_basis = RegionsBasis {
        regions: &scenario.regions,
        stated: &service.regions,
        caps: &caps,
        inputs: &service.sizing,
        sizing: &alone,
        curve: &curve,
        recovery: &service.recovery,
        price: &price,
        is_trial: false,
    };
    let mut regions = plan_regions(&regions_basis);
    let fleet_basis = LedgerBasis {
        inputs: &service.sizing,
        peak: demand.peak,
        recovery: &service.recovery,
        caps: &caps,
        regions: regions.as_deref(),
    };
    let mut ledger = Ledger::of(&fleet_basis);
    let places: Arc<[Place]> = places(service, &curve, regions.as_deref(), before.map(|before| &*before.places)).into();
    let mut sizing = sizing_of_all(service, &demand, &places).unwrap_or_else(|| alone.clone());
    let standby = standing_by(service, (&demand, &curve), regions.as_deref(), &ledger);
    with_standby(&mut sizing, &standby, service, (&demand, &curve), &places);
    sizing.verdict = verdict::with_limits(sizing.verdict, &ledger);
    let earlier = before.and_then(|before| before.run.as_ref());
    let (mut scaling, fleet, run) =
        scaled(service, &price, (&demand, &curve), (&alone, limit), (&places, &standby, &ledger), earlier);
    ledger.months = months(&ledger, &sizings(&places, &alone), |month| fleet.lots_in(month), scenario.start);
    sizing.verdict = verdict::and(sizing.verdict, ledger.says_outgrown().map(Finding::tight));
    let mut recovery = recovery(scenario, service, &price, &fleet_basis);
    let running = |id| places.iter().find(|place| place.region == id).map(|place| place.sizing.running);
    judge_at_the_user(service, scenario.start, (regions.as_mut(), &regions_basis), running, &mut sizing);
    if let Some(finding) = verdict::held_down(service, &places, &ledger) {
        let verdicts = [&mut sizing.verdict, &mut scaling.verdict, &mut recovery.verdict];
        let regions = regions.as_mut().map(|regions| &mut regions.verdict);
        verdicts.into_iter().chain(regions).for_each(|verdict| verdict::put_first(verdict, &finding));
    }
    let waits_for = withhold(service, (&mut demand, &mut sizing, &mut scaling, &mut recovery), regions.as_mut());
    let cost = plan_service_cost(&ServiceCostBasis {
        inputs: &scenario.cost,
        regions: &scenario.regions,
        service,
        ledger: &ledger,
        scaling: &scaling,
        fleet: &fleet,
        pool: None,
        excluded: None,
    });
    let name = service.name.to_string();
    ServiceEvaluation {
        id: service.id,
        name,
        demand,
        sizing,
        alone,
        places,
        scaling,
        regions,
        ledger,
        recovery,
        cost,
        fleet,
        run,
        curve,
        caps,
        price,
        waits_for,
    }
}

/// What sizing says, place by place.
fn sizings<'a>(places: &'a [Place], alone: &'a SizingPlan) -> Vec<(Option<RegionId>, &'a SizingPlan)> {
    match places {
        [] => vec![(None, alone)],
        places => places.iter().map(|place| (Some(place.region), &place.sizing.plan)).collect(),
    }
}

fn reliability(
    scenario: &Scenario,
    services: &[Arc<ServiceEvaluation>],
    known: Option<(&PlanReliability, &[bool])>,
) -> PlanReliability {
    // Both are in the order of the scenario.
    let pairs = scenario.services.iter().zip(services);
    let bases: Vec<ReliabilityBasis<'_>> = pairs
        .map(|(service, answer)| ReliabilityBasis {
            service,
            sizing: &answer.alone,
            peak: answer.demand.peak,
            scaling: &answer.scaling,
            regions: answer.regions.as_deref(),
            recovery: &answer.recovery,
        })
        .collect();
    plan_reliability(scenario, &bases, known)
}
