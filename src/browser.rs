//! What the browser does for the page: files, the focus, printing.

use gloo_file::Blob;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Lets the person save text as a file.
pub fn download(file_name: &str, mime: &str, text: &str) {
    save_blob(file_name, &Blob::new_with_options(text, Some(mime)));
}

/// Hands a file to the browser's downloads.
pub fn save_blob(file_name: &str, blob: &Blob) {
    let url = gloo_file::ObjectUrl::from(blob.clone());
    let Some(anchor) =
        document().create_element("a").ok().and_then(|anchor| anchor.dyn_into::<web_sys::HtmlAnchorElement>().ok())
    else {
        return;
    };
    anchor.set_href(&url);
    anchor.set_download(file_name);
    anchor.click();
    // The browser reads the address after the click; it is let go a little later.
    gloo_timers::callback::Timeout::new(10_000, move || drop(url)).forget();
}

/// A file name made of what a person wrote: letters, digits and dashes.
pub fn file_name(title: &str, ending: &str) -> String {
    let mut name: String = title
        .to_lowercase()
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .take(60)
        .collect();
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    let name = name.trim_matches('-');
    format!("{}.{ending}", if name.is_empty() { "headroom" } else { name })
}

/// Leaves the field that has the focus, which takes what was typed there.
pub fn leave_field() {
    let field = document().active_element().and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        // Fails only for an element that has left the page.
        let _ = field.blur();
    }
}

/// Puts the focus on a field that is about to be drawn, or that stays when another goes away.
pub fn focus_on(id: &'static str) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Fails only for an element that has left the page.
            let _ = element.focus();
        }
    });
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused only where the page may not open dialogs.
        let _ = window.print();
    }
}

/// A file dropped beside the panel must not take the place of the page.
pub fn guard_page() {
    let over = window_event_listener(leptos::ev::dragover, |event| event.prevent_default());
    let drop = window_event_listener(leptos::ev::drop, |event| event.prevent_default());
    on_cleanup(move || {
        over.remove();
        drop.remove();
    });
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn file_names_are_plain() {
        assert_eq!(file_name("Black Friday: 4×!", "json"), "black-friday-4.json");
        assert_eq!(file_name("../..", "csv"), "headroom.csv");
    }
}
