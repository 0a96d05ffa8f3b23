//! What lies over the page for a moment: dialogs, and the choice of a file.

use crate::session::Session;
use gloo_timers::callback::Timeout;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What lies over the page for a moment; none of it is kept.
#[derive(Clone, Copy)]
pub struct Shell {
    /// Whether the list of keys is open.
    pub keys: RwSignal<bool>,
    /// A link that could not be copied by itself, to be copied by hand.
    pub link: RwSignal<Option<String>>,
    /// Whether a link was copied a moment ago.
    pub copied: RwSignal<bool>,
    /// The field through which a file is chosen.
    pub file_input: NodeRef<Input>,
}

impl Shell {
    /// The shell of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// Lets the person choose a scenario file.
    pub fn choose_file(self) {
        if let Some(input) = self.file_input.get_untracked() {
            input.click();
        }
    }

    /// Copies the link of the open scenario; where the browser refuses, shows it.
    pub fn copy_link(self, session: Session) {
        let link = session.link();
        let clipboard = web_sys::window()
            .map(|window| window.navigator().clipboard())
            .filter(|clipboard| !clipboard.is_undefined());
        let Some(clipboard) = clipboard else { return self.link.set(Some(link)) };
        spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&link)).await.is_ok() {
                self.copied.set(true);
                Timeout::new(2500, move || {
                    self.copied.try_set(false);
                })
                .forget();
            } else {
                self.link.set(Some(link));
            }
        });
    }
}
