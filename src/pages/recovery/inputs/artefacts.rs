//! What must lie in the other region before the service can start there, and the way it takes.

use super::super::fields::{ARTEFACT, COPIES, LINK};
use super::{recovery, summaries};
use crate::browser::focus_on;
use crate::components::Menu;
use crate::components::form::{Adding, Fold, List, fields};
use crate::edit::{Change, Part};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::formulas::recovery::ArtefactKind;
use headroom_core::plan::scenario::recovery::{ArtefactInputs, ArtefactPreset, MAX_ARTEFACTS};
use leptos::prelude::*;

const ARTEFACTS: List<ArtefactInputs> = List {
    adding: Adding { most: MAX_ARTEFACTS, id: "artefact-add", first: "artefact-size" },
    title: |at, artefact| {
        format!("{}. {}, {} GB", at + 1, text::capitalised(artefact.kind.words()), text::number(artefact.size.get()))
    },
    rows: ARTEFACT,
    remove: "Remove",
};

/// What a new artefact begins as: an 8B model's weights of two bytes each.
fn first_artefact(_: &[ArtefactInputs]) -> ArtefactInputs {
    ArtefactInputs {
        kind: ArtefactKind::Weights,
        size: Quantity::clamped(16.0),
        copies: Quantity::clamped(1.0),
        rebuild: None,
    }
}

/// The list of artefacts.
#[component]
pub fn ArtefactFields() -> impl IntoView {
    let artefacts = recovery().field(|stated| &stated.artefacts, |stated| &mut stated.artefacts);
    let says = artefacts.read(|artefacts| summaries::artefacts(artefacts));
    view! { <Fold id="artefacts" title="Artifacts" says=says>{move || artefact_list(artefacts)}</Fold> }
}

fn artefact_list(artefacts: Part<Vec<ArtefactInputs>>) -> impl IntoView {
    let presets = ArtefactPreset::ALL
        .into_iter()
        .map(|preset| {
            let take = move |_| {
                artefacts.edit(Change::Edit, move |artefacts| *artefacts = preset.artefacts());
                focus_on(ARTEFACTS.adding.id);
            };
            view! {
                <button type="button" class="example" data-preset=preset.id on:click=take>{preset.name}<small>{preset.about}</small></button>
            }
        })
        .collect_view();
    view! {
        {ARTEFACTS.items(artefacts)}
        <div class="policy-tools">
            {ARTEFACTS.adding.button(artefacts, "Add an artifact", first_artefact)}
            <Menu label=Signal::stored("Replace with a usual list".to_owned()) describe="Artifacts" class="presets">{presets}</Menu>
        </div>
        {ARTEFACTS.adding.full(artefacts, |most| format!("A service has at most {most} artifacts."))}
    }
}

/// The way between the regions, and its prices.
#[component]
pub fn LinkFields() -> impl IntoView {
    let stated = recovery();
    let says = stated.read(|stated| summaries::link(&stated.link));
    let link = stated.field(|stated| &stated.link, |stated| &mut stated.link);
    let prices = Session::here().plan_part(|plan| &plan.cost, |plan| &mut plan.cost);
    view! {
        <Fold id="link" title="Transfer link" says=says>
            {fields(link, LINK)}
            {fields(prices, COPIES)}
            <p class="hint">"Prices hold for the whole plan, as on Cost."</p>
        </Fold>
    }
}
