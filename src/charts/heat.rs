//! A heat map as plain geometry: which cell has which shade, and where the line lies between cells
//! that hold and cells that do not. What is drawn are a few paths, however many cells there are.

use std::fmt::Write;

/// Shades of the scale, from the least to the most.
pub const SHADES: usize = 8;
/// Size of the picture in its own units; the page scales it.
pub const SIZE: (f64, f64) = (800.0, 480.0);

/// One cell that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heat {
    /// What the colour shows.
    pub value: f64,
    /// Whether the cell meets the target.
    pub holds: bool,
}

/// Cells row by row, the lowest row first, and the limits between the shades.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatGrid {
    /// Number of columns.
    pub columns: usize,
    /// The cells; those not known yet are `None`.
    pub cells: Vec<Option<Heat>>,
    /// The highest value of each shade but the last.
    pub limits: Vec<f64>,
}

/// Limits at equal distances between the least and the greatest value.
pub fn even_limits(values: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    if low >= high {
        return Vec::new();
    }
    (1..SHADES).map(|shade| low + (high - low) * shade as f64 / SHADES as f64).collect()
}

impl HeatGrid {
    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.cells.len().checked_div(self.columns).unwrap_or(0)
    }

    /// The shade of a value, from 0.
    pub fn shade(&self, value: f64) -> usize {
        self.limits.iter().take_while(|limit| value > **limit).count()
    }

    /// The cell at a place, if it is known.
    pub fn cell(&self, column: usize, row: usize) -> Option<Heat> {
        if column < self.columns { self.cells.get(row * self.columns + column).copied().flatten() } else { None }
    }

    /// Width and height of a cell.
    pub fn cell_size(&self) -> (f64, f64) {
        (SIZE.0 / self.columns.max(1) as f64, SIZE.1 / self.rows().max(1) as f64)
    }

    /// Left and top of a cell; the lowest row lies at the bottom.
    pub fn corner(&self, column: usize, row: usize) -> (f64, f64) {
        let (width, height) = self.cell_size();
        (column as f64 * width, SIZE.1 - (row + 1) as f64 * height)
    }

    /// The cell under a point, given as shares of the picture's width and height.
    pub fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let (columns, rows) = (self.columns, self.rows());
        if columns == 0 || rows == 0 || !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&y) {
            return None;
        }
        let column = ((x * columns as f64) as usize).min(columns - 1);
        let from_top = ((y * rows as f64) as usize).min(rows - 1);
        Some((column, rows - 1 - from_top))
    }

    /// The cells of one shade as a path.
    pub fn path_of_shade(&self, shade: usize) -> String {
        self.path_of(|heat| self.shade(heat.value) == shade)
    }

    /// The cells that do not hold, as a path.
    pub fn path_of_failing(&self) -> String {
        self.path_of(|heat| !heat.holds)
    }

    /// Rectangles of the cells that are wanted; neighbours in a row become one.
    fn path_of(&self, wanted: impl Fn(Heat) -> bool) -> String {
        let (width, height) = self.cell_size();
        let mut path = String::new();
        for row in 0..self.rows() {
            let is_wanted = |column| self.cell(column, row).is_some_and(&wanted);
            let mut column = 0;
            while column < self.columns {
                let from = column;
                while is_wanted(column) {
                    column += 1;
                }
                if column > from {
                    let (left, top) = self.corner(from, row);
                    let long = (column - from) as f64 * width;
                    let _ = write!(path, "M{left:.2} {top:.2}h{long:.2}v{height:.2}h{:.2}z", -long);
                }
                column += 1;
            }
        }
        path
    }

    /// The border between known cells that hold and known cells that do not, as a path.
    pub fn border(&self) -> String {
        let (width, height) = self.cell_size();
        let mut path = String::new();
        let differ = |one: Option<Heat>, other: Option<Heat>| one.zip(other).is_some_and(|(a, b)| a.holds != b.holds);
        for row in 0..self.rows() {
            for column in 0..self.columns {
                let (left, top) = self.corner(column, row);
                let here = self.cell(column, row);
                if differ(here, self.cell(column + 1, row)) {
                    let _ = write!(path, "M{:.2} {top:.2}v{height:.2}", left + width);
                }
                if differ(here, self.cell(column, row + 1)) {
                    let _ = write!(path, "M{left:.2} {top:.2}h{width:.2}");
                }
            }
        }
        path
    }
}

/// Where a value lies among rising values, in places from 0; beyond the ends it stays half a place outside.
pub fn place_among(values: &[f64], value: f64) -> Option<f64> {
    let (first, last) = (*values.first()?, *values.last()?);
    if value <= first {
        return Some(if value < first { -0.5 } else { 0.0 });
    }
    if value >= last {
        let end = (values.len() - 1) as f64;
        return Some(if value > last { end + 0.5 } else { end });
    }
    let above = values.iter().position(|known| *known >= value)?;
    let (low, high) = (values[above - 1], values[above]);
    Some((above - 1) as f64 + (value - low) / (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> HeatGrid {
        let cell = |value, holds| Some(Heat { value, holds });
        // The upper row holds on the right only, one cell is not known yet.
        let cells = vec![cell(1.0, true), cell(2.0, true), cell(9.0, true), cell(1.0, false), None, cell(5.0, true)];
        HeatGrid { columns: 3, cells, limits: vec![1.5, 4.0] }
    }

    #[test]
    fn shades_go_by_limits() {
        let grid = grid();
        assert_eq!([0.0, 1.5, 1.6, 4.0, 100.0].map(|value| grid.shade(value)), [0, 0, 1, 1, 2]);
        assert_eq!(even_limits([0.0, 80.0, 40.0].into_iter()), [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0]);
        assert!(even_limits([3.0, 3.0].into_iter()).is_empty());
        assert!(even_limits(std::iter::empty()).is_empty());
    }

    #[test]
    fn points_find_their_cells() {
        let grid = grid();
        assert_eq!(grid.rows(), 2);
        assert_eq!(grid.cell_at(0.0, 0.0), Some((0, 1)));
        assert_eq!(grid.cell_at(1.0, 1.0), Some((2, 0)));
        assert_eq!(grid.cell_at(0.5, 0.9), Some((1, 0)));
        assert_eq!(grid.cell_at(1.1, 0.5), None);
        assert_eq!(HeatGrid::default().cell_at(0.5, 0.5), None);
        assert_eq!(grid.corner(1, 1), (SIZE.0 / 3.0, 0.0));
    }

    #[test]
    fn paths_cover_their_cells_once() {
        let grid = grid();
        assert_eq!(grid.path_of_failing(), "M0.00 0.00h266.67v240.00h-266.67z");
        let areas: usize = (0..3).map(|shade| grid.path_of_shade(shade).matches('M').count()).sum();
        assert_eq!(areas, 5);
        // Between the failing cell and the one below it; the unknown neighbour draws none.
        assert_eq!(grid.border(), "M0.00 240.00h266.67");
    }

    #[test]
    fn a_value_has_its_place_between_others() {
        let values = [10.0, 20.0, 40.0];
        for (value, place) in [(10.0, 0.0), (15.0, 0.5), (30.0, 1.5), (40.0, 2.0), (5.0, -0.5), (50.0, 2.5)] {
            assert_eq!(place_among(&values, value), Some(place), "{value}");
        }
        assert_eq!(place_among(&[], 1.0), None);
    }
}
