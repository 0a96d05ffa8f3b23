//! The moment that is looked at: a scrubber over the period.

use super::super::view::ScalingView;
use super::study::{Shown, Study};
use crate::charts::clock::calendar_text;
use headroom_core::plan::scaling::Run;
use headroom_core::plan::scaling::engine::Breach;
use leptos::ev;
use leptos::prelude::*;

/// The id of the scrubber, for those who send the focus there.
pub const SCRUBBER: &str = "moment";

/// The moment that is looked at, in seconds from the start of what is shown; none where nothing is.
pub fn looked_at(view: ScalingView, study: Study) -> Memo<Option<f64>> {
    Memo::new(move |_| {
        study.shown.with(|shown| {
            let first = || shown.run(view.chosen.get()).map_or(0.0, Run::most_to_see);
            at_step(shown, view.moment.get().unwrap_or_else(first))
        })
    })
}

/// The step in which a moment lies, kept within what is shown.
fn at_step(shown: &Shown, moment: f64) -> Option<f64> {
    let last = (shown.length() / shown.step).round() - 1.0;
    (last >= 0.0).then(|| (moment / shown.step + 1e-9).floor().clamp(0.0, last) * shown.step)
}

/// How far the large keys go: an hour, or a fiftieth of what is shown where that is longer.
fn large_step(length: f64, step: f64) -> f64 {
    (length / 50.0).max(3600.0).min(length / 2.0).max(step)
}

/// The breach after a moment, or before it.
fn next_breach(breaches: &[Breach], moment: f64, forward: bool) -> Option<f64> {
    let mut starts = breaches.iter().map(|breach| breach.start);
    if forward { starts.find(|start| *start > moment + 1e-6) } else { starts.rfind(|start| *start < moment - 1e-6) }
}

/// The scrubber, with buttons from breach to breach.
#[component]
pub fn Scrubber() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let moment = looked_at(view, study);
    let place = move || moment.get().unwrap_or(0.0);
    let length = move || study.shown.with(|shown| shown.length());
    let step = move || study.shown.with(|shown| shown.step);
    let end = move || (length() - step()).max(0.0);
    let when = move || study.shown.with(|shown| calendar_text(shown.origin + place(), shown.step.min(60.0)));
    let on_input = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>() {
            view.moment.set(Some(value));
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let large = untrack(|| large_step(length(), step()));
        let change = match event.key().as_str() {
            "PageUp" => large,
            "PageDown" => -large,
            _ => return,
        };
        event.prevent_default();
        let now = moment.get_untracked().unwrap_or(0.0);
        view.moment.set(Some((now + change).clamp(0.0, untrack(end))));
    };
    let neighbour = move |forward: bool| {
        let now = moment.get()?;
        study.shown.with(|shown| next_breach(&shown.run(view.chosen.get())?.plan.outcome.breaches, now, forward))
    };
    let button = move |id: &'static str, words: &'static str, forward: bool| {
        let go = move |_| {
            if let Some(start) = untrack(|| neighbour(forward)) {
                view.moment.set(Some(start));
            }
        };
        view! { <button type="button" class="small" id=id prop:disabled=move || neighbour(forward).is_none() on:click=go>{words}</button> }
    };
    view! {
        <div class="scrubber">
            <div class="scrubber-head">
                <label for=SCRUBBER>"Selected time"</label>
                <output for=SCRUBBER id="moment-when">{when}</output>
                <span class="scrubber-buttons">{button("breach-before", "← Violation", false)}{button("breach-after", "Violation →", true)}</span>
            </div>
            <input type="range" id=SCRUBBER min="0" max=end step=step prop:value=place
                aria-valuetext=when aria-describedby="moment-keys" on:input=on_input on:keydown=on_key/>
            <p class="visually-hidden" id="moment-keys">"Arrow keys move by a step, page up and page down by an hour or more, Home and End to the ends."</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scaling::engine::Cause;

    fn breach(start: f64) -> Breach {
        let cause = Cause::ColdStart;
        Breach { start, outside: 60.0, end: start + 60.0, cause, lost: 0.0, late: 1.0, missing: 1 }
    }

    #[test]
    fn one_goes_from_breach_to_breach() {
        let breaches = [breach(100.0), breach(500.0), breach(900.0)];
        assert_eq!(next_breach(&breaches, 100.0, true), Some(500.0));
        assert_eq!(next_breach(&breaches, 500.0, false), Some(100.0));
        assert_eq!(next_breach(&breaches, 950.0, false), Some(900.0));
        assert_eq!(next_breach(&breaches, 900.0, true), None);
        assert_eq!(next_breach(&[], 0.0, true), None);
    }

    #[test]
    fn large_keys_go_an_hour_or_a_fiftieth() {
        assert_eq!(large_step(86_400.0, 60.0), 3600.0);
        assert_eq!(large_step(500.0 * 86_400.0, 60.0), 864_000.0);
        assert_eq!(large_step(600.0, 60.0), 300.0);
        assert_eq!(large_step(60.0, 60.0), 60.0);
    }
}
