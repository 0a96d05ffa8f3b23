//! What is stated about spot.

use crate::components::Select;
use crate::components::form::{Extra, choice, flag, number, number_with, while_stated};
use crate::edit::Change;
use crate::edit::Part;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::base::units::{InterruptionRate, PriceDiscount, Quantity};
use headroom_core::formulas::buying::{ADVISOR_BANDS, interruptions_of_monthly};
use headroom_core::plan::scenario::cost::{CommitmentPrice, SpotInputs};
use leptos::prelude::*;

/// Words for the bands of the provider's advisor.
const BANDS: [&str; ADVISOR_BANDS.len()] =
    ["below 5 % a month", "5 to 10 % a month", "10 to 15 % a month", "15 to 20 % a month"];

/// The fields.
#[component]
pub fn SpotFields() -> impl IntoView {
    let cost = Session::here().plan_part(|scenario| &scenario.cost, |scenario| &mut scenario.cost);
    view! {
        <fieldset class="buy-spot">
            <legend>"Spot"</legend>
            {flag(cost, "buy-spot", |cost| cost.spot.is_some(), |cost, on| cost.spot = on.then(SpotInputs::default))}
            {while_stated(cost, |cost| cost.spot.as_ref(), |cost| cost.spot.as_mut(), fields)}
        </fieldset>
    }
}

/// What the selected service's machine takes off as spot.
fn machine_discount(session: Session) -> Option<f64> {
    let scenario = session.scenario();
    let machine = scenario.services.get(session.service_id())?.cost.machine.as_ref()?;
    headroom_core::formulas::finance::saving(machine.on_demand?.get(), machine.spot?.get())
}

fn fields(spot: Part<SpotInputs>) -> AnyView {
    let session = Session::here();
    let is_own = spot.read(|spot| matches!(spot.price, CommitmentPrice::Discount(_)));
    let first = move || {
        let found = untrack(|| machine_discount(session)).filter(|discount| *discount > 0.0);
        match SpotInputs::default().price {
            usual @ CommitmentPrice::Discount(_) => {
                found.map_or(usual, |discount| CommitmentPrice::Discount(PriceDiscount::clamped(discount)))
            }
            usual => usual,
        }
    };
    let about_machine = move || match machine_discount(session) {
        Some(discount) => format!("The machine of this service: {} off.", text::percent(discount)),
        None => "No spot price of this service's machine is known: state a discount, or none is bought.".to_owned(),
    };
    let every = spot.read(|spot| {
        let rate = spot.interruptions.get();
        if rate > 0.0 { format!("Once in {} of a node.", text::seconds(3600.0 / rate)) } else { "Never.".to_owned() }
    });
    view! {
        {number_with(spot, "buy-spot-share", Extra { slider: Some((0.0, 1.0)), ..Extra::default() }, |spot| spot.share, |spot, value| spot.share = value)}
        {choice(spot, "buy-spot-price", vec![(false, "the machine's"), (true, "a discount")],
            |spot| matches!(spot.price, CommitmentPrice::Discount(_)),
            move |spot, own| spot.price = if own { first() } else { CommitmentPrice::Machine })}
        {move || if is_own.get() {
            number(spot, "buy-spot-discount", discount_of, |spot, discount| spot.price = CommitmentPrice::Discount(discount))
        } else {
            view! { <p class="hint">{about_machine}</p> }.into_any()
        }}
        {number_with(spot, "buy-spot-interruptions", Extra { hint: Some(every), ..Extra::default() }, |spot| spot.interruptions, |spot, value| spot.interruptions = value)}
        <Advisor spot=spot/>
        {number(spot, "buy-spot-lost", |spot| spot.lost, |spot, value| spot.lost = value)}
        {number(spot, "buy-spot-replacement", |spot| spot.replacement, |spot, value| spot.replacement = value)}
        {number(spot, "buy-spot-pools", |spot| spot.pools, |spot, value| spot.pools = value)}
        {flag(spot, "buy-spot-fallback", |spot| spot.fallback, |spot, on| spot.fallback = on)}
    }
    .into_any()
}

fn discount_of(spot: &SpotInputs) -> PriceDiscount {
    match spot.price {
        CommitmentPrice::Discount(discount) => discount,
        CommitmentPrice::Machine => PriceDiscount::clamped(0.0),
    }
}

/// The upper end of a band as interruptions an hour.
fn rate_of(place: usize) -> Option<InterruptionRate> {
    ADVISOR_BANDS.get(place).and_then(|share| interruptions_of_monthly(*share)).map(InterruptionRate::clamped)
}

/// Takes the interruption rate from how the provider's advisor states it.
#[component]
fn Advisor(spot: Part<SpotInputs>) -> impl IntoView {
    let mut choices = vec![(BANDS.len(), "as stated above")];
    choices.extend(BANDS.iter().enumerate().map(|(place, words)| (place, *words)));
    let here = spot
        .read(|spot| (0..BANDS.len()).find(|place| rate_of(*place) == Some(spot.interruptions)).unwrap_or(BANDS.len()));
    let take = move |place| {
        if let Some(rate) = rate_of(place) {
            spot.edit(Change::Edit, move |spot| spot.interruptions = rate);
        }
    };
    view! {
        <div class="buy-advisor"><Select id="buy-spot-advisor" label="AWS' advisor says" choices=choices value=here set=take/></div>
    }
}
