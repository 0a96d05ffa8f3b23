//! The drill: a region fails at a chosen minute; who loses what until everything is as before?
//!
//! - [`state`]: the question, its answers, and whether anybody looks; [`ask`] keeps it with the worker.
//! - [`inputs`]: what happens, where and when.
//! - [`verdict`]: the sentences and the numbers; [`charts`]: what happened when; [`tables`]: the phases, the
//!   regions and the alerts; [`levers`]: what would help; [`week`]: every ten minutes of a week.

mod charts;
mod inputs;
mod levers;
mod state;
mod tables;
mod verdict;
mod week;

use crate::session::Session;
use charts::DrillCharts;
use inputs::DrillFields;
use leptos::html;
use leptos::prelude::*;
use levers::DrillLevers;
use state::DrillView;
use tables::DrillTables;
use verdict::DrillVerdict;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use week::DrillWeek;

/// The drill of losing a region; worked out while it is in view.
#[component]
pub fn DrillSection() -> impl IntoView {
    let session = Session::here();
    let visible = RwSignal::new(false);
    let section = NodeRef::<html::Section>::new();
    look_out(section, visible);
    let drill = DrillView::new(session, visible);
    provide_context(drill);
    let there = Memo::new(move |_| drill.inputs.with(Option::is_some));
    let possible = Memo::new(move |_| drill.refusal.with(Option::is_none));
    let refused = move || {
        drill.refusal.get().map(|why| {
            view! { <p class="refusal" role="alert">{headroom_core::base::text::capitalised(&why)} "."</p> }
        })
    };
    view! {
        <section class="drill" id="drill" aria-label="Failover drill" node_ref=section>
            <Show when=move || there.get()>
                <div class="drill-head">
                    <h2>"Failover drill"</h2>
                    <p class="hint">"A region fails at a chosen minute of the usual week. All regions are simulated until everything is back to normal."</p>
                </div>
                <DrillFields/>
                {refused}
                <Show when=move || possible.get()>
                    <DrillVerdict/>
                    <DrillCharts/>
                    <DrillTables/>
                    <DrillLevers/>
                    <DrillWeek/>
                </Show>
            </Show>
        </section>
    }
}

/// Notes whether a part of the page is in view.
fn look_out(section: NodeRef<html::Section>, visible: RwSignal<bool>) {
    let on_change = Closure::<dyn Fn(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let last = entries.iter().last().and_then(|entry| entry.dyn_into::<web_sys::IntersectionObserverEntry>().ok());
        if let Some(entry) = last {
            let _ = visible.try_set(entry.is_intersecting());
        }
    });
    let observer = web_sys::IntersectionObserver::new(on_change.as_ref().unchecked_ref()).ok();
    let observer = StoredValue::new_local((observer, on_change));
    Effect::new(move |_| {
        let Some(section) = section.get() else { return };
        observer.with_value(|(observer, _)| match observer {
            Some(observer) => observer.observe(&section),
            // Where nobody can tell, somebody looks.
            None => visible.set(true),
        });
    });
    on_cleanup(move || {
        let _ =
            observer.try_with_value(|(observer, _)| observer.as_ref().map(web_sys::IntersectionObserver::disconnect));
    });
}
