//! The pages: one topic each; they show answers and hand back what the person did.

mod cost;
mod demand;
mod overview;
mod purchasing;
mod recovery;
mod regions;
mod scaling;
mod shared;
mod sizing;

mod table;

pub use table::{NAMES, PAGES, PageRow};
