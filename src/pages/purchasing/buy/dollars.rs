//! A commitment in dollars: what it covers, what goes unused, what it saves.

use super::levels::signed;
use super::state::Buying;
use crate::components::table::{Column, Row, Table};
use crate::components::{Figure, TableView};
use crate::plots::purchase_dollars;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::plan::cost::SavingsPlanAnswer;
use leptos::prelude::*;
use std::sync::Arc;

/// What the commitment covers, saves and leaves unused.
fn table(unused: f64, answer: &SavingsPlanAnswer) -> Table {
    let hour = |amount: f64| text::quantity(amount, Dimension::DollarsPerHour);
    let share = |share: Option<f64>| text::or_unknown(share, text::percent);
    let discount = text::percent(answer.discount);
    let saving = answer.saving.map_or_else(|| "Unknown".to_owned(), signed);
    let rows = [
        ("Committed", hour(answer.hourly), "Paid every hour, used or not.".to_owned()),
        ("Costs least at", hour(answer.best_hourly), format!("The {discount} quantile of use, at the reduced rate.")),
        (
            "Covers",
            hour(answer.covers),
            format!("Use at on-demand prices: {} / (1 − {discount}).", hour(answer.hourly)),
        ),
        (
            "Saves per month",
            text::dollars(answer.monthly_saving),
            format!("{saving} of the eligible compute, over {}.", answer.term.words()),
        ),
        (
            "Utilization",
            share(answer.utilization),
            format!("{} goes unused in the first month; nothing carries over to the next hour.", text::dollars(unused)),
        ),
        ("Coverage", share(answer.coverage), "The rest is paid on-demand.".to_owned()),
    ];
    let columns = [Column::words("Measure"), Column::number("Value"), Column::words("What it means")];
    let row = |(name, value, says): (&str, String, String)| Row::of([name.to_owned(), value, says]);
    let caption = "Commitment in dollars, over all services";
    Table::new("buy-dollars", caption).with_columns(columns).with_rows(rows.into_iter().map(row))
}

/// The answers, where the plan commits to dollars.
#[component]
pub fn Dollars() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let savings = Memo::new(move |_| session.evaluation().cost.savings);
    let used = buying.dollars;
    let there = Memo::new(move |_| used.with(Option::is_some) && savings.with(Option::is_some));
    let week = Memo::new(move |_| used.get().map(|used| Arc::new(purchase_dollars::covered_week(&used))));
    let cost = Memo::new(move |_| used.get().map(|used| Arc::new(purchase_dollars::cost_by_commitment(&used))));
    let table = Memo::new(move |_| match (used.get(), savings.get()) {
        (Some(used), Some(answer)) => table(used.unused, &answer),
        _ => Table::default(),
    });
    view! {
        <Show when=move || there.get()>
            <TableView table=table/>
            <Figure chart=week/>
            <Figure chart=cost/>
        </Show>
    }
}
