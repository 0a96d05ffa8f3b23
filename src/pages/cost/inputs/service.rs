//! What the selected service stores and moves.

use super::{service_cost, summaries};
use crate::browser::focus_on;
use crate::components::form::{Extra, Fold, choice, number, number_with, optional, while_stated};
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::text;
use headroom_core::base::units::{DataAmount, Quantity, ResponseSize};
use headroom_core::plan::scenario::cost::{Egress, MAX_STORED, ServiceCost, StoredData, StoredKind};
use leptos::prelude::*;

/// What a new line of storage begins as.
fn first_stored(kind: StoredKind) -> StoredData {
    StoredData {
        kind,
        size: Quantity::clamped(100.0),
        growth: Quantity::clamped(0.0),
        copies: Quantity::clamped(1.0),
        price: None,
    }
}

/// The list of what is stored.
#[component]
pub fn StoredFields() -> impl IntoView {
    let stated = service_cost();
    let says = stated.read(|stated| summaries::stored(&stated.storage));
    view! { <Fold id="cost-stored" title="Stored data" says=says>{move || stored_list(stated)}</Fold> }
}

fn stored_list(stated: Part<ServiceCost>) -> impl IntoView {
    let count = stated.read(|stated| stated.storage.len());
    let full = move || count.get() >= MAX_STORED;
    let add = move |_: leptos::ev::MouseEvent| {
        let storage = stated.now().storage;
        let is_new = |kind: &StoredKind| storage.iter().all(|stored| stored.kind != *kind);
        let kind = StoredKind::ALL.into_iter().find(is_new).unwrap_or(StoredKind::Other);
        stated.edit(Change::Edit, move |stated| {
            if stated.storage.len() < MAX_STORED {
                stated.storage.push(first_stored(kind));
            }
        });
        focus_on(Place::TOP.nth(storage.len()).id("cost-stored-size"));
    };
    view! {
        {move || (0..count.get()).filter_map(|at| one_stored(stated, at)).collect_view()}
        <div class="policy-tools">
            <button type="button" id="stored-add" class="small" disabled=full on:click=add>"Add stored data"</button>
        </div>
        {move || full().then(|| view! { <p class="hint">{format!("A service has at most {MAX_STORED} lines of storage.")}</p> })}
    }
}

fn one_stored(stated: Part<ServiceCost>, at: usize) -> Option<impl IntoView> {
    let place = Place::TOP.nth(at);
    let part = stated.focus(move |all| all.storage.get(at), move |all| all.storage.get_mut(at))?;
    let title = part.read(move |stored| format!("{}. {}", at + 1, text::capitalised(stored.kind.words())));
    let kinds = StoredKind::ALL.into_iter().map(|kind| (kind, kind.words())).collect();
    let remove = move |_| {
        stated.edit(Change::Edit, move |stated| {
            if at < stated.storage.len() {
                stated.storage.remove(at);
            }
        });
        focus_on("stored-add");
    };
    let bare = Extra { unit: Some(""), ..Extra::default() };
    Some(view! {
        <fieldset class="item">
            <legend>{title}</legend>
            {choice(part, place.key("cost-stored-kind"), kinds, |stored| stored.kind, |stored, kind| stored.kind = kind)}
            {number(part, place.key("cost-stored-size"), |stored| stored.size, |stored, value| stored.size = value)}
            {number_with(part, place.key("cost-stored-growth"), Extra { unit: Some("%/month"), ..bare }, |stored| stored.growth, |stored, value| stored.growth = value)}
            {number_with(part, place.key("cost-stored-copies"), bare, |stored| stored.copies, |stored, value| stored.copies = value)}
            {optional(part, place.key("cost-stored-price"), |stored| stored.price, |stored, value| stored.price = value, || Quantity::clamped(0.023), "unknown".to_owned())}
            <button type="button" class="quiet small" aria-label=move || format!("Remove {}", title.get()) on:click=remove>"Remove"</button>
        </fieldset>
    })
}

/// How data to the internet is stated.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sends {
    Nothing,
    Monthly,
    Response,
}

fn sends(stated: &ServiceCost) -> Sends {
    match stated.egress {
        None => Sends::Nothing,
        Some(Egress::Monthly(_)) => Sends::Monthly,
        Some(Egress::Response(_)) => Sends::Response,
    }
}

fn set_sends(stated: &mut ServiceCost, choice: Sends) {
    stated.egress = match choice {
        Sends::Nothing => None,
        _ if sends(stated) == choice => stated.egress,
        Sends::Monthly => Some(Egress::Monthly(DataAmount::clamped(1_000.0))),
        Sends::Response => Some(Egress::Response(ResponseSize::clamped(4.0))),
    };
}

/// What leaves, and what crosses zones and regions.
#[component]
pub fn MovedFields() -> impl IntoView {
    let stated = service_cost();
    let says = stated.read(summaries::moved);
    let choices =
        vec![(Sends::Nothing, "none"), (Sends::Response, "so much a response"), (Sends::Monthly, "so much a month")];
    let choices = StoredValue::new(choices);
    let times = || Extra { unit: Some("× out"), ..Extra::default() };
    view! {
        <Fold id="cost-moved" title="Moved data" says=says>
            {choice(stated, "cost-sends", choices.get_value(), sends, set_sends)}
            {while_stated(stated, |stated| stated.egress.as_ref(), |stated| stated.egress.as_mut(), amount_field)}
            {number_with(stated, "cost-crosses-zones", times(), |stated| stated.inter_zone, |stated, value| stated.inter_zone = value)}
            {number_with(stated, "cost-crosses-regions", times(), |stated| stated.inter_region, |stated, value| stated.inter_region = value)}
        </Fold>
    }
}

fn amount_field(egress: Part<Egress>) -> AnyView {
    let is_monthly = egress.read(|egress| matches!(egress, Egress::Monthly(_)));
    let monthly = |egress: &Egress| match egress {
        Egress::Monthly(amount) => *amount,
        Egress::Response(_) => DataAmount::clamped(0.0),
    };
    let response = |egress: &Egress| match egress {
        Egress::Response(size) => *size,
        Egress::Monthly(_) => ResponseSize::clamped(0.0),
    };
    let field = move || match is_monthly.get() {
        true => number(egress, "cost-sends-monthly", monthly, |egress, value| *egress = Egress::Monthly(value)),
        false => {
            let kib = Extra { unit: Some("KiB"), ..Extra::default() };
            number_with(egress, "cost-sends-response", kib, response, |egress, value| *egress = Egress::Response(value))
        }
    };
    field.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_what_is_chosen_keeps_its_number() {
        let mut stated = ServiceCost::default();
        set_sends(&mut stated, Sends::Response);
        stated.egress = Some(Egress::Response(ResponseSize::clamped(77.0)));
        set_sends(&mut stated, Sends::Response);
        assert_eq!(stated.egress, Some(Egress::Response(ResponseSize::clamped(77.0))));
        set_sends(&mut stated, Sends::Monthly);
        assert_eq!(sends(&stated), Sends::Monthly);
        set_sends(&mut stated, Sends::Nothing);
        assert_eq!(stated, ServiceCost::default());
    }
}
