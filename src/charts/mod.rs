//! Charts: plain specifications, and the code that turns them into pictures, tables and files.
//!
//! Where to start: [`spec`] says what a chart is, [`build`] makes one, [`layout`] decides where
//! everything lies, [`draw`] puts it on any plotters backend, [`backend`] is the one for the page.

mod axes;
pub mod backend;
pub mod bars;
#[cfg(feature = "bench")]
pub mod bench;
pub mod build;
pub mod clock;
pub mod columns;
pub mod csv;
mod curves;
pub mod draw;
pub mod examples;
pub mod figures;
pub mod frame;
pub mod heat;
mod labels;
pub mod layout;
mod marks;
pub mod navigation;
mod paint;
pub mod projection;
pub mod pyramid;
pub mod readout;
pub mod scene;
pub mod spec;
pub mod table;
pub mod theme;
pub mod ticks;
