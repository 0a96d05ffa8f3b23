//! What each region needs of a service, before limits cut.

use super::Traffic;
use super::losses::{Needs, needs};
use super::traffic::rooms;
use crate::base::id::RegionId;
use crate::plan::demand::LoadCurve;
use crate::plan::scenario::limits::Caps;
use crate::plan::scenario::regions::{PlanRegion, ServiceRegions};
use crate::plan::scenario::sizing::SizingInputs;
use crate::plan::sizing::Rows;

/// What [`needed_rows`] starts from.
#[derive(Clone, Copy, Debug)]
pub struct NeedsBasis<'a> {
    /// The regions of the plan.
    pub regions: &'a [PlanRegion],
    /// What the service asks of them.
    pub stated: &'a ServiceRegions,
    /// What limits leave of it in each region.
    pub caps: &'a Caps,
    /// What sizing was asked.
    pub inputs: &'a SizingInputs,
    /// The load at any time.
    pub curve: &'a LoadCurve,
}

impl NeedsBasis<'_> {
    /// Who uses it when, and what each region then carries.
    pub(super) fn needs(&self) -> (Traffic, Needs) {
        let traffic = Traffic::new(self.regions, self.stated, self.caps, self.inputs, self.curve);
        let rooms = rooms(self.regions, self.stated, self.caps, self.inputs);
        let needs = needs(&traffic, self.stated.survive.get() as usize, rooms);
        (traffic, needs)
    }

    /// What a region needs, row by row.
    pub(super) fn rows(&self, needs: &Needs, at: usize) -> Rows {
        let zones_to_survive = self.stated.zones_to_survive(&self.regions[at]);
        Rows::of(self.inputs, needs.normal[at], needs.most[at].value).surviving_a_zone(zones_to_survive)
    }
}

/// What each region needs, row by row, before limits cut; the rest of what [`plan_regions`](super::plan_regions) answers is not looked at.
pub fn needed_rows(basis: &NeedsBasis<'_>) -> Vec<(RegionId, Rows)> {
    let (_, needs) = basis.needs();
    let regions = basis.regions.iter().enumerate();
    regions.map(|(at, region)| (region.id, basis.rows(&needs, at))).collect()
}
