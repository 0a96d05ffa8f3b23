//! When the objective is missed, why, and what would help.

use super::super::timeline::{SCRUBBER, Study};
use super::super::view::ScalingView;
use crate::charts::clock::calendar_text;
use crate::plots::scaling::policy_names;
use headroom_core::base::text;
use headroom_core::plan::scaling::engine::Breach;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Most rows of the table.
const MOST_ROWS: usize = 12;

/// The worst breaches first: those that lost or delayed most, of equals the longest.
fn worst_first(breaches: &[Breach]) -> Vec<Breach> {
    let mut sorted = breaches.to_vec();
    let weight = |breach: &Breach| (breach.lost + breach.late, breach.outside);
    sorted.sort_by(|one, other| weight(other).partial_cmp(&weight(one)).unwrap_or(std::cmp::Ordering::Equal));
    sorted
}

/// Moves the scrubber, and the focus to it.
fn look_at(view: ScalingView, start: f64) {
    view.moment.set(Some(start));
    let scrubber = document().get_element_by_id(SCRUBBER);
    if let Some(scrubber) = scrubber.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for an element that has left the page.
        let _ = scrubber.focus();
    }
}

/// The breaches of the policy that is looked at.
#[component]
pub fn Breaches() -> impl IntoView {
    let (view, study) = (ScalingView::here(), Study::here());
    let found = Memo::new(move |_| {
        study.shown.with(|shown| {
            let chosen = view.chosen.get().min(shown.runs.len().checked_sub(1)?);
            let outcome = &shown.runs.get(chosen)?.plan.outcome;
            let name = policy_names(&shown.runs).into_iter().nth(chosen)?;
            Some((name, worst_first(&outcome.breaches), outcome.n_breaches, outcome.length, shown.origin, shown.step))
        })
    });
    move || {
        let (name, breaches, n, length, origin, step) = found.get()?;
        if breaches.is_empty() {
            let words = format!("{name} keeps the SLO through all {}.", text::seconds(length));
            return Some(
                view! { <section class="breaches"><h2>"Breaches"</h2><p id="no-breaches">{words}</p></section> }
                    .into_any(),
            );
        }
        let more = (n as usize).saturating_sub(MOST_ROWS);
        let rows = breaches.into_iter().take(MOST_ROWS).map(|breach| row(view, &breach, origin, step)).collect_view();
        let more = (more > 0).then(|| {
            let words = text::counted(more as u64, "further breach is", "further breaches are");
            view! { <p class="hint">{format!("{} not listed: each lost or delayed no more than these.", text::capitalised(&words))}</p> }
        });
        let caption = format!("When {name} is outside the SLO, worst first");
        Some(
            view! {
                <section class="breaches">
                    <div class="scroll-x" tabindex="0" role="region" aria-label="Breaches">
                        <table id="breaches">
                            <caption>{caption}</caption>
                            <thead><tr>
                                <th scope="col">"When"</th><th scope="col" class="value">"Lasts"</th><th scope="col">"Cause, and what would help"</th>
                                <th scope="col" class="value">"Replicas missing"</th><th scope="col" class="value">"Lost"</th><th scope="col" class="value">"Late"</th>
                            </tr></thead>
                            <tbody>{rows}</tbody>
                        </table>
                    </div>
                    {more}
                </section>
            }
            .into_any(),
        )
    }
}

fn row(view: ScalingView, breach: &Breach, origin: f64, step: f64) -> impl IntoView + use<> {
    let start = breach.start;
    let when = calendar_text(origin + start, step.min(60.0));
    let label = format!("Look at {when}");
    let count = |value: f64| if value >= 0.5 { text::si(value.round()) } else { "none".into() };
    view! {
        <tr>
            <th scope="row"><button type="button" class="link" aria-label=label on:click=move |_| look_at(view, start)>{when}</button></th>
            <td class="value">{text::seconds(breach.end - breach.start)}</td>
            <td class="breach-cause"><b>{text::capitalised(breach.cause.words())}</b><small>{text::capitalised(breach.cause.advice())} "."</small></td>
            <td class="value">{if breach.missing > 0 { text::count(breach.missing) } else { "none".into() }}</td>
            <td class="value">{count(breach.lost)}</td>
            <td class="value">{count(breach.late)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scaling::engine::Cause;

    #[test]
    fn what_hurt_most_stands_first() {
        let breach = |start: f64, outside: f64, late: f64| Breach {
            start,
            outside,
            end: start + outside,
            cause: Cause::Timid,
            lost: 0.0,
            late,
            missing: 0,
        };
        let sorted = worst_first(&[breach(0.0, 600.0, 1.0), breach(1.0, 60.0, 9.0), breach(2.0, 700.0, 1.0)]);
        assert_eq!(sorted.iter().map(|breach| breach.start).collect::<Vec<_>>(), [1.0, 2.0, 0.0]);
    }
}
