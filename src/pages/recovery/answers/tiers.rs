//! All tiers side by side: how soon, how much is lost, at what cost; each can be taken over.

use super::super::slug;
use super::{dollars_or_unknown, named, seconds_or_unknown, short_dollars};
use crate::components::Figure;
use crate::components::Mark;
use crate::edit::Change;
use crate::plots::recovery::tiers;
use crate::session::Session;
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::{RecoveryPlan, TierAnswer};
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use leptos::prelude::*;
use std::sync::Arc;

/// One row.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    tier: RecoveryTier,
    is_in_force: bool,
    standing: Standing,
    rto: String,
    rpo: String,
    writes: String,
    misses: Vec<String>,
    asks: bool,
    standby: String,
    loss: String,
    total: String,
    difference: String,
    tags: Vec<&'static str>,
}

fn rows(plan: &RecoveryPlan, stated: &RecoveryInputs) -> Vec<Row> {
    let in_force = plan.of(plan.tier).and_then(|answer| answer.total);
    let asks = stated.rto.is_some() || stated.rpo.is_some();
    let row = |answer: &TierAnswer| {
        let mut tags = Vec::new();
        if plan.cheapest == Some(answer.tier) {
            tags.push("cheapest of all");
        } else if asks && plan.cheapest_within_objectives == Some(answer.tier) {
            tags.push("cheapest that keeps the objectives");
        }
        Row {
            tier: answer.tier,
            is_in_force: answer.tier == plan.tier,
            standing: if answer.meets(stated) { Standing::Holds } else { Standing::Fails },
            rto: seconds_or_unknown(answer.rto),
            rpo: text::seconds(answer.data.rpo),
            writes: stated
                .writes
                .map(|_| format!("{} writes", text::si(answer.data.writes_at_most.ceil())))
                .unwrap_or_default(),
            misses: misses(answer, stated),
            asks,
            standby: dollars_or_unknown(answer.monthly()),
            loss: dollars_or_unknown(answer.expected_loss),
            total: dollars_or_unknown(answer.total),
            difference: match (answer.total, in_force) {
                _ if answer.tier == plan.tier => String::new(),
                (Some(total), Some(in_force)) => {
                    text::difference(total, in_force, short_dollars).unwrap_or_else(|| "as much".to_owned())
                }
                _ => String::new(),
            },
            tags,
        }
    };
    plan.tiers.iter().map(row).collect()
}

/// By how much a tier misses what is wanted, and what to shorten; or what is not known.
fn misses(answer: &TierAnswer, stated: &RecoveryInputs) -> Vec<String> {
    let rto = if answer.rto.is_none() {
        let parts: Vec<&str> = answer.unknown.iter().map(|part| part.words()).collect();
        Some(format!("nobody knows how long it takes to {}", parts.join(", ")))
    } else {
        answer.rto_miss.map(|miss| {
            let by = format!("RTO by {}", text::seconds(miss.by));
            match miss.shorten {
                Some(part) if miss.is_enough => format!("{by}: shorten \u{201c}{}\u{201d}", part.words()),
                Some(part) => format!("{by}: \u{201c}{}\u{201d} takes longest, but is not enough", part.words()),
                None => by,
            }
        })
    };
    let rpo = answer.rpo_miss.filter(|_| stated.rpo.is_some()).map(|by| format!("RPO by {}", text::seconds(by)));
    [rto, rpo].into_iter().flatten().collect()
}

/// The chart and the table of tiers.
#[component]
pub fn TierTable() -> impl IntoView {
    let session = Session::here();
    let stated = session.service_part(|service| service.recovery.clone());
    let plan = session.answer(|service| service.recovery.clone());
    let before = session.baseline_answer(|service| service.recovery.clone());
    let chart = Memo::new(move |_| {
        let before = before.get();
        plan.with(|plan| tiers(plan.as_ref()?, &stated.get(), before.as_deref())).map(Arc::new)
    });
    let found =
        Memo::new(move |_| plan.with(|plan| plan.as_ref().map(|plan| rows(plan, &stated.get())).unwrap_or_default()));
    let was = move |tier: RecoveryTier| {
        before.with(|before| {
            let answer = before.as_ref()?.of(tier)?;
            Some((seconds_or_unknown(answer.rto), dollars_or_unknown(answer.total)))
        })
    };
    let body = move || {
        found
            .get()
            .into_iter()
            .map(|row| {
                let was = was(row.tier);
                row_view(session, row, was)
            })
            .collect_view()
    };
    let nothing = move || {
        chart.with(Option::is_none).then(|| view! {
            <p class="hint" id="no-price">"State the price of a replica under \u{201c}Cost of the primary\u{201d} to see the tiers in money."</p>
        })
    };
    view! {
        <section class="tiers" aria-labelledby="tiers-heading">
            <h2 id="tiers-heading">"The tiers"</h2>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Recovery tiers">
                <table id="tiers">
                    <caption class="visually-hidden">"How soon, how much is lost, at what cost"</caption>
                    <thead><tr>
                        <th scope="col">"Tier"</th>
                        <th scope="col" class="value">"RTO"</th><th scope="col" class="value">"RPO"</th><th scope="col">"Misses"</th>
                        <th scope="col" class="value">"Standby a month"</th><th scope="col" class="value">"Expected loss a year"</th>
                        <th scope="col" class="value">"In all a year"<small>"against the one in force"</small></th>
                    </tr></thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
            {nothing}
            <Figure chart=chart/>
        </section>
    }
}

fn row_view(session: Session, row: Row, was: Option<(String, String)>) -> impl IntoView {
    let tier = row.tier;
    let label = format!("Use this tier: {}", tier.short());
    let take = move |_| session.edit_service(Change::Edit, |service| service.recovery.tier = tier);
    let (rto_was, total_was) = was.unzip();
    let differs = |was: Option<String>, now: &str| {
        was.filter(|was| was != now).map(|was| view! { <span class="was">"baseline " {was}</span> })
    };
    let use_it = match row.is_in_force {
        true => view! { <span class="in-force">"in force"</span> }.into_any(),
        false => view! {
            <button type="button" class="small" aria-label=label title="Use this tier; undo takes it back" on:click=take>"Use this tier"</button>
        }
        .into_any(),
    };
    let note = |words: String| (!words.is_empty()).then(|| view! { <small>{words}</small> });
    let tags = row.tags.into_iter().map(|tag| view! { <small class="tag">{tag}</small> }).collect_view();
    let misses = match row.misses.is_empty() {
        true => view! { <span class="none">{if row.asks { "nothing" } else { "nothing wanted" }}</span> }.into_any(),
        false => {
            row.misses.into_iter().map(|miss| view! { <span class="miss">{miss}</span> }).collect_view().into_any()
        }
    };
    view! {
        <tr class:looked-at=row.is_in_force data-tier=slug(tier)>
            <th scope="row"><Mark standing=row.standing/><span>{named(tier)}{tags}{use_it}</span></th>
            <td class="value">{row.rto.clone()} {differs(rto_was, &row.rto)}</td>
            <td class="value">{row.rpo} {note(row.writes)}</td>
            <td class="misses">{misses}</td>
            <td class="value">{row.standby}</td>
            <td class="value">{row.loss}</td>
            <td class="value">{row.total.clone()} {differs(total_was, &row.total)} {note(row.difference)}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn what_is_unknown_is_never_nothing() {
        let scenario = examples::seed_service();
        let mut stated = scenario.services.first().recovery.clone();
        stated.loss = None;
        let mut scenario = scenario;
        let id = scenario.services.first().id;
        let service = scenario.services.get_mut(id).unwrap();
        service.recovery = stated.clone();
        service.sizing.replica.gpus = Quantity::clamped(8.0);
        let rows = rows(&evaluate(&scenario).services[0].recovery, &stated);
        assert!(rows.iter().all(|row| row.loss == "unknown" && row.total == "unknown"));
        let cold = &rows[0];
        assert_eq!(cold.rto, "unknown");
        assert_eq!(cold.misses, ["nobody knows how long it takes to provision"]);
        assert!(rows.iter().all(|row| row.tags.is_empty()));
    }

    #[test]
    fn a_tier_that_is_late_says_by_how_much_and_what_to_shorten() {
        let mut scenario = examples::seed_service();
        let id = scenario.services.first().id;
        let stated = &mut scenario.services.get_mut(id).unwrap().recovery;
        stated.rto = Some(Quantity::clamped(300.0));
        let stated = stated.clone();
        let rows = rows(&evaluate(&scenario).services[0].recovery, &stated);
        // 90 s to detect, 5 min to decide, 2 min to redirect.
        assert_eq!(rows[3].rto, "8.5 min");
        assert_eq!(rows[3].misses, ["RTO by 3.5 min: shorten \u{201c}decide\u{201d}"]);
        assert_eq!(rows[4].standing, Standing::Holds);
    }
}
