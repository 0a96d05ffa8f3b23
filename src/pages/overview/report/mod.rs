//! The plan as a report: every topic's verdict with its key numbers and charts, its assumptions, and its link.
//!
//! Topics come in the order of the core's table; to add a block to one, add it to `blocks`.

mod charts;
mod grounds;
mod head;
mod topic;

pub use head::{ReportHead, ReportTools};

use super::Calendar;
use super::tables::{COST, DEMAND, PRICES, RECOVERY, REGIONS, SCALING, ServiceTable};
use charts::{LayerCharts, MonthsChart, ReplicaCharts, YearCharts};
use grounds::{Assumptions, LinkText};
use headroom_core::plan::topics::TOPICS;
use leptos::prelude::*;
use topic::Topic;

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
    let topics = TOPICS.iter().map(|topic| {
        view! { <Topic topic joined=JOINED.contains(&topic.id)>{blocks(topic.id, drawn)}</Topic> }
    });
    view! {
        {topics.collect_view()}
        <section class="report-topic" aria-label="Dates"><Calendar/></section>
        <Assumptions/>
        <LinkText/>
    }
}

/// Topics that may stand on the same sheet as the one before.
const JOINED: [&str; 4] = ["sizing", "recovery", "reliability", "cost"];

/// The tables and charts of a topic.
fn blocks(topic: &str, drawn: RwSignal<bool>) -> AnyView {
    let drawn = move || drawn.get();
    match topic {
        "demand" => view! { <ServiceTable rows=&DEMAND/> }.into_any(),
        "sizing" => view! { <Show when=drawn><YearCharts/></Show> }.into_any(),
        "scaling" => view! { <ServiceTable rows=&SCALING/><Show when=drawn><ReplicaCharts/></Show> }.into_any(),
        "regions" => view! { <ServiceTable rows=&REGIONS/> }.into_any(),
        "recovery" => view! { <ServiceTable rows=&RECOVERY/> }.into_any(),
        "cost" => view! { <ServiceTable rows=&COST/><Show when=drawn><MonthsChart/></Show> }.into_any(),
        "purchasing" => view! { <ServiceTable rows=&PRICES/><Show when=drawn><LayerCharts/></Show> }.into_any(),
        _ => ().into_any(),
    }
}
