//! What takes the time of each tier's recovery, and which part to shorten.

use super::{named, seconds_or_unknown};
use crate::charts::bars::Bars;
use crate::components::table::{Column, Row, Table};
use crate::components::{BarFigure, Segmented};
use crate::plots::recovery_bars::{Scale, rto_parts};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::Part;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use leptos::prelude::*;
use std::sync::Arc;

/// The section's answer.
#[derive(Clone, Debug, Default, PartialEq)]
struct Answer {
    bars: Option<Arc<Bars>>,
    table: Table,
}

impl Answer {
    fn of(plan: &RecoveryPlan, target: Option<f64>, scale: Scale) -> Self {
        Self { bars: Some(Arc::new(rto_parts(plan, target, scale, advice))), table: part_table(plan) }
    }
}

/// By how much a tier misses its target and which part to shorten, or which times are unknown; empty where it meets it.
fn advice(answer: &TierAnswer) -> String {
    if answer.rto.is_none() {
        let parts: Vec<&str> = answer.unknown.iter().map(|part| part.words()).collect();
        return format!("time unknown: {}", parts.join(", "));
    }
    match answer.rto_miss {
        None => String::new(),
        Some(miss) => match miss.shorten {
            Some(part) if miss.is_enough => {
                format!("{} over target: shorten \u{201c}{}\u{201d}", text::seconds(miss.by), part.words())
            }
            Some(part) => {
                format!("{} over target: shorten \u{201c}{}\u{201d} and more", text::seconds(miss.by), part.words())
            }
            None => format!("{} over target", text::seconds(miss.by)),
        },
    }
}

/// The bars, and the same as a table.
#[component]
pub fn WhatTakesTheTime() -> impl IntoView {
    let session = Session::here();
    let scale = RwSignal::new(Scale::Shares);
    let target = session.service_part(|service| service.recovery.rto.map(|rto| rto.get()));
    let plan = session.answer(|service| service.recovery.clone());
    let found = Memo::new(move |_| {
        plan.with(|plan| plan.as_ref().map(|plan| Answer::of(plan, target.get(), scale.get()))).unwrap_or_default()
    });
    let bars = Signal::derive(move || found.with(|found| found.bars.clone()));
    let table = Signal::derive(move || found.with(|found| found.table.clone()));
    view! {
        <section class="rto" aria-labelledby="rto-heading">
            <div class="section-head">
                <h2 id="rto-heading">"What the recovery time is made of"</h2>
                <Segmented id="rto-scale" label="Length of the bars" choices=vec![(Scale::Shares, "As shares"), (Scale::Time, "Same scale")]
                    value=Signal::derive(move || Some(scale.get())) set=move |chosen| scale.set(chosen)/>
            </div>
            <BarFigure bars=bars table=table/>
        </section>
    }
}

/// Parts of the RTO by tier.
fn part_table(plan: &RecoveryPlan) -> Table {
    let cell = |answer: &TierAnswer, part: Part| match answer.taken.of(part) {
        _ if !answer.tier.waits_for(part, &answer.taken) => "not needed".to_owned(),
        Some(seconds) => {
            let is_aside = answer.parts.iter().any(|time| time.part == part && !time.is_critical);
            format!("{}{}", text::seconds(seconds), if is_aside { ", in parallel" } else { "" })
        }
        None => "unknown".to_owned(),
    };
    let is_there = |part: &Part| plan.tiers.iter().any(|answer| answer.tier.waits_for(*part, &answer.taken));
    let row = |part: Part| {
        let cells = plan.tiers.iter().map(|answer| cell(answer, part));
        Row::of(std::iter::once(text::capitalised(part.words())).chain(cells))
    };
    let sums = plan.tiers.iter().map(|answer| seconds_or_unknown(answer.rto));
    let sum = Row::of(std::iter::once("RTO".to_owned()).chain(sums)).total();
    let columns = plan.tiers.iter().map(|answer| Column::number(named(answer.tier)));
    Table::new("rto-parts", "Parts of the RTO by tier")
        .with_columns(std::iter::once(Column::words("Part")).chain(columns))
        .with_rows(Part::ALL.into_iter().filter(is_there).map(row).chain([sum]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;
    use headroom_core::plan::scenario::recovery::ArtefactPreset;

    #[test]
    fn a_part_that_a_tier_skips_is_not_needed_and_the_last_row_is_the_rto() {
        let mut scenario = examples::seed_service();
        let service = scenario.services.get_mut(scenario.services.first().id).unwrap();
        service.recovery.artefacts = ArtefactPreset::find("recommender").unwrap().artefacts();
        service.recovery.artefacts[1].rebuild = Some(Quantity::clamped(7200.0));
        let plan = &evaluate(&scenario).services[0].recovery;
        let table = part_table(plan);
        for (at, answer) in plan.tiers.iter().enumerate() {
            for (row, part) in Part::ALL.into_iter().enumerate() {
                let is_needed = answer.parts.iter().any(|time| time.part == part);
                assert_eq!(table.text(row, at + 1) != "not needed", is_needed, "{part:?}");
            }
            assert_eq!(table.text(Part::ALL.len(), at + 1), seconds_or_unknown(answer.rto));
        }
        assert_eq!(
            [table.text(5, 0), table.text(5, 1), table.text(5, 3)],
            ["Rebuild from source", "2 h", "not needed"]
        );
    }
}
