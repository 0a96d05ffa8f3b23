//! Simulations: the policies of a service side by side, on its modelled load or on a measured one.

use crate::args::{ImportOptions, Load, Simulate};
use crate::{Answer, plan, trace};
use headroom_core::base::explain::Finding;
use headroom_core::base::text;
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation, evaluate};
use headroom_core::plan::scaling::presets::{Facts, Preset};
use headroom_core::plan::scaling::{Scene, Span, loads_from_trace};
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::plan::scenario::{Scenario, Service};
use headroom_core::report::SimulationReport;
use headroom_core::trace::Trace;

/// What is simulated apart from the policies.
pub struct Setting {
    scenario: Scenario,
    evaluation: Evaluation,
    trace: Option<(String, Trace)>,
}

/// What is said about a load.
const MODELLED: &str = "as modelled by the plan";

/// The policies of a scenario side by side, as text or as JSON, and the status that the first of each service ends with.
pub fn simulate(options: &Simulate, json: bool) -> Result<Answer, String> {
    let load = &options.load;
    let setting = Setting::read(&options.source, load)?;
    let services: Vec<&Service> = match (&load.service, setting.scenario.services.count()) {
        (None, n) if n > 1 && load.trace.is_none() => setting.scenario.services.iter().collect(),
        _ => vec![setting.service(load)?],
    };
    let (mut texts, mut values, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for service in services {
        let answers = setting.evaluation.service(service.id).ok_or("the service has no answers")?;
        setting.scene(service, load, |scene, load| {
            let policies = policies(service, answers, options)?;
            let plans = scene.plans(&policies);
            findings.extend(setting.waits_for(service).map(Finding::unknown));
            // What was assumed proves nothing; else the first policy is the one that is asked about.
            if setting.waits_for(service).is_none() {
                findings.extend(plans.first().into_iter().flat_map(|plan| plan.verdict.findings.clone()));
            }
            let report = SimulationReport {
                service: service.name.as_str(),
                load,
                scene,
                waits_for: setting.waits_for(service),
                plans: &plans,
            };
            if json {
                values.push(report.json());
            } else {
                texts.push(report.text());
            }
            Ok(())
        })?;
    }
    if json {
        let text = serde_json::to_string_pretty(&values).map_err(|error| error.to_string())?;
        return Ok(Answer::judged(text, &findings));
    }
    Ok(Answer::judged(texts.join("\n\n"), &findings))
}

impl Setting {
    /// Reads the scenario, and the trace where there is one.
    pub fn read(source: &str, load: &Load) -> Result<Self, String> {
        let scenario = plan::read(source)?;
        let evaluation = evaluate(&scenario);
        let trace = match &load.trace {
            Some(source) => {
                let (title, import, _) = trace::read(source, &ImportOptions::default())?;
                Some((title, import.trace))
            }
            None => None,
        };
        Ok(Self { scenario, evaluation, trace })
    }

    /// What the answers of a service wait for, where not all is stated.
    pub fn waits_for(&self, service: &Service) -> Option<&str> {
        self.evaluation.service(service.id)?.waits_for.as_deref()
    }

    /// The one service, or the one that is named.
    pub fn service(&self, load: &Load) -> Result<&Service, String> {
        let services = &self.scenario.services;
        let names = || services.iter().map(|service| service.name.as_str()).collect::<Vec<_>>().join(", ");
        match &load.service {
            Some(name) => {
                let is_meant = |service: &&Service| service.name.as_str().eq_ignore_ascii_case(name);
                services
                    .iter()
                    .find(is_meant)
                    .ok_or_else(|| format!("no service \"{name}\"; the services are {}", names()))
            }
            None if services.count() == 1 => Ok(services.first()),
            None => Err(format!("choose a service: --service takes one of {}", names())),
        }
    }

    /// Lays out the load of a service, and hands it on with what to say about it.
    pub fn scene<T>(
        &self,
        service: &Service,
        options: &Load,
        run: impl FnOnce(&Scene<'_>, &str) -> Result<T, String>,
    ) -> Result<T, String> {
        let answers = self.evaluation.service(service.id).ok_or("the service has no answers")?;
        let ((inputs, basis), period) = (answers.policies(service), Span::of(&service.scaling.period));
        let region = answers.simulated().map_or_else(String::new, |place| {
            format!(
                "; on the part of {}, where the active policy keeps least or there is the least to spare",
                place.name
            )
        });
        let step = options.step.map_or(period.step, |step| step.get());
        let hours = options.hours.map_or(service.scaling.period.length().get(), |hours| hours.get());
        let steps = |hours: f64| (hours * 3600.0 / step).ceil() as usize;
        let Some((title, trace)) = &self.trace else {
            let span = Span { step, steps: steps(hours), ..period };
            return run(&Scene::of_span(inputs, basis, span), &format!("{MODELLED}{region}"));
        };
        let measured = loads_from_trace(trace, step).map_err(|error| format!("cannot simulate {title}: {error}"))?;
        let most = options.hours.map_or(usize::MAX, |hours| steps(hours.get()));
        let loads = &measured.loads[..measured.loads.len().min(most)];
        let span = Span { start: measured.origin - basis.curve.origin(), step, steps: loads.len() };
        let missing = if measured.missing > 0.0 {
            format!("; {} without points, filled with the previous value", text::seconds(measured.missing))
        } else {
            String::new()
        };
        let load = format!("measured, {title}: {} points{missing}{region}", text::count(trace.n_points() as u64));
        run(&Scene::of_loads(inputs, basis, span, loads.into()), &load)
    }
}

/// The policies that are asked for, the static fleet among them.
fn policies(service: &Service, answers: &ServiceEvaluation, options: &Simulate) -> Result<Vec<PolicyChoice>, String> {
    let facts = Facts::of(&service.sizing, answers.ledger.planned().normal());
    let stated = &service.scaling.policies;
    let mut chosen: Vec<PolicyChoice> = match &options.policy {
        Some(name) => {
            let is_meant = |other: &str| other.eq_ignore_ascii_case(name);
            let stated_one = stated.iter().find(|policy| is_meant(policy.name.as_str())).cloned();
            let preset = || Preset::ALL.iter().find(|preset| is_meant(preset.id) || is_meant(preset.name));
            let found = stated_one.or_else(|| preset().map(|preset| preset.policy(&facts)));
            let known = || {
                let ids = Preset::ALL.iter().map(|preset| preset.id);
                stated.iter().map(|policy| policy.name.as_str()).chain(ids).collect::<Vec<_>>().join(", ")
            };
            vec![found.ok_or_else(|| format!("no policy \"{name}\"; the policies are {}", known()))?]
        }
        None => stated.iter().cloned().collect(),
    };
    let mut add = |policy: PolicyChoice| {
        if !chosen.iter().any(|other| (&other.rules, other.min, other.max) == (&policy.rules, policy.min, policy.max)) {
            chosen.push(policy);
        }
    };
    if options.all {
        Preset::ALL.iter().for_each(|preset| add(preset.policy(&facts)));
    }
    add(PolicyChoice::as_sized());
    // In several regions as they run where they are simulated.
    Ok(match answers.simulated() {
        Some(place) => chosen.iter().map(|choice| place.part.policy(service, choice, place.scaling.aim)).collect(),
        None => chosen,
    })
}
