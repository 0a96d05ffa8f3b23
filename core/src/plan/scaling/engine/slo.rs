//! What a fleet of each size carries within the objective, looked up instead of computed anew.

use super::setup::ReplicaSetup;
use crate::plan::sizing::load_within_objective;

/// Up to this size every fleet is computed; above, each power of two has this many.
const EXACT: u32 = 32;
/// Stands for "not computed yet"; a load is never negative.
const UNKNOWN: f64 = -1.0;

/// The highest load within the objective, by the number of replicas.
///
/// Larger fleets are interpolated between 32 sizes for each power of two: what a replica of a
/// fleet of 1,000 carries differs from that of one of 1,016 by less than a thousandth.
#[derive(Clone, Debug)]
pub struct SloTable {
    replica: ReplicaSetup,
    exact: Vec<f64>,
    knots: Vec<f64>,
}

impl SloTable {
    /// An empty table.
    pub fn new(replica: ReplicaSetup) -> Self {
        Self { replica, exact: vec![UNKNOWN; EXACT as usize + 1], knots: Vec::new() }
    }

    /// The replica that it was made for.
    pub const fn replica(&self) -> &ReplicaSetup {
        &self.replica
    }

    /// Highest load that so many replicas carry within the objective, in requests/s.
    #[inline]
    pub fn load_within(&mut self, replicas: u32) -> f64 {
        match self.exact.get(replicas as usize) {
            Some(load) if *load != UNKNOWN => *load,
            Some(_) if replicas <= EXACT => self.compute(replicas),
            _ => self.interpolated(replicas),
        }
    }

    fn compute(&mut self, replicas: u32) -> f64 {
        let load = self.carried(replicas);
        self.exact[replicas as usize] = load;
        load
    }

    fn carried(&self, replicas: u32) -> f64 {
        load_within_objective(replicas, self.replica.capacity, self.replica.objective)
    }

    fn interpolated(&mut self, replicas: u32) -> f64 {
        if self.exact.len() <= replicas as usize && replicas < 1 << 14 {
            self.exact.resize(replicas as usize + 1, UNKNOWN);
        }
        let octave = replicas.ilog2() - EXACT.ilog2();
        let spacing = 1 << octave;
        let below = replicas / spacing * spacing;
        let low = self.knot(octave, below);
        let load = if below == replicas {
            low
        } else {
            let above = below.saturating_add(spacing);
            let high = self.knot(octave, above);
            low + (high - low) * f64::from(replicas - below) / f64::from(above - below)
        };
        if let Some(place) = self.exact.get_mut(replicas as usize) {
            *place = load;
        }
        load
    }

    /// The load at a size that is a multiple of the octave's spacing.
    fn knot(&mut self, octave: u32, replicas: u32) -> f64 {
        let place = (octave * EXACT + ((replicas >> octave) - EXACT)) as usize;
        if self.knots.len() <= place {
            self.knots.resize(place + 1, UNKNOWN);
        }
        if self.knots[place] == UNKNOWN {
            self.knots[place] = self.carried(replicas);
        }
        self.knots[place]
    }

    /// The smallest fleet that carries a load within the objective, looked for near a first guess;
    /// `None` where no fleet up to `most` does.
    #[inline]
    pub fn replicas_for(&mut self, load: f64, guess: u32, most: u32) -> Option<u32> {
        if load <= 0.0 {
            return Some(0);
        }
        // As the table is nearly a line, its slope at the guess mostly leads to the answer itself.
        let guess = guess.clamp(1, most);
        let carried = self.load_within(guess);
        let slope = carried - self.load_within(guess - 1);
        let beyond = if slope > 0.0 { (load - carried) / slope } else { 0.0 };
        let mut low = ((f64::from(guess) + beyond + 1.0) as u32).min(most);
        if self.load_within(low) >= load {
            let mut step = 1;
            // `low` carries the load; the answer is not above it.
            while low > 0 {
                let next = low.saturating_sub(step);
                if self.load_within(next) < load {
                    return Some(self.between(load, next, low));
                }
                low = next;
                step *= 2;
            }
            return Some(0);
        }
        let mut step = 1_u32;
        while low < most {
            let next = low.saturating_add(step).min(most);
            if self.load_within(next) >= load {
                return Some(self.between(load, low, next));
            }
            low = next;
            step = step.saturating_mul(2);
        }
        None
    }

    /// The smallest that carries the load, where `too_few` does not and `enough` does.
    fn between(&mut self, load: f64, mut too_few: u32, mut enough: u32) -> u32 {
        while enough - too_few > 1 {
            let middle = too_few + (enough - too_few) / 2;
            if self.load_within(middle) >= load {
                enough = middle;
            } else {
                too_few = middle;
            }
        }
        enough
    }
}
