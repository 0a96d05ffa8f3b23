//! Work where nothing serves any more, and retries that go elsewhere.

use super::{ATTEMPTS, ByAttempt, StepOfWork, Work};

impl Work {
    /// A step in which everything that arrives or waits fails at once: nothing is there.
    ///
    /// Clients try again as they do after any failure, and give up after their last attempt.
    pub fn fail_all(&mut self, arrivals: f64) {
        let tries = self.setup.retries as usize;
        let mut failed: ByAttempt = [0.0; ATTEMPTS];
        if tries > 0 {
            failed = self.retries.pop_front().unwrap_or_default();
        }
        failed[0] += arrivals;
        let attempts = failed.iter().sum();
        let mut now = StepOfWork { attempts, refused: attempts + self.queue, ..StepOfWork::default() };
        if tries > 0 {
            let mut next: ByAttempt = [0.0; ATTEMPTS];
            for attempt in 0..ATTEMPTS {
                let failed = failed[attempt] + self.mix[attempt];
                if attempt < tries && attempt + 1 < ATTEMPTS {
                    next[attempt + 1] = failed;
                } else {
                    now.lost += failed;
                }
            }
            self.retries.push_back(next);
            self.mix = [0.0; ATTEMPTS];
        } else {
            now.lost = now.refused;
        }
        self.queue = 0.0;
        self.recent.clear();
        self.recent_sum = 0.0;
        (self.last, self.calm) = (now, false);
    }

    /// Takes a share of the retries that are due in the next step.
    pub(in crate::plan::scaling::engine) fn take_due(&mut self, share: f64) -> ByAttempt {
        let mut taken: ByAttempt = [0.0; ATTEMPTS];
        if self.setup.retries > 0
            && let Some(due) = self.retries.front_mut()
        {
            for (taken, due) in taken.iter_mut().zip(due) {
                *taken = *due * share;
                *due -= *taken;
            }
        }
        taken
    }

    /// Adds a share of retries to those that are due in the next step. Where clients do not retry,
    /// none can be kept: how many are given back.
    pub(in crate::plan::scaling::engine) fn add_due(&mut self, retries: &ByAttempt, share: f64) -> f64 {
        if self.setup.retries > 0
            && let Some(due) = self.retries.front_mut()
        {
            for (due, more) in due.iter_mut().zip(retries) {
                *due += more * share;
            }
            return 0.0;
        }
        retries.iter().sum::<f64>() * share
    }
}
