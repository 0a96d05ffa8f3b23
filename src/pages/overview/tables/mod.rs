//! The report's tables of services: each is a row of [`ServiceRows`], and one component places them all.

mod cost;
mod demand;
mod prices;
mod recovery;
mod regions;
mod scaling;
mod services;

pub use cost::COST;
pub use demand::DEMAND;
pub use prices::PRICES;
pub use recovery::RECOVERY;
pub use regions::REGIONS;
pub use scaling::SCALING;
pub use services::SERVICES;

use crate::components::TableView;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::scenario::{Scenario, Service};
use jiff::civil::Date;
use leptos::prelude::*;

/// A plan with its answers: the present one, or the baseline.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    scenario: &'a Scenario,
    evaluation: &'a Evaluation,
    today: Date,
}

/// A service with its answers.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    side: Side<'a>,
    stated: &'a Service,
    answers: &'a ServiceEvaluation,
}

impl<'a> Side<'a> {
    fn of(self, id: ServiceId) -> Option<Of<'a>> {
        Some(Of { side: self, stated: self.scenario.services.get(id)?, answers: self.evaluation.service(id)? })
    }
}

/// The last row of a table: its name, and its cells.
type Total = (&'static str, fn(Side) -> Vec<String>);

/// A table with a row for each service.
pub struct ServiceRows {
    /// The element's id.
    pub id: &'static str,
    /// The page that a service's name opens.
    pub page: &'static str,
    /// Whether there is anything to show.
    pub is_there: fn(Side) -> bool,
    /// What it shows.
    pub caption: fn(Side) -> String,
    /// The headings after the service's name, each with whether numbers stand below it.
    pub columns: &'static [(&'static str, bool)],
    /// How a service stands, where that is marked.
    pub standing: fn(Of) -> Option<Standing>,
    /// The cells of a service; none leaves it out.
    pub cells: fn(Of) -> Option<Vec<String>>,
    /// The last row: its name and cells, where there is one.
    pub total: Option<Total>,
    /// Whether its rows have the tools that move, copy and remove a service.
    pub has_tools: bool,
}

/// Each cell with what it was in the baseline.
fn beside(now: Vec<String>, was: Option<Vec<String>>) -> Vec<Cell> {
    let mut was = was.map(Vec::into_iter);
    now.into_iter()
        .map(|cell| {
            let was = was.as_mut().and_then(Iterator::next);
            Cell::from(cell).with_was(was.filter(|was| !was.is_empty()))
        })
        .collect()
}

impl ServiceRows {
    /// The table of a plan, beside its baseline.
    fn table(&self, now: Side, before: Option<Side>) -> Option<Table> {
        if !(self.is_there)(now) {
            return None;
        }
        let several = now.evaluation.services.len() > 1;
        let row = |service: &ServiceEvaluation| {
            let of = now.of(service.id)?;
            let was = before.and_then(|before| before.of(service.id)).and_then(self.cells);
            let name = &service.name;
            let first = Cell { text: name.clone(), mark: (self.standing)(of), ..Cell::default() };
            let first = first.with_press(Press::link("open", format!("{name}: {}", self.page)));
            let tools = self.has_tools.then(|| tools(name, several));
            let cells = std::iter::once(first).chain(beside((self.cells)(of)?, was)).chain(tools).collect();
            Some(Row { key: service.id.0.to_string(), cells, ..Row::default() })
        };
        let total = self.total.map(|(name, cells)| {
            let cells = beside(cells(now), before.map(cells));
            Row { cells: std::iter::once(Cell::from(name)).chain(cells).collect(), ..Row::default() }.total()
        });
        let column = |&(words, is_number): &(&str, bool)| Column { is_number, ..Column::words(words) };
        let columns = std::iter::once(Column::words("Service")).chain(self.columns.iter().map(column));
        let rows = now.evaluation.services.iter().filter_map(|service| row(service)).chain(total);
        Some(Table::new(self.id, (self.caption)(now)).with_columns(columns).with_rows(rows))
    }
}

/// The buttons that move, copy and remove a service.
fn tools(name: &str, several: bool) -> Cell {
    Cell::default()
        .with_press(Press::sign("up", "↑", format!("Move {name} up")))
        .with_press(Press::sign("down", "↓", format!("Move {name} down")))
        .with_press(Press::sign("copy", "+", format!("Duplicate {name}")))
        .with_press(Press::sign("remove", "✕", format!("Remove {name}")).enabled(several))
}

/// Places a table of services, where there is anything to show.
#[component]
pub fn ServiceTable(
    /// The table.
    rows: &'static ServiceRows,
) -> impl IntoView {
    let session = Session::here();
    let found = Memo::new(move |_| {
        let (scenario, evaluation, today) = (session.scenario(), session.evaluation(), session.today());
        let before = session.baseline().zip(session.baseline_evaluation());
        let before = before.as_ref().map(|(scenario, evaluation)| Side { scenario, evaluation, today });
        rows.table(Side { scenario: &scenario, evaluation: &evaluation, today }, before)
    });
    let table = Signal::derive(move || found.get().unwrap_or_default());
    let is_there = Memo::new(move |_| found.with(Option::is_some));
    let press = Callback::new(move |(key, act): (String, &'static str)| {
        if let Ok(id) = key.parse().map(ServiceId) {
            pressed(session, rows.page, id, act);
        }
    });
    move || is_there.get().then(|| view! { <TableView table=table on_press=press/> })
}

fn pressed(session: Session, page: &'static str, id: ServiceId, act: &str) {
    match act {
        "open" => {
            session.select_service(id);
            session.show_page(page);
        }
        "up" => session.edit(Change::Edit, |scenario| scenario.services.shift(id, false)),
        "down" => session.edit(Change::Edit, |scenario| scenario.services.shift(id, true)),
        "copy" => {
            if let Some(service) = session.scenario_now().services.get(id) {
                session.add_service(service.clone());
            }
        }
        "remove" => session.remove_service(id),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    const ALL: [&ServiceRows; 7] = [&SERVICES, &DEMAND, &SCALING, &REGIONS, &RECOVERY, &COST, &PRICES];

    fn today() -> Date {
        jiff::civil::date(2026, 12, 1)
    }

    /// A table of a plan without a baseline.
    pub(super) fn of(rows: &ServiceRows, scenario: &Scenario) -> Option<Table> {
        let evaluation = evaluate(scenario);
        rows.table(Side { scenario, evaluation: &evaluation, today: today() }, None)
    }

    #[test]
    fn every_row_fills_its_columns() {
        for example in examples::ALL {
            let scenario = example.scenario();
            for rows in ALL {
                let Some(table) = of(rows, &scenario) else { continue };
                for row in &table.rows {
                    assert_eq!(row.cells.len(), table.columns.len(), "{}: {row:?}", rows.id);
                }
            }
        }
    }

    #[test]
    fn the_same_plan_as_baseline_differs_nowhere() {
        let scenario = examples::find("three-products").unwrap().scenario();
        let evaluation = evaluate(&scenario);
        let side = Side { scenario: &scenario, evaluation: &evaluation, today: today() };
        for rows in ALL {
            let table = rows.table(side, Some(side));
            let cells = table.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
            assert!(cells.into_iter().all(|cell| cell.was.is_none()), "{}", rows.id);
        }
    }

    #[test]
    fn the_last_service_cannot_be_removed() {
        let table = of(&SERVICES, &examples::blank(today())).unwrap();
        let remove = table.rows[0].cells.last().and_then(|tools| tools.presses.last()).unwrap();
        assert_eq!(remove.state, crate::components::table::PressState::Disabled);
    }
}
