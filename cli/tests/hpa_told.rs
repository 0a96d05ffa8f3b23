//! `headroom hpa` says what it cannot tell, and which of several autoscalers it is asked about.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use support::headroom;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/examples/seed-service.json");

/// Output, complaints and status of `headroom hpa` on a manifest.
fn hpa(manifest: &str, arguments: &[&str]) -> (String, String, Option<i32>) {
    let called = headroom(&[&["hpa", "-"], arguments].concat(), manifest);
    (called.output, called.errors, called.status)
}

/// An autoscaler of a consumer, by one metric.
fn by(metric: &str) -> String {
    format!(
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: consumer\nspec:\n  \
         scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: consumer\n  minReplicas: 2\n  \
         maxReplicas: 80\n  metrics:\n{metric}"
    )
}

const LAG: &str = "  - type: External\n    external:\n      metric:\n        name: processed-events\n      target:\n        type: \
                   AverageValue\n        averageValue: 15\n";

#[test]
fn what_no_metric_drives_has_no_verdict_and_a_status_of_its_own() {
    let (text, _, status) = hpa(&by(LAG), &["--plan", PLAN, "--hours", "24"]);
    assert_eq!(status, Some(3), "{text}");
    assert!(text.contains("No verdict: processed-events stands for nothing that is simulated"), "{text}");
    assert!(!text.contains("meets the SLO") && !text.contains("misses the SLO"), "{text}");
    let (text, ..) = hpa(&by(LAG), &["--plan", PLAN, "--hours", "24", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(json["slo_kept"].is_null(), "{}", json["slo_kept"]);
}

#[test]
fn a_metric_can_be_said_to_stand_for_a_signal() {
    let arguments = ["--plan", PLAN, "--hours", "24", "--signal", "processed-events=queue"];
    let (text, _, status) = hpa(&by(LAG), &arguments);
    assert!(matches!(status, Some(0 | 1)) && !text.contains("No verdict"), "{status:?} {text}");
    let (_, complaint, status) = hpa(&by(LAG), &["--plan", PLAN, "--signal", "events=queue"]);
    assert_eq!(status, Some(2));
    assert!(complaint.contains("no such metric; the metrics are processed-events"), "{complaint}");
    let (_, complaint, _) = hpa(&by(LAG), &["--signal", "processed-events=disk"]);
    assert!(complaint.contains("load, cpu, gpu, in-flight, queue, latency"), "{complaint}");
}

#[test]
fn a_target_above_the_request_is_asked_about_and_never_judged() {
    let cpu = "  - type: Resource\n    resource:\n      name: cpu\n      target:\n        type: Utilization\n        \
               averageUtilization: 300\n";
    let (text, _, status) = hpa(&by(cpu), &["--plan", PLAN, "--hours", "24"]);
    assert_eq!(status, Some(3), "{text}");
    assert!(text.contains("cpu at 300 % of the request is never reached here"), "{text}");
}

#[test]
fn of_two_that_are_called_the_same_the_namespace_chooses() {
    let one = by(LAG).replace("name: consumer\nspec", "name: web\n  namespace: staging\nspec");
    let two = format!("{one}---\n{}", one.replace("staging", "production"));
    let (_, complaint, status) = hpa(&two, &["--plan", PLAN]);
    assert_eq!(status, Some(2));
    assert!(complaint.contains("(staging/web, production/web); choose one"), "{complaint}");
    let (_, complaint, status) = hpa(&two, &["--plan", PLAN, "--hpa", "web"]);
    assert_eq!(status, Some(2));
    assert!(complaint.contains("2 autoscalers are called \"web\": staging/web, production/web"), "{complaint}");
    let (text, complaint, status) = hpa(&two, &["--plan", PLAN, "--hpa", "production/web", "--hours", "24"]);
    assert_eq!(status, Some(3), "{complaint}");
    assert!(text.contains("No verdict"), "{text}");
}
