//! What can be paid in advance, by what it is worth today.

use super::state::Buying;
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::cost::UpfrontCost;
use headroom_core::plan::scenario::cost::Upfront;
use leptos::prelude::*;

/// The table; none where nothing would be committed.
#[component]
pub fn Payments() -> impl IntoView {
    let (session, buying) = (Session::here(), Buying::here());
    let rate = session.part(|scenario| scenario.cost.discount_rate.get());
    let rows = Memo::new(move |_| {
        let (plan, study) = (buying.plan.get(), buying.study.get());
        let (Some(plan), Some(study)) = (plan, study) else { return Vec::new() };
        study.payments(&plan, rate.get())
    });
    let table = Memo::new(move |_| {
        let upfront = buying.plan.with(|plan| Some(plan.as_ref()?.commitment.as_ref()?.upfront));
        let chosen = upfront.filter(|_| buying.commits.get());
        rows.with(|rows| table(rows, chosen, rate.get()))
    });
    let there = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    view! {
        <Show when=move || there.get()>
            <TableView table=table/>
            <p class="hint buy-note">"All at the same effective hourly price, for one term. Providers discount upfront payment by a few per cent more: worth it if that exceeds the last column."</p>
        </Show>
    }
}

/// Ways to pay side by side.
fn table(rows: &[UpfrontCost], chosen: Option<Upfront>, rate: f64) -> Table {
    let row = |row: &UpfrontCost| {
        let back = match row.breakeven_month {
            Some(month) if month < 0.05 => "immediately".to_owned(),
            Some(month) => text::number(month),
            None => "not within the term".to_owned(),
        };
        let needed = if row.advance > 0.0 { text::percent(row.needed_discount) } else { String::new() };
        let cells = [
            text::capitalised(row.upfront.words()),
            text::dollars(row.advance),
            text::dollars(row.monthly),
            text::dollars(row.paid),
            text::dollars(row.present_value),
            back,
            needed,
        ];
        Row::of(cells).selected(chosen == Some(row.upfront))
    };
    let columns = [
        Column::words("Payment"),
        Column::number("Upfront"),
        Column::number("Monthly"),
        Column::number("Total"),
        Column::number("Present value (NPV)"),
        Column::number("Payback month"),
        Column::number("Break-even extra discount"),
    ];
    let caption = format!("Payment options, at a discount rate of {} a year", text::percent(rate));
    Table::new("buy-payments", caption).with_columns(columns).with_rows(rows.iter().map(row))
}
