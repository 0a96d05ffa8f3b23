//! The policies that are compared, and the settings of the chosen one.

mod behavior;
mod hpa;
mod rules;
mod simple;
mod step;
mod steps;

use super::fields::rules::POLICY;
use super::view::ScalingView;
use crate::browser::focus_on;
use crate::components::Menu;
use crate::components::form::fields;
use crate::edit::Change;
use crate::edit::{Part, Place};
use crate::session::Session;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::scaling::Rule;
use headroom_core::plan::scenario::scaling::{MAX_POLICIES_COMPARED, PolicyChoice, ScalingInputs};
use leptos::prelude::*;

/// What presets need to know of the selected service.
fn facts() -> Signal<Facts> {
    let session = Session::here();
    let stated =
        session.service_part(|service| (service.sizing.replica.capacity, service.sizing.headroom.target_utilization()));
    let sized = session.answer(|service| service.ledger.planned().normal());
    Signal::derive(move || {
        let (capacity, target_utilization) = stated.get();
        Facts {
            throughput: capacity.throughput(),
            service_time: capacity.service_time(),
            sized: sized.get().unwrap_or(1),
            target_utilization,
        }
    })
}

/// The kinds of a policy's rules: `target tracking + step scaling`.
fn kinds(policy: &PolicyChoice) -> String {
    policy.rules.iter().map(Rule::words).collect::<Vec<_>>().join(" + ")
}

/// A name for the copy of a policy.
fn copy_name(name: &Name) -> Name {
    const END: &str = ", copy";
    let kept: String = name.as_str().chars().take(80 - END.len()).collect();
    Name::cut(&format!("{kept}{END}"))
}

/// The list of policies, and the fields of the chosen one.
#[component]
pub fn PolicyFields() -> impl IntoView {
    let scaling = Session::here().selected_part(|service| &service.scaling, |service| &mut service.scaling);
    let chosen = ScalingView::here().chosen;
    let count = scaling.read(|scaling| scaling.policies.count());
    let place = Memo::new(move |_| chosen.get().min(count.get().saturating_sub(1)));
    let facts = facts();
    view! {
        <fieldset class="policies" id="policies">
            <legend>"Policies"</legend>
            {policy_list(scaling, place)}
            {move || policy_tools(scaling, place, count.get())}
            {move || add_menu(scaling, facts, count.get() < MAX_POLICIES_COMPARED)}
        </fieldset>
        {move || editor(scaling, place.get(), facts)}
    }
}

fn policy_list(scaling: Part<ScalingInputs>, place: Memo<usize>) -> impl IntoView {
    let chosen = ScalingView::here().chosen;
    let named = scaling.read(|scaling| {
        scaling.policies.iter().map(|policy| (policy.name.to_string(), kinds(policy))).collect::<Vec<_>>()
    });
    let rows = move || {
        let row = |(at, (name, kinds)): (usize, (String, String))| {
            let id = Place::TOP.nth(at).id("policy");
            let pressed = move || (place.get() == at).to_string();
            view! {
                <li>
                    <button type="button" class="quiet policy" id=id aria-pressed=pressed on:click=move |_| chosen.set(at)>
                        <span class="policy-name">{name}</span>
                        {(at == 0).then(|| view! { <span class="is-active">"active"</span> })}
                        <small>{kinds}</small>
                    </button>
                </li>
            }
        };
        named.get().into_iter().enumerate().map(row).collect_view()
    };
    view! { <ul>{rows}</ul> }
}

fn policy_tools(scaling: Part<ScalingInputs>, place: Memo<usize>, count: usize) -> impl IntoView {
    let chosen = ScalingView::here().chosen;
    let make_active = move |_| {
        let at = place.get_untracked();
        scaling.edit(Change::Edit, move |scaling| scaling.policies.make_active(at));
        chosen.set(0);
        focus_on("policy-1");
    };
    let duplicate = move |_| {
        let at = place.get_untracked();
        let mut added = false;
        let copied = scaling.try_edit(Change::Edit, |scaling| {
            let Some(policy) = scaling.policies.iter().nth(at).cloned() else { return Ok(()) };
            added = scaling.policies.add(PolicyChoice { name: copy_name(&policy.name), ..policy });
            Ok(())
        });
        if copied.is_ok() && added {
            chosen.set(count);
            focus_on("policy-name");
        }
    };
    let remove = move |_| {
        let at = place.get_untracked();
        scaling.edit(Change::Edit, move |scaling| scaling.policies.remove(at));
        chosen.set(at.saturating_sub(1));
        focus_on(Place::TOP.nth(at.saturating_sub(1)).id("policy"));
    };
    let is_active = move || place.get() == 0;
    let (full, alone) = (count >= MAX_POLICIES_COMPARED, count < 2);
    view! {
        <div class="policy-tools">
            <button type="button" class="small" id="policy-make-active" disabled=is_active on:click=make_active>"Make active"</button>
            <button type="button" class="small" id="policy-duplicate" disabled=full on:click=duplicate>"Duplicate"</button>
            <button type="button" class="small" id="policy-remove" disabled=alone on:click=remove>"Remove"</button>
        </div>
    }
}

fn add_menu(scaling: Part<ScalingInputs>, facts: Signal<Facts>, room: bool) -> AnyView {
    let chosen = ScalingView::here().chosen;
    let add = move |preset: &'static Preset| {
        let policy = preset.policy(&facts.get_untracked());
        let count = scaling.now().policies.count();
        let place = if room { count } else { chosen.get_untracked().min(count - 1) };
        scaling.edit(Change::Edit, move |scaling| match scaling.policies.get_mut(place) {
            Some(replaced) => *replaced = policy,
            None => {
                scaling.policies.add(policy);
            }
        });
        chosen.set(place);
        focus_on("policy-name");
    };
    view! {
        <Menu label=Signal::stored(if room { "Add a policy" } else { "Replace the selected policy" }.to_owned()) describe="Policies" class="presets">
            {Preset::ALL.iter().map(|preset| view! {
                <button type="button" class="example" data-preset=preset.id on:click=move |_| add(preset)>
                    {preset.name}
                    <small>{preset.about}</small>
                </button>
            }).collect_view()}
        </Menu>
    }
    .into_any()
}

/// The fields of one policy.
fn editor(scaling: Part<ScalingInputs>, at: usize, facts: Signal<Facts>) -> Option<impl IntoView> {
    let policy = scaling.focus(move |all| all.policies.iter().nth(at), move |all| all.policies.get_mut(at))?;
    let session = Session::here();
    let bounds = Memo::new(move |_| {
        let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
        let (service, answers) = (scenario.services.get(id)?, evaluation.service(id)?);
        Some(answers.bounds(service, service.scaling.policies.iter().nth(at)?))
    });
    let crossed = policy.read(|policy| match (policy.min, policy.max) {
        (Some(min), Some(max)) if min.get() > max.get() => Some((min.get(), max.get())),
        _ => None,
    });
    let crossed = move || {
        crossed.get().map(|(min, max)| {
            let words = format!(
                "Min replicas ({}) exceed max replicas; the {} of max apply.",
                text::count(min),
                text::count(max)
            );
            view! { <p class="refusal" role="status">{words}</p> }
        })
    };
    Some(view! {
        <fieldset class="editor" id="policy">
            <legend>"Selected policy"</legend>
            {fields(policy.knowing(bounds.into()), POLICY)}
            {crossed}
            {rules::rule_list(policy, facts)}
        </fieldset>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_told_by_their_kinds_and_copies_by_their_name() {
        let facts = Facts { throughput: 100.0, service_time: 0.1, sized: 6, target_utilization: 0.7 };
        let policy = Preset::find("step-safety").expect("a preset").policy(&facts);
        assert_eq!(kinds(&policy), "target tracking + step scaling");
        assert_eq!(copy_name(&policy.name).as_str(), "Target tracking with a step backstop, copy");
        let long = Name::cut(&"é".repeat(80));
        assert_eq!(copy_name(&long).as_str().chars().count(), 80);
    }
}
