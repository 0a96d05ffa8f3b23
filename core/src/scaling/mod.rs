//! Will an autoscaling policy hold on this very load?

mod metric;

pub use metric::{Metric, Seen};
