//! What must lie in the other region before the service can start there, and the way it takes.

use super::{recovery, summaries};
use crate::browser::focus_on;
use crate::components::Menu;
use crate::components::form::{Fold, choice, number};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::ArtefactKind;
use headroom_core::plan::scenario::recovery::{ArtefactInputs, ArtefactPreset, MAX_ARTEFACTS, RecoveryInputs};
use leptos::prelude::*;

/// What a new artefact begins as: an 8B model's weights of two bytes each.
fn first_artefact() -> ArtefactInputs {
    ArtefactInputs { kind: ArtefactKind::Weights, size: Quantity::clamped(16.0), copies: Quantity::clamped(1.0) }
}

/// The list of artefacts.
#[component]
pub fn ArtefactFields() -> impl IntoView {
    let stated = recovery();
    let says = stated.read(|stated| summaries::artefacts(&stated.artefacts));
    view! { <Fold id="artefacts" title="Artefacts" says=says>{move || artefact_list(stated)}</Fold> }
}

fn artefact_list(stated: Part<RecoveryInputs>) -> impl IntoView {
    let count = stated.read(|stated| stated.artefacts.len());
    let full = move || count.get() >= MAX_ARTEFACTS;
    let add = move |_| {
        let place = stated.now().artefacts.len();
        stated.edit(Change::Edit, |stated| {
            if stated.artefacts.len() < MAX_ARTEFACTS {
                stated.artefacts.push(first_artefact());
            }
        });
        focus_on(Place::TOP.nth(place).id("artefact-size"));
    };
    let presets = ArtefactPreset::ALL
        .into_iter()
        .map(|preset| {
            let take = move |_| {
                stated.edit(Change::Edit, move |stated| stated.artefacts = preset.artefacts());
                focus_on("artefact-add");
            };
            view! {
                <button type="button" class="example" data-preset=preset.id on:click=take>{preset.name}<small>{preset.about}</small></button>
            }
        })
        .collect_view();
    view! {
        {move || (0..count.get()).filter_map(|at| one_artefact(stated, at)).collect_view()}
        <div class="policy-tools">
            <button type="button" id="artefact-add" class="small" on:click=add disabled=full>"Add an artefact"</button>
            <Menu label=Signal::stored("Replace by a usual list".to_owned()) describe="Artefacts" class="presets">{presets}</Menu>
        </div>
        {move || full().then(|| view! { <p class="hint">{format!("A service has at most {MAX_ARTEFACTS} artefacts.")}</p> })}
    }
}

fn one_artefact(stated: Part<RecoveryInputs>, at: usize) -> Option<impl IntoView> {
    let place = Place::TOP.nth(at);
    let part = stated.focus(move |all| all.artefacts.get(at), move |all| all.artefacts.get_mut(at))?;
    let title = part.read(move |artefact| {
        format!("{}. {}, {} GB", at + 1, text::capitalised(artefact.kind.words()), text::number(artefact.size.get()))
    });
    let kinds = ArtefactKind::ALL.into_iter().map(|kind| (kind, kind.words())).collect();
    let remove = move |_| {
        stated.edit(Change::Edit, move |stated| {
            if at < stated.artefacts.len() {
                stated.artefacts.remove(at);
            }
        });
        focus_on("artefact-add");
    };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {choice(part, place.key("artefact-kind"), kinds, |artefact| artefact.kind, |artefact, kind| artefact.kind = kind)}
            {number(part, place.key("artefact-size"), |artefact| artefact.size, |artefact, value| artefact.size = value)}
            {number(part, place.key("artefact-copies"), |artefact| artefact.copies, |artefact, value| artefact.copies = value)}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

/// The way between the regions, and its prices.
#[component]
pub fn LinkFields() -> impl IntoView {
    let stated = recovery();
    let says = stated.read(|stated| summaries::link(&stated.link));
    let link = stated.through(|stated| stated.link, |stated, link| stated.link = link);
    view! {
        <Fold id="link" title="The way there" says=says>
            {number(link, "link-rate", |link| link.rate, |link, value| link.rate = value)}
            {number(link, "link-share", |link| link.share, |link, value| link.share = value)}
            {number(link, "link-egress", |link| link.egress, |link, value| link.egress = value)}
            {number(link, "link-storage", |link| link.storage, |link, value| link.storage = value)}
        </Fold>
    }
}
