//! What the selected service stores and moves, and its tags.

use super::super::fields::{CROSSES, SENDS, SENT, STORED, TAG};
use super::{service_cost, summaries};
use crate::components::form::{Adding, Fold, List, fields, fields_of};
use crate::edit::{Part, Place};
use headroom_core::base::name::{Name, Words};
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::plan::scenario::cost::{MAX_STORED, MAX_TAGS, StoredData, StoredKind, Tag};
use leptos::prelude::*;

const STORAGE: List<StoredData> = List {
    adding: Adding { most: MAX_STORED, id: "stored-add", first: "cost-stored-size" },
    title: |at, stored| format!("{}. {}", at + 1, text::capitalised(stored.kind.words())),
    rows: STORED,
    remove: "Remove",
};

/// What a new line of storage begins as: of a kind that is not there yet, where there is one.
fn next_stored(storage: &[StoredData]) -> StoredData {
    let is_new = |kind: &StoredKind| storage.iter().all(|stored| stored.kind != *kind);
    StoredData {
        kind: StoredKind::ALL.into_iter().find(is_new).unwrap_or(StoredKind::Other),
        size: Quantity::clamped(100.0),
        growth: Quantity::clamped(0.0),
        copies: Quantity::clamped(1.0),
        price: None,
    }
}

/// The list of what is stored.
#[component]
pub fn StoredFields() -> impl IntoView {
    let storage = service_cost().field(|stated| &stated.storage, |stated| &mut stated.storage);
    let says = storage.read(|storage| summaries::stored(storage));
    view! { <Fold id="cost-stored" title="Stored data" says=says>{move || stored_list(storage)}</Fold> }
}

fn stored_list(storage: Part<Vec<StoredData>>) -> impl IntoView {
    view! {
        {STORAGE.items(storage)}
        <div class="policy-tools">{STORAGE.adding.button(storage, "Add stored data", next_stored)}</div>
        {STORAGE.adding.full(storage, |most| format!("A service has at most {most} lines of storage."))}
    }
}

/// What leaves, and what crosses zones and regions.
#[component]
pub fn MovedFields() -> impl IntoView {
    let stated = service_cost();
    let says = stated.read(summaries::moved);
    view! {
        <Fold id="cost-moved" title="Data transfer" says=says>
            {fields(stated, SENDS)}
            {fields_of(stated, Place::TOP, |stated| stated.egress.as_ref(), |stated| stated.egress.as_mut(), SENT)}
            {fields(stated, CROSSES)}
        </Fold>
    }
}

const TAGS: List<Tag> = List {
    adding: Adding { most: MAX_TAGS, id: "tag-add", first: "cost-tag-name" },
    title: |_, tag| tag.name.to_string(),
    rows: TAG,
    remove: "Remove tag",
};

fn next_tag(tags: &[Tag]) -> Tag {
    Tag { name: Words::cut(&format!("tag-{}", tags.len() + 1)), value: Name::default() }
}

/// The list of tags.
#[component]
pub fn TagFields() -> impl IntoView {
    let tags = service_cost().field(|stated| &stated.tags, |stated| &mut stated.tags);
    let says = tags.read(|tags| summaries::tags(tags));
    view! { <Fold id="cost-tags" title="Tags" says=says>{move || tag_list(tags)}</Fold> }
}

fn tag_list(tags: Part<Vec<Tag>>) -> impl IntoView {
    view! {
        {TAGS.items(tags)}
        <div class="policy-tools">{TAGS.adding.button(tags, "Add a tag", next_tag)}</div>
        <p class="hint">"Tags go with the service into the chargeback file."</p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_storage_is_of_a_kind_that_is_not_there_yet() {
        let mut storage = Vec::new();
        for kind in StoredKind::ALL.into_iter().chain([StoredKind::Other]) {
            storage.push(next_stored(&storage));
            assert_eq!(storage.last().map(|stored| stored.kind), Some(kind));
        }
    }
}
