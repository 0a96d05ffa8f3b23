//! Every price of a type where it was compared: amount, standing, date, age, source.

use super::view::PurchasingView;
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::machines::catalog::{Catalog, Purchase};
use headroom_core::studies::machine_choice::{Candidate, SiteNodes, an_hour, months_old, price_facts};
use leptos::prelude::*;

fn bought(purchase: Purchase) -> &'static str {
    match purchase {
        Purchase::OnDemand => "On-demand",
        Purchase::OneYear => "1 year",
        Purchase::ThreeYears => "3 years",
        Purchase::Spot => "Spot",
    }
}

/// A table for each region.
pub fn price_details(page: PurchasingView, catalog: &Catalog, candidate: &Candidate) -> impl IntoView + use<> {
    let instance = candidate.instance;
    let tables = candidate.sites.iter().map(|site| one_region(page, catalog, instance, site)).collect::<Vec<_>>();
    let arithmetic = candidate.arithmetic(untrack(|| page.terms()));
    let arithmetic = arithmetic.into_iter().map(|line| view! { <li><code>{line}</code></li> }).collect::<Vec<_>>();
    let accelerator = catalog.types().get(instance).and_then(|row| row.accelerators.as_ref());
    let accelerator = accelerator.and_then(|has| catalog.accelerator(&has.model)).map(|kind| {
        let bandwidth = kind.memory_bandwidth.map(|gbs| format!(", {} GB/s of memory bandwidth", text::number(gbs)));
        let flops = kind.bf16.map(|tflops| format!(", {} TFLOPS dense at bf16", text::number(tflops)));
        let power = kind.power.map(|watts| format!(", {} W", text::number(watts)));
        let parts = [bandwidth, flops, power].into_iter().flatten().collect::<String>();
        format!("{} {} ({}){parts}.", kind.vendor, kind.model, kind.generation)
    });
    view! { {tables}<ul class="arithmetic">{arithmetic}</ul>{accelerator.map(|words| view! { <p>{words}</p> })} }
}

fn one_region(page: PurchasingView, catalog: &Catalog, instance: usize, site: &SiteNodes) -> impl IntoView + use<> {
    let today = page.session.today();
    let offer = catalog.prices_of(instance).find(|offer| offer.region == site.region);
    let interruption = offer.and_then(|offer| offer.interruption).map(|taken| {
        let high = taken.high.map_or_else(|| "or more".to_owned(), |high| format!("to {}", text::percent(high)));
        format!("AWS Spot Advisor: interruption frequency {} {high} a month.", text::percent(taken.low))
    });
    let row = |purchase: &Purchase| {
        let price = offer.and_then(|offer| Some((offer, catalog.price_or_estimate(offer, *purchase)?)));
        let facts = price.and_then(|(_, price)| price_facts(catalog, price, today));
        let Some(((offer, price), facts)) = price.zip(facts) else { return Row::of([bought(*purchase), "unknown"]) };
        let is_usual = offer.of(*purchase).is_none();
        let standing = Cell::from(if is_usual { "estimate from the usual discount" } else { facts.standing });
        let as_of = Cell::from(facts.as_of.clone()).with_note(months_old(facts.age));
        let warned = |cell: Cell, warns: bool| if warns { cell.toned(Standing::Tight) } else { cell };
        let notes =
            facts.payment.map(str::to_owned).into_iter().chain((!facts.note.is_empty()).then(|| facts.note.clone()));
        let from = std::iter::once(facts.sources.clone()).chain(notes).collect::<Vec<_>>().join("; ");
        Row::of([
            Cell::from(bought(*purchase)),
            Cell::from(an_hour(price.usd)),
            warned(standing, is_usual || facts.is_estimate),
            warned(as_of, facts.is_old),
            Cell::from(from),
        ])
    };
    let columns = [
        Column::words("Pricing"),
        Column::number("Per node-hour"),
        Column::words("Confidence"),
        Column::words("As of"),
        Column::words("Source"),
    ];
    let caption = format!(
        "{}: {} for {}",
        site.region,
        text::counted(site.nodes.into(), "node", "nodes"),
        text::counted(site.replicas.into(), "replica", "replicas")
    );
    let table = Table::new(format!("prices-{}", site.region), caption);
    let table = table.with_columns(columns).with_rows(Purchase::ALL.iter().map(row));
    view! {
        <TableView table=Signal::stored(table)/>
        {interruption.map(|words| view! { <p>{words}</p> })}
    }
}
