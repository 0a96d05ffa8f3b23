//! Working: the steps of an answer as a table, and what they rest on.

use headroom_core::base::assumptions;
use headroom_core::base::explain::{StepKind, Working, legend};
use leptos::prelude::*;

/// The steps, beside those of the baseline where they differ.
#[component]
pub fn WorkingTable(
    /// What the table explains.
    caption: &'static str,
    /// The steps.
    #[prop(into)]
    working: Signal<Option<Working>>,
    /// The same steps of the baseline.
    #[prop(into)]
    baseline: Signal<Option<Working>>,
) -> impl IntoView {
    let rows = move || {
        let before = baseline.get();
        let steps = working.get().map(|working| working.steps).unwrap_or_default();
        steps
            .into_iter()
            .map(|step| {
                let before = before
                    .as_ref()
                    .and_then(|before| before.steps.iter().find(|other| other.label == step.label))
                    .filter(|other| other.shown != step.shown)
                    .map(|other| view! { <span class="was">"baseline " {other.shown.clone()}</span> });
                // A search is given its values; a formula is them.
                let equals = if step.kind == StepKind::Found { "with " } else { "= " };
                let letters = legend(&step.letters);
                view! {
                    <tr>
                        <th scope="row">{step.label}</th>
                        <td class="formula"><div><code>{step.formula}</code>{(!step.values.is_empty()).then(|| view! { <code class="values">{equals} {step.values}</code> })}{(!letters.is_empty()).then(|| view! { <small class="where">"where " {letters}</small> })}</div></td>
                        <td class="value">{step.shown} {before}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let rests_on = move || {
        let ids = working.get().map(|working| working.assumptions).unwrap_or_default();
        ids.into_iter()
            .filter_map(assumptions::find)
            .map(|row| {
                view! {
                    <li>
                        <span>{row.statement}</span>
                        <small>"Source: " {row.source} ". If it is otherwise: " {row.otherwise}</small>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <section class="working">
            <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
                <table>
                    <caption>{caption}</caption>
                    <thead><tr><th scope="col">"Step"</th><th scope="col">"Formula and values"</th><th scope="col" class="value">"Result"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <details class="assumptions">
                <summary>"What this rests on"</summary>
                <ul>{rests_on}</ul>
            </details>
        </section>
    }
}
