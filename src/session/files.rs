//! Files: scenarios are opened from them and saved to them.

use super::Session;
use super::notice::Severity;
use crate::browser::{download, file_name};
use headroom_core::plan::scenario::codec;
use leptos::task::spawn_local;

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
                format!("This is not a Headroom plan: {error}."),
                None,
            );
        }
        let file = gloo_file::File::from(file.clone());
        spawn_local(async move {
            match gloo_file::futures::read_as_text(&file).await {
                Ok(text) => self.with_reader(move |session, reader| match (reader.json)(&text) {
                    Ok(opened) => {
                        session.add_scenario(opened.scenario);
                        session.tell_migrated(&opened.notices);
                    }
                    Err(error) => {
                        let shown: String = text.chars().take(4000).collect();
                        session.tell(
                            Severity::Refused,
                            format!("{name} cannot be opened"),
                            format!("This is not a Headroom plan: {error}. Nothing was changed."),
                            Some(shown),
                        );
                    }
                }),
                Err(error) => self.tell(Severity::Refused, format!("{name} cannot be opened"), error.to_string(), None),
            }
        });
    }
}
