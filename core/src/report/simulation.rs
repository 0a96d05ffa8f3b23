//! A simulation of several policies on one load as plain text: the table, the breaches and their causes, the spend.

use super::page::Page;
use crate::base::text::{self, named, one_line};
use crate::formulas::autoscaler::hpa::manifest::{Manifest, Note, NoteKind, lines_of};
use crate::plan::answered::Answered;
use crate::plan::scaling::engine::Outcome;
use crate::plan::scaling::{ScalingPlan, Scene, notes_of};
use crate::plan::scenario::scaling::MAX_POLICIES_COMPARED;
use crate::plan::stated::withheld;
use serde::Serialize;

/// Most breaches that are listed.
const MAX_LISTED: usize = 10;
/// Characters of a policy's name in the table.
const NAME_WIDTH: usize = 32;

/// What was simulated, to be reported.
#[derive(Clone, Copy, Debug)]
pub struct SimulationReport<'a> {
    /// The service.
    pub service: &'a str,
    /// Where the load comes from: `modelled`, or a trace's name.
    pub load: &'a str,
    /// The load and the fleet.
    pub scene: &'a Scene<'a>,
    /// What the answers wait for, where not all is stated.
    pub waits_for: Option<&'a str>,
    /// The answers for each policy; the first one's verdict is said in full.
    pub plans: &'a [Answered<ScalingPlan>],
}

impl SimulationReport<'_> {
    /// The answers as a reader sees them.
    pub fn text(&self) -> String {
        let mut page = Page::default();
        let (span, moment) = (self.scene.span, |seconds| self.moment(seconds));
        let length = text::seconds(span.step * self.scene.loads.len() as f64);
        page.line(&format!(
            "{}: {length} from {}, in steps of {}",
            named(&one_line(self.service), "Service"),
            moment(0.0),
            text::seconds(span.step)
        ));
        page.answer("Load", self.load);
        page.blank();
        let Some(first) = self.plans.first() else { return page.text };
        let said = self.waits_for.map(|missing| withheld(&first.verdict, missing));
        for finding in &said.as_ref().unwrap_or(&first.verdict).findings {
            page.finding(finding);
        }
        page.heading("Policies");
        self.table(&mut page);
        for (place, plan) in self.plans.iter().enumerate() {
            let outcome = &plan.outcome;
            if outcome.n_breaches > 0 && (place == 0 || self.plans.len() <= MAX_POLICIES_COMPARED + 1) {
                page.heading(&format!("SLO violations: {}", named(&one_line(&plan.policy), "the policy")));
                self.breaches(&mut page, outcome);
            }
        }
        page.heading("Replica-hours by purpose");
        for plan in self.plans {
            let spend = &plan.outcome.spend;
            let share = |part: f64| text::percent(if spend.paid() > 0.0 { part / spend.paid() } else { 0.0 });
            page.answer(
                &one_line(&plan.policy),
                &format!(
                    "work {}, headroom {}, lag {}, waste {}",
                    share(spend.work),
                    share(spend.headroom),
                    share(spend.lag),
                    share(spend.waste)
                ),
            );
        }
        page.text
    }

    /// The same as JSON: every answer of every policy.
    pub fn json(&self) -> serde_json::Value {
        #[derive(Serialize)]
        struct Answers<'a> {
            #[serde(flatten)]
            plan: &'a Answered<ScalingPlan>,
            kept_of_requests: f64,
            replica_hours: f64,
            saving: Option<f64>,
            cost: Option<f64>,
            static_cost: Option<f64>,
        }
        #[derive(Serialize)]
        struct Simulation<'a> {
            service: &'a str,
            load: &'a str,
            start: String,
            step: f64,
            steps: usize,
            ideal_hours: Option<f64>,
            policies: Vec<Answers<'a>>,
        }
        fn answers(plan: &Answered<ScalingPlan>) -> Answers<'_> {
            Answers {
                kept_of_requests: plan.outcome.kept_of_requests(),
                replica_hours: plan.outcome.spend.paid(),
                saving: plan.saving(),
                cost: plan.cost(),
                static_cost: plan.static_cost(),
                plan,
            }
        }
        let simulation = Simulation {
            service: self.service,
            load: self.load,
            start: self.scene.basis.curve.moment(self.scene.span.start).to_string(),
            step: self.scene.span.step,
            steps: self.scene.loads.len(),
            ideal_hours: self.plans.iter().next().and_then(|plan| plan.outcome.ideal),
            policies: self.plans.iter().map(answers).collect(),
        };
        // Plain data with string keys always serialises.
        serde_json::to_value(&simulation).unwrap_or_default()
    }

    fn moment(&self, seconds: f64) -> String {
        text::moment(self.scene.basis.curve.moment(self.scene.span.start + seconds))
    }

    fn table(&self, page: &mut Page) {
        let has_price = self.plans.iter().any(|plan| plan.price.is_some());
        let row = |name: &str, cells: [String; 7]| {
            let [kept, outside, replicas, hours, cost, fixed, ideal] = cells;
            let name: String = one_line(name).chars().take(NAME_WIDTH).collect();
            let cost = if has_price { format!("{cost:>9}") } else { String::new() };
            format!("{name:<NAME_WIDTH$}{kept:>11}{outside:>9}{replicas:>14}{hours:>9}{cost}{fixed:>11}{ideal:>10}")
        };
        let heads = ["Within SLO", "missed", "replicas", "hours", "cost", "vs static", "vs ideal"];
        page.line(&row("", heads.map(str::to_owned)));
        for plan in self.plans {
            let outcome = &plan.outcome;
            let paid = outcome.spend.paid();
            let change = |share: Option<f64>| text::or_unknown(share, signed);
            page.line(&row(
                &plan.policy,
                [
                    text::percent(outcome.kept_of_requests()),
                    text::seconds(outcome.outside),
                    format!("{}-{}", text::count(outcome.fewest), text::count(outcome.most)),
                    text::number(paid),
                    text::or_unknown(plan.cost(), text::dollars),
                    change(plan.saving().map(|saving| -saving)),
                    change(outcome.over_ideal()),
                ],
            ));
        }
        if let Some((plan, ideal)) = self.plans.iter().find_map(|plan| Some((plan, plan.outcome.ideal?))) {
            let fixed = (plan.static_hours > 0.0).then(|| signed(ideal / plan.static_hours - 1.0));
            page.line(&row(
                "Ideal: perfect foresight",
                [
                    text::percent(1.0),
                    text::seconds(0.0),
                    format!("to {}", text::count(plan.outcome.ideal_most)),
                    text::number(ideal),
                    text::or_unknown(plan.price, |price| text::dollars(price * ideal)),
                    fixed.unwrap_or_else(|| "unknown".to_owned()),
                    String::new(),
                ],
            ));
        }
    }

    fn breaches(&self, page: &mut Page, outcome: &Outcome) {
        let causes: Vec<String> = outcome
            .causes
            .iter()
            .map(|(cause, seconds)| format!("{} {}", cause.words(), text::seconds(*seconds)))
            .collect();
        page.answer("Causes", &causes.join(", "));
        let requests = |n: f64| text::number(libm::round(n));
        page.answer(
            "Requests",
            &format!(
                "{} in total, {} late, {} lost; longest queue {}",
                text::si(outcome.requests),
                requests(outcome.late),
                requests(outcome.lost),
                requests(outcome.longest_queue)
            ),
        );
        let mut listed: Vec<_> = outcome.breaches.iter().collect();
        listed.sort_by(|one, other| other.outside.total_cmp(&one.outside));
        listed.truncate(MAX_LISTED);
        listed.sort_by(|one, other| one.start.total_cmp(&other.start));
        for breach in &listed {
            let missing = match breach.missing {
                0 => String::new(),
                n => format!(", {} short", text::counted(n.into(), "replica", "replicas")),
            };
            let line = format!(
                "{}, {}: {}{missing}",
                self.moment(breach.start),
                text::seconds(breach.outside),
                breach.cause.words()
            );
            page.wrapped("", "    ", &line);
        }
        let rest = (outcome.n_breaches as usize).saturating_sub(listed.len());
        if rest > 0 {
            page.wrapped("", "    ", &format!("and {} shorter", text::count(rest as u64)));
        }
    }
}

/// A change with its sign, `+31.1 %` or `−62.4 %`, where there is one to speak of.
fn signed(change: f64) -> String {
    match change {
        change if text::is_no_change(change) => "as much".into(),
        change if change > 0.0 => format!("+{}", text::percent(change)),
        change => text::percent(change),
    }
}

/// What was read of manifests, and what to know of it.
pub fn autoscalers<'a>(manifests: impl IntoIterator<Item = &'a Manifest>, others: &[Note]) -> String {
    let mut page = Page::default();
    for (place, manifest) in manifests.into_iter().enumerate() {
        if place > 0 {
            page.blank();
        }
        page.line(&format!("HorizontalPodAutoscaler {}", manifest.name));
        for line in lines_of(manifest) {
            page.answer(line.label, &line.what);
        }
        notes(&mut page, &notes_of(manifest));
    }
    notes(&mut page, others);
    page.text
}

fn notes(page: &mut Page, notes: &[Note]) {
    for kind in NoteKind::ALL {
        for note in notes.iter().filter(|note| note.kind == kind) {
            page.wrapped("", "  ", &format!("{}: {note}", kind.words()));
        }
    }
}
