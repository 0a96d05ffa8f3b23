//! Parts that pages are made of: they show values and hand back what the person did.

mod bars;
mod chart_canvas;
mod choice;
mod explain;
mod figure;
pub mod form;
mod heat_map;
mod later;
mod menu;
mod modal;
mod pick;
mod progress;
mod stat;
pub mod table;
mod text_field;
mod verdict;
mod working;
mod world_map;

pub use bars::BarFigure;
pub use chart_canvas::{ChartCanvas, ThemeVersion};
pub use choice::{Segmented, Select};
pub use explain::{Explained, TOTALS};
pub use figure::Figure;
pub use form::NumberField;
pub use heat_map::{HeatAxis, HeatMap, HeatPicture, HeatWords};
pub use later::Later;
pub use menu::Menu;
pub use modal::Modal;
pub use pick::Pick;
pub use progress::{Following, Progress};
pub use stat::Stat;
pub use table::{OnPress, TableView};
pub use text_field::{DateField, TextArea, TextField};
pub use verdict::{Mark, MarkOrNone, VerdictSentence, unbroken};
pub use working::WorkingTable;
pub use world_map::{MapLine, MapPicture, MapPlace, PlaceState, WorldMap};
