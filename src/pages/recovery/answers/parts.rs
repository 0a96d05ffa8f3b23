//! What takes the time of each tier's recovery, and which part to shorten.

use super::{named, seconds_or_unknown};
use crate::components::table::{Column, Row, Table};
use crate::components::{Segmented, TableView};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::formulas::recovery::{Part, PartTime, RecoveryTier};
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use leptos::prelude::*;

/// Share of a bar that a letter of a label takes, and that a label takes besides.
const LETTER: f64 = 0.0125;
const LABEL: f64 = 0.03;

/// How long a bar is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scale {
    /// Each as long as the others: what takes the time.
    Shares,
    /// All on one scale of time.
    Time,
}

/// A part of a bar, in shares of its length.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    part: Part,
    from: f64,
    width: f64,
    seconds: f64,
    /// Whether it lies beside what everything waits for.
    is_aside: bool,
}

/// One tier.
#[derive(Clone, Debug, PartialEq)]
struct Bar {
    tier: RecoveryTier,
    rto: Option<f64>,
    advice: String,
    pieces: Vec<Piece>,
    /// Where the RTO target lies, where it is within the bar.
    target: Option<f64>,
}

fn bars(plan: &RecoveryPlan, target: Option<f64>, scale: Scale) -> Vec<Bar> {
    let longest = plan.tiers.iter().filter_map(|answer| answer.rto).fold(0.0, f64::max);
    let bar = |answer: &TierAnswer| {
        let length = match scale {
            Scale::Shares => answer.rto.unwrap_or(0.0),
            Scale::Time => longest,
        };
        let share = |seconds: f64| if length > 0.0 { (seconds / length).clamp(0.0, 1.0) } else { 0.0 };
        let piece = |time: &PartTime| Piece {
            part: time.part,
            from: share(time.start),
            width: share(time.end) - share(time.start),
            seconds: time.end - time.start,
            is_aside: !time.is_critical,
        };
        Bar {
            tier: answer.tier,
            rto: answer.rto,
            advice: advice(answer),
            pieces: answer.parts.iter().map(piece).filter(|piece| piece.width > 0.0).collect(),
            target: target.filter(|target| length > 0.0 && *target < length).map(share),
        }
    };
    plan.tiers.iter().map(bar).collect()
}

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

/// The longest label that fits into a part of a bar.
fn label(piece: &Piece) -> Option<String> {
    let time = text::seconds(piece.seconds);
    let fits = |label: &String| !piece.is_aside && piece.width >= LABEL + LETTER * label.chars().count() as f64;
    [format!("{} {time}", piece.part.words()), piece.part.words().to_owned(), time].into_iter().find(fits)
}

/// The class of a part's colour.
fn class(part: Part) -> &'static str {
    match part {
        Part::Detect => "detect",
        Part::Decide => "decide",
        Part::Redirect => "redirect",
        Part::Provision => "provision",
        Part::RestoreData => "restore",
        Part::LoadModel => "load",
        Part::WarmUp => "warm-up",
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
        plan.with(|plan| plan.as_ref().map(|plan| bars(plan, target.get(), scale.get())).unwrap_or_default())
    });
    let table = Memo::new(move |_| plan.with(|plan| plan.as_deref().map(part_table).unwrap_or_default()));
    let drawn = move || found.get().into_iter().map(drawn_bar).collect_view();
    let legend = Part::ALL
        .into_iter()
        .map(|part| view! { <span class="rto-key"><i class=format!("rto-part {}", class(part))></i>{part.words()}</span> })
        .collect_view();
    let target_key = move || {
        target.get().map(|target| view! { <span class="rto-key"><i class="rto-wanted-key"></i>{format!("RTO target, {}", text::seconds(target))}</span> })
    };
    view! {
        <section class="rto" aria-labelledby="rto-heading">
            <div class="section-head">
                <h2 id="rto-heading">"What the recovery time is made of"</h2>
                <Segmented id="rto-scale" label="Length of the bars" choices=vec![(Scale::Shares, "As shares"), (Scale::Time, "Same scale")]
                    value=Signal::derive(move || Some(scale.get())) set=move |chosen| scale.set(chosen)/>
            </div>
            <div class="rto-bars" aria-hidden="true">{drawn}</div>
            <p class="rto-legend" aria-hidden="true">{legend}{target_key}</p>
            <details>
                <summary>"As a table"</summary>
                <TableView table=table/>
            </details>
        </section>
    }
}

fn drawn_bar(bar: Bar) -> impl IntoView {
    let percent = |share: f64| format!("{:.3}%", share * 100.0);
    let pieces = bar
        .pieces
        .into_iter()
        .map(|piece| {
            let label = label(&piece).map(|label| view! { <span>{label}</span> });
            view! {
                <i class=format!("rto-part {}", class(piece.part)) class:aside=piece.is_aside title=format!("{} {}", piece.part.words(), text::seconds(piece.seconds))
                    style:left=percent(piece.from) style:width=percent(piece.width)>{label}</i>
            }
        })
        .collect_view();
    let target = bar.target.map(|at| view! { <i class="rto-wanted" style:left=percent(at)></i> });
    let (is_unknown, is_missed) = (bar.rto.is_none(), !bar.advice.is_empty());
    view! {
        <span class="rto-name"><b>{named(bar.tier)}</b><small class:missed=is_missed>{bar.advice}</small></span>
        <div class="rto-bar" class:unknown=is_unknown>{pieces}{target}</div>
        <span class="rto-amount">{seconds_or_unknown(bar.rto)}</span>
    }
}

/// Parts of the RTO by tier.
fn part_table(plan: &RecoveryPlan) -> Table {
    let cell = |answer: &TierAnswer, part: Part| match answer.taken.of(part) {
        _ if !answer.tier.parts().contains(&part) => "not needed".to_owned(),
        Some(seconds) => {
            let is_aside = answer.parts.iter().any(|time| time.part == part && !time.is_critical);
            format!("{}{}", text::seconds(seconds), if is_aside { ", in parallel" } else { "" })
        }
        None => "unknown".to_owned(),
    };
    let row = |part: Part| {
        let cells = plan.tiers.iter().map(|answer| cell(answer, part));
        Row::of(std::iter::once(text::capitalised(part.words())).chain(cells))
    };
    let sums = plan.tiers.iter().map(|answer| seconds_or_unknown(answer.rto));
    let sum = Row::of(std::iter::once("RTO".to_owned()).chain(sums)).total();
    let columns = plan.tiers.iter().map(|answer| Column::number(named(answer.tier)));
    Table::new("rto-parts", "Parts of the RTO by tier")
        .with_columns(std::iter::once(Column::words("Part")).chain(columns))
        .with_rows(Part::ALL.into_iter().map(row).chain([sum]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::formulas::recovery::Order;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_pieces_that_wait_fill_the_bar() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        for order in [Order::Serial, Order::RedirectWhileBuilding] {
            scenario.services.get_mut(id).unwrap().recovery.order = order;
            let plan = &evaluate(&scenario).services[0].recovery;
            for bar in bars(plan, Some(300.0), Scale::Shares) {
                let waiting: f64 = bar.pieces.iter().filter(|piece| !piece.is_aside).map(|piece| piece.width).sum();
                assert!((waiting - 1.0).abs() < 1e-9, "{bar:?}");
                assert_eq!(bar.target.is_some(), bar.rto.is_some_and(|rto| rto > 300.0));
            }
            let longest = bars(plan, None, Scale::Time)
                .into_iter()
                .map(|bar| bar.pieces.iter().map(|piece| piece.from + piece.width).fold(0.0, f64::max));
            assert_eq!(longest.fold(0.0, f64::max), 1.0);
        }
    }
}
