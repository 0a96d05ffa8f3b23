//! A map on the page: the picture, its table, its file, and the choice that a person makes in it.

use super::asked::follow_on_load;
use super::plan::{Cells, Colour, MapPlan};
use super::words;
use crate::browser::{download, file_name};
use crate::components::form::follow_toggle;
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{HeatMap, Progress, Segmented, TableView};
use crate::edit::Change;
use crate::session::Session;
use crate::worker::follow::Told;
use crate::worker::protocol::Partial;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::studies::policy_map::PolicyMap;
use leptos::prelude::*;
use std::sync::Arc;

/// Names for the parts of one map.
#[derive(Clone, Copy)]
pub struct Ids {
    /// The figure.
    pub figure: &'static str,
    /// The choice of what the colour shows.
    pub colour: &'static str,
    /// The table.
    pub table: &'static str,
}

/// A map, filled in as its cells come.
#[component]
pub fn MapFigure(
    /// Unique on the page.
    ids: Ids,
    /// The map, or why there is none; none at all while it is closed.
    plan: Memo<Option<Result<MapPlan, String>>>,
    /// What the colour shows at first.
    first: Colour,
) -> impl IntoView {
    let session = Session::here();
    let colour = RwSignal::new(first);
    let cells = RwSignal::new(Cells::new());
    let order = Memo::new(move |_| -> Option<PolicyMap> {
        let plan = plan.get()?.ok()?;
        let (scenario, id) = (session.scenario(), session.service_id());
        Some(plan.order(&scenario, scenario.services.get(id)?))
    });
    let n_cells = move || plan.with_untracked(|plan| plan.as_ref()?.as_ref().ok().map(MapPlan::n_cells)).unwrap_or(0);
    let state = follow_on_load(order, move |told| match told {
        Told::Begun => cells.set(vec![None; n_cells()]),
        Told::Partial(Partial::Cells(more)) => {
            let _ = cells.try_update(|cells| {
                for (place, trial) in more {
                    if let Some(cell) = cells.get_mut(place as usize) {
                        *cell = Some(trial);
                    }
                }
            });
        }
        Told::Partial(_) | Told::Done(..) => {}
    });
    let picture = Memo::new(move |_| {
        let plan = plan.get()?.ok()?;
        Some(Arc::new(cells.with(|cells| plan.picture(cells, colour.get()))))
    });
    let there = Memo::new(move |_| picture.with(Option::is_some));
    let shown = Signal::derive(move || picture.get().unwrap_or_default());
    let with_plan = move |read: &dyn Fn(&MapPlan) -> Option<String>| {
        plan.with(|plan| plan.as_ref()?.as_ref().ok().and_then(read)).unwrap_or_default()
    };
    let describe = Callback::new(move |cell| {
        with_plan(&|plan| Some(words::cell(plan.settings(cell)?, cells.with(|cells| plan.trial(cells, cell)))))
    });
    let choose = Callback::new(move |cell| untrack(|| with_plan(&|plan| take_over(session, plan, cell))));
    let refusal = move || plan.get().and_then(Result::err).map(|why| view! { <p class="hint">{why}</p> });
    let save = move |_| {
        let text = untrack(|| with_plan(&|plan| Some(cells.with(|cells| words::csv(plan, cells)))));
        download(&file_name("policy map", "csv"), "text/csv", &text);
    };
    view! {
        {refusal}
        <Show when=move || there.get()>
            <Segmented id=ids.colour label="What the colour shows" choices=vec![(Colour::Cost, "Cost"), (Colour::Outside, "Time outside the SLO")]
                value=Signal::derive(move || Some(colour.get())) set=move |chosen| colour.set(chosen)/>
            <HeatMap id=ids.figure picture=shown describe=describe choose=choose>
                <button type="button" class="chart-tool" on:click=save>"CSV"</button>
            </HeatMap>
            <Progress state what="Trying settings"/>
            <MapTable ids plan cells colour/>
        </Show>
    }
}

/// Takes the settings of a cell over; says what was done.
fn take_over(session: Session, plan: &MapPlan, cell: (usize, usize)) -> Option<String> {
    let settings = plan.settings(cell)?;
    let inputs: Vec<_> = settings.into_iter().filter(|(axis, _)| axis.is_input()).collect();
    let service = untrack(|| session.service_id());
    let before = session.scenario_now();
    session.edit_service(Change::Edit, |service| inputs.iter().for_each(|(axis, value)| axis.apply(service, *value)));
    let is_changed = before.services.get(service) != session.scenario_now().services.get(service);
    let named: Vec<String> = inputs.into_iter().map(words::setting).collect();
    let named = named.join(", ");
    Some(if is_changed {
        format!("Applied: {named}. Undo reverts it.")
    } else {
        format!("{}: already set so.", text::capitalised(&named))
    })
}

/// All cells as a table.
fn settings(plan: &MapPlan, cells: &Cells, colour: Colour) -> Table {
    let cell = |column: usize, row: usize| match plan.trial(cells, (column, row)) {
        None => Cell::default(),
        Some(trial) if trial.keeps => Cell::from(words::table_cell(colour, &trial)),
        Some(trial) => Cell::from(words::table_cell(colour, &trial)).toned(Standing::Fails),
    };
    let rows = plan.y.values.iter().enumerate().map(|(row, value)| {
        let of_row = (0..plan.x.values.len()).map(|column| cell(column, row));
        Row::of(std::iter::once(Cell::from(words::short(plan.y.axis, *value))).chain(of_row))
    });
    let corner = format!("{} down, {} across", text::capitalised(plan.y.axis.words()), plan.x.axis.words());
    let heads = plan.x.values.iter().map(|value| Column::number(words::short(plan.x.axis, *value)));
    Table::new("map-settings", "All settings")
        .titled_above()
        .with_columns(std::iter::once(Column::words(corner)).chain(heads))
        .with_rows(rows)
}

/// All cells as a table, made when it is opened.
#[component]
fn MapTable(
    ids: Ids,
    plan: Memo<Option<Result<MapPlan, String>>>,
    cells: RwSignal<Cells>,
    colour: RwSignal<Colour>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let table = Memo::new(move |_| {
        let plan = plan.get().filter(|_| open.get()).and_then(Result::ok);
        plan.map(|plan| settings(&plan, &cells.get(), colour.get())).unwrap_or_default()
    });
    view! {
        <details class="explore-table" id=ids.table on:toggle=move |event| follow_toggle(open, &event)>
            <summary>"All settings as a table"</summary>
            <Show when=move || open.get()><TableView table=table/></Show>
        </details>
    }
}
