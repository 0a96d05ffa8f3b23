//! Files: scenarios are opened from them and saved to them.

use super::Session;
use super::notice::Severity;
use gloo_file::Blob;
use headroom_core::plan::scenario::codec;
use leptos::prelude::*;
use leptos::task::spawn_local;
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

impl Session {
    /// Saves the open scenario to a file.
    pub fn save_file(self) {
        let scenario = self.scenario_now();
        download(&file_name(scenario.name.as_str(), "headroom.json"), "application/json", &codec::to_json(&scenario));
    }

    /// Opens a scenario from a file beside those that are kept; what cannot be read is shown.
    pub fn open_file(self, file: &web_sys::File) {
        let name = file.name();
        if file.size() > codec::MAX_JSON_BYTES as f64 {
            let error = codec::ReadError::TooLarge { limit: codec::MAX_JSON_BYTES };
            return self.tell(
                Severity::Refused,
                format!("{name} cannot be opened"),
                format!("The file is no scenario: {error}."),
                None,
            );
        }
        let file = gloo_file::File::from(file.clone());
        spawn_local(async move {
            match gloo_file::futures::read_as_text(&file).await {
                Ok(text) => match codec::from_json(&text) {
                    Ok(scenario) => self.add_scenario(scenario),
                    Err(error) => {
                        let shown: String = text.chars().take(4000).collect();
                        self.tell(
                            Severity::Refused,
                            format!("{name} cannot be opened"),
                            format!("The file is no scenario that can be read: {error}. Nothing was changed."),
                            Some(shown),
                        );
                    }
                },
                Err(error) => self.tell(Severity::Refused, format!("{name} cannot be opened"), error.to_string(), None),
            }
        });
    }
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
