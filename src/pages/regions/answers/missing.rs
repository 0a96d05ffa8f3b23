//! What fails residency or capacity, by how much, and the smallest changes that mend it.

use super::super::view::{RegionsView, name_of, names_of};
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::pages::shared::{Offer, Offers, Shown};
use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::regions::{Blocked, RegionsPlan, Shortfall, ShortfallReason};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::adjust::{Adjustment, Lever, further_region};
use leptos::prelude::*;
use std::sync::Arc;

fn reason(reason: ShortfallReason) -> &'static str {
    match reason {
        ShortfallReason::Residency => "residency leaves no region",
        ShortfallReason::Capacity => "no capacity",
    }
}

/// What fails, by how much, and what no placement could survive.
#[derive(Clone, Debug, Default, PartialEq)]
struct Answer {
    table: Table,
    blocked: Vec<String>,
}

fn answer(plan: &Answered<RegionsPlan>) -> Answer {
    let columns = [
        Column::words("Region, or users' region"),
        Column::words("Why"),
        Column::words("When this is lost"),
        Column::number("Load, requests/s"),
        Column::number("Replicas short"),
    ];
    let rows = plan.shortfalls.iter().map(|shortfall| row(plan, shortfall));
    let table = Table::new("missing", "Shortfalls").with_columns(columns).with_rows(rows);
    Answer { table, blocked: plan.cheapest.blocked.iter().take(3).map(|one| blocked(plan, one)).collect() }
}

/// The section; nothing where nothing is missing.
#[component]
pub fn Missing() -> impl IntoView {
    let view = RegionsView::here();
    let found = Memo::new(move |_| view.plan.with(|plan| plan.as_deref().map(answer).unwrap_or_default()));
    let table = Signal::derive(move || found.with(|found| found.table.clone()));
    let is_short = Memo::new(move |_| found.with(|found| !found.table.rows.is_empty()));
    let blocked =
        move || found.get().blocked.into_iter().map(|said| view! { <p class="blocked">{said}</p> }).collect_view();
    view! {
        <Show when=move || is_short.get()>
            <TableView table=table/>
            {blocked}
        </Show>
        <Levers/>
    }
}

fn row(plan: &Answered<RegionsPlan>, shortfall: &Shortfall) -> Row {
    let lost = if shortfall.lost.is_empty() { "nothing".to_owned() } else { names_of(plan, &shortfall.lost) };
    let replicas = match (shortfall.reason, shortfall.replicas) {
        (ShortfallReason::Capacity, n) if n > 0 => text::count(n),
        _ => "not a capacity problem".to_owned(),
    };
    Row::of([
        name_of(plan, shortfall.region),
        reason(shortfall.reason).to_owned(),
        lost,
        text::number(shortfall.load),
        replicas,
    ])
}

/// What no placement at all could survive.
fn blocked(plan: &Answered<RegionsPlan>, blocked: &Blocked) -> String {
    let within = names_of(plan, &blocked.within);
    let lost = match blocked.lost.as_slice() {
        [] => String::new(),
        lost => format!("with {} lost, ", names_of(plan, lost)),
    };
    let available = match blocked.available {
        Some(available) if available > 0.0 => format!("the others can carry {}", text::number(available)),
        Some(_) => "no region is left to carry them".to_owned(),
        None => "the others have no limit".to_owned(),
    };
    let more = match blocked.more_regions {
        0 => String::new(),
        n => format!(" At least {} needed.", text::counted(n.into(), "more region is", "more regions are")),
    };
    format!(
        "No placement survives this: {} requests/s must be served within {within}; {lost}{available}; {} requests/s short.{more}",
        text::number(blocked.load),
        text::number(blocked.short_by)
    )
}

#[component]
fn Levers() -> impl IntoView {
    let (session, view, prices) = (Session::here(), RegionsView::here(), Prices::here());
    let levers =
        Memo::new(move |_| view.plan.with(|plan| plan.as_ref().map(|plan| plan.levers.clone()).unwrap_or_default()));
    let offers = Memo::new(move |_| {
        let (levers, scenario, id) = (levers.get(), session.scenario(), session.service_id());
        // A region that is added finds its prices as soon as the catalogue is here.
        let _ = prices.catalog();
        let offer = |lever: Lever| offer(lever, &scenario, id, prices);
        levers.into_iter().filter_map(offer).collect::<Vec<_>>()
    });
    let standing =
        Memo::new(move |_| view.plan.with(|plan| plan.as_ref().map_or(Standing::Holds, |plan| plan.verdict.standing)));
    let shown = Signal::derive(move || Shown::Advice(standing.get()));
    view! {
        <Show when=move || offers.with(|offers| !offers.is_empty())>
            <section class="levers" id="region-levers">
                <h2>"What would help"</h2>
                <Offers offers shown/>
            </section>
        </Show>
    }
}

/// The plan with a lever; none where it adds a region and the catalogue has none.
fn offer(lever: Lever, scenario: &Scenario, service: ServiceId, prices: Prices) -> Option<Offer> {
    let Lever { change, mut effect, adjustment } = lever;
    if let Adjustment::AddRegion(within) = &adjustment {
        let region = further_region(&scenario.regions, within)?;
        effect.push_str(&format!("; such as {}, {} {}", region.place, region.provider.name(), region.id));
    }
    let mut plan = scenario.clone();
    adjustment.apply(&mut plan, service);
    prices.store_in(&mut plan);
    Some(Offer { change, effect, plan: Arc::new(plan) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use headroom_core::plan::scenario::regions::{Jurisdiction, Residency};

    #[test]
    fn broken_residency_is_mended_by_its_levers() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let service = scenario.services.first().id;
        let eu = Jurisdiction::from_static("EU");
        scenario.services.get_mut(service).unwrap().regions.residency =
            vec![Residency { users: eu.clone(), within: vec![eu] }];
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert!(plan.shortfalls.iter().any(|shortfall| shortfall.reason == ShortfallReason::Residency));
        let lever = plan.levers.iter().find(|lever| matches!(lever.adjustment, Adjustment::AddRegion(_)));
        lever.expect("a region would help").adjustment.apply(&mut scenario, service);
        assert_eq!(scenario.regions.last().map(|region| region.place.jurisdiction()), Some("EU"));
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        assert!(plan.shortfalls.iter().all(|shortfall| shortfall.reason != ShortfallReason::Residency));
    }
}
