//! Every price of a type where it was compared: amount, standing, date, age, source.

use super::view::PurchasingView;
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
        format!("Spot capacity of it was taken back for {} {high} a month.", text::percent(taken.low))
    });
    let rows = Purchase::ALL.iter().map(|purchase| {
        let price = offer.and_then(|offer| Some((offer, catalog.price_or_estimate(offer, *purchase)?)));
        let facts = price.and_then(|(_, price)| price_facts(catalog, price, today));
        let Some(((offer, price), facts)) = price.zip(facts) else {
            return view! { <tr><th scope="row">{bought(*purchase)}</th><td class="value">"unknown"</td><td colspan="3"></td></tr> }.into_any();
        };
        let is_usual = offer.of(*purchase).is_none();
        let standing = if is_usual { "estimate by the usual discount" } else { facts.standing };
        let notes = facts.payment.map(str::to_owned).into_iter().chain((!facts.note.is_empty()).then(|| facts.note.clone()));
        let from = std::iter::once(facts.sources.clone()).chain(notes).collect::<Vec<_>>().join("; ");
        view! {
            <tr>
                <th scope="row">{bought(*purchase)}</th>
                <td class="value">{an_hour(price.usd)}</td>
                <td class:tight=is_usual || facts.is_estimate>{standing}</td>
                <td class:tight=facts.is_old>{facts.as_of.clone()}<small>{months_old(facts.age)}</small></td>
                <td>{from}</td>
            </tr>
        }
        .into_any()
    });
    let rows = rows.collect::<Vec<_>>();
    let caption = format!(
        "{}: {} for {}",
        site.region,
        text::counted(site.nodes.into(), "node", "nodes"),
        text::counted(site.replicas.into(), "replica", "replicas")
    );
    view! {
        <table class="price-table">
            <caption>{caption}</caption>
            <thead><tr><th scope="col">"Bought"</th><th scope="col" class="value">"A node an hour"</th><th scope="col">"Standing"</th><th scope="col">"As of"</th><th scope="col">"Source"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {interruption.map(|words| view! { <p>{words}</p> })}
    }
}
