//! The phases, the regions and the alerts of the drill as tables.

use super::state::DrillView;
use super::verdict::count;
use crate::plots::drill::phases_of;
use headroom_core::base::text;
use headroom_core::studies::drill::{DrillAnswer, alert_words};
use leptos::prelude::*;

/// The tables.
#[component]
pub fn DrillTables() -> impl IntoView {
    let drill = DrillView::here();
    let answer = move || drill.drilled.with(|found| found.as_ref().map(|found| found.answer.clone()));
    view! {
        {move || answer().map(|answer| regions(&answer))}
        <details class="drill-more" id="drill-phases">
            <summary>"The phases and the alerts, minute by minute"</summary>
            {move || answer().map(|answer| moments(&answer))}
        </details>
    }
}

fn regions(answer: &DrillAnswer) -> AnyView {
    let rows = answer
        .regions
        .iter()
        .map(|region| {
            let (fewest, most) = region.replicas;
            let replicas = if fewest == most {
                text::count(most)
            } else {
                format!("{}–{}", text::count(fewest), text::count(most))
            };
            let outside = if region.outside > 0.0 { text::seconds(region.outside) } else { "none".to_owned() };
            let is_struck = region.place == answer.struck;
            view! {
                <tr>
                    <th scope="row">{region.name.clone()} {is_struck.then(|| view! { <small>"failed"</small> })}</th>
                    <td class="value">{text::si(region.peak_load)}</td>
                    <td class="value">{text::si(region.planned)}</td>
                    <td class="value">{replicas}</td>
                    <td class="value">{count(region.lost)}</td>
                    <td class="value">{count(region.late)}</td>
                    <td class="value">{count(region.longest_queue)}</td>
                    <td class="value">{outside}</td>
                    <td>{region.cause.map(|cause| cause.words())}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Each region in the drill">
            <table id="drill-by-region">
                <caption>"Each region in the drill"</caption>
                <thead><tr>
                    <th scope="col">"Region"</th>
                    <th scope="col" class="value">"Highest load, req/s"</th>
                    <th scope="col" class="value">"Planned for, req/s"</th>
                    <th scope="col" class="value">"Replicas"</th>
                    <th scope="col" class="value">"Lost"</th>
                    <th scope="col" class="value">"Late"</th>
                    <th scope="col" class="value">"Longest backlog"</th>
                    <th scope="col" class="value">"Outside"</th>
                    <th scope="col">"Main cause"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn moments(answer: &DrillAnswer) -> AnyView {
    let since = |at: f64| {
        let after = answer.since_failure(at);
        if after > 0.0 { format!("+{}", text::seconds(after)) } else { "0 s".to_owned() }
    };
    let of_phases = phases_of(answer)
        .into_iter()
        .map(|phase| {
            view! {
                <tr><th scope="row">{text::capitalised(phase.name)}</th><td class="value">{since(phase.at)}</td><td>{answer.moment(phase.at)}</td><td>{phase.means}</td></tr>
            }
        })
        .collect_view();
    let of_alerts = answer
        .alerts
        .iter()
        .map(|alert| {
            let (after, at, lasts) = match alert.fired {
                Some(at) => (since(at), answer.moment(at), format!("Burns for {}.", text::seconds(alert.length))),
                None => ("never".to_owned(), String::new(), "Does not fire.".to_owned()),
            };
            view! {
                <tr><th scope="row">{text::capitalised(&alert_words(alert))}</th><td class="value">{after}</td><td>{at}</td><td>{lasts}</td></tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Phases and alerts">
            <table>
                <caption>"Phases and alerts"</caption>
                <thead><tr><th scope="col">"Phase or alert"</th><th scope="col" class="value">"After the failure"</th><th scope="col">"At"</th><th scope="col">"What it means"</th></tr></thead>
                <tbody>{of_phases}{of_alerts}</tbody>
            </table>
        </div>
    }
    .into_any()
}
