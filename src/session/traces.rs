//! The traces that this browser keeps, one a service: bytes in IndexedDB, read back after each write.

use super::library::EntryId;
use headroom_core::base::id::ServiceId;
use idb::{Database, DatabaseEvent, Error, Factory, ObjectStoreParams, TransactionMode};
use js_sys::Uint8Array;
use std::fmt;
use wasm_bindgen::{JsCast, JsValue};

const DATABASE: &str = "headroom";
const VERSION: u32 = 1;
const STORE: &str = "traces";

/// Names the trace of one service of one kept scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TraceKey {
    /// The scenario.
    pub entry: EntryId,
    /// The service.
    pub service: ServiceId,
}

impl fmt::Display for TraceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.entry, self.service.0)
    }
}

/// Why the storage did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TraceStoreError {
    /// The storage is full, or did not keep what it was given.
    NotKept,
    /// The browser refuses its storage, as it may in private windows.
    Unavailable(
        /// Its words.
        String,
    ),
}

impl fmt::Display for TraceStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotKept => f.write_str("this browser's storage is full or did not keep it"),
            Self::Unavailable(words) => write!(f, "this browser does not give its storage: {words}"),
        }
    }
}

impl std::error::Error for TraceStoreError {}

impl From<Error> for TraceStoreError {
    fn from(error: Error) -> Self {
        Self::Unavailable(error.to_string())
    }
}

/// Keeps a trace in the place of the one before, and reads it back.
///
/// # Errors
///
/// [`TraceStoreError`] where the same number of bytes cannot be read back.
pub async fn keep(key: TraceKey, bytes: &Uint8Array) -> Result<(), TraceStoreError> {
    let database = open().await?;
    let kept = put(&database, key, bytes).await;
    database.close();
    // A full storage shows as a write or a commit that fails.
    kept.map_err(|_| TraceStoreError::NotKept)?;
    match read(key).await? {
        Some(back) if back.length() == bytes.length() => Ok(()),
        _ => Err(TraceStoreError::NotKept),
    }
}

async fn put(database: &Database, key: TraceKey, bytes: &Uint8Array) -> Result<(), Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    store.put(bytes, Some(&name_of(key)))?.await?;
    transaction.commit()?.await?;
    Ok(())
}

/// The bytes under a key.
///
/// # Errors
///
/// [`TraceStoreError`] where the storage cannot be read.
pub async fn read(key: TraceKey) -> Result<Option<Uint8Array>, TraceStoreError> {
    let database = open().await?;
    let found = get(&database, key).await;
    database.close();
    Ok(found?.and_then(|value| value.dyn_into::<Uint8Array>().ok()))
}

async fn get(database: &Database, key: TraceKey) -> Result<Option<JsValue>, Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let store = transaction.object_store(STORE)?;
    store.get(name_of(key))?.await
}

/// Forgets the trace of a service.
///
/// # Errors
///
/// [`TraceStoreError`] where the storage cannot be written.
pub async fn forget(key: TraceKey) -> Result<(), TraceStoreError> {
    delete(|kept| kept == key.to_string()).await
}

/// Forgets all traces of a kept scenario.
///
/// # Errors
///
/// [`TraceStoreError`] where the storage cannot be written.
pub async fn forget_entry(entry: EntryId) -> Result<(), TraceStoreError> {
    let beginning = format!("{entry}/");
    delete(|kept| kept.starts_with(&beginning)).await
}

async fn delete(chosen: impl Fn(&str) -> bool) -> Result<(), TraceStoreError> {
    let database = open().await?;
    let done = delete_from(&database, chosen).await;
    database.close();
    Ok(done?)
}

async fn delete_from(database: &Database, chosen: impl Fn(&str) -> bool) -> Result<(), Error> {
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(STORE)?;
    for key in store.get_all_keys(None, None)?.await? {
        if key.as_string().is_some_and(|key| chosen(&key)) {
            store.delete(key)?.await?;
        }
    }
    transaction.commit()?.await?;
    Ok(())
}

async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        // Where the store cannot be made, the first use of it fails and says so.
        if let Ok(database) = event.database() {
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

fn name_of(key: TraceKey) -> JsValue {
    JsValue::from_str(&key.to_string())
}
