//! Ways to buy side by side, each taken over with one press.

use super::levels::signed;
use super::state::Buying;
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::studies::ways_to_buy::{Way, WayAnswer};
use leptos::prelude::*;

/// The table.
#[component]
pub fn WayTable() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let interruptible = session.service_part(|service| service.cost.interruptible);
    let rows = move || {
        let ways = buying.ways.get();
        let takes = interruptible.get();
        ways.iter().map(|answer| row(session, answer, takes)).collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Ways to buy">
            <table id="buy-ways">
                <caption>"Ways to buy, the first year"</caption>
                <thead><tr>
                    <th scope="col">"Way"</th>
                    <th scope="col" class="value">"Compute a month"</th><th scope="col" class="value">"Against by the hour"</th>
                    <th scope="col">{move || format!("{} committed / spot / by the hour", text::capitalised(buying.unit.get()))}</th>
                    <th scope="col" class="value">"Interruptions a month"</th><th scope="col" class="value">"Runs short"</th>
                    <th scope="col" class="row-tools"><span class="visually-hidden">"Take over"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="buy-lesson">"In layers: what is always in use is committed, because its hours are sure; what swings is bought by the hour, because its hours are not; what may be interrupted goes to spot. Buying the peak reserves hours that nobody uses; buying everything by the hour pays the highest price for hours that were sure."</p>
    }
}

fn row(session: Session, answer: &WayAnswer, takes: bool) -> impl IntoView + use<> {
    let unknown = || "unknown".to_owned();
    let layer = answer.layer;
    let parts = [layer.committed, layer.spot, layer.on_demand].map(text::number).join(" / ");
    let (interruptions, short) = if layer.spot > 0.0 {
        (text::number(answer.interruptions), answer.shortage.map_or_else(unknown, text::percent))
    } else {
        (String::new(), String::new())
    };
    let (name, says) = match answer.way {
        None => ("As stated now".to_owned(), None),
        Some(way) => (way.name.to_owned(), Some(words_of(way, takes))),
    };
    let tool = answer.way.map(|way| {
        let take = move |_| take_over(session, way);
        view! {
            <button type="button" class="small" data-way=way.slug aria-label=format!("Buy in this way: {}", way.name)
                disabled=answer.monthly.is_none() on:click=take>"Take over"</button>
        }
    });
    view! {
        <tr class:total=answer.way.is_none()>
            <th scope="row">{name} {says.map(|says| view! { <small class="buy-says">{says}</small> })}</th>
            <td class="value">{answer.monthly.map_or_else(|| "no price known".to_owned(), text::dollars)}</td>
            <td class="value">{answer.saving.map_or_else(unknown, signed)}</td>
            <td>{answer.monthly.map(|_| parts)}</td>
            <td class="value">{interruptions}</td>
            <td class="value">{short}</td>
            <td class="row-tools">{tool}</td>
        </tr>
    }
}

fn words_of(way: &Way, takes: bool) -> String {
    let mut words = way.says.to_owned();
    if way.interrupts() && !takes {
        words.push_str(" Only for a service that takes interruptions, which this one does not so far.");
    }
    format!("{words} Source: {}.", way.source)
}

/// Buys in a way: one step, for the plan and the selected service.
fn take_over(session: Session, way: &'static Way) {
    let id = untrack(|| session.service_id());
    session.edit(Change::Edit, |scenario| {
        if let Some(service) = scenario.services.get_mut(id) {
            way.apply(&mut scenario.cost, &mut service.cost);
        }
    });
}
