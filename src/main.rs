//! Starts the app, or, where there is no page, the worker.

fn main() {
    headroom::start();
}
