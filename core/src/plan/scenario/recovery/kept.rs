//! How much of a reserve a recovery tier keeps ready, and how much it pays for.

use super::RecoveryInputs;
use crate::base::numeric::ceil_count;
use crate::formulas::recovery::RecoveryTier;
use serde::Serialize;

/// What is kept of a reserve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// Replicas that serve at once when a loss comes.
    pub ready: u32,
    /// Replicas that are paid for all the time: those ready, those of a pilot light, which serve nothing, and those whose
    /// accelerators are reserved.
    pub paid: u32,
}

impl Kept {
    /// What a tier keeps of a reserve; without a tier all of it is ready.
    ///
    /// | tier | ready | paid |
    /// |---|---|---|
    /// | none, active-active, hot standby | all | all |
    /// | warm standby | its share, rounded up | the same |
    /// | pilot light | none | its share, rounded up |
    /// | cold standby | none | none |
    pub fn of(reserve: u32, stated: &RecoveryInputs, tier: Option<RecoveryTier>) -> Self {
        let share = |tier| ceil_count(f64::from(reserve) * stated.tier(tier).standby.get()).min(reserve);
        match tier {
            None | Some(RecoveryTier::ActiveActive | RecoveryTier::HotStandby) => {
                Self { ready: reserve, paid: reserve }
            }
            Some(tier @ RecoveryTier::WarmStandby) => Self { ready: share(tier), paid: share(tier) },
            Some(tier @ RecoveryTier::PilotLight) => Self { ready: 0, paid: share(tier) },
            Some(RecoveryTier::Cold) => Self::default(),
        }
    }

    /// The same where a replica has so many accelerators: reserved ones are all paid for, as a capacity reservation costs
    /// as much unused. Source: AWS, "On-Demand Capacity Reservations": charged at the on-demand rate whether or not
    /// instances run in it.
    pub fn reserved(self, reserve: u32, stated: &RecoveryInputs, gpus: u32) -> Self {
        if gpus > 0 && stated.reserved { Self { paid: reserve, ..self } } else { self }
    }
}
