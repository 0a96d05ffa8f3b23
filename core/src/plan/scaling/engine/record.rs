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
    /// Replicas that the ideal fleet has; not a number where no fleet keeps the objective.
    pub ideal: f64,
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
    /// Replicas of the ideal fleet; not a number where no fleet keeps the objective.
    pub ideal: Vec<f64>,
    /// Arrivals over throughput.
    pub utilization: Vec<f64>,
    /// What is in service sustains, requests/s: fewer features and a slow network included; of several steps the least.
    pub capacity: Vec<f64>,
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
            capacity: column(),
            queue: column(),
            wait: column(),
            attempts: column(),
            lost: column(),
            outside: column(),
            in_row: 0,
        }
    }

    /// Fewest replicas that the ideal fleet has; none where no fleet keeps the objective.
    pub fn fewest_ideal(&self) -> Option<f64> {
        self.ideal.iter().copied().filter(|replicas| replicas.is_finite()).reduce(f64::min)
    }

    /// Whether attempts are repeated to an extent that shows.
    pub fn has_retries(&self) -> bool {
        self.attempts.iter().zip(&self.load).any(|(attempts, load)| is_retried(*attempts, *load))
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.load.len()
    }

    #[inline]
    pub(super) fn push(&mut self, row: &Row<'_>) {
        let values = row.values(self.steps_per_row);
        if self.in_row == 0 {
            self.begin_row(&values);
        } else {
            self.join_row(&values);
        }
        self.in_row += 1;
        if self.in_row == self.steps_per_row {
            self.in_row = 0;
        }
    }

    /// Written out column by column, as a list of columns to go through is not seen through by the
    /// compiler, and this happens in every step.
    #[inline]
    fn begin_row(&mut self, values: &RowValues) {
        self.load.push(values.load);
        self.ready.push(values.ready);
        self.size.push(values.size);
        self.paid.push(values.paid);
        self.ideal.push(values.ideal);
        self.utilization.push(values.utilization);
        self.capacity.push(values.capacity);
        self.queue.push(values.queue);
        self.wait.push(values.wait);
        self.attempts.push(values.attempts);
        self.lost.push(values.lost);
        self.outside.push(values.outside);
    }

    /// Joins a further step to the last row.
    fn join_row(&mut self, values: &RowValues) {
        let join = |column: &mut Vec<f64>, value: f64, join: fn(f64, f64) -> f64| {
            if let Some(last) = column.last_mut() {
                *last = join(*last, value);
            }
        };
        join(&mut self.load, values.load, f64::max);
        join(&mut self.ready, values.ready, f64::min);
        join(&mut self.size, values.size, f64::max);
        join(&mut self.paid, values.paid, f64::max);
        join(&mut self.ideal, values.ideal, f64::max);
        join(&mut self.utilization, values.utilization, f64::max);
        join(&mut self.capacity, values.capacity, f64::min);
        join(&mut self.queue, values.queue, f64::max);
        join(&mut self.wait, values.wait, f64::max);
        join(&mut self.attempts, values.attempts, f64::max);
        join(&mut self.lost, values.lost, |so_far, now| so_far + now);
        join(&mut self.outside, values.outside, f64::max);
    }
}

/// Whether so many attempts, of new requests and those repeated, are more than the new ones to an extent that shows.
pub fn is_retried(attempts: f64, load: f64) -> bool {
    attempts > load * 1.001
}

/// The values of one step in the columns' units.
struct RowValues {
    load: f64,
    ready: f64,
    size: f64,
    paid: f64,
    ideal: f64,
    utilization: f64,
    capacity: f64,
    queue: f64,
    wait: f64,
    attempts: f64,
    lost: f64,
    outside: f64,
}

impl Row<'_> {
    #[inline]
    fn values(&self, steps_per_row: usize) -> RowValues {
        let work = self.work;
        let utilization = if work.capacity > 0.0 {
            work.attempts / work.capacity
        } else if work.attempts > 0.0 {
            // Nothing serves: shown as twice what any fleet could, not as infinite.
            2.0
        } else {
            0.0
        };
        RowValues {
            load: self.load,
            ready: f64::from(self.ready),
            size: f64::from(self.size),
            paid: self.paid,
            ideal: self.ideal,
            utilization,
            capacity: work.capacity / self.step,
            queue: work.queue,
            wait: work.wait,
            attempts: work.attempts / self.step,
            lost: if work.lost > 0.0 { work.lost / self.step / steps_per_row as f64 } else { 0.0 },
            outside: f64::from(u8::from(self.outside)),
        }
    }
}
