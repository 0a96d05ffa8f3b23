//! What was read of a manifest, what takes no part, and the button that tries it.

use super::DryRunState;
use crate::components::form::fields_at;
use crate::components::table::{Column, Row, Table};
use crate::components::{Mark, Pick, TableView, unbroken};
use crate::edit::{Apply, Change, Part, Place};
use crate::pages::scaling::fields::hpa::STANDS_FOR;
use crate::pages::scaling::view::ScalingView;
use crate::session::Session;
use headroom_core::base::explain::Finding;
use headroom_core::base::name::Name;
use headroom_core::formulas::autoscaler::hpa::manifest::{Manifest, Manifests, Note, NoteKind, lines_of};
use headroom_core::plan::scaling::notes_of;
use headroom_core::plan::scenario::scaling::{MAX_POLICIES_COMPARED, Policies, PolicyChoice};
use leptos::prelude::*;
use std::sync::Arc;

/// The autoscalers of a text.
#[component]
pub fn Found(
    /// The dry run.
    state: DryRunState,
    /// What was read.
    manifests: Arc<Manifests>,
) -> impl IntoView {
    let names: Vec<(usize, String)> = manifests.manifests.iter().map(Manifest::full_name).enumerate().collect();
    let several = names.len() > 1;
    let choice = several.then(|| {
        view! { <Pick id="dry-run-which" label="Autoscaler" choices=Signal::stored(names) value=state.which set=move |place| state.which.set(place)/> }
    });
    let shown = move || {
        let manifest = manifests.manifests.get(state.which.get()).or_else(|| manifests.manifests.first())?.clone();
        let others = manifests.notes.clone();
        Some(view! { <OneFound state manifest others/> })
    };
    view! {
        <div class="dry-run-found" id="dry-run-found">
            {choice}
            {shown}
        </div>
    }
}

#[component]
fn OneFound(state: DryRunState, manifest: Manifest, others: Vec<Note>) -> impl IntoView {
    let notes: Vec<Note> = notes_of(&manifest).into_iter().chain(others).collect();
    let metrics = manifest.policy.metrics.len();
    // What its metrics stand for may be corrected here; it is part of the plan only once it is tried.
    let tried = RwSignal::new(as_said_before(manifest));
    let part = Part::new(
        Memo::new(move |_| tried.get()),
        Callback::new(move |(_, apply): (Change, Apply<Manifest>)| tried.update(apply)),
    );
    let policy = Memo::new(move |_| tried.with(PolicyChoice::from_manifest));
    view! {
        <TableView table=Signal::derive(move || tried.with(lines))/>
        <DryVerdict policy/>
        {(0..metrics).filter_map(|at| stands_for(part, at)).collect_view()}
        <Notes notes/>
        <TryIt state policy/>
    }
}

/// The manifest with the signals that a person has chosen for a policy of its name.
fn as_said_before(mut manifest: Manifest) -> Manifest {
    let scenario = Session::here().scenario_now();
    let service = scenario.services.get(untrack(|| Session::here().service_id()));
    let policies = service.into_iter().flat_map(|service| service.scaling.policies.iter());
    for earlier in policies.filter(|policy| policy.name.as_str() == manifest.name) {
        let known = PolicyChoice::from_manifest(&manifest).with_signals_of(earlier);
        if let Some(policy) = known.hpa() {
            manifest.policy = policy.clone();
        }
    }
    manifest
}

/// What was read, line by line.
fn lines(manifest: &Manifest) -> Table {
    let rows = lines_of(manifest).into_iter().map(|line| Row::of([line.label.to_owned(), line.what]));
    let table = Table::new("dry-run-lines", format!("Read: {}", manifest.full_name()));
    table.with_columns([Column::words("Part"), Column::words("What it says")]).with_rows(rows)
}

/// Which simulated signal a metric stands for, and what it reads.
fn stands_for(manifest: Part<Manifest>, at: usize) -> Option<impl IntoView> {
    let get = move |manifest: &Manifest| manifest.policy.metrics.get(at).cloned();
    let name = manifest.read(move |manifest| get(manifest).map(|metric| metric.source.name().to_owned()));
    let metric = manifest
        .focus(move |manifest| manifest.policy.metrics.get(at), move |manifest| manifest.policy.metrics.get_mut(at))?;
    let place = Place::TOP.named("dry-run").nth(at);
    Some(view! {
        <fieldset class="item">
            <legend>{move || format!("What {} stands for", name.get().unwrap_or_default())}</legend>
            {fields_at(metric, place, STANDS_FOR)}
        </fieldset>
    })
}

/// How the autoscaler does on the load of the plan, beside the policies that are there.
#[component]
fn DryVerdict(policy: Memo<PolicyChoice>) -> impl IntoView {
    let session = Session::here();
    let verdict = Memo::new(move |_| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = scenario.services.get(id).zip(evaluation.service(id))?;
        Some(policy.with(|policy| answers.tried(service, policy)))
    });
    let rows = move || {
        let findings = verdict.get().map(|verdict| verdict.findings).unwrap_or_default();
        let row = |finding: Finding| view! { <li><Mark standing=finding.standing/><span>{unbroken(&finding.sentence)}</span></li> };
        findings.into_iter().map(row).collect_view()
    };
    view! {
        <section class="dry-run-verdict" id="dry-run-verdict" aria-label="On the load of this plan" aria-live="polite">
            <h3>"On the load of this plan"</h3>
            <ul class="findings">{rows}</ul>
        </section>
    }
}

/// What is not simulated, left out, changed or kept; nothing is dropped silently.
#[component]
fn Notes(notes: Vec<Note>) -> impl IntoView {
    let rows = NoteKind::ALL
        .into_iter()
        .flat_map(|kind| notes.iter().filter(move |note| note.kind == kind))
        .map(|note| {
            let is_not_simulated = note.kind == NoteKind::NotSimulated;
            view! {
                <li class:is-not-simulated=is_not_simulated>
                    <b>{note.kind.words()}</b>
                    <span><code>{note.place.clone()}</code> ": " {note.what.clone()} "."</span>
                </li>
            }
        })
        .collect_view();
    let none = notes
        .is_empty()
        .then(|| view! { <li><b>"No notes"</b><span>"All of it is simulated and exported."</span></li> });
    view! { <ul class="dry-run-notes" id="dry-run-notes" aria-label="Notes on this manifest">{rows}{none}</ul> }
}

/// A name that no other policy has: the policy's own, or that with a number.
fn with_own_name(mut policy: PolicyChoice, policies: &Policies, except: Option<usize>) -> PolicyChoice {
    const ROOM_FOR_NUMBER: usize = 4;
    let is_taken =
        |name: &Name| policies.iter().enumerate().any(|(place, other)| Some(place) != except && other.name == *name);
    let base: String = policy.name.as_str().chars().take(80 - ROOM_FOR_NUMBER).collect();
    let mut number = 2;
    while is_taken(&policy.name) {
        policy.name = Name::cut(&format!("{base}, {number}"));
        number += 1;
    }
    policy
}

#[component]
fn TryIt(state: DryRunState, policy: Memo<PolicyChoice>) -> impl IntoView {
    let (session, view) = (Session::here(), ScalingView::here());
    let names = session.service_part(|service| {
        service.scaling.policies.iter().map(|policy| policy.name.to_string()).collect::<Vec<_>>()
    });
    let place = Signal::derive(move || view.chosen.get().min(names.with(Vec::len).saturating_sub(1)));
    let is_full = move || names.with(Vec::len) >= MAX_POLICIES_COMPARED;
    let replaced = move || names.with(|names| names.get(place.get()).cloned().unwrap_or_default());
    let done = move |name: &str, place: usize| {
        view.chosen.set(place);
        let n = untrack(|| names.with(Vec::len));
        state.done.set(format!("\u{201c}{name}\u{201d} is now policy {} of {n}; undo reverts it.", place + 1));
    };
    let add = move |_| {
        let mut added = None;
        session.edit_service(Change::Edit, |service| {
            let policies = &mut service.scaling.policies;
            let policy = with_own_name(policy.get_untracked(), policies, None);
            let name = policy.name.to_string();
            if policies.add(policy) {
                added = Some((name, policies.count() - 1));
            }
        });
        if let Some((name, place)) = added {
            done(&name, place);
        }
    };
    let replace = move |_| {
        let place = place.get_untracked();
        let mut put = None;
        session.edit_service(Change::Edit, |service| {
            let policies = &mut service.scaling.policies;
            let policy = with_own_name(policy.get_untracked(), policies, Some(place));
            if let Some(chosen) = policies.get_mut(place) {
                *chosen = policy;
                put = Some(chosen.name.to_string());
            }
        });
        if let Some(name) = put {
            done(&name, place);
        }
    };
    view! {
        <div class="dry-run-actions">
            <button type="button" class="primary" id="dry-run-try" disabled=is_full on:click=add>"Add as another policy"</button>
            <button type="button" id="dry-run-replace" on:click=replace>{move || format!("Replace \u{201c}{}\u{201d}", replaced())}</button>
        </div>
        <Show when=is_full>
            <p class="hint">{format!("{MAX_POLICIES_COMPARED} policies are already compared; replace one.")}</p>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_have_names_of_their_own() {
        let named = |name: &str| PolicyChoice { name: Name::cut(name), ..PolicyChoice::as_sized() };
        let policies = Policies::new(vec![named("web"), named("web, 2")]).unwrap();
        assert_eq!(with_own_name(named("web"), &policies, None).name.as_str(), "web, 3");
        assert_eq!(with_own_name(named("web"), &policies, Some(0)).name.as_str(), "web");
        assert_eq!(with_own_name(named("other"), &policies, None).name.as_str(), "other");
    }
}
