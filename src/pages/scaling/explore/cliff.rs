//! The cliff: start-up against the size of a burst, and the slowest start-up that still holds.

use super::super::timeline::Study;
use super::asked::follow_on_load;
use super::figure::{Ids, MapFigure};
use super::plan::{Ask, Colour, MapPlan};
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{Progress, TableView};
use crate::session::Session;
use crate::worker::follow::Told;
use crate::worker::protocol::Answer;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::plan::scenario::adjust::Axis;
use headroom_core::studies::policy_map::{Cliff, CliffSearch, PolicyOrder, Present, Slowest, TriedIn};
use leptos::prelude::*;

/// The answer, the line over bursts, and the map.
#[component]
pub fn CliffPart(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let found = RwSignal::new(None::<Cliff>);
    let refusal = session.service_part(|service| Axis::StartUp.refusal(service));
    let order = Memo::new(move |_| {
        if !open.get() || refusal.get().is_some() {
            return None;
        }
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        let bursts = Axis::Burst.values(service, Present::of(service, answers), None);
        let order = PolicyOrder::new(&scenario, service, TriedIn::of(answers, study.region()), &[])
            .over(study.over().map(|(over, _)| over));
        Some(CliffSearch { order, bursts })
    });
    let state = follow_on_load(order, move |told| match told {
        Told::Begun => found.set(None),
        Told::Done(answer, _) => {
            if let Answer::Cliff(cliff) = *answer {
                let _ = found.try_set(Some(cliff));
            }
        }
        Told::Partial(_) => {}
    });
    let plan = Memo::new(move |_| {
        if !open.get() {
            return None;
        }
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let ask = |axis| Ask { axis, range: None };
        let load = study.load();
        Some(MapPlan::new(
            scenario.services.get(id)?,
            evaluation.service(id)?,
            load,
            ask(Axis::Burst),
            ask(Axis::StartUp),
        ))
    });
    let sentence = move || {
        let answer = found.get().and_then(|cliff| Some(cliff.sentence(cliff.rows.first()?)));
        answer.map(|sentence| view! { <p class="explore-answer" id="cliff-answer">{sentence}</p> })
    };
    view! {
        <p class="hint">{Axis::Burst.about()} " " {Axis::StartUp.about()}</p>
        <div aria-live="polite">{sentence}</div>
        <Progress state what="Looking for the slowest start-up"/>
        <MapFigure ids=Ids { figure: "cliff-map", colour: "cliff-map-colour", table: "cliff-map-table" } plan first=Colour::Outside/>
        {move || found.get().map(|cliff| line(&cliff))}
    }
}

/// The slowest start-up for each size of a burst.
fn line(cliff: &Cliff) -> AnyView {
    let slowest = |row: &Slowest| match row.start_up {
        Some(start_up) if row.is_open => format!("{} or more", text::seconds(start_up)),
        Some(start_up) if start_up > 0.0 => text::seconds(start_up),
        Some(_) => format!("less than {}", text::seconds(cliff.step)),
        None => "none meets the SLO".to_owned(),
    };
    let row = |row: &Slowest| {
        let slowest = Cell::from(slowest(row));
        let slowest = if row.start_up.is_none() { slowest.toned(Standing::Fails) } else { slowest };
        Row::of([
            Cell::from(format!("{} ×", text::number(row.burst))),
            slowest,
            Cell::from(row.cause.clone().unwrap_or_default()),
            Cell::from(if row.is_uneven { "some slower ones meet the SLO again" } else { "" }),
        ])
    };
    let columns = [
        Column::words("Burst"),
        Column::number("Slowest start-up"),
        Column::words("What breaks first beyond it"),
        Column::words("Remark"),
    ];
    let caption = "The slowest start-up for each burst";
    let table = Table::new("cliff-line", caption).titled_above();
    let table = table.with_columns(columns).with_rows(cliff.rows.iter().map(row));
    view! {
        <details class="explore-table">
            <summary>{caption}</summary>
            <TableView table=Signal::stored(table)/>
        </details>
    }
    .into_any()
}
