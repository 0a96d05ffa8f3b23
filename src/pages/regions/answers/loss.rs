//! Where the load goes when a region is lost: the choice, the map, the tables behind it, and what users see.

use super::super::view::{RegionsView, name, name_of};
use super::map::{fate, picture, rate, standing, trip};
use crate::components::{Mark, PlaceState, WorldMap};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::RegionId;
use headroom_core::base::text;
use headroom_core::plan::regions::{LatencyOfUsers, Loss, RegionAnswer, RegionsPlan};
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
        view.look_at(if view.lost() == Some(id) { None } else { Some(id) });
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
                    <li>"≈ estimated by distance"</li>
                </ul>
                <details class="world-table">
                    <summary>"Who is served where, as a table"</summary>
                    <FlowTable/>
                </details>
            </WorldMap>
            <LoadTable/>
            <UsersSee/>
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
                <input type="radio" name="loss" id=html_id prop:checked=chosen on:change=move |_| view.look_at(id)/>
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
#[component]
fn FlowTable() -> impl IntoView {
    let view = RegionsView::here();
    let rows = move || {
        let loss = view.loss.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let flows = loss.as_ref().map_or(&plan.flows, |loss| &loss.flows);
            let rows = flows.iter().map(|flow| {
                let how = if flow.estimated { "by distance" } else { "measured" };
                view! {
                    <tr>
                        <th scope="row">{name_of(plan, flow.from)}</th><td>{name_of(plan, flow.to)}</td>
                        <td class="value">{text::number(flow.load)}</td><td class="value">{trip(flow.latency, flow.estimated)}</td><td>{how}</td>
                    </tr>
                }
            });
            Some(rows.collect_view())
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Who is served where">
            <table id="flows">
                <thead><tr>
                    <th scope="col">"Users in"</th><th scope="col">"Served in"</th><th scope="col" class="value">"Requests/s"</th>
                    <th scope="col" class="value">"Round trip"</th><th scope="col">"Known"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Load and capacity of every region, in normal times or after the loss.
#[component]
fn LoadTable() -> impl IntoView {
    let view = RegionsView::here();
    let title = move || {
        let loss = view.loss.get();
        view.plan.with(|plan| match (plan, loss) {
            (Some(plan), Some(loss)) => format!("Regions with {} lost, {}", name_of(plan, loss.lost[0]), loss.at),
            _ => "Regions in normal times, each at its own peak".to_owned(),
        })
    };
    let rows = move || {
        let loss = view.loss.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let hosts = plan.regions.iter().enumerate().filter(|(_, region)| region.hosts);
            Some(hosts.map(|(at, region)| load_row(plan, region, at, loss.as_deref())).collect_view())
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Load of the regions">
            <table id="loads">
                <caption>{title}</caption>
                <thead><tr>
                    <th scope="col">"Region"</th><th scope="col">"State"</th><th scope="col" class="value">"Load, requests/s"</th>
                    <th scope="col" class="value">"Capacity"</th><th scope="col" class="value">"In use"</th><th scope="col" class="value">"Too much"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn load_row(plan: &RegionsPlan, region: &RegionAnswer, at: usize, loss: Option<&Loss>) -> impl IntoView + use<> {
    let load = loss.map_or(region.normal_load, |loss| loss.load.get(at).copied().unwrap_or_default());
    let (state, words) = match loss {
        Some(loss) => fate(loss, region.id),
        None => match standing(plan, region) {
            Standing::Holds => (PlaceState::Serves(Standing::Holds), "holds"),
            Standing::Tight => (PlaceState::Serves(Standing::Tight), "tight: a zone lost is too much"),
            Standing::Fails => (PlaceState::Serves(Standing::Fails), "fails in some loss"),
        },
    };
    let mark = match state {
        PlaceState::Serves(standing) => Some(view! { <Mark standing=standing/> }),
        PlaceState::Lost | PlaceState::Users => None,
    };
    let over = load - region.capacity;
    let in_use = (region.capacity > 0.0).then(|| text::percent(load / region.capacity));
    let too_much = if over > 1e-9 * load { text::number(over) } else { "none".to_owned() };
    let is_lost = state == PlaceState::Lost;
    let cell = move |text: String| if is_lost { "lost".to_owned() } else { text };
    view! {
        <tr class:is-gone=is_lost>
            <th scope="row">{name(&region.name, region.id)}</th><td>{mark} " " {words}</td>
            <td class="value">{cell(text::number(load))}</td><td class="value">{text::number(region.capacity)}</td>
            <td class="value">{cell(in_use.unwrap_or_else(|| "no capacity".to_owned()))}</td><td class="value">{cell(too_much)}</td>
        </tr>
    }
}

/// Round trips of the users before and after.
#[component]
fn UsersSee() -> impl IntoView {
    let view = RegionsView::here();
    let rows = move || {
        let loss = view.loss.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let after = loss.as_ref().map(|loss| loss.latency);
            Some(users_rows(plan.latency, after))
        })
    };
    let lost = move || view.loss.with(Option::is_some);
    let unplaced = move || {
        view.loss.with(|loss| {
            let unplaced = loss.as_ref().map(|loss| loss.unplaced).filter(|unplaced| *unplaced > 0.0);
            unplaced.map(|unplaced| view! { <p class="hint">{format!("Of those who are served; {} find no region.", rate(unplaced))}</p> })
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Latency that users see">
            <table id="users-see">
                <caption>"Round trips that users see"</caption>
                <thead><tr><th scope="col">"Of all requests"</th><th scope="col" class="value">"Normal times"</th>
                    {move || lost().then(|| view! { <th scope="col" class="value">"After the loss"</th><th scope="col" class="value">"More"</th> })}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {unplaced}
    }
}

fn users_rows(before: Option<LatencyOfUsers>, after: Option<Option<LatencyOfUsers>>) -> impl IntoView {
    type Read = fn(&LatencyOfUsers) -> f64;
    let reads: [(&str, Read); 3] =
        [("Mean", |users| users.seen.mean), ("P95", |users| users.seen.p95), ("Longest", |users| users.seen.worst)];
    let shown = |users: Option<LatencyOfUsers>, read: Read| {
        users.map_or_else(|| "nobody is served".to_owned(), |users| trip(read(&users), users.estimated))
    };
    reads
        .into_iter()
        .map(|(words, read)| {
            let after = after.map(|after| {
                let more = before.zip(after).and_then(|(before, after)| {
                    text::difference(read(&after), read(&before), text::seconds)
                });
                view! { <td class="value">{shown(after, read)}</td><td class="value">{more.unwrap_or_else(|| "the same".to_owned())}</td> }
            });
            view! { <tr><th scope="row">{words}</th><td class="value">{shown(before, read)}</td>{after}</tr> }
        })
        .collect_view()
}
