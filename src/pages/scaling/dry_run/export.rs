//! The way back: the YAML of every policy that Kubernetes can run, and why the others have none.

use crate::browser::{download, file_name};
use crate::session::Session;
use gloo_timers::callback::Timeout;
use headroom_core::formulas::regions::MAX_REGIONS;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::scaling::{Bounds, Span};
use headroom_core::plan::scenario::Service;
use headroom_core::plan::scenario::scaling::{MAX_POLICIES_COMPARED, PolicyChoice};
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Most lines of YAML that are in view at once.
const MAX_ROWS: usize = 28;
/// How long it is said that something was copied, in milliseconds.
const SAID_MILLISECONDS: u32 = 2500;

/// A policy's way back.
#[derive(Clone, Debug, PartialEq)]
struct Export {
    name: String,
    /// The bounds that are written because none are stated.
    filled: Option<String>,
    yaml: Result<String, String>,
}

/// The policy at a place as it runs where policies are simulated; then the active one in every other region.
fn policy_at(service: &Service, answers: &ServiceEvaluation, place: usize) -> Option<(String, PolicyChoice, Bounds)> {
    let shown = answers.simulated();
    if place < MAX_POLICIES_COMPARED {
        let (inputs, basis) = answers.policies(service);
        let policy = inputs.policies.iter().nth(place)?.clone();
        let bounds = basis.bounds(&policy, basis.curve.load_at(Span::of(&inputs.period).start));
        let region = shown.filter(|_| answers.places.len() > 1).map(|shown| shown.name.as_str());
        return Some((named(&policy, region), policy, bounds));
    }
    let others = answers.places.iter().filter(|other| shown.is_some_and(|shown| shown.region != other.region));
    let other = others.clone().nth(place - MAX_POLICIES_COMPARED)?;
    let policy = other.inputs.policies.active().clone();
    Some((named(&policy, Some(&other.name)), policy, other.scaling.bounds))
}

fn named(policy: &PolicyChoice, region: Option<&str>) -> String {
    region.map_or_else(|| policy.name.to_string(), |region| format!("{}, {region}", policy.name))
}

/// The YAML of all compared policies, and of the active one in every region.
#[component]
pub fn Exports() -> impl IntoView {
    view! {
        <h3>"The YAML of the policies compared"</h3>
        {(0..MAX_POLICIES_COMPARED + MAX_REGIONS).map(|place| view! { <OneExport place/> }).collect_view()}
    }
}

#[component]
fn OneExport(place: usize) -> impl IntoView {
    let session = Session::here();
    let export = Memo::new(move |_| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let (name, policy, bounds) = policy_at(service, answers, place)?;
        let what = match (policy.min.is_none(), policy.max.is_none()) {
            (true, true) => Some("Neither bound is"),
            (true, false) => Some("The lower bound is not"),
            (false, true) => Some("The upper bound is not"),
            (false, false) => None,
        };
        let filled = what.map(|what| format!("{what} stated; what follows from sizing is written."));
        Some(Export { name, filled, yaml: policy.yaml(bounds, service.name.as_str()) })
    });
    // Whether there is YAML decides what is drawn; its letters change in place, and what is open stays open.
    let kind = Memo::new(move |_| export.with(|export| export.as_ref().map(|export| export.yaml.is_ok())));
    let name = Signal::derive(move || export.with(|export| export.as_ref().map(|export| export.name.clone())));
    let name = Signal::derive(move || name.get().unwrap_or_default());
    move || match kind.get() {
        None => ().into_any(),
        Some(true) => {
            let yaml = Signal::derive(move || {
                export.with(|export| export.as_ref().and_then(|export| export.yaml.clone().ok())).unwrap_or_default()
            });
            let filled = Signal::derive(move || export.with(|export| export.as_ref()?.filled.clone()));
            view! { <Yaml place name yaml filled/> }.into_any()
        }
        Some(false) => {
            let why = move || {
                export.with(|export| export.as_ref().and_then(|export| export.yaml.clone().err())).unwrap_or_default()
            };
            view! { <p class="dry-run-export dry-run-line"><span><b>{name}</b> " has no YAML. " {why}</span></p> }
                .into_any()
        }
    }
}

#[component]
fn Yaml(place: usize, name: Signal<String>, yaml: Signal<String>, filled: Signal<Option<String>>) -> impl IntoView {
    let area = NodeRef::<Textarea>::new();
    let said = RwSignal::new("");
    let copy = move |_| {
        let clipboard = window().navigator().clipboard();
        let select = move || {
            if let Some(area) = area.get_untracked() {
                area.select();
                said.set("Selected: copy it with the keyboard.");
            }
        };
        if clipboard.is_undefined() {
            return select();
        }
        let text = yaml.get_untracked();
        spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
                said.set("Copied.");
                Timeout::new(SAID_MILLISECONDS, move || {
                    said.try_set("");
                })
                .forget();
            } else {
                select();
            }
        });
    };
    let save = move |_| {
        download(&file_name(&name.get_untracked(), "yaml"), "application/yaml", &yaml.get_untracked());
    };
    let rows = move || yaml.with(|yaml| yaml.lines().count().clamp(4, MAX_ROWS)).to_string();
    view! {
        <details class="dry-run-export" id=format!("dry-run-export-{place}") open=place == 0>
            <summary>{name}</summary>
            {move || filled.get().map(|filled| view! { <p class="hint">{filled}</p> })}
            <div class="field words">
                <textarea id=format!("dry-run-yaml-{place}") readonly rows=rows spellcheck="false" node_ref=area
                    aria-label=move || format!("YAML of {}", name.get()) prop:value=yaml></textarea>
            </div>
            <div class="dry-run-actions">
                <button type="button" id=format!("dry-run-copy-{place}") aria-label=move || format!("Copy the YAML of {}", name.get()) on:click=copy>"Copy"</button>
                <button type="button" aria-label=move || format!("Download the YAML of {}", name.get()) on:click=save>"Download"</button>
                <span class="hint" role="status">{said}</span>
            </div>
        </details>
    }
}
