//! What spot saves and risks for the selected service.

use super::levels::signed;
use super::state::Buying;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::plan::cost::SpotAnswer;
use leptos::prelude::*;

/// The answers, or what is missing for spot to be bought.
#[component]
pub fn SpotAnswers() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let answer = Memo::new(move |_| buying.plan.with(|plan| plan.as_ref()?.spot));
    let before = session.baseline_answer(|service| service.cost.purchase.as_ref().and_then(|plan| plan.spot));
    let rate = session.part(|scenario| scenario.cost.spot.map(|spot| spot.interruptions.get()));
    let spare = session.service_part(|service| service.sizing.spare_replicas.get());
    let why_not = move || {
        let scenario = session.scenario();
        let service = scenario.services.get(session.service_id())?;
        let name = service.name.to_string();
        Some(if scenario.cost.spot.is_none() {
            "No spot is bought. It is cheaper, and may be taken back at any moment.".to_owned()
        } else if !service.cost.interruptible {
            format!("{name} does not take interruptions, so none of it is spot.")
        } else {
            format!("What spot costs for {name} is not known: state a discount.")
        })
    };
    let there = Memo::new(move |_| answer.with(Option::is_some));
    let rows = move || {
        let now = answer.get()?;
        let was = before.get().flatten();
        let one = buying.unit.get().trim_end_matches('s');
        let cells = cells(&now, rate.get().unwrap_or_default(), spare.get(), one);
        let old = was.map(|was| self::cells(&was, rate.get().unwrap_or_default(), spare.get(), one));
        let row = |(place, cell): (usize, Cell)| {
            let was = old.as_ref().and_then(|old| old.get(place)).filter(|was| was.1 != cell.1);
            let was = was.map(|was| view! { <span class="was">"baseline " {was.1.clone()}</span> });
            view! { <tr><th scope="row">{cell.0}</th><td class="value">{cell.1} {was}</td><td>{cell.2}</td></tr> }
        };
        Some(cells.into_iter().enumerate().map(row).collect_view())
    };
    view! {
        <Show when=move || there.get() fallback=move || view! { <p class="buy-nospot" id="buy-nospot">{why_not}</p> }>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Spot">
                <table id="buy-spot-answers">
                    <caption>"Spot, in the first month"</caption>
                    <thead><tr><th scope="col">"What"</th><th scope="col" class="value">"How much"</th><th scope="col">"What it means"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}

/// What it is, how much, what it means.
type Cell = (&'static str, String, String);

fn cells(spot: &SpotAnswer, rate: f64, spare: u32, one: &str) -> Vec<Cell> {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let unknown = || "unknown".to_owned();
    let breakeven = match spot.breakeven_interruptions {
        None => ("any rate".to_owned(), "An interruption loses nothing, so that none are too many.".to_owned()),
        Some(most) => (
            format!("{} an hour", text::number(most)),
            if most > 0.0 && rate > 0.0 {
                format!(
                    "Interruptions of a {one} at which spot saves nothing: {} times the stated {}.",
                    text::number(most / rate),
                    text::number(rate)
                )
            } else {
                format!("Interruptions of a {one} at which spot saves nothing.")
            },
        ),
    };
    vec![
        (
            "On spot",
            text::number(spot.nodes),
            format!(
                "{}s on average: {} of what is above the commitment.",
                text::capitalised(one),
                text::percent(spot.share)
            ),
        ),
        (
            "Saving",
            spot.saving.map_or_else(unknown, signed),
            format!(
                "{} an hour while it runs, {} in the end, with what stands in and what is done again.",
                hour(spot.price),
                hour(spot.hourly)
            ),
        ),
        (
            "Interruptions",
            format!("{} a month", text::number(spot.interruptions)),
            format!("Of all of them together; a {one} is missing for {} of the time.", text::percent(spot.missing)),
        ),
        (
            "Work done again",
            format!("{} a month", text::dollars(spot.rework_monthly)),
            "What interruptions undo, bought by the hour.".to_owned(),
        ),
        (
            "On demand standing in",
            format!("{} a month", text::dollars(spot.fallback_monthly)),
            "While spot is missing; nothing where nobody stands in.".to_owned(),
        ),
        (
            "Runs short",
            spot.shortage.map_or_else(unknown, text::percent),
            format!(
                "Of the time more is missing than {} for. A shortage of the whole region is not in it.",
                text::counted(spare.into(), "spare replica makes up", "spare replicas make up")
            ),
        ),
        ("Breaks even at", breakeven.0, breakeven.1),
    ]
}
