//! The fleet of a service, region by region and row by row: one count of replicas that every topic reads.
//!
//! Rows of a region: load, latency, headroom and spares are **normal**; with the reserve for a loss they are
//! **needed**; less what a limit cuts they are **planned**. The recovery tier says how much of the planned reserve is
//! **ready**, and how much is **paid** for all the time.

mod months;
mod nodes;
mod report;

pub use months::{LedgerMonth, months};
pub use report::lines;

use crate::base::id::RegionId;
use crate::base::text;
use crate::formulas::recovery::RecoveryTier;
use crate::plan::price::HourPrice;
use crate::plan::regions::RegionsPlan;
use crate::plan::scenario::limits::Caps;
use crate::plan::scenario::recovery::{Kept, RecoveryInputs};
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::{Resources, Rows};
use serde::Serialize;

/// The replicas of a service in one region.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RegionLedger {
    /// Which region of the plan; none where the plan has none.
    pub region: Option<RegionId>,
    /// Its name; empty for the only region of a plan without regions, and for a recovery region that is not chosen.
    pub name: String,
    /// Whether it only stands by for another.
    pub stands_by: bool,
    /// What is needed.
    pub needed: Rows,
    /// What is planned: the same within the region's limit.
    pub planned: Rows,
    /// What the recovery tier keeps of the planned reserve.
    pub kept: Kept,
    /// How many replicas are stated for it; `None` where as many are planned as are needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stated: Option<u32>,
    /// Most replicas that its limit leaves; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// The limit that binds here, in words; `None` where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limited_by: Option<String>,
}

impl RegionLedger {
    /// Replicas that are paid for all the time by a fleet that does not scale: normal, and what is kept of the reserve.
    pub fn paid(&self) -> u32 {
        self.planned.normal().saturating_add(self.kept.paid)
    }

    /// Replicas that a limit cuts.
    pub fn cut(&self) -> u32 {
        self.needed.needed().saturating_sub(self.planned.needed())
    }

    /// What its limit or the stated number of replicas cuts, in words; `None` where nothing.
    pub fn says_cut(&self) -> Option<String> {
        let cut = Some(self.cut()).filter(|cut| *cut > 0).map(text::count)?;
        Some(match self.stated == Some(self.planned.needed()) {
            true => format!("{cut} more needed than deployed"),
            false => format!("the limit of {} cuts {cut}", self.limited_by.as_deref().unwrap_or_default()),
        })
    }

    /// Where it is, in words.
    pub fn place(&self) -> String {
        match (self.region, self.name.trim()) {
            (None, _) if self.stands_by => "Recovery region, not chosen".to_owned(),
            (None, _) => "Single region".to_owned(),
            (Some(id), "") => format!("region {}", id.0),
            (Some(_), name) => text::one_line(name),
        }
    }
}

/// The recovery region of a service that serves from one region, as long as it is not chosen: it takes what the first one
/// needs in normal times.
fn not_chosen(normal: u32, caps: &Caps, kept: &impl Fn(Rows) -> Kept) -> RegionLedger {
    let needed = Rows { reserve: normal, ..Rows::default() };
    let planned = needed.within(caps.most(None));
    RegionLedger {
        region: None,
        name: String::new(),
        stands_by: true,
        needed,
        planned,
        kept: kept(planned),
        stated: None,
        limit: caps.most(None),
        limited_by: caps.cap(None).map(|cap| cap.words.clone()),
    }
}

/// The fleet of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Ledger {
    /// Its regions, in the order of the plan.
    pub regions: Vec<RegionLedger>,
    /// What all planned replicas take.
    pub resources: Resources,
    /// The months in which it changes, from [`months`].
    pub months: Vec<LedgerMonth>,
}

/// What a ledger is made of.
#[derive(Clone, Copy, Debug)]
pub struct LedgerBasis<'a> {
    /// How a load is sized.
    pub inputs: &'a SizingInputs,
    /// The usual peak, requests/s.
    pub peak: f64,
    /// What is stated about recovery.
    pub recovery: &'a RecoveryInputs,
    /// What limits leave.
    pub caps: &'a Caps,
    /// What the regions answered, where there are any.
    pub regions: Option<&'a RegionsPlan>,
}

impl LedgerBasis<'_> {
    /// The tier that the fleet amounts to: the selected one, but hot standby where active-active is selected and a region
    /// only stands by. As long as none is selected, several regions with a loss to survive keep their whole reserve ready.
    pub fn tier(&self) -> Option<RecoveryTier> {
        let several = self.regions.is_some_and(|plan| plan.n_hosts > 1 && plan.survive > 0);
        let all_ready = if self.stands_by() { RecoveryTier::HotStandby } else { RecoveryTier::ActiveActive };
        match self.recovery.tier {
            Some(RecoveryTier::ActiveActive) => Some(all_ready),
            None => several.then_some(all_ready),
            selected => selected,
        }
    }

    /// Whether a recovery region would be needed, and none is chosen: at most one region of the plan may run it.
    pub fn has_no_recovery_region(&self) -> bool {
        self.regions.is_none_or(|plan| plan.n_hosts < 2)
    }

    /// Whether a region stands by and serves nobody while nothing is lost; also the one that is not chosen yet.
    pub fn stands_by(&self) -> bool {
        let Some(plan) = self.regions.filter(|plan| plan.n_hosts > 1) else { return true };
        plan.regions.iter().any(|region| region.hosts && region.normal_load <= 0.0)
    }
}

impl Ledger {
    /// A number of each region, added up.
    pub fn sum(&self, read: impl Fn(&RegionLedger) -> u32) -> u64 {
        self.regions.iter().map(|row| u64::from(read(row))).sum()
    }

    /// The fleet with the stated recovery tier.
    ///
    /// A service in one place has one region; a recovery tier other than none gives it a second one, not chosen yet,
    /// whose reserve is what the first needs in normal times.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::evaluate::evaluate;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let ledger = &evaluate(&examples::seed_service()).services[0].ledger;
    /// assert_eq!((ledger.regions.len(), ledger.planned().normal(), ledger.planned().reserve), (1, 57, 0));
    /// ```
    pub fn of(basis: &LedgerBasis<'_>) -> Self {
        Self::with_tier(basis, basis.recovery.tier)
    }

    /// The fleet as it would be with another tier.
    pub fn with_tier(basis: &LedgerBasis<'_>, tier: Option<RecoveryTier>) -> Self {
        let gpus = basis.inputs.replica.gpus.get();
        let kept = |planned: Rows| {
            Kept::of(planned.reserve, basis.recovery, tier).reserved(planned.reserve, basis.recovery, gpus)
        };
        if let Some(plan) = basis.regions {
            let hosts = plan.regions.iter().filter(|region| region.hosts);
            let of_region = |region: &crate::plan::regions::RegionAnswer| RegionLedger {
                region: Some(region.id),
                name: region.name.clone(),
                stands_by: region.normal_load <= 0.0 && region.planned.needed() > 0,
                needed: region.rows,
                planned: region.planned,
                kept: kept(region.planned),
                stated: region.stated_replicas,
                limit: basis.caps.most(Some(region.id)),
                limited_by: region.limited_by.clone(),
            };
            let mut rows: Vec<RegionLedger> = hosts.map(of_region).collect();
            if let [home] = rows.as_slice() {
                rows.extend(tier.map(|_| not_chosen(home.needed.normal(), basis.caps, &kept)));
            }
            return Self::new(basis, rows);
        }
        let home = Rows::of(basis.inputs, basis.peak, basis.peak);
        let planned = home.within(basis.caps.most(None));
        let alone = RegionLedger {
            region: None,
            name: String::new(),
            stands_by: false,
            needed: home,
            planned,
            kept: kept(planned),
            stated: None,
            limit: basis.caps.most(None),
            limited_by: basis.caps.cap(None).map(|cap| cap.words.clone()),
        };
        let other = tier.map(|_| not_chosen(home.normal(), basis.caps, &kept));
        Self::new(basis, std::iter::once(alone).chain(other).collect())
    }

    fn new(basis: &LedgerBasis<'_>, regions: Vec<RegionLedger>) -> Self {
        let planned: Rows = regions.iter().map(|region| region.planned).sum();
        let resources = Resources::of(&basis.inputs.replica, planned.needed());
        Self { regions, resources, months: Vec::new() }
    }

    /// What is needed in all regions.
    pub fn needed(&self) -> Rows {
        self.regions.iter().map(|region| region.needed).sum()
    }

    /// What is planned in all regions.
    pub fn planned(&self) -> Rows {
        self.regions.iter().map(|region| region.planned).sum()
    }

    /// Replicas of the reserve that are ready, in all regions.
    pub fn ready(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.kept.ready)).sum()
    }

    /// Replicas of the reserve that are paid for all the time, in all regions.
    pub fn reserve_paid(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.kept.paid)).sum()
    }

    /// Replicas that run all the time where none are added or removed: normal ones, and the ready reserve of regions that
    /// serve.
    pub fn running(&self) -> u64 {
        let serving = self.regions.iter().filter(|region| !region.stands_by);
        serving.map(|region| u64::from(region.planned.normal()) + u64::from(region.kept.ready)).sum()
    }

    /// Names of the chosen regions with replicas that are paid for, at a price that is not known.
    pub fn unpriced(&self, price: &HourPrice) -> Vec<&str> {
        let paying = self.regions.iter().filter(|region| region.region.is_some() && region.paid() > 0);
        paying.filter(|region| region.node_hour(price).is_none()).map(|region| region.name.as_str()).collect()
    }

    /// Replicas that a fleet which does not scale pays for, in all regions.
    pub fn paid(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.paid())).sum()
    }

    /// What limits cut, in words; `None` where they cut nothing.
    pub fn says_cut(&self) -> Option<String> {
        let (needed, planned) = (self.needed(), self.planned());
        let rows = [
            (needed.load - planned.load, "for the load"),
            (needed.latency - planned.latency, "for latency"),
            (needed.spares - planned.spares, if needed.spares - planned.spares == 1 { "spare" } else { "spares" }),
            (needed.headroom - planned.headroom, "headroom"),
            (needed.reserve - planned.reserve, "reserve for a loss"),
        ];
        let cut = rows.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", text::count(*n)));
        let cut: Vec<String> = cut.collect();
        let (had, all) = (text::count(planned.needed() - planned.surplus), text::count(needed.needed()));
        let is_short = |region: &RegionLedger| region.cut() > 0 && region.stated == Some(region.planned.needed());
        let why = if self.regions.iter().any(is_short) { "The replicas deployed cover" } else { "Limits leave" };
        (!cut.is_empty()).then(|| format!("{why} {had} of {all} replicas; missing: {}.", cut.join(", ")))
    }

    /// From when growth needs more than limits leave, in words; `None` where that is not so in the months to come, or is so
    /// from the beginning.
    pub fn says_outgrown(&self) -> Option<String> {
        let first = self.months.iter().find(|month| month.short > 0).filter(|_| self.cut() == 0)?;
        let (all, had) = (first.all() + first.short, first.all());
        let (from, last) = (text::date(first.from), self.months.last().filter(|last| last.short > first.short));
        let later = last.map_or_else(String::new, |last| {
            let (had, all) = (text::count(last.all()), text::count(last.all() + last.short));
            format!(", and {had} of {all} from {}", text::date(last.from))
        });
        let (had, all) = (text::count(had), text::counted(all, "replica", "replicas"));
        let is_stated = self.regions.iter().any(|region| region.stated.is_some());
        let why = if is_stated { "the replicas deployed cover" } else { "limits leave" };
        Some(format!("From {from} {why} {had} of the {all} that growth needs{later}."))
    }

    /// Replicas that limits cut, in all regions.
    pub fn cut(&self) -> u64 {
        self.regions.iter().map(|region| u64::from(region.cut())).sum()
    }
}
