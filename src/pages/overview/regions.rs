//! Which losses of a region each service survives, and what that takes.

use crate::components::Mark;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::evaluate::ServiceEvaluation;
use headroom_core::plan::regions::{LatencyOfUsers, RegionsPlan};
use leptos::prelude::*;

/// The cells of a row, as they read: may be lost, capacity over load, replicas, longest P95, cost.
type Cells = [String; 5];

fn may_be_lost(plan: &RegionsPlan) -> String {
    let survived = match plan.survivable.regions {
        None => "not even none".to_owned(),
        Some(0) => "none".to_owned(),
        Some(n) => format!("any {}", text::count(n)),
    };
    format!("{survived} of {}, {} wanted", text::count(plan.n_hosts), text::count(plan.survive))
}

fn trip(latency: LatencyOfUsers) -> String {
    let mark = if latency.estimated { "≈ " } else { "" };
    format!("{mark}{}", text::seconds(latency.seen.p95))
}

fn cells(plan: &RegionsPlan) -> Cells {
    let after = plan.losses.iter().filter_map(|loss| loss.latency);
    let worst = after.chain(plan.latency).max_by(|one, other| one.seen.p95.total_cmp(&other.seen.p95));
    [
        may_be_lost(plan),
        plan.exact.map_or_else(|| "no load".to_owned(), |exact| format!("{} ×", text::number(exact))),
        text::count(plan.replicas),
        worst.map_or_else(|| "nobody is served".to_owned(), trip),
        plan.cost.map_or_else(|| "unknown".to_owned(), |cost| format!("{}/h", text::dollars(cost))),
    ]
}

/// The table; nothing where the plan has no regions.
#[component]
pub fn RegionsTable() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let (evaluation, before) = (session.evaluation(), session.baseline_evaluation());
        let row = |service: &ServiceEvaluation| {
            let plan = service.regions.as_ref()?;
            let was = before.as_ref().and_then(|before| before.service(service.id)?.regions.as_deref().map(cells));
            let id = service.id;
            let open = move |_| {
                session.select_service(id);
                session.show_page("regions");
            };
            let shown = cells(plan).into_iter().enumerate().map(|(at, cell)| {
                let was = was.as_ref().map(|was| was[at].clone()).filter(|was| *was != cell);
                view! { <td class:value={at > 0}>{cell} {was.map(|was| view! { <span class="was">"baseline " {was}</span> })}</td> }
            });
            Some(view! {
                <tr>
                    <th scope="row">
                        <Mark standing=plan.verdict.standing/>
                        <button type="button" class="link" aria-label=format!("{}: regions", service.name) on:click=open>{service.name.clone()}</button>
                    </th>
                    {shown.collect_view()}
                </tr>
            })
        };
        evaluation.services.iter().map(row).collect_view()
    };
    let any = session.part(|scenario| !scenario.regions.is_empty());
    view! {
        <Show when=move || any.get()>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
                <table id="services-regions">
                    <caption>"Regions"</caption>
                    <thead><tr>
                        <th scope="col">"Service"</th><th scope="col">"Regions that may be lost"</th><th scope="col" class="value">"Capacity over load"</th>
                        <th scope="col" class="value">"Replicas"</th><th scope="col" class="value">"Longest round trip, P95"</th><th scope="col" class="value">"Cost"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn a_row_says_what_may_be_lost_and_how_far_users_then_are() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        let shown = cells(&plan);
        assert_eq!(shown[0], "any 1 of 3, 1 wanted");
        assert!(shown[1].ends_with(" ×") && shown[4].ends_with("/h"), "{shown:?}");
    }
}
