//! What happens to requests that cannot be served at once.

use super::fleet::part_of;
use super::summaries;
use crate::components::form::{Fold, flag, number, optional, while_stated};
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::units::{Quantity, RateLimit};
use headroom_core::plan::scenario::scaling::{Batching, ReducedMode, WorkInputs};
use leptos::prelude::*;

fn usual_reduced() -> ReducedMode {
    ReducedMode { above: Quantity::clamped(0.9), gain: Quantity::clamped(1.5) }
}

fn usual_batching() -> Batching {
    Batching { max_batch: Quantity::clamped(32.0), fixed_share: Quantity::clamped(0.5) }
}

/// The fields of the work.
#[component]
pub fn WorkFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let says = scaling.read(|scaling| summaries::work(&scaling.work));
    view! { <Fold id="work" title="Work" says=says>{move || part_of!(scaling, work).map(work_fields)}</Fold> }
}

fn work_fields(work: Part<WorkInputs>) -> impl IntoView {
    let provisioned = Session::here().answer(|service| service.sizing.provisioned);
    let first_limit = move || RateLimit::clamped(provisioned.get_untracked().unwrap_or(0.0));
    view! {
        {optional(work, "work-queue-limit", |work| work.queue_limit, |work, value| work.queue_limit = value, || Quantity::clamped(100.0), "no limit".to_owned())}
        {optional(work, "work-timeout", |work| work.timeout, |work, value| work.timeout = value, || Quantity::clamped(30.0), "waits for ever".to_owned())}
        {flag(work, "work-serves-abandoned", |work| work.serves_abandoned, |work, on| work.serves_abandoned = on)}
        {number(work, "work-retries", |work| work.retries, |work, value| work.retries = value)}
        {number(work, "work-retry-delay", |work| work.retry_delay, |work, value| work.retry_delay = value)}
        {optional(work, "work-shed-above", |work| work.shed_above, |work, value| work.shed_above = value, || Quantity::clamped(1.0), "nothing is shed".to_owned())}
        {optional(work, "work-rate-limit", |work| work.rate_limit, |work, value| work.rate_limit = value, first_limit, "all are let in".to_owned())}
        {flag(work, "work-reduced", |work| work.reduced.is_some(), |work, on| work.reduced = on.then(usual_reduced))}
        {while_stated(work, |work| work.reduced.as_ref(), |work| work.reduced.as_mut(), |reduced| view! {
            {number(reduced, "work-reduced-above", |reduced| reduced.above, |reduced, value| reduced.above = value)}
            {number(reduced, "work-reduced-gain", |reduced| reduced.gain, |reduced, value| reduced.gain = value)}
        }.into_any())}
        {flag(work, "work-batching", |work| work.batching.is_some(), |work, on| work.batching = on.then(usual_batching))}
        {while_stated(work, |work| work.batching.as_ref(), |work| work.batching.as_mut(), |batching| view! {
            {number(batching, "work-max-batch", |batching| batching.max_batch, |batching, value| batching.max_batch = value)}
            {number(batching, "work-fixed-share", |batching| batching.fixed_share, |batching, value| batching.fixed_share = value)}
            <p class="hint">"A GPU that batches reports near 100 % busy at about half of its throughput: its utilization says little about how much more it can take."</p>
        }.into_any())}
    }
}
