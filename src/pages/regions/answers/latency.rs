//! Round trips between the plan's regions: measured or estimated, from when, and from whom.

use super::super::view::name;
use super::map::trip;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::machines::places::catalog::{Placed, SOURCES};
use headroom_core::machines::places::{RoundTrip, round_trip};
use headroom_core::plan::scenario::regions::Place;
use headroom_core::plan::scenario::regions::PlanRegion;
use leptos::prelude::*;

/// The round trip between two regions of the plan; none where the catalogue does not know a place.
fn between(one: &PlanRegion, other: &PlanRegion) -> Option<RoundTrip> {
    Some(round_trip(&one.place.region()?, &other.place.region()?))
}

fn pairs(regions: &[PlanRegion]) -> impl Iterator<Item = RoundTrip> + '_ {
    let earlier = |at: usize| regions.iter().take(at);
    regions.iter().enumerate().flat_map(move |(at, one)| earlier(at).filter_map(move |other| between(one, other)))
}

/// Who measured how many pairs when, and how many are estimated.
fn known(regions: &[PlanRegion]) -> Vec<String> {
    let mut measured: Vec<(&str, &str, u64)> = Vec::new();
    let mut estimated = 0;
    for pair in pairs(regions) {
        match pair {
            RoundTrip::Measured(found) => {
                match measured.iter_mut().find(|(source, as_of, _)| (*source, *as_of) == (found.source, found.as_of)) {
                    Some((_, _, n)) => *n += 1,
                    None => measured.push((found.source, found.as_of, 1)),
                }
            }
            RoundTrip::Estimated(_) => estimated += 1,
        }
    }
    let title = |id: &str| {
        let source = SOURCES.iter().find(|source| source.id == id);
        source.map_or_else(String::new, |source| format!("{} ({})", source.title, source.licence))
    };
    let mut said: Vec<String> = measured
        .into_iter()
        .map(|(source, as_of, n)| {
            format!("{} measured, {as_of}: {}.", text::capitalised(&text::counted(n, "pair", "pairs")), title(source))
        })
        .collect();
    if estimated > 0 {
        let n = text::capitalised(&text::counted(estimated, "pair", "pairs"));
        said.push(format!("{n} estimated from the great-circle distance, by medians of 2,407 measured pairs: half of those are within 17 ms of it, nine tenths within 59 ms."));
    }
    said
}

/// Where places are from, and which of them are estimates.
fn places(regions: &[PlanRegion]) -> Vec<String> {
    let rows: Vec<_> = regions
        .iter()
        .filter(|region| matches!(region.place, Place::Catalog { .. }))
        .filter_map(|region| Some((region, region.place.region()?)))
        .collect();
    let mut said = Vec::new();
    if let Some((_, first)) = rows.first() {
        let source = SOURCES.iter().find(|source| source.id == first.source);
        said.push(source.map_or_else(String::new, |source| {
            format!("Places, {}: {} ({}).", first.as_of, source.title, source.licence)
        }));
    }
    let guessed: Vec<String> = rows
        .iter()
        .filter(|(_, row)| row.placed == Placed::Area)
        .map(|(region, row)| format!("{} ({})", name(region.name.as_str(), region.id), row.place))
        .collect();
    if !guessed.is_empty() {
        said.push(format!(
            "The cloud names only the state or the country of {}: the town is an estimate.",
            guessed.join(", ")
        ));
    }
    said
}

/// The table and its sources.
#[component]
pub fn LatencyTable() -> impl IntoView {
    let session = Session::here();
    let regions = session.part(|scenario| scenario.regions.clone());
    let head = move || {
        regions.with(|regions| {
            regions
                .iter()
                .map(|region| view! { <th scope="col" class="value">{name(region.name.as_str(), region.id)}</th> })
                .collect_view()
        })
    };
    let rows = move || {
        regions.with(|regions| {
            let row = |one: &PlanRegion| {
                let cells = regions.iter().map(|other| {
                    if one.id == other.id {
                        view! { <td class="value itself">"at home"</td> }.into_any()
                    } else {
                        match between(one, other) {
                            Some(pair) => view! { <td class="value" class:is-estimate=pair.is_estimate()>{trip(pair.seconds(), pair.is_estimate())}</td> }.into_any(),
                            None => view! { <td class="value">"unknown"</td> }.into_any(),
                        }
                    }
                });
                view! { <tr><th scope="row">{name(one.name.as_str(), one.id)}</th>{cells.collect_view()}</tr> }
            };
            regions.iter().map(row).collect_view()
        })
    };
    let sources = move || {
        regions.with(|regions| {
            known(regions).into_iter().chain(places(regions)).map(|said| view! { <li>{said}</li> }).collect_view()
        })
    };
    view! {
        <section class="latencies" id="latencies">
            <div class="scroll-x" tabindex="0" role="region" aria-label="Round trips between regions">
                <table id="round-trips">
                    <caption>"Round trips between the regions; \u{2248} is an estimate by distance"</caption>
                    <thead><tr><th scope="col">"From, to"</th>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <ul class="sources">
                {sources}
                <li>"Outline of the land: Natural Earth, 1:110 million, public domain."</li>
            </ul>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn sources_and_estimates_are_named() {
        let payments = examples::find("three-region-payments").unwrap().scenario();
        let said = known(&payments.regions).join(" ");
        assert!(said.contains("3 pairs measured, 2025-05-29: cloudping.co"), "{said}");
        let global = examples::find("global-llm").unwrap().scenario();
        let said = known(&global.regions).join(" ");
        assert!(said.contains("estimated from the great-circle distance"), "{said}");
        let said = places(&global.regions).join(" ");
        assert!(said.contains("GeoNames") && said.contains("CC BY 4.0") && said.contains("Virginia ("), "{said}");
    }
}
