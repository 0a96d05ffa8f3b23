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

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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
    let asked =
        "cpu never reaches its target of 300 % of the request, as it reads 100 % of the request at full throughput";
    assert!(in_one_line(&text).contains(asked), "{text}");
    // Said what a pod uses at full throughput, 300 % are three quarters of it: by hand 75,000 / (0.75 · 2,000) = 50.
    let (text, _, status) = hpa(&by(cpu), &["--plan", PLAN, "--hours", "24", "--signal", "cpu=cpu*4", "--json"]);
    assert!(matches!(status, Some(0 | 1)), "{text}");
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let most = |json: &serde_json::Value| json["simulation"]["policies"][0]["outcome"]["most"].as_u64();
    let above = most(&json).unwrap();
    // Within the controller's tolerance of 10 %, and what the variability of the load adds.
    assert!((46..=60).contains(&above), "{above}");
}

#[test]
fn a_metric_is_read_in_the_unit_of_its_name_and_that_is_said() {
    let gpu = |name: &str, target: &str| {
        by(&LAG.replace("processed-events", name).replace("averageValue: 15", &format!("averageValue: {target}")))
    };
    let read = |manifest: &str, arguments: &[&str]| in_one_line(&hpa(manifest, arguments).0);
    let text = read(&gpu("DCGM_FI_DEV_GPU_UTIL", "80"), &[]);
    assert!(text.contains("simulated by GPU utilization, reads 100 at full throughput"), "{text}");
    let text = read(&gpu("request_latency_ms_p99", "250"), &[]);
    assert!(text.contains("simulated by latency, reads 1,000 per second"), "{text}");
    let text = read(&gpu("request_latency_ms_p99", "250"), &["--signal", "request_latency_ms_p99=latency*1"]);
    assert!(text.contains("simulated by latency") && !text.contains("reads"), "{text}");
    let memory = "  - type: Resource\n    resource:\n      name: memory\n      target:\n        type: Utilization\n        \
                  averageUtilization: 80\n";
    let text = read(&by(memory), &["--signal", "memory=in-flight*0.02+0.4"]);
    assert!(text.contains("reads 0.4 at rest and 0.02 more per request in flight per replica"), "{text}");
}

#[test]
fn a_container_that_is_not_known_takes_no_part_until_it_is() {
    let container = |name: &str| {
        by(&format!(
            "  - type: ContainerResource\n    containerResource:\n      name: cpu\n      container: {name}\n      target:\n        \
             type: Utilization\n        averageUtilization: 60\n"
        ))
    };
    let (text, _, status) = hpa(&container("sidecar"), &["--plan", PLAN, "--hours", "24"]);
    assert_eq!(status, Some(3), "{text}");
    for (name, signal) in [("consumer", &[][..]), ("sidecar", &["--signal", "cpu=cpu"][..])] {
        let (text, _, status) = hpa(&container(name), &[&["--plan", PLAN, "--hours", "24"], signal].concat());
        assert!(matches!(status, Some(0 | 1)), "{name}: {text}");
    }
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
