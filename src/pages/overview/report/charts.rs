//! The main charts of a report: the year and the policy of each service, the months of the plan, the layers.

use crate::charts::spec::Chart;
use crate::components::Figure;
use crate::plots::{self, BaselineYear, YearLoad, cost, purchase};
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::cost::{Stack, study_levels};
use headroom_core::plan::demand::HORIZON_DAYS;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::price::PriceSource;
use headroom_core::plan::scenario::Scenario;
use leptos::prelude::*;
use std::sync::Arc;

/// Services that have charts of their own in a report, those with the most replicas.
const MOST_SERVICES: usize = 6;

/// The services with charts, and how many have none.
fn chosen(evaluation: &Evaluation) -> (Vec<ServiceId>, usize) {
    (evaluation.largest(MOST_SERVICES), evaluation.services.len().saturating_sub(MOST_SERVICES))
}

/// A chart of a service: from the plan, its answers and those of the baseline.
type Draw = fn(&Scenario, &ServiceEvaluation, Option<&ServiceEvaluation>) -> Option<Chart>;

/// One chart for each service.
#[component]
fn Each(
    /// Draws it.
    draw: Draw,
) -> impl IntoView {
    let session = Session::here();
    let services = Memo::new(move |_| chosen(&session.evaluation()));
    let figures = move || services.get().0.into_iter().map(|id| view! { <One id=id draw=draw/> }).collect_view();
    let others = move || {
        let left = services.get().1;
        (left > 0).then(|| {
            let words =
                text::counted(left as u64, "smaller service has its chart", "smaller services have their charts");
            view! { <p class="hint">{format!("{words} on the page of the topic.")}</p> }
        })
    };
    view! {
        <div class="report-figures">{figures}</div>
        {others}
    }
}

#[component]
fn One(id: ServiceId, draw: Draw) -> impl IntoView {
    let session = Session::here();
    let chart = Memo::new(move |_| {
        let (scenario, evaluation, before) = (session.scenario(), session.evaluation(), session.baseline_evaluation());
        let service = evaluation.service(id)?;
        let mut chart = draw(&scenario, service, before.as_ref().and_then(|before| before.service(id)))?;
        chart.id = format!("report-{}-{}", chart.id, id.0);
        if evaluation.services.len() > 1 {
            chart.title = format!("{}: {}", service.name, chart.title);
        }
        Some(Arc::new(chart))
    });
    view! { <Figure chart=chart/> }
}

/// The year to come of each service.
#[component]
pub fn YearCharts() -> impl IntoView {
    view! { <Each draw=year/> }
}

fn year(_: &Scenario, service: &ServiceEvaluation, before: Option<&ServiceEvaluation>) -> Option<Chart> {
    let (now, days) = (service.sized(), HORIZON_DAYS);
    let load = YearLoad::new(now.curve, now.demand.peak_hour, days, None);
    let baseline = before.map(|before| BaselineYear::new(before.sized(), days, None));
    Some(plots::year_to_come(now, &load, baseline.as_ref(), days))
}

/// The replicas of each service's policies over its period.
#[component]
pub fn ReplicaCharts() -> impl IntoView {
    view! { <Each draw=replicas/> }
}

fn replicas(scenario: &Scenario, service: &ServiceEvaluation, _: Option<&ServiceEvaluation>) -> Option<Chart> {
    let stated = scenario.services.get(service.id)?;
    let scene = service.scene(stated);
    let runs = scene.runs();
    let origin = service.curve.origin() + stated.scaling.period.start().get() * 3600.0;
    let runs = plots::scaling::Runs { runs: &runs, chosen: 0, origin, zoom: None };
    let mut chart = plots::scaling::replicas(&runs);
    chart.marks = runs.marks();
    Some(chart)
}

/// How each service's nodes are bought.
#[component]
pub fn LayerCharts() -> impl IntoView {
    view! { <Each draw=layers/> }
}

fn layers(_: &Scenario, service: &ServiceEvaluation, before: Option<&ServiceEvaluation>) -> Option<Chart> {
    let study = |service: &ServiceEvaluation| study_levels(service.cost.purchase.as_ref()?, service.priced_fleet());
    let unit = if service.cost.price.source == PriceSource::Machine { "nodes" } else { "replicas" };
    Some(purchase::layers(&study(service)?, unit, before.and_then(study).as_ref()))
}

/// What the plan pays each month.
#[component]
pub fn MonthsChart() -> impl IntoView {
    let session = Session::here();
    let chart = Memo::new(move |_| {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        let plan = &evaluation.cost;
        let stack = Stack::of(&plan.horizon)?;
        let before = before.as_ref().map(|before| &before.cost.horizon);
        let mut chart = cost::months(plan, &stack, before, None, &[])?;
        chart.id = "report-cost-months".to_owned();
        Some(Arc::new(chart))
    });
    view! { <Figure chart=chart/> }
}
