//! Manifests of autoscalers, row by row: what is read, what is kept and what is said of it.

#![allow(clippy::unwrap_used, reason = "helpers of tests say what they expect by unwrapping")]

use headroom_core::formulas::autoscaler::hpa::manifest::{
    Manifest, NoteKind, read_manifest, read_manifests, signal_from_name, write_manifest,
};
use headroom_core::formulas::autoscaler::hpa::{HpaAmount, HpaSource, HpaTarget, SelectPolicy};
use headroom_core::formulas::autoscaler::metric::Metric;

/// The first autoscaler of the seeds.
const SEED: &str = include_str!("manifests/seed.yaml");

fn seed() -> Manifest {
    read_manifest(SEED).unwrap()
}

fn refusal(text: &str) -> String {
    read_manifest(text).unwrap_err().to_string()
}

#[test]
fn the_first_seed_is_read_and_written_back_letter_by_letter() {
    let manifest = seed();
    assert_eq!((manifest.min_replicas, manifest.max_replicas), (3, 50));
    assert_eq!(manifest.namespace.as_deref(), Some("ml-services"));
    assert_eq!(manifest.target.kind, "Deployment");
    let signals: Vec<_> = manifest.policy.metrics.iter().map(|metric| metric.signal).collect();
    assert_eq!(signals, [Some(Metric::CpuUtilization), None, Some(Metric::LoadPerReplica)]);
    assert!(matches!(manifest.policy.metrics[0].target, HpaTarget::Utilization(percent) if percent.get() == 70));
    assert!(matches!(manifest.policy.metrics[2].target, HpaTarget::AverageValue(value) if value.get() == 100.0));
    let behavior = manifest.policy.behavior.as_ref().unwrap();
    let up = behavior.scale_up.as_ref().unwrap();
    assert_eq!(up.select_policy, Some(SelectPolicy::Max));
    assert!(matches!(up.policies.as_ref().unwrap()[1].amount, HpaAmount::Pods(pods) if pods.get() == 4));
    assert_eq!(behavior.scale_down.as_ref().unwrap().stabilization_window.unwrap().get(), 300.0);
    let notes: Vec<String> = manifest.notes.iter().map(ToString::to_string).collect();
    let about_memory =
        "spec.metrics[1]: no simulated signal corresponds to memory, so it is ignored until one is chosen";
    assert_eq!(notes, [about_memory]);
    assert_eq!(write_manifest(&manifest), SEED);
}

#[test]
fn quantities_are_read_exactly_and_written_shortest() {
    for (given, value, written) in [
        ("100m", 0.1, "\"100m\""),
        ("1k", 1000.0, "\"1000\""),
        ("0.5", 0.5, "\"500m\""),
        (".5", 0.5, "\"500m\""),
        ("1e3", 1000.0, "\"1000\""),
        ("\"1E3\"", 1000.0, "\"1000\""),
        ("2Gi", 2_147_483_648.0, "\"2147483648\""),
        ("+1.50", 1.5, "\"1500m\""),
        ("100u", 0.001, "\"1m\""),
        ("1T", 1e12, "\"1000000000000\""),
    ] {
        let manifest = read_manifest(&SEED.replace("\"100\"", given)).unwrap();
        assert!(
            matches!(manifest.policy.metrics[2].target, HpaTarget::AverageValue(read) if read.get() == value),
            "{given}"
        );
        let text = write_manifest(&manifest);
        assert!(text.contains(&format!("averageValue: {written}\n")), "{given}: {text}");
    }
    for given in [
        "0",
        "1P",
        "1e999999",
        "1.2.3",
        "''",
        "1 k",
        "0x10",
        "1Kib",
        "--1",
        "1e",
        "999999999999999999999999999999999999999999",
    ] {
        assert!(read_manifest(&SEED.replace("\"100\"", given)).is_err(), "{given}");
    }
    let memory = "target:\n        type: AverageValue\n        averageValue: 512Mi";
    let text = SEED.replace("target:\n        type: Utilization\n        averageUtilization: 80", memory);
    assert!(write_manifest(&read_manifest(&text).unwrap()).contains("averageValue: \"512Mi\"\n"));
}

#[test]
fn what_is_not_understood_is_kept_and_named() {
    let text = SEED
        .replace(
            "  namespace: ml-services\n",
            "  namespace: ml-services\n  uid: 12\n  labels: {app: \"1\", on: \"yes\", \"a.b/c\": '# no comment: \"x\"'}\n  annotations:\n    kubectl.kubernetes.io/last-applied-configuration: '{}'\n    note: |\n      two\n      lines: é\n",
        )
        .replace("name: ml_prediction_requests_per_second\n", "name: ml_prediction_requests_per_second\n        selector:\n          matchExpressions:\n          - {key: a, operator: In, values: [x, 1, 1.5, null, [[]], {}]}\n")
        .replace("      selectPolicy: Max\n", "      selectPolicy: Max\n      future: {a: 1e300}\n")
        + "status:\n  currentReplicas: 4\n";
    let manifest = read_manifest(&text).unwrap();
    let notes: Vec<(NoteKind, &str)> = manifest.notes.iter().map(|note| (note.kind, note.place.as_str())).collect();
    assert_eq!(
        notes,
        [
            (NoteKind::NotSimulated, "spec.metrics[1]"),
            (NoteKind::Kept, "spec.metrics[2].pods.metric"),
            (NoteKind::LeftOut, "spec.behavior.scaleUp"),
            (NoteKind::LeftOut, "the object"),
            (NoteKind::Kept, "metadata"),
        ]
    );
    let written = write_manifest(&manifest);
    assert!(written.contains("    note: \"two\\nlines: é\\n\"\n"), "{written}");
    assert!(!written.contains("future"), "the API has no such field: {written}");
    assert!(!written.contains("currentReplicas") && !written.contains("last-applied") && !written.contains("uid"));
    let again = read_manifest(&written).unwrap();
    assert_eq!((&again.policy, &again.target), (&manifest.policy, &manifest.target), "{written}");
    assert_eq!(write_manifest(&again), written);
}

#[test]
fn too_much_to_keep_is_named_and_not_kept() {
    let text = SEED.replace(
        "  namespace: ml",
        &format!("  annotations: {{a: {}}}\n  labels: {{b: c}}\n  namespace: ml", "x".repeat(5000)),
    );
    let manifest = read_manifest(&text).unwrap();
    assert!(
        manifest
            .notes
            .iter()
            .any(|note| note.kind == NoteKind::LeftOut && note.what.starts_with("annotations is too long"))
    );
    let written = write_manifest(&manifest);
    assert!(written.contains("b: c") && !written.contains("annotations"));
}

#[test]
fn older_versions_are_read_where_they_say_the_same() {
    let head = "kind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec:\n  scaleTargetRef: {kind: Deployment, name: web}\n  maxReplicas: 9\n";
    let first = format!("apiVersion: autoscaling/v1\n{head}  targetCPUUtilizationPercentage: 60\n");
    let manifest = read_manifest(&first).unwrap();
    assert_eq!(manifest.min_replicas, 1);
    assert!(matches!(manifest.policy.metrics[0].target, HpaTarget::Utilization(percent) if percent.get() == 60));
    assert_eq!(manifest.notes[0].to_string(), "apiVersion: is an older version; exported as autoscaling/v2");
    let hidden = first.replace(
        "{name: web}\nspec",
        "{name: web, annotations: {autoscaling.alpha.kubernetes.io/metrics: '[]'}}\nspec",
    );
    assert!(refusal(&hidden).contains("kubectl get hpa.v2.autoscaling NAME -o yaml"));
    assert!(
        refusal(&first.replace("/v1", "/v2"))
            .starts_with("spec.targetCPUUtilizationPercentage is not a field of autoscaling/v2")
    );
    assert_eq!(read_manifest(&SEED.replace("/v2", "/v2beta2")).unwrap().policy, seed().policy);
}

#[test]
fn autoscalers_are_found_among_other_objects() {
    let other = "kind: Deployment\nmetadata: {name: web}\n";
    let found = read_manifest(&format!("---\n# c\n---\n{other}---\r\n{}...\n", SEED.replace('\n', "\r\n"))).unwrap();
    assert_eq!(found.policy, seed().policy);
    assert_eq!(
        found.notes.last().unwrap().to_string(),
        "Deployment web: is not a HorizontalPodAutoscaler and is skipped"
    );
    let two = format!("\u{feff}{SEED}---\n{}", SEED.replace("ml-service-hpa", "other"));
    assert_eq!(read_manifests(&two).unwrap().manifests.len(), 2);
    assert_eq!(refusal(&two), "it has 2 autoscalers (ml-services/ml-service-hpa, ml-services/other); choose one");
    let wrong = two.replacen("minReplicas: 3", "minReplicas: 99", 1);
    assert!(refusal(&wrong).starts_with("HorizontalPodAutoscaler \"ml-service-hpa\": spec.minReplicas must not"));
    let item = SEED.lines().map(|line| format!("  {line}\n")).collect::<String>().replacen("  a", "- a", 1);
    let list = format!("apiVersion: v1\nkind: List\nitems:\n{item}");
    assert_eq!(read_manifest(&list).unwrap().policy, seed().policy);
    let json = "{\n\t\"apiVersion\": \"autoscaling/v2\",\n\t\"kind\": \"HorizontalPodAutoscaler\",\n\t\"metadata\": {\"name\": \"a\"},\n\t\"spec\": {\"scaleTargetRef\": {\"kind\": \"Deployment\", \"name\": \"a\\u002db\"}, \"maxReplicas\": 3}}";
    assert_eq!(read_manifest(json).unwrap().target.name, "a-b");
}

#[test]
fn metrics_of_every_type_are_read() {
    let rows = [
        (
            "{type: ContainerResource, containerResource: {name: cpu, container: sidecar, target: {type: Utilization, averageUtilization: 60}}}",
            None,
        ),
        (
            "{type: ContainerResource, containerResource: {name: cpu, container: ml-service, target: {type: Utilization, averageUtilization: 60}}}",
            Some(Metric::CpuUtilization),
        ),
        (
            "{type: Object, object: {metric: {name: requests-per-second}, describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}, target: {type: Value, value: 10k}}}",
            Some(Metric::LoadPerReplica),
        ),
        (
            "{type: External, external: {metric: {name: queue_messages_ready, selector: {matchLabels: {queue: work}}}, target: {type: AverageValue, averageValue: 30}}}",
            Some(Metric::QueueDepth),
        ),
    ];
    for (metric, signal) in rows {
        let start = SEED.find("  - type: Resource").unwrap();
        let end = SEED.find("  behavior:").unwrap();
        let text = format!("{}  - {metric}\n{}", &SEED[..start], &SEED[end..]);
        let manifest = read_manifest(&text).unwrap();
        assert_eq!(manifest.policy.metrics[0].signal, signal, "{metric}");
        assert_eq!(read_manifest(&write_manifest(&manifest)).unwrap().policy, manifest.policy);
        let zero = read_manifest(&text.replace("minReplicas: 3", "minReplicas: 0"));
        assert_eq!(
            zero.is_ok(),
            !matches!(manifest.policy.metrics[0].source, HpaSource::ContainerResource { .. }),
            "{metric}"
        );
    }
}

#[test]
fn names_of_metrics_suggest_a_signal() {
    for (name, signal) in [
        ("cpu", Some(Metric::CpuUtilization)),
        ("memory", None),
        ("http_requests_per_second", Some(Metric::LoadPerReplica)),
        ("istio-qps", Some(Metric::LoadPerReplica)),
        ("DCGM_FI_DEV_GPU_UTIL", Some(Metric::GpuUtilization)),
        ("DCGM_FI_DEV_FB_USED", None),
        ("kubernetes.io|container|accelerator|duty_cycle", Some(Metric::GpuUtilization)),
        ("s0-aws-sqs-orders", Some(Metric::QueueDepth)),
        ("kafka_consumer_lag", Some(Metric::QueueDepth)),
        ("feature_flag_reads", None),
        ("http_requests_in_flight", Some(Metric::InFlight)),
        ("vllm:num_requests_running", Some(Metric::InFlight)),
        ("vllm:request_queue_time_seconds", None),
        ("http_request_duration_seconds_p95", Some(Metric::Latency)),
        ("tgi_ttft", Some(Metric::Latency)),
    ] {
        assert_eq!(signal_from_name(name), signal, "{name}");
    }
}
