//! Overview: the whole plan as a report: its verdict, its services, every topic, its dates.

mod cost;
mod recovery;
mod regions;
mod report;
mod scaling;

use crate::components::{DateField, Mark, TextArea, TextField, VerdictSentence};
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Notes;
use headroom_core::base::text;
use headroom_core::plan::calendar::Horizon;
use headroom_core::plan::evaluate::{ServiceEvaluation, Totals};
use headroom_core::plan::scenario::examples;
use headroom_core::plan::sizing::Lasts;
use leptos::prelude::*;
use report::{Report, ReportHead, ReportTools};

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let session = Session::here();
    view! {
        <ReportHead/>
        <VerdictSentence lead=1 verdict=Signal::derive(move || Some(session.evaluation().verdict.clone()))/>
        <ReportTools/>
        <div class="columns wide">
            <form class="inputs" aria-label="The plan" on:submit=|event| event.prevent_default()>
                <PlanFields/>
            </form>
            <div class="answers report">
                <ServiceTable/>
                <Report/>
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
fn ServiceTable() -> impl IntoView {
    let session = Session::here();
    let several = session.part(|scenario| scenario.services.count() > 1);
    let rows = move || {
        let (evaluation, before, scenario) = (session.evaluation(), session.baseline_evaluation(), session.scenario());
        evaluation
            .services
            .iter()
            .map(|service| {
                let id = service.id;
                let stated = scenario.services.get(id);
                let was = before.as_ref().and_then(|before| before.service(id)).map(numbers_of);
                let lasts = lasts_of(service.sizing.lasts.as_ref());
                let lasted = before
                    .as_ref()
                    .and_then(|before| before.service(id))
                    .map(|before| lasts_of(before.sizing.lasts.as_ref()));
                let lasted = lasted
                    .filter(|before| *before != lasts)
                    .map(|before| view! { <span class="was">"baseline " {before}</span> });
                let open = move |_| {
                    session.select_service(id);
                    session.show_page("sizing");
                };
                view! {
                    <tr>
                        <th scope="row">
                            <Mark standing=service.sizing.verdict.standing/>
                            <button type="button" class="link" on:click=open>{service.name.clone()}</button>
                        </th>
                        <td>{stated.map(|stated| stated.kind.words())}</td>
                        <td>{stated.map(|stated| stated.team.to_string())}</td>
                        {cells(numbers_of(service), was)}
                        <td>{lasts} {lasted}</td>
                        <td class="row-tools"><RowTools id=id name=service.name.clone() several=several/></td>
                    </tr>
                }
            })
            .collect_view()
    };
    let totals = move || {
        let now = sums_of(&session.evaluation().totals);
        let before = session.baseline_evaluation().map(|before| sums_of(&before.totals));
        view! {
            <tr class="total">
                <th scope="row">"All together"</th><td></td><td></td>
                {cells(now, before)}
                <td></td><td class="row-tools"></td>
            </tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table id="services">
                <caption>"Services"</caption>
                <thead><tr>
                    <th scope="col">"Service"</th><th scope="col">"Kind"</th><th scope="col">"Team"</th>
                    <th scope="col" class="value">"Peak, requests/s"</th><th scope="col" class="value">"Replicas"</th>
                    <th scope="col" class="value">"vCPU"</th><th scope="col" class="value">"GiB"</th><th scope="col" class="value">"GPUs"</th>
                    <th scope="col">"Holds until"</th><th scope="col" class="row-tools"><span class="visually-hidden">"Change"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
                <tfoot>{totals}</tfoot>
            </table>
        </div>
        <button type="button" id="add-service" on:click=move |_| {
            session.add_service(examples::plain_service(ServiceId(0)));
            session.show_page("demand");
        }>"Add a service"</button>
    }
}

/// The numbers of a row: peak, replicas, vCPU, GiB, GPUs.
type Numbers = [f64; 5];

fn numbers_of(service: &ServiceEvaluation) -> Numbers {
    let resources = service.sizing.resources;
    [service.demand.peak, f64::from(service.sizing.replicas), resources.vcpus, resources.memory, resources.gpus as f64]
}

fn sums_of(totals: &Totals) -> Numbers {
    let resources = totals.resources;
    [totals.peak, totals.replicas as f64, resources.vcpus, resources.memory, resources.gpus as f64]
}

fn lasts_of(lasts: Option<&Lasts>) -> String {
    lasts.map_or_else(|| "no end".to_owned(), |lasts| format!("{}, {}", text::date_short(lasts.day), lasts.because))
}

/// The numbers as cells, each with its difference from the baseline.
fn cells(now: Numbers, before: Option<Numbers>) -> AnyView {
    let shows: [fn(f64) -> String; 5] = [text::si, text::number, text::number, text::number, text::number];
    now.into_iter()
        .zip(shows)
        .enumerate()
        .map(|(place, (now, show))| {
            let was = before.and_then(|before| before.get(place).copied());
            let change = was.and_then(|was| text::difference(now, was, show));
            view! { <td class="value">{show(now)} {change.map(|change| view! { <span class="was">{change}</span> })}</td> }
        })
        .collect_view()
        .into_any()
}

#[component]
fn RowTools(id: ServiceId, name: String, several: Memo<bool>) -> impl IntoView {
    let session = Session::here();
    let duplicate = move |_| {
        if let Some(service) = session.scenario_now().services.get(id) {
            session.add_service(service.clone());
        }
    };
    let remove = move |_| session.remove_service(id);
    let shift = move |down| session.edit(Change::Edit, |scenario| scenario.services.shift(id, down));
    view! {
        <button type="button" class="quiet small" aria-label=format!("Move {name} up") title="Up" on:click=move |_| shift(false)>"↑"</button>
        <button type="button" class="quiet small" aria-label=format!("Move {name} down") title="Down" on:click=move |_| shift(true)>"↓"</button>
        <button type="button" class="quiet small" aria-label=format!("Duplicate {name}") title="Duplicate" on:click=duplicate>"+"</button>
        <button type="button" class="quiet small" aria-label=format!("Remove {name}") title="Remove" disabled=move || !several.get() on:click=remove>"✕"</button>
    }
}

#[component]
fn Calendar() -> impl IntoView {
    let session = Session::here();
    let rows = move || {
        let evaluation = session.evaluation();
        evaluation
            .calendar
            .iter()
            .map(|entry| {
                let often = match entry.horizon {
                    Horizon::Weekly => "weekly",
                    Horizon::Monthly => "monthly",
                    Horizon::Quarterly => "quarterly",
                    Horizon::Annually => "annually",
                    Horizon::Due => "due",
                };
                view! {
                    <tr class=often>
                        <td class="date">{text::date(entry.day)}</td>
                        <td><span class="often">{often}</span></td>
                        <td>{entry.activity.clone()}<small>{entry.detail.clone()}</small></td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Table">
            <table class="calendar">
                <caption>"Planning calendar"</caption>
                <thead><tr><th scope="col">"Date"</th><th scope="col">"How often"</th><th scope="col">"What to do, and what this plan expects"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
