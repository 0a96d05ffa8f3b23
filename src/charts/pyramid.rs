//! Exact minimum and maximum of any stretch of a long series, without looking at each point.
//!
//! A pyramid keeps the extremes of blocks of 16, 256, 4,096 … points. Any stretch is made of some
//! loose points at its ends and whole blocks between them, so a question costs at most a few dozen
//! looks however long the series is. It is built once for each array and found again by the
//! identity of its `Arc`, so that a redraw never reads all points.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, Weak};

use super::spec::Points;

/// Points in a block of the lowest level, and blocks in a block of each further level.
const FANOUT: usize = 16;

/// Shorter series are read directly: that takes no longer than asking.
const WORTHWHILE: usize = 4_096;

/// Smallest and largest of some values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremes {
    /// The smallest.
    pub low: f64,
    /// The largest.
    pub high: f64,
}

impl Extremes {
    /// Of no values at all: adding any value replaces both.
    pub const NONE: Self = Self { low: f64::INFINITY, high: f64::NEG_INFINITY };

    /// Takes one more value into account, if it is finite.
    #[inline]
    pub fn add(&mut self, value: f64) {
        // Written so that NaN and infinities fail every comparison.
        if value < self.low && value >= f64::MIN {
            self.low = value;
        }
        if value > self.high && value <= f64::MAX {
            self.high = value;
        }
    }

    /// Takes the extremes of other values into account.
    #[inline]
    pub fn join(&mut self, other: Self) {
        self.low = if other.low < self.low { other.low } else { self.low };
        self.high = if other.high > self.high { other.high } else { self.high };
    }

    /// `None` if no finite value was added.
    pub fn found(self) -> Option<Self> {
        (self.low <= self.high).then_some(self)
    }
}

/// Extremes of blocks of a series, level by level.
#[derive(Clone, Debug)]
pub struct Pyramid {
    levels: Vec<Vec<Extremes>>,
}

impl Pyramid {
    /// Reads every value once.
    pub fn build(points: &Points) -> Self {
        let mut levels = Vec::new();
        let mut level: Vec<Extremes> = match points {
            Points::Regular { values, .. } => values.chunks(FANOUT).map(|block| of_block(block, |v| *v)).collect(),
            Points::Pairs(pairs) => pairs.chunks(FANOUT).map(|block| of_block(block, |p| p.1)).collect(),
        };
        while level.len() > 1 {
            let next = level
                .chunks(FANOUT)
                .map(|block| {
                    let mut all = Extremes::NONE;
                    block.iter().for_each(|extremes| all.join(*extremes));
                    all
                })
                .collect();
            levels.push(std::mem::replace(&mut level, next));
        }
        Self { levels }
    }

    /// Extremes of the points with these indices. The points must be those it was built from.
    pub fn extremes(&self, points: &Points, range: Range<usize>) -> Extremes {
        let mut all = Extremes::NONE;
        let (mut from, mut to) = (range.start, range.end.min(points.len()));
        // Loose points up to the first whole block and after the last one.
        let (inner_from, inner_to) = (from.div_ceil(FANOUT), to / FANOUT);
        if inner_from >= inner_to || self.levels.is_empty() {
            loose(points, from..to, &mut all);
            return all;
        }
        loose(points, from..inner_from * FANOUT, &mut all);
        loose(points, inner_to * FANOUT..to, &mut all);
        (from, to) = (inner_from, inner_to);
        for (height, level) in self.levels.iter().enumerate() {
            let (inner_from, inner_to) = (from.div_ceil(FANOUT), to / FANOUT);
            let is_top = height + 1 == self.levels.len();
            let (left, right) =
                if is_top || inner_from >= inner_to { (to, to) } else { (inner_from * FANOUT, inner_to * FANOUT) };
            for block in [from..left, right..to] {
                level.get(block).unwrap_or_default().iter().for_each(|extremes| all.join(*extremes));
            }
            if left == to {
                break;
            }
            (from, to) = (inner_from, inner_to);
        }
        all
    }
}

fn of_block<T>(block: &[T], value: impl Fn(&T) -> f64) -> Extremes {
    let mut all = Extremes::NONE;
    block.iter().for_each(|item| all.add(value(item)));
    all
}

fn loose(points: &Points, range: Range<usize>, all: &mut Extremes) {
    match points {
        Points::Regular { values, .. } => values.get(range).unwrap_or_default().iter().for_each(|v| all.add(*v)),
        Points::Pairs(pairs) => pairs.get(range).unwrap_or_default().iter().for_each(|p| all.add(p.1)),
    }
}

/// The points of a series together with their pyramid, if they are many.
#[derive(Clone, Debug)]
pub struct Indexed<'a> {
    /// The points.
    pub points: &'a Points,
    pyramid: Option<Rc<Pyramid>>,
}

impl<'a> Indexed<'a> {
    /// Finds the pyramid of these points or builds it.
    pub fn new(points: &'a Points) -> Self {
        let pyramid = (points.len() >= WORTHWHILE).then(|| cached(points));
        Self { points, pyramid }
    }

    /// Extremes of the points with these indices.
    pub fn extremes(&self, range: Range<usize>) -> Extremes {
        if let Some(pyramid) = &self.pyramid {
            return pyramid.extremes(self.points, range);
        }
        let mut all = Extremes::NONE;
        loose(self.points, range.start..range.end.min(self.points.len()), &mut all);
        all
    }
}

/// Identity of an array. A weak reference keeps its address from being used again.
enum Key {
    Values(Weak<[f64]>),
    Pairs(Weak<[(f64, f64)]>),
}

impl Key {
    fn of(points: &Points) -> Self {
        match points {
            Points::Regular { values, .. } => Self::Values(Arc::downgrade(values)),
            Points::Pairs(pairs) => Self::Pairs(Arc::downgrade(pairs)),
        }
    }

    fn is_alive(&self) -> bool {
        match self {
            Self::Values(weak) => weak.strong_count() > 0,
            Self::Pairs(weak) => weak.strong_count() > 0,
        }
    }

    fn is_of(&self, points: &Points) -> bool {
        match (self, points) {
            (Self::Values(weak), Points::Regular { values, .. }) => {
                std::ptr::addr_eq(weak.as_ptr(), Arc::as_ptr(values))
            }
            (Self::Pairs(weak), Points::Pairs(pairs)) => std::ptr::addr_eq(weak.as_ptr(), Arc::as_ptr(pairs)),
            _ => false,
        }
    }
}

/// More pyramids than any page shows at once; beyond it the oldest goes.
const KEPT: usize = 64;

thread_local! {
    static CACHE: RefCell<Vec<(Key, Rc<Pyramid>)>> = const { RefCell::new(Vec::new()) };
}

fn cached(points: &Points) -> Rc<Pyramid> {
    CACHE.with_borrow_mut(|cache| {
        cache.retain(|(key, _)| key.is_alive());
        if let Some((_, pyramid)) = cache.iter().find(|(key, _)| key.is_of(points)) {
            return pyramid.clone();
        }
        if cache.len() >= KEPT {
            cache.remove(0);
        }
        let pyramid = Rc::new(Pyramid::build(points));
        cache.push((Key::of(points), pyramid.clone()));
        pyramid
    })
}

/// Forgets all pyramids, so that the next drawing builds them anew: for measuring.
pub fn forget() {
    CACHE.with_borrow_mut(Vec::clear);
}

/// Numbers that look random and are the same on every run.
#[cfg(test)]
pub(super) fn noise(count: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % 2_000_001) as f64 / 1_000.0 - 1_000.0
    };
    (0..count).map(next).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brute(values: &[f64]) -> Extremes {
        let mut all = Extremes::NONE;
        values.iter().for_each(|value| all.add(*value));
        all
    }

    #[test]
    fn equals_brute_force_for_every_kind_of_stretch() {
        for (seed, count) in [0, 1, 15, 16, 17, 255, 256, 257, 4_095, 4_096, 70_000].into_iter().enumerate() {
            let values = noise(count, seed as u64 + 1);
            let points = Points::regular(0.0, 1.0, values.clone());
            let pyramid = Pyramid::build(&points);
            let ends: Vec<_> =
                noise(60, 99).into_iter().map(|v| ((v + 1_000.0) / 2_000.0 * count as f64) as usize).collect();
            for (a, b) in ends.iter().zip(ends.iter().rev()).chain([(&0, &count)]) {
                let (from, to) = (*a.min(b), *a.max(b));
                assert_eq!(pyramid.extremes(&points, from..to), brute(&values[from..to]), "{from}..{to} of {count}");
            }
        }
    }

    #[test]
    fn what_is_not_finite_is_missing() {
        let values = [f64::NAN, 3.0, f64::INFINITY, -2.0, f64::NEG_INFINITY].repeat(2_000);
        let points = Points::regular(0.0, 1.0, values);
        assert_eq!(Indexed::new(&points).extremes(0..10_000), Extremes { low: -2.0, high: 3.0 });
        let nothing = Points::regular(0.0, 1.0, vec![f64::NAN; 5_000]);
        assert_eq!(Indexed::new(&nothing).extremes(0..5_000).found(), None);
    }

    #[test]
    fn ranges_out_of_bounds_are_cut() {
        let points = Points::regular(0.0, 1.0, noise(5_000, 3));
        assert_eq!(Indexed::new(&points).extremes(4_999..9_000).found().map(|e| e.low == e.high), Some(true));
        assert_eq!(Indexed::new(&points).extremes(9_000..9_999).found(), None);
    }

    #[test]
    fn the_same_array_is_indexed_once() {
        let points = Points::regular(0.0, 1.0, noise(5_000, 4));
        let again = points.clone();
        let first = cached(&points);
        assert!(Rc::ptr_eq(&first, &cached(&again)));
        let other = Points::regular(0.0, 1.0, noise(5_000, 4));
        assert!(!Rc::ptr_eq(&first, &cached(&other)));
        drop((points, again));
        cached(&other);
        assert_eq!(CACHE.with_borrow(Vec::len), 1);
    }
}
