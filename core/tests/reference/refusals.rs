//! What the runner refuses: an input that it does not know, lacks or cannot read is said by its name.

use super::case::Case;
use super::{family, problems, source};
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

/// The problems of a case that the registry has a family for.
fn problems_of(name: &str, inputs: Value, expected: Value) -> Vec<String> {
    let names: Vec<&str> = name.splitn(3, '.').collect();
    let case = Case::new([names[0], names[1], names[2]], object(inputs), object(expected));
    problems(&case, family(names[0], names[1]).unwrap())
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of what is refused")]
fn what_is_wrong_with_an_input_is_said_by_its_name() {
    let queue = |more: Value| {
        let mut inputs = object(json!({ "lambda_": 2, "mu": 3, "servers": 1 }));
        inputs.append(&mut object(more));
        inputs.retain(|_, value| *value != "left out");
        Value::Object(inputs)
    };
    let resource = |pod: Value| json!({ "current_replicas": 1, "target_utilization_pct": 50, "pods": [pod] });
    let step = |kind: &str| json!({ "adjustment_type": kind, "current_capacity": 4, "percent": 25 });
    let tail = json!({ "tail": 1 });
    for (name, inputs, expected, refused) in [
        // An unknown name, at the top, inside an object and inside a row.
        (
            "queueing.mmc.a",
            queue(json!({ "patience": 5 })),
            &json!({ "W": 1 }),
            "`patience` is not an input of queueing.mmc",
        ),
        (
            "queueing.fluid.a",
            json!({ "arrival_rate": [1], "capacity": [1], "dt": 1, "q_0": 5 }),
            &json!({ "backlog": [5] }),
            "`q_0` is not",
        ),
        (
            "dr.rto.a",
            json!({ "components_s": { "detect": 1, "rehearse": 5 } }),
            &json!({ "rto_s": 1 }),
            "`components_s.rehearse` is not an input of dr.rto here; read: data_restore, decide, detect,",
        ),
        (
            "hpa.resource.a",
            resource(json!({ "state": "ready", "usage": 500, "request": 1000, "limit": 2000 })),
            &json!({ "replicas": 1 }),
            "`pods[0].limit` is not an input of hpa.resource here",
        ),
        // Names that the family knows, but not together.
        ("queueing.mmc.a", queue(json!({ "target_s": 1 })), &tail, "input `target_s` does not go with the others"),
        // A name that is missing, at the top, inside an object and inside a row.
        ("queueing.mmc.a", queue(json!({ "mu": "left out" })), &tail, "input `mu` is missing"),
        (
            "slo.budget.a",
            json!({ "slo": 0.9, "bad": 1 }),
            &json!({ "consumed": 1 }),
            "input `total_requests` is missing",
        ),
        (
            "seeds.cost.a",
            json!({ "usage": { "gpu_hours": 1 } }),
            &json!({ "total": 1 }),
            "input `usage.cpu_core_hours` is missing",
        ),
        (
            "hpa.resource.a",
            resource(json!({ "usage": 500 })),
            &json!({ "replicas": 1 }),
            "input `pods[0].state` is missing",
        ),
        // A value of another kind.
        ("queueing.mmc.a", queue(json!({ "servers": 1.5 })), &json!({ "W": 1 }), "input `servers` is not a count: 1.5"),
        ("queueing.mmc.a", queue(json!({ "mu": "3" })), &json!({ "W": 1 }), "input `mu` is not a number: \"3\""),
        (
            "cost.npv.a",
            json!({ "cf": [-1, null] }),
            &json!({ "payback_years": 1 }),
            "input `cf` is not a list of numbers",
        ),
        // A text with a meaning that is not known.
        (
            "cloud_autoscaling.step.a",
            step("Percent"),
            &json!({ "delta": 1 }),
            "`Percent` is not a value of `adjustment_type`; known: ChangeInCapacity,",
        ),
        (
            "hpa.resource.a",
            resource(json!({ "state": "crashed", "usage": 1 })),
            &json!({ "replicas": 1 }),
            "`crashed` is not a value of `pods[0].state`",
        ),
        (
            "cost.chargeback.a",
            json!({ "total": 1, "weights": [1], "method": "truncated" }),
            &json!({ "charge": [1] }),
            "`truncated` is not a value of `method`",
        ),
        (
            "seeds.trace.a",
            json!({ "trace": "another day" }),
            &json!({ "max": 1 }),
            "`another day` is not a value of `trace`",
        ),
        // Where only the name of a case tells two calculations apart, it must.
        (
            "multi_region.availability.two",
            json!({ "a": [0.9, 0.9] }),
            &json!({ "availability": 0.99 }),
            "the name `two` says none of seri,",
        ),
        // An output that no calculation of the shape has.
        ("queueing.mmc.a", queue(json!({})), &json!({ "p_abandon": 0 }), "p_abandon: not computed"),
    ] {
        let found = problems_of(name, inputs.clone(), expected.clone());
        assert!(
            matches!(found.as_slice(), [only] if only.contains(refused)),
            "{name} {inputs}: {found:?}, not {refused}"
        );
    }
}

#[test]
fn an_alert_rule_is_read_as_it_is_meant_or_not_at_all() {
    let history = |rules: Value, comparison: &str| {
        let series = "60 min of 0 then 60 min of 0.1";
        let inputs =
            json!({ "slo": 0.999, "per_minute_error_ratio": series, "rules": rules, "comparison": comparison });
        problems_of("slo.alerts.a", inputs, json!({ "first_minute": { "page:14.4": 68 } }))
    };
    assert_eq!(history(json!([["page", 14.4, 60, 5]]), ">"), [""; 0]);
    for (rule, comparison, refused) in [
        // Hours or seconds for minutes, an unknown severity, a window without a unit.
        (json!(["page", 14.4, 1, 0.083_333_333_333_333_33]), ">", "`rules` must be rows"),
        (json!(["page", 14.4, 3600, 300]), ">", "`rules` must be rows"),
        (json!(["wake", 14.4, 60, 5]), ">", "`rules` must be rows"),
        (json!(["page", 14.4, "1", "5m"]), ">", "`rules` must be rows"),
        (json!(["page", 14.4, 60, 5]), ">=", "`>=` is not a value of `comparison`"),
        (json!(["page", 14.4, 60, 5]), "about", "`about` is not a value of `comparison`"),
        // A rule that fires although the case says nothing of it.
        (json!(["page", 14, 60, 5]), ">", "`first_minute` is of other rules"),
    ] {
        let found = history(json!([rule]), comparison);
        assert!(matches!(found.as_slice(), [only] if only.contains(refused)), "{rule} {comparison}: {found:?}");
    }
}

/// No input of a vector is without meaning: it fails with one more, and with one less that may not be left out.
#[test]
fn every_vector_needs_its_inputs_and_no_other() {
    for case in source::read_own() {
        let Some(shapes) = family(&case.area, &case.family) else { continue };
        if source::file_out_of_reach(&case).is_some() {
            continue;
        }
        let names = [case.area.as_str(), &case.family, &case.case];
        let mut inputs = case.inputs.clone();
        inputs.insert("unheard_of".to_owned(), 1.into());
        let more = problems(&Case::new(names, inputs, case.expected.clone()), shapes);
        assert!(more.iter().any(|problem| problem.contains("`unheard_of`")), "{}: {more:?}", case.name());
        for name in case.inputs.keys() {
            let mut inputs = case.inputs.clone();
            inputs.remove(name);
            let fewer = Case::new(names, inputs, case.expected.clone());
            let is_optional =
                shapes.iter().any(|(shape, _)| shape.split(' ').any(|stated| stated == format!("{name}?")));
            assert!(is_optional || !problems(&fewer, shapes).is_empty(), "{} without {name}", case.name());
        }
    }
}
