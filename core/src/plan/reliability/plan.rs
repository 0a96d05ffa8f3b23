//! What the parts promise together, and what spends the error budget.

use super::structure::{Structure, closure, externals, together};
use crate::base::dimension::Dimension;
use crate::base::explain::{Finding, Letter, Verdict, Working, by, letter, word};
use crate::base::id::RegionId;
use crate::base::id::ServiceId;
use crate::base::text;
use crate::formulas::availability::{BudgetWindow, allowed_downtime};
use crate::formulas::recovery::RecoveryTier;
use crate::plan::answered::Answered;
use crate::plan::recovery::{RecoveryPlan, TierAnswer};
use crate::plan::regions::RegionsPlan;
use crate::plan::scaling::ScalingPlan;
use crate::plan::scenario::reliability::ReliabilityInputs;
use crate::plan::scenario::{Scenario, Service};
use crate::plan::sizing::SizingPlan;
use serde::Serialize;

/// The window over which spending is compared.
const WINDOW: BudgetWindow = BudgetWindow::ThirtyDays;

/// What the chain knows of a service when reliability begins.
#[derive(Clone, Copy, Debug)]
pub struct ReliabilityBasis<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its size in one place.
    pub sizing: &'a SizingPlan,
    /// Its usual peak, requests/s.
    pub peak: f64,
    /// What its policy came to.
    pub scaling: &'a ScalingPlan,
    /// Its regions, where there are any.
    pub regions: Option<&'a RegionsPlan>,
    /// Its recovery.
    pub recovery: &'a RecoveryPlan,
}

/// What an objective permits in a window.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BudgetRow {
    /// Length of the window, days.
    pub days: f64,
    /// Time that may be outside the objective, seconds.
    pub allowed: f64,
}

/// What spends the budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Spender {
    /// Time outside the objective under the active policy, extrapolated from the simulated period.
    Scaling,
    /// Failures of zones, regions and dependencies that the plan does not survive.
    Failures,
    /// Recoveries from lost regions by the active tier.
    Recovery,
}

impl Spender {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Scaling => "the active policy, as simulated",
            Self::Failures => "failures that are not survived",
            Self::Recovery => "recoveries from lost regions",
        }
    }
}

/// Time that something spends of the budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spending {
    /// What.
    pub what: Spender,
    /// Seconds in thirty days.
    pub seconds: f64,
    /// Share of the budget of thirty days; `None` where the objective leaves none.
    pub share: Option<f64>,
}

/// What a recovery tier would spend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TierSpending {
    /// Which.
    pub tier: RecoveryTier,
    /// Seconds in thirty days; `None` where its RTO is not known.
    pub seconds: Option<f64>,
    /// The same over the error budget; `None` where that is not known, or there is no budget.
    pub share: Option<f64>,
}

/// A part that the service stands on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartAnswer {
    /// The region, or `None` for what is not one.
    pub region: Option<RegionId>,
    /// What it is called.
    pub name: String,
    /// Share of time in which it works.
    pub availability: f64,
}

/// The answers for one service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReliabilityPlan {
    /// Which service.
    pub id: ServiceId,
    /// Whether anybody has said anything that bears on it.
    pub is_stated: bool,
    /// The service level objective (SLO).
    pub target: f64,
    /// Availability of its own regions and zones.
    pub own: f64,
    /// The same with everything that it depends on; it cannot promise more.
    pub availability: f64,
    /// Whether that is a lower bound, since too many parts are shared.
    pub is_lower_bound: bool,
    /// Regions, services and others that it stands on, the weakest first.
    pub parts: Vec<PartAnswer>,
    /// The budget by window.
    pub budget: Vec<BudgetRow>,
    /// What spends it, in thirty days.
    pub spending: Vec<Spending>,
    /// Share of the budget that all together spend; `None` where the objective leaves none.
    pub spent: Option<f64>,
    /// What each recovery tier would spend in thirty days.
    pub tiers: Vec<TierSpending>,
}

/// The answers for the whole plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlanReliability {
    /// Each service, in order.
    pub services: Vec<Answered<ReliabilityPlan>>,
    /// Availability of all of them at once.
    pub availability: f64,
    /// Whether that is a lower bound.
    pub is_lower_bound: bool,
}

impl PlanReliability {
    /// The answers for a service.
    pub fn service(&self, id: ServiceId) -> Option<&Answered<ReliabilityPlan>> {
        self.services.iter().find(|service| service.id == id)
    }
}

/// Availability and error budget of every service and of all together.
///
/// A site is what the zones of a region share and enough of its zones,
/// `a_r = a_shared · P(at least m of z zones)`, `m = z − 1` where the region carries its peak without
/// any one of them. `N` sites of which `N − k` are enough have
/// `A = (1 − β·q̄) · (Π a′_r + s · (P(at least N − k) − Π a′_r))` with `a′_r = 1 − (1 − β)(1 − a_r)`:
/// the share `β` of failures hits all at once, and a loss that is survived must be moved away from,
/// which works with probability `s`. Dependencies multiply; a region in which several of them stand is
/// one part, and a service or supplier that is needed twice counts once.
///
/// Recoveries are counted beside failures: a failover that works still takes its time.
///
/// `known` are answers of before, and whether nothing of the service at a place is otherwise since; they are taken over
/// where that holds for all that a service needs.
///
/// # Assumptions
///
/// `independent-failures`, `part-availability`, `three-zones`
///
/// # Source
///
/// The beta-factor model of IEC 61508-6, annex D; *The Site Reliability Workbook* (Google, 2018),
/// chapter 2, for budgets.
pub fn plan_reliability(
    scenario: &Scenario,
    bases: &[ReliabilityBasis<'_>],
    known: Option<(&PlanReliability, &[bool])>,
) -> PlanReliability {
    let zones = |id: RegionId| scenario.region(id).map_or(1, |region| region.zones.get());
    let services: Vec<&Service> = bases.iter().map(|basis| basis.service).collect();
    let structures: Vec<Structure> = bases
        .iter()
        .map(|basis| {
            let replicas = basis.sizing.replicas;
            let left = f64::from(replicas - replicas.div_ceil(3)) * basis.service.sizing.replica.capacity.throughput();
            let holds_alone = left >= basis.peak * (1.0 - 1e-9);
            Structure::new(&basis.service.reliability, basis.service, basis.regions, holds_alone, &zones)
        })
        .collect();
    let find = |id: ServiceId| services.iter().position(|service| service.id == id);
    let of = |members: &mut dyn Iterator<Item = usize>| {
        let members: Vec<usize> = members.collect();
        let outside = externals(members.iter().map(|at| services[*at]));
        let standing: Vec<&Structure> = members.iter().map(|at| &structures[*at]).collect();
        (together(&standing, &outside), outside)
    };
    let answer = |(at, basis): (usize, &ReliabilityBasis<'_>)| {
        let needed = closure(basis.service.id, &find, &services);
        let stays = |stays: &[bool]| needed.iter().all(|at| stays.get(*at) == Some(&true));
        if let Some(same) = known.filter(|known| stays(known.1)).and_then(|known| known.0.service(basis.service.id)) {
            return same.clone();
        }
        let ((availability, is_lower_bound), outside) = of(&mut needed.iter().copied());
        let name = |id: RegionId| scenario.region(id).map_or_else(String::new, |region| region.name.to_string());
        let mut parts: Vec<PartAnswer> = structures[at]
            .sites
            .iter()
            .map(|site| PartAnswer {
                region: site.region,
                name: site.region.map_or_else(|| "the single region".to_owned(), name),
                availability: site.availability,
            })
            .collect();
        let others = needed.iter().filter(|other| **other != at);
        parts.extend(others.map(|other| PartAnswer {
            region: None,
            name: services[*other].name.to_string(),
            availability: structures[*other].availability(),
        }));
        parts.extend(outside.into_iter().map(|(name, availability)| PartAnswer { region: None, name, availability }));
        parts.sort_by(|one, other| one.availability.total_cmp(&other.availability));
        service_plan(basis, &structures[at], (availability, is_lower_bound), parts)
    };
    let plans = bases.iter().enumerate().map(answer).collect();
    let ((availability, is_lower_bound), _) = of(&mut (0..bases.len()));
    PlanReliability { services: plans, availability, is_lower_bound }
}

fn service_plan(
    basis: &ReliabilityBasis<'_>,
    structure: &Structure,
    (availability, is_lower_bound): (f64, bool),
    parts: Vec<PartAnswer>,
) -> Answered<ReliabilityPlan> {
    let target = basis.service.sizing.slo.availability.get();
    let mut working = Working::default();
    for id in ["independent-failures", "part-availability"] {
        working.assume(id);
    }
    if basis.regions.is_none() {
        working.assume("three-zones");
    }
    let own = own_step(structure, &mut working);
    let allowed = (1.0 - target) * WINDOW.seconds();
    let share = |seconds: f64| (allowed > 0.0).then(|| seconds / allowed);
    let outcome = &basis.scaling.outcome;
    let outside = if outcome.length > 0.0 { outcome.outside / outcome.length } else { 0.0 };
    let rate = basis.service.recovery.outages.get();
    let in_window = |rto: f64| (rate * rto * WINDOW.days() / 365.0).min(WINDOW.seconds());
    let recovery = basis.recovery.active().and_then(|answer| answer.rto).map(in_window);
    let row = |what: Spender, seconds: f64| Spending { what, seconds, share: share(seconds) };
    // A run that says nothing of the policy spends nothing that is known.
    let outside = if basis.scaling.no_verdict.is_some() { 0.0 } else { outside };
    let mut spending = vec![
        row(Spender::Failures, (1.0 - availability) * WINDOW.seconds()),
        row(Spender::Scaling, outside * WINDOW.seconds()),
    ];
    spending.extend(recovery.map(|seconds| row(Spender::Recovery, seconds)));
    let sum = spent_step(&spending, &mut working);
    let windows = [BudgetWindow::Day, BudgetWindow::Week, WINDOW, BudgetWindow::Quarter, BudgetWindow::Year];
    let budget = windows
        .into_iter()
        .filter_map(|window| Some(BudgetRow { days: window.days(), allowed: allowed_downtime(target, window)? }));
    let tiers = basis.recovery.tiers.iter();
    let of_tier = |answer: &TierAnswer| {
        let seconds = answer.rto.map(in_window);
        TierSpending { tier: answer.tier, seconds, share: seconds.and_then(share) }
    };
    let plan = ReliabilityPlan {
        id: basis.service.id,
        is_stated: basis.regions.is_some()
            || basis.recovery.is_stated
            || basis.service.reliability != ReliabilityInputs::default(),
        target,
        own,
        availability,
        is_lower_bound,
        parts,
        budget: budget.collect(),
        spent: share(sum),
        spending,
        tiers: tiers.map(of_tier).collect(),
    };
    Answered { verdict: verdict(&plan, allowed), levers: Vec::new(), plan, working }
}

/// Availability of the service's own regions and zones.
fn own_step(structure: &Structure, working: &mut Working) -> f64 {
    let sites = Dimension::Count("sites");
    let n_sites = structure.sites.len() as f64;
    working.found(
        "Sites that must be up",
        "sites minus those that may fail at once",
        [Letter::given("sites", "", n_sites, sites)],
        structure.need as f64,
        sites,
    );
    let (all, enough) = structure.working();
    let share = |name, meaning, value| letter(name, meaning, value, Dimension::Fraction);
    working.step(
        "Availability of its own regions and zones",
        by(
            "(1 − β · q̄) · (A + s · (E − A))",
            [
                share("β", "failures that hit all sites at once", structure.common),
                share("q̄", "average share of time that a site is down", structure.mean_failure()),
                share("A", "share of time that all sites are up, without common-cause failures", all),
                share("s", "failover success rate", structure.failover),
                share("E", "share of time that enough sites are up, without common-cause failures", enough),
            ],
            |[common, down, all, failover, enough]| (1.0 - common * down) * (all + failover * (enough - all)),
        ),
        Dimension::Fraction,
    )
}

/// What failures, scaling and recoveries spend together.
fn spent_step(spending: &[Spending], working: &mut Working) -> f64 {
    let of = |what: Spender| spending.iter().find(|row| row.what == what).map(|row| row.seconds);
    let seconds = |name, what: Spender| word(name, of(what).unwrap_or(0.0), Dimension::Seconds);
    let (failures, scaling) = (seconds("failures", Spender::Failures), seconds("scaling", Spender::Scaling));
    let arithmetic = match of(Spender::Recovery) {
        Some(_) => {
            let operands = [failures, scaling, seconds("recoveries", Spender::Recovery)];
            by("failures + scaling + recoveries", operands, |[failures, scaling, recoveries]| {
                failures + scaling + recoveries
            })
        }
        None => by("failures + scaling", [failures, scaling], |[failures, scaling]| failures + scaling),
    };
    working.step("Spent in 30 days", arithmetic, Dimension::Seconds)
}

impl ReliabilityPlan {
    /// Time in thirty days that may violate the SLO, seconds.
    pub fn allowed(&self) -> f64 {
        (1.0 - self.target) * WINDOW.seconds()
    }

    /// What is known to be spent of it, seconds.
    pub fn spent_seconds(&self) -> f64 {
        self.spending.iter().map(|row| row.seconds).sum()
    }

    /// Whether the time of recoveries is known, so that what is spent is all of it.
    pub fn knows_recoveries(&self) -> bool {
        self.spending.iter().any(|row| row.what == Spender::Recovery)
    }

    /// The share of the error budget that is spent: `30.7 %`, or `at least 15.3 %` without recoveries.
    pub fn spent_in_words(&self) -> String {
        let least = if self.knows_recoveries() { "" } else { "at least " };
        self.spent.map_or_else(|| "no budget".to_owned(), |spent| format!("{least}{}", text::percent(spent)))
    }
}

fn verdict(plan: &ReliabilityPlan, allowed: f64) -> Verdict {
    let mut findings = Vec::new();
    let (kept, target) = (text::percent(plan.availability), text::percent(plan.target));
    let at_least = if plan.is_lower_bound { "at least " } else { "" };
    if plan.availability + 1e-12 >= plan.target {
        findings.push(Finding::holds(format!("Dependencies allow {at_least}{kept} (target {target}).")));
    } else {
        let weakest = plan.parts.first().map_or_else(String::new, |part| {
            format!(" The weakest is {}, at {}.", part.name, text::percent(part.availability))
        });
        findings
            .push(Finding::fails(format!("Dependencies allow {at_least}{kept}, below the {target} target.{weakest}")));
    }
    if let Some(spent) = plan.spent {
        let most = plan.spending.iter().max_by(|a, b| a.seconds.total_cmp(&b.seconds));
        let most = most
            .filter(|most| most.seconds > 0.0)
            .map_or_else(String::new, |most| format!(", mostly on {}", most.what.words()));
        let sentence = format!(
            "Expected to spend {1} of the 30-day error budget of {0}{most}.",
            text::seconds(allowed),
            plan.spent_in_words()
        );
        findings.push(match spent {
            spent if spent > 1.0 => Finding::fails(sentence),
            spent if spent > 0.8 => Finding::tight(sentence),
            _ => Finding::holds(sentence),
        });
    }
    Verdict::from_findings(findings)
}
