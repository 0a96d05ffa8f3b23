//! The phases, the regions and the alerts of the drill as tables.

use super::state::DrillView;
use super::verdict::count;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::text;
use headroom_core::studies::drill::{DrillAnswer, RegionInDrill, alert_words};
use leptos::prelude::*;

/// The tables.
#[component]
pub fn DrillTables() -> impl IntoView {
    let drill = DrillView::here();
    let table = move |of: fn(&DrillAnswer) -> Table| {
        Memo::new(move |_| {
            drill.drilled.with(|found| found.as_ref().map(|found| of(&found.answer)).unwrap_or_default())
        })
    };
    let there = Memo::new(move |_| drill.drilled.with(Option::is_some));
    view! {
        <Show when=move || there.get()><TableView table=table(regions)/></Show>
        <details class="drill-more" id="drill-phases">
            <summary>"Phases and alerts, minute by minute"</summary>
            <Show when=move || there.get()><TableView table=table(moments)/></Show>
        </details>
    }
}

fn regions(answer: &DrillAnswer) -> Table {
    let row = |region: &RegionInDrill| {
        let (fewest, most) = region.replicas;
        let replicas = if fewest == most {
            text::count(most)
        } else {
            format!("{}\u{2013}{}", text::count(fewest), text::count(most))
        };
        let outside = if region.outside > 0.0 { text::seconds(region.outside) } else { "none".to_owned() };
        Row::of([
            Cell::from(region.name.clone()).with_note(if region.place == answer.struck { "failed" } else { "" }),
            Cell::from(text::si(region.peak_load)),
            Cell::from(text::si(region.planned)),
            Cell::from(replicas),
            Cell::from(count(region.lost)),
            Cell::from(count(region.late)),
            Cell::from(count(region.longest_queue)),
            Cell::from(outside),
            Cell::from(region.cause.map_or("", |cause| cause.words())),
        ])
    };
    let columns = [
        Column::words("Region"),
        Column::number("Peak load, requests/s"),
        Column::number("Planned load, requests/s"),
        Column::number("Replicas"),
        Column::number("Lost"),
        Column::number("Late"),
        Column::number("Longest backlog"),
        Column::number("Violations"),
        Column::words("Main cause"),
    ];
    let caption = "Each region in the drill";
    Table::new("drill-by-region", caption).with_columns(columns).with_rows(answer.regions.iter().map(row))
}

fn moments(answer: &DrillAnswer) -> Table {
    let since = |at: f64| {
        let after = answer.since_failure(at);
        if after > 0.0 { format!("+{}", text::seconds(after)) } else { "0 s".to_owned() }
    };
    let phases = answer.phases_in_order().into_iter().map(|phase| {
        Row::of([text::capitalised(phase.name), since(phase.at), answer.moment(phase.at), phase.means.to_owned()])
    });
    let alerts = answer.alerts.iter().map(|alert| {
        let (after, at, lasts) = match alert.fired {
            Some(at) => (since(at), answer.moment(at), format!("Fires for {}.", text::seconds(alert.length))),
            None => ("never".to_owned(), String::new(), "Does not fire.".to_owned()),
        };
        Row::of([text::capitalised(&alert_words(alert)), after, at, lasts])
    });
    let columns = [
        Column::words("Phase or alert"),
        Column::number("After the failure"),
        Column::words("At"),
        Column::words("What it means"),
    ];
    Table::new("drill-moments", "Phases and alerts").with_columns(columns).with_rows(phases.chain(alerts))
}
