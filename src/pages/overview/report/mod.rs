//! The plan as a report: every topic's verdict with its key numbers and charts, what it rests on, and its link.
//!
//! To add a block to a topic, mount it among the children of that [`Topic`].

mod charts;
mod demand;
mod grounds;
mod head;
mod prices;
mod topic;

pub use head::{ReportHead, ReportTools};

use super::Calendar;
use super::cost::CostTable;
use super::recovery::RecoveryTable;
use super::regions::RegionsTable;
use super::scaling::ScalingTable;
use crate::session::route::Page;
use charts::{LayerCharts, MonthsChart, ReplicaCharts, YearCharts};
use demand::DemandTable;
use grounds::{Assumptions, LinkText};
use headroom_core::plan::evaluate::Evaluation;
use leptos::prelude::*;
use prices::PriceTable;
use topic::{Topic, Verdicts, each};

/// Everything below the services.
#[component]
pub fn Report() -> impl IntoView {
    // Charts come after the first paint, so that the page is there at once.
    let drawn = RwSignal::new(false);
    set_timeout(
        move || {
            // The page may have been left meanwhile.
            drawn.try_set(true);
        },
        std::time::Duration::from_millis(60),
    );
    view! {
        <Topic id="demand" title="Demand" page=Page::Demand verdicts=demand_verdicts><DemandTable/></Topic>
        <Topic id="sizing" title="Sizing" page=Page::Sizing verdicts=sizing_verdicts joined=true>
            <Show when=move || drawn.get()><YearCharts/></Show>
        </Topic>
        <Topic id="scaling" title="Scaling" page=Page::Scaling verdicts=scaling_verdicts>
            <ScalingTable/>
            <Show when=move || drawn.get()><ReplicaCharts/></Show>
        </Topic>
        <Topic id="regions" title="Regions" page=Page::Regions verdicts=regions_verdicts><RegionsTable/></Topic>
        <Topic id="recovery" title="Recovery" page=Page::Recovery verdicts=recovery_verdicts joined=true><RecoveryTable/></Topic>
        <Topic id="reliability" title="Reliability" page=Page::Recovery verdicts=reliability_verdicts joined=true>""</Topic>
        <Topic id="cost" title="Cost" page=Page::Cost verdicts=cost_verdicts>
            <CostTable/>
            <Show when=move || drawn.get()><MonthsChart/></Show>
        </Topic>
        <Topic id="purchasing" title="Purchasing" page=Page::Purchasing verdicts=purchase_verdicts joined=true>
            <PriceTable/>
            <Show when=move || drawn.get()><LayerCharts/></Show>
        </Topic>
        <section class="report-topic" aria-label="Dates"><Calendar/></section>
        <Assumptions/>
        <LinkText/>
    }
}

fn demand_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| Some(&service.demand.verdict))
}

fn sizing_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| Some(&service.sizing.verdict))
}

fn scaling_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| Some(&service.scaling.verdict))
}

fn regions_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| service.regions.as_ref().map(|plan| &plan.verdict))
        .or_say("Everything runs in one place; no region is stated.")
}

fn recovery_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| Some(&service.recovery).filter(|plan| plan.is_stated).map(|plan| &plan.verdict))
        .or_say("Nothing is stated about recovery.")
}

fn reliability_verdicts(evaluation: &Evaluation) -> Verdicts {
    let stated = |id| evaluation.reliability.service(id).filter(|plan| plan.is_stated).map(|plan| &plan.verdict);
    each(evaluation, |service| stated(service.id))
        .or_say("Nothing is stated about what the services stand on; what is promised is not checked against it.")
}

fn cost_verdicts(evaluation: &Evaluation) -> Verdicts {
    Verdicts::of_plan(&evaluation.cost.verdict)
}

fn purchase_verdicts(evaluation: &Evaluation) -> Verdicts {
    each(evaluation, |service| Some(&service.cost.verdict))
}
