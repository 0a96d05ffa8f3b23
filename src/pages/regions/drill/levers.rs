//! The smallest changes that would make the drill cost less.

use super::state::DrillView;
use crate::components::Progress;
use headroom_core::plan::scenario::adjust::Lever;
use leptos::prelude::*;

/// The changes, each with a button that tries it.
#[component]
pub fn DrillLevers() -> impl IntoView {
    let drill = DrillView::here();
    let rows = move || {
        let levers = drill.levers.get().map(|levers| levers.to_vec()).unwrap_or_default();
        let row = |lever: Lever| {
            let label = format!("Try it: {}", lever.change);
            let (change, effect) = (lever.change.clone(), lever.effect.clone());
            let try_it = move |_| drill.try_lever(&lever);
            view! {
                <li>
                    <span><b>{change}</b>": " {effect} "."</span>
                    <button type="button" class="small" aria-label=label title="Try it; undo reverts it" on:click=try_it>"Try it"</button>
                </li>
            }
        };
        levers.into_iter().map(row).collect_view()
    };
    let none = move || {
        drill.levers.with(|levers| levers.as_ref().is_some_and(|levers| levers.is_empty())).then(|| {
            view! { <p class="hint">"No single change that was tried loses fewer requests."</p> }
        })
    };
    // Where nothing is lost, nothing needs to help.
    let needed = Memo::new(move |_| {
        drill.drilled.with(|found| found.as_ref().is_some_and(|found| found.answer.loses_something()))
    });
    view! {
        <Show when=move || needed.get()>
            <section class="levers" id="drill-levers">
                <h3>"What would help"</h3>
                <ul>{rows}</ul>
                {none}
                <Progress state=drill.asked_levers what="Looking for changes that help"/>
            </section>
        </Show>
    }
}
