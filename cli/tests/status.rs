//! The status that the program ends with: 0 holds, 1 fails, 2 cannot be read, 3 cannot be told.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use support::headroom;

const SEED: &str = "public/examples/seed-service.json";

fn answer_with(status: i32, arguments: &[&str], input: &str) -> String {
    let called = headroom(arguments, input);
    assert_eq!((called.status, called.errors.as_str()), (Some(status), ""), "{arguments:?}: {}", called.output);
    called.output
}

#[test]
fn the_status_says_whether_it_holds_fails_or_cannot_be_told() {
    let plan = |change: &dyn Fn(&mut serde_json::Value)| {
        let text = std::fs::read_to_string(format!("../{SEED}")).unwrap();
        let mut plan: serde_json::Value = serde_json::from_str(&text).unwrap();
        change(&mut plan["services"][0]);
        plan.to_string()
    };
    let late = plan(&|service| service["sizing"]["slo"]["latency"]["target"] = 0.001.into());
    assert!(answer_with(1, &["-"], &late).contains("FAILS"));
    let unstated = plan(&|service| service["demand"]["average_load_assumed"] = true.into());
    let text = answer_with(3, &["-"], &unstated);
    assert!(text.contains("unknown  Enter the average load (30,000 requests/s is assumed)"), "{text}");
    assert!(!text.contains("\nholds "), "{text}");
    let json: serde_json::Value = serde_json::from_str(&answer_with(3, &["-", "--json"], &unstated)).unwrap();
    assert_eq!(json["verdict"]["standing"], "unknown");
    let text = answer_with(3, &["simulate", "-"], &unstated);
    assert!(text.contains("unknown  Enter the average load (30,000 requests/s is assumed)"), "{text}");
    let payments = std::fs::read_to_string("../public/examples/three-region-payments.json").unwrap();
    let mut assumed: serde_json::Value = serde_json::from_str(&payments).unwrap();
    for service in assumed["services"].as_array_mut().unwrap() {
        service["sizing"]["replica"]["throughput_assumed"] = true.into();
    }
    let assumed = assumed.to_string();
    answer_with(3, &["regions", "-"], &assumed);
    answer_with(3, &["drill", "-"], &assumed);
    let never = plan(&|service| service["scaling"]["policies"][0]["max"] = 5.into());
    answer_with(1, &["simulate", "-"], &never);
}
