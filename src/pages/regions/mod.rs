//! Regions: how much stands where, and which loss is survived?

mod answers;
mod drill;
mod fields;
mod inputs;
mod view;

use crate::components::{VerdictSentence, WorkingTable};
use crate::pages::shared::{FleetTable, RegionPrices};
use crate::session::Session;
use answers::{Capacity, Cheapest, Daylight, Factors, HowMany, LatencyTable, Losses, Missing};
use drill::DrillSection;
use headroom_core::base::explain::{Finding, Verdict};
use inputs::{DeployedFields, FailoverFields, PlaceFields, ResidencyFields, RoutingFields, Starter, UserFields};
use leptos::prelude::*;
use view::RegionsView;

/// What is to be said where the plan has no regions.
fn in_one_place() -> Verdict {
    Verdict::from_findings(vec![Finding::holds("Single region: losing it takes the service down.")])
}

/// The page.
#[component]
pub fn RegionsPage() -> impl IntoView {
    let session = Session::here();
    let view = RegionsView::new(session);
    provide_context(view);
    let verdict = Signal::derive(move || {
        Some(view.plan.with(|plan| plan.as_ref().map_or_else(in_one_place, |plan| plan.verdict.clone())))
    });
    let has_regions = Memo::new(move |_| view.plan.with(Option::is_some));
    let working = Signal::derive(move || view.plan.with(|plan| plan.as_ref().map(|plan| plan.working.clone())));
    let before = Signal::derive(move || view.before.with(|plan| plan.as_ref().map(|plan| plan.working.clone())));
    view! {
        <VerdictSentence lead=1 verdict=verdict/>
        <div class="columns">
            <form class="inputs" aria-label="Region inputs" on:submit=|event| event.prevent_default()>
                <PlaceFields/>
                <Show when=move || has_regions.get()>
                    <UserFields/>
                    <DeployedFields/>
                    <RoutingFields/>
                    <ResidencyFields/>
                    <FailoverFields/>
                </Show>
            </form>
            <div class="answers">
                <Show when=move || has_regions.get() fallback=Starter>
                    <Missing/>
                    <Losses/>
                    <Capacity/>
                    <FleetTable/>
                    <RegionPrices/>
                    <Factors/>
                    <Daylight/>
                    <HowMany/>
                    <Cheapest/>
                    <DrillSection/>
                    <LatencyTable/>
                    <WorkingTable caption="What a region loss takes" working=working baseline=before/>
                </Show>
            </div>
        </div>
    }
}
