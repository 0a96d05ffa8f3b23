//! Changes of the plan, each tried on the whole plan by the worker before it can be made.

use crate::components::{Following, Progress};
use crate::edit::Change;
use crate::session::Session;
use crate::worker::follow::{Told, follow};
use crate::worker::protocol::{Answer, Job};
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::text;
use headroom_core::plan::scenario::adjust::Lever;
use headroom_core::plan::scenario::{Scenario, codec};
use headroom_core::studies::effect::{Changed, CheckChanges, Effect};
use leptos::prelude::*;
use std::sync::Arc;

/// A change that may be offered: what it is, what it is for, and the plan with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The change.
    pub change: String,
    /// What it is for.
    pub effect: String,
    /// The plan after it.
    pub plan: Arc<Scenario>,
}

impl Offer {
    /// A lever of a service, made in a plan.
    pub fn of(lever: Lever, scenario: &Scenario, service: ServiceId) -> Self {
        let Lever { change, effect, adjustment } = lever;
        let mut plan = scenario.clone();
        adjustment.apply(&mut plan, service);
        Self { change, effect, plan: Arc::new(plan) }
    }
}

/// The changes of a page, and the plan that they start from.
#[derive(Clone, Debug, PartialEq)]
struct Question {
    plan: Arc<Scenario>,
    service: ServiceId,
    changed: Vec<Arc<Scenario>>,
}

fn job(question: &Question) -> Job {
    Job::Check(CheckChanges {
        plan: codec::to_json(&question.plan),
        service: question.service,
        changed: question.changed.iter().map(|plan| Changed::Plan(codec::to_json(plan))).collect(),
    })
}

/// What some changes do to the whole plan, in their order; `None` until that is known.
pub fn checked(offers: Memo<Vec<Offer>>) -> (Memo<Option<Vec<Option<Effect>>>>, Following) {
    let session = Session::here();
    let question = Memo::new(move |_| {
        let changed: Vec<_> = offers.with(|offers| offers.iter().map(|offer| Arc::clone(&offer.plan)).collect());
        (!changed.is_empty()).then(|| Question { plan: session.scenario(), service: session.service_id(), changed })
    });
    // With the changes that it is about: an answer to an earlier question is none.
    let found = RwSignal::new(None::<(Vec<Arc<Scenario>>, Vec<Option<Effect>>)>);
    let state = follow(question, job, move |told| {
        if let (Told::Done(answer, _), Some(question)) = (told, question.get_untracked())
            && let Answer::Checked(effects) = *answer
        {
            let _ = found.try_set(Some((question.changed, effects)));
        }
    });
    let effects = Memo::new(move |_| {
        let question = question.get()?;
        found.with(|found| {
            let (changed, effects) = found.as_ref()?;
            let same = changed.len() == question.changed.len()
                && changed.iter().zip(&question.changed).all(|(one, other)| Arc::ptr_eq(one, other));
            (same && effects.len() == changed.len()).then(|| effects.clone())
        })
    });
    (effects, state)
}

/// Which of the changes are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shown {
    /// Those that are good advice where the topic stands so.
    Advice(Standing),
    /// Those that make nothing of the plan fail unless they mend more: their purpose is another load than the plan's demand.
    OnAnotherLoad,
    /// All: they are alternatives, of which each says what it does.
    Alternatives,
}

/// What is known of a change.
#[derive(Clone, Debug, PartialEq)]
enum Known {
    /// It is being tried.
    Checking,
    /// It was not tried: somebody stopped it, or it could not be.
    Unchecked,
    /// What it does.
    Does(Effect),
}

/// What a change does, part by part, as far as it is known; on the plan's demand, where its purpose is another load.
fn said(known: &Known, on_another_load: bool) -> AnyView {
    let effect = match known {
        Known::Checking => return view! { <span class="offer-effect">"Checking on the whole plan"</span> }.into_any(),
        Known::Unchecked => {
            return view! { <span class="offer-effect">"Not checked on the whole plan."</span> }.into_any();
        }
        Known::Does(effect) => effect,
    };
    let numbers = Some(effect.numbers_in_words()).filter(|words| !words.is_empty());
    let plain: Vec<String> =
        numbers.into_iter().chain(effect.better_in_words()).chain(effect.others_in_words()).collect();
    let worse = effect.worse_in_words().into_iter().map(
        |(fails, line)| view! { <span class="offer-worse" class:fails=fails>{text::capitalised(&line)}"."</span> },
    );
    let plain = match (effect.is_nothing(), on_another_load) {
        (true, false) => "Nothing else changes".to_owned(),
        (true, true) => "Nothing of the plan changes".to_owned(),
        (false, true) if !plain.is_empty() => format!("On the plan's demand: {}", plain.join("; ")),
        (false, _) => text::capitalised(&plain.join("; ")),
    };
    let plain = (!plain.is_empty()).then(|| view! { <span class="offer-effect">{plain}"."</span> });
    view! { {plain}{worse.collect_view()} }.into_any()
}

/// Changes as a list, each with all that it does and a way to make it; "Checking" until that is known.
#[component]
pub fn Offers(
    /// The changes.
    #[prop(into)]
    offers: Memo<Vec<Offer>>,
    /// Which are shown.
    #[prop(into)]
    shown: Signal<Shown>,
    /// Told how many are shown, once that is known.
    #[prop(optional)]
    n_shown: Option<RwSignal<Option<usize>>>,
) -> impl IntoView {
    let session = Session::here();
    let (effects, state) = checked(offers);
    let is_off = Memo::new(move |_| state.stopped.get() || state.trouble.with(Option::is_some));
    let row = move |(offer, known): (Offer, Known)| {
        let Offer { change, effect: purpose, plan } = offer;
        let label = format!("Try it: {change}");
        let waits = matches!(known, Known::Checking);
        let try_it = move |_| {
            if !waits {
                session.edit(Change::Edit, |scenario| *scenario = Scenario::clone(&plan));
            }
        };
        let said = said(&known, shown.get_untracked() == Shown::OnAnotherLoad);
        let purpose = (!purpose.is_empty()).then(|| format!(": {purpose}"));
        view! {
            <li>
                <span><b>{change}</b>{purpose}"." {said}</span>
                <button type="button" class="small" aria-label=label title="Try it; undo reverts it" aria-disabled=waits.then_some("true") on:click=try_it>"Try it"</button>
            </li>
        }
    };
    let rows = Memo::new(move |_| {
        let offers = offers.get();
        let all = offers.len();
        let off = if is_off.get() { Known::Unchecked } else { Known::Checking };
        let known: Vec<(Offer, Known)> = match (effects.get(), shown.get()) {
            (None, _) => offers.into_iter().map(|offer| (offer, off.clone())).collect(),
            (Some(effects), shown) => {
                let known = offers.into_iter().zip(effects).filter_map(|(offer, effect)| Some((offer, effect?)));
                let is_shown = |effect: &Effect| match shown {
                    Shown::Advice(standing) => effect.is_advisable(standing),
                    Shown::OnAnotherLoad => effect.mends_more_than_it_breaks(),
                    Shown::Alternatives => true,
                };
                known
                    .filter(|(_, effect)| is_shown(effect))
                    .map(|(offer, effect)| (offer, Known::Does(effect)))
                    .collect()
            }
        };
        Rows { left_out: all - known.len(), known }
    });
    leptos::prelude::Effect::new(move |_| {
        let known = effects.with(Option::is_some).then(|| rows.with(|rows| rows.known.len()));
        if let Some(n_shown) = n_shown {
            n_shown.set(known);
        }
    });
    let list = move || rows.get().known.into_iter().map(row).collect_view();
    let left_out = move || {
        let changes = match rows.get().left_out {
            0 => return None,
            1 => "One change was tried and left out".to_owned(),
            n => format!("{n} changes were tried and left out"),
        };
        let why = match shown.get() {
            Shown::OnAnotherLoad => "they make something of the plan fail.",
            _ => "of no use here, or at the cost of something else.",
        };
        Some(view! { <p class="hint">{changes} ": " {why}</p> })
    };
    // Heard by those who do not see the list change.
    let heard = move || {
        effects.with(|effects| {
            effects.as_ref().map(|effects| {
                format!("{} checked on the whole plan", text::counted(effects.len() as u64, "change", "changes"))
            })
        })
    };
    view! {
        <div class="offers">
            <ul>{list}</ul>
            {left_out}
            <p class="visually-hidden" role="status">{heard}</p>
        </div>
        <Progress state what="Checking on the whole plan"/>
    }
}

/// What the list shows, and how many changes it does not.
#[derive(Clone, Debug, PartialEq)]
struct Rows {
    known: Vec<(Offer, Known)>,
    left_out: usize,
}
