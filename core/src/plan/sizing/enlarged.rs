//! The fleet in the months to come: growth eats its headroom, and it is sized anew.

use crate::base::numeric::ceil_count;
use crate::base::time::DAYS_PER_MONTH;
use crate::plan::scenario::demand::Growth;

/// Longest look ahead, months: a term of three years that begins in the fifth year.
pub const MAX_MONTHS: u32 = 96;

/// What is known of a fleet that growth will outgrow.
#[derive(Clone, Copy, Debug)]
pub struct Outgrown {
    /// Replicas that carry the usual peak at the start.
    pub carrying: u32,
    /// Spares beside them.
    pub spares: u32,
    /// Load that they carry within their objectives, requests/s.
    pub limit: f64,
    /// Highest load of the usual week at the start, requests/s.
    pub peak: f64,
    /// Growth of the load.
    pub growth: Growth,
    /// Most replicas that can be had.
    pub most: f64,
}

impl Outgrown {
    /// When a fleet is enlarged, by the month from 0, and to how many replicas.
    ///
    /// In the first month in which the peak passes what the fleet carries, it is sized anew: the carrying replicas grow as
    /// the peak has, `⌈n · G⌉`, the spares stay. A fleet of another number than the sized one is taken for its share of it.
    ///
    /// # Assumptions
    ///
    /// `resized-by-growth`
    pub fn steps(&self, replicas: f64) -> Vec<(u32, f64)> {
        let mut steps = Vec::new();
        let (carrying, spares) = (f64::from(self.carrying), f64::from(self.spares));
        if carrying <= 0.0 || self.growth.monthly.get() <= 0.0 || self.peak <= 0.0 {
            return steps;
        }
        let share = replicas / (carrying + spares);
        let (mut limit, mut replicas) = (self.limit, replicas);
        for month in 0..MAX_MONTHS {
            let level = self.growth.factor_after(((f64::from(month) + 1.0) * DAYS_PER_MONTH) as i32);
            if self.peak * level <= limit {
                continue;
            }
            let needed = f64::from(ceil_count(carrying * level)).max(carrying * level);
            let then = ((needed + spares) * share).min(self.most).max(replicas);
            limit = (self.limit * (needed / carrying)).max(self.peak * level);
            if then > replicas {
                steps.push((month, then));
                replicas = then;
            }
        }
        steps
    }
}

/// Replicas of a month, after the steps of [`Outgrown::steps`].
pub fn enlarged(steps: &[(u32, f64)], replicas: f64, month: u32) -> f64 {
    let last = steps.iter().take_while(|(from, _)| *from <= month).last();
    last.map_or(replicas, |(_, replicas)| *replicas)
}
