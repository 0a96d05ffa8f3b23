//! What came of an import: report, figures, charts, and what the plan would take from it.

use super::figures::Figures;
use super::report::Report;
use super::state::{ImportState, Measured};
use super::words;
use crate::charts::spec::Chart;
use crate::plots;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scenario::demand::{Demand, UsualWeek};
use headroom_core::studies::measured_demand::{
    DemandFromTrace, PeakChoice, TraceChoices, demand_from_trace, growth_of,
};
use headroom_core::trace::{Meaning, ProfileBasis};
use leptos::prelude::*;
use std::sync::Arc;

/// The outcome of an import.
#[component]
pub fn Outcome(
    /// The import.
    state: ImportState,
    /// What came of it.
    measured: Arc<Measured>,
) -> impl IntoView {
    let session = Session::here();
    let peak = RwSignal::new(PeakChoice::P99);
    let gauge_is_rate = RwSignal::new(false);
    let with_growth = RwSignal::new(false);
    let stated = session.service_part(|service| service.demand.clone());
    let plan = {
        let measured = Arc::clone(&measured);
        Memo::new(move |_| {
            let choices =
                TraceChoices { peak: peak.get(), gauge_is_rate: gauge_is_rate.get(), with_growth: with_growth.get() };
            stated.with(|stated| demand_from_trace(&measured.statistics, &measured.name, choices, stated))
        })
    };
    let is_coarse = measured.statistics.profile_basis == ProfileBasis::TooCoarse;
    let model = Memo::new(move |_| {
        let plan = plan.get().ok().filter(|_| !is_coarse)?;
        Some(stated.with(|stated| week_of(&plan, stated)))
    });
    let zoom = RwSignal::new(None);
    let (over_time, of_week) = charts(&measured, model, zoom);
    let report = measured.report.clone().map(|report| view! { <Report report/> });
    let is_gauge = measured.statistics.meaning == Meaning::Gauge;
    let growth = growth_choice(&measured, stated.with_untracked(|stated| stated.growth.kind), with_growth);
    let use_it = move |_| {
        if let Ok(plan) = plan.get_untracked() {
            state.use_as_demand(session, &plan);
        }
    };
    let taken = move || match plan.get() {
        Ok(plan) => {
            let notes = taken_words(&plan).into_iter().chain(plan.notes);
            view! { <ul class="import-notes">{notes.map(|note| view! { <li>{note}</li> }).collect_view()}</ul> }
                .into_any()
        }
        Err(why) => view! { <p class="refusal" role="alert">{words::sentence(&why.to_string())} "."</p> }.into_any(),
    };
    view! {
        <p class="import-file">{measured.name.clone()}</p>
        {report}
        <crate::components::Figure chart=over_time zoom/>
        <Figures measured=Arc::clone(&measured)/>
        <crate::components::Figure chart=of_week/>
        <PeakFields measured peak/>
        {is_gauge.then(|| view! {
            <label class="import-check">
                <input type="checkbox" id="import-gauge" prop:checked=gauge_is_rate on:change=move |event| gauge_is_rate.set(event_target_checked(&event))/>
                "Treat the values as requests/s"
            </label>
        })}
        {growth}
        {taken}
        <div class="import-actions">
            <button type="button" class="primary" id="import-apply" disabled=move || plan.with(Result::is_err) on:click=use_it>"Use as demand"</button>
            <button type="button" id="import-back" on:click=move |_| state.cancel()>"Change import settings"</button>
            <button type="button" id="import-close" on:click=move |_| state.close()>"Close"</button>
        </div>
    }
}

/// The week that the plan would have.
fn week_of(plan: &DemandFromTrace, stated: &Demand) -> UsualWeek {
    let peak = plan.peak_to_average.unwrap_or(stated.peak_to_average);
    match plan.measured.as_ref().or(stated.measured.as_ref()) {
        Some(measured) => UsualWeek::from_measured(measured, peak),
        None => UsualWeek::from_shape(stated.day, stated.week, peak),
    }
}

type ChartMemo = Memo<Option<Arc<Chart>>>;

fn charts(
    measured: &Arc<Measured>,
    model: Memo<Option<UsualWeek>>,
    zoom: RwSignal<Option<(f64, f64)>>,
) -> (ChartMemo, ChartMemo) {
    let (one, other) = (Arc::clone(measured), Arc::clone(measured));
    let over_time = Memo::new(move |_| {
        let zoom = zoom.get();
        Some(Arc::new(model.with(|model| plots::measured_against_model(&one.trace, model.as_ref(), zoom))))
    });
    let of_week = Memo::new(move |_| {
        model.with(|model| {
            model
                .as_ref()
                .map(|model| Arc::new(plots::measured_week(&other.trace, &other.statistics.hour_of_week, model)))
        })
    });
    (over_time, of_week)
}

/// Which peak to plan for.
#[component]
fn PeakFields(measured: Arc<Measured>, peak: RwSignal<PeakChoice>) -> impl IntoView {
    let rows = PeakChoice::ALL
        .into_iter()
        .enumerate()
        .filter_map(|(place, choice)| Some((place, choice, choice.peak_to_average(&measured.statistics)?)))
        .map(|(place, choice, ratio)| {
            view! {
                <label class="import-peak">
                    <input type="radio" name="import-peak" id=format!("import-peak-{place}") prop:checked=move || peak.get() == choice on:change=move |_| peak.set(choice)/>
                    <span class="import-peak-name">{choice.words()}</span>
                    <span class="import-peak-value">{text::number(ratio)} " ×"</span>
                    <span class="hint">{choice.meaning()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="import-peaks">
            <legend>"Plan for this peak"</legend>
            {rows}
        </fieldset>
    }
}

/// A box for the growth, where the trace has a trend.
fn growth_choice(
    measured: &Measured,
    kind: headroom_core::plan::scenario::demand::GrowthKind,
    with_growth: RwSignal<bool>,
) -> Option<impl IntoView + use<>> {
    let monthly = growth_of(&measured.statistics, kind)?;
    let words = format!("Use this growth, {} a month", words::signed_percent(monthly.get()));
    Some(view! {
        <label class="import-check">
            <input type="checkbox" id="import-growth" prop:checked=with_growth on:change=move |event| with_growth.set(event_target_checked(&event))/>
            {words}
        </label>
    })
}

/// What the plan takes over, in one sentence.
fn taken_words(plan: &DemandFromTrace) -> Option<String> {
    let mut parts = Vec::new();
    if let Some(peak) = plan.peak_to_average {
        parts.push(format!("peak to average {} ×", text::number(peak.get())));
    }
    if plan.measured.is_some() {
        parts.push("the shape of the week".to_owned());
    }
    if let Some(variability) = plan.variability {
        parts.push(format!("variability (CV) {}", text::percent(variability.get())));
    }
    if let Some(growth) = plan.growth {
        parts.push(format!("growth {} a month", words::signed_percent(growth.get())));
    }
    (!parts.is_empty()).then(|| format!("The plan takes {}.", parts.join(", ")))
}
