//! What every level of commitment would cost, what it leaves unused, and what each way of paying is worth.

use super::fleet::FleetForecast;
use super::purchase::PurchasePlan;
use crate::base::time::HOURS_PER_MONTH;
use crate::formulas::buying::{CommitmentOffer, LayerPrices, LoadDuration, compare_payments, plan_layers};
use crate::formulas::finance::{over_a_month, saving};
use crate::plan::scenario::cost::{CommitmentLevel, Upfront};

/// Points of the curves for charts.
const POINTS: usize = 240;
/// How far beyond the peak the levels are followed.
const BEYOND_PEAK: f64 = 1.08;

/// Which level a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LevelKind {
    /// Nothing is committed.
    Nothing,
    /// A rule.
    Rule(CommitmentLevel),
    /// The number of nodes that is stated for the service.
    Stated,
}

impl LevelKind {
    /// The level in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "no commitment",
            Self::Rule(level) => level.words(),
            Self::Stated => "as entered",
        }
    }
}

/// A level of commitment: its cost and its waste, a month of the term on average.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelCost {
    /// Which.
    pub kind: LevelKind,
    /// Nodes committed.
    pub nodes: f64,
    /// All compute a month, USD.
    pub monthly: f64,
    /// Share saved against everything by the hour; negative where it is dearer.
    pub saving: Option<f64>,
    /// Share of the node-hours that the commitment carries.
    pub coverage: Option<f64>,
    /// Share of the committed node-hours that are used; 1 without any.
    pub utilization: f64,
    /// Committed node-hours a month that nobody uses.
    pub unused_hours: f64,
    /// What they cost a month, USD.
    pub unused: f64,
}

/// All levels of a service; from [`study_levels`].
#[derive(Clone, Debug, PartialEq)]
pub struct LevelStudy {
    /// Months that are looked at: those of the term.
    pub months: u32,
    /// Nothing first, then the rules, then a stated number.
    pub levels: Vec<LevelCost>,
    /// Place of the active one.
    pub chosen: usize,
    /// Place of the one that costs least.
    pub best: usize,
    /// Share of what is above the commitment that is spot.
    pub spot_share: f64,
    /// Everything by the hour a month, USD.
    pub on_demand: f64,
    /// Nodes committed, and all compute a month, USD; none where no price of a commitment is known.
    pub by_level: Vec<(f64, f64)>,
    /// Share of the term, and the nodes that are in use for that long or longer.
    pub in_use: Vec<(f64, f64)>,
    /// Nodes in use on average.
    pub average: f64,
    /// Most nodes in use.
    pub peak: f64,
}

impl LevelStudy {
    /// The active level.
    pub fn chosen(&self) -> Option<&LevelCost> {
        self.levels.get(self.chosen)
    }

    /// The level that costs least.
    pub fn best(&self) -> Option<&LevelCost> {
        self.levels.get(self.best)
    }
}

/// Follows the cost of a service's compute over every level of commitment:
/// `cost(C) = 730·(r·C + (s·q + (1 − s)·p)·mean of max(0, d − C))` a month.
///
/// | symbol | is                                                      | unit     |
/// |--------|---------------------------------------------------------|----------|
/// | `C`    | nodes committed                                         | nodes    |
/// | `d`    | nodes in use, hour by hour of the term                  | nodes    |
/// | `r`    | a committed node, used or not                           | USD/hour |
/// | `p`    | a node by the hour                                      | USD/hour |
/// | `s, q` | share of what is above `C` on spot, and what it costs   | USD/hour |
///
/// What is committed and not used is `730·mean of max(0, C − d)` node-hours a month. `None` where the fleet
/// has no months.
///
/// # Assumptions
///
/// `commitments-renewed`, `year-of-weeks`
///
/// # Example
///
/// ```
/// use headroom_core::plan::cost::{LevelKind, study_levels};
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::plan::scenario::examples;
///
/// let platform = evaluate(&examples::find("three-products").expect("an example").scenario());
/// let ranking = &platform.services[0];
/// let plan = ranking.cost.purchase.as_ref().expect("a price");
/// let study = study_levels(plan, ranking.priced_fleet()).expect("months");
/// assert_eq!(study.levels[0].kind, LevelKind::Nothing);
/// // No other level is cheaper than the best, and committing nothing leaves nothing unused.
/// let best = study.best().expect("a level").monthly;
/// assert!(study.by_level.iter().all(|(_, cost)| *cost >= best * (1.0 - 1e-9)));
/// assert_eq!(study.levels[0].unused, 0.0);
/// ```
pub fn study_levels(plan: &PurchasePlan, fleet: &FleetForecast) -> Option<LevelStudy> {
    let commitment = plan.commitment.as_ref();
    let months = commitment.map_or(12, |commitment| commitment.term.months());
    let curve = fleet.curve(0, months)?;
    let prices = LayerPrices {
        reserved: commitment.map_or(0.0, |commitment| commitment.hourly),
        on_demand: plan.on_demand,
        spot: plan.spot.map(|spot| spot.hourly),
        spot_share: plan.spot.map_or(0.0, |spot| spot.share),
    };
    let monthly = |nodes: f64| Some(plan_layers(&curve, &prices, Some(nodes))?.total / f64::from(months));
    let on_demand = over_a_month(plan.on_demand * curve.average());
    let level = |kind: LevelKind, nodes: f64| level_cost(kind, nodes, monthly(nodes)?, on_demand, &curve, &prices);
    let mut levels = vec![level(LevelKind::Nothing, 0.0)?];
    for answer in commitment.iter().flat_map(|commitment| &commitment.levels) {
        levels.push(level(answer.level.map_or(LevelKind::Stated, LevelKind::Rule), answer.nodes)?);
    }
    let chosen = commitment.filter(|commitment| commitment.active).map_or(0, |commitment| commitment.chosen + 1);
    let cheapest = levels.iter().enumerate().min_by(|one, other| one.1.monthly.total_cmp(&other.1.monthly));
    let top = (curve.peak() * BEYOND_PEAK).ceil().max(1.0);
    let at = |place: usize| {
        let nodes = top * place as f64 / POINTS as f64;
        Some((nodes, monthly(nodes)?))
    };
    Some(LevelStudy {
        months,
        chosen,
        best: cheapest.map_or(0, |(place, _)| place),
        spot_share: prices.spot_share,
        on_demand,
        by_level: if commitment.is_some() { (0..=POINTS).filter_map(at).collect() } else { Vec::new() },
        in_use: curve.curve(4 * POINTS),
        average: curve.average(),
        peak: curve.peak(),
        levels,
    })
}

fn level_cost(
    kind: LevelKind,
    nodes: f64,
    monthly: f64,
    on_demand: f64,
    curve: &LoadDuration,
    prices: &LayerPrices,
) -> Option<LevelCost> {
    let used = curve.commitment(nodes, prices.reserved, prices.on_demand)?;
    let utilization = used.utilization.unwrap_or(1.0);
    let unused_hours = nodes * (1.0 - utilization) * HOURS_PER_MONTH;
    Some(LevelCost {
        kind,
        nodes,
        monthly,
        saving: saving(on_demand, monthly),
        coverage: used.coverage,
        utilization,
        unused_hours,
        unused: unused_hours * prices.reserved,
    })
}

impl LevelStudy {
    /// Nodes that the active level commits to.
    pub fn committed(&self) -> f64 {
        self.chosen().map_or(0.0, |level| level.nodes)
    }

    /// The nodes in use by share of the time, up to a share of those beyond the commitment: `C + s · max(0, d − C)`.
    pub fn in_use_up_to(&self, share: f64) -> Vec<(f64, f64)> {
        let committed = self.committed();
        let edge = |(at, nodes): &(f64, f64)| (*at, committed + share * (nodes - committed).max(0.0));
        self.in_use.iter().map(edge).collect()
    }

    /// Levels that are told apart: the best, what covers average and peak, and the active one; of those that are the same
    /// number the first.
    pub fn distinct(&self) -> Vec<&LevelCost> {
        let wanted = [CommitmentLevel::Best, CommitmentLevel::Average, CommitmentLevel::Peak].map(LevelKind::Rule);
        let rules = wanted.iter().filter_map(|kind| self.levels.iter().find(|level| level.kind == *kind));
        let mut distinct: Vec<&LevelCost> = Vec::new();
        for level in rules.chain(self.chosen().filter(|level| level.nodes > 0.0)) {
            if distinct.iter().all(|other| (other.nodes - level.nodes).abs() > 1e-9) {
                distinct.push(level);
            }
        }
        distinct
    }

    /// What can be paid in advance for the active level, or for the best one where nothing is committed; nothing where no
    /// node is worth it.
    pub fn payments(&self, plan: &PurchasePlan, discount_rate: f64) -> Vec<UpfrontCost> {
        let is_something = |level: &&LevelCost| level.nodes > 0.0;
        let level = self.chosen().filter(is_something).or_else(|| self.best().filter(is_something));
        let rows = |level: &LevelCost| compare_upfront(plan, level.nodes, level.utilization, discount_rate);
        level.map(rows).unwrap_or_default()
    }
}

/// A way of paying for the commitment of a service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UpfrontCost {
    /// What is paid in advance.
    pub upfront: Upfront,
    /// Paid at the start of the term, USD.
    pub advance: f64,
    /// Paid each month of the term, USD.
    pub monthly: f64,
    /// All that is paid, USD.
    pub paid: f64,
    /// The same as a present value, USD.
    pub present_value: f64,
    /// Share that the provider must take off for it to be worth as much as paying nothing in advance.
    pub needed_discount: f64,
    /// Months until it has cost less than the same use by the hour; `None` where that is not within the term.
    pub breakeven_month: Option<f64>,
}

/// Compares what can be paid in advance for so many committed nodes, all at the same price an hour in the end.
///
/// Paying in advance then only costs interest: it is worth as much as paying month by month where the provider
/// takes off `1 − V₀/V`, with `V₀` the present value of paying nothing in advance and `V` that of this way.
/// Break-even is against the same nodes by the hour, in use for the stated share of the time. Nothing where no
/// commitment has a price.
///
/// # Assumptions
///
/// `discounting`
pub fn compare_upfront(plan: &PurchasePlan, nodes: f64, utilization: f64, discount_rate: f64) -> Vec<UpfrontCost> {
    let Some(commitment) = &plan.commitment else { return Vec::new() };
    let months = commitment.term.months();
    let hours = f64::from(months) * HOURS_PER_MONTH;
    let offer = |upfront: &Upfront| CommitmentOffer {
        name: String::new(),
        upfront: upfront.share() * commitment.hourly * hours * nodes,
        hourly: (1.0 - upfront.share()) * commitment.hourly * nodes,
        months,
    };
    let offers: Vec<CommitmentOffer> = Upfront::ALL.iter().map(offer).collect();
    let compared = compare_payments(&offers, plan.on_demand * nodes, utilization, discount_rate);
    let first = compared.first().map_or(0.0, |row| row.present_value);
    let rows = Upfront::ALL.iter().zip(&offers).zip(&compared);
    rows.map(|((upfront, offer), row)| UpfrontCost {
        upfront: *upfront,
        advance: offer.upfront,
        monthly: over_a_month(offer.hourly),
        paid: row.paid,
        present_value: row.present_value,
        needed_discount: if row.present_value > 0.0 { (1.0 - first / row.present_value).max(0.0) } else { 0.0 },
        breakeven_month: row.breakeven_month,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::units::{CommittedNodes, PriceDiscount, Quantity};
    use crate::plan::evaluate::{Evaluation, evaluate};
    use crate::plan::scenario::cost::{CommitmentInputs, CommitmentPrice, CommitmentTerm, NodeCommitment, SpotInputs};
    use crate::plan::scenario::{Scenario, examples};

    fn committed() -> Scenario {
        let mut scenario = examples::find("three-products").unwrap().scenario();
        scenario.cost.commitment = CommitmentInputs::Nodes(NodeCommitment {
            price: CommitmentPrice::Discount(PriceDiscount::clamped(0.4)),
            ..NodeCommitment::best_year()
        });
        scenario
    }

    fn study(evaluation: &Evaluation, place: usize) -> LevelStudy {
        let service = &evaluation.services[place];
        study_levels(service.cost.purchase.as_ref().unwrap(), &service.fleet).unwrap()
    }

    #[test]
    fn the_cost_is_convex_and_the_levels_are_on_it() {
        let mut scenario = committed();
        scenario.cost.spot = Some(SpotInputs::default());
        for service in [0, 1, 2] {
            let study = study(&evaluate(&scenario), service);
            for three in study.by_level.windows(3) {
                assert!(2.0 * three[1].1 <= (three[0].1 + three[2].1) * (1.0 + 1e-9), "{three:?}");
            }
            let best = study.levels.iter().map(|level| level.monthly).fold(f64::INFINITY, f64::min);
            assert_eq!(study.best().unwrap().monthly, best);
            for level in &study.levels {
                // What is committed is used or unused: coverage of the hours, and the rest of the commitment.
                let used = level.nodes * HOURS_PER_MONTH - level.unused_hours;
                let hours = study.average * HOURS_PER_MONTH;
                assert!((used - level.coverage.unwrap() * hours).abs() < 1e-6 * hours.max(1.0), "{level:?}");
            }
        }
    }

    #[test]
    fn a_stated_number_and_no_commitment_are_the_chosen_level() {
        let mut scenario = committed();
        let id = scenario.services.first().id;
        scenario.services.get_mut(id).unwrap().cost.committed = Some(CommittedNodes::clamped(3.0));
        let stated = study(&evaluate(&scenario), 0);
        let chosen = stated.chosen().unwrap();
        assert_eq!((chosen.kind, chosen.nodes), (LevelKind::Stated, 3.0));
        scenario.cost.commitment = CommitmentInputs::None;
        assert_eq!(study(&evaluate(&scenario), 0).chosen().unwrap().kind, LevelKind::Nothing);
    }

    #[test]
    fn paying_in_advance_costs_interest() {
        let evaluation = evaluate(&committed());
        let plan = evaluation.services[0].cost.purchase.as_ref().unwrap();
        let rows = compare_upfront(plan, 10.0, 1.0, 0.08);
        assert_eq!(rows.iter().map(|row| row.upfront).collect::<Vec<_>>(), Upfront::ALL);
        assert!(rows.windows(2).all(|pair| pair[0].present_value < pair[1].present_value));
        assert_eq!((rows[0].needed_discount, rows[0].advance, rows[2].monthly), (0.0, 0.0, 0.0));
        let worth = rows[2].present_value * (1.0 - rows[2].needed_discount);
        assert!((worth - rows[0].present_value).abs() < 1e-9 * worth);
        // Without a discount rate all are the same.
        let free = compare_upfront(plan, 10.0, 1.0, 0.0);
        assert!(free.iter().all(|row| row.needed_discount < 1e-12 && (row.paid - free[0].paid).abs() < 1e-6));
        let mut unknown = plan.clone();
        unknown.commitment = None;
        assert!(compare_upfront(&unknown, 10.0, 1.0, 0.0).is_empty());
        let CommitmentTerm::OneYear = plan.commitment.as_ref().unwrap().term else { panic!("a year") };
    }
}
