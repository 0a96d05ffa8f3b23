//! Manifests of autoscalers: what they say, and whether they would hold on the load of a scenario.

use crate::args::Hpa;
use crate::simulate::Setting;
use crate::{Answer, plan};
use headroom_core::formulas::autoscaler::hpa::manifest::{
    MAX_TEXT_BYTES, Manifest, ManifestError, Manifests, Note, lines_of, read_manifests,
};
use headroom_core::plan::scaling::notes_of;
use headroom_core::plan::scenario::scaling::PolicyChoice;
use headroom_core::report::{SimulationReport, autoscalers};
use serde_json::{Value, json};

/// The status of an autoscaler that does not keep the SLO.
const NOT_KEPT: u8 = 1;

/// What was read, what to know of it, and with a scenario whether it would hold.
pub fn dry_run(options: &Hpa, json: bool) -> Result<Answer, String> {
    let source = options.source.as_str();
    let refused = |error: ManifestError| format!("cannot read {}: {error}", plan::name_of(source));
    let text = plan::read_text(source, MAX_TEXT_BYTES)?.ok_or_else(|| refused(ManifestError::TooLarge))?;
    let Manifests { manifests, notes } = read_manifests(&text).map_err(refused)?;
    let chosen = match &options.hpa {
        Some(name) => vec![named(&manifests, name)?],
        None => manifests.iter().collect(),
    };
    let Some(scenario) = &options.scenario else {
        return Ok(if json { pretty(&read_values(&chosen, &notes)) } else { autoscalers(chosen, &notes) }.into());
    };
    let [manifest] = chosen.as_slice() else {
        let names = chosen.iter().map(|manifest| manifest.name.clone()).collect();
        return Err(format!("{}: --hpa NAME", refused(ManifestError::Several { names })));
    };
    let setting = Setting::read(scenario, &options.load)?;
    let service = setting.service(&options.load)?;
    setting.scene(service, &options.load, |scene, load| {
        let plans = scene.plans([&PolicyChoice::from_manifest(manifest), &PolicyChoice::as_sized()]);
        let report = SimulationReport { service: service.name.as_str(), load, scene, plans: &plans };
        let is_kept = plans.first().is_some_and(|plan| plan.keeps_promise());
        let text = if json {
            pretty(&json!({
                "read": read_values(&chosen, &notes),
                "slo_kept": is_kept,
                "simulation": report.json(),
            }))
        } else {
            format!("{}\n{}", autoscalers([*manifest], &notes), report.text())
        };
        Ok(Answer { text, status: if is_kept { 0 } else { NOT_KEPT } })
    })
}

fn named<'a>(manifests: &'a [Manifest], name: &str) -> Result<&'a Manifest, String> {
    manifests.iter().find(|manifest| manifest.name == name).ok_or_else(|| {
        let names: Vec<&str> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
        format!("no autoscaler \"{name}\"; the autoscalers are {}", names.join(", "))
    })
}

fn read_values(manifests: &[&Manifest], others: &[Note]) -> Value {
    let note = |note: &Note| json!({ "kind": note.kind.words(), "place": note.place, "what": note.what });
    let read = |manifest: &&Manifest| {
        let lines = lines_of(manifest);
        let lines: Vec<Value> = lines.iter().map(|line| json!({ "about": line.label, "says": line.what })).collect();
        json!({
            "name": manifest.name,
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
