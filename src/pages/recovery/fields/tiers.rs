//! How a tier would be run here: the parts of its recovery, its copies, its standby compute.

use crate::components::form::Field;
use crate::components::form::{number, optional};
use crate::edit::Knowing;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::formulas::recovery::{Part, Parts, RecoveryTier};
use headroom_core::plan::scenario::recovery::TierInputs;

/// A tier as it would be run, beside what the answers take for it.
pub type TierRun = Knowing<TierInputs, Taken>;

/// What is known of a tier beside what is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Taken {
    /// Which.
    pub tier: RecoveryTier,
    /// How long each part is taken to last; none before there is an answer.
    pub parts: Option<Parts>,
}

impl Taken {
    /// What is taken where nothing is stated.
    pub fn estimate(&self) -> TierInputs {
        TierInputs::estimate(self.tier)
    }

    fn waits_for(&self, part: Part) -> bool {
        self.tier.parts().contains(&part)
    }

    fn seconds(&self, part: Part) -> Option<f64> {
        self.parts.and_then(|parts| parts.of(part))
    }

    /// Where a part begins that is stated: where it is already taken to be.
    fn first(&self, part: Part) -> f64 {
        self.seconds(part).unwrap_or(60.0)
    }

    /// How long a part takes that is left to the rest of the chain, and what that follows from.
    fn derived(&self, part: Part, from: &str) -> String {
        text::or_unknown(self.seconds(part), |seconds| format!("{}, {from}", text::seconds(seconds)))
    }
}

/// A row for a part that follows from elsewhere where it is not stated: `derived!("tier-load", load_model, LoadModel, "…")`.
macro_rules! derived {
    ($setting:expr, $stated:ident, $part:ident, $from:expr) => {
        optional!(TierRun, $setting, stated.$stated, |run| run.known.first(Part::$part), |run| run
            .known
            .derived(Part::$part, $from))
        .when(|run| run.known.waits_for(Part::$part))
    };
}

/// The parts that a tier waits for, its copies, its standby compute.
pub const TIER: &[Field<TierRun>] = &[
    number!(TierRun, "tier-decide", stated.decide)
        .when(|run| run.known.waits_for(Part::Decide))
        .hint(|run| against(run.stated.decide.get(), run.known.estimate().decide.get())),
    number!(TierRun, "tier-provision", stated.provision)
        .when(|run| run.known.waits_for(Part::Provision))
        .hint(provisioned),
    derived!("tier-restore", restore_data, RestoreData, "from size and link"),
    derived!("tier-load", load_model, LoadModel, "from start-up"),
    derived!("tier-warm-up", warm_up, WarmUp, "from start-up"),
    number!(TierRun, "tier-interval", stated.interval)
        .hint(|run| against(run.stated.interval.get(), run.known.estimate().interval.get())),
    number!(TierRun, "tier-lag", stated.lag).hint(|run| against(run.stated.lag.get(), run.known.estimate().lag.get())),
    number!(TierRun, "tier-standby", stated.standby).when(keeps_a_share).hint(standing_by),
];

/// Whether a duration is the estimate, or what that is.
fn against(stated: f64, estimate: f64) -> String {
    if stated == estimate {
        "Our estimate.".to_owned()
    } else {
        format!("Estimate: {}.", text::quantity(estimate, Dimension::Seconds))
    }
}

fn provisioned(run: &TierRun) -> String {
    match run.known.parts {
        Some(parts) if parts.provision.is_none() => {
            "Not counted: GPUs without a reservation may be unavailable.".to_owned()
        }
        _ => against(run.stated.provision.get(), run.known.estimate().provision.get()),
    }
}

fn standing_by(run: &TierRun) -> String {
    let estimate = run.known.estimate().standby.get();
    if (run.stated.standby.get() - estimate).abs() < 1e-12 {
        "Our estimate.".to_owned()
    } else {
        format!("Estimate: {}.", text::percent(estimate))
    }
}

/// Hot and active-active keep the whole reserve, cold standby nothing of it.
fn keeps_a_share(run: &TierRun) -> bool {
    matches!(run.known.tier, RecoveryTier::PilotLight | RecoveryTier::WarmStandby)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::Kind;
    use crate::components::form::checks::keep_what_they_take;
    use headroom_core::base::units::Quantity;

    fn run(tier: RecoveryTier) -> TierRun {
        answered(tier, None)
    }

    fn answered(tier: RecoveryTier, parts: Option<Parts>) -> TierRun {
        Knowing { stated: TierInputs::estimate(tier), known: Taken { tier, parts } }
    }

    const TAKEN: Parts = Parts {
        rebuild: None,
        detect: Some(30.0),
        decide: Some(300.0),
        redirect: Some(90.0),
        provision: None,
        restore_data: None,
        load_model: Some(12.5),
        warm_up: Some(0.0),
    };

    #[test]
    fn fields_keep_what_they_take() {
        keep_what_they_take(TIER, &RecoveryTier::ALL.map(run));
        keep_what_they_take(TIER, &RecoveryTier::ALL.map(|tier| answered(tier, Some(TAKEN))));
    }

    #[test]
    fn a_tier_has_a_field_for_each_part_that_it_waits_for() {
        for tier in RecoveryTier::ALL {
            let run = run(tier);
            let there = TIER.iter().filter(|row| row.applies.is_none_or(|applies| applies(&run)));
            // Noticing and redirecting are the failover's.
            let own = if keeps_a_share(&run) { 3 } else { 2 };
            let of_failover = tier.parts().iter().filter(|part| matches!(part, Part::Detect | Part::Redirect)).count();
            assert_eq!(there.count(), tier.parts().len() - of_failover + own, "{tier:?}");
        }
    }

    #[test]
    fn a_part_that_is_not_stated_says_where_it_follows_from() {
        let run = answered(RecoveryTier::Cold, Some(TAKEN));
        let unstated = |id: &str| match TIER.iter().find(|row| row.setting == id).map(|row| &row.kind) {
            Some(Kind::Optional { unstated, first, .. }) => (unstated(&run), first(&run)),
            _ => panic!("{id} can be left open"),
        };
        assert_eq!(unstated("tier-load"), ("12.5 s, from start-up".to_owned(), 12.5));
        assert_eq!(unstated("tier-restore"), ("unknown".to_owned(), 60.0));
        assert_eq!(unstated("tier-load").1, 12.5);
        assert_eq!(unstated("tier-warm-up").1, 0.0);
    }

    #[test]
    fn an_estimate_says_so() {
        assert_eq!(against(300.0, 300.0), "Our estimate.");
        assert_eq!(against(60.0, 300.0), "Estimate: 5 min.");
    }

    #[test]
    fn machines_that_may_not_be_available_are_not_counted() {
        let mut run = run(RecoveryTier::Cold);
        assert_eq!(provisioned(&run), "Our estimate.");
        run.known.parts = Some(TAKEN);
        assert!(provisioned(&run).starts_with("Not counted: "));
        run.known.parts = Some(Parts { provision: Some(60.0), ..TAKEN });
        run.stated.provision = Quantity::clamped(60.0);
        assert_eq!(provisioned(&run), "Estimate: 60 min.");
    }

    #[test]
    fn standby_compute_says_what_is_counted() {
        let mut run = run(RecoveryTier::WarmStandby);
        assert_eq!(standing_by(&run), "Our estimate.");
        run.stated.standby = Quantity::clamped(0.75);
        assert_eq!(standing_by(&run), "Estimate: 50 %.");
    }
}
