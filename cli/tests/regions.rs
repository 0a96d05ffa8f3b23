//! How many regions, asked in a terminal.
#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use support::headroom;

const PAYMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/examples/three-region-payments.json");
const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/examples/seed-service.json");

/// What the program prints, what it complains of, and its status.
fn run(arguments: &[&str]) -> (String, String, Option<i32>) {
    let called = headroom(arguments, "");
    (called.output, called.errors, called.status)
}

#[test]
fn the_best_set_of_each_number_is_compared() {
    let (text, _, status) = run(&["regions", PAYMENTS]);
    assert_eq!(status, Some(0));
    assert!(text.contains("\none region: "), "{text}");
    assert!(text.contains("3 regions: Virginia, Ireland, Singapore (as deployed)"), "{text}");
    assert!(text.contains("a region's loss takes up to") && text.contains("a month for the plan"), "{text}");
    let (text, _, _) = run(&["regions", PAYMENTS, "--service", "ledger", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&json["service"], json["sets"].as_array().map(Vec::len)), (&"Ledger".into(), Some(3)));
}

#[test]
fn a_plan_without_regions_or_the_service_is_refused_with_the_reason() {
    for (arguments, says) in [
        (vec!["regions", SEED], "no region of the plan hosts capacity"),
        (vec!["regions", PAYMENTS, "--service", "search"], "the services are Payments API, Ledger"),
    ] {
        let (text, complaint, status) = run(&arguments);
        assert_eq!((text.as_str(), status), ("", Some(2)));
        assert!(complaint.contains(says), "{complaint}");
    }
}
