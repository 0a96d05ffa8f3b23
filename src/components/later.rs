//! Something that is fetched after what stands above it is shown.

use crate::part::{Missing, Part, View};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Shows a part, at once where it is here, else when it has come; where it cannot come, says so and offers to try again.
#[component]
pub fn Later(
    /// The part.
    part: &'static Part<View>,
    /// What it is, at the beginning of a sentence.
    what: &'static str,
) -> impl IntoView {
    let here = RwSignal::new(part.here().is_some());
    let missing = RwSignal::new(None::<Missing>);
    let fetch = move || {
        missing.set(None);
        spawn_local(async move {
            // By then the page may have been left.
            match part.get().await {
                Ok(_) => {
                    here.try_set(true);
                }
                Err(why) => {
                    missing.try_set(Some(why));
                }
            }
        });
    };
    if !here.get_untracked() {
        fetch();
    }
    move || match (here.get().then(|| part.here()).flatten(), missing.get()) {
        (Some(view), _) => view(),
        (None, None) => view! { <p class="hint" role="status">{what} " is being fetched."</p> }.into_any(),
        (None, Some(why)) => view! {
            <div class="notice refused" role="alert">
                <p>{what} {format!(" cannot be shown: {why}.")}</p>
                <p class="fetching-ways"><button type="button" on:click=move |_| fetch()>"Try again"</button></p>
            </div>
        }
        .into_any(),
    }
}
