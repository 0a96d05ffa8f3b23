//! Every instance type that fits the fleet, ranked; the columns sort it.

use super::prices::price_details;
use super::row::{Of, row};
use super::tools::ChoiceTools;
use super::view::{PurchasingView, ROWS};
use crate::components::TableView;
use crate::components::table::{Column, Sort, Table};
use crate::edit::Change;
use headroom_core::base::text;
use headroom_core::machines::catalog::Purchase;
use headroom_core::studies::machine_choice::SortBy;
use leptos::prelude::*;

/// The columns: what they are sorted by, their words, whether numbers stand in them.
const COLUMNS: [(SortBy, &str, bool); 7] = [
    (SortBy::Name, "Type", false),
    (SortBy::Monthly, "Fleet per month", true),
    (SortBy::Nodes, "Nodes", true),
    (SortBy::PerNode, "Replicas per node", true),
    (SortBy::Unused, "Unused per node", true),
    (SortBy::Hourly, "Per node-hour", true),
    (SortBy::Date, "Price", false),
];

/// The section.
#[component]
pub fn RankingSection() -> impl IntoView {
    let page = PurchasingView::here();
    let rows = Memo::new(move |_| {
        let (by, descending) = page.sort.get();
        let filter = page.filter.get();
        page.choice
            .with(|choice| choice.as_ref().map(|(catalog, choice)| choice.rows(catalog, &filter, by, descending)))
    });
    let active = page.session.service_part(|service| service.cost.machine.clone());
    let n_rows = move || rows.with(|rows| rows.as_ref().map_or(0, Vec::len));
    let here = Memo::new(move |_| page.choice.with(Option::is_some));
    let says = move || says(page, n_rows());
    let table = Memo::new(move |_| {
        let sort = page.sort.get();
        let (active, most) = (active.get(), page.shown.get());
        let shown: Vec<usize> = rows.with(|rows| rows.iter().flatten().copied().take(most).collect());
        page.choice.with(|choice| {
            let (catalog, choice) = choice.as_ref()?;
            let today = page.session.today();
            let open = page.open.get();
            let cheapest = choice.fits.iter().map(|fit| fit.monthly).min_by(f64::total_cmp).unwrap_or_default();
            let of = Of { catalog, cheapest, today, active: active.as_ref(), open };
            let rows = shown.iter().filter_map(|at| row(&of, choice.fits.get(*at)?));
            Some(ranked(sort).with_rows(rows))
        })
    });
    let table = Signal::derive(move || table.get().unwrap_or_default());
    let candidate = move |key: &str| {
        let instance: usize = key.parse().ok()?;
        let (catalog, choice) = page.choice.get_untracked()?;
        let candidate = choice.fits.iter().find(|fit| fit.instance == instance)?.clone();
        Some((catalog, candidate))
    };
    let press = Callback::new(move |(key, act): (String, &'static str)| {
        let Some((catalog, candidate)) = candidate(&key) else { return };
        if act == "prices" {
            let instance = candidate.instance;
            page.open.update(|open| *open = if *open == Some(instance) { None } else { Some(instance) });
        } else if let Some(snapshot) = PurchasingView::snapshot(&catalog, &candidate) {
            let snapshot = snapshot.with_catalog_prices(&catalog, &page.session.scenario_now().regions);
            page.session.edit_service(Change::Edit, move |service| service.cost.machine = Some(snapshot));
        }
    });
    let detail = Callback::new(move |key: String| match candidate(&key) {
        Some((catalog, candidate)) => price_details(page, &catalog, &candidate).into_any(),
        None => ().into_any(),
    });
    let turn = Callback::new(move |column: usize| {
        let Some((by, ..)) = COLUMNS.get(column) else { return };
        page.sort.update(|sort| *sort = (*by, sort.0 == *by && !sort.1));
        page.shown.set(ROWS);
    });
    let more = move || {
        let left = n_rows().saturating_sub(page.shown.get());
        (left > 0).then(|| {
            let words = format!("Show {} more of {}", left.min(ROWS), text::count(left as u64));
            view! { <button type="button" id="choice-more" on:click=move |_| page.shown.update(|shown| *shown += ROWS)>{words}</button> }
        })
    };
    view! {
        <Show when=move || here.get()>
            <section class="choice" id="choice">
                <h2>"Compare instance types"</h2>
                <ChoiceTools/>
                <p class="choice-says" role="status">{says}</p>
                <div class="choice-table"><TableView table=table on_press=press on_head=turn detail=detail/></div>
                {move || (n_rows() == 0).then(|| view! { <p id="choice-none">"No instance type within the filters fits a replica. What does not fit, and why, is below."</p> })}
                {more}
            </section>
        </Show>
    }
}

/// How many types fit how many replicas, bought how.
fn says(page: PurchasingView, n_rows: usize) -> String {
    let fits = page.choice.with(|choice| choice.as_ref().map_or(0, |(_, choice)| choice.fits.len()));
    let place = page.place.get();
    let placed = page.fleet.with(|fleet| Some(fleet.as_ref()?.replicas_in(place.as_ref()?))).unwrap_or_default();
    let replicas = text::counted(placed, "replica", "replicas");
    let types = text::counted(fits as u64, "type", "types");
    let bought = match page.purchase.get() {
        Purchase::OnDemand => "on-demand",
        Purchase::OneYear => "with a 1-year commitment",
        Purchase::ThreeYears => "with a 3-year commitment",
        Purchase::Spot => "all on spot",
    };
    let hold = if fits == 1 { "fits" } else { "fit" };
    let hidden = match fits - n_rows.min(fits) {
        0 => String::new(),
        hidden => format!("; {} hidden by the filters", text::count(hidden as u64)),
    };
    format!("{} {hold} {replicas}, {bought}{hidden}.", text::capitalised(&types))
}

/// The table without its rows.
fn ranked((sorted, descending): (SortBy, bool)) -> Table {
    let columns = COLUMNS.into_iter().map(|(by, words, is_number)| {
        let sort = match (by == sorted, descending) {
            (false, _) => Sort::Not,
            (true, false) => Sort::Ascending,
            (true, true) => Sort::Descending,
        };
        Column { is_number, ..Column::words(words).sorted(sort) }
    });
    Table::new("choice-ranking", "Instance types that fit the fleet").titled_above().with_columns(columns)
}
