//! The load of every region's users through the busiest day, on one clock.

use super::super::view::RegionsView;
use crate::components::Figure;
use crate::plots::busiest_day;
use crate::session::Session;
use headroom_core::plan::regions::Traffic;
use leptos::prelude::*;
use std::sync::Arc;

/// The chart.
#[component]
pub fn Daylight() -> impl IntoView {
    let (session, view) = (Session::here(), RegionsView::here());
    let asked = session.service_part(|service| (service.regions.clone(), service.sizing));
    let regions = session.part(|scenario| scenario.regions.clone());
    let known = session.answer(|service| (service.curve.clone(), service.caps.clone()));
    let chart = Memo::new(move |_| {
        let (curve, caps) = known.get()?;
        let traffic =
            regions.with(|regions| asked.with(|(asked, sizing)| Traffic::new(regions, asked, &caps, sizing, &curve)));
        view.plan.with(|plan| Some(Arc::new(busiest_day(&traffic, plan.as_ref()?))))
    });
    view! { <Figure chart=chart/> }
}
