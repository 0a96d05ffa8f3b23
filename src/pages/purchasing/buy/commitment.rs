//! What is stated about commitments.

use super::state::Buying;
use crate::components::Segmented;
use crate::components::form::{choice, number, optional, while_stated};
use crate::edit::Change;
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::base::units::{CommittedNodes, CommittedSpend, PriceDiscount, Quantity};
use headroom_core::plan::cost::buying_settings::USUAL_DISCOUNT;
use headroom_core::plan::scenario::cost::{
    CommitmentInputs, CommitmentLevel, CommitmentPrice, CommitmentTerm, CostInputs, DollarCommitment, NodeCommitment,
    Upfront,
};
use leptos::prelude::*;

/// To what the plan commits.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Nothing,
    Nodes,
    Dollars,
}

const TERMS: [(CommitmentTerm, &str); 2] =
    [(CommitmentTerm::OneYear, "a year"), (CommitmentTerm::ThreeYears, "three years")];

/// The fields.
#[component]
pub fn CommitmentFields() -> impl IntoView {
    let cost = Session::here().plan_part(|scenario| &scenario.cost, |scenario| &mut scenario.cost);
    let kind = cost.read(|cost| {
        Some(match cost.commitment {
            CommitmentInputs::None => Kind::Nothing,
            CommitmentInputs::Nodes(_) => Kind::Nodes,
            CommitmentInputs::Dollars(_) => Kind::Dollars,
        })
    });
    let session = Session::here();
    let choose = move |kind| {
        let stated = match kind {
            Kind::Nothing => CommitmentInputs::None,
            Kind::Nodes => CommitmentInputs::Nodes(NodeCommitment::best_year()),
            Kind::Dollars => CommitmentInputs::Dollars(DollarCommitment {
                term: CommitmentTerm::OneYear,
                discount: PriceDiscount::clamped(USUAL_DISCOUNT),
                hourly: None,
            }),
        };
        session.edit(Change::Edit, |scenario| scenario.cost.commitment = stated);
    };
    view! {
        <fieldset class="buy-commitment">
            <legend>"Commitment of the whole plan"</legend>
            <Segmented id="buy-kind" label="Commit to" value=kind set=choose
                choices=vec![(Kind::Nothing, "nothing"), (Kind::Nodes, "nodes"), (Kind::Dollars, "dollars an hour")]/>
            {while_stated(cost, nodes_of, nodes_of_mut, node_fields)}
            {while_stated(cost, dollars_of, dollars_of_mut, dollar_fields)}
        </fieldset>
    }
}

fn nodes_of(cost: &CostInputs) -> Option<&NodeCommitment> {
    if let CommitmentInputs::Nodes(nodes) = &cost.commitment { Some(nodes) } else { None }
}

fn nodes_of_mut(cost: &mut CostInputs) -> Option<&mut NodeCommitment> {
    if let CommitmentInputs::Nodes(nodes) = &mut cost.commitment { Some(nodes) } else { None }
}

fn dollars_of(cost: &CostInputs) -> Option<&DollarCommitment> {
    if let CommitmentInputs::Dollars(dollars) = &cost.commitment { Some(dollars) } else { None }
}

fn dollars_of_mut(cost: &mut CostInputs) -> Option<&mut DollarCommitment> {
    if let CommitmentInputs::Dollars(dollars) = &mut cost.commitment { Some(dollars) } else { None }
}

/// What the selected service's machine takes off for a term.
fn machine_discount(session: Session, term: CommitmentTerm) -> Option<f64> {
    let scenario = session.scenario();
    let machine = scenario.services.get(session.service_id())?.cost.machine.as_ref()?;
    let committed = match term {
        CommitmentTerm::OneYear => machine.one_year?,
        CommitmentTerm::ThreeYears => machine.three_years?,
    };
    let on_demand = machine.on_demand?.get();
    headroom_core::formulas::finance::saving(on_demand, committed.get())
}

fn node_fields(nodes: Part<NodeCommitment>) -> AnyView {
    let session = Session::here();
    let levels = CommitmentLevel::ALL.into_iter().map(|level| (level, level.words())).collect();
    let upfront = Upfront::ALL.into_iter().map(|upfront| (upfront, upfront.words())).collect();
    let first = move |term| {
        let found = untrack(|| machine_discount(session, term)).filter(|discount| *discount > 0.0);
        CommitmentPrice::Discount(PriceDiscount::clamped(found.unwrap_or(USUAL_DISCOUNT)))
    };
    let is_own = nodes.read(|nodes| matches!(nodes.price, CommitmentPrice::Discount(_)));
    let term = nodes.read(|nodes| nodes.term);
    let about_machine = move || match machine_discount(session, term.get()) {
        Some(discount) => {
            format!("The machine of this service: {} off for {}.", text::percent(discount), term.get().words())
        }
        None => format!(
            "No price of this service's machine for {} is known: state a discount, or it is bought by the hour.",
            term.get().words()
        ),
    };
    let stated = Session::here().selected_part(|service| &service.cost, |service| &mut service.cost);
    let best = Buying::here().study;
    let first_nodes = move || {
        let level = best.get_untracked().and_then(|study| study.best().map(|level| level.nodes));
        CommittedNodes::clamped(level.unwrap_or(1.0))
    };
    view! {
        {choice(nodes, "buy-term", TERMS.to_vec(), |nodes| nodes.term, |nodes, term| nodes.term = term)}
        {choice(nodes, "buy-level", levels, |nodes| nodes.level, |nodes, level| nodes.level = level)}
        {optional(stated, "buy-nodes", |cost| cost.committed, |cost, value| cost.committed = value, first_nodes, "by the rule".to_owned())}
        {choice(nodes, "buy-upfront", upfront, |nodes| nodes.upfront, |nodes, upfront| nodes.upfront = upfront)}
        {choice(nodes, "buy-price", vec![(false, "the machine's"), (true, "a discount")],
            |nodes| matches!(nodes.price, CommitmentPrice::Discount(_)),
            move |nodes, own| nodes.price = if own { first(nodes.term) } else { CommitmentPrice::Machine })}
        {move || if is_own.get() {
            number(nodes, "buy-discount", discount_of, |nodes, discount| nodes.price = CommitmentPrice::Discount(discount))
        } else {
            view! { <p class="hint" id="buy-machine-price">{about_machine}</p> }.into_any()
        }}
    }
    .into_any()
}

fn discount_of(nodes: &NodeCommitment) -> PriceDiscount {
    match nodes.price {
        CommitmentPrice::Discount(discount) => discount,
        CommitmentPrice::Machine => PriceDiscount::clamped(0.0),
    }
}

fn dollar_fields(dollars: Part<DollarCommitment>) -> AnyView {
    let used = Buying::here().dollars;
    let first = move || {
        let spent = used.with_untracked(|used| used.as_ref().map_or(0.0, |used| used.plan.commitment));
        CommittedSpend::clamped(spent)
    };
    let best = Signal::derive(move || {
        used.with(|used| {
            let spent = used.as_ref().map(|used| text::quantity(used.plan.commitment, Dimension::DollarsPerHour));
            spent.map_or_else(|| "what costs least".to_owned(), |spent| format!("what costs least, {spent}"))
        })
    });
    view! {
        {choice(dollars, "buy-term", TERMS.to_vec(), |dollars| dollars.term, |dollars, term| dollars.term = term)}
        {number(dollars, "buy-dollar-discount", |dollars| dollars.discount, |dollars, value| dollars.discount = value)}
        {optional(dollars, "buy-dollar-hourly", |dollars| dollars.hourly, |dollars, value| dollars.hourly = value, first, best)}
    }
    .into_any()
}
