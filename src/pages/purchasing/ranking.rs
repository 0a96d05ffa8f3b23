//! Every type that holds the fleet, ranked; the columns sort it.

use super::row::candidate_row;
use super::tools::ChoiceTools;
use super::view::{PurchasingView, ROWS};
use headroom_core::base::text;
use headroom_core::machines::catalog::Purchase;
use headroom_core::studies::machine_choice::SortBy;
use leptos::prelude::*;

/// The columns: what they are sorted by, their words, whether numbers stand in them.
const COLUMNS: [(SortBy, &str, bool); 7] = [
    (SortBy::Name, "Type", false),
    (SortBy::Monthly, "Fleet a month", true),
    (SortBy::Nodes, "Nodes", true),
    (SortBy::PerNode, "Replicas a node", true),
    (SortBy::Stranded, "Stranded on each", true),
    (SortBy::Hourly, "Node an hour", true),
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
    let n_rows = move || rows.with(|rows| rows.as_ref().map_or(0, Vec::len));
    let here = Memo::new(move |_| page.choice.with(Option::is_some));
    let says = move || {
        let fits = page.choice.with(|choice| choice.as_ref().map_or(0, |(_, choice)| choice.fits.len()));
        let n = n_rows();
        let place = page.place.get();
        let placed = page.fleet.with(|fleet| Some(fleet.as_ref()?.replicas_in(place.as_ref()?))).unwrap_or_default();
        let replicas = text::counted(placed, "replica", "replicas");
        let types = text::counted(fits as u64, "type", "types");
        let bought = match page.purchase.get() {
            Purchase::OnDemand => "bought by the hour",
            Purchase::OneYear => "committed for a year",
            Purchase::ThreeYears => "committed for three years",
            Purchase::Spot => "bought as spot, were all of it spot",
        };
        let hold = if fits == 1 { "holds" } else { "hold" };
        let hidden = fits - n.min(fits);
        let hidden =
            if hidden == 0 { String::new() } else { format!("; the filters hide {}", text::count(hidden as u64)) };
        format!("{} {hold} {replicas}, {bought}{hidden}.", text::capitalised(&types))
    };
    let body = move || {
        let (catalog, choice) = page.choice.get()?;
        let cheapest = choice.fits.iter().map(|fit| fit.monthly).min_by(f64::total_cmp).unwrap_or_default();
        let shown = page.shown.get();
        let places = rows.get()?.into_iter().take(shown);
        Some(places.filter_map(|place| candidate_row(page, &catalog, &choice, place, cheapest)).collect_view())
    };
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
                <h2>"Which machine"</h2>
                <ChoiceTools/>
                <p class="choice-says" role="status">{says}</p>
                <div class="scroll-x" tabindex="0" role="region" aria-label="Types that hold the fleet">
                    <table class="choice-table">
                        <thead><tr>{COLUMNS.into_iter().map(|column| heading(page, column)).collect_view()}<th scope="col"><span class="visually-hidden">"Use"</span></th></tr></thead>
                        <tbody>{body}</tbody>
                    </table>
                </div>
                {move || (n_rows() == 0).then(|| view! { <p id="choice-none">"Nothing that is looked at holds a replica. What was refused, and why, is below."</p> })}
                {more}
            </section>
        </Show>
    }
}

fn heading(page: PurchasingView, (by, words, is_number): (SortBy, &'static str, bool)) -> impl IntoView {
    let order = move || match page.sort.get() {
        (sorted, descending) if sorted == by => Some(if descending { "descending" } else { "ascending" }),
        _ => None,
    };
    let turn = move |_| {
        page.sort.update(|sort| *sort = (by, sort.0 == by && !sort.1));
        page.shown.set(ROWS);
    };
    let arrow = move || match order() {
        Some("ascending") => "▴",
        Some(_) => "▾",
        None => "",
    };
    view! {
        <th scope="col" class:value=is_number aria-sort=order>
            <button type="button" class="quiet sort" on:click=turn>{words}<span aria-hidden="true" class="sort-arrow">{arrow}</span></button>
        </th>
    }
}
