//! Every answer for a scenario, and for each of its services.

use super::Totals;
use crate::base::explain::Verdict;
use crate::base::id::{RegionId, ServiceId};
use crate::plan::answered::Answered;
use crate::plan::calendar::CalendarEntry;
use crate::plan::cost::{CostPlan, CostedService, FleetForecast, NodePool, ServiceCostPlan};
use crate::plan::demand::{DemandPlan, LoadCurve};
use crate::plan::ledger::Ledger;
use crate::plan::limits::LimitUse;
use crate::plan::places::{LoadAndFleet, Place, keeps_least, tightest};
use crate::plan::price::HourPrice;
use crate::plan::recovery::RecoveryPlan;
use crate::plan::regions::RegionsPlan;
use crate::plan::reliability::PlanReliability;
use crate::plan::scaling::{Aim, Basis, Bounds, KeptRun, ScalingPlan, Scene, Span};
use crate::plan::scenario::Service;
use crate::plan::scenario::limits::Caps;
use crate::plan::scenario::scaling::{PolicyChoice, ScalingInputs};
use crate::plan::scenario::sizing::MeasuredAt;
use crate::plan::sizing::SizingPlan;
use crate::plan::stated::withheld;
use serde::Serialize;
use std::sync::Arc;

/// The answers for one service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceEvaluation {
    /// Which service.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// How much load comes, and when.
    pub demand: Answered<DemandPlan>,
    /// How many replicas, at what headroom, until when; in several regions of the one with the least to spare.
    pub sizing: Answered<SizingPlan>,
    /// The same if all ran in one region: a comparison where there are several, else the same.
    #[serde(skip)]
    pub alone: Answered<SizingPlan>,
    /// Where it serves, region by region; empty where everything is in one place.
    pub places: Arc<[Place]>,
    /// Whether the active policy keeps the objective over the period, and at what cost.
    pub scaling: Answered<ScalingPlan>,
    /// What each region needs and what may be lost; `None` where everything is in one place.
    pub regions: Option<Answered<RegionsPlan>>,
    /// Its replicas, region by region and row by row.
    pub ledger: Ledger,
    /// How long it takes to come back, tier by tier, and what that costs.
    pub recovery: Answered<RecoveryPlan>,
    /// What it costs by itself: its price, its nodes, how they are bought.
    pub cost: Answered<ServiceCostPlan>,
    /// The fleet of the months to come.
    #[serde(skip)]
    pub fleet: FleetForecast,
    /// The simulated hours, where everything is in one place, and what they followed from.
    #[serde(skip)]
    pub run: Option<KeptRun>,
    /// The load at any time, for the charts.
    #[serde(skip)]
    pub curve: LoadCurve,
    /// What limits leave of it, region by region.
    #[serde(skip)]
    pub caps: Caps,
    /// What an hour costs, region by region; the pool's where services share nodes.
    #[serde(skip)]
    pub price: HourPrice,
    /// What its answers wait for, as a sentence; none where all is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waits_for: Option<String>,
}

/// Every answer for a scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// In the order of the scenario; those that an edit leaves as they are, are shared with the evaluation before it.
    pub services: Vec<Arc<ServiceEvaluation>>,
    /// What is needed of each limit, and what of it is had.
    pub limits: Vec<LimitUse>,
    /// Nodes that services share.
    pub pools: Vec<NodePool>,
    /// Sums over all services.
    pub totals: Totals,
    /// What the parts promise together, service by service and for the whole.
    pub reliability: PlanReliability,
    /// The bill, the years, who pays.
    pub cost: Answered<CostPlan>,
    /// The verdict on the whole plan.
    pub verdict: Verdict,
    /// When to look at what.
    pub calendar: Vec<CalendarEntry>,
}

impl ServiceEvaluation {
    /// The load and the fleet on which policies are simulated, with what is stated about scaling as it runs there: in
    /// several regions those of [`simulated`](Self::simulated).
    pub fn scene<'a>(&'a self, service: &'a Service) -> Scene<'a> {
        let (inputs, basis) = self.policies(service);
        Scene::of_period(inputs, basis)
    }

    /// What is stated about scaling, as it runs where policies are simulated, and what it builds on there.
    pub fn policies<'a>(&'a self, service: &'a Service) -> (&'a ScalingInputs, Basis<'a>) {
        self.policies_at(service, self.simulated())
    }

    /// The same as it runs in one of its regions; in its only place where there are none.
    pub fn policies_at<'a>(&'a self, service: &'a Service, place: Option<&'a Place>) -> (&'a ScalingInputs, Basis<'a>) {
        match place {
            Some(place) => (&place.inputs, place.basis(service)),
            None => (&service.scaling, self.in_one_place(service).at_price(self.price.replica)),
        }
    }

    /// What is said of a policy that is not part of the plan, on the load and the fleet of the service.
    pub fn tried(&self, service: &Service, policy: &PolicyChoice) -> Verdict {
        let plans = self.scene(service).plans([policy]);
        let verdict = plans.into_iter().next().map(|plan| plan.verdict);
        let verdict = verdict.unwrap_or_else(|| Verdict::from_findings(Vec::new()));
        self.waits_for.as_ref().map_or_else(|| verdict.clone(), |missing| withheld(&verdict, missing))
    }

    /// Between how many replicas a policy of the service moves for the load as it is: where nothing of it is stated, what
    /// follows from sizing; in several regions their sum, without the reserve below.
    pub fn bounds(&self, service: &Service, choice: &PolicyChoice) -> Bounds {
        let start = Span::of(&service.scaling.period).start;
        let alone = self.in_one_place(service);
        let of_place = |place: &Place| {
            let (own, basis) = (Aim::default(), place.basis(service));
            let choice = place.part.policy(service, choice, own);
            basis.aiming_at(own).bounds(&choice, place.curve.load_at(start))
        };
        let each = self.places.iter().map(of_place);
        each.reduce(Bounds::together).unwrap_or_else(|| alone.bounds(choice, self.curve.load_at(start)))
    }

    /// What scaling builds on where everything is in one place.
    fn in_one_place<'a>(&'a self, service: &'a Service) -> Basis<'a> {
        let limit = self.caps.most(None).filter(|_| self.regions.is_none());
        Basis::new(service, &self.demand, &self.alone, &self.curve).within(limit)
    }

    /// Where policies are simulated step by step, of several regions that serve it: where the active one keeps least,
    /// of equals where there is the least to spare.
    pub fn simulated(&self) -> Option<&Place> {
        keeps_least(&self.places)
    }

    /// One of the regions that serve it; where policies are simulated if it is none of them.
    pub fn place_or_simulated(&self, region: Option<RegionId>) -> Option<&Place> {
        self.places.iter().find(|place| Some(place.region) == region).or_else(|| self.simulated())
    }

    /// Share of the requests of all users that arrive in a region: its average load over theirs.
    pub fn share_of(&self, place: Option<&Place>) -> f64 {
        let share = |place: &Place| place.demand.average / self.demand.average;
        place.map(share).filter(|share| share.is_finite()).unwrap_or(1.0)
    }

    /// Where it has the least to spare, of several regions that serve it: the place whose numbers sizing shows.
    pub fn place(&self) -> Option<&Place> {
        tightest(&self.places)
    }

    /// The response time that its target is about: the percentile, the seconds, and whether that is at the user, with a
    /// round trip; else the service's own at its peak. `None` where that is not known.
    pub fn judged_response(&self) -> Option<(f64, f64, bool)> {
        let at_user = self.regions.as_deref().and_then(|plan| Some((plan, plan.response.as_ref()?)));
        match at_user.filter(|(_, response)| response.measured == MeasuredAt::AtUser) {
            Some((plan, response)) => Some((response.percentile, plan.longest_response()?.seconds()?, true)),
            None => self.sizing.latency.as_ref().map(|latency| (latency.percentile, latency.at_percentile, false)),
        }
    }

    /// The load and the fleet that sizing speaks of: those of the region with the least to spare, or of the only one.
    pub fn sized(&self) -> LoadAndFleet<'_> {
        match self.place() {
            Some(place) => LoadAndFleet {
                demand: &place.demand,
                curve: &place.curve,
                sizing: Some(&self.sizing),
                place: Some(&place.name),
            },
            None => self.of_all_users(),
        }
    }

    /// The load of all users, and the fleet where it is in one place.
    pub fn of_all_users(&self) -> LoadAndFleet<'_> {
        let sizing = self.places.is_empty().then_some(&self.sizing.plan);
        LoadAndFleet { demand: &self.demand, curve: &self.curve, sizing, place: None }
    }

    /// The nodes that are bought in the months to come, in the regions whose price is known, or in all where that is none:
    /// its own, or those of its pool.
    pub fn priced_fleet(&self) -> &FleetForecast {
        self.cost.priced.as_ref().unwrap_or(&self.fleet)
    }

    /// What cost builds on.
    pub fn costed<'a>(&'a self, service: &'a Service) -> CostedService<'a> {
        CostedService {
            service,
            scaling: &self.scaling,
            ledger: &self.ledger,
            recovery: &self.recovery,
            fleet: &self.fleet,
            cost: &self.cost,
        }
    }
}

impl Evaluation {
    /// The answers for a service.
    pub fn service(&self, id: ServiceId) -> Option<&ServiceEvaluation> {
        self.shared(id).map(Arc::as_ref)
    }

    /// At most so many services, those with the most replicas, in the order of the plan.
    pub fn largest(&self, most: usize) -> Vec<ServiceId> {
        let mut by_size: Vec<&Arc<ServiceEvaluation>> = self.services.iter().collect();
        by_size.sort_by_key(|service| std::cmp::Reverse(service.sizing.replicas));
        let largest: Vec<ServiceId> = by_size.iter().take(most).map(|service| service.id).collect();
        self.services.iter().map(|service| service.id).filter(|id| largest.contains(id)).collect()
    }

    /// The answers for a service, to be kept.
    pub fn shared(&self, id: ServiceId) -> Option<&Arc<ServiceEvaluation>> {
        self.services.iter().find(|service| service.id == id)
    }
}
