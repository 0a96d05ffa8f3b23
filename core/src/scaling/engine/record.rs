//! The run in columns, for charts: one row a step, or one for several where there are very many.

use super::work::StepOfWork;

/// Most rows that are kept.
pub const MAX_ROWS: usize = 262_144;

/// What one step looks like.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// New requests a second.
    pub load: f64,
    /// Replicas in service.
    pub ready: u32,
    /// Replicas in service or on their way.
    pub size: u32,
    /// Replicas paid for.
    pub paid: f64,
    /// Replicas that the ideal fleet has.
    pub ideal: u32,
    /// The work.
    pub work: &'a StepOfWork,
    /// Length of a step, in seconds.
    pub step: f64,
    /// Whether the objective was missed.
    pub outside: bool,
}

/// The columns of a run. Where a row stands for several steps it has their worst: the highest load,
/// the fewest replicas in service, the longest queue; lost requests are added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Steps that a row stands for.
    pub steps_per_row: usize,
    /// Length of a row, in seconds.
    pub row_length: f64,
    /// New requests a second.
    pub load: Vec<f64>,
    /// Replicas in service.
    pub ready: Vec<f64>,
    /// Replicas in service or on their way.
    pub size: Vec<f64>,
    /// Replicas paid for.
    pub paid: Vec<f64>,
    /// Replicas of the ideal fleet.
    pub ideal: Vec<f64>,
    /// Arrivals over throughput.
    pub utilization: Vec<f64>,
    /// Requests that wait.
    pub queue: Vec<f64>,
    /// Time that the last one in the queue will wait, in seconds.
    pub wait: Vec<f64>,
    /// Attempts a second, retries included.
    pub attempts: Vec<f64>,
    /// Requests lost a second.
    pub lost: Vec<f64>,
    /// 1 where the objective was missed.
    pub outside: Vec<f64>,
    in_row: usize,
}

impl Columns {
    /// Columns for a number of steps.
    pub fn new(steps: usize, step: f64) -> Self {
        let steps_per_row = steps.div_ceil(MAX_ROWS).max(1);
        let column = || Vec::with_capacity(steps.div_ceil(steps_per_row));
        Self {
            steps_per_row,
            row_length: step * steps_per_row as f64,
            load: column(),
            ready: column(),
            size: column(),
            paid: column(),
            ideal: column(),
            utilization: column(),
            queue: column(),
            wait: column(),
            attempts: column(),
            lost: column(),
            outside: column(),
            in_row: 0,
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.load.len()
    }

    #[inline]
    pub(super) fn push(&mut self, row: &Row<'_>) {
        let utilization = if row.work.capacity > 0.0 {
            row.work.attempts / row.work.capacity
        } else if row.work.attempts > 0.0 {
            // Nothing serves: shown as twice what any fleet could, not as infinite.
            2.0
        } else {
            0.0
        };
        let lost = row.work.lost / row.step;
        let values: [(&mut Vec<f64>, f64, fn(f64, f64) -> f64); 11] = [
            (&mut self.load, row.load, f64::max),
            (&mut self.ready, f64::from(row.ready), f64::min),
            (&mut self.size, f64::from(row.size), f64::max),
            (&mut self.paid, row.paid, f64::max),
            (&mut self.ideal, f64::from(row.ideal), f64::max),
            (&mut self.utilization, utilization, f64::max),
            (&mut self.queue, row.work.queue, f64::max),
            (&mut self.wait, row.work.wait, f64::max),
            (&mut self.attempts, row.work.attempts / row.step, f64::max),
            (&mut self.lost, lost / self.steps_per_row as f64, |so_far, now| so_far + now),
            (&mut self.outside, f64::from(u8::from(row.outside)), f64::max),
        ];
        if self.in_row == 0 {
            for (column, value, _) in values {
                column.push(value);
            }
        } else {
            for (column, value, join) in values {
                if let Some(last) = column.last_mut() {
                    *last = join(*last, value);
                }
            }
        }
        self.in_row = (self.in_row + 1) % self.steps_per_row;
    }
}
