//! The catalogue, searched by provider, id, town, country and jurisdiction.

use crate::components::Segmented;
use headroom_core::machines::places::catalog;
use headroom_core::machines::places::catalog::{Provider, Region};
use leptos::ev;
use leptos::prelude::*;

/// Most regions that are listed at once.
const LISTED: usize = 7;

/// Whether all words of a search are in what is known of a region.
fn matches(region: &Region, search: &str) -> bool {
    let known =
        [region.provider.name(), region.id, region.place, region.country, region.jurisdiction].join(" ").to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| known.contains(word))
}

fn found(provider: Option<Provider>, search: &str) -> Vec<&'static Region> {
    let of = |region: &&Region| provider.is_none_or(|provider| region.provider == provider);
    catalog::regions().iter().filter(of).filter(|region| matches(region, search)).collect()
}

/// A search field over the catalogue, and what it finds; each adds itself.
#[component]
pub fn Picker(
    /// Takes the region that was picked.
    add: Callback<&'static Region>,
) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let provider = RwSignal::new(None::<Provider>);
    let found = Memo::new(move |_| {
        let found = search.with(|search| found(provider.get(), search));
        (found.len(), found.into_iter().take(LISTED).map(|region| (region.provider, region.id)).collect::<Vec<_>>())
    });
    let pick = move |key: (Provider, &'static str)| {
        if let Some(region) = catalog::find(key.0, key.1) {
            search.set(String::new());
            add.run(region);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            if search.with_untracked(|search| !search.trim().is_empty())
                && let Some(first) = found.with_untracked(|(_, found)| found.first().copied())
            {
                pick(first);
            }
        }
    };
    let searching = Memo::new(move |_| search.with(|search| !search.trim().is_empty()) || provider.get().is_some());
    let rows = move || {
        if !searching.get() {
            return None;
        }
        let (n, found) = found.get();
        let row = |(provider, id): (Provider, &'static str)| {
            let region = catalog::find(provider, id)?;
            let where_ = format!("{}, {}", region.place, region.country);
            Some(view! {
                <li><button type="button" class="quiet pick" data-region=id on:click=move |_| pick((provider, id))>
                    <span><span class="visually-hidden">"Add "</span>{where_}</span><small>{format!("{} {id}", provider.name())}</small>
                </button></li>
            })
        };
        let rows = found.into_iter().filter_map(row).collect_view();
        let more = match n {
            0 => Some("No region of the catalog has all these words.".to_owned()),
            n if n > LISTED => Some(format!("{} more: type further to narrow.", n - LISTED)),
            _ => None,
        };
        Some(view! { <ul class="picks">{rows}</ul>{more.map(|more| view! { <p class="hint">{more}</p> })} })
    };
    let providers = vec![
        (None, "All"),
        (Some(Provider::Aws), "AWS"),
        (Some(Provider::Azure), "Azure"),
        (Some(Provider::GoogleCloud), "Google"),
    ];
    view! {
        <div class="picker">
            <div class="field words">
                <label for="region-search">"Add a region of a cloud"</label>
                <input id="region-search" type="text" autocomplete="off" spellcheck="false" placeholder="frankfurt, eu-west, JP…"
                    prop:value=search on:input=move |event| search.set(event_target_value(&event)) on:keydown=on_key/>
            </div>
            <Segmented id="region-provider" label="Of which cloud" choices=providers value=Signal::derive(move || Some(provider.get())) set=move |chosen| provider.set(chosen)/>
            <div aria-live="polite">{rows}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_found_by_town_country_jurisdiction_and_id() {
        let first = |provider, search| found(provider, search).first().map(|region| region.id);
        assert_eq!(first(Some(Provider::Aws), "frankfurt"), Some("eu-central-1"));
        assert_eq!(first(None, "google TOKYO"), Some("asia-northeast1"));
        assert_eq!(first(None, "nowhere at all"), None);
        assert_eq!(found(None, "").len(), catalog::regions().len());
        assert!(found(Some(Provider::Azure), "eu").len() > 3);
    }
}
