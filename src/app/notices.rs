//! Notices above the page: what happened, why, and the text that could not be read.

use crate::browser::download;
use crate::session::Session;
use crate::session::notice::Severity;
use leptos::prelude::*;

/// All notices that were not put away.
#[component]
pub fn Notices() -> impl IntoView {
    let session = Session::here();
    view! {
        <div class="notices">
        <For each=move || session.notices() key=|notice| notice.id let:notice>
            {
                let id = notice.id;
                let kept = StoredValue::new(notice.original.clone().unwrap_or_default());
                let class = match notice.severity { Severity::Note => "notice", Severity::Refused => "notice refused" };
                view! {
                    <section class=class role="alert">
                        <header>
                            <h2>{notice.title.clone()}</h2>
                            <button type="button" class="quiet" aria-label="Dismiss this notice" on:click=move |_| session.put_away(id)>"✕"</button>
                        </header>
                        <p>{notice.text.clone()}</p>
                        {notice.original.clone().map(|original| view! {
                            <details>
                                <summary>"Original text"</summary>
                                <textarea readonly rows="5" aria-label="Original text" prop:value=original></textarea>
                                <button type="button" on:click=move |_| kept.with_value(|text| download("headroom-unreadable.txt", "text/plain", text))>"Save it to a file"</button>
                            </details>
                        })}
                    </section>
                }
            }
        </For>
        </div>
    }
}
