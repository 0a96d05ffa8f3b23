//! Residency: users under one jurisdiction may only be served within some.

use crate::components::TextField;
use crate::components::form::Fold;
use crate::edit::Change;
use crate::edit::Place as Spot;
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::scenario::regions::{Jurisdiction, MAX_RESIDENCY_RULES, Residency};
use leptos::prelude::*;

/// `EU, UK` as a list.
fn jurisdictions(text: &str) -> Result<Vec<Jurisdiction>, String> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut found: Vec<Jurisdiction> = Vec::new();
    for part in parts {
        let one = Jurisdiction::new(part).map_err(|error| text::capitalised(&error.to_string()))?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    if found.len() > MAX_RESIDENCY_RULES {
        let n = found.len();
        return Err(format!("A rule must name at most {MAX_RESIDENCY_RULES} jurisdictions, but names {n}"));
    }
    Ok(found)
}

fn listed(within: &[Jurisdiction]) -> String {
    within.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

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
    let session = Session::here();
    let says = session.service_part(|service| says(&service.regions.residency));
    view! { <Fold id="residency" title="Residency" says=says><Rules/></Fold> }
}

#[component]
fn Rules() -> impl IntoView {
    let session = Session::here();
    let rules = session.service_part(|service| service.regions.residency.clone());
    let count = Memo::new(move |_| rules.with(Vec::len));
    let has_eu = Memo::new(move |_| rules.with(|rules| rules.contains(&eu_in_eu())));
    let known = session.part(|scenario| {
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
    let add = move |rule: Residency| {
        session.edit_service(Change::Edit, |service| service.regions.residency.push(rule));
    };
    let is_full = move || count.get() >= MAX_RESIDENCY_RULES;
    view! {
        {move || (0..count.get()).map(|at| rule_fields(session, rules, at)).collect_view()}
        <p class="hint">"Jurisdictions of these regions: " {known} ". EU, EEA, UK, or a country\u{2019}s code."</p>
        <div class="policy-tools">
            <button type="button" class="small" id="eu-in-eu" disabled=move || has_eu.get() || is_full() on:click=move |_| add(eu_in_eu())>"EU data stays in the EU"</button>
            <button type="button" class="small" id="residency-add" disabled=is_full on:click=move |_| add(Residency { users: Jurisdiction::default(), within: Vec::new() })>"Another rule"</button>
        </div>
    }
}

fn rule_fields(session: Session, rules: Memo<Vec<Residency>>, at: usize) -> impl IntoView {
    let spot = Spot::TOP.nth(at);
    let edit = move |apply: &dyn Fn(&mut Residency)| {
        session.edit_service(Change::Edit, |service| {
            if let Some(rule) = service.regions.residency.get_mut(at) {
                apply(rule);
            }
        });
    };
    let of = move |read: fn(&Residency) -> String| {
        Signal::derive(move || rules.with(|rules| rules.get(at).map(read).unwrap_or_default()))
    };
    let set_users = move |text: &str| {
        let users = Jurisdiction::new(text).map_err(|error| text::capitalised(&error.to_string()))?;
        edit(&|rule| rule.users = users.clone());
        Ok(())
    };
    let set_within = move |text: &str| {
        let within = jurisdictions(text)?;
        edit(&|rule| rule.within.clone_from(&within));
        Ok(())
    };
    let remove = move |_| {
        session.edit_service(Change::Edit, |service| {
            if at < service.regions.residency.len() {
                service.regions.residency.remove(at);
            }
        });
    };
    let name = of(|rule| format!("Remove the rule for {}", rule.users));
    view! {
        <div class="residency-rule">
            <TextField id=spot.id("residency-users") label="Users under" value=of(|rule| rule.users.to_string()) set=set_users/>
            <TextField id=spot.id("residency-within") label="served only within" value=of(|rule| listed(&rule.within)) set=set_within/>
            <button type="button" class="quiet small" aria-label=name title="Remove" on:click=remove>"✕"</button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jurisdictions_are_read_as_people_list_them() {
        assert_eq!(listed(&jurisdictions(" EU,UK ; EU,").unwrap()), "EU, UK");
        assert_eq!(jurisdictions("").unwrap(), []);
        let many = (0..13).map(|at| at.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(jurisdictions(&many).unwrap_err(), "A rule must name at most 12 jurisdictions, but names 13");
    }

    #[test]
    fn what_is_ruled_is_said_in_a_line() {
        assert_eq!(says(&[]), "users may be served anywhere");
        assert_eq!(says(&[eu_in_eu()]), "EU users within EU");
        assert_eq!(says(&[eu_in_eu(), eu_in_eu()]), "2 rules");
    }
}
