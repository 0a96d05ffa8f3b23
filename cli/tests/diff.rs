//! `headroom diff` as a pipeline calls it: what is printed, and the status that it ends with.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use support::headroom;

const SHOP: &str = "public/examples/black-friday-shop.json";

/// Status, output and errors of `headroom diff`.
fn diff(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let called = headroom(&[&["diff"], arguments].concat(), input);
    (called.status, called.output, called.errors)
}

/// The shop with other text in its file.
fn shop_with(from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(format!("../{SHOP}")).unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

fn status(arguments: &[&str], input: &str) -> Option<i32> {
    let (status, output, errors) = diff(&[&[SHOP, "-"], arguments].concat(), input);
    assert!(!output.is_empty() && errors.is_empty(), "{arguments:?}: {errors}");
    status
}

#[test]
fn a_change_is_told_and_passes_unless_something_is_asked_of_it() {
    let dearer = shop_with("\"price\": 0.34", "\"price\": 3.4");
    let (status, text, _) = diff(&[SHOP, "-"], &dearer);
    assert_eq!(status, Some(0));
    assert!(text.starts_with(&format!("Before: {SHOP}, Black Friday shop\nAfter: standard input, Black")), "{text}");
    assert!(text.contains("\n- scaling, price (scaling.price): $0.34 an hour → $3.40 an hour\n"), "{text}");
    assert!(text.contains("\nCost per month: "), "{text}");
    let (_, markdown, _) = diff(&[SHOP, "-", "--format", "markdown"], &dearer);
    assert!(
        markdown.contains("\n| scaling, price | `scaling.price` | \\$0.34 an hour | \\$3.40 an hour |\n"),
        "{markdown}"
    );
    for arguments in [&[SHOP, "-", "--format", "json"][..], &[SHOP, "-", "--json"]] {
        let (_, json, _) = diff(arguments, &dearer);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["services"][0]["inputs"][0]["after"]["value"], 3.4);
        assert_eq!(json["services"][0]["name"], "Recommendations");
    }
    let (_, same, _) = diff(&[SHOP, SHOP], "");
    assert!(same.ends_with("\nNo differences: same inputs, same answers.\n"), "{same}");
}

#[test]
fn a_limit_of_cost_stops_a_change_with_status_1() {
    // The first service costs ten times as much, which is nine times its $2,867 more.
    let dearer = shop_with("\"price\": 0.34", "\"price\": 3.4");
    for (limit, expected) in
        [("10%", 1), ("10 %", 1), ("0.1", 1), ("300%", 1), ("400%", 0), ("$500", 1), ("$25000", 1), ("$26000", 0)]
    {
        assert_eq!(status(&["--fail-over", limit], &dearer), Some(expected), "{limit}");
    }
    // What costs less passes any limit, and what costs as much a limit of nothing.
    assert_eq!(status(&["--fail-over=0"], &shop_with("\"price\": 0.34", "\"price\": 0.3")), Some(0));
    assert_eq!(status(&["--fail-over", "0%"], &shop_with("Black Friday shop", "Shop")), Some(0));
    let (_, text, _) = diff(&[SHOP, "-", "--fail-over", "10%"], &dearer);
    assert!(text.contains("\nCheck FAILED: The limit of 10 % more per month is exceeded: $7,676 before, "), "{text}");
}

#[test]
fn a_worse_verdict_stops_a_change_where_that_is_asked() {
    // No fleet answers within a hundredth of a service time.
    let failing = shop_with("\"target\": 0.12", "\"target\": 0.00018");
    assert_eq!(status(&[], &failing), Some(0));
    assert_eq!(status(&["--fail-on-verdict"], &failing), Some(1));
    assert_eq!(status(&["--fail-on-verdict", "--fail-over", "10%"], &failing), Some(1));
    let (status, text, _) = diff(&["-", SHOP, "--fail-on-verdict"], &failing);
    assert_eq!(status, Some(0));
    assert!(text.contains("\nCheck passed: The verdict is no worse: fails before, at risk now.\n"), "{text}");
}

#[test]
fn what_cannot_be_compared_is_refused_by_its_name() {
    let refusal = |arguments: &[&str], input: &str| {
        let (status, output, errors) = diff(arguments, input);
        assert_eq!((status, output.as_str()), (Some(2), ""), "{arguments:?}");
        errors.trim_end().to_owned()
    };
    assert!(refusal(&["none.json", SHOP], "").starts_with("headroom: cannot read none.json: No such file"));
    assert!(refusal(&[SHOP, "none.json"], "").starts_with("headroom: cannot read none.json: No such file"));
    assert!(refusal(&[SHOP, "-"], "{}").starts_with("headroom: cannot read standard input: it is not a Headroom"));
    // Unknown is neither nothing nor within a limit.
    let unpriced = shop_with(",\n        \"price\": 0.34", "");
    let message = |files: &str| {
        format!(
            "headroom: --fail-over: the monthly cost is unknown in {files}: enter a price per replica for every service (scaling.price)"
        )
    };
    for arguments in [[SHOP, "-", "--fail-over", "10%"], ["-", SHOP, "--fail-over", "$5"]] {
        let (status, output, errors) = diff(&arguments, &unpriced);
        assert_eq!((status, errors.trim_end()), (Some(3), message("standard input").as_str()), "{arguments:?}");
        assert!(output.contains("scaling, price"), "what changed is told all the same: {output}");
    }
    assert_eq!(status(&["--fail-on-verdict"], &unpriced), Some(0));
}
