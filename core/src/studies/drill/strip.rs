//! Could it have survived at any minute of the week? The same loss at every ten minutes.

use super::{Drill, DrillSetup, Recovery};
use crate::formulas::regions::Refusal;
use crate::plan::scaling::engine::{RunSetup, Simulation, SloTable};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Which minutes are tried, and how long each is looked at; all in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StripPlan {
    /// From one failure to the next.
    pub every: f64,
    /// From the drill's start to its end.
    pub window: f64,
    /// From the drill's start to the failure, in which policies and queues settle.
    pub lead: f64,
}

impl StripPlan {
    /// Every ten minutes, for an hour of which five minutes are before the failure.
    pub const USUAL: Self = Self { every: 600.0, window: 3600.0, lead: 300.0 };
}

/// What the loss comes to where it happens at one minute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StripPoint {
    /// When the region fails, in seconds from the start of the loads.
    pub start: f64,
    /// Requests lost.
    pub lost: f64,
    /// Requests late.
    pub late: f64,
    /// Time in which more was lost or late than the SLO allows, in seconds.
    pub outside: f64,
    /// Whether the other regions kept the objective once the users had moved.
    pub survived: bool,
    /// How it ends within the window.
    pub recovery: Recovery,
}

/// The worst-minute strip, moved on in slices.
///
/// First every region runs through all of its loads once without an incident; that gives what its
/// policy has in service at each minute. Each drill then begins with these replicas, empty queues
/// and a policy that has seen nothing yet, `lead` before the failure. The loads are taken as a cycle:
/// after the last step comes the first.
#[derive(Clone, Debug)]
pub struct WorstMinute {
    setup: DrillSetup,
    plan: StripPlan,
    /// Runs without an incident that are still to be done, the last first.
    base: Vec<Simulation>,
    /// Replicas in service at the start of each drill, by region.
    in_service: Vec<Vec<u32>>,
    tables: Vec<SloTable>,
    /// Steps between two failures, in a drill, and before its failure.
    every: usize,
    window: usize,
    lead: usize,
    points: Vec<StripPoint>,
    n_points: usize,
}

impl WorstMinute {
    /// A strip over all that the regions' loads cover, usually a week; the time of the setup's incident
    /// is not looked at, but its region, kind and length are.
    ///
    /// # Errors
    ///
    /// [`Refusal`] where lists do not fit together or an amount is not one.
    pub fn new(mut setup: DrillSetup, plan: StripPlan) -> Result<Self, Refusal> {
        setup.check()?;
        let steps = |seconds: f64, least: usize| {
            // Not more than can be counted, whatever is asked for.
            (libm::ceil((seconds / setup.step).clamp(0.0, 1e9) - 1e-9) as usize).max(least)
        };
        let (every, window, lead) = (steps(plan.every, 1), steps(plan.window, 1), steps(plan.lead, 0));
        setup.incident.start = lead as f64 * setup.step;
        let total = setup.n_steps();
        let n_points = if total == 0 { 0 } else { total.div_ceil(every) };
        let run = |region: &super::DrillRegion| {
            let mut run = region.setup.clone();
            run.overrides.extend(region.held_back.map(|held| held.until(f64::INFINITY)));
            Simulation::new(run, region.loads.clone(), region.table.clone())
        };
        Ok(Self {
            base: setup.regions.iter().rev().map(run).collect(),
            in_service: Vec::new(),
            tables: Vec::new(),
            window: window.min(total.max(1)),
            every,
            lead,
            points: Vec::with_capacity(n_points),
            n_points,
            setup,
            plan,
        })
    }

    /// What was asked for.
    pub const fn plan(&self) -> &StripPlan {
        &self.plan
    }

    /// Does at most so many pieces of work: a region's run without an incident, or a drill; whether
    /// there is more to do.
    ///
    /// # Errors
    ///
    /// As [`WorstMinute::new`], which has checked the same before.
    pub fn advance(&mut self, pieces: usize) -> Result<bool, Refusal> {
        for _ in 0..pieces {
            if let Some(run) = self.base.pop() {
                self.look_at(run);
            } else if self.points.len() < self.n_points {
                self.drill()?;
            }
        }
        Ok(!self.base.is_empty() || self.points.len() < self.n_points)
    }

    /// Share of the work that is done.
    pub fn progress(&self) -> f64 {
        let n_regions = self.setup.regions.len();
        let done = self.points.len() + n_regions - self.base.len();
        done as f64 / (self.n_points + n_regions) as f64
    }

    /// What is known so far, in the order of time.
    pub fn points(&self) -> &[StripPoint] {
        &self.points
    }

    /// The worst so far: the most requests lost or late, of equals the first.
    pub fn worst(&self) -> Option<&StripPoint> {
        let bad = |point: &StripPoint| point.lost + point.late;
        self.points.iter().reduce(|worst, point| if bad(point) > bad(worst) { point } else { worst })
    }

    /// The region's replicas in service at the start of every drill.
    fn look_at(&mut self, mut run: Simulation) {
        let steps = self.setup.n_steps();
        let mut in_service = vec![0; self.n_points];
        // The starts wrap around, so they are not in order: first those that begin within the loads.
        let mut starts: Vec<(usize, usize)> = (0..self.n_points).map(|point| (self.begin(point), point)).collect();
        starts.sort_unstable();
        let mut place = 0;
        for (begin, point) in starts {
            run.advance(begin - place);
            place = begin;
            in_service[point] = run.fleet().ready;
        }
        run.advance(steps);
        self.in_service.push(in_service);
        self.tables.push(run.finish().2);
    }

    /// First step of a drill.
    fn begin(&self, point: usize) -> usize {
        let steps = self.setup.n_steps();
        (point * self.every + steps - self.lead % steps) % steps
    }

    fn drill(&mut self) -> Result<(), Refusal> {
        let point = self.points.len();
        let (begin, steps) = (self.begin(point), self.setup.n_steps());
        let mut setup = self.setup.clone();
        let tables = std::mem::take(&mut self.tables);
        for (place, (region, table)) in setup.regions.iter_mut().zip(tables).enumerate() {
            region.setup = starting_at(&region.setup, begin as f64 * self.setup.step, self.in_service[place][point]);
            let loads = &self.setup.regions[place].loads;
            region.loads = (0..self.window).map(|step| loads[(begin + step) % steps]).collect::<Arc<[f64]>>();
            region.table = table;
        }
        let (totals, recovery, tables) = Drill::new(setup)?.finish_briefly();
        self.tables = tables;
        self.points.push(StripPoint {
            start: (point * self.every) as f64 * self.setup.step,
            lost: totals.lost,
            late: totals.late,
            outside: totals.outside,
            survived: totals.is_survived(self.setup.objective),
            recovery,
        });
        Ok(())
    }
}

/// The same run from a later time on, with replicas that are already in service.
fn starting_at(setup: &RunSetup, seconds: f64, replicas: u32) -> RunSetup {
    let mut later = setup.clone();
    later.initial = replicas;
    later.known.week_offset += seconds;
    for rule in &mut later.overrides {
        rule.start -= seconds;
        rule.end -= seconds;
    }
    for loss in &mut later.incidents {
        loss.start -= seconds;
        loss.end -= seconds;
    }
    later
}
