//! How many regions: for one, two, three and more of the plan's regions the best set, tried on the whole plan.

use crate::base::explain::Standing;
use crate::base::id::{RegionId, ServiceId};
use crate::base::money::Money;
use crate::base::units::Quantity;
use crate::plan::evaluate::{Evaluation, evaluate, evaluate_from};
use crate::plan::scenario::deployed::Deployed;
use crate::plan::scenario::regions::Strategy;
use crate::plan::scenario::{Scenario, codec};
use crate::studies::Study;
use serde::{Deserialize, Serialize};

/// With at most so many regions every set is tried; with more, each number adds one region to the best set of one fewer.
const ALL_SETS_OF: usize = 6;

/// The question how many regions a service should run in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionSets {
    /// The plan, as a file's text.
    pub plan: String,
    /// The service.
    pub service: ServiceId,
}

/// The best set of so many regions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAnswer {
    /// The regions.
    pub regions: Vec<RegionId>,
    /// Whether it is where the service runs now.
    pub is_present: bool,
    /// Things that fail in the whole plan then.
    pub failures: u32,
    /// The first of them, in the plan's words.
    pub first_failure: Option<String>,
    /// Replicas of the service in all regions.
    pub replicas: u64,
    /// The longest that users wait with all regions up, seconds; `None` without a latency objective.
    pub response: Option<f64>,
    /// The longest after the loss of a region.
    pub after_loss: Option<f64>,
    /// Availability of the service, as far as its parts are known.
    pub availability: Option<f64>,
    /// Regions that may be lost at once; `None` where not even all together carry the load.
    pub survivable: Option<u32>,
    /// The most load that the loss of one region leaves unserved, requests/s; 0 where it is survived.
    pub lost_load: f64,
    /// The bill of the plan a month, USD; `None` where a price is not known.
    pub monthly: Option<f64>,
}

impl Study for RegionSets {
    /// The best set of each number, as soon as it is known.
    type Part = Vec<SetAnswer>;
    type Finding = Vec<SetAnswer>;

    fn run(&self, tell: &mut dyn FnMut(f64, Vec<SetAnswer>)) -> Result<Vec<SetAnswer>, String> {
        let scenario = codec::from_json(&self.plan).map_err(|error| error.to_string())?;
        best_sets(&scenario, self.service, &mut |share, known| tell(share, vec![known.clone()]))
    }
}

/// The plan with a service deployed in some of its regions, with as many replicas as are needed.
///
/// Its users stay where they are. What it must survive is at most one region fewer than it runs in, and where one region
/// serves everybody it is the one it was, or the first of the set.
pub fn deployed_in(scenario: &Scenario, service: ServiceId, regions: &[RegionId]) -> Scenario {
    let mut changed = scenario.clone();
    if let Some(service) = changed.services.get_mut(service) {
        let asked = &mut service.regions;
        asked.state_users(&scenario.regions);
        asked.deployed = regions.iter().map(|id| Deployed::as_needed(*id)).collect();
        let most = regions.len().saturating_sub(1) as f64;
        asked.survive = Quantity::clamped(f64::from(asked.survive.get()).min(most));
        if let (Strategy::ActivePassive { primary }, Some(first)) = (asked.strategy, regions.first()) {
            let primary = if regions.contains(&primary) { primary } else { *first };
            asked.strategy =
                if regions.len() > 1 { Strategy::ActivePassive { primary } } else { Strategy::Proportional };
        }
    }
    changed
}

/// For each number of regions, from one to all that host capacity, the best set: the one with which fewest things fail in the
/// whole plan, of these the cheapest, and of these the one whose users wait least.
///
/// # Errors
///
/// Where the plan has no such service, or no region that hosts capacity.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scenario::examples;
/// use headroom_core::studies::region_sets::best_sets;
///
/// let plan = examples::find("three-region-payments").expect("an example").scenario();
/// let sets = best_sets(&plan, plan.services.first().id, &mut |_, _| {})?;
/// assert_eq!(sets.iter().map(|set| set.regions.len()).collect::<Vec<_>>(), [1, 2, 3]);
/// // One region survives no loss; three do, and cost more.
/// assert_eq!((sets[0].survivable, sets[2].survivable), (Some(0), Some(1)));
/// assert!(sets[0].monthly < sets[2].monthly);
/// # Ok::<(), String>(())
/// ```
pub fn best_sets(
    scenario: &Scenario,
    service: ServiceId,
    tell: &mut dyn FnMut(f64, &SetAnswer),
) -> Result<Vec<SetAnswer>, String> {
    let asked = &scenario.services.get(service).ok_or("the plan has no such service")?.regions;
    let hosts = scenario.regions.iter().filter(|region| region.hosts && region.place.region().is_some());
    let hosts: Vec<RegionId> = hosts.map(|region| region.id).collect();
    if hosts.is_empty() {
        return Err("no region of the plan hosts capacity".into());
    }
    let present: Vec<RegionId> = hosts.iter().copied().filter(|id| asked.runs_in(*id)).collect();
    let known = evaluate(scenario);
    let mut best: Vec<SetAnswer> = Vec::new();
    for size in 1..=hosts.len() {
        let sets = match best.last() {
            Some(smaller) if hosts.len() > ALL_SETS_OF => extended(&smaller.regions, &hosts),
            _ => subsets(&hosts, size),
        };
        let answers = sets.iter().map(|set| {
            let changed = deployed_in(scenario, service, set);
            let evaluation = evaluate_from(Some((scenario, &known)), &changed);
            SetAnswer { is_present: *set == present, ..answer(&evaluation, service, set) }
        });
        best.extend(answers.reduce(|one, other| if is_better(&other, &one) { other } else { one }));
        if let Some(found) = best.last() {
            tell(size as f64 / hosts.len() as f64, found);
        }
    }
    Ok(best)
}

/// Fewer failures, then cheaper, then sooner answered; what is not known counts for less than what is.
fn is_better(one: &SetAnswer, other: &SetAnswer) -> bool {
    let known = |value: Option<f64>| value.unwrap_or(f64::INFINITY);
    let cheaper = known(one.monthly).total_cmp(&known(other.monthly));
    let sooner = known(one.response).total_cmp(&known(other.response));
    one.failures.cmp(&other.failures).then(cheaper).then(sooner).is_lt()
}

fn answer(evaluation: &Evaluation, service: ServiceId, regions: &[RegionId]) -> SetAnswer {
    let answers = evaluation.service(service);
    let plan = answers.and_then(|answers| answers.regions.as_deref());
    // Of several services the first sentence is their sum, which counts as no failure of its own.
    let several = usize::from(evaluation.services.len() > 1);
    let findings = || evaluation.verdict.findings.iter().skip(several);
    let failing = || findings().filter(|finding| finding.standing == Standing::Fails);
    let missing = |read: &dyn Fn(&crate::plan::regions::RegionsPlan) -> f64| plan.map_or(0.0, read);
    SetAnswer {
        regions: regions.to_vec(),
        is_present: false,
        failures: failing().count() as u32,
        first_failure: failing().next().map(|finding| finding.sentence.clone()),
        replicas: answers.map_or(0, |answers| answers.ledger.planned().needed().into()),
        response: plan.and_then(|plan| plan.longest_response()).and_then(|wait| wait.seconds()),
        after_loss: plan.and_then(|plan| plan.longest_response_after_loss()).and_then(|wait| wait.seconds()),
        availability: evaluation.reliability.service(service).map(|reliability| reliability.availability),
        survivable: plan.and_then(|plan| plan.survivable.regions),
        lost_load: missing(&|plan| plan.losses.iter().map(|loss| loss.missing).fold(0.0, f64::max)),
        monthly: evaluation.cost.monthly.map(Money::dollars),
    }
}

/// All subsets of so many.
fn subsets(of: &[RegionId], size: usize) -> Vec<Vec<RegionId>> {
    match (size, of) {
        (0, _) => vec![Vec::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let with = subsets(rest, size - 1).into_iter().map(|set| [vec![*first], set].concat());
            with.chain(subsets(rest, size)).collect()
        }
    }
}

/// A set with each region that it lacks, in the order of the plan.
fn extended(set: &[RegionId], all: &[RegionId]) -> Vec<Vec<RegionId>> {
    let added = all.iter().filter(|id| !set.contains(id));
    added.map(|new| all.iter().copied().filter(|id| set.contains(id) || id == new).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::scenario::examples;

    #[test]
    fn each_best_set_is_what_the_plan_says_of_it() {
        let plan = examples::find("three-region-payments").unwrap().scenario();
        let id = plan.services.first().id;
        let mut told = Vec::new();
        let sets = best_sets(&plan, id, &mut |share, set| told.push((share, set.regions.len()))).unwrap();
        assert_eq!(told.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [1, 2, 3]);
        for set in &sets {
            let evaluation = evaluate(&deployed_in(&plan, id, &set.regions));
            assert_eq!(SetAnswer { is_present: set.is_present, ..answer(&evaluation, id, &set.regions) }, *set);
        }
        // All three are where it runs now, and cost what the plan costs.
        assert!(sets[2].is_present && !sets[1].is_present);
        assert_eq!(sets[2].monthly, evaluate(&plan).cost.monthly.map(Money::dollars));
        // No set of two is better than the one that is named.
        for set in subsets(&sets[2].regions, 2) {
            let other = answer(&evaluate(&deployed_in(&plan, id, &set)), id, &set);
            assert!(!is_better(&other, &sets[1]), "{set:?}");
        }
    }

    #[test]
    fn of_many_regions_each_number_adds_one_to_the_best_of_one_fewer() {
        let ids: Vec<RegionId> = (1..=3).map(RegionId).collect();
        assert_eq!(
            subsets(&ids, 2),
            [[RegionId(1), RegionId(2)], [RegionId(1), RegionId(3)], [RegionId(2), RegionId(3)]]
        );
        assert_eq!(extended(&[RegionId(2)], &ids), [[RegionId(1), RegionId(2)], [RegionId(2), RegionId(3)]]);
        let none = Scenario { regions: Vec::new(), ..examples::seed_service() };
        assert!(best_sets(&none, none.services.first().id, &mut |_, _| {}).is_err());
    }

    #[test]
    fn fewer_failures_come_before_money_and_money_before_time() {
        let set = |failures, monthly, response| SetAnswer {
            regions: Vec::new(),
            is_present: false,
            failures,
            first_failure: None,
            replicas: 1,
            response,
            after_loss: None,
            availability: None,
            survivable: None,
            lost_load: 0.0,
            monthly,
        };
        assert!(is_better(&set(0, Some(9.0), None), &set(1, Some(1.0), None)));
        assert!(is_better(&set(0, Some(1.0), None), &set(0, Some(2.0), Some(0.1))));
        assert!(is_better(&set(0, Some(1.0), Some(0.1)), &set(0, Some(1.0), Some(0.2))));
        assert!(is_better(&set(0, Some(1.0), None), &set(0, None, None)));
    }
}
