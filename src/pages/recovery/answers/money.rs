//! At which loss an hour the choice of a tier changes.

use super::super::slug;
use super::named;
use crate::components::table::{Cell, Column, Press, Row, Table};
use crate::components::{Figure, TableView};
use crate::edit::Change;
use crate::plots::recovery_losses::totals_against_loss;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::formulas::recovery::RecoveryTier;
use headroom_core::plan::answered::Answered;
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
    let stretch = |(tier, from, to): (RecoveryTier, f64, Option<f64>)| Stretch {
        tier,
        losses: match to {
            Some(to) if from > 0.0 => format!("{} to {}", text::dollars(from), text::dollars(to)),
            Some(to) => format!("below {}", text::dollars(to)),
            None if from > 0.0 => format!("from {}", text::dollars(from)),
            None => "any".to_owned(),
        },
        is_here: stated.loss.is_some_and(|loss| loss.get() >= from && to.is_none_or(|to| loss.get() < to)),
    };
    plan.stretches().map(stretch).collect()
}

/// What the stated loss comes to: which tier is cheapest there, and where the next change is.
fn sentence(plan: &RecoveryPlan, stated: &RecoveryInputs) -> String {
    let Some(loss) = stated.loss.map(|loss| loss.get()) else {
        return "The cost of an hour of outage is not entered; this is where the cheapest tier changes.".to_owned();
    };
    let Some(cheapest) = plan.cheapest else { return String::new() };
    let [below, above] = plan.beside(loss);
    let mut words = format!("At {}, {} is the cheapest tier", an_hour(loss), cheapest.short());
    if let Some((tier, from)) = above {
        words.push_str(&format!("; above {} it is {}", an_hour(from), tier.short()));
    }
    if let Some((tier, to)) = below {
        words.push_str(&format!("; below {} it is {}", an_hour(to), tier.short()));
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
    let known = Memo::new(move |_| plan.with(|plan| plan.as_ref().is_some_and(|plan| !plan.winners.is_empty())));
    let there = Memo::new(move |_| chart.with(Option::is_some));
    let head = move || {
        there.get().then(|| {
            let words = plan.with(|plan| {
                plan.as_ref().map(|plan| stated.with(|stated| sentence(plan, stated))).unwrap_or_default()
            });
            view! { <h2 id="money-heading">"Cheapest tier by cost of outage"</h2><p id="money-says">{words}</p> }
        })
    };
    view! {
        <section class="money" aria-label="Cheapest tier by cost of outage">
            {head}
            <Figure chart=chart/>
            <Show when=move || known.get()><Tables plan=plan stated=stated/></Show>
        </section>
    }
}

/// The cheapest tier by what an hour of outage costs.
fn winners(plan: &RecoveryPlan, stated: &RecoveryInputs) -> Table {
    let row = |stretch: Stretch| {
        let tier = stretch.tier;
        let first = Cell::from(named(tier)).with_note(if stretch.is_here { "as entered" } else { "" });
        let about = format!("{}, the cheapest at a loss an hour of {}", tier.short(), stretch.losses);
        let first = match Some(tier) == plan.tier {
            true => first.with_note("active"),
            false => first.with_press(Press::new("use", "Use this tier", &about)),
        };
        Row::of([first, Cell::from(stretch.losses)]).with_key(slug(tier)).selected(stretch.is_here)
    };
    let columns = [Column::words("Cheapest tier"), Column::number("Loss per hour of outage")];
    let rows = stretches(plan, stated).into_iter().map(row);
    Table::new("winners", "The cheapest tier by the cost of an hour of outage").with_columns(columns).with_rows(rows)
}

/// Where two tiers cost the same.
fn pairs(plan: &RecoveryPlan) -> Table {
    let rows = plan
        .break_evens
        .iter()
        .map(|pair| Row::of([named(pair.below), named(pair.above), an_hour(pair.loss_per_hour)]));
    let columns = [Column::words("Cheaper below"), Column::words("Cheaper above"), Column::number("Loss per hour")];
    Table::new("pairs", "Loss per hour at which two tiers cost the same").with_columns(columns).with_rows(rows)
}

#[component]
fn Tables(plan: Memo<Option<Answered<RecoveryPlan>>>, stated: Memo<RecoveryInputs>) -> impl IntoView {
    let session = Session::here();
    let found = move |of: fn(&RecoveryPlan, &RecoveryInputs) -> Table| {
        Memo::new(move |_| {
            plan.with(|plan| plan.as_deref().map(|plan| stated.with(|stated| of(plan, stated))).unwrap_or_default())
        })
    };
    let use_tier = Callback::new(move |(key, _): (String, &'static str)| {
        if let Some(tier) = RecoveryTier::ALL.into_iter().find(|tier| slug(*tier) == key) {
            session.edit_service(Change::Edit, |service| service.recovery.tier = Some(tier));
        }
    });
    let unpriced = move || plan.with(|plan| plan.as_ref().is_some_and(|plan| !plan.prices_data));
    view! {
        <TableView table=found(winners) on_press=use_tier/>
        <Show when=unpriced><p class="hint">"Lost data is not priced: enter the loss per hour of lost data to include it."</p></Show>
        <details>
            <summary>"Every pair of tiers"</summary>
            <TableView table=found(|plan, _| pairs(plan))/>
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
        let said = sentence(&plan, &stated);
        assert!(said.starts_with("At $400,000 an hour, "), "{said}");
        let change = plan.winners.iter().zip(plan.winners.iter().skip(1)).rfind(|(_, (_, from))| *from <= 400_000.0);
        let before = change.map(|((tier, _), (_, from))| format!("below {} it is {}", an_hour(*from), tier.short()));
        assert!(before.is_none_or(|before| said.contains(&before)), "{said}");
        scenario.services.get_mut(id).unwrap().recovery.loss = None;
        let stated = scenario.services.first().recovery.clone();
        let plan = &evaluate(&scenario).services[0].recovery;
        assert_eq!(stretches(plan, &stated).len(), all.len());
        assert!(stretches(plan, &stated).iter().all(|stretch| !stretch.is_here));
        assert!(sentence(plan, &stated).starts_with("The cost of an hour of outage is not entered"));
    }
}
