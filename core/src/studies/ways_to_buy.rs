//! Ways to buy that people use, side by side: each tried on the same fleet.

use crate::base::id::ServiceId;
use crate::base::units::{Quantity, SpotShare};
use crate::formulas::finance::{over_a_month, price_level, saving};
use crate::plan::cost::{Layer, PurchaseBasis, PurchasePlan, PurchaseTerms, plan_purchase};
use crate::plan::evaluate::ServiceEvaluation;
use crate::plan::scenario::Scenario;
use crate::plan::scenario::cost::{
    CommitmentInputs, CommitmentLevel, CommitmentTerm, CostInputs, NodeCommitment, SpotInputs,
};

/// Months over which ways are compared.
const MONTHS: u32 = 12;

/// A way to buy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Way {
    /// The name under which it is found.
    pub slug: &'static str,
    /// What it is called.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub says: &'static str,
    /// Where it is from.
    pub source: &'static str,
    /// To which level, and for how long, nodes are committed.
    commits: Option<(CommitmentLevel, CommitmentTerm)>,
    /// Share of the rest that is spot.
    spot: Option<f64>,
}

const LAYERS: &str = "Capacity planning exercises: reserved for the predicted floor, on-demand for peaks";

/// The ways, the plainest first.
pub const WAYS: &[Way] = &[
    Way {
        slug: "on-demand",
        name: "All on-demand",
        says: "No commitment and no interruptions: the most expensive and most flexible option.",
        source: "Providers' on-demand price lists",
        commits: None,
        spot: None,
    },
    Way {
        slug: "floor-year",
        name: "Commit the floor",
        says: "Nodes in use in every hour are committed for a year; everything above is on-demand.",
        source: LAYERS,
        commits: Some((CommitmentLevel::Floor, CommitmentTerm::OneYear)),
        spot: None,
    },
    Way {
        slug: "best-year",
        name: "Commit the best level, 1 year",
        says: "Commits each node that is in use for longer than the break-even share of the year.",
        source: "The newsvendor's critical ratio: Arrow, Harris and Marschak (1951)",
        commits: Some((CommitmentLevel::Best, CommitmentTerm::OneYear)),
        spot: None,
    },
    Way {
        slug: "best-three-years",
        name: "Commit the best level, 3 years",
        says: "The same for three years, including their growth: cheaper per hour, but a longer risk.",
        source: "The newsvendor's critical ratio: Arrow, Harris and Marschak (1951)",
        commits: Some((CommitmentLevel::Best, CommitmentTerm::ThreeYears)),
        spot: None,
    },
    Way {
        slug: "cover-peak",
        name: "Commit the peak",
        says: "Commits for the busiest hour: a low hourly price, but most hours are unused.",
        source: "Capacity planning exercises: reserving for the peak, a common mistake",
        commits: Some((CommitmentLevel::Peak, CommitmentTerm::OneYear)),
        spot: None,
    },
    Way {
        slug: "spot-80-20",
        name: "80 % spot, 20 % on-demand",
        says: "80 % on spot with 20 % on-demand as a buffer, and on-demand fallback when nodes are reclaimed.",
        source: "Capacity planning exercises: 80 % spot and 20 % on-demand, 99.9 % of jobs done, 5 % more cost",
        commits: None,
        spot: Some(0.8),
    },
    Way {
        slug: "base-and-percentage",
        name: "A base and a percentage",
        says: "The floor is a committed base; above it, half is spot and half on-demand.",
        source: "Amazon EC2 Auto Scaling: on-demand base capacity and percentage above base",
        commits: Some((CommitmentLevel::Floor, CommitmentTerm::OneYear)),
        spot: Some(0.5),
    },
    Way {
        slug: "layers",
        name: "Layers",
        says: "The best level committed, 80 % of the variable part on spot, the rest on-demand. Cheap spot lowers the level.",
        source: LAYERS,
        commits: Some((CommitmentLevel::Best, CommitmentTerm::OneYear)),
        spot: Some(0.8),
    },
];

impl Way {
    /// The way with this slug.
    pub fn find(slug: &str) -> Option<&'static Self> {
        WAYS.iter().find(|way| way.slug == slug)
    }

    /// Whether it buys what may be taken back, so that the service must take interruptions.
    pub const fn interrupts(&self) -> bool {
        self.spot.is_some()
    }

    /// Buys in this way, for a service and those that share its nodes. Prices, interruptions and other figures stay as they
    /// are stated; a number of nodes that was stated no longer counts, and services whose nodes are bought as spot take
    /// interruptions.
    pub fn apply(&self, scenario: &mut Scenario, id: ServiceId) {
        self.buy(&mut scenario.cost);
        for id in scenario.sharing(id) {
            if let Some(service) = scenario.services.get_mut(id) {
                service.cost.committed = None;
                service.cost.interruptible |= self.interrupts();
            }
        }
    }

    fn buy(&self, inputs: &mut CostInputs) {
        inputs.commitment = match (self.commits, inputs.commitment) {
            (None, _) => CommitmentInputs::None,
            (Some((level, term)), CommitmentInputs::Nodes(before)) if before.term == term => {
                CommitmentInputs::Nodes(NodeCommitment { level, ..before })
            }
            (Some((level, term)), _) => {
                CommitmentInputs::Nodes(NodeCommitment { level, term, ..NodeCommitment::best_year() })
            }
        };
        inputs.spot =
            self.spot.map(|share| SpotInputs { share: SpotShare::clamped(share), ..inputs.spot.unwrap_or_default() });
    }
}

/// What a way would cost, on average over the first year.
#[derive(Clone, Debug, PartialEq)]
pub struct WayAnswer {
    /// The way; `None` for what is stated now.
    pub way: Option<&'static Way>,
    /// Compute a month, USD; `None` where a price that it takes is not known.
    pub monthly: Option<f64>,
    /// Share saved against everything by the hour.
    pub saving: Option<f64>,
    /// Nodes in each way of buying.
    pub layer: Layer,
    /// Interruptions a month.
    pub interruptions: f64,
    /// Chance at any moment that more is missing than the spare replicas make up for; `None` without spot.
    pub shortage: Option<f64>,
}

/// What a service's purchase starts from, with what is stated now; `None` where a node has no price.
pub fn purchase_basis<'a>(inputs: &'a CostInputs, answers: &'a ServiceEvaluation) -> Option<PurchaseBasis<'a>> {
    let cost = &answers.cost;
    Some(PurchaseBasis {
        inputs,
        terms: cost.terms,
        on_demand: cost.mean.on_demand?,
        prices: cost.mean,
        fleet: answers.priced_fleet(),
        spare_nodes: cost.spare_nodes,
    })
}

/// Tries all ways on a service, and what is stated now as the first.
///
/// `monthly = 730·mean of (C·r + s·q + d·p)` over the first year's months, prices falling as stated.
///
/// # Example
///
/// ```
/// use headroom_core::studies::ways_to_buy::{compare_ways, purchase_basis};
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let plan = examples::find("three-products").expect("an example").scenario();
/// let evaluation = evaluate(&plan);
/// let basis = purchase_basis(&plan.cost, &evaluation.services[0]).expect("a price");
/// let ways = compare_ways(&basis);
/// let cost = |slug: &str| ways.iter().find(|row| row.way.is_some_and(|way| way.slug == slug)).and_then(|row| row.monthly);
/// // Committing the best level is never dearer than committing nothing, or the floor, or the peak.
/// assert!(cost("best-year") <= cost("on-demand") && cost("best-year") <= cost("floor-year"));
/// assert!(cost("best-year") <= cost("cover-peak"));
/// ```
pub fn compare_ways(basis: &PurchaseBasis<'_>) -> Vec<WayAnswer> {
    let level = |month| price_level(basis.inputs.price_decline.get(), month);
    let on_demand = over_a_month(mean(MONTHS, |month| basis.fleet.nodes(month).mean * basis.on_demand * level(month)));
    let answer = |way: Option<&'static Way>| {
        let (mut inputs, mut terms) = (basis.inputs.clone(), basis.terms);
        if let Some(way) = way {
            way.buy(&mut inputs);
            terms = PurchaseTerms { committed: None, interruptible: terms.interruptible || way.interrupts() };
        }
        let plan = plan_purchase(&PurchaseBasis { inputs: &inputs, terms, ..*basis });
        way_answer(way, basis, plan.filter(|plan| !plan.lacks_price).as_ref(), on_demand)
    };
    std::iter::once(None).chain(WAYS.iter().map(Some)).map(answer).collect()
}

fn way_answer(
    way: Option<&'static Way>,
    basis: &PurchaseBasis<'_>,
    plan: Option<&PurchasePlan>,
    on_demand: f64,
) -> WayAnswer {
    let Some(plan) = plan else {
        return WayAnswer {
            way,
            monthly: None,
            saving: None,
            layer: Layer::default(),
            interruptions: 0.0,
            shortage: None,
        };
    };
    let of = |read: fn(&Layer) -> f64| mean(MONTHS, |month| read(&plan.layer(basis.fleet, month)));
    let layer = Layer {
        committed: of(|layer| layer.committed),
        spot: of(|layer| layer.spot),
        on_demand: of(|layer| layer.on_demand),
        idle: of(|layer| layer.idle),
    };
    let level = |month| price_level(basis.inputs.price_decline.get(), month);
    let monthly = over_a_month(mean(MONTHS, |month| plan.hourly(basis.fleet, month, level(month))));
    WayAnswer {
        way,
        monthly: Some(monthly),
        saving: saving(on_demand, monthly),
        layer,
        interruptions: plan.spot.map_or(0.0, |spot| spot.interruptions),
        shortage: plan.spot.and_then(|spot| spot.shortage),
    }
}

fn mean(months: u32, of: impl Fn(u32) -> f64) -> f64 {
    (0..months).map(of).sum::<f64>() / f64::from(months.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::name::Name;
    use crate::plan::evaluate::evaluate;
    use crate::plan::scenario::examples;

    fn compared(scenario: &Scenario, place: usize) -> Vec<WayAnswer> {
        let evaluation = evaluate(scenario);
        compare_ways(&purchase_basis(&scenario.cost, &evaluation.services[place]).unwrap())
    }

    #[test]
    fn taking_a_way_over_gives_what_the_comparison_said() {
        let alone = examples::find("three-products").unwrap().scenario();
        let mut shared = alone.clone();
        let first = shared.services.first().id;
        shared.services.get_mut(first).unwrap().cost.pool = Name::from_static("web");
        let copy = shared.services.first().clone();
        shared.services.add(copy, shared.services.next_id()).unwrap();
        [alone, shared].iter().for_each(takes_over);
    }

    fn takes_over(before: &Scenario) {
        let ways = compared(before, 0);
        assert_eq!(ways.len(), WAYS.len() + 1);
        for (way, said) in WAYS.iter().zip(&ways[1..]) {
            let mut after = before.clone();
            let id = after.services.first().id;
            way.apply(&mut after, id);
            let got = &compared(&after, 0)[0];
            assert_eq!((got.monthly, got.layer), (said.monthly, said.layer), "{}", way.slug);
            assert_eq!(Way::find(way.slug), Some(way));
        }
    }

    #[test]
    fn a_way_of_unknown_price_has_no_cost() {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        let id = scenario.services.first().id;
        let machine = scenario.services.get_mut(id).unwrap().cost.machine.as_mut().unwrap();
        (machine.one_year, machine.three_years, machine.spot) = (None, None, None);
        scenario.cost.commitment = CommitmentInputs::None;
        let ways = compared(&scenario, 0);
        let of = |slug: &str| ways.iter().find(|row| row.way.is_some_and(|way| way.slug == slug)).unwrap();
        assert_eq!(of("best-year").monthly, None);
        assert_eq!(of("layers").saving, None);
        // Spot has a stated discount.
        assert!(of("spot-80-20").monthly < of("on-demand").monthly);
        assert_eq!(of("on-demand").saving.map(|saving| saving.abs() < 1e-12), Some(true));
    }
}
