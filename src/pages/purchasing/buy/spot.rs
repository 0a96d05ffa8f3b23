//! What spot saves and risks for the selected service.

use super::levels::signed;
use super::state::Buying;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
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
            "No spot is used. It is cheaper, and can be interrupted at any time.".to_owned()
        } else if !service.cost.interruptible {
            format!("{name} does not tolerate interruptions, so none of it runs on spot.")
        } else {
            format!("The spot price for {name} is unknown: enter a discount.")
        })
    };
    let there = Memo::new(move |_| answer.with(Option::is_some));
    let table = Memo::new(move |_| {
        let one = buying.unit.get().trim_end_matches('s');
        let facts = |spot: &SpotAnswer| facts(spot, rate.get().unwrap_or_default(), spare.get(), one);
        let (now, was) = (answer.get(), before.get().flatten());
        table(now.as_ref().map(facts).unwrap_or_default(), was.as_ref().map(facts))
    });
    view! {
        <Show when=move || there.get() fallback=move || view! { <p class="buy-nospot" id="buy-nospot">{why_not}</p> }>
            <TableView table=table/>
        </Show>
    }
}

/// The facts as a table, beside the baseline.
fn table(now: Vec<Fact>, before: Option<Vec<Fact>>) -> Table {
    let row = |(at, (name, value, means)): (usize, Fact)| {
        let was = before.as_ref().and_then(|before| before.get(at)).map(|was| was.1.clone());
        Row::of([Cell::from(name), Cell::from(value).with_was(was), Cell::from(means)])
    };
    let columns = [Column::words("Measure"), Column::number("Value"), Column::words("What it means")];
    let rows = now.into_iter().enumerate().map(row);
    Table::new("buy-spot-answers", "Spot, in the first month").with_columns(columns).with_rows(rows)
}

/// What it is, how much, what it means.
type Fact = (&'static str, String, String);

fn facts(spot: &SpotAnswer, rate: f64, spare: u32, one: &str) -> Vec<Fact> {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let unknown = || "unknown".to_owned();
    let breakeven = match spot.breakeven_interruptions {
        None => ("any rate".to_owned(), "An interruption loses nothing, so any number is affordable.".to_owned()),
        Some(most) => (
            format!("{} an hour", text::number(most)),
            if most > 0.0 && rate > 0.0 {
                format!(
                    "Interruptions of a {one} at which spot saves nothing: {} times the entered {}.",
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
                "{}s on average: {} of the use above the commitment.",
                text::capitalised(one),
                text::percent(spot.share)
            ),
        ),
        (
            "Saving",
            spot.saving.map_or_else(unknown, signed),
            format!(
                "{} an hour while it runs; {} an hour effective, with fallback and repeated work.",
                hour(spot.price),
                hour(spot.hourly)
            ),
        ),
        (
            "Interruptions",
            format!("{} a month", text::number(spot.interruptions)),
            format!("All of them together; a {one} is unavailable {} of the time.", text::percent(spot.missing)),
        ),
        (
            "Repeated work",
            format!("{} a month", text::dollars(spot.rework_monthly)),
            "Work lost to interruptions, at the on-demand price.".to_owned(),
        ),
        (
            "On-demand fallback",
            format!("{} a month", text::dollars(spot.fallback_monthly)),
            "While spot is unavailable; zero without a fallback.".to_owned(),
        ),
        (
            "Chance of shortfall",
            spot.shortage.map_or_else(unknown, text::percent),
            format!(
                "Share of time with more unavailable than {}. A region-wide shortage is not included.",
                text::counted(spare.into(), "spare replica covers", "spare replicas cover")
            ),
        ),
        ("Break-even", breakeven.0, breakeven.1),
    ]
}
