//! Long work off the main thread.

/// Serves as the worker.
pub fn serve() {}
