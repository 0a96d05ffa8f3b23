//! Capacity by region: replicas for normal times, for every loss, and planned; as bars and as a table.

use super::super::view::{RegionsView, name, name_of, names_of};
use super::map::standing;
use crate::components::Mark;
use headroom_core::base::text;
use headroom_core::plan::regions::{RegionAnswer, RegionsPlan};
use leptos::prelude::*;

/// The unit of a cost.
const PER_HOUR: &str = "/h";

/// Width of a share of the widest bar.
fn wide(share: f64) -> String {
    format!("{:.3}%", share.clamp(0.0, 1.0) * 100.0)
}

/// The section.
#[component]
pub fn Capacity() -> impl IntoView {
    let view = RegionsView::here();
    let bars = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let was = |region: &RegionAnswer| {
                let found =
                    before.as_ref().and_then(|before| before.regions.iter().find(|other| other.id == region.id));
                found.map(|region| region.replicas)
            };
            let most = |region: &RegionAnswer| region.needed_replicas.max(was(region).unwrap_or(0));
            let widest = f64::from(plan.regions.iter().map(most).max().unwrap_or(0).max(1));
            let hosts = plan.regions.iter().filter(|region| region.hosts);
            Some(hosts.map(|region| bar(region, widest, was(region))).collect_view())
        })
    };
    let pinned = move || view.before.with(Option::is_some);
    view! {
        <section class="capacity-by-region" id="capacity-by-region">
            <h2>"Capacity by region"</h2>
            <div class="region-bars" aria-hidden="true">{bars}</div>
            <p class="region-keys" aria-hidden="true">
                <span><i class="key normal"></i>"replicas for normal times"</span>
                <span><i class="key needed"></i>"more for the worst loss"</span>
                <span><i class="key missing"></i>"needed and not to be had"</span>
                {move || pinned().then(|| view! { <span><i class="key was-planned"></i>"planned in the baseline"</span> })}
            </p>
            <CapacityRows/>
        </section>
    }
}

fn bar(region: &RegionAnswer, widest: f64, was: Option<u32>) -> impl IntoView + use<> {
    let share = |replicas: u32| f64::from(replicas) / widest;
    let more = region.replicas.saturating_sub(region.normal_replicas);
    let missing = region.needed_replicas.saturating_sub(region.replicas);
    let amount = match missing {
        0 => text::count(region.replicas),
        _ => format!("{} of {}", text::count(region.replicas), text::count(region.needed_replicas)),
    };
    let missing_part = (missing > 0).then(|| view! { <i class="missing" style:width=wide(share(missing))></i> });
    view! {
        <span class="region-bar-name">{name(&region.name, region.id)}</span>
        <div class="region-bar">
            <i class="normal" style:width=wide(share(region.normal_replicas))></i><i class="needed" style:width=wide(share(more))></i>{missing_part}
            {was.map(|was| view! { <i class="was-planned" style:left=wide(share(was))></i> })}
        </div>
        <span class="region-bar-amount">{amount}</span>
    }
}

/// Whether the rest carries the peak with one zone lost, in words.
fn zones(region: &RegionAnswer) -> &'static str {
    match region.holds_without_a_zone {
        None => "one zone only",
        Some(true) => "holds",
        Some(false) => "too little",
    }
}

#[component]
fn CapacityRows() -> impl IntoView {
    let view = RegionsView::here();
    let priced = Memo::new(move |_| view.plan.with(|plan| plan.as_ref().is_some_and(|plan| plan.cost.is_some())));
    let rows = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            Some(
                plan.regions
                    .iter()
                    .map(|region| row(plan, region, before.as_deref().map(|before| &before.plan)))
                    .collect_view(),
            )
        })
    };
    let total = move || {
        let before = view.before.get();
        view.plan.with(|plan| {
            let plan = plan.as_ref()?;
            let was = before.and_then(|before| {
                text::difference(plan.replicas as f64, before.replicas as f64, text::number)
            });
            Some(view! {
                <tr class="total">
                    <th scope="row">"All together"</th>
                    <td class="value">{text::count(plan.normal_replicas)}</td><td></td>
                    <td class="value">{text::count(plan.replicas)} {was.map(|was| view! { <span class="was">{was}</span> })}</td>
                    <td></td><td></td><td></td><td></td>
                    {plan.cost.map(|cost| view! { <td class="value">{text::dollars(cost)}{PER_HOUR}</td> })}
                </tr>
            })
        })
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Capacity by region">
            <table id="region-capacity">
                <caption class="visually-hidden">"Capacity by region"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Region"</th><th scope="col" class="value">"Replicas: normal"</th><th scope="col" class="value">"for any loss"</th>
                        <th scope="col" class="value">"planned"</th><th scope="col">"Most load, requests/s"</th>
                        <th scope="col" class="value">"In use, normal peak"</th><th scope="col">"One zone lost"</th>
                        <th scope="col" class="value">"For its autoscaler"</th>
                        {move || priced.get().then(|| view! { <th scope="col" class="value">"Cost"</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>{total}</tfoot>
            </table>
        </div>
        <p class="hint">"Planned is what every loss needs, as far as it can be had. An autoscaler of the region goes from the replicas of the calmest hour to those of the worst loss: a maximum below that would stop it in the very hour it is needed."</p>
    }
}

fn row(plan: &RegionsPlan, region: &RegionAnswer, before: Option<&RegionsPlan>) -> impl IntoView + use<> {
    if !region.hosts {
        let server = plan.flows.iter().find(|flow| flow.from == region.id).map(|flow| name_of(plan, flow.to));
        let words = server.map_or_else(|| "users only".to_owned(), |server| format!("users only, served in {server}"));
        let columns = if plan.cost.is_some() { "8" } else { "7" };
        return view! { <tr><th scope="row">{name(&region.name, region.id)}</th><td colspan=columns>{words}</td></tr> }
            .into_any();
    }
    let was = before.and_then(|before| before.regions.iter().find(|other| other.id == region.id));
    let was = was.and_then(|was| text::difference(region.replicas.into(), was.replicas.into(), text::number));
    let when = match region.most_when_lost.as_slice() {
        _ if region.most_load <= 0.0 => "never".to_owned(),
        [] => format!("normal times, {}", region.most_at),
        lost => format!("{} lost, {}", names_of(plan, lost), region.most_at),
    };
    let utilization = region.utilization.map_or_else(|| "none planned".to_owned(), text::percent);
    let bounds = if region.floor == region.ceiling {
        text::count(region.ceiling)
    } else {
        format!("{} to {}", text::count(region.floor), text::count(region.ceiling))
    };
    view! {
        <tr>
            <th scope="row"><Mark standing=standing(plan, region)/> " " {name(&region.name, region.id)}</th>
            <td class="value">{text::count(region.normal_replicas)}</td><td class="value">{text::count(region.needed_replicas)}</td>
            <td class="value">{text::count(region.replicas)} {was.map(|was| view! { <span class="was">{was}</span> })}</td>
            <td class="most"><b>{text::number(region.most_load)}</b> <small>{when}</small></td>
            <td class="value">{utilization}</td><td>{zones(region)}</td><td class="value">{bounds}</td>
            {region.cost.map(|cost| view! { <td class="value">{text::dollars(cost)}{PER_HOUR}</td> })}
        </tr>
    }
    .into_any()
}
