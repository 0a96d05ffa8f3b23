//! How many regions: the best set of one, two, three and more, with what users wait, what a loss takes and what it costs.

use super::super::view::{RegionsView, names_of};
use crate::components::form::follow_toggle;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::components::{Progress, TableView};
use crate::edit::Change;
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job, Partial};
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::regions::RegionsPlan;
use headroom_core::plan::scenario::{Scenario, codec};
use headroom_core::studies::region_sets::{RegionSets, SetAnswer, deployed_in};
use leptos::prelude::*;
use std::sync::Arc;

/// A plan and a service of it: what is asked about.
type Question = (Arc<Scenario>, ServiceId);

fn job((plan, service): &Question) -> Job {
    Job::RegionSets(RegionSets { plan: codec::to_json(plan), service: *service })
}

/// The section; computes while it is open.
#[component]
pub fn HowMany() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let open = RwSignal::new(false);
    let found = RwSignal::new(Vec::<SetAnswer>::new());
    let question = Memo::new(move |_| open.get().then(|| (session.scenario(), session.service_id())));
    let state = follow(question, job, move |told| match told {
        Told::Begun => found.set(Vec::new()),
        Told::Partial(Partial::RegionSets(more)) => {
            let _ = found.try_update(|found| found.extend(more));
        }
        Told::Done(answer, _) => {
            if let Answer::RegionSets(sets) = *answer {
                let _ = found.try_set(sets);
            }
        }
        Told::Partial(_) => {}
    });
    let table = Memo::new(move |_| {
        view.plan.with(|plan| plan.as_deref().map(|plan| found.with(|sets| table(plan, sets))).unwrap_or_default())
    });
    let press = Callback::new(move |(key, _): (String, &'static str)| {
        let set = found.with_untracked(|sets| sets.iter().find(|set| set.regions.len().to_string() == key).cloned());
        if let Some(set) = set {
            let service = untrack(|| session.service_id());
            session.edit(Change::Edit, |scenario| *scenario = deployed_in(scenario, service, &set.regions));
        }
    });
    view! {
        <details class="how-many" id="how-many" on:toggle=move |event| follow_toggle(open, &event)>
            <summary>"How many regions: the best set of one, two, three and more"</summary>
            <Show when=move || found.with(|sets| !sets.is_empty())><TableView table=table on_press=press/></Show>
            <Progress state what="Trying sets of regions on the whole plan"/>
            <p class="hint">"Of all sets of so many of the plan's regions the one with which least fails in the whole plan, of these the cheapest; with more than six regions, each number adds one to the best set of one fewer. Users stay where they are; what must be survived is at most one region fewer than the service runs in."</p>
        </details>
    }
}

fn table(plan: &RegionsPlan, sets: &[SetAnswer]) -> Table {
    let response = plan.response.as_ref();
    let percentile =
        response.map_or_else(String::new, |plan| format!("P{} ", text::significant(plan.percentile * 100.0, 6)));
    let columns = [
        Column::number("Regions"),
        Column::words("Best set"),
        Column::number(format!("{percentile}at the user")),
        Column::number("After a loss"),
        Column::number("Availability"),
        Column::words("A region's loss"),
        Column::number("Replicas"),
        Column::number("Cost per month, plan"),
        Column::words("Whole plan"),
    ];
    let rows = sets.iter().map(|set| row(plan, set));
    Table::new("region-sets", "How many regions").with_columns(columns).with_rows(rows)
}

fn row(plan: &RegionsPlan, set: &SetAnswer) -> Row {
    let names = names_of(plan, &set.regions);
    let count = Cell::from(text::count(set.regions.len() as u32));
    let seconds = |time: Option<f64>| {
        let time = time.map(|time| (text::seconds(time), plan.response.as_ref().and_then(|plan| plan.too_long(time))));
        match time {
            None => Cell::from("unknown"),
            Some((words, None)) => Cell::from(words),
            Some((words, Some(_))) => Cell::from(words).toned(Standing::Fails),
        }
    };
    let loss = match (set.survivable, set.lost_load) {
        (None, _) => Cell::from("overloaded with all regions up").toned(Standing::Fails),
        (Some(0), lost) => Cell::from(format!("{} requests/s not served", text::si(lost))).toned(Standing::Tight),
        (Some(n), _) => Cell::from(format!("any {n} survived")),
    };
    let whole = match set.failures {
        _ if plan.is_assumed => Cell { mark: Some(Standing::Unknown), ..Cell::from("unknown: not all is entered") },
        0 => Cell { mark: Some(Standing::Holds), ..Cell::from("nothing fails") },
        n => {
            let said = set.first_failure.clone().unwrap_or_default();
            Cell { mark: Some(Standing::Fails), ..Cell::from(text::counted(n.into(), "failure", "failures")) }
                .with_note(said)
        }
    };
    let first = match set.is_present {
        true => Cell::from(names).with_note("as deployed"),
        false => Cell::from(names.clone()).with_press(Press::new("deploy", "Deploy here", &names)),
    };
    Row::of([
        count,
        first,
        seconds(set.response),
        seconds(set.after_loss),
        Cell::from(text::or_unknown(set.availability, text::percent)),
        loss,
        Cell::from(text::count(u32::try_from(set.replicas).unwrap_or(u32::MAX))),
        Cell::from(text::or_unknown(set.monthly, text::dollars)),
        whole,
    ])
    .with_key(set.regions.len().to_string())
    .selected(set.is_present)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use headroom_core::studies::region_sets::best_sets;

    #[test]
    fn each_number_has_a_row_and_the_present_one_no_button() {
        let scenario = examples::find("three-region-payments").unwrap().scenario();
        let id = scenario.services.first().id;
        let sets = best_sets(&scenario, id, &mut |_, _| {}).unwrap();
        let plan = evaluate(&scenario).services[0].regions.clone().unwrap();
        let table = table(&plan, &sets);
        assert_eq!(table.rows.len(), 3);
        assert_eq!(table.rows[2].cells[1].notes, ["as deployed"]);
        assert!(table.rows[0].cells[5].text.ends_with("requests/s not served"), "{}", table.rows[0].cells[5].text);
        assert_eq!(table.rows[2].cells[5].text, "any 1 survived");
    }
}
