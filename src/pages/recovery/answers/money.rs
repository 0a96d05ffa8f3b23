//! At which loss an hour the choice of a tier changes.

use super::named;
use crate::components::Figure;
use crate::edit::Change;
use crate::plots::recovery_losses::totals_against_loss;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::recovery::RecoveryPlan;
use headroom_core::plan::scenario::recovery::RecoveryInputs;
use leptos::prelude::*;
use std::sync::Arc;

/// A tier and the losses an hour for which it is the cheapest.
#[derive(Clone, Debug, PartialEq)]
struct Stretch {
    tier: RecoveryTier,
    losses: String,
    /// Whether the stated loss lies here.
    is_here: bool,
}

fn an_hour(dollars: f64) -> String {
    text::quantity(dollars, Dimension::DollarsPerHour)
}

fn stretches(plan: &RecoveryPlan, stated: &RecoveryInputs) -> Vec<Stretch> {
    let ends = plan.winners.iter().skip(1).map(|(_, from)| Some(*from)).chain([None]);
    let stretch = |((tier, from), to): (&(RecoveryTier, f64), Option<f64>)| Stretch {
        tier: *tier,
        losses: match to {
            Some(to) if *from > 0.0 => format!("{} to {}", text::dollars(*from), text::dollars(to)),
            Some(to) => format!("below {}", text::dollars(to)),
            None if *from > 0.0 => format!("from {}", text::dollars(*from)),
            None => "any".to_owned(),
        },
        is_here: stated.loss.is_some_and(|loss| loss.get() >= *from && to.is_none_or(|to| loss.get() < to)),
    };
    plan.winners.iter().zip(ends).map(stretch).collect()
}

/// What the stated loss comes to: which tier is cheapest there, and where the next change is.
fn sentence(plan: &RecoveryPlan, stated: &RecoveryInputs) -> String {
    let Some(loss) = stated.loss.map(|loss| loss.get()) else {
        return "Nobody has stated what an hour of outage costs; this is where the cheapest tier changes.".to_owned();
    };
    let Some(cheapest) = plan.cheapest else { return String::new() };
    let later = plan.winners.iter().find(|(_, from)| *from > loss);
    let earlier = plan.winners.iter().rfind(|(_, from)| *from > 0.0 && *from <= loss);
    let mut words = format!("At {}, {} is the cheapest of all", an_hour(loss), cheapest.short());
    if let Some((tier, from)) = later {
        words.push_str(&format!("; from {} on it would be {}", an_hour(*from), tier.short()));
    }
    if let Some((_, from)) = earlier {
        words.push_str(&format!("; below {} it would not be", an_hour(*from)));
    }
    words.push('.');
    words
}

/// The chart, the winners, and every pair.
#[component]
pub fn Money() -> impl IntoView {
    let session = Session::here();
    let stated = session.service_part(|service| service.recovery.clone());
    let plan = session.answer(|service| service.recovery.clone());
    let before = Memo::new(move |_| {
        let (scenario, answers) = (session.baseline()?, session.baseline_evaluation()?);
        let id = session.service_id();
        Some((answers.service(id)?.recovery.clone(), scenario.services.get(id)?.recovery.clone()))
    });
    let chart = Memo::new(move |_| {
        let before = before.get();
        let before = before.as_ref().map(|(plan, stated)| (&plan.plan, stated));
        plan.with(|plan| totals_against_loss(plan.as_ref()?, &stated.get(), before)).map(Arc::new)
    });
    let tables = move || {
        plan.with(|plan| {
            let plan = plan.as_ref().filter(|plan| !plan.winners.is_empty())?;
            Some(stated.with(|stated| tables(session, plan, stated)))
        })
    };
    let there = Memo::new(move |_| chart.with(Option::is_some));
    let head = move || {
        there.get().then(|| {
            let words = plan.with(|plan| {
                plan.as_ref().map(|plan| stated.with(|stated| sentence(plan, stated))).unwrap_or_default()
            });
            view! { <h2 id="money-heading">"Which tier pays"</h2><p id="money-says">{words}</p> }
        })
    };
    view! {
        <section class="money" aria-label="Which tier pays">
            {head}
            <Figure chart=chart/>
            {tables}
        </section>
    }
}

fn tables(session: Session, plan: &RecoveryPlan, stated: &RecoveryInputs) -> impl IntoView + use<> {
    let in_force = plan.tier;
    let rows = stretches(plan, stated)
        .into_iter()
        .map(|stretch| {
            let tier = stretch.tier;
            let take = move |_| session.edit_service(Change::Edit, |service| service.recovery.tier = tier);
            let label = format!("Use this tier: {}, the cheapest at a loss an hour of {}", tier.short(), stretch.losses);
            let use_it = match tier == in_force {
                true => view! { <span class="in-force">"in force"</span> }.into_any(),
                false => view! { <button type="button" class="small" aria-label=label on:click=take>"Use this tier"</button> }.into_any(),
            };
            let here = stretch.is_here.then(|| view! { <small class="tag">"as stated"</small> });
            view! {
                <tr class:looked-at=stretch.is_here>
                    <th scope="row">{named(tier)}{here}</th>
                    <td class="value">{stretch.losses}</td>
                    <td class="row-tools">{use_it}</td>
                </tr>
            }
        })
        .collect_view();
    let pairs = plan
        .break_evens
        .iter()
        .map(|pair| view! {
            <tr><td>{named(pair.below)}</td><td>{named(pair.above)}</td><td class="value">{an_hour(pair.loss_per_hour)}</td></tr>
        })
        .collect_view();
    let caution = (!plan.prices_data)
        .then(|| view! { <p class="hint">"Lost data is not priced: state a loss an hour of data to count it."</p> });
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Cheapest tier by loss an hour">
            <table id="winners">
                <caption>"The cheapest tier by what an hour of outage costs"</caption>
                <thead><tr><th scope="col">"Cheapest"</th><th scope="col" class="value">"Loss an hour"</th><th scope="col"><span class="visually-hidden">"Use"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {caution}
        <details>
            <summary>"Every pair of tiers"</summary>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Break-even of every pair">
                <table id="pairs">
                    <caption>"Loss an hour at which two tiers cost the same"</caption>
                    <thead><tr><th scope="col">"Cheaper below"</th><th scope="col">"Cheaper above"</th><th scope="col" class="value">"Loss an hour"</th></tr></thead>
                    <tbody>{pairs}</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::evaluate::evaluate;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn the_stated_loss_lies_in_one_stretch_and_an_unknown_one_in_none() {
        let mut scenario = examples::find("three-region-payments").expect("an example").scenario();
        let id = scenario.services.first().id;
        let plan = evaluate(&scenario).services[0].recovery.clone();
        let stated = scenario.services.first().recovery.clone();
        let all = stretches(&plan, &stated);
        let here: Vec<RecoveryTier> =
            all.iter().filter(|stretch| stretch.is_here).map(|stretch| stretch.tier).collect();
        assert_eq!(here, plan.cheapest.into_iter().collect::<Vec<_>>());
        assert!(sentence(&plan, &stated).starts_with("At $400,000 an hour, "));
        scenario.services.get_mut(id).unwrap().recovery.loss = None;
        let stated = scenario.services.first().recovery.clone();
        let plan = &evaluate(&scenario).services[0].recovery;
        assert_eq!(stretches(plan, &stated).len(), all.len());
        assert!(stretches(plan, &stated).iter().all(|stretch| !stretch.is_here));
        assert!(sentence(plan, &stated).starts_with("Nobody has stated"));
    }
}
