//! What a chart shows, as plain values that compare with `==`: no signals, no pixels, no web types.

use std::sync::Arc;

use super::figures::Format;

/// A whole chart. Build it with [`Chart::new`] and fill in the public fields or chain the `with_` methods.
///
/// # Example
///
/// ```
/// use headroom::charts::spec::*;
///
/// let load = Points::regular(0.0, 3_600.0, vec![40.0, 75.0, 60.0]);
/// let chart = Chart::new("day", "Usual day", XAxis::DayTime, YAxis::new("requests/s"))
///     .with_summary("Load peaks at 75 requests a second at 01:00.")
///     .with_series(Series::new("load", Role::Load, load))
///     .with_rule(Rule::new("provisioned", Role::Capacity, 112.5));
/// assert_eq!(chart.full_x_range(), (0.0, 7_200.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Unique on the page: prefix of the element ids.
    pub id: String,
    /// Heading, and the name of exported files.
    pub title: String,
    /// A few words beside the title; may be empty.
    pub hint: String,
    /// One sentence that says what the picture shows, for people who cannot see it.
    pub summary: String,
    /// The horizontal axis.
    pub x: XAxis,
    /// The whole range of x that zooming out returns to. `None` takes it from the series, which is
    /// right unless the page replaces the points by finer ones of the visible range only.
    pub x_range: Option<(f64, f64)>,
    /// The vertical axis.
    pub y: YAxis,
    /// Lines, drawn in this order; later ones lie above.
    pub series: Vec<Series>,
    /// Areas, drawn under all lines.
    pub bands: Vec<Band>,
    /// Horizontal lines at a constant value, labelled on the line.
    pub rules: Vec<Rule>,
    /// Moments and spans of x, labelled above the plot.
    pub marks: Vec<Mark>,
}

/// What x means. Times are civil: the clock on the wall, without zone or leap second.
#[derive(Clone, Debug, PartialEq)]
pub enum XAxis {
    /// Seconds since 1970-01-01 00:00 local civil time.
    Time,
    /// Seconds into the usual week, which begins on Monday 00:00.
    WeekTime,
    /// Seconds into the usual day.
    DayTime,
    /// A plain quantity, such as a share of the time or a number of replicas.
    Number {
        /// Name of the quantity with its unit, written under the axis.
        label: String,
        /// How its numbers are written.
        format: Format,
    },
    /// A quantity above zero over several powers of ten, each as wide as the next. Give the chart an
    /// `x_range` above zero.
    Log {
        /// Name of the quantity with its unit, written under the axis.
        label: String,
        /// How its numbers are written.
        format: Format,
    },
}

/// The vertical axis.
#[derive(Clone, Debug, PartialEq)]
pub struct YAxis {
    /// Unit, written above the axis and in tables: "requests/s". Empty when the format says it all.
    pub unit: String,
    /// Name of the quantity for tables and exports; may be empty.
    pub label: String,
    /// How its numbers are written.
    pub format: Format,
    /// Whether the axis always shows zero. Leave it on unless the eye must compare small changes.
    pub from_zero: bool,
    /// Limits that the axis keeps even when the data stays inside them, such as 0 to 1 for a share.
    pub at_least: Option<(f64, f64)>,
    /// Whether each power of ten is as high as the next. Values that are not above zero lie at the foot.
    pub is_log: bool,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name in legend, label, table and export; unique within the chart.
    pub name: String,
    /// What it stands for: decides colour, dash and weight.
    pub role: Role,
    /// The data.
    pub points: Points,
    /// How points are joined.
    pub shape: Shape,
    /// Ranges of x without data, sorted: points strictly inside are ignored and no line crosses.
    /// Each reaches from the last known point before it to the first known point after it.
    pub gaps: Vec<(f64, f64)>,
    /// What its dots look like, where it has no line.
    pub dot: Dot,
    /// Values that cursor, table and file tell instead of the height, where lines stand on one another.
    pub told: Option<Points>,
}

/// What a dot looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dot {
    /// One of many.
    #[default]
    Small,
    /// One of a few.
    Large,
    /// One of a few, with a ring around it.
    LargeRinged,
    /// A cross.
    Cross,
    /// A cross with a ring around it.
    CrossRinged,
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Demand placed on the system.
    Load,
    /// What the system can carry.
    Capacity,
    /// The same quantity in the pinned baseline: dashed and pale.
    Ghost,
    /// Measured data, as imported.
    Measured,
    /// Something out of the ordinary.
    Event,
    /// Any further line, by a number that picks its colour and dash.
    Other(u8),
}

/// How the points of a line are joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// Straight from point to point.
    #[default]
    Line,
    /// Each value holds until the next point.
    Step,
    /// Not joined: a dot at each point.
    Dots,
}

/// Data of a line. Points that are not finite are treated as missing.
#[derive(Clone, Debug)]
pub enum Points {
    /// Evenly spaced: the value at index `i` belongs to `start + i * step`.
    Regular {
        /// x of the first value.
        start: f64,
        /// Distance in x between values; greater than zero.
        step: f64,
        /// The values.
        values: Arc<[f64]>,
    },
    /// Pairs `(x, y)` in ascending order of x; [`Points::pairs`] sorts.
    Pairs(Arc<[(f64, f64)]>),
}

/// An area between two edges.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Name in the legend; unique within the chart.
    pub name: String,
    /// What it stands for: decides the colour.
    pub role: BandRole,
    /// Its lower edge.
    pub lower: Edge,
    /// Its upper edge.
    pub upper: Edge,
    /// Part of x that it covers; `None` covers all.
    pub x: Option<(f64, f64)>,
    /// Whether its name is written inside it, where it has room.
    pub is_named: bool,
}

/// What an area stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BandRole {
    /// Capacity above the peak.
    Headroom,
    /// Range in which the load is expected.
    Range,
    /// What is missing.
    Deficit,
    /// Anything else.
    Neutral,
    /// One of several areas on one another, by a number that picks its colour.
    Part(u8),
}

/// One edge of an area.
#[derive(Clone, Debug, PartialEq)]
pub enum Edge {
    /// A horizontal line at this value.
    Constant(f64),
    /// The line with this index in [`Chart::series`]; an index out of range draws nothing.
    Series(usize),
    /// A line of its own that is not drawn.
    Points(Points),
}

/// A horizontal line with its name and value written on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Name; the value is added to it.
    pub name: String,
    /// What it stands for.
    pub role: Role,
    /// Where it lies.
    pub value: f64,
}

/// A moment or a span of x with a label.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it is, or begins.
    pub at: f64,
    /// Where it ends, if it lasts.
    pub until: Option<f64>,
    /// A few words: "headroom gone".
    pub label: String,
    /// How it bears on the plan.
    pub tone: Tone,
}

/// How something bears on the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Says nothing about the verdict.
    #[default]
    Neutral,
    /// An event such as Black Friday.
    Event,
    /// The plan holds.
    Holds,
    /// The plan is tight.
    Tight,
    /// The plan fails.
    Fails,
}
