//! The smallest changes to the active policy that make it keep the objective, or that save most.
//!
//! Each was found by trying: its result was seen in a run with exactly the written numbers.

use super::{PolicyOrder, Present, Testbed, Trial, TriesSettings, edge};
use crate::base::dimension::Dimension;
use crate::base::id::ServiceId;
use crate::base::text;
use crate::plan::evaluate::evaluate;
use crate::plan::scaling::engine::Outcome;
use crate::plan::scenario::Service;
use crate::plan::scenario::adjust::{Adjustment, Axis, Lever};
use crate::plan::scenario::limits::Cap;
use crate::plan::scenario::{Scenario, codec};
use crate::studies::long_run::active_over;
use serde::{Deserialize, Serialize};

/// Replicas beyond the present maximum that are tried, as a multiple of what is needed.
const MOST_TIMES: u32 = 4;
/// Lowest target that is tried, in percent: below it nobody runs a fleet.
const LEAST_TARGET: f64 = 20.0;
/// Replica-hours, as a multiple of the present ones, above which a change is no advice.
const MOST_HOURS: f64 = 3.0;
/// Savings below this share are not worth a change.
const LEAST_SAVING: f64 = 0.001;

/// The question for the smallest changes to the active policy that would help.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyLevers {
    /// The service and its policy.
    pub order: PolicyOrder,
    /// The plan, as a file's text, and the service in it, where each change is to be tried on the whole plan over what the
    /// question is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<(String, ServiceId)>,
}

impl TriesSettings for PolicyLevers {
    type Part = ();
    type Finding = Vec<Lever>;

    fn order(&self) -> &PolicyOrder {
        &self.order
    }

    fn try_on(&self, mut bed: Testbed, trace: &[u8], tell: &mut dyn FnMut(f64, ())) -> Result<Vec<Lever>, String> {
        let found = levers(&mut bed, self.order.cap());
        let Some(((plan, service), over)) = self.whole.as_ref().zip(self.order.is_over()) else { return Ok(found) };
        let scenario = codec::from_json(plan).map_err(|error| error.to_string())?;
        let on_it = |scenario: &Scenario| {
            let evaluation = evaluate(scenario);
            let (stated, answers) = scenario.services.get(*service).zip(evaluation.service(*service))?;
            let everywhere = active_over((stated, answers), over, trace).ok()?;
            Some(Trial::of_all(&everywhere, stated).0)
        };
        let Some(before) = on_it(&scenario) else { return Ok(Vec::new()) };
        let n_found = found.len();
        // A change may move more than the policy: what counts is the run of the whole plan.
        let works = |(place, lever): (usize, Lever)| {
            let mut changed = scenario.clone();
            lever.adjustment.apply(&mut changed, *service);
            let after = on_it(&changed);
            tell((place + 1) as f64 / n_found as f64, ());
            after.is_some_and(|after| after.keeps && (!before.keeps || after.hours < before.hours)).then_some(lever)
        };
        Ok(found.into_iter().enumerate().filter_map(works).collect())
    }
}

/// Looks for the smallest single changes that make the active policy keep its objective; where it
/// does already, for the largest that save replica-hours and still do.
///
/// Found by halving, which takes "more of it never harms" for granted; where that does not hold, a
/// lever may be larger than it had to be. That it works was tried.
pub fn levers(bed: &mut Testbed, cap: Option<&Cap>) -> Vec<Lever> {
    let service = bed.service().clone();
    let (trial, outcome) = bed.try_service(&service, 1.0);
    if outcome.requests <= 0.0 {
        return Vec::new();
    }
    let present = bed.present(&service);
    let mut search = Search { bed, cap, service, trial, present, levers: Vec::new() };
    if trial.keeps {
        search.save()
    } else {
        search.repair(&outcome)
    }
    search.levers.into_iter().map(|(_, lever)| lever).collect()
}

struct Search<'a> {
    bed: &'a mut Testbed,
    cap: Option<&'a Cap>,
    service: Service,
    trial: Trial,
    present: Present,
    /// Each with the replica-hours that it takes.
    levers: Vec<(f64, Lever)>,
}

impl Search<'_> {
    fn current(&self, axis: Axis) -> Option<f64> {
        if axis.refusal(&self.service).is_some() { None } else { self.present.value_of(axis, &self.service) }
    }

    fn try_out(&mut self, adjustment: Adjustment) -> Trial {
        if let (Adjustment::Limit(_, amount), Some(cap)) = (&adjustment, self.cap) {
            return self.bed.try_limit(cap.left_of(*amount)).0;
        }
        let mut changed = self.service.clone();
        adjustment.apply_to(&mut changed);
        self.bed.try_service(&changed, 1.0).0
    }

    fn repair(&mut self, outcome: &Outcome) {
        let bounds = self.present.bounds;
        let needed = outcome.ideal_most.max(bounds.max);
        let step = self.bed.step();
        if let Some(target) = self.current(Axis::Target) {
            let whole = libm::ceil(target * 100.0 - 1e-9) - 1.0;
            let percent = |place| (whole - f64::from(place)) / 100.0;
            self.first_that_keeps(whole - LEAST_TARGET + 1.0, |place| {
                Adjustment::Setting(Axis::Target, percent(place))
            });
        }
        if self.current(Axis::MinReplicas).is_some() {
            let more = |place| f64::from(bounds.min.saturating_add(1).saturating_add(place));
            self.first_that_keeps(f64::from(bounds.max.saturating_sub(bounds.min)), |place| {
                Adjustment::Setting(Axis::MinReplicas, more(place))
            });
        }
        if let Some(start_up) = self.current(Axis::StartUp) {
            // In whole steps, as it counts; a start in no time at all is no advice.
            let steps = libm::ceil(start_up / step - 1e-9) - 1.0;
            let faster = |place| (steps - f64::from(place)) * step;
            self.first_that_keeps(steps, |place| Adjustment::Setting(Axis::StartUp, faster(place)));
        }
        if let Some(window) = self.current(Axis::Window) {
            let longer = |place| 60.0 * (libm::floor(window / 60.0) + 1.0 + f64::from(place));
            self.first_that_keeps((3600.0 - window) / 60.0, |place| Adjustment::Setting(Axis::Window, longer(place)));
        }
        let delay = self.service.scaling.signal.delay.get();
        let steps = libm::round(delay / step);
        self.first_that_keeps(steps, |place| Adjustment::MetricDelay((steps - 1.0 - f64::from(place)) * step));
        let beyond = |from: u32, place: u32| from.saturating_add(1).saturating_add(place);
        let room = |from: u32| f64::from(needed.saturating_mul(MOST_TIMES).saturating_sub(from));
        if self.current(Axis::MinReplicas).is_some() {
            self.first_that_keeps(room(bounds.max), |place| Adjustment::MaxReplicas(beyond(bounds.max, place)));
        }
        if let Some(fixed) = self.current(Axis::FixedReplicas).map(|fixed| fixed as u32) {
            let more = |place| f64::from(beyond(fixed, place));
            self.first_that_keeps(room(fixed), |place| Adjustment::Setting(Axis::FixedReplicas, more(place)));
        }
        if self.service.sizing.lead_time.get() > 0.0 {
            // What is not ordered cannot be used: more headroom orders more.
            let headroom = self.service.sizing.headroom.fraction();
            let more = |place: u32| libm::round((headroom + 0.05 * f64::from(place + 1)) * 100.0) / 100.0;
            self.first_that_keeps(20.0, |place| Adjustment::Headroom(more(place)));
        }
        if let Some(cap) = self.cap {
            // Whole blocks of what is had together, so that every step is more.
            let blocks = room(cap.most) / f64::from(cap.per.block.max(1));
            let more = |place: u32| cap.most.saturating_add((place + 1).saturating_mul(cap.per.block.max(1)));
            self.first_that_keeps(blocks, |place| Adjustment::Limit(cap.limit, cap.enough_beyond(more(place)).ceil()));
        }
    }

    /// Adds the first of so many adjustments, the smallest first, that keeps the objective, if one does.
    fn first_that_keeps(&mut self, count: f64, adjustment: impl Fn(u32) -> Adjustment) {
        let Some(last) = (count.clamp(0.0, 1e6) as u32).checked_sub(1) else { return };
        let mut best = Some((last, self.try_out(adjustment(last)))).filter(|(_, trial)| trial.keeps);
        let mut low = 0;
        while let Some((high, _)) = best.filter(|(high, _)| low < *high) {
            let middle = low + (high - low) / 2;
            let trial = self.try_out(adjustment(middle));
            if trial.keeps { best = Some((middle, trial)) } else { low = middle + 1 }
        }
        // What keeps it by brute force is no advice; a bound that was too low is another thing.
        let sane = |trial: &Trial| {
            let is_bound = best.as_ref().is_some_and(|(place, _)| raises_a_bound(&adjustment(*place)));
            is_bound || trial.hours <= MOST_HOURS * self.trial.hours
        };
        if let Some((place, trial)) = best.filter(|(_, trial)| sane(trial)) {
            self.add(adjustment(place), &trial, format!("{} of requests within the SLO", kept(&trial)));
        }
    }

    fn save(&mut self) {
        if let Some(target) = self.current(Axis::Target) {
            let whole = libm::floor(target * 100.0 + 1e-9);
            let percent = |place| (whole + f64::from(place)) / 100.0;
            self.last_that_keeps(100.0 - whole, |place| Adjustment::Setting(Axis::Target, percent(place)));
        }
        if self.current(Axis::MinReplicas).is_some() {
            let min = self.present.bounds.min;
            let fewer = |place| f64::from(min.saturating_sub(place));
            self.last_that_keeps(f64::from(min.saturating_sub(1)), |place| {
                Adjustment::Setting(Axis::MinReplicas, fewer(place))
            });
        }
        if let Some(fixed) = self.current(Axis::FixedReplicas) {
            let fewer = |place| fixed - f64::from(place);
            self.last_that_keeps(fixed - 1.0, |place| Adjustment::Setting(Axis::FixedReplicas, fewer(place)));
        }
        if let Some(window) = self.current(Axis::Window) {
            let minutes = libm::ceil(window / 60.0);
            let shorter = |place| 60.0 * (minutes - f64::from(place));
            self.last_that_keeps(minutes, |place| Adjustment::Setting(Axis::Window, shorter(place)));
        }
        self.levers.sort_by(|one, other| one.0.total_cmp(&other.0));
    }

    /// Adds the last adjustment, counted from none at all, up to which the objective is kept, if it saves.
    fn last_that_keeps(&mut self, count: f64, adjustment: impl Fn(u32) -> Adjustment) {
        let most = count.clamp(0.0, 1e6) as u32;
        let found = edge(most, |place| place == 0 || self.try_out(adjustment(place)).keeps);
        let Some(last) = found.last.filter(|last| *last > 0) else { return };
        // The first of those that save as much: what changes nothing more is no advice.
        let best = self.try_out(adjustment(last)).hours;
        let (mut low, mut high) = (1, last);
        while low < high {
            let middle = low + (high - low) / 2;
            let trial = self.try_out(adjustment(middle));
            if trial.keeps && trial.hours <= best { high = middle } else { low = middle + 1 }
        }
        let trial = self.try_out(adjustment(high));
        if trial.keeps && trial.hours < self.trial.hours * (1.0 - LEAST_SAVING) {
            self.add(adjustment(high), &trial, format!("still {} of requests within the SLO", kept(&trial)));
        }
    }

    fn add(&mut self, adjustment: Adjustment, trial: &Trial, promise: String) {
        let effect = format!("{promise}, {}", self.price(trial));
        let change = match (&adjustment, self.cap) {
            (Adjustment::Limit(_, amount), Some(cap)) => {
                format!("Raise the limit of {} to {}", cap.words, text::plain(*amount))
            }
            _ => adjustment.words(),
        };
        self.levers.push((trial.hours, Lever { change, effect, adjustment }));
    }

    /// What a change costs or saves over the period.
    fn price(&self, trial: &Trial) -> String {
        // Of several regions an hour has several prices: the share is that of the amount beside it.
        let (before, after, amount) = match trial.cost.zip(self.trial.cost) {
            Some((cost, before)) => (before, cost, text::quantity((cost - before).abs(), Dimension::Dollars)),
            None => {
                let amount = format!("{} replica-hours", text::number((trial.hours - self.trial.hours).abs()));
                (self.trial.hours, trial.hours, amount)
            }
        };
        let share = after / before.max(1e-9) - 1.0;
        if text::is_no_change(share) {
            "at the same cost".into()
        } else if share > 0.0 {
            format!("for {amount} more ({})", text::percent(share))
        } else {
            format!("{amount} less ({})", text::percent(-share))
        }
    }
}

/// Whether a change allows more replicas, and does not ask for them.
fn raises_a_bound(adjustment: &Adjustment) -> bool {
    matches!(
        adjustment,
        Adjustment::MaxReplicas(_) | Adjustment::Limit(..) | Adjustment::Setting(Axis::FixedReplicas, _)
    )
}

fn kept(trial: &Trial) -> String {
    text::percent(1.0 - trial.bad)
}
