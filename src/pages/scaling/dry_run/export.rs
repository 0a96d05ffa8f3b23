//! The way back: the YAML of every policy that Kubernetes can run, and why the others have none.

use crate::browser::{download, file_name};
use crate::session::Session;
use gloo_timers::callback::Timeout;
use headroom_core::formulas::regions::MAX_REGIONS;
use headroom_core::plan::evaluate::Exported;
use headroom_core::plan::scenario::scaling::MAX_POLICIES_COMPARED;
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

/// The YAML of all compared policies, and of the active one in every region.
#[component]
pub fn Exports() -> impl IntoView {
    let session = Session::here();
    let all = Memo::new(move |_| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let found = scenario.services.get(id).zip(evaluation.service(id));
        let exported = found.map(|(service, answers)| (service.name.to_string(), answers.exported(service)));
        let (name, exported) = exported.unwrap_or_default();
        exported.into_iter().map(|exported| export(exported, &name)).collect::<Vec<Export>>()
    });
    view! {
        <h3>"The YAML of the policies compared"</h3>
        {(0..MAX_POLICIES_COMPARED + MAX_REGIONS).map(|place| view! { <OneExport place all/> }).collect_view()}
    }
}

fn export(exported: Exported, service: &str) -> Export {
    let Exported { name, policy, bounds } = exported;
    let what = match (policy.min.is_none(), policy.max.is_none()) {
        (true, true) => Some("Neither bound is"),
        (true, false) => Some("The lower bound is not"),
        (false, true) => Some("The upper bound is not"),
        (false, false) => None,
    };
    let filled = what.map(|what| format!("{what} stated; what follows from sizing is written."));
    Export { name, filled, yaml: policy.yaml(bounds, service) }
}

#[component]
fn OneExport(place: usize, all: Memo<Vec<Export>>) -> impl IntoView {
    let export = Memo::new(move |_| all.with(|all| all.get(place).cloned()));
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
