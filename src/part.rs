//! A part of the app that is fetched when it is needed.

use leptos::prelude::AnyView;
use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::thread::LocalKey;

/// What is being fetched.
pub type Loading<T> = Pin<Box<dyn Future<Output = Result<T, Missing>>>>;

/// A part could not be fetched: the network is away, or the site was published anew meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing;

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a part of Headroom could not be fetched: the network is away, or a newer version was published")
    }
}

impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// How something is shown.
pub type View = fn() -> AnyView;

/// A part of the app: a value, such as how a page is shown. Once it is here, calling it waits for nothing.
pub struct Part<T: 'static> {
    /// Where it lies once it is here.
    pub place: &'static LocalKey<Cell<Option<T>>>,
    /// Fetches it.
    pub fetch: fn() -> Loading<T>,
}

impl<T: Copy> Part<T> {
    /// The part, where it is here already.
    pub fn here(&self) -> Option<T> {
        self.place.with(Cell::get)
    }

    /// The part, fetched where it is not here.
    ///
    /// # Errors
    ///
    /// [`Missing`] where it cannot be fetched; the next call tries again.
    pub async fn get(&self) -> Result<T, Missing> {
        if let Some(part) = self.here() {
            return Ok(part);
        }
        let part = (self.fetch)().await?;
        self.place.with(|place| place.set(Some(part)));
        Ok(part)
    }
}
