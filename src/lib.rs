//! The app: shows the answers of `headroom-core` and computes none itself.
//!
//! # Where to start
//!
//! - [`opening`]: what the page fetches first, of the [`parts`] into which the published site is split.
//! - [`app`]: the shell: header, topic rail, summary bar, the page.
//! - [`session`]: the scenario that is open, its history, its three homes (link, file, storage).
//! - [`pages`]: one file a topic, named as in the core.
//! - [`charts`]: plain specifications, and the code that draws them.
//! - [`worker`]: long work off the main thread.

pub mod actions;
pub mod app;
#[cfg(feature = "bench")]
pub mod bench;
mod browser;
pub mod charts;
pub mod components;
pub mod edit;
pub mod entry;
pub mod opening;
pub mod pages;
pub mod part;
pub mod parts;
pub mod plots;
pub mod session;
pub mod shell;
pub mod worker;

/// Shows the page, or serves as worker where there is none.
pub fn start() {
    if web_sys::window().is_some() {
        session::panic::install();
        opening::open();
    } else {
        opening::serve();
    }
}
