//! Which recovery tier holds the objectives, what each costs with its expected losses, and which is cheapest.

use crate::base::explain::Working;
use crate::base::units::PricePerGib;
use crate::formulas::finance::over_a_month;
use crate::formulas::recovery::{
    Artefact, BreakEven, DataLoss, Link, Miss, Part, PartTime, Parts, RecoveryTier, RecoveryTime, Replication,
    StandbyCost, StandbyInputs, TierOption, annual_loss, compare_tiers, data_loss, recovery_time, replicate,
    standby_cost, transfer_time,
};
use crate::plan::answered::Answered;
use crate::plan::ledger::{Ledger, LedgerBasis};
use crate::plan::price::HourPrice;
use crate::plan::scenario::recovery::{RecoveryInputs, TierInputs};
use crate::plan::scenario::regions::{FailoverInputs, PlanRegion};
use crate::plan::scenario::scaling::Startup;
use serde::Serialize;

/// Restoring data of which nobody has stated the size, seconds: `recovery-parts` in the register.
const RESTORE_ESTIMATE: f64 = 14_400.0;

/// What [`plan_recovery`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct RecoveryBasis<'a> {
    /// What is stated.
    pub stated: &'a RecoveryInputs,
    /// How users are moved.
    pub failover: &'a FailoverInputs,
    /// How long a replica takes to start.
    pub startup: &'a Startup,
    /// Accelerators of a replica.
    pub gpus: u32,
    /// What an hour of a replica costs, region by region.
    pub price: &'a HourPrice,
    /// Price of a GiB between regions; `None` where not known.
    pub inter_region: Option<PricePerGib>,
    /// Price of a GiB kept for a month; `None` where not known.
    pub storage_price: Option<PricePerGib>,
    /// The regions of the plan.
    pub regions: &'a [PlanRegion],
    /// What the fleet is made of, for the reserve that each tier keeps.
    pub fleet: &'a LedgerBasis<'a>,
}

/// One tier.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierAnswer {
    /// Which.
    pub tier: RecoveryTier,
    /// Seconds from the loss until all load is served; `None` where a part is not known.
    pub rto: Option<f64>,
    /// The parts in time; empty where one is not known.
    pub parts: Vec<PartTime>,
    /// Parts that nobody knows.
    pub unknown: Vec<Part>,
    /// How long each part is taken to last, stated or derived, also those that this tier does not wait for.
    #[serde(skip)]
    pub taken: Parts,
    /// Replicas of the reserve that are ready, in all regions.
    pub ready: u64,
    /// Replicas of the reserve that are paid for all the time, in all regions.
    pub paid: u64,
    /// By how much the RTO misses its target.
    pub rto_miss: Option<Miss>,
    /// Data that is lost.
    pub data: DataLoss,
    /// Seconds by which the RPO misses its target.
    pub rpo_miss: Option<f64>,
    /// What standing ready costs a month; `None` where no price is stated.
    pub standby: Option<StandbyCost>,
    /// The same a year.
    pub annual_cost: Option<f64>,
    /// Expected loss a year; `None` where the RTO or what an hour costs is not known.
    pub expected_loss: Option<f64>,
    /// Both together.
    pub total: Option<f64>,
}

impl TierAnswer {
    /// Whether it keeps both objectives, as far as they are stated.
    pub fn meets(&self, stated: &RecoveryInputs) -> bool {
        let in_time = stated.rto.is_none() || (self.rto.is_some() && self.rto_miss.is_none());
        in_time && self.rpo_miss.is_none()
    }
}

/// The loss an hour at which two tiers cost the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TierChange {
    /// Cheaper below.
    pub below: RecoveryTier,
    /// Cheaper above.
    pub above: RecoveryTier,
    /// Dollars an hour.
    pub loss_per_hour: f64,
}

/// The answers about recovery.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecoveryPlan {
    /// Whether anybody has said anything about it.
    pub is_stated: bool,
    /// The tier that the fleet amounts to ([`LedgerBasis::tier`]); none where none is selected and a single region stands
    /// alone.
    pub tier: Option<RecoveryTier>,
    /// Every tier, the cheapest to run first.
    pub tiers: Vec<TierAnswer>,
    /// The tier with the lowest cost and expected loss together; `None` where no total is known.
    pub cheapest: Option<RecoveryTier>,
    /// The same among those that keep the objectives.
    pub cheapest_within_objectives: Option<RecoveryTier>,
    /// Where the choice between two of them changes.
    pub break_evens: Vec<TierChange>,
    /// The cheapest for every loss an hour, from zero up: the tier, and from which loss on.
    pub winners: Vec<(RecoveryTier, f64)>,
    /// What is copied to the other region, with time and cost; `None` where nothing is.
    pub replication: Option<Replication>,
    /// Whether expected losses include lost data.
    pub prices_data: bool,
}

impl RecoveryPlan {
    /// The answers for the active tier.
    pub fn active(&self) -> Option<&TierAnswer> {
        self.of(self.tier?)
    }

    /// For which losses an hour each tier is the cheapest: the tier, from which loss on, and up to which; the last has no end.
    pub fn stretches(&self) -> impl Iterator<Item = (RecoveryTier, f64, Option<f64>)> {
        let ends = self.winners.iter().skip(1).map(|(_, from)| Some(*from)).chain([None]);
        self.winners.iter().zip(ends).map(|((tier, from), to)| (*tier, *from, to))
    }

    /// The cheapest tiers next to that of a loss an hour, each with the loss at which it takes over: below it, and above.
    pub fn beside(&self, loss: f64) -> [Option<(RecoveryTier, f64)>; 2] {
        let mut below = None;
        for (tier, _, to) in self.stretches() {
            match to {
                Some(to) if to <= loss => below = Some((tier, to)),
                _ => break,
            }
        }
        [below, self.winners.iter().copied().find(|(_, from)| *from > loss)]
    }

    /// The answers for a tier.
    pub fn of(&self, tier: RecoveryTier) -> Option<&TierAnswer> {
        self.tiers.iter().find(|answer| answer.tier == tier)
    }
}

/// Plans the recovery of a service, tier by tier.
///
/// `RTO` from named parts ([`recovery_time`]), `RPO = interval + lag`, cost `12 · standby`, expected
/// loss `λ · (RTO·L + D)` with the mean loss of data, `total = cost + loss`.
///
/// | symbol      | is                                                           | unit          |
/// |-------------|--------------------------------------------------------------|---------------|
/// | `λ`         | `outages`                                                    | a year        |
/// | `L`         | `loss`                                                       | dollars / h   |
/// | `D`         | `data_loss` · (interval/2 + lag)                             | dollars       |
/// | `standby`   | paid reserve · price · 730 h + storage + copies; unknown while the price of copies is | dollars/month |
///
/// # Assumptions
///
/// `recovery-parts`, `expected-annual-loss`, `region-outages`
///
/// # Example
///
/// ```
/// use headroom_core::plan::evaluate::evaluate;
/// use headroom_core::formulas::recovery::RecoveryTier;
/// use headroom_core::plan::scenario::examples;
///
/// let evaluation = evaluate(&examples::seed_service());
/// let hot = evaluation.services[0].recovery.of(RecoveryTier::HotStandby).expect("every tier");
/// // 3 checks of 30 s, 5 minutes to decide, a minute to propagate and one for cached answers.
/// assert_eq!(hot.rto, Some(90.0 + 300.0 + 120.0));
/// ```
pub fn plan_recovery(basis: &RecoveryBasis<'_>) -> Answered<RecoveryPlan> {
    let stated = basis.stated;
    let mut working = Working::default();
    for id in ["recovery-parts", "region-outages", "expected-annual-loss"] {
        working.assume(id);
    }
    let replication = replication(basis);
    let tiers: Vec<TierAnswer> =
        RecoveryTier::ALL.iter().map(|&tier| answer(basis, tier, replication.as_ref())).collect();
    let active = basis.fleet.tier();
    let known = tiers.iter().map(|answer| {
        let data = stated.data_cost(&answer.data);
        Some(TierOption { annual_cost: answer.annual_cost?, rto: answer.rto, data_loss_cost: data })
    });
    let options: Option<Vec<TierOption>> = known.collect();
    // Where the choice changes does not depend on what an hour costs; what is cheapest does.
    let loss = stated.loss.map_or(0.0, |loss| loss.get());
    let compared = options.and_then(|options| compare_tiers(&options, stated.outages.get(), loss));
    let is_priced = stated.loss.is_some();
    let tier_at = |place: usize| RecoveryTier::ALL[place.min(RecoveryTier::ALL.len() - 1)];
    let change = |change: &BreakEven| TierChange {
        below: tier_at(change.below),
        above: tier_at(change.above),
        loss_per_hour: change.loss_per_hour,
    };
    let within = tiers.iter().filter(|answer| answer.meets(stated) && answer.total.is_some());
    let least = |a: &&TierAnswer, b: &&TierAnswer| a.total.unwrap_or(f64::MAX).total_cmp(&b.total.unwrap_or(f64::MAX));
    if let Some(answer) = tiers.iter().find(|answer| Some(answer.tier) == active) {
        super::steps::of_the_active_tier(basis, answer, &mut working);
    }
    let plan = RecoveryPlan {
        is_stated: *stated != RecoveryInputs::default(),
        tier: active,
        cheapest: compared.as_ref().and_then(|compared| compared.cheapest).filter(|_| is_priced).map(tier_at),
        cheapest_within_objectives: within.min_by(least).map(|answer| answer.tier),
        break_evens: compared.iter().flat_map(|compared| compared.break_evens.iter().map(change)).collect(),
        winners: compared
            .iter()
            .flat_map(|compared| &compared.winners)
            .map(|winner| (tier_at(winner.option), winner.from_loss_per_hour))
            .collect(),
        tiers,
        replication,
        prices_data: stated.data_loss.is_some(),
    };
    Answered { verdict: super::verdict::verdict(basis, &plan), levers: Vec::new(), plan, working }
}

fn replication(basis: &RecoveryBasis<'_>) -> Option<Replication> {
    let stated = basis.stated;
    stated.copied().next()?;
    let artefact = |listed: &crate::plan::scenario::recovery::ArtefactInputs| Artefact {
        kind: listed.kind,
        size_gb: listed.size.get(),
        copies_per_month: listed.copies.get(),
    };
    let artefacts: Vec<Artefact> = stated.copied().map(artefact).collect();
    let link = Link {
        gbit_per_second: stated.link.rate.get(),
        efficiency: stated.link.share.get(),
        price: basis.inter_region.map(|price| price.get()),
        storage_price: basis.storage_price.map(|price| price.get()),
    };
    replicate(&artefacts, &link)
}

/// The parts of a tier: as stated, or from what else is known.
fn parts(basis: &RecoveryBasis<'_>, tier: RecoveryTier, run: &TierInputs) -> Parts {
    let or = |stated: Option<crate::base::units::RecoveryPart>, otherwise: f64| {
        Some(stated.map_or(otherwise, |part| part.get()))
    };
    let stated = basis.stated;
    let size: f64 = stated.copied().map(|artefact| artefact.size.get()).sum();
    let restore = if stated.artefacts.is_empty() {
        RESTORE_ESTIMATE
    } else {
        transfer_time(size, stated.link.rate.get(), stated.link.share.get()).unwrap_or(RESTORE_ESTIMATE)
    };
    // Accelerators that nobody has reserved may not be had at all.
    let can_provision = basis.gpus == 0 || stated.can_have_accelerators(tier);
    Parts {
        detect: Some(basis.failover.detect()),
        decide: Some(run.decide.get()),
        redirect: Some(basis.failover.redirect()),
        provision: can_provision.then(|| run.provision.get()),
        restore_data: if tier == RecoveryTier::Cold { or(run.restore_data, restore) } else { None },
        rebuild: stated.rebuild_time(),
        load_model: or(run.load_model, basis.startup.model_load.get()),
        warm_up: or(run.warm_up, basis.startup.image_pull.get() + basis.startup.warm_up.get()),
    }
}

fn answer(basis: &RecoveryBasis<'_>, tier: RecoveryTier, replication: Option<&Replication>) -> TierAnswer {
    let (stated, run) = (basis.stated, basis.stated.tier(tier));
    let taken = parts(basis, tier, &run);
    let fleet = Ledger::with_tier(basis.fleet, Some(tier));
    let time = recovery_time(tier, &taken, stated.order);
    let (time, unknown) = match time {
        Ok(time) => (Some(time), Vec::new()),
        Err(unknown) => (None, unknown),
    };
    let writes = stated.writes.map_or(0.0, |writes| writes.get());
    let nothing = DataLoss { rpo: 0.0, mean: 0.0, writes_at_most: 0.0 };
    let data = data_loss(run.interval.get(), run.lag.get(), writes).unwrap_or(nothing);
    let over = |target: f64| (data.rpo > target).then_some(data.rpo - target);
    let copies = replication.map_or(Some(0.0), |replication| replication.monthly_cost);
    let standby = fleet.reserve_hourly(basis.price).zip(copies).and_then(|(hourly, copies)| {
        standby_cost(&StandbyInputs {
            primary_compute: over_a_month(hourly),
            primary_storage: stated.storage.get(),
            standby_fraction: 1.0,
            replicated_fraction: 1.0,
            replicated_gb: 0.0,
            transfer_price: 0.0,
            fixed: copies,
        })
    });
    let annual_cost = standby.map(|standby| standby.monthly * 12.0);
    let rto = time.as_ref().map(|time| time.rto);
    let expected_loss = rto
        .zip(stated.loss)
        .and_then(|(rto, loss)| annual_loss(stated.outages.get(), rto, loss.get(), stated.data_cost(&data)));
    let miss = |time: &RecoveryTime| stated.rto.and_then(|target| time.miss(target.get()));
    TierAnswer {
        tier,
        rto,
        rto_miss: time.as_ref().and_then(miss),
        parts: time.map_or_else(Vec::new, |time| time.parts),
        unknown,
        taken,
        ready: fleet.ready(),
        paid: fleet.reserve_paid(),
        data,
        rpo_miss: stated.rpo.and_then(|target| over(target.get())),
        standby,
        annual_cost,
        expected_loss,
        total: annual_cost.zip(expected_loss).map(|(cost, loss)| cost + loss),
    }
}
