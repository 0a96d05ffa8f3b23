//! Laws of manifests: what is written is read again, Kubernetes' own types agree, and no text does harm.

#![allow(clippy::unwrap_used, reason = "strategies make what is in range")]

use headroom_core::base::units::{
    HpaPercent, HpaPeriod, HpaPods, HpaQuantity, HpaTargetUtilization, HpaWindow, Tolerance,
};
use headroom_core::formulas::autoscaler::hpa::manifest::{
    Kept, Manifest, ManifestError, ScaleTarget, read_manifest, read_manifests, signal_from_name, write_manifest,
};
use headroom_core::formulas::autoscaler::hpa::{
    HpaAmount, HpaBehavior, HpaMetric, HpaName, HpaPolicy, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget, Reading,
    SelectPolicy,
};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use serde_json::{Value, json};

fn quantity() -> impl Strategy<Value = HpaQuantity> {
    prop_oneof![1_u64..1_000_000_000_000_000, 1_u64..100_000, (1_u64..900).prop_map(|mib| mib * 1000 * 1024 * 1024)]
        .prop_map(|milli| HpaQuantity::new(milli as f64 / 1000.0).unwrap())
}

fn name() -> impl Strategy<Value = HpaName> {
    "[a-z][a-z0-9_.:|-]{0,90}|[A-Za-z0-9é😀\"'#: -]{1,30}|true|yes|null|1e3|~"
        .prop_map(|text| HpaName::new(&text).unwrap())
}

/// Fields that are no fields of the API, with values of every kind.
fn extra() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Bool(true)),
        any::<i32>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z]{1,8}|on|0x1|.inf|1_0|<<|- a|a: b|\\?|\\|".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec(("[a-z./ :#-]{1,9}|yes|<|\"", inner), 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn kept(places: &'static [&'static str]) -> impl Strategy<Value = Kept> {
    of((proptest::sample::select(places), "x-[a-zé ]{1,9}", extra())).prop_map(|field| match field {
        Some((place, name, value)) => serde_json::from_value(json!({ place: { name: value } })).unwrap(),
        None => Kept::default(),
    })
}

fn metric() -> impl Strategy<Value = HpaMetric> {
    let percent =
        (1_u32..=10_000).prop_map(|percent| HpaTarget::Utilization(HpaTargetUtilization::new(percent).unwrap()));
    let average = quantity().prop_map(HpaTarget::AverageValue).boxed();
    let total = quantity().prop_map(HpaTarget::Value).boxed();
    let on_pods = prop_oneof![percent, average.clone()].boxed();
    let source_and_target = prop_oneof![
        (name().prop_map(HpaSource::Resource), on_pods.clone()),
        (
            (name(), name()).prop_map(|(resource, container)| HpaSource::ContainerResource { resource, container }),
            on_pods
        ),
        (Just(HpaSource::Resource(HpaName::from_static("memory"))), average.clone()),
        (name().prop_map(HpaSource::Pods), average.clone()),
        (name().prop_map(HpaSource::External), prop_oneof![total.clone(), average.clone()]),
        (
            (name(), name(), of(name()), name()).prop_map(|(metric, kind, version, name)| HpaSource::Object {
                metric,
                kind,
                api_version: version.unwrap_or_default(),
                name
            }),
            prop_oneof![total, average]
        ),
    ];
    (source_and_target, kept(&[""])).prop_map(|((source, target), kept)| HpaMetric {
        signal: signal_from_name(source.name()).filter(|_| !matches!(source, HpaSource::ContainerResource { .. })),
        reading: Reading::guessed(source.name(), signal_from_name(source.name()), target),
        source,
        target,
        kept,
    })
}

fn rules() -> impl Strategy<Value = HpaRules> {
    let amount = (any::<bool>(), 1_u32..=100_000).prop_map(|(is_pods, value)| match is_pods {
        true => HpaAmount::Pods(HpaPods::new(value).unwrap()),
        false => HpaAmount::Percent(HpaPercent::new(value).unwrap()),
    });
    let policy = (amount, 1_u32..=1800)
        .prop_map(|(amount, period)| HpaScalingPolicy { amount, period: HpaPeriod::new(period).unwrap() });
    let select = proptest::sample::select(&[SelectPolicy::Max, SelectPolicy::Min, SelectPolicy::Disabled][..]);
    let tolerance = prop_oneof![0.0..=1.0_f64, (0_u32..=100).prop_map(|percent| f64::from(percent) / 100.0)];
    (of(0_u32..=3600), of(select), of(vec(policy, 1..=8)), of(tolerance)).prop_map(
        |(window, select_policy, policies, tolerance)| HpaRules {
            stabilization_window: window.map(|seconds| HpaWindow::new(seconds).unwrap()),
            select_policy,
            policies,
            tolerance: tolerance.map(|fraction| Tolerance::new(fraction).unwrap()),
        },
    )
}

fn manifest() -> impl Strategy<Value = Manifest> {
    let dns = "[a-z][a-z0-9]{0,20}(-[a-z0-9]{1,9})?";
    let behavior = (of(rules()), of(rules())).prop_map(|(scale_up, scale_down)| HpaBehavior { scale_up, scale_down });
    let policy = (vec(metric(), 0..=8), of(behavior), kept(&["", "metadata", "spec", "spec.scaleTargetRef"]))
        .prop_map(|(metrics, behavior, kept)| HpaPolicy { metrics, behavior, kept });
    let target = (of("apps/v1|[a-z.]{1,9}/v1"), "[A-Z][a-z]{1,9}", dns)
        .prop_map(|(api_version, kind, name)| ScaleTarget { api_version, kind, name });
    (dns, of(dns), target, 1_u32..=100, 0_u32..=2_000_000_000, policy).prop_map(
        |(name, namespace, target, min_replicas, more, policy)| Manifest {
            name,
            namespace,
            target,
            min_replicas,
            max_replicas: min_replicas + more,
            policy,
            notes: Vec::new(),
        },
    )
}

fn without_notes(manifest: &Manifest) -> Manifest {
    Manifest { notes: Vec::new(), ..manifest.clone() }
}

fn has_only_fields_of_the_api(manifest: &Manifest) -> bool {
    manifest.policy.kept.is_empty() && manifest.policy.metrics.iter().all(|metric| metric.kept.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_is_read_again(manifest in manifest()) {
        let text = write_manifest(&manifest);
        match read_manifest(&text) {
            Ok(again) => {
                prop_assert_eq!(&without_notes(&again), &manifest, "{}", text);
                prop_assert_eq!(write_manifest(&again), text);
            }
            // A name of a metric may be one that the API would not take.
            Err(ManifestError::Invalid { what, .. }) => prop_assert!(what.starts_with("must not hold / or %"), "{} {}", what, text),
            Err(error) => prop_assert!(false, "{}\n{}", error, text),
        }
    }

    #[test]
    fn kubernetes_own_types_read_it_and_give_it_back(manifest in manifest()) {
        let text = write_manifest(&manifest);
        let plain: Value = serde_saphyr::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let typed: HorizontalPodAutoscaler = serde_json::from_value(plain.clone()).unwrap();
        if has_only_fields_of_the_api(&manifest) {
            prop_assert_eq!(serde_json::to_value(&typed).unwrap(), plain);
        }
        let from_json = read_manifest(&serde_json::to_string(&typed).unwrap()).unwrap();
        prop_assert_eq!(from_json.policy.behavior, manifest.policy.behavior);
    }

    #[test]
    fn a_policy_survives_a_link(manifest in manifest()) {
        let json = serde_json::to_string(&manifest.policy).unwrap();
        prop_assert_eq!(serde_json::from_str::<HpaPolicy>(&json).unwrap(), manifest.policy);
    }

    #[test]
    fn no_text_does_harm(text in any::<String>(), junk in "[-a-c:\\[\\]{},'\"&*!|>%#\n \t?~<.0-9]{0,200}") {
        let _ = read_manifests(&text);
        let _ = read_manifests(&junk);
    }

    #[test]
    fn no_damaged_manifest_does_harm(manifest in manifest(), at in any::<prop::sample::Index>(), junk in "\\PC{0,3}|[\t\n:&*-]") {
        let mut text: Vec<char> = write_manifest(&manifest).chars().collect();
        let at = at.index(text.len());
        text.splice(at..(at + 1).min(text.len()), junk.chars());
        if let Ok(read) = read_manifests(&text.into_iter().collect::<String>()) {
            for manifest in read.manifests {
                let again = read_manifest(&write_manifest(&manifest)).unwrap();
                prop_assert_eq!(without_notes(&again), without_notes(&manifest));
            }
        }
    }
}

#[test]
fn kept_fields_of_a_hostile_link_are_bounded_and_cannot_replace_what_is_stated() {
    let long = json!({ "spec": { "a": "x".repeat(10_000) } });
    assert!(serde_json::from_value::<Kept>(long).is_err());
    let deep = format!("{{\"\": {{\"a\": {}{}}}}}", "[".repeat(100), "]".repeat(100));
    assert!(serde_json::from_str::<Kept>(&deep).is_err());
    let kept: Kept = serde_json::from_value(json!({ "spec": { "maxReplicas": 9, "metrics": [], "b": 1 } })).unwrap();
    let target = ScaleTarget { api_version: None, kind: "Deployment".into(), name: "a".into() };
    let policy = HpaPolicy { metrics: Vec::new(), behavior: None, kept };
    let manifest = Manifest {
        name: "a".into(),
        namespace: None,
        target,
        min_replicas: 1,
        max_replicas: 3,
        policy,
        notes: Vec::new(),
    };
    let again = read_manifest(&write_manifest(&manifest)).unwrap();
    assert_eq!(again.max_replicas, 3);
    assert_eq!(again.policy.kept.at("spec").unwrap().len(), 1);
}
