//! Prices in tiers: data to the internet, and the provider's support plan.

use super::super::fields::{EGRESS_TIER, MINIMUM, SUPPORT, SUPPORT_TIER, first_support};
use super::{plan_cost, summaries};
use crate::browser::focus_on;
use crate::components::NumberField;
use crate::components::form::{Adding, Field, Fold, explained, fields, fields_at, item, name, while_stated};
use crate::edit::{Change, Key, Part, Place};
use headroom_core::base::text;
use headroom_core::base::units::{Quantity, TierEnd};
use headroom_core::plan::scenario::cost::{MAX_TIERS, PriceTier, SupportTier, rising_tiers};
use leptos::prelude::*;

/// A tier of either kind.
trait Tiered: Clone + PartialEq + Send + Sync + 'static {
    /// Where it ends.
    fn end(&self) -> Option<TierEnd>;
    /// The same tier with another end.
    fn ending(&self, end: Option<TierEnd>) -> Self;
    /// What a tier begins as where there is none before it.
    fn first() -> Self;
    /// What is entered of a tier beside its end.
    const ROWS: &'static [Field<Self>];
    /// How tiers are added and taken away.
    const ADDING: &'static Adding;
    /// The setting of its end, and what that counts.
    const END: (&'static str, &'static str);
}

impl Tiered for PriceTier {
    fn end(&self) -> Option<TierEnd> {
        self.up_to
    }
    fn ending(&self, up_to: Option<TierEnd>) -> Self {
        Self { up_to, ..*self }
    }
    fn first() -> Self {
        Self { up_to: None, rate: Quantity::clamped(0.09) }
    }
    const ROWS: &'static [Field<Self>] = EGRESS_TIER;
    const ADDING: &'static Adding = &Adding { most: MAX_TIERS, id: "tier-add-egress", first: "cost-egress-rate" };
    const END: (&'static str, &'static str) = ("cost-egress-end", "GiB");
}

impl Tiered for SupportTier {
    fn end(&self) -> Option<TierEnd> {
        self.up_to
    }
    fn ending(&self, up_to: Option<TierEnd>) -> Self {
        Self { up_to, ..*self }
    }
    fn first() -> Self {
        first_support()
    }
    const ROWS: &'static [Field<Self>] = SUPPORT_TIER;
    const ADDING: &'static Adding = &Adding { most: MAX_TIERS, id: "tier-add-support", first: "cost-support-share" };
    const END: (&'static str, &'static str) = ("cost-support-end", "$");
}

/// Changes the end of a tier, or says why not.
fn set_end<T: Tiered>(tiers: &mut [T], at: usize, end: Option<TierEnd>) -> Result<(), String> {
    if let Some(tier) = tiers.get_mut(at) {
        *tier = tier.ending(end);
    }
    rising_tiers(tiers.iter().map(Tiered::end))
}

/// Adds a tier above the others: the one that was open ends somewhere, and the new one is open.
fn add_tier<T: Tiered>(tiers: &mut Vec<T>) {
    let before = tiers.len().checked_sub(2).and_then(|at| tiers.get(at)?.end()).map_or(5_000.0, TierEnd::get);
    let next = match tiers.last_mut() {
        None => T::first(),
        Some(last) => {
            let open = last.ending(None);
            *last = last.ending(last.end().or(Some(TierEnd::clamped(before * 2.0))));
            open
        }
    };
    tiers.push(next);
}

/// A list of tiers with its fields.
fn tier_list<T: Tiered>(tiers: Part<Vec<T>>) -> AnyView {
    let Adding { most, id, first } = *T::ADDING;
    let count = tiers.read(Vec::len);
    let full = move || count.get() >= most;
    let add = move |_: leptos::ev::MouseEvent| {
        let at = tiers.now().len();
        tiers.edit(Change::Edit, move |tiers| {
            if tiers.len() < most {
                add_tier(tiers);
            }
        });
        focus_on(Place::TOP.nth(at).id(first));
    };
    view! {
        {move || (0..count.get()).filter_map(|at| one_tier(tiers, at)).collect_view()}
        <div class="policy-tools">
            <button type="button" class="small" id=id disabled=full on:click=add>"Add a tier"</button>
        </div>
    }
    .into_any()
}

fn one_tier<T: Tiered>(tiers: Part<Vec<T>>, at: usize) -> Option<AnyView> {
    let (setting, unit) = T::END;
    let place = Place::TOP.nth(at);
    let tier = tiers.focus(move |all| all.get(at), move |all| all.get_mut(at))?;
    let title = tier.read(move |tier| match tier.end() {
        Some(end) => format!("Tier {}, up to {}", at + 1, amount(end, unit)),
        None => format!("Tier {}, all above", at + 1),
    });
    let fields = view! {
        {end_field(tiers, tier, at, place.key(setting))}
        {fields_at(tier, place, T::ROWS)}
    };
    let take_away = Callback::new(move |()| T::ADDING.remove(tiers, at));
    Some(item("item", title, "Remove:", fields.into_any(), take_away))
}

fn amount(end: TierEnd, unit: &str) -> String {
    let number = text::plain(end.get());
    if unit == "$" { format!("${number}") } else { format!("{number} {unit}") }
}

/// Where a tier ends; the last one may be open. What would not rise is refused below the field.
fn end_field<T: Tiered>(tiers: Part<Vec<T>>, tier: Part<T>, at: usize, key: Key) -> AnyView {
    let refused = RwSignal::new(None::<String>);
    let all = tiers.read(Vec::clone);
    // What was refused is no longer of interest once something else is accepted.
    Effect::new(move |_| {
        all.track();
        refused.set(None);
    });
    let set = move |change, end: Option<TierEnd>| {
        let result = tiers.try_edit(change, |tiers| set_end(tiers, at, end));
        refused.set(result.err());
    };
    let is_last = tiers.read(move |tiers| at + 1 == tiers.len());
    let is_stated = tier.read(|tier| tier.end().is_some());
    let value = tier.read(|tier| tier.end().unwrap_or(TierEnd::clamped(10_240.0)));
    let above = move || {
        let before = tiers.now();
        let reached = at.checked_sub(1).and_then(|at| before.get(at)?.end()).map_or(5_000.0, TierEnd::get);
        TierEnd::clamped(reached * 2.0)
    };
    let box_id = format!("{}-stated", key.id);
    let for_box = box_id.clone();
    let field = move || {
        if is_stated.get() {
            view! { <NumberField id=key.id label=name(key) value=value set=move |change, end| set(change, Some(end)) unit=T::END.1/> }
                .into_any()
        } else {
            view! { <label class="unstated" for=for_box.clone()><span>{name(key)}</span><small>"no end"</small></label> }.into_any()
        }
    };
    let toggle = move |event| set(Change::Edit, event_target_checked(&event).then(above));
    let label = format!("Enter: {}", name(key));
    let boxed = move || {
        is_last.get().then(|| view! {
            <input type="checkbox" id=box_id.clone() aria-label=label.clone() prop:checked=is_stated on:change=toggle/>
        })
    };
    let message = move || {
        refused.get().map(|why| view! {
            <p class="refusal" role="alert" id=format!("{}-refusal", key.id)>{text::capitalised(&why)} ". Nothing was changed."</p>
        })
    };
    let field = view! { <div><div class:optional=is_last>{boxed}{field}</div>{message}</div> };
    explained(key, field.into_any())
}

/// Prices of data to the internet.
#[component]
pub fn EgressFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(|plan| summaries::egress(&plan.egress));
    let tiers = plan.field(|plan| &plan.egress, |plan| &mut plan.egress);
    let is_empty = tiers.read(Vec::is_empty);
    let take = move |_| {
        tiers.edit(Change::Edit, |tiers| *tiers = PriceTier::published_egress());
        focus_on(PriceTier::ADDING.id);
    };
    view! {
        <Fold id="cost-egress" title="Data to the internet" says=says>
            {tier_list(tiers)}
            <div class="policy-tools">
                <button type="button" class="small" id="egress-published" on:click=take>
                    {move || if is_empty.get() { "Use published tiers" } else { "Back to published tiers" }}
                </button>
            </div>
            <p class="hint">"All services fill the tiers together. Published tiers are those of a large provider in Virginia."</p>
        </Fold>
    }
}

/// The provider's support plan.
#[component]
pub fn SupportFields() -> impl IntoView {
    let plan = plan_cost();
    let says = plan.read(|plan| summaries::support(plan.support.as_ref()));
    view! {
        <Fold id="cost-support-plan" title="Support plan" says=says>
            {fields(plan, SUPPORT)}
            {while_stated(plan, |plan| plan.support.as_ref(), |plan| plan.support.as_mut(), |support| view! {
                {tier_list(support.field(|support| &support.tiers, |support| &mut support.tiers))}
                {fields(support, MINIMUM)}
            }.into_any())}
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_that_are_added_rise() {
        let mut tiers: Vec<PriceTier> = Vec::new();
        for _ in 0..6 {
            add_tier(&mut tiers);
            assert_eq!(rising_tiers(tiers.iter().map(Tiered::end)), Ok(()), "{tiers:?}");
        }
        assert!(tiers.iter().rev().skip(1).all(|tier| tier.end().is_some()));
        assert!(set_end(&mut tiers, 1, Some(TierEnd::clamped(1.0))).unwrap_err().contains("above the previous one"));
    }
}
