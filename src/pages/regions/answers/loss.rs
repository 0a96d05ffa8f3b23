//! Where the load goes when a region is lost: the choice, the map, the tables behind it, and what users see.

use super::super::view::{RegionsView, name, name_of};
use super::map::{mark, picture, rate, trip};
use super::response::response;
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{PlaceState, TableView, WorldMap};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::plan::regions::{Flow, LatencyOfUsers, Loss, RegionAnswer, RegionsPlan};
use leptos::prelude::*;
use std::sync::Arc;

/// The section.
#[component]
pub fn Losses() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let places = session.part(|scenario| scenario.regions.clone());
    let shown = Memo::new(move |_| {
        let loss = view.loss.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            Some(Arc::new(places.with(|places| picture(plan, places, loss.as_deref()))))
        })
    });
    let shown = Signal::derive(move || shown.get().unwrap_or_default());
    let choose = Callback::new(move |id: u32| {
        let id = RegionId(id);
        view.show_loss(if view.lost() == Some(id) { None } else { Some(id) });
    });
    view! {
        <section class="losses" id="losses">
            <h2>"Where the load goes"</h2>
            <LossChoice/>
            <WorldMap id="region-map" picture=shown choose=choose>
                <ul class="world-legend" aria-label="Legend">
                    <li>"Area of a circle: capacity"</li>
                    <li><span class="world-key"></span>"users served elsewhere"</li>
                    <li><span class="world-key is-moved"></span>"moved by the loss"</li>
                    <li>"≈ estimated from distance"</li>
                </ul>
                <details class="world-table">
                    <summary>"Who is served where, as a table"</summary>
                    {placed(flows)}
                </details>
            </WorldMap>
            {placed(loads)}
            {placed(response)}
            {placed(users_see)}
            {move || unplaced(view).map(|said| view! { <p class="hint">{said}</p> })}
        </section>
    }
}

/// Normal times, or the loss of one region.
#[component]
fn LossChoice() -> impl IntoView {
    let view = RegionsView::here();
    let hosts = Memo::new(move |_| {
        view.plan.with(|plan| {
            let plan = plan.as_ref();
            let hosts = plan.into_iter().flat_map(|plan| plan.regions.iter()).filter(|region| region.hosts);
            hosts.map(|region| (region.id, name(&region.name, region.id))).collect::<Vec<_>>()
        })
    });
    let choice = move |id: Option<RegionId>, words: String| {
        let chosen = move || view.lost() == id;
        let html_id = id.map_or_else(|| "loss-none".to_owned(), |id| format!("loss-{}", id.0));
        view! {
            <label class="segment" class:chosen=chosen>
                <input type="radio" name="loss" id=html_id prop:checked=chosen on:change=move |_| view.show_loss(id)/>
                {words}
            </label>
        }
    };
    let lost = move || hosts.get().into_iter().map(|(id, name)| choice(Some(id), name)).collect_view();
    view! {
        <div class="loss-choice">
            <span id="loss-label">"Lost:"</span>
            <div class="segmented" role="radiogroup" aria-labelledby="loss-label">{choice(None, "nothing".to_owned())}{lost}</div>
        </div>
    }
}

/// Who is served where.
fn flows(plan: &RegionsPlan, loss: Option<&Loss>) -> Table {
    let row = |flow: &Flow| {
        Row::of([
            name_of(plan, flow.from),
            name_of(plan, flow.to),
            text::number(flow.load),
            trip(flow.latency, flow.estimated),
            if flow.estimated { "estimated from distance" } else { "measured" }.to_owned(),
        ])
    };
    let columns = [
        Column::words("Users in"),
        Column::words("Served in"),
        Column::number("Requests/s"),
        Column::number("Round trip"),
        Column::words("Basis"),
    ];
    let rows = loss.map_or(&plan.flows, |loss| &loss.flows).iter().map(row);
    Table::new("flows", "Who is served where").titled_above().with_columns(columns).with_rows(rows)
}

/// Load and capacity of every region, with all regions up or after the loss.
fn loads(plan: &RegionsPlan, loss: Option<&Loss>) -> Table {
    let title = match loss {
        Some(loss) => format!("Regions with {} lost, {}", name_of(plan, loss.lost[0]), loss.at),
        None => "All regions up, each at its own peak".to_owned(),
    };
    let columns = [
        Column::words("Region"),
        Column::words("State"),
        Column::number("Load, requests/s"),
        Column::number("Capacity"),
        Column::number("Utilization"),
        Column::number("Over capacity"),
    ];
    let hosts = plan.regions.iter().enumerate().filter(|(_, region)| region.hosts);
    let rows = hosts.map(|(at, region)| load_row(plan, region, at, loss));
    Table::new("loads", title).with_columns(columns).with_rows(rows)
}

fn load_row(plan: &RegionsPlan, region: &RegionAnswer, at: usize, loss: Option<&Loss>) -> Row {
    let load = loss.map_or(region.normal_load, |loss| loss.load.get(at).copied().unwrap_or_default());
    let (state, words) = match loss {
        Some(loss) => {
            let fate = loss.fate_of(region.id);
            (mark(plan, fate), fate.words())
        }
        None => match plan.standing_of(region) {
            Standing::Holds => (PlaceState::Serves(Standing::Holds), "holds"),
            Standing::Unknown => (PlaceState::Serves(Standing::Unknown), "unknown"),
            Standing::Tight => (PlaceState::Serves(Standing::Tight), "at risk: overloaded with a zone lost"),
            Standing::Fails => (PlaceState::Serves(Standing::Fails), "fails in some loss"),
        },
    };
    let marked = match state {
        PlaceState::Serves(standing) => Some(standing),
        PlaceState::Lost | PlaceState::Users => None,
    };
    let utilization = region.utilization_at(load).map(text::percent);
    let over = region.excess_of(load).map_or_else(|| "none".to_owned(), text::number);
    let cell = |text: String| match state {
        PlaceState::Lost => Cell::from("lost").quiet(),
        _ => Cell::from(text),
    };
    Row::of([
        Cell::from(name(&region.name, region.id)),
        Cell { mark: marked, ..Cell::from(words) },
        cell(text::number(load)),
        Cell::from(text::number(region.ready_capacity)),
        cell(utilization.unwrap_or_else(|| "no capacity".to_owned())),
        cell(over),
    ])
}

/// Round trips of the users before and after.
fn users_see(plan: &RegionsPlan, loss: Option<&Loss>) -> Table {
    type Read = fn(&LatencyOfUsers) -> f64;
    let reads: [(&str, Read); 3] =
        [("Mean", |users| users.seen.mean), ("P95", |users| users.seen.p95), ("Longest", |users| users.seen.worst)];
    let shown = |users: Option<LatencyOfUsers>, read: Read| {
        users.map_or_else(|| "no users served".to_owned(), |users| trip(read(&users), users.estimated))
    };
    let before = plan.latency;
    let row = |(words, read): (&str, Read)| {
        let after = loss.map(|loss| {
            let more = before
                .zip(loss.latency)
                .and_then(|(before, after)| text::difference(read(&after), read(&before), text::seconds));
            [shown(loss.latency, read), more.unwrap_or_else(|| "no change".to_owned())]
        });
        Row::of([words.to_owned(), shown(before, read)].into_iter().chain(after.into_iter().flatten()))
    };
    let columns = [Column::words("Of all requests"), Column::number("All regions up")];
    let after = loss.map(|_| [Column::number("After the loss"), Column::number("Change")]);
    Table::new("users-see", "Round trips that users see")
        .with_columns(columns.into_iter().chain(after.into_iter().flatten()))
        .with_rows(reads.into_iter().map(row))
}

/// Places a table of the plan and the loss that is shown.
fn placed(table: fn(&RegionsPlan, Option<&Loss>) -> Table) -> AnyView {
    let view = RegionsView::here();
    let found = Memo::new(move |_| {
        let loss = view.loss.get();
        view.plan.with(|plan| plan.as_deref().map(|plan| table(plan, loss.as_deref())).unwrap_or_default())
    });
    view! { <Show when=move || found.with(|table| !table.rows.is_empty())><TableView table=found/></Show> }.into_any()
}

/// Said where some users find no region.
fn unplaced(view: RegionsView) -> Option<String> {
    view.loss.with(|loss| {
        let unplaced = loss.as_ref().map(|loss| loss.unplaced).filter(|unplaced| *unplaced > 0.0);
        unplaced.map(|unplaced| format!("Of users who are served; {} find no region.", rate(unplaced)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_lost_region_is_said_to_be_lost_and_the_round_trips_have_a_change() {
        let plan = evaluate(&examples::find("three-region-payments").unwrap().scenario());
        let plan = plan.services[0].regions.clone().unwrap();
        assert_eq!(users_see(&plan, None).columns.len(), 2);
        let loss = plan.losses.first().unwrap();
        assert_eq!(users_see(&plan, Some(loss)).rows[0].cells.len(), 4);
        let table = loads(&plan, Some(loss));
        let lost = table.rows.iter().find(|row| row.cells[2].text == "lost").unwrap();
        assert_eq!(lost.cells[0].text, name_of(&plan, loss.lost[0]));
        assert_eq!(flows(&plan, Some(loss)).rows.len(), loss.flows.len());
    }
}
