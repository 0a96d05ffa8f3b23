//! Manifests of autoscalers: what they say, and whether they would hold on the load of a scenario.

use crate::args::{Hpa, Signal};
use crate::simulate::Setting;
use crate::{Answer, FAILS, UNTOLD, plan};
use headroom_core::formulas::autoscaler::hpa::Reading;
use headroom_core::formulas::autoscaler::hpa::manifest::{
    MAX_TEXT_BYTES, Manifest, ManifestError, Manifests, Note, lines_of, read_manifests,
};
use headroom_core::plan::scaling::notes_of;
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::report::{SimulationReport, autoscalers};
use serde_json::{Value, json};

/// What was read, what to know of it, and with a scenario whether it would hold.
pub fn dry_run(options: &Hpa, json: bool) -> Result<Answer, String> {
    let source = options.source.as_str();
    let refused = |error: ManifestError| format!("cannot read {}: {error}", plan::name_of(source));
    let text = plan::read_text(source, MAX_TEXT_BYTES)?.ok_or_else(|| refused(ManifestError::TooLarge))?;
    let Manifests { manifests, notes } = read_manifests(&text).map_err(refused)?;
    let manifests = with_signals(manifests, &options.signals)?;
    let chosen = match &options.hpa {
        Some(name) => vec![named(&manifests, name)?],
        None => manifests.iter().collect(),
    };
    let Some(scenario) = &options.scenario else {
        return Ok(if json { pretty(&read_values(&chosen, &notes)) } else { autoscalers(chosen, &notes) }.into());
    };
    let [manifest] = chosen.as_slice() else {
        let names = chosen.iter().map(|manifest| manifest.full_name()).collect();
        return Err(format!("{}: --hpa NAME", refused(ManifestError::Several { names })));
    };
    let setting = Setting::read(scenario, &options.load)?;
    let service = setting.service(&options.load)?;
    setting.scene(service, &options.load, |scene, load| {
        let plans = scene.plans([&PolicyChoice::from_manifest(manifest), &PolicyChoice::as_sized()]);
        let report = SimulationReport {
            service: service.name.as_str(),
            load,
            scene,
            waits_for: setting.waits_for(service),
            plans: &plans,
        };
        let is_stated = setting.waits_for(service).is_none();
        let is_told = is_stated && plans.first().is_some_and(|plan| plan.no_verdict.is_none());
        let is_kept = is_told.then(|| plans.first().is_some_and(|plan| plan.keeps_promise()));
        let text = if json {
            pretty(&json!({
                "read": read_values(&chosen, &notes),
                "slo_kept": is_kept,
                "simulation": report.json(),
            }))
        } else {
            format!("{}\n{}", autoscalers([*manifest], &notes), report.text())
        };
        let status = match is_kept {
            Some(true) => 0,
            Some(false) => FAILS,
            None => UNTOLD,
        };
        Ok(Answer { text, status })
    })
}

/// The autoscaler of this name, with or without its namespace; of several that are called so none is taken.
fn named<'a>(manifests: &'a [Manifest], name: &str) -> Result<&'a Manifest, String> {
    let is_meant = |manifest: &&Manifest| manifest.name == name || manifest.full_name() == name;
    let found: Vec<&Manifest> = manifests.iter().filter(is_meant).collect();
    let names = |manifests: &[&Manifest]| manifests.iter().map(|one| one.full_name()).collect::<Vec<_>>().join(", ");
    match found.as_slice() {
        [one] => Ok(one),
        [] => {
            let all: Vec<&Manifest> = manifests.iter().collect();
            Err(format!("no autoscaler \"{name}\"; the autoscalers are {}", names(&all)))
        }
        several => Err(format!(
            "{} autoscalers are called \"{name}\": {}; choose one by --hpa NAMESPACE/NAME",
            several.len(),
            names(several)
        )),
    }
}

/// The autoscalers with what some of their metrics are said to stand for.
fn with_signals(mut manifests: Vec<Manifest>, signals: &[Signal]) -> Result<Vec<Manifest>, String> {
    for Signal { name, metric: signal, reading } in signals {
        let metrics =
            || manifests.iter().flat_map(|manifest| &manifest.policy.metrics).map(|metric| metric.source.name());
        if !metrics().any(|metric| metric == name) {
            let known: Vec<&str> = metrics().collect();
            return Err(format!("--signal {name}: no such metric; the metrics are {}", known.join(", ")));
        }
        let metrics = manifests.iter_mut().flat_map(|manifest| &mut manifest.policy.metrics);
        metrics.filter(|metric| metric.source.name() == name).for_each(|metric| {
            metric.signal = Some(*signal);
            metric.reading = reading.unwrap_or_else(|| Reading::guessed(name, Some(*signal), metric.target));
        });
    }
    Ok(manifests)
}

fn read_values(manifests: &[&Manifest], others: &[Note]) -> Value {
    let note = |note: &Note| json!({ "kind": note.kind.words(), "place": note.place, "what": note.what });
    let read = |manifest: &&Manifest| {
        let lines = lines_of(manifest);
        let lines: Vec<Value> = lines.iter().map(|line| json!({ "about": line.label, "says": line.what })).collect();
        json!({
            "name": manifest.name,
            "namespace": manifest.namespace,
            "lines": lines,
            "notes": notes_of(manifest).iter().map(note).collect::<Vec<_>>(),
        })
    };
    json!({
        "autoscalers": manifests.iter().map(read).collect::<Vec<_>>(),
        "others": others.iter().map(note).collect::<Vec<_>>(),
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
