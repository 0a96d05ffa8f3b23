//! How the page opens: it fetches what its first view needs, all at once, and hands over to the frame.

use crate::part::Missing;
use crate::parts;
use crate::session::route::Route;
use crate::session::storage;
use crate::worker;
use futures_util::future::{join, join4};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;

/// Opens the page in place of its first paint; where that fails, says so and offers to try again.
pub fn open() {
    spawn_local(async {
        if let Err(missing) = first_view().await {
            say(&missing);
        }
    });
}

/// Serves as the worker.
pub fn serve() {
    spawn_local(async {
        let (engine, worker) = join(parts::ENGINE.get(), parts::WORKER.get()).await;
        match engine.and(worker) {
            Ok(serve) => serve(),
            Err(missing) => worker::cannot_start(&missing.to_string()),
        }
    });
}

/// Fetches the frame, the calculations, the page that the address asks for, and, where a plan is to be read, what reads
/// it; then mounts the frame.
async fn first_view() -> Result<(), Missing> {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let (page, is_shared) = match Route::from_fragment(&hash, &parts::PAGES) {
        Route::Page(page, _) => (page, false),
        Route::Shared(_) => (parts::PAGES[0], true),
    };
    let reads = is_shared || storage::has_plans();
    let reader = async { if reads { parts::READER.get().await.map(drop) } else { Ok(()) } };
    let page = (parts::OF_FRAME.page)(page).get();
    // A page alone that is missing the frame tells of, and offers the others.
    let (engine, frame, _, reader) = join4(parts::ENGINE.get(), parts::FRAME.get(), page, reader).await;
    let mount = engine.and(frame)?;
    reader?;
    mount(parts::OF_FRAME);
    Ok(())
}

/// Says on the first paint that the page could not be opened; the plain calls need no part of the app.
fn say(missing: &Missing) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(Some(opening)) = document.query_selector("#first-paint main p") else { return };
    opening
        .set_text_content(Some(&format!("Headroom cannot open: {missing}. Your plans in this browser are unchanged.")));
    let _ = opening.set_attribute("role", "alert");
    let Ok(button) = document.create_element("button") else { return };
    button.set_text_content(Some("Try again"));
    let _ = button.set_attribute("class", "primary");
    let again = Closure::<dyn FnMut()>::new(|| {
        let _ = web_sys::window().map(|window| window.location().reload());
    });
    let _ = button.add_event_listener_with_callback("click", again.as_ref().unchecked_ref());
    // The button may be pressed for as long as the page stands.
    again.forget();
    let _ = opening.after_with_node_1(&button);
}
