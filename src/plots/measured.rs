//! An imported trace beside the model that was made of it.

use super::load_axis;
use crate::charts::spec::{Chart, Points, Role, Series, XAxis};
use headroom_core::evaluate::ServiceEvaluation;
use headroom_core::text;
use std::sync::Arc;

/// A trace as the chart needs it: load in requests/s over local time.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredTrace {
    /// Where it came from.
    pub name: String,
    /// The load.
    pub points: Points,
    /// Spans without data, in seconds since 1970.
    pub gaps: Arc<[(f64, f64)]>,
    /// Mean load, in requests/s.
    pub mean: f64,
}

/// Points of the model over the visible span.
const MODEL_POINTS: f64 = 4000.0;
/// Second of the week at 1970-01-01 00:00, a Thursday.
const EPOCH_IN_WEEK: f64 = 3.0 * 86_400.0;

/// The trace, and the usual week at the trace's own mean.
pub fn measured_against_model(trace: &MeasuredTrace, now: &ServiceEvaluation, zoom: Option<(f64, f64)>) -> Chart {
    let (first, last) = trace.points.x_range().unwrap_or((0.0, 1.0));
    let (from, to) = zoom.map_or((first, last), |(from, to)| (from.max(first), to.min(last)));
    let step = ((to - from) / MODEL_POINTS).max(60.0);
    let n = ((to - from) / step).max(0.0) as usize + 1;
    let model: Vec<f64> = (0..n).map(|place| trace.mean * now.curve.week().factor_at(from + step * place as f64 + EPOCH_IN_WEEK)).collect();
    Chart::new("measured", "Measured, and the model of it", XAxis::Time, load_axis())
        .with_hint(trace.name.clone())
        .with_summary(format!("The measured load of {} with a mean of {} requests/s, and the usual week at that mean.", trace.name, text::si(trace.mean)))
        .with_x_range(first, last)
        .with_series(Series::new("Measured", Role::Measured, trace.points.clone()).with_gaps(trace.gaps.to_vec()))
        .with_series(Series::new("Usual week", Role::Load, Points::regular(from, step, model)))
}
