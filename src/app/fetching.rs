//! Pages that are not here yet: fetched when they are opened, when their link is pointed at, and when nothing else is
//! to be done.

use super::Parts;
use crate::pages::{PAGES, PageRow};
use crate::part::{Missing, Part, View};
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How long the page rests before parts are fetched that nobody has asked for.
const REST: Duration = Duration::from_millis(1_500);

/// Stands where a page will be, and fetches it; where that fails, says so and offers to try again.
#[component]
pub fn Fetching(
    /// The page.
    page: &'static PageRow,
    /// The part with it.
    part: &'static Part<View>,
    /// Raised once it is here.
    arrived: RwSignal<u32>,
) -> impl IntoView {
    let session = Session::here();
    let missing = RwSignal::new(None::<Missing>);
    let fetch = move || {
        missing.set(None);
        spawn_local(async move {
            let fetched = part.get().await;
            // By then another page may be shown.
            match fetched {
                Ok(_) if session.page_now() == Some(page.name) => {
                    arrived.try_update(|arrived| *arrived = arrived.wrapping_add(1));
                }
                Ok(_) => {}
                Err(why) => {
                    missing.try_set(Some(why));
                }
            }
        });
    };
    fetch();
    let rest = move || {
        match missing.get() {
        None => view! { <p role="status">"This page is being fetched."</p> }.into_any(),
        Some(why) => view! {
            <div class="notice refused" role="alert">
                <p>{format!("This page cannot be shown: {why}. Your plan and every page that was open already are still here.")}</p>
                <p class="fetching-ways">
                    <button type="button" class="primary" id="fetch-again" on:click=move |_| fetch()>"Try again"</button>
                    <button type="button" id="fetch-reload" on:click=move |_| reload(session)>"Reload Headroom"</button>
                </p>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="fetching">
            <h1 tabindex="-1">{page.title}</h1>
            {rest}
        </section>
    }
}

/// Keeps the plan and loads the newest version.
fn reload(session: Session) {
    session.keep_now();
    // Fails only where the browser does not allow it, and then it has its own way to reload.
    let _ = window().location().reload();
}

/// Fetches a part in the background; that it is missing is told where it is asked for.
pub fn fetch_ahead<T: Copy>(part: &'static Part<T>) {
    if part.here().is_none() {
        spawn_local(async move {
            let _ = part.get().await;
        });
    }
}

/// Fetches what is not here yet, one part after the other, once the page rests; not where the browser is asked to save data.
pub fn fetch_when_idle(parts: Parts) {
    if saves_data() {
        return;
    }
    set_timeout(
        move || {
            spawn_local(async move {
                let _ = parts.reader.get().await;
                for page in PAGES {
                    if (parts.page)(page.name).get().await.is_err() {
                        return;
                    }
                }
                let _ = parts.report.get().await;
            });
        },
        REST,
    );
}

/// Whether the person asked the browser to save data.
fn saves_data() -> bool {
    let connection = js_sys::Reflect::get(&window().navigator(), &"connection".into());
    let saves = connection.and_then(|connection| js_sys::Reflect::get(&connection, &"saveData".into()));
    saves.is_ok_and(|saves| saves.is_truthy())
}
