//! Between a policy and the manifest of its autoscaler: what is read in is tried, what is tried is given back.

use super::prepare::Bounds;
use crate::base::name::Name;
use crate::base::text;
use crate::base::units::{MaxReplicas, MinReplicas, Quantity};
use crate::formulas::autoscaler::hpa::manifest::{
    Manifest, Note, NoteKind, ScaleTarget, read_manifest, write_manifest,
};
use crate::formulas::autoscaler::hpa::{HpaMetric, HpaName, HpaPolicy, HpaSource};
use crate::plan::scenario::scaling::{PolicyChoice, Rule, Workload};

/// Longest name that is made of a person's words; what Kubernetes allows for the parts of a name.
const MAX_MADE_NAME: usize = 63;

impl Workload {
    /// What an autoscaler of a service is called where no manifest says: as the service, for its Deployment.
    pub fn of_service(name: &str) -> Self {
        let name = HpaName::cut(&object_name(name));
        let plain = |text| Some(HpaName::from_static(text));
        Self {
            name: name.clone(),
            namespace: None,
            api_version: plain("apps/v1"),
            kind: HpaName::from_static("Deployment"),
            target: name,
        }
    }
}

impl PolicyChoice {
    /// The policy that a manifest states, called as the manifest is.
    ///
    /// Bounds beyond what is simulated are taken as the nearest; [`notes_of`] says so.
    pub fn from_manifest(manifest: &Manifest) -> Self {
        let name = |text: &str| HpaName::cut(text);
        Self {
            name: Name::cut(&manifest.name),
            rules: vec![Rule::Hpa(manifest.policy.clone())],
            min: Some(MinReplicas::clamped(f64::from(manifest.min_replicas))),
            max: Some(MaxReplicas::clamped(f64::from(manifest.max_replicas))),
            workload: Some(Workload {
                name: name(&manifest.name),
                namespace: manifest.namespace.as_deref().map(name),
                api_version: manifest.target.api_version.as_deref().map(name),
                kind: name(&manifest.target.kind),
                target: name(&manifest.target.name),
            }),
        }
    }

    /// The policy as a manifest; none where it is not a single rule of the HorizontalPodAutoscaler.
    ///
    /// Bounds that are not stated are those given, as a run found them. Where no metric can wake a service
    /// from 0, the API takes no fewer than 1 replica, and 1 is written.
    pub fn manifest(&self, bounds: Bounds) -> Option<Manifest> {
        let policy = self.hpa()?;
        let max = self.max.map_or(bounds.max, |max| max.get()).max(1);
        let fewest = u32::from(!wakes_from_zero(policy));
        let min = self.min.map_or(bounds.min, |min| min.get()).clamp(fewest, max);
        let workload = self.workload.clone().unwrap_or_else(|| Workload::of_service(self.name.as_str()));
        Some(Manifest {
            name: workload.name.to_string(),
            namespace: workload.namespace.map(|namespace| namespace.to_string()),
            target: ScaleTarget {
                api_version: workload.api_version.map(|version| version.to_string()),
                kind: workload.kind.to_string(),
                name: workload.target.to_string(),
            },
            min_replicas: min,
            max_replicas: max,
            policy: policy.clone(),
            notes: Vec::new(),
        })
    }

    /// The policy as YAML that the API takes, for a service that gives its name where no manifest did.
    ///
    /// # Errors
    ///
    /// Why there is none, in a sentence.
    pub fn yaml(&self, bounds: Bounds, service: &str) -> Result<String, String> {
        let mut named = self.clone();
        named.workload.get_or_insert_with(|| Workload::of_service(service));
        let manifest = named.manifest(bounds).ok_or_else(|| self.why_no_manifest())?;
        let text = write_manifest(&manifest);
        match read_manifest(&text) {
            Ok(_) => Ok(text),
            Err(error) => Err(format!("The API would reject this policy: {error}.")),
        }
    }

    /// The only rule, where it is that of the HorizontalPodAutoscaler.
    pub fn hpa(&self) -> Option<&HpaPolicy> {
        match self.rules.as_slice() {
            [Rule::Hpa(policy)] => Some(policy),
            _ => None,
        }
    }

    fn why_no_manifest(&self) -> String {
        match self.rules.as_slice() {
            [rule] => why_not(rule).to_owned(),
            rules => {
                let words: Vec<&str> = rules.iter().map(Rule::words).collect();
                let n = rules.len();
                let all_hpa = rules.iter().all(|rule| matches!(rule, Rule::Hpa(_)));
                let queue = rules.iter().any(|rule| matches!(rule, Rule::Queue(_)));
                let hint = if all_hpa {
                    "two autoscalers on one workload conflict; put all metrics into one"
                } else if queue {
                    "a KEDA ScaledObject creates its own autoscaler, and two autoscalers on one workload conflict; put all triggers into the ScaledObject"
                } else {
                    "a HorizontalPodAutoscaler can hold several metrics, but not several kinds of rules"
                };
                format!("It combines {n} rules ({}): {hint}.", words.join(", "))
            }
        }
    }

    /// Keeps the signals that a person chose for the same metrics of an earlier policy; a manifest has no place for them.
    pub fn with_signals_of(mut self, earlier: &Self) -> Self {
        let known: Vec<&HpaMetric> = earlier.hpa().map(|policy| policy.metrics.iter().collect()).unwrap_or_default();
        for rule in &mut self.rules {
            if let Rule::Hpa(policy) = rule {
                for metric in &mut policy.metrics {
                    let same = known.iter().find(|other| other.source == metric.source && other.signal.is_some());
                    if let Some(same) = same {
                        // What an older policy does not say of the unit, the manifest does.
                        if same.signal != metric.signal || !same.reading.is_plain() {
                            metric.reading = same.reading;
                        }
                        metric.signal = same.signal;
                    }
                }
            }
        }
        self
    }
}

const fn why_not(rule: &Rule) -> &'static str {
    match rule {
        Rule::Hpa(_) => "",
        Rule::Static(_) => "A fixed number needs no autoscaler: it is spec.replicas of the workload.",
        Rule::Queue(_) => {
            "KEDA's queue rule is written as a ScaledObject, from which KEDA creates its HorizontalPodAutoscaler; the object depends on the type of queue, which is not part of a plan."
        }
        Rule::Threshold(_) => "Kubernetes has no controller with two thresholds; the nearest is an HPA on CPU.",
        Rule::Step(_) => "Step scaling is a policy of AWS Auto Scaling; Kubernetes has no such controller.",
        Rule::TargetTracking(_) => {
            "Target tracking is a policy of AWS Auto Scaling; the nearest in Kubernetes is an HPA with the same target."
        }
        Rule::Scheduled(_) => {
            "An HPA has no schedules; in Kubernetes a CronJob or KEDA's cron trigger changes the bounds."
        }
        Rule::Window(_) => {
            "A batch needs no autoscaler: in Kubernetes it is a CronJob whose parallelism is the number of replicas."
        }
        Rule::Predictive(_) => "An HPA has no forecasts; in Kubernetes they need another controller.",
    }
}

fn wakes_from_zero(policy: &HpaPolicy) -> bool {
    policy.metrics.iter().any(|metric| matches!(metric.source, HpaSource::Object { .. } | HpaSource::External(_)))
}

/// Everything to know of a manifest that is tried: its own notes, and what is beyond the simulation.
pub fn notes_of(manifest: &Manifest) -> Vec<Note> {
    let choice = PolicyChoice::from_manifest(manifest);
    let bounds = [
        ("spec.minReplicas", manifest.min_replicas, choice.min.map(|min| min.get())),
        ("spec.maxReplicas", manifest.max_replicas, choice.max.map(|max| max.get())),
    ];
    let beyond = bounds.into_iter().filter_map(|(place, stated, taken)| {
        let taken = taken.filter(|taken| *taken != stated)?;
        let what =
            format!("{} is reduced to {}, the maximum that is simulated", text::count(stated), text::count(taken));
        Some(Note { kind: NoteKind::Changed, place: place.into(), what })
    });
    beyond.chain(manifest.notes.iter().cloned()).collect()
}

/// A name as Kubernetes allows it, from a person's words: small letters, digits and dashes.
fn object_name(words: &str) -> String {
    let mut name = String::new();
    for letter in words.chars().take(4 * MAX_MADE_NAME) {
        if letter.is_ascii_alphanumeric() {
            name.push(letter.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(MAX_MADE_NAME);
    let name = name.trim_matches('-');
    if name.is_empty() { "service".into() } else { name.into() }
}

#[cfg(test)]
mod tests {
    use super::super::presets::{Facts, Preset};
    use super::*;

    const BOUNDS: Bounds = Bounds { min: 4, max: 60, initial: 9 };
    const FACTS: Facts = Facts { throughput: 100.0, service_time: 0.05, sized: 40, target_utilization: 0.6 };
    const SEED: &str = include_str!("../../../tests/manifests/seed.yaml");

    #[test]
    fn what_is_exported_and_imported_is_the_same_policy() {
        for text in [
            SEED.to_owned(),
            SEED.replace("  namespace: ml-services\n", "  labels:\n    team: ranking\n"),
            SEED.replace("    apiVersion: apps/v1\n", "").replace("Deployment", "Rollout"),
        ] {
            let policy = PolicyChoice::from_manifest(&read_manifest(&text).unwrap());
            let written = policy.yaml(BOUNDS, "Other").unwrap();
            assert_eq!(written, text);
            assert_eq!(PolicyChoice::from_manifest(&read_manifest(&written).unwrap()), policy);
            let saved = serde_json::to_string(&policy).unwrap();
            assert_eq!(serde_json::from_str::<PolicyChoice>(&saved).unwrap(), policy);
        }
    }

    #[test]
    fn presets_of_kubernetes_are_valid_yaml_and_come_back() {
        let mut n_exported = 0;
        for preset in Preset::ALL {
            let policy = preset.policy(&FACTS);
            let Some(manifest) = policy.manifest(BOUNDS) else {
                let why = policy.yaml(BOUNDS, "Search").unwrap_err();
                assert!(why.ends_with('.') && why.len() > 40, "{}: {why}", preset.id);
                continue;
            };
            n_exported += 1;
            let back = PolicyChoice::from_manifest(&read_manifest(&write_manifest(&manifest)).unwrap());
            assert_eq!(back.rules, policy.rules, "{}", preset.id);
            let (min, max) = (back.min.unwrap().get(), back.max.unwrap().get());
            assert_eq!(min, policy.min.map_or(4, |min| min.get()), "{}", preset.id);
            assert_eq!(max, policy.max.map_or(60, |max| max.get()), "{}", preset.id);
            assert_eq!(back.manifest(BOUNDS).map(|again| write_manifest(&again)), Some(write_manifest(&manifest)));
        }
        assert_eq!(n_exported, 5);
    }

    #[test]
    fn a_name_is_made_of_a_services_words() {
        for (words, name) in [
            ("Product search (EU)", "product-search-eu"),
            ("  --Größe 2!", "gr-e-2"),
            ("搜索", "service"),
            ("", "service"),
        ] {
            assert_eq!(Workload::of_service(words).name.as_str(), name);
        }
        assert_eq!(Workload::of_service(&"a-".repeat(80)).name.as_str().len(), 63);
        let yaml = PolicyChoice::of_rule("Mine", Rule::Hpa(HpaPolicy::new(Vec::new(), None))).yaml(BOUNDS, "A b");
        assert!(yaml.unwrap().contains("  name: a-b\n"));
    }

    #[test]
    fn combinations_and_other_rules_say_why_they_have_no_yaml() {
        let why = |ids: &[&str]| {
            let rules = ids.iter().flat_map(|id| Preset::find(id).unwrap().policy(&FACTS).rules).collect();
            let policy = PolicyChoice { rules, ..PolicyChoice::as_sized() };
            assert_eq!(policy.manifest(BOUNDS), None);
            policy.yaml(BOUNDS, "Search").unwrap_err()
        };
        assert!(
            why(&["kubernetes", "keda"]).starts_with("It combines 2 rules (HPA, queue-driven): a KEDA ScaledObject")
        );
        assert!(why(&["kubernetes", "calm"]).contains("put all metrics into one"));
        assert!(why(&["predictive"]).contains("not several kinds of rules"));
        assert!(why(&["keda"]).contains("ScaledObject"));
        assert!(why(&["static"]).contains("spec.replicas"));
    }

    #[test]
    fn what_the_api_would_refuse_is_not_written() {
        let mut policy = Preset::find("kubernetes").unwrap().policy(&FACTS);
        policy.min = Some(MinReplicas::clamped(0.0));
        assert!(policy.yaml(BOUNDS, "Search").unwrap().contains("minReplicas: 1\n"));
        policy.workload = Some(Workload { name: HpaName::from_static("Not so"), ..Workload::of_service("a") });
        let why = policy.yaml(BOUNDS, "Search").unwrap_err();
        assert!(why.starts_with("The API would reject this policy: metadata.name must be lower-case letters"), "{why}");
    }

    #[test]
    fn bounds_beyond_the_simulation_are_named_and_chosen_signals_stay() {
        let text = SEED.replace("maxReplicas: 50", "maxReplicas: 2000000");
        let manifest = read_manifest(&text).unwrap();
        let notes = notes_of(&manifest);
        assert_eq!(notes.len(), manifest.notes.len() + 1);
        let said = "spec.maxReplicas: 2,000,000 is reduced to 100,000, the maximum that is simulated";
        assert_eq!(notes[0].to_string(), said);
        let read = PolicyChoice::from_manifest(&manifest);
        let mut chosen = read.clone();
        if let Rule::Hpa(policy) = &mut chosen.rules[0] {
            policy.metrics[1].signal = Some(crate::formulas::autoscaler::metric::Metric::InFlight);
        }
        assert_eq!(read.with_signals_of(&chosen), chosen);
    }
}
