//! Ways to buy side by side, each applied with one press.

use super::levels::signed;
use super::state::Buying;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::components::{Progress, TableView};
use crate::edit::Change;
use crate::pages::shared::{Offer, checked};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scenario::Scenario;
use headroom_core::studies::effect::Effect;
use headroom_core::studies::ways_to_buy::{Way, WayAnswer};
use leptos::prelude::*;
use std::sync::Arc;

/// The ways as a table.
fn table(ways: &[WayAnswer], effects: Option<&[Option<Effect>]>, unit: &str, interruptible: bool) -> Table {
    let columns = [
        Column::words("Purchase mix"),
        Column::number("Compute per month"),
        Column::number("vs on-demand"),
        Column::words(format!("{} committed / spot / on-demand", text::capitalised(unit))),
        Column::number("Interruptions per month"),
        Column::number("Chance of shortfall"),
    ];
    let mut place = 0..;
    let rows = ways.iter().map(|answer| {
        // Those that can be bought were tried on the whole plan, in this order.
        let place = is_offered(answer).then(|| place.next()).flatten();
        let effect = place.map(|place: usize| effects.and_then(|effects| effects.get(place)?.as_ref()));
        row(answer, effect, interruptible)
    });
    Table::new("buy-ways", "Purchase mixes, the first year").with_columns(columns).with_rows(rows)
}

/// Whether a way can be bought: it is not what is entered already, and its prices are known.
fn is_offered(answer: &WayAnswer) -> bool {
    answer.way.is_some() && answer.monthly.is_some()
}

/// A way, with what it does to the whole plan, where it can be bought, as soon as that is known.
fn row(answer: &WayAnswer, effect: Option<Option<&Effect>>, interruptible: bool) -> Row {
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
            .with_note(match effect {
                None => String::new(),
                Some(None) => "Checking on the whole plan".to_owned(),
                Some(Some(effect)) => format!("Whole plan: {}.", effect.words()),
            })
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
    let offers = Memo::new(move |_| {
        let (ways, scenario, id) = (buying.ways.get(), session.scenario(), session.service_id());
        let offer = |way: &'static Way| {
            let mut plan = Scenario::clone(&scenario);
            way.apply(&mut plan, id);
            Offer { change: way.name.to_owned(), effect: String::new(), plan: Arc::new(plan) }
        };
        ways.iter().filter(|answer| is_offered(answer)).filter_map(|answer| answer.way).map(offer).collect::<Vec<_>>()
    });
    let (effects, state) = checked(offers);
    let found = Memo::new(move |_| {
        let effects = effects.get();
        table(&buying.ways.get(), effects.as_deref(), buying.unit.get(), interruptible.get().unwrap_or_default())
    });
    let press = Callback::new(move |(slug, _): (String, &'static str)| {
        let ways = buying.ways.get_untracked();
        if let Some(way) = ways.iter().filter_map(|answer| answer.way).find(|way| way.slug == slug) {
            apply(session, way);
        }
    });
    view! {
        <TableView table=found on_press=press/>
        <Progress state what="Checking on the whole plan"/>
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
