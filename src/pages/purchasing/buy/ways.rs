//! Ways to buy side by side, each applied with one press.

use super::levels::signed;
use super::state::Buying;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::studies::ways_to_buy::{Way, WayAnswer};
use leptos::prelude::*;

/// The ways as a table.
fn table(ways: &[WayAnswer], unit: &str, interruptible: bool) -> Table {
    let columns = [
        Column::words("Purchase mix"),
        Column::number("Compute per month"),
        Column::number("vs on-demand"),
        Column::words(format!("{} committed / spot / on-demand", text::capitalised(unit))),
        Column::number("Interruptions per month"),
        Column::number("Chance of shortfall"),
    ];
    let rows = ways.iter().map(|answer| row(answer, interruptible));
    Table::new("buy-ways", "Purchase mixes, the first year").with_columns(columns).with_rows(rows)
}

fn row(answer: &WayAnswer, interruptible: bool) -> Row {
    let unknown = || "unknown".to_owned();
    let layer = answer.layer;
    let parts = [layer.committed + layer.idle, layer.spot, layer.on_demand].map(text::number).join(" / ");
    let (interruptions, short) = if layer.spot > 0.0 {
        (text::number(answer.interruptions), answer.shortage.map_or_else(unknown, text::percent))
    } else {
        (String::new(), String::new())
    };
    let name = match answer.way {
        None => Cell::from("As entered"),
        Some(way) => Cell::from(way.name)
            .with_note(words_of(way, interruptible))
            .with_press(Press::new("apply", "Apply", way.name).enabled(answer.monthly.is_some())),
    };
    let cells = [
        name,
        Cell::from(answer.monthly.map_or_else(|| "no price known".to_owned(), text::dollars)),
        Cell::from(answer.saving.map_or_else(unknown, signed)),
        Cell::from(if answer.monthly.is_some() { parts } else { String::new() }),
        Cell::from(interruptions),
        Cell::from(short),
    ];
    Row::of(cells).with_key(answer.way.map_or("", |way| way.slug)).selected(answer.way.is_none())
}

/// The table.
#[component]
pub fn WayTable() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let interruptible = session.answer(|service| service.cost.terms.interruptible);
    let found =
        Memo::new(move |_| table(&buying.ways.get(), buying.unit.get(), interruptible.get().unwrap_or_default()));
    let press = Callback::new(move |(slug, _): (String, &'static str)| {
        let ways = buying.ways.get_untracked();
        if let Some(way) = ways.iter().filter_map(|answer| answer.way).find(|way| way.slug == slug) {
            apply(session, way);
        }
    });
    view! {
        <TableView table=found on_press=press/>
        <p class="buy-lesson">"In layers: commit to what is always in use, because those hours are certain; buy the variable part on-demand; run what tolerates interruptions on spot. Committing to the peak reserves hours that go unused; buying everything on-demand pays the highest price for hours that were certain."</p>
    }
}

fn words_of(way: &Way, interruptible: bool) -> String {
    let mut words = way.says.to_owned();
    if way.interrupts() && !interruptible {
        words.push_str(" Only for what tolerates interruptions; not all that runs on these nodes does.");
    }
    format!("{words} Source: {}.", way.source)
}

/// Buys in a way: one step, for the plan and the selected service with those that share its nodes.
fn apply(session: Session, way: &'static Way) {
    let id = untrack(|| session.service_id());
    session.edit(Change::Edit, |scenario| {
        way.apply(scenario, id);
    });
}
