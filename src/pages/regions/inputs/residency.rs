//! Residency: users under one jurisdiction may only be served within some.

use super::super::fields::residency::{RESIDENCY, listed};
use super::asked;
use crate::components::form::{Fold, fields_at};
use crate::edit::Place as Spot;
use crate::edit::{Change, Part};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scenario::regions::{Jurisdiction, MAX_RESIDENCY_RULES, Residency, ServiceRegions};
use leptos::prelude::*;

/// `EU users within EU`, or how many rules there are.
fn says(rules: &[Residency]) -> String {
    match rules {
        [] => "users may be served anywhere".to_owned(),
        [one] => format!("{} users within {}", one.users, listed(&one.within)),
        some => text::counted(some.len() as u64, "rule", "rules"),
    }
}

fn eu_in_eu() -> Residency {
    Residency { users: Jurisdiction::from_static("EU"), within: vec![Jurisdiction::from_static("EU")] }
}

/// The rules, each with its fields.
#[component]
pub fn ResidencyFields() -> impl IntoView {
    let asked = asked();
    let says = asked.read(|asked| says(&asked.residency));
    view! { <Fold id="residency" title="Residency" says=says>{move || rules(asked)}</Fold> }
}

fn rules(asked: Part<ServiceRegions>) -> impl IntoView {
    let count = asked.read(|asked| asked.residency.len());
    let has_eu = asked.read(|asked| asked.residency.contains(&eu_in_eu()));
    let known = Session::here().part(|scenario| {
        let mut known: Vec<String> = scenario
            .regions
            .iter()
            .map(|region| region.place.jurisdiction().to_owned())
            .filter(|known| !known.is_empty())
            .collect();
        known.sort();
        known.dedup();
        known.join(", ")
    });
    let add = move |rule: Residency| asked.edit(Change::Edit, move |asked| asked.residency.push(rule));
    let is_full = move || count.get() >= MAX_RESIDENCY_RULES;
    view! {
        {move || (0..count.get()).filter_map(|at| rule_fields(asked, at)).collect_view()}
        <p class="hint">"Jurisdictions of these regions: " {known} ". EU, EEA, UK, or a country\u{2019}s code."</p>
        <div class="policy-tools">
            <button type="button" class="small" id="eu-in-eu" disabled=move || has_eu.get() || is_full() on:click=move |_| add(eu_in_eu())>"EU data stays in the EU"</button>
            <button type="button" class="small" id="residency-add" disabled=is_full on:click=move |_| add(Residency { users: Jurisdiction::default(), within: Vec::new() })>"Another rule"</button>
        </div>
    }
}

fn rule_fields(asked: Part<ServiceRegions>, at: usize) -> Option<impl IntoView> {
    let rule = asked.focus(move |asked| asked.residency.get(at), move |asked| asked.residency.get_mut(at))?;
    let remove = move |_| {
        asked.edit(Change::Edit, move |asked| {
            if at < asked.residency.len() {
                asked.residency.remove(at);
            }
        });
    };
    let name = rule.read(|rule| format!("Remove the rule for {}", rule.users));
    Some(view! {
        <div class="residency-rule">
            {fields_at(rule, Spot::TOP.nth(at), RESIDENCY)}
            <button type="button" class="quiet small" aria-label=name title="Remove" on:click=remove>"✕"</button>
        </div>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ruled_is_said_in_a_line() {
        assert_eq!(says(&[]), "users may be served anywhere");
        assert_eq!(says(&[eu_in_eu()]), "EU users within EU");
        assert_eq!(says(&[eu_in_eu(), eu_in_eu()]), "2 rules");
    }
}
