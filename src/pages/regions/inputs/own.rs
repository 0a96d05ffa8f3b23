//! A custom place: stated whole, then added.

use crate::components::form::{explained, name};
use crate::edit::Key;
use crate::entry;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::{Latitude, Longitude, UtcOffset};
use headroom_core::plan::scenario::regions::{Jurisdiction, Place};
use leptos::prelude::*;

/// What is typed: name, latitude, longitude, offset, jurisdiction.
type Typed = [String; 5];

/// The fields: id, the setting of a region that they become, an example.
const FIELDS: [(&str, &str, &str); 5] = [
    ("own-name", "region-name", "Zürich"),
    ("own-latitude", "region-latitude", "47.4"),
    ("own-longitude", "region-longitude", "8.5"),
    ("own-offset", "region-offset", "1"),
    ("own-jurisdiction", "region-jurisdiction", "CH"),
];

fn read(typed: &Typed) -> Result<(Name, Place), String> {
    let [name, latitude, longitude, offset, jurisdiction] = typed.each_ref().map(|text| text.trim());
    if name.is_empty() {
        return Err("a region must have a name".to_owned());
    }
    let name = Name::new(name).map_err(|error| format!("name: {error}"))?;
    let place = Place::Own {
        latitude: entry::parse::<Latitude>(latitude)?,
        longitude: entry::parse::<Longitude>(longitude)?,
        utc_offset: entry::parse::<UtcOffset>(offset)?,
        jurisdiction: Jurisdiction::new(jurisdiction).map_err(|error| format!("jurisdiction: {error}"))?,
    };
    Ok((name, place))
}

/// The fields, and the button that adds the place.
#[component]
pub fn CustomLocation(
    /// Takes the place.
    add: Callback<(Name, Place)>,
) -> impl IntoView {
    let typed = RwSignal::new(Typed::default());
    let refused = RwSignal::new(None::<String>);
    let fields = FIELDS.into_iter().enumerate().map(|(at, (id, setting, example))| {
        let key = Key { setting, id };
        let value = move || typed.with(|typed| typed[at].clone());
        let take = move |event| {
            refused.set(None);
            typed.update(|typed| typed[at] = event_target_value(&event));
        };
        let field = view! {
            <div class="field">
                <label for=id>{name(key)}</label>
                <input id=id type="text" autocomplete="off" placeholder=example prop:value=value on:input=take/>
            </div>
        };
        explained(key, field.into_any())
    });
    let fields = fields.collect_view();
    let on_add = move |_| match typed.with_untracked(read) {
        Ok(place) => {
            typed.set(Typed::default());
            add.run(place);
        }
        Err(message) => refused.set(Some(message)),
    };
    view! {
        {fields}
        {move || refused.get().map(|message| view! { <p class="refusal" role="alert">{text::capitalised(&message)} ". Nothing was added."</p> })}
        <button type="button" class="small wide" id="own-add" on:click=on_add>"Add this location"</button>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::setting::Setting;

    #[test]
    fn every_field_is_explained() {
        assert!(FIELDS.iter().all(|(_, setting, _)| Setting::find(setting).is_some()));
    }

    #[test]
    fn a_place_is_read_whole_or_refused_with_what_is_wrong() {
        let typed = |words: [&str; 5]| read(&words.map(str::to_owned));
        let (name, place) = typed(["Zürich", "47.4", "8.5", "1", "CH"]).unwrap();
        assert_eq!((name.as_str(), place.jurisdiction()), ("Zürich", "CH"));
        assert_eq!(typed(["", "47.4", "8.5", "1", ""]).unwrap_err(), "a region must have a name");
        assert_eq!(
            typed(["X", "91", "8.5", "1", ""]).unwrap_err(),
            "latitude must be between -90 and 90, but is 91".replace('-', "−")
        );
        assert!(typed(["X", "47", "8", "", ""]).unwrap_err().starts_with("offset from UTC must not be empty"));
    }
}
