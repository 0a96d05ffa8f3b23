//! The rules of a policy: a list of one to three, of which the largest wins.

use super::{hpa, simple, step};
use crate::browser::focus_on;
use crate::components::Menu;
use crate::edit::Change;
use crate::edit::{Part, Place};
use headroom_core::base::text;
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scenario::scaling::Rule;
use headroom_core::plan::scenario::scaling::{MAX_RULES, PolicyChoice};
use leptos::prelude::*;

/// The kinds of rule, without their settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Static,
    Threshold,
    Step,
    TargetTracking,
    Hpa,
    Queue,
    Scheduled,
    Predictive,
    Window,
}

/// The kinds with what the list to choose from says, and the preset whose rule of this kind a new one is.
const KINDS: [(Kind, &str, &str, &str); 9] = [
    (Kind::TargetTracking, "Target tracking", "Holds a metric at a target (AWS).", "target-50"),
    (Kind::Hpa, "HPA", "The Kubernetes autoscaler.", "kubernetes"),
    (Kind::Step, "Step scaling", "More the further a metric is from its threshold (AWS).", "step-safety"),
    (Kind::Queue, "Queue-driven", "A number of queued requests per replica (KEDA).", "keda"),
    (Kind::Scheduled, "Scheduled", "Replicas at scheduled times.", "scheduled"),
    (Kind::Predictive, "Predictive", "The usual load of the hours ahead.", "predictive"),
    (Kind::Threshold, "Threshold", "Up above one utilization, down below another.", "threshold"),
    (Kind::Window, "Batch window", "As sized while the batch's window is open.", "window"),
    (Kind::Static, "Static", "A fixed number of replicas.", "static"),
];

fn kind_of(rule: &Rule) -> Kind {
    match rule {
        Rule::Static(_) => Kind::Static,
        Rule::Threshold(_) => Kind::Threshold,
        Rule::Step(_) => Kind::Step,
        Rule::TargetTracking(_) => Kind::TargetTracking,
        Rule::Hpa(_) => Kind::Hpa,
        Rule::Queue(_) => Kind::Queue,
        Rule::Scheduled(_) => Kind::Scheduled,
        Rule::Predictive(_) => Kind::Predictive,
        Rule::Window(_) => Kind::Window,
    }
}

/// A rule to begin with: that of the preset which has one of this kind.
fn usual_rule(kind: Kind, facts: &Facts) -> Option<Rule> {
    let (_, _, _, preset) = KINDS.iter().find(|(known, ..)| *known == kind)?;
    let rules = Preset::find(preset)?.policy(facts).rules;
    rules.into_iter().find(|rule| kind_of(rule) == kind)
}

/// All rules of a policy with their fields.
pub fn rule_list(policy: Part<PolicyChoice>, facts: Signal<Facts>) -> impl IntoView {
    let kinds = policy.read(|policy| policy.rules.iter().map(kind_of).collect::<Vec<_>>());
    let rows = move || {
        let kinds = kinds.get();
        let alone = kinds.len() == 1;
        kinds.iter().enumerate().filter_map(|(at, kind)| one_rule(policy, at, *kind, alone, facts)).collect_view()
    };
    let several = move || {
        (kinds.with(Vec::len) > 1)
            .then(|| view! { <p class="hint">"The rule that desires the most replicas wins."</p> })
    };
    let add = move |kind| {
        if let Some(rule) = usual_rule(kind, &facts.get_untracked()) {
            policy.edit(Change::Edit, move |policy| {
                if policy.rules.len() < MAX_RULES {
                    policy.rules.push(rule);
                }
            });
        }
    };
    let menu = move || {
        if kinds.with(Vec::len) >= MAX_RULES {
            return view! { <p class="hint">{format!("A policy has at most {MAX_RULES} rules.")}</p> }.into_any();
        }
        view! {
            <Menu label=Signal::stored("Add a rule".to_owned()) describe="Rules" class="rule-kinds">
                {KINDS.iter().map(|(kind, name, about, id)| view! {
                    <button type="button" class="example" data-rule=*id on:click=move |_| add(*kind)>{*name}<small>{*about}</small></button>
                }).collect_view()}
            </Menu>
        }
        .into_any()
    };
    view! { {several} {rows} {menu} }
}

fn one_rule(
    policy: Part<PolicyChoice>,
    at: usize,
    kind: Kind,
    alone: bool,
    facts: Signal<Facts>,
) -> Option<impl IntoView> {
    let place = Place::TOP.nth(at);
    let rule = policy.focus(move |policy| policy.rules.get(at), move |policy| policy.rules.get_mut(at))?;
    let title = rule.read(|rule| text::capitalised(rule.words()));
    let remove = move |_| {
        policy.edit(Change::Edit, move |policy| {
            if policy.rules.len() > 1 && at < policy.rules.len() {
                policy.rules.remove(at);
            }
        });
        focus_on("policy-name");
    };
    // Each kind sees its own settings.
    macro_rules! of_kind {
        ($kind:ident, $fields:expr) => {
            rule.focus(
                |rule| if let Rule::$kind(stated) = rule { Some(stated) } else { None },
                |rule| if let Rule::$kind(stated) = rule { Some(stated) } else { None },
            )
            .map($fields)
        };
    }
    let fields = match kind {
        Kind::Static => of_kind!(Static, |rule| simple::static_fields(rule, place, facts)),
        Kind::Threshold => of_kind!(Threshold, |rule| simple::threshold_fields(rule, place)),
        Kind::Step => of_kind!(Step, |rule| step::step_fields(rule, place, facts)),
        Kind::TargetTracking => of_kind!(TargetTracking, |rule| simple::tracking_fields(rule, place, facts)),
        Kind::Hpa => of_kind!(Hpa, |rule| hpa::hpa_fields(rule, place)),
        Kind::Queue => of_kind!(Queue, |rule| simple::queue_fields(rule, place)),
        Kind::Scheduled => of_kind!(Scheduled, |rule| simple::scheduled_fields(rule, place)),
        Kind::Predictive => of_kind!(Predictive, |rule| simple::predictive_fields(rule, place)),
        Kind::Window => of_kind!(Window, |_| {
            view! { <p class="hint">"Replicas start so that they serve when the window opens, and stay until nothing is left to do."</p> }.into_any()
        }),
    };
    let remove_label = move || format!("Remove this rule: {}", title.get());
    Some(view! {
        <fieldset class="item rule" id=place.id("rule")>
            <legend>{title}</legend>
            {fields}
            {(!alone).then(|| view! { <button type="button" class="quiet small" aria-label=remove_label on:click=remove>"Remove this rule"</button> })}
        </fieldset>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_rule_can_be_added() {
        let facts = Facts { throughput: 100.0, service_time: 0.1, sized: 6, target_utilization: 0.7 };
        for (kind, ..) in KINDS {
            assert_eq!(usual_rule(kind, &facts).as_ref().map(kind_of), Some(kind));
        }
    }
}
