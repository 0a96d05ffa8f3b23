//! The recovery tiers and their RTO, built up from named parts.

/// How ready the other region is, the cheapest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecoveryTier {
    /// Backups only; everything is built when it is needed.
    Cold,
    /// Data is live, compute is off.
    PilotLight,
    /// A scaled-down copy serves all the time.
    WarmStandby,
    /// A copy of full size runs, without load.
    HotStandby,
    /// All regions serve, each with room for the load of the lost.
    ActiveActive,
}

impl RecoveryTier {
    /// Every tier, the cheapest first.
    pub const ALL: [Self; 5] = [Self::Cold, Self::PilotLight, Self::WarmStandby, Self::HotStandby, Self::ActiveActive];

    /// Both names that people use.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cold => "cold standby (backup and restore)",
            Self::PilotLight => "pilot light",
            Self::WarmStandby => "warm standby",
            Self::HotStandby => "hot standby",
            Self::ActiveActive => "active-active (multi-site)",
        }
    }

    /// The shorter name, for places where room is short.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Cold => "cold standby",
            Self::ActiveActive => "active-active",
            Self::PilotLight | Self::WarmStandby | Self::HotStandby => self.words(),
        }
    }

    /// The parts of a recovery that this tier has to wait for.
    ///
    /// Source: AWS whitepaper "Disaster Recovery of Workloads on AWS: Recovery in the Cloud",
    /// "Disaster recovery options in the cloud". A pilot light cannot serve before something is
    /// provisioned; a warm standby can, but not the whole load.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::ActiveActive | Self::HotStandby => &[Part::Detect, Part::Decide, Part::Redirect],
            Self::WarmStandby | Self::PilotLight => {
                &[Part::Detect, Part::Decide, Part::Redirect, Part::Provision, Part::LoadModel, Part::WarmUp]
            }
            Self::Cold => &[
                Part::Detect,
                Part::Decide,
                Part::Redirect,
                Part::Provision,
                Part::RestoreData,
                Part::LoadModel,
                Part::WarmUp,
            ],
        }
    }

    /// Whether it waits for a part: for its [own](Self::parts), and where something must be rebuilt for that, unless what
    /// is ready in the other region keeps it filled from the source all the time.
    pub fn waits_for(self, part: Part, parts: &Parts) -> bool {
        let is_dark = matches!(self, Self::Cold | Self::PilotLight);
        self.parts().contains(&part) || (part == Part::Rebuild && is_dark && parts.rebuild.is_some())
    }
}

/// A part of a recovery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Until the loss is noticed.
    Detect,
    /// Until somebody or something decides to move; often the longest part where people decide.
    Decide,
    /// Until clients are directed elsewhere: DNS or load balancer.
    Redirect,
    /// Until machines are there.
    Provision,
    /// Until data is restored from backups.
    RestoreData,
    /// Until what is kept as a source only, such as a feature store, is built from it again.
    Rebuild,
    /// Until weights are loaded.
    LoadModel,
    /// Until caches and compiled kernels are warm.
    WarmUp,
}

impl Part {
    /// Every part, in the order in which they happen.
    pub const ALL: [Self; 8] = [
        Self::Detect,
        Self::Decide,
        Self::Redirect,
        Self::Provision,
        Self::RestoreData,
        Self::Rebuild,
        Self::LoadModel,
        Self::WarmUp,
    ];

    /// The part in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Detect => "detect",
            Self::Decide => "decide",
            Self::Redirect => "redirect clients",
            Self::Provision => "provision",
            Self::RestoreData => "restore data",
            Self::Rebuild => "rebuild from source",
            Self::LoadModel => "load the model",
            Self::WarmUp => "warm up",
        }
    }
}

/// How long each part takes, seconds; `None` where nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Time to notice.
    pub detect: Option<f64>,
    /// Time to decide.
    pub decide: Option<f64>,
    /// Time to redirect clients.
    pub redirect: Option<f64>,
    /// Time to get machines; `None` for accelerators that are not reserved and may not be had.
    pub provision: Option<f64>,
    /// Time to restore data.
    pub restore_data: Option<f64>,
    /// Time to rebuild what is not copied; `None` where everything is.
    pub rebuild: Option<f64>,
    /// Time to load weights.
    pub load_model: Option<f64>,
    /// Time to warm up.
    pub warm_up: Option<f64>,
}

impl Parts {
    /// How long one part takes; `None` also for what is negative or no number.
    pub fn of(&self, part: Part) -> Option<f64> {
        let seconds = match part {
            Part::Detect => self.detect,
            Part::Decide => self.decide,
            Part::Redirect => self.redirect,
            Part::Provision => self.provision,
            Part::RestoreData => self.restore_data,
            Part::Rebuild => self.rebuild,
            Part::LoadModel => self.load_model,
            Part::WarmUp => self.warm_up,
        };
        seconds.filter(|seconds| (0.0..=1e12).contains(seconds))
    }
}

/// Whether parts wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// One after the other, as people with a checklist do it.
    Serial,
    /// Clients are redirected while capacity is built, as automation does it.
    RedirectWhileBuilding,
}

/// When one part happens, seconds after the loss.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct PartTime {
    /// Which part.
    pub part: Part,
    /// When it begins.
    pub start: f64,
    /// When it ends.
    pub end: f64,
    /// Whether the recovery takes longer if this part does.
    pub is_critical: bool,
}

/// A recovery in time; from [`recovery_time`].
#[derive(Clone, Debug, PartialEq)]
pub struct RecoveryTime {
    /// RTO, seconds from the loss until all load is served.
    pub rto: f64,
    /// Its parts in their order.
    pub parts: Vec<PartTime>,
}

/// By how much an RTO misses its target; from [`RecoveryTime::miss`].
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Miss {
    /// Seconds too long.
    pub by: f64,
    /// The part to shorten first: the longest that everything waits for; `None` if no part is.
    pub shorten: Option<Part>,
    /// Whether shortening that part alone can be enough.
    pub is_enough: bool,
}

/// RTO of a tier: `detect + decide + redirect + build`, or with `max(redirect, build)` where clients
/// are redirected while capacity is built.
///
/// `build` is `provision + restore data + rebuild + load model + warm up`, as far as the tier
/// [waits for these parts](RecoveryTier::waits_for). `Err` names the parts that the tier needs and that are
/// not known: without them the RTO is unbounded.
///
/// # Errors
///
/// The parts that are needed but unknown.
///
/// # Source
///
/// AWS whitepaper "Disaster Recovery of Workloads on AWS"; the sum itself is a definition.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::*;
/// use headroom_core::plan::recovery::*;
/// use headroom_core::plan::scenario::recovery::*;
///
/// let parts = Parts {
///     detect: Some(90.0), decide: Some(300.0), redirect: Some(60.0), provision: Some(240.0),
///     load_model: Some(120.0), warm_up: Some(60.0), restore_data: None, rebuild: None,
/// };
/// let automated = recovery_time(RecoveryTier::PilotLight, &parts, Order::RedirectWhileBuilding);
/// assert_eq!(automated.map(|time| time.rto), Ok(810.0)); // 90 + 300 + max(60, 240 + 120 + 60)
/// assert_eq!(recovery_time(RecoveryTier::HotStandby, &parts, Order::Serial).map(|time| time.rto), Ok(450.0));
/// assert_eq!(recovery_time(RecoveryTier::Cold, &parts, Order::Serial), Err(vec![Part::RestoreData]));
/// ```
pub fn recovery_time(tier: RecoveryTier, parts: &Parts, order: Order) -> Result<RecoveryTime, Vec<Part>> {
    let needed = || Part::ALL.into_iter().filter(|part| tier.waits_for(*part, parts));
    let unknown: Vec<Part> = needed().filter(|&part| parts.of(part).is_none()).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let known = needed().filter_map(|part| parts.of(part).map(|seconds| (part, seconds)));
    let (mut now, mut timeline): (f64, Vec<PartTime>) = (0.0, Vec::new());
    let mut decided = 0.0;
    for (part, seconds) in known {
        let overlaps = order == Order::RedirectWhileBuilding && part > Part::Redirect;
        let first_built = overlaps && timeline.last().is_some_and(|last| last.part == Part::Redirect);
        let start = if first_built { decided } else { now };
        timeline.push(PartTime { part, start, end: start + seconds, is_critical: true });
        now = start + seconds;
        if part < Part::Redirect {
            decided = now;
        }
    }
    let rto = timeline.iter().map(|time| time.end).fold(0.0, f64::max);
    if order == Order::RedirectWhileBuilding {
        let redirected = timeline.iter().find(|time| time.part == Part::Redirect).map_or(0.0, |time| time.end);
        let builds = timeline.last().is_some_and(|last| last.part > Part::Redirect);
        for time in &mut timeline {
            time.is_critical = time.part < Part::Redirect
                || if time.part == Part::Redirect { !builds || redirected >= now } else { now >= redirected };
        }
    }
    Ok(RecoveryTime { rto, parts: timeline })
}

impl RecoveryTime {
    /// By how much this is longer than its target, and what to shorten; `None` where it is not.
    pub fn miss(&self, rto_target: f64) -> Option<Miss> {
        let by = self.rto - rto_target;
        if by.is_nan() || by <= 0.0 {
            return None;
        }
        let seconds = |time: &PartTime| time.end - time.start;
        let critical = self.parts.iter().filter(|time| time.is_critical && seconds(time) > 0.0);
        let longest = critical.max_by(|a, b| seconds(a).total_cmp(&seconds(b)));
        let without = |part: &PartTime| {
            let shortened = |time: &&PartTime| time.part != part.part;
            let kept = || self.parts.iter().filter(shortened);
            let sum = |from: Part, to: Part| -> f64 {
                kept().filter(|time| from <= time.part && time.part <= to).map(seconds).sum()
            };
            let (first, redirect) = (sum(Part::Detect, Part::Decide), sum(Part::Redirect, Part::Redirect));
            let build = sum(Part::Provision, Part::WarmUp);
            let overlaps = self.parts.windows(2).any(|pair| pair[1].start < pair[0].end);
            first + if overlaps { redirect.max(build) } else { redirect + build }
        };
        let is_enough = longest.is_some_and(|part| without(part) <= rto_target);
        Some(Miss { by, shorten: longest.map(|time| time.part), is_enough })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(seconds: [f64; 7]) -> Parts {
        let [detect, decide, redirect, provision, restore_data, load_model, warm_up] = seconds.map(Some);
        Parts { detect, decide, redirect, provision, restore_data, rebuild: None, load_model, warm_up }
    }

    #[test]
    fn what_is_not_copied_is_waited_for_where_nothing_serves_before() {
        let rebuilt = Parts { rebuild: Some(3600.0), ..parts([1.0; 7]) };
        let rto = RecoveryTier::ALL.map(|tier| recovery_time(tier, &rebuilt, Order::Serial).unwrap().rto);
        // Seven parts and the hour, six and the hour; the warmer tiers keep it filled.
        assert_eq!(rto, [3607.0, 3606.0, 6.0, 3.0, 3.0]);
        let time = recovery_time(RecoveryTier::Cold, &rebuilt, Order::RedirectWhileBuilding).unwrap();
        assert_eq!(time.miss(60.0).and_then(|miss| miss.shorten), Some(Part::Rebuild));
        let unknown = Parts { rebuild: Some(f64::NAN), ..rebuilt };
        assert_eq!(recovery_time(RecoveryTier::Cold, &unknown, Order::Serial), Err(vec![Part::Rebuild]));
    }

    #[test]
    fn the_shorter_name_is_the_first_of_both() {
        for tier in RecoveryTier::ALL {
            assert_eq!(Some(tier.short()), tier.words().split(" (").next());
        }
    }

    #[test]
    fn a_miss_names_the_part_to_shorten() {
        let parts = parts([90.0, 300.0, 60.0, 240.0, 0.0, 120.0, 60.0]);
        let time = recovery_time(RecoveryTier::WarmStandby, &parts, Order::RedirectWhileBuilding).unwrap();
        assert_eq!(time.miss(810.0), None);
        // Deciding takes 300 of the 810 seconds; without it 510 are left.
        assert_eq!(time.miss(600.0), Some(Miss { by: 210.0, shorten: Some(Part::Decide), is_enough: true }));
        assert_eq!(time.miss(500.0).map(|miss| miss.is_enough), Some(false));
        let redirect = time.parts.iter().find(|time| time.part == Part::Redirect).unwrap();
        assert!(!redirect.is_critical && redirect.start == 390.0);
        let built = time.parts.iter().find(|time| time.part == Part::Provision).unwrap();
        assert_eq!((built.start, built.end, built.is_critical), (390.0, 630.0, true));
    }

    #[test]
    fn an_unknown_part_leaves_the_rto_unknown() {
        let unreserved = Parts { provision: None, ..parts([1.0; 7]) };
        let rto = |tier| recovery_time(tier, &unreserved, Order::Serial).map(|time| time.rto);
        assert_eq!(
            (rto(RecoveryTier::WarmStandby), rto(RecoveryTier::HotStandby)),
            (Err(vec![Part::Provision]), Ok(3.0))
        );
        let broken = Parts { detect: Some(f64::NAN), decide: Some(-1.0), ..parts([1.0; 7]) };
        let both = Err(vec![Part::Detect, Part::Decide]);
        assert_eq!(recovery_time(RecoveryTier::ActiveActive, &broken, Order::Serial), both);
    }

    proptest! {
        #[test]
        fn readier_tiers_and_overlap_are_never_slower(seconds in prop::array::uniform7(0.0..1e5_f64)) {
            let parts = parts(seconds);
            let rto = |tier, order| recovery_time(tier, &parts, order).unwrap().rto;
            for order in [Order::Serial, Order::RedirectWhileBuilding] {
                let times = RecoveryTier::ALL.map(|tier| rto(tier, order));
                prop_assert!(times.windows(2).all(|pair| pair[0] >= pair[1]));
            }
            for tier in RecoveryTier::ALL {
                prop_assert!(rto(tier, Order::RedirectWhileBuilding) <= rto(tier, Order::Serial));
                let time = recovery_time(tier, &parts, Order::RedirectWhileBuilding).unwrap();
                let critical: f64 = time.parts.iter().filter(|time| time.is_critical).map(|time| time.end - time.start).sum();
                prop_assert!((critical - time.rto).abs() < 1e-9 * time.rto.max(1.0));
            }
        }
    }
}
