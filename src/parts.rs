//! The parts of the app, each fetched when it is needed.
//!
//! The published site is split (`cargo xtask split`): the module that the page starts with holds little more than
//! [`opening`](crate::opening), and each part that is named here is a file of its own. [`ENGINE`] is there before any
//! other, [`FRAME`] before any other part of the page; what parts share lies in the first of them that is there in time.
//!
//! Everywhere else (in tests, in debug builds) every part is here from the start.

use crate::app::{self, Parts};
use crate::part::{Loading, Missing, Part, View};
use crate::session::reader::{READ, Reader};

use headroom_core::plan::evaluate::{Evaluation, evaluate_from};
use headroom_core::plan::scenario::Scenario;
use std::cell::Cell;

/// How answers are calculated.
pub type Engine = fn(Option<(&Scenario, &Evaluation)>, &Scenario) -> Evaluation;

macro_rules! parts {
    ($($(#[$doc:meta])* $part:ident, $name:ident: $type:ty = $value:expr;)*) => {$(
        mod $name {
            use super::*;

            #[cfg(split)]
            #[leptos::wasm_split::wasm_split($name, wasm_split_path = ::leptos::wasm_split, fallible)]
            fn $name() -> Result<$type, Missing> {
                Ok($value)
            }

            #[cfg(not(split))]
            async fn $name() -> Result<$type, Missing> {
                Ok($value)
            }

            thread_local! {
                static PLACE: Cell<Option<$type>> = const { Cell::new(if cfg!(split) { None } else { Some($value) }) };
            }

            fn fetch() -> Loading<$type> {
                Box::pin($name())
            }

            $(#[$doc])*
            pub static PART: Part<$type> = Part { place: &PLACE, fetch };
        }

        pub use $name::PART as $part;
    )*};
}

parts! {
    /// The calculations.
    ENGINE, engine: Engine = evaluate_from;
    /// The frame of the page: header, rail, summary.
    FRAME, frame: fn(Parts) = app::mount;
    /// Reading plans: from files, links, this browser's storage; the examples.
    READER, reader: Reader = READ;
    /// What the worker does.
    WORKER, worker: fn() = crate::worker::serve;
    /// A page.
    OVERVIEW, overview: View = crate::pages::overview;
    /// The report below the services of the overview.
    REPORT, report: View = crate::pages::report;
    /// A page.
    DEMAND, demand: View = crate::pages::demand;
    /// A page.
    SIZING, sizing: View = crate::pages::sizing;
    /// A page.
    SCALING, scaling: View = crate::pages::scaling;
    /// A page.
    REGIONS, regions: View = crate::pages::regions;
    /// A page.
    RECOVERY, recovery: View = crate::pages::recovery;
    /// A page.
    COST, cost: View = crate::pages::cost;
    /// A page.
    PURCHASING, purchasing: View = crate::pages::purchasing;
}

/// The parts that the frame asks for.
pub const OF_FRAME: Parts = Parts { page, reader: &READER, report: &REPORT };

/// The part with this page.
fn page(name: &str) -> &'static Part<View> {
    match name {
        "demand" => &DEMAND,
        "sizing" => &SIZING,
        "scaling" => &SCALING,
        "regions" => &REGIONS,
        "recovery" => &RECOVERY,
        "cost" => &COST,
        "purchasing" => &PURCHASING,
        _ => &OVERVIEW,
    }
}

/// The names of the pages, the first being where one begins: as in the table of pages, which is part of the frame.
pub const PAGES: [&str; 8] = ["overview", "demand", "sizing", "scaling", "regions", "recovery", "cost", "purchasing"];

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    #[test]
    fn every_page_has_its_own_part() {
        assert_eq!(PAGES, crate::pages::NAMES);
        for (place, name) in PAGES.iter().enumerate() {
            let alike = PAGES.iter().position(|other| ptr::eq(page(other), page(name)));
            assert_eq!(alike, Some(place), "{name}");
        }
    }

    #[test]
    fn outside_the_published_site_every_part_is_here() {
        assert!(ENGINE.here().is_some() && READER.here().is_some() && page("cost").here().is_some());
    }
}
