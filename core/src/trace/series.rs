//! The trace itself: values at increasing times, and what they say.

use super::error::limits;
use super::{LocalTime, Meaning, Step};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Measured values over time: at least two points, times strictly increasing, values finite.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    name: String,
    meaning: Meaning,
    step: Step,
    times: Times,
    values: Vec<f64>,
    arrivals: Option<Arrivals>,
}

/// The times of a trace's points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Times {
    /// One point a step from here on, none missing; only for steps of fixed length.
    Regular {
        /// Time of the first point.
        start: LocalTime,
    },
    /// Each time by itself, because some are missing or uneven.
    Listed(Vec<LocalTime>),
}

/// What is known of single requests, where the trace was counted from an event log.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arrivals {
    /// Number of events.
    pub events: u64,
    /// Mean time between events, s.
    pub mean_gap: f64,
    /// Squared coefficient of variation of the times between events, `var / mean²` with the
    /// population variance: 0 for a metronome, 1 for a Poisson stream, more for bursts. It covers
    /// the whole log, so it holds the change of the load over the log as well as bursts.
    pub scv: f64,
}

/// Why points are no trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidTrace {
    /// Fewer than two points, or more than [`limits::ROWS`].
    Points(usize),
    /// Not as many times as values.
    Lengths,
    /// Times that do not increase, or leave the calendar, at this point.
    Time(usize),
    /// A value that is not finite, beyond [`limits::VALUE`], or a negative rate or count.
    Value(usize),
    /// A step of no length, or calendar months in a regular trace.
    Step,
    /// A name longer than [`limits::NAME_BYTES`].
    Name,
    /// Figures of arrivals that cannot be.
    Arrivals,
}

impl fmt::Display for InvalidTrace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Points(n) => write!(f, "a trace must have between 2 and {} points, but has {n}", limits::ROWS),
            Self::Lengths => f.write_str("a trace must have as many times as values"),
            Self::Time(at) => {
                write!(f, "times must increase and stay within the years 1 to 9999, but point {at} does not")
            }
            Self::Value(at) => {
                write!(f, "values must be finite, and rates and counts not negative, but point {at} is not")
            }
            Self::Step => f.write_str("the step between points must be longer than zero"),
            Self::Name => write!(f, "the name of a trace must have at most {} bytes", limits::NAME_BYTES),
            Self::Arrivals => f.write_str("the figures of single requests must be finite and not negative"),
        }
    }
}

impl std::error::Error for InvalidTrace {}

impl Trace {
    /// Makes a trace.
    ///
    /// # Errors
    ///
    /// [`InvalidTrace`] where points are no trace.
    pub fn new(
        name: &str,
        meaning: Meaning,
        step: Step,
        times: Times,
        values: Vec<f64>,
        arrivals: Option<Arrivals>,
    ) -> Result<Self, InvalidTrace> {
        if name.len() > limits::NAME_BYTES {
            return Err(InvalidTrace::Name);
        }
        if values.len() < 2 || values.len() as u64 > limits::ROWS {
            return Err(InvalidTrace::Points(values.len()));
        }
        check_times(&times, step, values.len())?;
        let min = if meaning == Meaning::Gauge { -limits::VALUE } else { 0.0 };
        if let Some(at) = values.iter().position(|value| !(min..=limits::VALUE).contains(value)) {
            return Err(InvalidTrace::Value(at));
        }
        let good = |x: f64| (0.0..=f64::MAX).contains(&x);
        if arrivals.is_some_and(|arrivals| !good(arrivals.mean_gap) || !good(arrivals.scv)) {
            return Err(InvalidTrace::Arrivals);
        }
        Ok(Self { name: name.into(), meaning, step, times, values, arrivals })
    }

    /// Its name, for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its values say.
    pub fn meaning(&self) -> Meaning {
        self.meaning
    }

    /// The step between points: of regular traces exactly, of others the usual one.
    pub fn step(&self) -> Step {
        self.step
    }

    /// How its times are kept.
    pub fn times(&self) -> &Times {
        &self.times
    }

    /// Number of points; at least two.
    pub fn n_points(&self) -> usize {
        self.values.len()
    }

    /// The values, in the order of time.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Figures of single requests, where the trace was counted from an event log.
    pub fn arrivals(&self) -> Option<Arrivals> {
        self.arrivals
    }

    /// Time of the point at `index`; of the last where there are fewer.
    pub fn time_at(&self, index: usize) -> LocalTime {
        let index = index.min(self.values.len().saturating_sub(1));
        match &self.times {
            Times::Regular { start } => start.plus_micros(step_micros(self.step).saturating_mul(index as i64)),
            Times::Listed(times) => times.get(index).copied().unwrap_or(LocalTime::MIN),
        }
    }

    /// Times and values together, in the order of time.
    pub fn points(&self) -> impl Iterator<Item = (LocalTime, f64)> + '_ {
        self.values.iter().enumerate().map(|(index, value)| (self.time_at(index), *value))
    }

    /// Time of the first point.
    pub fn start(&self) -> LocalTime {
        self.time_at(0)
    }

    /// End of the last point's step.
    pub fn end(&self) -> LocalTime {
        self.step.after(self.time_at(self.values.len()))
    }

    /// The values as load.
    ///
    /// | meaning            | load                                                             |
    /// |--------------------|------------------------------------------------------------------|
    /// | rate               | the value, requests/s                                            |
    /// | count per interval | value / seconds of its interval, requests/s; of a monthly count, the seconds of that very month |
    /// | gauge              | the value in its own unit: a level is no rate, and is not made one |
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::trace::*;
    /// use std::time::Duration;
    ///
    /// let start = LocalTime::from_seconds(0.0).ok_or("no such time")?;
    /// let step = Step::Every(Duration::from_secs(60));
    /// let trace = Trace::new("door", Meaning::CountPerInterval, step, Times::Regular { start }, vec![60.0, 90.0], None)?;
    /// assert_eq!(*trace.load_values(), [1.0, 1.5]); // by hand: 60 / 60 and 90 / 60
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load_values(&self) -> Cow<'_, [f64]> {
        match (self.meaning, self.step) {
            (Meaning::Rate | Meaning::Gauge, _) => Cow::Borrowed(&self.values),
            (Meaning::CountPerInterval, Step::Every(duration)) => {
                let seconds = duration.as_secs_f64();
                self.values.iter().map(|value| value / seconds).collect()
            }
            (Meaning::CountPerInterval, Step::Months(_)) => {
                self.points().map(|(time, value)| value / self.step.seconds_from(time).max(1.0)).collect()
            }
        }
    }
}

/// Microseconds of a step of fixed length; none for months.
pub(super) fn step_micros(step: Step) -> i64 {
    match step {
        Step::Every(duration) => i64::try_from(duration.as_micros()).unwrap_or(i64::MAX),
        Step::Months(_) => 0,
    }
}

/// A step of fixed length.
pub(super) fn step_from_micros(micros: i64) -> Step {
    Step::Every(Duration::from_micros(micros.max(0).unsigned_abs()))
}

fn check_times(times: &Times, step: Step, n_points: usize) -> Result<(), InvalidTrace> {
    let longest = LocalTime::MAX.micros() - LocalTime::MIN.micros();
    match step {
        Step::Every(_) if !(1..=longest).contains(&step_micros(step)) => return Err(InvalidTrace::Step),
        Step::Months(n) if !(1..=120_000).contains(&n) => return Err(InvalidTrace::Step),
        _ => {}
    }
    match times {
        Times::Regular { .. } if matches!(step, Step::Months(_)) => Err(InvalidTrace::Step),
        Times::Regular { start } => {
            let last =
                step_micros(step).checked_mul(n_points as i64 - 1).and_then(|span| start.micros().checked_add(span));
            match last.and_then(LocalTime::from_micros) {
                Some(_) => Ok(()),
                None => Err(InvalidTrace::Time(n_points - 1)),
            }
        }
        Times::Listed(listed) if listed.len() != n_points => Err(InvalidTrace::Lengths),
        Times::Listed(listed) => match listed.windows(2).position(|pair| pair[0] >= pair[1]) {
            Some(at) => Err(InvalidTrace::Time(at + 1)),
            None => Ok(()),
        },
    }
}
