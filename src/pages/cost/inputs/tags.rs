//! Tags of the selected service, as bills are filtered by.

use super::{service_cost, summaries};
use crate::browser::focus_on;
use crate::components::form::{Fold, words};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::name::{Name, Words};
use headroom_core::plan::scenario::cost::{MAX_TAGS, ServiceCost, Tag};
use leptos::prelude::*;

/// The list of tags.
#[component]
pub fn TagFields() -> impl IntoView {
    let stated = service_cost();
    let says = stated.read(|stated| summaries::tags(&stated.tags));
    view! { <Fold id="cost-tags" title="Tags" says=says>{move || tag_list(stated)}</Fold> }
}

fn tag_list(stated: Part<ServiceCost>) -> impl IntoView {
    let count = stated.read(|stated| stated.tags.len());
    let full = move || count.get() >= MAX_TAGS;
    let add = move |_: leptos::ev::MouseEvent| {
        let at = stated.now().tags.len();
        stated.edit(Change::Edit, move |stated| {
            if stated.tags.len() < MAX_TAGS {
                stated.tags.push(Tag { name: Words::cut(&format!("tag-{}", at + 1)), value: Name::default() });
            }
        });
        focus_on(Place::TOP.nth(at).id("cost-tag-name"));
    };
    view! {
        {move || (0..count.get()).filter_map(|at| one_tag(stated, at)).collect_view()}
        <div class="policy-tools">
            <button type="button" id="tag-add" class="small" disabled=full on:click=add>"Add a tag"</button>
        </div>
        <p class="hint">"Tags go with the service into the chargeback file."</p>
    }
}

fn one_tag(stated: Part<ServiceCost>, at: usize) -> Option<impl IntoView> {
    let place = Place::TOP.nth(at);
    let part = stated.focus(move |all| all.tags.get(at), move |all| all.tags.get_mut(at))?;
    let title = part.read(|tag| tag.name.to_string());
    let rename = |tag: &mut Tag, text: &str| {
        if text.is_empty() {
            return Err("A tag must have a name".to_owned());
        }
        tag.name = Words::new(text).map_err(|error| error.to_string())?;
        Ok(())
    };
    let set_value = |tag: &mut Tag, text: &str| {
        tag.value = Name::new(text).map_err(|error| error.to_string())?;
        Ok(())
    };
    let remove = move |_| {
        stated.edit(Change::Edit, move |stated| {
            if at < stated.tags.len() {
                stated.tags.remove(at);
            }
        });
        focus_on("tag-add");
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {words(part, place.key("cost-tag-name"), |tag| tag.name.to_string(), rename)}
            {words(part, place.key("cost-tag-value"), |tag| tag.value.to_string(), set_value)}
            <button type="button" class="quiet small" aria-label=move || format!("Remove tag {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}
