//! Pointing at the cells of a heat map, with pointer or keys, and taking one over.

use super::HeatPicture;
use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use std::sync::Arc;

/// A cell: column, then row.
type Cell = (usize, usize);

/// Where the person points, and what was done.
#[derive(Clone, Copy)]
pub(super) struct Pointing {
    picture: Signal<Arc<HeatPicture>>,
    choose: Callback<Cell, String>,
    cursor: RwSignal<Option<Cell>>,
    /// What was done with the cell.
    pub said: RwSignal<Option<String>>,
    /// The element that the cells fill.
    pub plot: NodeRef<Div>,
    is_touch: StoredValue<bool>,
}

impl Pointing {
    /// At no cell.
    pub fn new(picture: Signal<Arc<HeatPicture>>, choose: Callback<Cell, String>) -> Self {
        let (cursor, said) = (RwSignal::new(None), RwSignal::new(None));
        Self { picture, choose, cursor, said, plot: NodeRef::new(), is_touch: StoredValue::new(false) }
    }

    /// The cell; one of an older map may lie outside a new one.
    pub fn cell(self) -> Option<Cell> {
        let (column, row) = self.cursor.get()?;
        let is_inside = self.picture.with(|picture| column < picture.grid.columns && row < picture.grid.rows());
        is_inside.then_some((column, row))
    }

    fn move_to(self, cell: Option<Cell>) {
        if self.cursor.get_untracked() != cell {
            self.said.set(None);
            self.cursor.set(cell);
        }
    }

    /// Takes the settings of the cell over.
    pub fn take(self) {
        if let Some(cell) = untrack(move || self.cell()) {
            self.said.set(Some(self.choose.run(cell)));
        }
    }

    fn cell_under(self, x: i32, y: i32) -> Option<Cell> {
        let bounds = self.plot.get_untracked()?.get_bounding_client_rect();
        let share = |at: i32, from: f64, size: f64| (f64::from(at) - from) / size.max(1.0);
        let (x, y) = (share(x, bounds.left(), bounds.width()), share(y, bounds.top(), bounds.height()));
        self.picture.with_untracked(|picture| picture.grid.cell_at(x, y))
    }

    /// A press tells whether a finger points.
    pub fn down(self, event: &ev::PointerEvent) {
        self.is_touch.set_value(event.pointer_type() == "touch");
    }

    /// The pointer moved.
    pub fn moved(self, event: &ev::PointerEvent) {
        if let Some(cell) = self.cell_under(event.client_x(), event.client_y()) {
            self.move_to(Some(cell));
        }
    }

    /// A click takes the cell over; a finger only points.
    pub fn clicked(self, event: &ev::MouseEvent) {
        if let Some(cell) = self.cell_under(event.client_x(), event.client_y()) {
            self.move_to(Some(cell));
            if !self.is_touch.get_value() {
                self.take();
            }
        }
    }

    /// Answers a key.
    pub fn key(self, event: &ev::KeyboardEvent) {
        let (columns, rows) = self.picture.with_untracked(|picture| (picture.grid.columns, picture.grid.rows()));
        if columns == 0 || rows == 0 {
            return;
        }
        let (column, row) = untrack(move || self.cell()).unwrap_or((0, 0));
        let next = match event.key().as_str() {
            "ArrowLeft" => (column.saturating_sub(1), row),
            "ArrowRight" => ((column + 1).min(columns - 1), row),
            "ArrowDown" => (column, row.saturating_sub(1)),
            "ArrowUp" => (column, (row + 1).min(rows - 1)),
            "Home" => (0, row),
            "End" => (columns - 1, row),
            "PageDown" => (column, 0),
            "PageUp" => (column, rows - 1),
            "Enter" | " " => {
                event.prevent_default();
                return self.take();
            }
            "Escape" => return self.move_to(None),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        self.move_to(Some(next));
    }

    /// The keyboard begins where the present settings are.
    pub fn focused(self) {
        if untrack(move || self.cell()).is_none() {
            self.move_to(Some(self.picture.with_untracked(|picture| (picture.x.nearest(), picture.y.nearest()))));
        }
    }
}
