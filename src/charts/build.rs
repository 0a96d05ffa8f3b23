//! Short ways to build a chart, and what follows from its values: ranges and lookups.

use std::borrow::Cow;
use std::sync::Arc;

use super::figures::Format;
use super::spec::{Band, BandRole, Chart, Dot, Edge, Mark, Points, Role, Rule, Series, Shape, Tone, XAxis, YAxis};

impl Chart {
    /// An empty chart.
    pub fn new(id: impl Into<String>, title: impl Into<String>, x: XAxis, y: YAxis) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            hint: String::new(),
            summary: String::new(),
            x,
            x_range: None,
            y,
            series: Vec::new(),
            bands: Vec::new(),
            rules: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// Adds a few words beside the title.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Adds the sentence for people who cannot see the picture.
    pub fn with_summary(mut self, summary: impl Into<String>) -> Self {
        self.summary = summary.into();
        self
    }

    /// Fixes the whole range of x.
    pub fn with_x_range(mut self, from: f64, to: f64) -> Self {
        self.x_range = Some((from, to));
        self
    }

    /// Adds a line.
    pub fn with_series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Adds an area.
    pub fn with_band(mut self, band: Band) -> Self {
        self.bands.push(band);
        self
    }

    /// Adds a horizontal line.
    pub fn with_rule(mut self, rule: Rule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds a moment or span.
    pub fn with_mark(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    /// The whole range of x, lower end first: the one given, or that of the series, or 0 to 1.
    pub fn full_x_range(&self) -> (f64, f64) {
        let given = self.x_range.filter(|(from, to)| from.is_finite() && to.is_finite());
        let found = || self.series.iter().filter_map(Series::x_range).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        match given.or_else(found) {
            Some((from, to)) => (from.min(to), from.max(to)),
            None => (0.0, 1.0),
        }
    }

    /// Names that the legend can switch: lines, then areas. An area with the name of a line goes with it.
    pub fn switches(&self) -> impl Iterator<Item = &str> {
        let lines = self.series.iter().map(|series| series.name.as_str());
        lines.chain(self.own_bands().map(|band| band.name.as_str()))
    }

    /// The areas that do not belong to a line.
    pub fn own_bands(&self) -> impl Iterator<Item = &Band> {
        self.bands.iter().filter(|band| self.series.iter().all(|series| series.name != band.name))
    }

    /// The chart with the values that are told in place of the heights that are drawn.
    pub fn told(&self) -> Cow<'_, Self> {
        if self.series.iter().all(|series| series.told.is_none()) {
            return Cow::Borrowed(self);
        }
        let mut chart = self.clone();
        for series in &mut chart.series {
            if let Some(told) = series.told.take() {
                series.points = told;
            }
        }
        Cow::Owned(chart)
    }
}

impl YAxis {
    /// An axis from zero with numbers such as "75 k" and this unit.
    pub fn new(unit: impl Into<String>) -> Self {
        Self {
            unit: unit.into(),
            label: String::new(),
            format: Format::Si,
            from_zero: true,
            at_least: None,
            is_log: false,
        }
    }

    /// Names the quantity.
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Writes its numbers in another way.
    pub fn with_format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// Lets the axis begin near the data instead of at zero.
    pub fn near_data(mut self) -> Self {
        self.from_zero = false;
        self
    }

    /// Makes each power of ten as high as the next.
    pub fn log(mut self) -> Self {
        self.is_log = true;
        self
    }

    /// Keeps at least these limits in view.
    pub fn with_limits(mut self, low: f64, high: f64) -> Self {
        self.at_least = Some((low, high));
        self
    }
}

impl Series {
    /// A line that joins its points straight.
    pub fn new(name: impl Into<String>, role: Role, points: Points) -> Self {
        Self { name: name.into(), role, points, shape: Shape::Line, gaps: Vec::new(), dot: Dot::Small, told: None }
    }

    /// A line that is only an edge of an area.
    pub(super) fn unnamed(points: Points) -> Self {
        Self::new(String::new(), Role::Load, points)
    }

    /// Holds each value until the next point.
    pub fn step(mut self) -> Self {
        self.shape = Shape::Step;
        self
    }

    /// Draws a dot at each point and no line.
    pub fn dots(mut self) -> Self {
        self.shape = Shape::Dots;
        self
    }

    /// Draws each point by itself, like this.
    pub fn marked(mut self, dot: Dot) -> Self {
        self.dot = dot;
        self.dots()
    }

    /// Tells these values instead of its height.
    pub fn telling(mut self, told: Points) -> Self {
        self.told = Some(told);
        self
    }

    /// First and last x; a step of even length holds its last value for one step more.
    pub fn x_range(&self) -> Option<(f64, f64)> {
        let (from, to) = self.points.x_range()?;
        match (self.shape, &self.points) {
            (Shape::Step, Points::Regular { step, .. }) => Some((from, to + step)),
            _ => Some((from, to)),
        }
    }

    /// States the ranges of x without data, in any order: each from the last known point before to
    /// the first known point after.
    pub fn with_gaps(mut self, mut gaps: Vec<(f64, f64)>) -> Self {
        gaps.retain(|(from, to)| from <= to);
        gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.gaps = gaps;
        self
    }
}

impl Band {
    /// Headroom between two constants, such as peak and provisioned load.
    pub fn headroom(name: impl Into<String>, lower: f64, upper: f64) -> Self {
        Self::new(name, BandRole::Headroom, Edge::Constant(lower), Edge::Constant(upper))
    }

    /// An area between two edges over the whole of x.
    pub fn new(name: impl Into<String>, role: BandRole, lower: Edge, upper: Edge) -> Self {
        Self { name: name.into(), role, lower, upper, x: None, is_named: false }
    }

    /// Writes its name inside it, where it has room.
    pub fn named(mut self) -> Self {
        self.is_named = true;
        self
    }

    /// Limits the area to a part of x.
    pub fn within(mut self, from: f64, to: f64) -> Self {
        self.x = Some((from, to));
        self
    }
}

impl Rule {
    /// A horizontal line.
    pub fn new(name: impl Into<String>, role: Role, value: f64) -> Self {
        Self { name: name.into(), role, value }
    }
}

impl Mark {
    /// A moment.
    pub fn at(at: f64, label: impl Into<String>, tone: Tone) -> Self {
        Self { at, until: None, label: label.into(), tone }
    }

    /// A span.
    pub fn span(from: f64, until: f64, label: impl Into<String>, tone: Tone) -> Self {
        Self { at: from, until: Some(until), label: label.into(), tone }
    }
}

impl Points {
    /// Evenly spaced values. A step that is not greater than zero counts as one.
    pub fn regular(start: f64, step: f64, values: impl Into<Arc<[f64]>>) -> Self {
        let step = if step > 0.0 && step.is_finite() { step } else { 1.0 };
        let start = if start.is_finite() { start } else { 0.0 };
        Self::Regular { start, step, values: values.into() }
    }

    /// Pairs in any order; those with an x that is not finite are left out.
    pub fn pairs(mut pairs: Vec<(f64, f64)>) -> Self {
        pairs.retain(|(x, _)| x.is_finite());
        if !pairs.is_sorted_by(|a, b| a.0 <= b.0) {
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        Self::Pairs(pairs.into())
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        match self {
            Self::Regular { values, .. } => values.len(),
            Self::Pairs(pairs) => pairs.len(),
        }
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The point with this index.
    pub fn get(&self, index: usize) -> Option<(f64, f64)> {
        match self {
            Self::Regular { start, step, values } => {
                values.get(index).map(|value| (start + step * index as f64, *value))
            }
            Self::Pairs(pairs) => pairs.get(index).copied(),
        }
    }

    /// First and last x.
    pub fn x_range(&self) -> Option<(f64, f64)> {
        Some((self.get(0)?.0, self.get(self.len().checked_sub(1)?)?.0))
    }

    /// Index of the first point at or after `x`; the length if there is none.
    pub fn first_at(&self, x: f64) -> usize {
        match self {
            Self::Regular { start, step, values } => {
                let len = values.len();
                let mut index = (((x - start) / step).ceil().max(0.0) as usize).min(len);
                // The division may land one off; the points themselves decide.
                if index > 0 && start + step * (index - 1) as f64 >= x {
                    index -= 1;
                } else if index < len && start + step * (index as f64) < x {
                    index += 1;
                }
                index
            }
            Self::Pairs(pairs) => pairs.partition_point(|pair| pair.0 < x),
        }
    }

    /// Index of the first point after `x`; the length if there is none.
    pub fn first_after(&self, x: f64) -> usize {
        match self {
            Self::Regular { .. } => {
                let index = self.first_at(x);
                if self.get(index).is_some_and(|point| point.0 == x) { index + 1 } else { index }
            }
            Self::Pairs(pairs) => pairs.partition_point(|pair| pair.0 <= x),
        }
    }
}

impl PartialEq for Points {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Regular { start: a, step: b, values: c }, Self::Regular { start: d, step: e, values: f }) => {
                a == d && b == e && (Arc::ptr_eq(c, f) || c == f)
            }
            (Self::Pairs(a), Self::Pairs(b)) => Arc::ptr_eq(a, b) || a == b,
            _ => false,
        }
    }
}
