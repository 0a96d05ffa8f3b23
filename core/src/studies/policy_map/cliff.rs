//! The cliff: what is the slowest start-up that still keeps the objective?

use super::{PolicyOrder, Testbed, TriesSettings};
use crate::base::text;
use crate::plan::scenario::adjust::Axis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest start-up that is tried, in seconds.
const LONGEST: f64 = 7200.0;

/// Where a row of yes turns to no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The last yes before the first no that was found; none where the first place is a no.
    pub last: Option<u32>,
    /// Whether no place up to the end said no.
    pub is_open: bool,
    /// Whether some place beyond said yes again, or some place before said no.
    pub is_uneven: bool,
}

/// Looks for the last place from 0 to `most` up to which the answer is yes, with few questions.
///
/// Doubles until a no comes, halves between, and then asks the neighbours and some places further
/// out. Where a no lies before the edge, the edge moves before it. Guaranteed: `last` is a yes
/// and `last + 1` is a no or lies beyond `most`; places that were never asked may still differ.
pub fn edge(most: u32, mut keeps: impl FnMut(u32) -> bool) -> Edge {
    let mut known = BTreeMap::new();
    let mut ask = |place: u32| *known.entry(place).or_insert_with(|| keeps(place));
    let (mut yes, mut no) = (None, None);
    let mut place = 0;
    loop {
        if !ask(place) {
            no = Some(place);
            break;
        }
        yes = Some(place);
        if place == most {
            break;
        }
        place = (2 * place).max(1).min(most);
    }
    halve(&mut yes, &mut no, &mut ask);
    // Places before it that a doubling step jumped over: whoever stands on an edge looks back.
    for back in [1, 2, 3] {
        if let Some(before) = yes.and_then(|yes| yes.checked_sub(back))
            && !ask(before)
        {
            no = Some(before);
            yes = before.checked_sub(1);
            while let Some(place) = yes.filter(|place| !ask(*place)) {
                no = Some(place);
                yes = place.checked_sub(1);
            }
            break;
        }
    }
    if let Some(no) = no {
        for beyond in [no.saturating_add(1), no.saturating_add(2), no.saturating_mul(2), no.saturating_mul(4), most] {
            if beyond > no && beyond <= most {
                ask(beyond);
            }
        }
    }
    let is_uneven = no.is_some_and(|no| known.range(no..).any(|(_, kept)| *kept));
    Edge { last: yes, is_open: no.is_none(), is_uneven }
}

fn halve(yes: &mut Option<u32>, no: &mut Option<u32>, ask: &mut impl FnMut(u32) -> bool) {
    while let (Some(low), Some(high)) = (*yes, *no)
        && high - low > 1
    {
        let middle = low + (high - low) / 2;
        if ask(middle) { *yes = Some(middle) } else { *no = Some(middle) }
    }
}

/// The question for the slowest start-up that still keeps the objective, for each size of a burst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CliffSearch {
    /// The service and its policy.
    pub order: PolicyOrder,
    /// The sizes: what multiplies the load for half an hour.
    pub bursts: Vec<f64>,
}

impl TriesSettings for CliffSearch {
    type Part = ();
    type Finding = Cliff;

    fn order(&self) -> &PolicyOrder {
        &self.order
    }

    fn try_on(&self, mut bed: Testbed, _: &[u8], _: &mut dyn FnMut(f64, ())) -> Result<Cliff, String> {
        Ok(cliff(&mut bed, &self.bursts))
    }
}

/// The slowest start-up for one size of a burst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slowest {
    /// What multiplies the load for half an hour.
    pub burst: f64,
    /// The slowest start-up that keeps the objective, in seconds, in whole steps; none where not even the fastest does.
    pub start_up: Option<f64>,
    /// Whether even the slowest that was tried keeps it.
    pub is_open: bool,
    /// Whether a slower one keeps it too, though one between does not.
    pub is_uneven: bool,
    /// What breaks it beyond: the cause of most of the time outside the objective.
    pub cause: Option<String>,
}

/// The slowest start-up for each size of a burst.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cliff {
    /// The start-up as stated, in seconds.
    pub now: f64,
    /// The grain of the answer: a step of the simulation, in seconds.
    pub step: f64,
    /// In the order of the bursts asked for.
    pub rows: Vec<Slowest>,
}

impl Cliff {
    /// The answer for one size of a burst, in words.
    pub fn sentence(&self, row: &Slowest) -> String {
        let (now, step) = (text::seconds(self.now), text::seconds(self.step));
        let load =
            if row.burst == 1.0 { "on this load".to_owned() } else { format!("at {} the load", times(row.burst)) };
        let cause = row.cause.as_deref().unwrap_or("nothing");
        let answer = match row.start_up {
            _ if row.is_open => {
                format!("Even a start-up of {} meets the SLO {load} (now {now}).", text::seconds(LONGEST))
            }
            None => {
                format!(
                    "No start-up is fast enough {load} (now {now}): even an instant start misses the SLO ({cause})."
                )
            }
            Some(start_up) if start_up <= 0.0 => {
                format!("Even a start-up of {step} misses the SLO {load} (now {now}): {cause}.")
            }
            Some(start_up) => format!(
                "The slowest affordable start-up {load} is {} (now {now}); beyond it the SLO is missed ({cause}).",
                text::seconds(start_up)
            ),
        };
        let luck = if row.is_uneven {
            " Some slower start-ups meet it too, because more replicas were requested while they started; do not rely on them."
        } else {
            ""
        };
        format!("{answer}{luck}")
    }
}

fn times(burst: f64) -> String {
    format!("{} ×", text::number(burst))
}

/// Looks for the slowest start-up that keeps the objective, for each size of a burst.
///
/// A start-up counts in whole steps, so every number of steps is a place of its own and the answer is
/// exact to the step. More start-up does not always harm: a policy that looks at its own fleet asks
/// for more while replicas start, and what it ordered too much of may carry the next rise. Where a
/// slower start keeps the objective again, [`Slowest::is_uneven`] says so and the answer stays before
/// the first break.
pub fn cliff(bed: &mut Testbed, bursts: &[f64]) -> Cliff {
    let step = bed.step();
    let rows = bursts.iter().map(|burst| slowest(bed, *burst, step)).collect();
    Cliff { now: bed.service().scaling.fleet.startup.total(), step, rows }
}

fn slowest(bed: &mut Testbed, burst: f64, step: f64) -> Slowest {
    let most = libm::ceil(LONGEST / step).max(1.0) as u32;
    let settings = |steps: u32| [(Axis::StartUp, f64::from(steps) * step), (Axis::Burst, burst)];
    let edge = edge(most, |steps| bed.try_settings(&settings(steps)).0.keeps);
    let broken = (!edge.is_open).then(|| edge.last.map_or(0, |last| last + 1));
    let cause = broken.and_then(|steps| {
        let causes = bed.try_settings(&settings(steps)).1.causes;
        causes.first().map(|(cause, _)| cause.words().to_owned())
    });
    Slowest {
        burst,
        start_up: edge.last.map(|steps| f64::from(steps) * step),
        is_open: edge.is_open,
        is_uneven: edge.is_uneven,
        cause,
    }
}
