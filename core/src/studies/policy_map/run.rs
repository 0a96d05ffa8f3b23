//! Two settings against each other: a run for each pair, coarse to fine, in slices.

use super::{PolicyOrder, Testbed, Trial, TriedIn, TriesSettings};
use crate::plan::scenario::adjust::Axis;
use crate::plan::scenario::{Scenario, Service};
use crate::studies::Over;
use serde::{Deserialize, Serialize};

/// Most values along one axis.
pub const MAX_VALUES: usize = 40;

/// Cells between two reports: over in some hundredths of a second.
const CELLS_AT_ONCE: usize = 8;

/// Two settings of the active policy against each other. Its cells are told as they come, by their numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyMap {
    order: PolicyOrder,
    x: (Axis, Vec<f64>),
    y: (Axis, Vec<f64>),
}

impl PolicyMap {
    /// A map of a service, as [`PolicyOrder::new`] takes it, with `x` along the columns and `y` along the rows.
    pub fn new(
        scenario: &Scenario,
        service: &Service,
        tried_in: TriedIn,
        x: (Axis, Vec<f64>),
        y: (Axis, Vec<f64>),
    ) -> Self {
        let last = |(axis, values): &(Axis, Vec<f64>)| Some((*axis, *values.last()?));
        let varied: Vec<(Axis, f64)> = [&x, &y].into_iter().filter_map(last).collect();
        Self { order: PolicyOrder::new(scenario, service, tried_in, &varied), x, y }
    }

    /// The same over another span than the stated period, or a trace.
    #[must_use]
    pub fn over(self, over: Option<Over>) -> Self {
        Self { order: self.order.over(over), ..self }
    }
}

impl TriesSettings for PolicyMap {
    type Part = Vec<(u32, Trial)>;
    type Finding = ();

    fn order(&self) -> &PolicyOrder {
        &self.order
    }

    fn try_on(&self, bed: Testbed, _: &[u8], tell: &mut dyn FnMut(f64, Self::Part)) -> Result<(), String> {
        let mut run = PolicyMapRun::new(bed, self.x.clone(), self.y.clone());
        loop {
            let cells = run.advance(CELLS_AT_ONCE);
            if cells.is_empty() {
                return Ok(());
            }
            tell(run.progress(), cells);
        }
    }
}

/// A map under way. Cells are numbered row by row: `row · columns + column`, `x` along the columns.
#[derive(Clone, Debug)]
pub struct PolicyMapRun {
    bed: Testbed,
    x: (Axis, Vec<f64>),
    y: (Axis, Vec<f64>),
    order: Vec<u32>,
    place: usize,
}

impl PolicyMapRun {
    /// A map of a prepared service; of more than [`MAX_VALUES`] values the first count.
    pub fn new(bed: Testbed, mut x: (Axis, Vec<f64>), mut y: (Axis, Vec<f64>)) -> Self {
        x.1.truncate(MAX_VALUES);
        y.1.truncate(MAX_VALUES);
        let order = coarse_to_fine(x.1.len(), y.1.len());
        Self { bed, x, y, order, place: 0 }
    }

    /// Tries so many more cells; empty when all are done.
    pub fn advance(&mut self, cells: usize) -> Vec<(u32, Trial)> {
        let end = self.place.saturating_add(cells).min(self.order.len());
        let columns = self.x.1.len();
        let mut found = Vec::with_capacity(end - self.place);
        for cell in &self.order[self.place..end] {
            let (row, column) = (*cell as usize / columns, *cell as usize % columns);
            let settings = [(self.x.0, self.x.1[column]), (self.y.0, self.y.1[row])];
            found.push((*cell, self.bed.try_settings(&settings).0));
        }
        self.place = end;
        found
    }

    /// Share of the cells that are done.
    pub fn progress(&self) -> f64 {
        if self.order.is_empty() { 1.0 } else { self.place as f64 / self.order.len() as f64 }
    }
}

/// Every cell once, such that those done so far always lie evenly spread: the bits of column and
/// row, lowest first, decide.
fn coarse_to_fine(columns: usize, rows: usize) -> Vec<u32> {
    let mut cells: Vec<u32> = (0..(columns * rows) as u32).collect();
    cells.sort_by_key(|cell| {
        let (row, column) = (*cell / columns as u32, *cell % columns as u32);
        let mut key = 0_u64;
        for bit in 0..MAX_VALUES.next_power_of_two().ilog2() {
            // The lowest bits weigh most.
            key = key << 2 | u64::from(column >> bit & 1) | u64::from(row >> bit & 1) << 1;
        }
        key
    });
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_comes_once_and_the_first_ones_lie_far_apart() {
        for (columns, rows) in [(20, 20), (1, 1), (7, 3), (40, 40), (1, 9)] {
            let order = coarse_to_fine(columns, rows);
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..(columns * rows) as u32).collect::<Vec<_>>());
        }
        // A quarter of the cells, and every second column and row has them.
        let quarter: Vec<_> = coarse_to_fine(20, 20).into_iter().take(100).collect();
        assert!(quarter.iter().all(|cell| (cell / 20) % 2 == 0 && (cell % 20) % 2 == 0));
        assert!(coarse_to_fine(0, 5).is_empty());
    }
}
