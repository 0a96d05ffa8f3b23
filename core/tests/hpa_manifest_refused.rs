//! Manifests that are refused, row by row, with the words that help.

#![allow(clippy::unwrap_used, reason = "helpers of tests say what they expect by unwrapping")]

use headroom_core::formulas::autoscaler::hpa::manifest::{ManifestError, read_manifest, read_manifests};

/// The first autoscaler of the seeds.
const SEED: &str = include_str!("manifests/seed.yaml");
/// The second one: its author's own notation, which no API server takes.
const SEED_NOT_VALID: &str = include_str!("manifests/seed_not_valid.yaml");

fn refusal(text: &str) -> String {
    read_manifest(text).unwrap_err().to_string()
}

#[test]
fn the_second_seed_is_refused_with_what_to_write() {
    assert_eq!(
        refusal(SEED_NOT_VALID),
        "it has maxReplicas, minReplicas, scaleDown, scaleUp, targetCPUUtilization but neither apiVersion nor kind, so the API would reject it. Begin with apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata.name and spec.scaleTargetRef, and put minReplicas and maxReplicas under spec; for scaleDown write spec.behavior.scaleDown; for scaleUp write spec.behavior.scaleUp; for targetCPUUtilization write a metric of type Resource with resource.target.averageUtilization in spec.metrics; for stabilizationWindow write stabilizationWindowSeconds with a number such as 60"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of what is refused")]
fn what_the_api_server_refuses_is_refused_with_its_place() {
    let rows = [
        ("minReplicas: 3", "minReplicas: 51", "spec.minReplicas must not exceed spec.maxReplicas, 50, but is 51"),
        (
            "minReplicas: 3",
            "minReplicas: 0.5",
            "spec.minReplicas must be a whole number between 0 and 2147483647, but is 0.5",
        ),
        (
            "minReplicas: 3",
            "minReplicas: \"3\"",
            "spec.minReplicas must be a whole number between 0 and 2147483647 such as 3, without a unit or quotation marks, but is the text \"3\"",
        ),
        ("  maxReplicas: 50\n", "", "spec.maxReplicas is missing"),
        (
            "maxReplicas: 50",
            "maxReplicas: 99999999999999999999",
            "spec.maxReplicas must be a whole number between 1 and 2147483647, but is 1e+20",
        ),
        (
            "name: ml-service-hpa",
            "name: ML_Service",
            "metadata.name must be lower-case letters, digits and - , at most 253 characters, but is \"ML_Service\"",
        ),
        ("  name: ml-service-hpa\n", "", "metadata.name is missing"),
        ("    kind: Deployment\n", "", "spec.scaleTargetRef.kind is missing"),
        (
            "Seconds: 300",
            "Seconds: 3601",
            "spec.behavior.scaleDown.stabilizationWindowSeconds must be a whole number between 0 and 3600, but is 3601",
        ),
        (
            "Seconds: 300",
            "Seconds: 300s",
            "spec.behavior.scaleDown.stabilizationWindowSeconds must be a whole number between 0 and 3600 such as 300, without a unit or quotation marks, but is the text \"300s\"",
        ),
        (
            "value: 4\n        periodSeconds: 30",
            "value: 4\n        periodSeconds: 1801",
            "spec.behavior.scaleUp.policies[1].periodSeconds must be a whole number between 1 and 1800, but is 1801",
        ),
        (
            "value: 4",
            "value: 0",
            "spec.behavior.scaleUp.policies[1].value must be a whole number between 1 and 100000, but is 0",
        ),
        ("value: 4\n", "amount: 4\n", "spec.behavior.scaleUp.policies[1].value is missing"),
        (
            "selectPolicy: Max",
            "selectPolicy: max",
            "spec.behavior.scaleUp.selectPolicy must be one of Max, Min, Disabled, but is \"max\"",
        ),
        (
            "selectPolicy: Max",
            "tolerance: 1.5",
            "spec.behavior.scaleUp.tolerance must be between 0 and 1, but is 1.5; 0.1 is 10 %",
        ),
        (
            "averageUtilization: 70",
            "averageUtilization: 70%",
            "spec.metrics[0].resource.target.averageUtilization must be a whole number between 1 and 10000 such as 70, without a unit or quotation marks, but is the text \"70%\"",
        ),
        (
            "averageUtilization: 70",
            "averageUtilization: 70\n        averageValue: 1",
            "spec.metrics[0].resource.target must have exactly one of averageUtilization, averageValue and value, but has more",
        ),
        ("        averageUtilization: 70\n", "", "spec.metrics[0].resource.target.averageUtilization is missing"),
        (
            "averageUtilization: 70",
            "value: 2",
            "spec.metrics[0].resource.target.value is not possible for this type of metric, which takes averageUtilization or averageValue",
        ),
        (
            "averageValue: \"100\"",
            "averageValue: 100rps",
            "spec.metrics[2].pods.target.averageValue must be a quantity such as 100, 0.5, 500m, 1k or 2Gi, but is \"100rps\"",
        ),
        (
            "averageValue: \"100\"",
            "averageValue: -1",
            "spec.metrics[2].pods.target.averageValue must be above 0 and at most 1T, but is -1",
        ),
        (
            "type: Pods\n    pods",
            "type: External\n    pods",
            "spec.metrics[2].pods must not be set together with another type",
        ),
        (
            "  behavior:\n    scaleUp:",
            "  scaleUp:\n    x:",
            "spec.scaleUp is not a field of autoscaling/v2 here; write spec.behavior.scaleUp",
        ),
        (
            "autoscaling/v2",
            "autoscaling/v2beta1",
            "apiVersion must be autoscaling/v2, but is \"autoscaling/v2beta1\"; convert it with kubectl convert -f FILE --output-version autoscaling/v2, or get it with kubectl get hpa NAME -o yaml",
        ),
        (
            "kind: HorizontalPodAutoscaler",
            "kind: Deployment",
            "it has no HorizontalPodAutoscaler, but Deployment ml-service-hpa; get one with kubectl get hpa NAME -o yaml",
        ),
        (
            "  minReplicas: 3",
            "\tminReplicas: 3",
            "line 10, column 11: this is not YAML: while scanning a plain scalar, found a tab; YAML is indented with spaces",
        ),
        (
            "minReplicas: 3",
            "minReplicas: 3\n  minReplicas: 4",
            "line 12, column 3: the key \"minReplicas\" appears twice",
        ),
        (
            "minReplicas: 3",
            "minReplicas: .nan",
            "line 11, column 16: \".nan\" is not a number that a manifest can hold",
        ),
        (
            "minReplicas: 3",
            "minReplicas: &a 3",
            "line 11, column 16: anchors (&), aliases (*) and merge keys (<<) are not supported; write the values out",
        ),
        ("minReplicas: 3", "minReplicas: !mine 3", "line 11, column 16: YAML tags (!) are not supported; remove it"),
        ("name: ml-service-hpa", "name: {{ .Values.name }}", "line 4, column"),
    ];
    for (from, to, expected) in rows {
        let text = SEED.replacen(from, to, 1);
        assert_ne!(text, SEED, "{from}");
        let refused = refusal(&text);
        assert!(refused.starts_with(expected), "{to}:\n  {refused}\n  {expected}");
    }
}

#[test]
fn an_empty_list_of_policies_is_refused_and_none_means_the_defaults() {
    let list = "      policies:\n      - type: Percent\n        value: 50\n        periodSeconds: 60\n";
    let wrong = refusal(&SEED.replace(list, "      policies: []\n"));
    assert_eq!(
        wrong,
        "spec.behavior.scaleDown.policies must have at least one policy, or be left out for the defaults"
    );
    let without = read_manifest(&SEED.replace(list, "")).unwrap();
    assert_eq!(without.policy.behavior.unwrap().scale_down.unwrap().policies, None);
}

#[test]
fn hostile_texts_are_refused_quickly() {
    let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    assert!(refusal(bomb).contains("anchors (&)"));
    assert_eq!(read_manifest(&"[".repeat(1000)), Err(ManifestError::TooDeep { line: 1 }));
    assert_eq!(read_manifest(&"- ".repeat(100_000)), Err(ManifestError::TooDeep { line: 1 }));
    assert_eq!(read_manifest(&"x".repeat(256 * 1024 + 1)), Err(ManifestError::TooLarge));
    assert_eq!(read_manifest(&"--- a\n".repeat(1000)), Err(ManifestError::TooManyObjects));
    assert_eq!(refusal(""), "it is empty");
    for text in [
        "? [a]: b\n",
        "? {a: b}\n: c\n",
        "~",
        "5",
        "[]",
        "\0",
        "\u{feff}",
        "{",
        "a: \"",
        "%YAML 9.9\n---\n",
        "<<: {a: b}",
        "kind: List",
        "kind: {}",
    ] {
        assert!(read_manifests(text).is_err(), "{text:?}");
    }
    for unit in ["a: ", "? ", "'", "\"", "!a ", "# ", "|\n ", "[,", "{a: b}, ", "---\n", "k: v\n"] {
        for head in ["", "x: [", "x: \"", "kind: HorizontalPodAutoscaler\nspec: {"] {
            let _ = read_manifests(&format!("{head}{}", unit.repeat(200_000 / unit.len())));
        }
    }
}
