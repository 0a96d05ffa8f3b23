//! Overview: the whole plan as a report: its verdict, its services, every topic, its dates.

mod report;
mod tables;

use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{DateField, Later, TableView, TextArea, TextField, VerdictSentence};
use crate::edit::Change;
use crate::part::{Part, View};
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Notes;
use headroom_core::base::text;
use headroom_core::plan::calendar::{CalendarEntry, Horizon};
use headroom_core::plan::scenario::examples;
use leptos::prelude::*;
pub use report::Report;
use report::{ReportHead, ReportTools};
use tables::{SERVICES, ServiceTable};

/// The part with the report below the services, as the frame has it.
#[derive(Clone, Copy)]
pub struct ReportPart(pub &'static Part<View>);

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let session = Session::here();
    let ReportPart(report) = expect_context();
    view! {
        <ReportHead/>
        <VerdictSentence lead=1 verdict=Signal::derive(move || Some(session.evaluation().verdict.clone()))/>
        <ReportTools/>
        <div class="columns wide">
            <form class="inputs" aria-label="The plan" on:submit=|event| event.prevent_default()>
                <PlanFields/>
            </form>
            <div class="answers report">
                <ServiceTable rows=&SERVICES/>
                <AddService/>
                <Later part=report what="The report"/>
            </div>
        </div>
    }
}

#[component]
fn PlanFields() -> impl IntoView {
    let session = Session::here();
    let name = session.part(|scenario| scenario.name.to_string());
    let start = session.part(|scenario| scenario.start);
    let notes = session.part(|scenario| scenario.notes.to_string());
    let set_notes = move |text: &str| {
        let notes = Notes::new(text).map_err(|error| error.to_string())?;
        session.edit(Change::Edit, |scenario| scenario.notes = notes);
        Ok(())
    };
    view! {
        <fieldset class="plan-fields">
            <legend class="visually-hidden">"Plan"</legend>
            <TextField id="plan-name" label="Name" value=name set=move |text| session.rename(text)/>
            <DateField id="plan-start" label="First day" value=start set=move |day| session.edit(Change::Edit, |scenario| scenario.start = day)/>
            <TextArea id="plan-notes" label="Notes" value=notes set=set_notes/>
        </fieldset>
    }
}

#[component]
fn AddService() -> impl IntoView {
    let session = Session::here();
    view! {
        <button type="button" id="add-service" on:click=move |_| {
            session.add_service(examples::new_service(ServiceId(0)));
            session.show_page("demand");
        }>"Add a service"</button>
    }
}

/// The planning calendar as a table.
fn calendar(entries: &[CalendarEntry]) -> Table {
    let row = |entry: &CalendarEntry| {
        let often = match entry.horizon {
            Horizon::Weekly => "weekly",
            Horizon::Monthly => "monthly",
            Horizon::Quarterly => "quarterly",
            Horizon::Annually => "annually",
            Horizon::Due => "due",
        };
        let often = Cell::from(often);
        let often = if entry.horizon == Horizon::Due { often.toned(Standing::Tight) } else { often };
        let activity = Cell::from(entry.activity.clone()).with_note(entry.detail.clone());
        Row::of([Cell::from(text::date_short(entry.day)), often, activity])
    };
    let columns = ["Date", "How often", "What to do, and what this plan expects"].map(Column::words);
    Table::new("calendar", "Planning calendar").with_columns(columns).with_rows(entries.iter().map(row))
}

#[component]
fn Calendar() -> impl IntoView {
    let session = Session::here();
    let table = Memo::new(move |_| calendar(&session.evaluation().calendar));
    view! { <TableView table=table/> }
}
