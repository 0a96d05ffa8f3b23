//! The browser's storage: every write is read back and compared, because a full storage loses silently.

use web_sys::Storage;

/// Prefix of all keys of this app.
const PREFIX: &str = "headroom.";

/// Why something could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeepError {
    /// The storage is full, switched off, or did not keep what it was given.
    NotKept,
}

/// The storage; none where the browser refuses it, as it may in private windows.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The text under a key.
pub fn read(key: &str) -> Option<String> {
    storage()?.get_item(&format!("{PREFIX}{key}")).ok().flatten()
}

/// Keeps a text under a key.
///
/// # Errors
///
/// [`KeepError::NotKept`] where the same text cannot be read back.
pub fn keep(key: &str, text: &str) -> Result<(), KeepError> {
    let storage = storage().ok_or(KeepError::NotKept)?;
    let key = format!("{PREFIX}{key}");
    storage.set_item(&key, text).map_err(|_| KeepError::NotKept)?;
    match storage.get_item(&key) {
        Ok(Some(kept)) if kept == text => Ok(()),
        _ => Err(KeepError::NotKept),
    }
}

/// Whether plans are kept.
pub fn has_plans() -> bool {
    !keys("scenario.").is_empty()
}

/// Forgets what is under a key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // Where it cannot be removed, nothing more can be done.
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// All keys that begin with a text, without the app's prefix.
pub fn keys(beginning: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let n = storage.length().unwrap_or(0);
    (0..n)
        .filter_map(|place| storage.key(place).ok().flatten())
        .filter_map(|key| key.strip_prefix(PREFIX).map(str::to_owned))
        .filter(|key| key.starts_with(beginning))
        .collect()
}

const OPEN: &str = "headroom.open";

/// Remembers for this tab alone which plan is open, so that a reload does not follow another tab.
pub fn remember_open(id: u32) {
    if let Some(storage) = web_sys::window().and_then(|window| window.session_storage().ok().flatten()) {
        // A tab that cannot remember opens what was open last in any.
        let _ = storage.set_item(OPEN, &id.to_string());
    }
}

/// The plan that was open in this tab.
pub fn remembered_open() -> Option<u32> {
    web_sys::window()?.session_storage().ok().flatten()?.get_item(OPEN).ok().flatten()?.parse().ok()
}
