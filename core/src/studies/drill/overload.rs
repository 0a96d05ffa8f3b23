//! Metastable overload: the cause is gone, the capacity suffices, and still the overload feeds itself.

use crate::plan::scaling::engine::{Simulation, Sums};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// What keeps an overload up after its cause is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    /// Clients that try again keep more arriving than is new.
    Retries,
    /// Replicas work on requests whose clients have given up.
    ServedInVain,
}

impl Feedback {
    /// What it is, and what ends it.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Retries => "retries keep the load too high: shed load, or allow fewer retries",
            Self::ServedInVain => {
                "replicas work on requests whose clients have timed out: drop them, shed load, or shorten the queue"
            }
        }
    }
}

/// Shortest time that an overload must have lasted to count as one that feeds itself, in seconds.
const SHORTEST: f64 = 300.0;
/// Fewest steps.
const FEWEST: usize = 8;

/// Watches one region once the cause is over and its users are back.
///
/// A step is *stuck* where the objective is missed although the replicas in service carry the fresh
/// load, `λ ≤ λ_max(c)`, while more arrives than is new, or work is done in vain. The overload is
/// metastable where all steps of the last minutes (five, or eight steps) were stuck, fewer requests
/// were answered in time than came in, and what waits did not become less: nothing will end it.
///
/// # Source
///
/// N. Bronson, A. Aghayev, A. Charapko and T. Zhu, "Metastable failures in distributed systems",
/// HotOS 2021: a trigger, and a sustaining effect that stays when the trigger is gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    fresh: f64,
    answered: f64,
    in_vain: f64,
    steps: usize,
    /// What waited at the end of each of the last steps.
    waiting: VecDeque<f64>,
}

impl Watch {
    /// Looks at a step: the sums of it alone, and the run after it.
    pub fn look(&mut self, now: &Sums, run: &Simulation, step: f64) {
        let work = run.last();
        let suffices = now.requests <= run.carried_within() * step;
        let feeds = work.attempts > 1.01 * now.requests || work.served_in_vain > 0.0;
        if now.outside == 0 || !suffices || !feeds {
            *self = Self::default();
            return;
        }
        self.steps += 1;
        self.fresh += now.requests;
        self.answered += now.served;
        self.in_vain += work.served_in_vain;
        self.waiting.push_back(run.waiting());
        if self.waiting.len() > shortest(step) {
            self.waiting.pop_front();
        }
    }

    /// Whether it is stuck, and why.
    pub fn feedback(&self, step: f64) -> Option<Feedback> {
        let half = self.waiting.len() / 2;
        let mean = |part: &mut dyn Iterator<Item = &f64>, n: usize| part.sum::<f64>() / n.max(1) as f64;
        let before = mean(&mut self.waiting.iter().take(half), half);
        let after = mean(&mut self.waiting.iter().skip(half), self.waiting.len() - half);
        let lasts = self.steps >= shortest(step) && after >= 0.98 * before;
        (lasts && self.answered < 0.99 * self.fresh).then_some(if self.in_vain > 0.0 {
            Feedback::ServedInVain
        } else {
            Feedback::Retries
        })
    }
}

fn shortest(step: f64) -> usize {
    (libm::ceil(SHORTEST / step) as usize).max(FEWEST)
}
