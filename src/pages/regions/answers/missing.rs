//! What fails residency or capacity, by how much, and the smallest changes that mend it.

use super::super::view::{RegionsView, name_of, names_of};
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use crate::edit::Change;
use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::base::text;
use headroom_core::plan::answered::Answered;
use headroom_core::plan::regions::{Blocked, RegionsPlan, Shortfall, ShortfallReason};
use headroom_core::plan::scenario::adjust::{Adjustment, Lever, further_region};
use leptos::prelude::*;

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
    let (session, view) = (Session::here(), RegionsView::here());
    let prices = Prices::here();
    let levers =
        Memo::new(move |_| view.plan.with(|plan| plan.as_ref().map(|plan| plan.levers.clone()).unwrap_or_default()));
    let rows = move || levers.get().into_iter().map(|lever| lever_row(session, prices, lever)).collect_view();
    view! {
        <Show when=move || levers.with(|levers| !levers.is_empty())>
            <section class="levers" id="region-levers">
                <h2>"What would help"</h2>
                <ul>{rows}</ul>
            </section>
        </Show>
    }
}

fn lever_row(session: Session, prices: Prices, lever: Lever) -> impl IntoView {
    let place = match &lever.adjustment {
        Adjustment::AddRegion(within) => {
            let found = further_region(&session.scenario_now().regions, within);
            // Without a place in the catalogue there is nothing to try.
            Some(found.map(|region| format!("{}, {} {}", region.place, region.provider.name(), region.id)))
        }
        _ => None,
    };
    let can_be_tried = !matches!(place, Some(None));
    let such_as = match place {
        Some(Some(place)) => format!("; such as {place}"),
        Some(None) => "; the catalog has none".to_owned(),
        None => String::new(),
    };
    let label = format!("Try it: {}", lever.change);
    let try_it = move |_| {
        let service = untrack(|| session.service_id());
        session.edit(Change::Edit, |scenario| {
            lever.adjustment.apply(scenario, service);
            prices.store_in(scenario);
        });
    };
    view! {
        <li>
            <span><b>{lever.change}</b>": " {lever.effect} {such_as} "."</span>
            {can_be_tried.then(|| view! { <button type="button" class="small" aria-label=label title="Try it; undo reverts it" on:click=try_it>"Try it"</button> })}
        </li>
    }
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
