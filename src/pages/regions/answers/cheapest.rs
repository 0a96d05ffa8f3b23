//! The cheapest placement that survives, beside what is planned, with what proves it and what drives it.

use super::super::view::{RegionsView, name, names_of};
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::regions::{CheapestPlacement, Driver, RegionAnswer, RegionsPlan};
use headroom_core::plan::scenario::adjust::Lever;
use leptos::prelude::*;

/// Most drivers in words.
const MOST_DRIVERS: usize = 5;

/// What it would save, in a sentence.
fn saving(cheapest: &CheapestPlacement) -> Option<String> {
    let saving = cheapest.saving?;
    Some(match saving {
        saving if text::is_no_change(saving) => "No surviving placement is cheaper than the plan.".to_owned(),
        saving if saving > 0.0 => {
            format!(
                "By throughput alone, {} less than the plan; what it does to the whole plan stands below.",
                text::percent(saving)
            )
        }
        saving => format!("It costs {} more than the plan, which survives less.", text::percent(-saving)),
    })
}

/// What proves it.
fn proof(cheapest: &CheapestPlacement, priced: bool) -> Option<String> {
    let (linear, gap, bound) = (cheapest.linear?, cheapest.gap?, cheapest.bound()?);
    let amount = |value: f64| if priced { format!("{}/h", text::dollars(value)) } else { text::number(value) };
    let unit = if priced { "" } else { ", in prices relative to each other" };
    let rounding = cheapest.rounding.map_or_else(String::new, |rounding| {
        format!(" Whole replicas add {}; spare ones come on top.", text::percent(rounding.max(0.0)))
    });
    let gap = text::small_percent(gap.abs());
    Some(format!(
        "The linear program finds {} (primal){unit}; its dual proves that nothing is below {}: a gap of {gap}.{rounding}",
        amount(linear),
        amount(bound)
    ))
}

fn driver(plan: &RegionsPlan, driver: &Driver, priced: bool) -> String {
    let lost =
        if driver.lost.is_empty() { String::new() } else { format!(", with {} lost", names_of(plan, &driver.lost)) };
    let weight = if priced { format!("{} an hour", text::dollars(driver.weight)) } else { text::number(driver.weight) };
    let rate = text::number(driver.load);
    format!(
        "{rate} requests/s must be served within {}{lost}: one request/s more costs {weight}.",
        names_of(plan, &driver.within)
    )
}

/// Replicas as planned and in the cheapest placement.
fn table(plan: &RegionsPlan) -> Table {
    let row = |(region, replicas): (&RegionAnswer, &u32)| {
        let change = text::difference((*replicas).into(), region.replicas.into(), text::number);
        Row::of([
            name(&region.name, region.id),
            text::count(region.replicas),
            text::count(*replicas),
            change.unwrap_or_else(|| "no change".to_owned()),
        ])
    };
    let hosts = plan.regions.iter().zip(&plan.cheapest.replicas).filter(|(region, _)| region.hosts);
    let cost = |cost: Option<f64>| cost.map_or_else(String::new, |cost| format!("{}/h", text::dollars(cost)));
    let sum = Row::of([
        Cell::from("Total"),
        Cell::from(text::count(plan.replicas)).with_note(cost(plan.cost)),
        Cell::from(text::count(plan.cheapest.in_all())).with_note(cost(plan.cheapest.cost)),
    ]);
    let columns =
        [Column::words("Region"), Column::number("Planned"), Column::number("Cheapest"), Column::number("Change")];
    Table::new("cheapest-rows", "Replicas as planned and in the cheapest placement")
        .titled_above()
        .with_columns(columns)
        .with_rows(hosts.map(row).chain([sum.total()]))
}

/// The section.
#[component]
pub fn Cheapest() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let found =
        Memo::new(move |_| view.plan.with(|plan| plan.as_ref().is_some_and(|plan| !plan.cheapest.replicas.is_empty())));
    let table = Memo::new(move |_| view.plan.with(|plan| plan.as_deref().map(|plan| table(plan)).unwrap_or_default()));
    let words = move |read: fn(&RegionsPlan) -> Option<String>| {
        move || view.plan.with(|plan| plan.as_ref().and_then(|plan| read(plan)))
    };
    let drivers = move || {
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let shown = plan.cheapest.drivers.iter().take(MOST_DRIVERS);
            Some(shown.map(|one| view! { <li>{driver(plan, one, plan.cost.is_some())}</li> }).collect_view())
        })
    };
    let offers = Memo::new(move |_| {
        let lever = view.plan.with(|plan| plan.as_ref().and_then(|plan| plan.cheapest_lever()));
        let (scenario, id) = (session.scenario(), session.service_id());
        let offer = |lever: Lever| Offer::of(lever, &scenario, id);
        lever.into_iter().map(offer).collect::<Vec<_>>()
    });
    view! {
        <Show when=move || found.get()>
            <section class="cheapest" id="cheapest">
                <h2>"Cheapest placement"</h2>
                <p>{words(|plan| saving(&plan.cheapest))}</p>
                <TableView table=table/>
                <Show when=move || offers.with(|offers| !offers.is_empty())><div class="levers" id="use-cheapest">
                    <Offers offers shown=Shown::Alternatives/>
                    <p class="hint">"Deploys this service with these replicas, and sends users whose region is full or lost to the nearest with capacity. Other services and the regions stay as they are."</p>
                </div></Show>
                <details class="proof">
                    <summary>"How it is proved, and what drives it"</summary>
                    <p id="certificate">{words(|plan| proof(&plan.cheapest, plan.cost.is_some()))}</p>
                    <ul>{drivers}</ul>
                </details>
            </section>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_certificate_is_said_in_words() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let now = evaluate(&scenario);
        let plan = now.services[0].regions.as_ref().unwrap();
        let said = proof(&plan.cheapest, true).unwrap();
        assert!(said.contains("(primal)") && said.contains("a gap of less than 0.0001 %"), "{said}");
        assert!(!plan.cheapest.drivers.is_empty());
        let first = driver(plan, &plan.cheapest.drivers[0], true);
        assert!(first.contains("must be served within") && first.contains("an hour"), "{first}");
        assert!(saving(&plan.cheapest).is_some());
        assert_eq!(saving(&CheapestPlacement::default()), None);
    }
}
