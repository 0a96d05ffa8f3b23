//! Parts that several pages show; unlike components they know the session.

mod year;

pub use year::YearChart;
