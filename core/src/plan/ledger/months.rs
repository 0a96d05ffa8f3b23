//! The fleet in the months to come: what is planned as growth enlarges it, and what is ordered for events.

use super::Ledger;
use crate::base::id::RegionId;
use crate::base::numeric::ceil_count;
use crate::base::time::month_start;
use crate::plan::sizing::SizingPlan;
use crate::plan::sizing::enlarged::enlarged;
use jiff::civil::Date;
use serde::Serialize;

/// Months that are looked ahead: the three years that the load is known for.
const MONTHS: u32 = 36;

/// A month in which another number is planned than in the month before, or something is there for an event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LedgerMonth {
    /// The month, from 0.
    pub month: u32,
    /// Its first day.
    pub from: Date,
    /// Replicas planned in each region, in the order of the ledger.
    pub planned: Vec<u32>,
    /// Replicas that are there for events at some time of it, in all regions.
    pub lots: u32,
    /// Replicas that growth needs by then and limits do not leave, in all regions.
    pub short: u64,
}

impl LedgerMonth {
    /// Replicas planned in all regions.
    pub fn all(&self) -> u64 {
        self.planned.iter().map(|planned| u64::from(*planned)).sum()
    }
}

/// The months of the three years to come in which the ledger changes; the first is always there.
///
/// A region that serves has as many as growth makes of them when it has used up the headroom, and one that stands by grows
/// as they do together; none has more than its limit leaves.
///
/// # Assumptions
///
/// `resized-by-growth`
pub fn months(
    ledger: &Ledger,
    sizings: &[(Option<RegionId>, &SizingPlan)],
    lots_in: impl Fn(u32) -> u32,
    start: Date,
) -> Vec<LedgerMonth> {
    let sized = |region: Option<RegionId>| sizings.iter().find(|(at, _)| *at == region).map(|(_, sizing)| *sizing);
    let serving = |of: &dyn Fn(&SizingPlan) -> f64| -> f64 { sizings.iter().map(|(_, sizing)| of(sizing)).sum() };
    let planned_then = |sizing: &SizingPlan, month: u32| enlarged(&sizing.steps, f64::from(sizing.planned), month);
    let wanted_then = |sizing: &SizingPlan, month: u32| {
        let (needed, steps) = &sizing.wanted;
        enlarged(steps, f64::from(*needed), month)
    };
    // What is planned, and what is needed.
    let of = |row: &super::RegionLedger, month: u32| -> (u32, u32) {
        let (planned, needed) = (row.planned.needed(), row.needed.needed());
        match sized(row.region).filter(|_| !row.stands_by) {
            Some(sizing) => {
                let planned = enlarged(&sizing.steps, f64::from(planned), month);
                (ceil_count(planned), ceil_count(wanted_then(sizing, month)))
            }
            None => {
                let first = serving(&|sizing| wanted_then(sizing, 0)).max(1.0);
                let grown = serving(&|sizing| wanted_then(sizing, month)) / first;
                let needed = ceil_count(f64::from(needed) * grown);
                let had = serving(&|sizing| planned_then(sizing, month))
                    / serving(&|sizing| planned_then(sizing, 0)).max(1.0);
                let planned = ceil_count(f64::from(planned) * had).min(row.limit.unwrap_or(u32::MAX)).max(planned);
                (planned, needed)
            }
        }
    };
    let mut months: Vec<LedgerMonth> = Vec::new();
    for month in 0..MONTHS {
        let from = month_start(start, month);
        let rows: Vec<(u32, u32)> = ledger.regions.iter().map(|row| of(row, month)).collect();
        let short = rows.iter().map(|(planned, needed)| u64::from(needed.saturating_sub(*planned))).sum();
        let planned = rows.iter().map(|(planned, _)| *planned).collect();
        let row = LedgerMonth { month, from, planned, lots: lots_in(month), short };
        let is_same = |before: &LedgerMonth| {
            (&before.planned, before.short) == (&row.planned, row.short) && before.lots == 0 && row.lots == 0
        };
        if !months.last().is_some_and(is_same) {
            months.push(row);
        }
    }
    months
}
