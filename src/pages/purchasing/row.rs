//! One type of the ranking, and its prices when it is opened.

use super::prices::price_details;
use super::view::PurchasingView;
use crate::edit::Change;
use headroom_core::base::text;
use headroom_core::machines::catalog::Catalog;
use headroom_core::studies::machine_choice::{
    Candidate, Choice, a_month, an_hour, price_facts, provider_name, specs, stranded,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Columns of the table.
const COLUMNS: &str = "8";

/// A row, and below it the prices while it is open.
pub fn candidate_row(
    page: PurchasingView,
    catalog: &Arc<Catalog>,
    choice: &Choice,
    place: usize,
    cheapest: f64,
) -> Option<impl IntoView + use<>> {
    let candidate = choice.fits.get(place)?;
    let row = catalog.types().get(candidate.instance)?;
    let (instance, name) = (candidate.instance, format!("{} {}", provider_name(&row.provider), row.name));
    let snapshot = PurchasingView::snapshot(catalog, candidate)?;
    let key = (snapshot.provider.clone(), snapshot.name.clone(), snapshot.region.clone());
    let is_in_force = page.session.service_part(move |service| {
        let machine = service.cost.machine.as_ref();
        machine.is_some_and(|machine| (&machine.provider, &machine.name, &machine.region) == (&key.0, &key.1, &key.2))
    });
    let take = move |_| {
        let snapshot = snapshot.clone();
        page.session.edit_service(Change::Edit, move |service| service.cost.machine = Some(snapshot));
    };
    let is_open = Memo::new(move |_| page.open.get() == Some(instance));
    let toggle = move |_| page.open.update(|open| *open = if *open == Some(instance) { None } else { Some(instance) });
    let regions = match candidate.sites.as_slice() {
        [one] => one.region.clone(),
        several => several.iter().map(|site| site.region.as_str()).collect::<Vec<_>>().join(", "),
    };
    let over = if cheapest > 0.0 { candidate.monthly / cheapest - 1.0 } else { 0.0 };
    let over = (over >= 0.0005).then(|| view! { <small>"+"{text::percent(over)}</small> });
    let label = format!("Use {name} in {regions}");
    let details = {
        let (catalog, candidate) = (Arc::clone(catalog), candidate.clone());
        move || {
            is_open.get().then(|| {
                view! { <tr class="choice-details"><td colspan=COLUMNS>{price_details(page, &catalog, &candidate)}</td></tr> }
            })
        }
    };
    let button = format!("{name}: prices");
    Some(view! {
        <tr class:chosen=is_in_force>
            <th scope="row">
                <button type="button" class="link" aria-expanded=move || is_open.get().to_string() title=button on:click=toggle>{name.clone()}</button>
                <small class="choice-specs">{specs(row)}</small>
                <small class="choice-region">{regions}</small>
            </th>
            <td class="value">{a_month(candidate.monthly)}{over}</td>
            <td class="value">{text::count(candidate.nodes)}</td>
            <td class="value">{text::count(candidate.packing.replicas)}</td>
            <td class="value plain">{stranded(&candidate.packing).unwrap_or_else(|| "nothing".to_owned())}</td>
            <td class="value">{an_hour(candidate.hourly)}</td>
            <td class="choice-price">{price_cell(page, catalog, candidate)}</td>
            <td class="choice-use"><button type="button" class="small" aria-label=label aria-pressed=move || is_in_force.get().to_string() on:click=take>
                {move || if is_in_force.get() { "In force" } else { "Use" }}</button></td>
        </tr>
        {details}
    })
}

/// Standing and age of the oldest price in it.
fn price_cell(page: PurchasingView, catalog: &Catalog, candidate: &Candidate) -> impl IntoView + use<> {
    let today = page.session.today();
    let facts = candidate.sites.iter().filter_map(|site| price_facts(catalog, site.price, today));
    let oldest = facts.max_by_key(|facts| facts.age.at_least);
    let is_usual = candidate.sites.iter().any(|site| site.is_usual_discount);
    let is_estimate = candidate.is_estimate(catalog);
    oldest.map(|facts| {
        let words = if is_usual { "estimate by the usual discount".to_owned() } else { facts.in_short() };
        view! { <span class:tight=is_estimate || facts.is_old>{words}</span> }
    })
}
