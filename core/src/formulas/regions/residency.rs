//! Residency: which users may be served from which regions.

use super::refusal::{check_length, check_regions};
use super::{Refusal, RegionSet};

/// For each geography the regions that may serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permissions {
    n_regions: usize,
    allowed: Vec<RegionSet>,
}

/// Users under one jurisdiction may only be served within some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResidencyRule {
    /// Jurisdiction of the users, such as `EU`.
    pub from: String,
    /// Jurisdictions whose regions may serve them; list the users' own if it is among them.
    pub within: Vec<String>,
}

impl Permissions {
    /// Every region may serve every geography; no more regions than [`MAX_REGIONS`](crate::formulas::regions::MAX_REGIONS).
    pub fn all(n_geographies: usize, n_regions: usize) -> Self {
        Self { n_regions, allowed: vec![RegionSet::first(n_regions); n_geographies] }
    }

    /// Permissions by jurisdiction: a geography that no rule names may be served from everywhere,
    /// one that several name only where all of them allow it.
    ///
    /// # Errors
    ///
    /// [`Refusal::TooManyRegions`].
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::formulas::regions::{Permissions, ResidencyRule};
    ///
    /// let stay = ResidencyRule { from: "EU".into(), within: vec!["EU".into(), "EEA".into()] };
    /// let permissions = Permissions::by_jurisdiction(&["EU", "US"], &["US", "EU", "UK", "EEA"], &[stay])?;
    /// assert_eq!(permissions.of(0).iter().collect::<Vec<_>>(), [1, 3]);
    /// assert_eq!(permissions.of(1).len(), 4);
    /// # Ok::<(), headroom_core::formulas::regions::Refusal>(())
    /// ```
    pub fn by_jurisdiction(geographies: &[&str], regions: &[&str], rules: &[ResidencyRule]) -> Result<Self, Refusal> {
        check_regions(regions.len())?;
        let mut permissions = Self::all(geographies.len(), regions.len());
        for (geography, jurisdiction) in geographies.iter().enumerate() {
            for rule in rules.iter().filter(|rule| rule.from == *jurisdiction) {
                for (region, place) in regions.iter().enumerate() {
                    if !rule.within.iter().any(|within| within == place) {
                        permissions.forbid(geography, region);
                    }
                }
            }
        }
        Ok(permissions)
    }

    /// Permissions as stated, one set of regions for each geography.
    ///
    /// # Errors
    ///
    /// [`Refusal::TooManyRegions`].
    pub fn new(n_regions: usize, allowed: Vec<RegionSet>) -> Result<Self, Refusal> {
        check_regions(n_regions)?;
        let known = RegionSet::first(n_regions);
        Ok(Self { n_regions, allowed: allowed.into_iter().map(|set| set.intersection(known)).collect() })
    }

    /// Refuses permissions for other numbers of geographies or regions.
    pub(crate) fn check_shape(&self, n_geographies: usize, n_regions: usize) -> Result<(), Refusal> {
        check_length("geographies with permissions", &self.allowed, n_geographies)?;
        if self.n_regions == n_regions {
            Ok(())
        } else {
            Err(Refusal::WrongLength { of: "regions with permissions", expected: n_regions, given: self.n_regions })
        }
    }

    /// Takes one permission away.
    pub fn forbid(&mut self, geography: usize, region: usize) {
        if let Some(allowed) = self.allowed.get_mut(geography) {
            *allowed = allowed.without(region);
        }
    }

    /// The regions that may serve a geography; none for one that there is not.
    pub fn of(&self, geography: usize) -> RegionSet {
        self.allowed.get(geography).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_rules_allow_what_all_of_them_allow() {
        let rule = |within: &[&str]| ResidencyRule {
            from: "EU".into(),
            within: within.iter().map(|&place| place.to_owned()).collect(),
        };
        let permissions =
            Permissions::by_jurisdiction(&["EU"], &["EU", "CH", "US"], &[rule(&["EU", "CH"]), rule(&["EU"])]).unwrap();
        assert_eq!(permissions.of(0).iter().collect::<Vec<_>>(), [0]);
        assert_eq!(permissions.of(7), RegionSet::EMPTY);
    }
}
