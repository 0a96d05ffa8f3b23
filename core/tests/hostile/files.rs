//! Files: every field of another type, numbers that are none, names that are too much.

use super::{answer, platform, reading, seed};
use headroom_core::plan::scenario::codec;
use headroom_core::plan::scenario::codec::{MAX_JSON_BYTES, ReadError};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The seed scenario with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Value) -> String {
    let mut document = seed();
    *document.pointer_mut(pointer).unwrap() = value;
    document.to_string()
}

#[test]
fn main_refusals_read_as_people_would_say_them() {
    for (json, message) in [
        (String::new(), "line 1, column 0: EOF while parsing a value"),
        ("{".into(), "line 1, column 1: EOF while parsing an object"),
        ("{\"headroom\": NaN}".into(), "line 1, column 14: expected value"),
        ("{\"headroom\": Infinity}".into(), "line 1, column 14: expected value"),
        ("{\"headroom\": -Infinity}".into(), "line 1, column 15: invalid number"),
        ("{\"headroom\": 1e999}".into(), "line 1, column 18: number out of range"),
        ("null".into(), "it is not a Headroom plan: the field \"headroom\" with its version is missing"),
        ("[1]".into(), "it is not a Headroom plan: the field \"headroom\" with its version is missing"),
        (with("/headroom", json!(0)), "it is not a Headroom plan: the field \"headroom\" with its version is missing"),
        (with("/headroom", json!(-1)), "it is not a Headroom plan: the field \"headroom\" with its version is missing"),
        (
            with("/headroom", json!("1")),
            "it is not a Headroom plan: the field \"headroom\" with its version is missing",
        ),
        (
            with("/headroom", json!(7)),
            "it has version 7, but this program reads only up to 6; reload the page or open it where it was made",
        ),
        (with("/name", json!("x".repeat(81))), "name: text must have at most 80 characters, but has 81"),
        (with("/name", json!(null)), "name: invalid type: null, expected a string"),
        (with("/services", json!([])), "services: a plan must have at least one service"),
        (
            with("/services/0/demand/average_load", json!(-1)),
            "services[0].demand.average_load: average load must be between 0 requests/s and 1,000,000,000 requests/s, but is −1 requests/s",
        ),
        (
            with("/services/0/demand/average_load", json!("30000")),
            "services[0].demand.average_load: invalid type: string \"30000\", expected f64",
        ),
        (
            with("/services/0/sizing/spare_replicas", json!(0.5)),
            "services[0].sizing.spare_replicas: spare replicas must be a whole number, but is 0.5",
        ),
        (
            with("/services/0/kind", json!("robot")),
            "services[0].kind: unknown variant `robot`, expected one of `real_time`, `batch`, `llm`",
        ),
        (
            with("/services/0/sizing/headroom", json!({ "fraction": 100 })),
            "services[0].sizing.headroom.fraction: headroom must be between 0 % and 9,900 %, but is 10,000 %",
        ),
        (with("/start", json!("2026-02-30")), "start: "),
        (with("/start", json!("9999-99-99")), "start: "),
        (with("/start", json!("soon")), "start: "),
    ] {
        let found = reading(&json).unwrap_err();
        let matches = if message.ends_with(": ") { found.starts_with(message) } else { found == message };
        assert!(matches, "{found}\n  is not {message}");
    }
}

#[test]
fn unknown_fields_are_refused_by_name_at_every_level() {
    for (pointer, place) in [
        ("", "extra"),
        ("/services/0", "services[0].extra"),
        ("/services/0/demand", "services[0].demand.extra"),
        ("/services/0/demand/growth", "services[0].demand.growth.extra"),
        ("/services/0/sizing", "services[0].sizing.extra"),
        ("/services/0/sizing/slo/latency", "services[0].sizing.slo.latency.extra"),
        ("/services/0/sizing/replica/capacity/throughput", "services[0].sizing.replica.capacity.throughput.extra"),
    ] {
        let mut document = seed();
        document.pointer_mut(pointer).unwrap()["extra"] = json!(1);
        let found = reading(&document.to_string()).unwrap_err();
        assert!(found.starts_with(&format!("{place}: unknown field `extra`")), "{found}");
    }
    let payments = headroom_core::plan::scenario::examples::find("three-region-payments").unwrap().scenario();
    let payments: Value = serde_json::from_str(&codec::to_json(&payments)).unwrap();
    for (pointer, place) in [
        ("/regions/0", "regions[0].extra"),
        ("/drill", "drill.extra"),
        ("/services/0/regions", "services[0].regions.extra"),
        ("/services/0/regions/shares/0", "services[0].regions.shares[0].extra"),
        ("/services/1/regions/failover", "services[1].regions.failover.extra"),
        ("/services/1/recovery/artefacts/0", "services[1].recovery.artefacts[0].extra"),
        ("/services/0/reliability/dependencies/0", "services[0].reliability.dependencies[0].extra"),
    ] {
        let mut document = payments.clone();
        document.pointer_mut(pointer).unwrap()["extra"] = json!(1);
        let found = reading(&document.to_string()).unwrap_err();
        assert!(found.starts_with(&format!("{place}: unknown field `extra`")), "{found}");
    }
}

/// Pointers to all leaves of a document, and the places that messages call them.
fn leaves(value: &Value, pointer: &str, place: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let dot = if place.is_empty() { "" } else { "." };
                leaves(field, &format!("{pointer}/{name}"), &format!("{place}{dot}{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, &format!("{pointer}/{at}"), &format!("{place}[{at}]"), found);
            }
        }
        _ => found.push((pointer.into(), place.into())),
    }
}

#[test]
fn every_leaf_replaced_is_read_or_refused_with_its_place() {
    let mut document = platform();
    // Two services that between them have every field.
    document["services"] = json!([document["services"][0], document["services"][2]]);
    let mut places = Vec::new();
    leaves(&document, "", "", &mut places);
    assert!(places.len() > 55, "{}", places.len());
    let megabyte = "x".repeat(MAX_JSON_BYTES - 100_000);
    let values = [json!(null), json!(true), json!(-1), json!(1e308), json!("x"), json!([]), json!({}), json!(megabyte)];
    let mut refused = 0;
    for (pointer, place) in &places {
        for value in &values {
            let mut changed = document.clone();
            *changed.pointer_mut(pointer).unwrap() = value.clone();
            if let Err(message) = reading(&changed.to_string()) {
                refused += 1;
                let named = message.starts_with(place.as_str()) || place == "headroom";
                assert!(named, "{place} = {:.20}: {message:.200}", value.to_string());
                assert!(message.len() < 500, "{place}: a message of {} bytes", message.len());
            }
        }
    }
    assert!(refused > places.len() * 6, "{refused}");
}

#[test]
fn every_field_left_out_is_read_or_refused_by_name() {
    let document = platform();
    let mut places = Vec::new();
    leaves(&document, "", "", &mut places);
    for (pointer, _) in places {
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        let mut changed = document.clone();
        if let Some(fields) = changed.pointer_mut(parent).unwrap().as_object_mut() {
            fields.remove(field);
            if let Err(message) = reading(&changed.to_string()) {
                assert!(message.contains(field) || fields_are_alone(parent), "{pointer}: {message}");
            }
        }
    }
}

/// An enumeration with its only field taken away has no name left.
fn fields_are_alone(parent: &str) -> bool {
    // A choice is an object of one field, whose name is the choice.
    ["/week", "/headroom", "/source", "/target", "/amount", "/action"].iter().any(|name| parent.ends_with(name))
}

#[test]
fn text_is_cut_down_to_what_may_be_shown() {
    let json = with("/name", json!("a\u{0}b\u{1b}[31mc\u{7f}\u{85}\u{202e}d\u{2066}e\u{feff}"));
    let scenario = codec::from_json(&json).unwrap();
    assert_eq!(scenario.name.as_str(), "ab[31mcde\u{feff}");
    let evaluation = answer(&scenario);
    assert!(!headroom_core::report::report(&scenario, &evaluation).contains(['\u{1b}', '\u{202e}']));
    // Counted in characters, not bytes.
    assert!(reading(&with("/name", json!("🦀".repeat(80)))).is_ok());
    assert!(reading(&with("/name", json!("🦀".repeat(81)))).is_err());
    assert!(reading(&with("/notes", json!("\n".repeat(4000)))).is_ok());
    assert!(reading(&with("/name", json!(""))).is_ok());
    assert!(reading(&with("/services/0/name", json!("a\nb\tc"))).is_ok());
}

#[test]
fn lone_surrogates_and_duplicate_keys_do_no_harm() {
    let json = seed().to_string();
    assert!(reading(&json.replacen("\"Service\"", "\"\\ud800\"", 1)).is_err());
    // The last of two keys counts, as in every JSON reader of the web.
    let twice = json.replacen("\"start\":", "\"start\":\"2020-01-01\",\"start\":", 1);
    assert_eq!(codec::from_json(&twice).unwrap().start, jiff::civil::date(2026, 12, 1));
    let marked = format!("\u{feff}{json}");
    assert!(reading(&marked).is_ok());
}

#[test]
fn too_many_of_anything_is_refused_quickly() {
    let begun = Instant::now();
    let document = seed();
    let service = |id: usize| {
        let mut service = document["services"][0].clone();
        service["id"] = json!(id);
        service
    };
    let many = |n: usize| with("/services", (1..=n).map(service).collect());
    assert_eq!(reading(&many(41)).unwrap_err(), "services: a plan must have at most 40 services, but has 41");
    assert!(reading(&many(40)).is_ok());
    let ten_thousand = many(10_000);
    assert_eq!(codec::from_json(&ten_thousand), Err(ReadError::TooLarge { limit: MAX_JSON_BYTES }));
    assert_eq!(
        reading(&with("/services", json!([service(1), service(1)]))).unwrap_err(),
        "services: every service must have its own id, but two have 1"
    );

    let event =
        json!({ "name": "x", "start": "2027-01-01T00:00:00", "ramp": 0, "length": 1, "lift": 2, "repeat": "once" });
    let events = |n: usize| {
        let mut document = seed();
        document["services"][0]["demand"]["events"] = vec![event.clone(); n].into();
        document.to_string()
    };
    assert!(reading(&events(40)).is_ok());
    assert_eq!(
        reading(&events(41)).unwrap_err(),
        "services[0].demand.events: a service must have at most 40 events, but has 41"
    );
    assert!(reading(&events(9_000)).is_err());

    assert_eq!(reading(&" ".repeat(MAX_JSON_BYTES + 1)).unwrap_err(), "it is larger than 1024 KiB");
    assert_eq!(reading(&"[".repeat(10_000)).unwrap_err(), "line 1, column 128: recursion limit exceeded");
    let digits = with("/services/0/demand/average_load", json!(1))
        .replace("\"average_load\":1", &format!("\"average_load\":{}", "1".repeat(300_000)));
    assert!(reading(&digits).is_err());
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let json = codec::to_json(&headroom_core::plan::scenario::examples::seed_service());
    for end in (0..json.len() - 1).filter(|end| json.is_char_boundary(*end)) {
        assert!(codec::from_json(&json[..end]).is_err(), "{end}");
    }
}
