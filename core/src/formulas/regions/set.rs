//! Sets of regions, and every way to lose some of them.

/// The most regions that a calculation takes; every set of them is then few enough to try.
pub const MAX_REGIONS: usize = 16;

/// A set of regions, by their places in a list of at most [`MAX_REGIONS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionSet(u32);

impl RegionSet {
    /// No region.
    pub const EMPTY: Self = Self(0);

    /// The first `n` regions; no more than [`MAX_REGIONS`].
    pub fn first(n: usize) -> Self {
        Self((1_u32 << n.min(MAX_REGIONS)) - 1)
    }

    /// The same with one region more; a place beyond [`MAX_REGIONS`] changes nothing.
    #[must_use]
    pub fn with(self, region: usize) -> Self {
        Self(self.0 | bit(region))
    }

    /// The same with one region less.
    #[must_use]
    pub fn without(self, region: usize) -> Self {
        Self(self.0 & !bit(region))
    }

    /// All regions that are in either.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The regions that are in both.
    #[must_use]
    pub fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The regions that are not in the other.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether the region at a place is in the set.
    pub fn contains(self, region: usize) -> bool {
        self.0 & bit(region) != 0
    }

    /// Whether every region of this set is in the other.
    pub fn is_subset_of(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// How many regions there are.
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Every set of `n` of these regions, in order: what may be lost at once.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::regions::RegionSet;
    ///
    /// assert_eq!(RegionSet::first(8).subsets(2).len(), 28);
    /// assert_eq!(RegionSet::first(8).subsets(0), [RegionSet::EMPTY]);
    /// ```
    pub fn subsets(self, n: usize) -> Vec<Self> {
        if n == 0 {
            return vec![Self::EMPTY];
        }
        let mut found = Vec::new();
        for last in self.iter() {
            let before: Self = self.iter().take_while(|at| *at < last).collect();
            found.extend(before.subsets(n - 1).into_iter().map(|set| set.with(last)));
        }
        found
    }

    /// The places of the regions, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            (place < u32::BITS).then_some(place as usize)
        })
    }
}

fn bit(region: usize) -> u32 {
    if region < MAX_REGIONS { 1 << region } else { 0 }
}

impl FromIterator<usize> for RegionSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        places.into_iter().fold(Self::EMPTY, Self::with)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_beyond_the_limit_are_never_in_a_set() {
        let set: RegionSet = [0, 3, 99].into_iter().collect();
        assert_eq!((set.iter().collect::<Vec<_>>(), set.contains(99)), (vec![0, 3], false));
        assert_eq!(RegionSet::first(99).len(), MAX_REGIONS);
    }

    #[test]
    fn subsets_are_all_of_a_size() {
        let of: RegionSet = [0, 2, 3].into_iter().collect();
        assert_eq!(of.subsets(2).len(), 3);
        assert_eq!((of.subsets(0).len(), of.subsets(3).len(), of.subsets(4).len()), (1, 1, 0));
    }

    proptest! {
        #[test]
        fn sets_behave_as_sets(a in 0_u32..1 << 16, b in 0_u32..1 << 16) {
            let (a, b) = (RegionSet(a), RegionSet(b));
            prop_assert_eq!(a.minus(b).len() + a.intersection(b).len(), a.len());
            prop_assert_eq!(a.union(b).len() + a.intersection(b).len(), a.len() + b.len());
            prop_assert!(a.intersection(b).is_subset_of(a) && a.is_subset_of(a.union(b)));
            prop_assert_eq!(a.iter().collect::<RegionSet>(), a);
        }
    }
}
