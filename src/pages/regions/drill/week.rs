//! Every ten minutes of the week: is the loss survived whenever it comes, and when is it worst?

use super::super::fields::drill::day_and_time;
use super::state::DrillView;
use crate::browser::{download, file_name};
use crate::charts::heat::{Heat, HeatGrid};
use crate::components::form::follow_toggle;
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{HeatAxis, HeatMap, HeatPicture, HeatWords, Mark, Progress, TableView, unbroken};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::csv::CsvWriter;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::base::time::{SECONDS_PER_DAY, SHORT_WEEKDAYS};
use headroom_core::base::units::{HourOfWeek, Quantity};
use headroom_core::studies::drill::{StripPoint, WeekAnswer};
use leptos::prelude::*;
use std::sync::Arc;

/// Limits between the shades, as shares of the 30-day error budget.
const LIMITS: [f64; 7] = [0.0, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0];
/// What the map says where nobody points, and what its signs mean.
const WORDS: HeatWords = HeatWords {
    idle: "Point at a minute to see what a failure then would lose; click to start the drill there.",
    take: "Start the drill there",
    fails: "survivors miss the SLO",
    border: "edge",
    present: "selected minute",
};

/// The map, and what it says.
#[component]
pub fn DrillWeek() -> impl IntoView {
    let (session, drill) = (Session::here(), DrillView::here());
    let start =
        Memo::new(move |_| drill.inputs.with(|inputs| inputs.as_ref().map_or(0.0, |inputs| inputs.start.get())));
    let picture = Memo::new(move |_| {
        Arc::new(drill.week.with(|week| week.as_ref().map(|week| picture(week, start.get())).unwrap_or_default()))
    });
    let describe = Callback::new(move |cell| {
        drill.week.with(|week| week.as_ref().map_or_else(String::new, |week| describe(week, cell)))
    });
    let choose = Callback::new(move |cell| {
        untrack(|| {
            let point =
                drill.week.with(|week| week.as_ref().and_then(|week| week.points.get(place(week, cell)?).cloned()));
            let Some(point) = point else { return "This minute is not known yet.".to_owned() };
            drill.edit(Change::Edit, |inputs| inputs.start = HourOfWeek::clamped(point.start / 3600.0));
            let at = drill.week.with(|week| week.as_ref().map(|week| week.moment(&point)).unwrap_or_default());
            format!("The failure is now on {at}. Undo reverts it.")
        })
    });
    let finding = move || {
        let finding = drill.week.with(|week| week.as_ref().and_then(|week| week.finding()));
        finding.map(|finding| view! { <p class="drill-week-answer" id="drill-week-answer"><Mark standing=finding.standing/><span>{unbroken(&finding.sentence)}</span></p> })
    };
    let save = move |_| {
        let name = session.scenario_now().name.to_string();
        let text = drill.week.with_untracked(|week| week.as_ref().map(|week| csv(week)).unwrap_or_default());
        download(&file_name(&format!("{name} drill week"), "csv"), "text/csv", &text);
    };
    let there = Memo::new(move |_| drill.week.with(Option::is_some));
    let worst = Signal::derive(move || drill.week.with(|week| week.as_ref().and_then(|week| worst_cell(week))));
    view! {
        <section class="drill-week" id="drill-week-section">
            <h3>"At every ten minutes of the week"</h3>
            <Progress state=drill.asked_week what="The same failure, minute after minute"/>
            <div aria-live="polite">{finding}</div>
            <Show when=move || there.get()>
                <HeatMap id="drill-week" picture=picture describe=describe choose=choose words=WORDS flat=true worst=worst>
                    <button type="button" class="chart-tool" on:click=save>"CSV"</button>
                </HeatMap>
                <WeekTable/>
            </Show>
        </section>
    }
}

/// Starts of a day.
fn per_day(week: &WeekAnswer) -> usize {
    (SECONDS_PER_DAY / week.every) as usize
}

/// The place of a cell among the starts; Monday is the row at the top.
fn place(week: &WeekAnswer, (column, row): (usize, usize)) -> Option<usize> {
    Some(6_usize.checked_sub(row)? * per_day(week) + column)
}

fn worst_cell(week: &WeekAnswer) -> Option<(usize, usize)> {
    let worst = week.worst_harm()?;
    let place = (worst.start / week.every).round() as usize;
    Some((place % per_day(week), 6 - (place / per_day(week)).min(6)))
}

fn picture(week: &WeekAnswer, start: f64) -> HeatPicture {
    let columns = per_day(week);
    let heat =
        |point: &StripPoint| Heat { value: week.spent_by(point).unwrap_or_else(|| point.bad()), holds: point.holds() };
    let cells = (0..7 * columns).map(|cell| {
        let place = place(week, (cell % columns, cell / columns))?;
        week.points.get(place).map(heat)
    });
    let (day, time) = day_and_time(start);
    let has_budget = week.budget > 0.0;
    let limits = if has_budget {
        LIMITS.to_vec()
    } else {
        crate::charts::heat::even_limits(week.points.iter().map(StripPoint::bad))
    };
    let legend = limits.iter().map(|limit| match limit {
        0.0 => "none".to_owned(),
        limit if has_budget => format!("to {}", text::percent(*limit)),
        limit => format!("to {}", text::si(*limit)),
    });
    let mut legend: Vec<String> = legend.collect();
    if !legend.is_empty() {
        legend.push("more".to_owned());
    }
    let times: Vec<f64> = (0..columns).map(|column| column as f64 * week.every / 3600.0).collect();
    HeatPicture {
        title: if has_budget { "Share of the 30-day error budget" } else { "Requests lost or late" }.to_owned(),
        summary: week.finding().map_or_else(
            || format!("{} of {} minutes are known.", week.points.len(), week.n_points),
            |finding| finding.sentence,
        ),
        grid: HeatGrid { columns, cells: cells.collect(), limits },
        x: HeatAxis {
            title: if week.is_utc { "Failure at, UTC" } else { "Failure at" }.to_owned(),
            labels: times.iter().map(|time| text::time_of_day(*time)).collect(),
            values: times,
            present: Some(time),
        },
        y: HeatAxis {
            title: String::new(),
            labels: SHORT_WEEKDAYS.iter().rev().map(|day| (*day).to_owned()).collect(),
            values: (0..7).map(f64::from).collect(),
            present: Some(6.0 - day as f64),
        },
        legend,
        is_harm: true,
    }
}

fn describe(week: &WeekAnswer, cell: (usize, usize)) -> String {
    let point = place(week, cell).and_then(|place| week.points.get(place));
    let Some(point) = point else { return "Not known yet.".to_owned() };
    let moment = week.moment(point);
    if point.bad() < 0.5 {
        return format!("{moment}: nothing is lost or late.");
    }
    let spent = week.spent_by(point).map(|share| format!(", {} of the 30-day budget", text::percent(share)));
    let spent = spent.unwrap_or_default();
    let holds = if point.holds() { "" } else { " The surviving regions miss the SLO." };
    format!(
        "{moment}: {} lost, {} late over {}{spent}.{holds}",
        text::si(point.lost.round()),
        text::si(point.late.round()),
        text::seconds(point.outside)
    )
}

fn csv(week: &WeekAnswer) -> String {
    let mut file = CsvWriter::default();
    let heads = ["failure at", "hour of the week", "lost", "late", "outside the SLO (s)", "survivors meet the SLO"];
    file.texts(heads).end_row();
    for point in &week.points {
        file.text(&week.moment(point)).value(format_args!("{:.4}", point.start / 3600.0));
        file.value(format_args!("{:.0}", point.lost)).value(format_args!("{:.0}", point.late)).value(point.outside);
        file.text(if point.holds() { "yes" } else { "no" }).end_row();
    }
    file.finish()
}

/// The most that is lost or late for a failure in each hour of the week.
fn by_hour(week: &WeekAnswer) -> Table {
    let hours = week.by_hour();
    let cell = |day: usize, hour: usize| {
        let Some((most, holds)) = hours.get(24 * day + hour).copied().flatten() else { return Cell::default() };
        let cell = Cell::from(text::si(most.round()));
        if holds { cell } else { cell.toned(Standing::Fails) }
    };
    let rows = SHORT_WEEKDAYS
        .iter()
        .enumerate()
        .map(|(day, name)| Row::of(std::iter::once(Cell::from(*name)).chain((0..24).map(|hour| cell(day, hour)))));
    let columns = (0..24).map(|hour| Column::number(format!("{hour:02}:00")));
    let columns = std::iter::once(Column::words("Day")).chain(columns);
    Table::new("drill-week-hours", "Most requests lost or late, by hour of the failure")
        .with_columns(columns)
        .with_rows(rows)
}

#[component]
fn WeekTable() -> impl IntoView {
    let drill = DrillView::here();
    let open = RwSignal::new(false);
    let table = Memo::new(move |_| {
        let week = drill.week.get().filter(|_| open.get());
        week.map(|week| by_hour(&week)).unwrap_or_default()
    });
    view! {
        <details class="drill-more" id="drill-week-table" on:toggle=move |event| follow_toggle(open, &event)>
            <summary>"The week as a table"</summary>
            <Show when=move || open.get()><TableView table=table/></Show>
        </details>
    }
}
