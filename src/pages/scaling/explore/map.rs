//! The policy map: two settings of one's choice.

use super::super::timeline::Study;
use super::axes::{AxisFields, Ranges};
use super::figure::{Ids, MapFigure};
use super::plan::{Ask, Colour, MapPlan};
use crate::session::Session;
use headroom_core::plan::scenario::adjust::Axis;
use leptos::prelude::*;

/// What the columns are, unless somebody chose: the first that does something.
const FOR_X: [Axis; 5] = [Axis::Target, Axis::FixedReplicas, Axis::MinReplicas, Axis::StartUp, Axis::Burst];
/// What the rows are.
const FOR_Y: [Axis; 5] = [Axis::MinReplicas, Axis::MaxReplicas, Axis::StartUp, Axis::Burst, Axis::Headroom];

/// The map with its choices.
#[component]
pub fn MapPart(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (session, study) = (Session::here(), Study::here());
    let applies = session.service_part(|service| Axis::ALL.map(|axis| axis.refusal(service).is_none()));
    let (chosen_x, chosen_y) = (RwSignal::new(None::<Axis>), RwSignal::new(None::<Axis>));
    let first = move |of: &[Axis], but: Option<Axis>| {
        let applies = applies.get();
        let good =
            |axis: &&Axis| Some(**axis) != but && Axis::ALL.iter().zip(applies).any(|(one, is)| one == *axis && is);
        of.iter().find(good).copied().unwrap_or(Axis::Headroom)
    };
    let x = Memo::new(move |_| chosen_x.get().unwrap_or_else(|| first(&FOR_X, chosen_y.get())));
    let y = Memo::new(move |_| chosen_y.get().unwrap_or_else(|| first(&FOR_Y, Some(x.get()))));
    let ranges = Ranges::new();
    let plan = Memo::new(move |_| {
        if !open.get() {
            return None;
        }
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let ask = |axis| Ask { axis, range: ranges.get(axis) };
        let load = study.load();
        Some(MapPlan::new(scenario.services.get(id)?, evaluation.service(id)?, load, ask(x.get()), ask(y.get())))
    });
    let over = move || {
        let name = study
            .shown
            .with(|shown| shown.about.as_ref().map(|about| about.name.trim_start_matches("the ").to_owned()));
        name.unwrap_or_else(|| "period".to_owned())
    };
    let several = session.answer(|service| service.places.len() > 1);
    let wherever = move || several.get().unwrap_or(false).then_some(", in all regions together");
    view! {
        <p class="hint">"Every cell is a simulation of the active policy over the whole " {over} {wherever} ". Hatched cells miss the SLO."</p>
        <div class="explore-axes">
            <AxisFields id="map-x" label="Columns" from="map-x-from" to="map-x-to" axis=x set=move |axis| chosen_x.set(Some(axis)) plan ranges is_x=true/>
            <AxisFields id="map-y" label="Rows" from="map-y-from" to="map-y-to" axis=y set=move |axis| chosen_y.set(Some(axis)) plan ranges is_x=false/>
        </div>
        <MapFigure ids=Ids { figure: "policy-map", colour: "policy-map-colour", table: "policy-map-table" } plan first=Colour::Cost/>
    }
}
