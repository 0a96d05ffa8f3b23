//! What a price history says of one machine in one zone, and taking its price over.

use super::super::bidding::Bids;
use super::super::levels::signed;
use super::state::{HistoryState, take_over};
use crate::components::Figure;
use crate::components::table::{Column, Row, Table};
use crate::components::{Pick, TableView};
use crate::plots::purchase_prices;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::time::SECONDS_PER_DAY;
use headroom_core::base::units::NodePrice;
use headroom_core::formulas::finance::saving;
use headroom_core::machines::spot_history::SpotStatistics;
use leptos::prelude::*;
use std::sync::Arc;

/// The series, its chart, its figures, its bids.
#[component]
pub fn Found(
    /// The history.
    state: HistoryState,
) -> impl IntoView {
    let session = Session::here();
    let choices = Signal::derive(move || {
        state.found.with(|found| {
            let series = found.iter().flat_map(|(_, history)| &history.series);
            let words = |series: &headroom_core::machines::spot_history::SpotSeries| {
                format!("{} ({})", series.name(), text::counted(series.statistics.prices as u64, "price", "prices"))
            };
            series.enumerate().map(|(place, series)| (place, words(series))).collect::<Vec<_>>()
        })
    });
    let found = Memo::new(move |_| {
        let (_, history) = state.found.get()?;
        let series = history.series.get(state.chosen.get())?;
        Some((series.clone(), series.statistics, history.has_times))
    });
    let on_demand = session.service_part(|service| service.cost.machine.as_ref()?.on_demand.map(|price| price.get()));
    let machine = session.service_part(|service| service.cost.machine.as_ref().map(|machine| machine.name.to_string()));
    let chart = Memo::new(move |_| {
        let (series, statistics, has_times) = found.get()?;
        Some(Arc::new(purchase_prices::spot_prices(&series, &statistics, has_times, on_demand.get())))
    });
    let name = move || {
        state.found.with(|found| {
            found.as_ref().map(|(name, history)| {
                let rows = text::counted(history.rows as u64, "price", "prices");
                format!("{name}: {rows} in {} series", text::count(history.series.len() as u64))
            })
        })
    };
    let table = move || {
        found.get().map(|(_, found, _)| view! { <TableView table=Signal::stored(figures(&found, on_demand.get()))/> })
    };
    let bids = move || found.get().map(|(_, found, _)| view! { <Bids found=found/> });
    let take = move |_| {
        let mean = found.with_untracked(|found| found.as_ref().map(|(_, found, _)| found.mean));
        if let Some(price) = mean.and_then(|mean| NodePrice::new(mean).ok()) {
            take_over(session, price);
        }
    };
    let other = move || {
        let (series, _, _) = found.get()?;
        let own = machine.get()?;
        (!series.machine.is_empty() && series.machine != own).then(|| {
            view! { <p class="hint" id="spot-history-other">{format!("These prices are for {}; the service runs on {own}.", series.machine)}</p> }
        })
    };
    let tools = move || {
        if machine.get().is_some() {
            view! { <button type="button" class="primary" id="spot-history-take" on:click=take>"Use the mean as the spot price"</button> }.into_any()
        } else {
            view! { <p class="hint">"Select an instance type to use this price in the plan."</p> }.into_any()
        }
    };
    view! {
        <p class="import-file">{name}</p>
        <Show when=move || choices.with(|choices| { choices.len() > 1 })>
            <Pick id="spot-history-series" label="Instance type, zone, product" choices=choices value=state.chosen set=move |place| state.chosen.set(place)/>
        </Show>
        <Figure chart=chart/>
        {table}
        {other}
        <div class="import-actions">
            {tools}
            <button type="button" id="spot-history-close" on:click=move |_| state.close()>"Read another file"</button>
        </div>
        {bids}
    }
}

/// The figures of a series.
fn figures(found: &SpotStatistics, on_demand: Option<f64>) -> Table {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let against = |price: f64| on_demand.and_then(|own| saving(own, price)).map(signed).unwrap_or_default();
    let days = (found.until - found.from) / SECONDS_PER_DAY;
    let span = match found.changes_a_day {
        Some(changes) => format!("{} changes a day over {} days", text::number(changes), text::number(days)),
        None => "no timestamps in the file".to_owned(),
    };
    let rows = [
        ("Time-weighted mean", found.mean),
        ("Lowest", found.lowest),
        ("Highest", found.highest),
        ("Last", found.last),
    ];
    let row = |(name, price): (&str, f64)| Row::of([name.to_owned(), hour(price), against(price)]);
    let columns = [Column::words("Price"), Column::number("Per hour"), Column::number("vs on-demand")];
    let caption = format!("{}, {span}", text::counted(found.prices as u64, "price", "prices"));
    Table::new("spot-history-figures", caption).with_columns(columns).with_rows(rows.into_iter().map(row))
}
