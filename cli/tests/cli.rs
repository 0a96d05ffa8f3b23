//! The program as a person or a script calls it.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod support;

use support::headroom;

fn answer(arguments: &[&str], input: &str) -> String {
    answer_with(0, arguments, input)
}

fn answer_with(status: i32, arguments: &[&str], input: &str) -> String {
    let called = headroom(arguments, input);
    assert_eq!((called.status, called.errors.as_str()), (Some(status), ""), "{arguments:?}");
    called.output
}

fn refusal(arguments: &[&str], input: &str) -> String {
    let called = headroom(arguments, input);
    assert_eq!((called.status, called.output.as_str()), (Some(2), ""), "{arguments:?}");
    called.errors.trim_end().to_owned()
}

const SEED: &str = "public/examples/seed-service.json";

#[test]
fn a_scenario_file_prints_its_answers() {
    let text = answer(&[SEED], "");
    assert!(text.contains("57 replicas handle the usual peak with 51 % to spare."), "{text}");
    assert_eq!(answer(&["-"], &std::fs::read_to_string(format!("../{SEED}")).unwrap()), text);
    let json: serde_json::Value = serde_json::from_str(&answer(&[SEED, "--json"], "")).unwrap();
    assert_eq!(json["totals"]["replicas"], 57);
    assert_eq!(json["name"], "The 30,000-a-second service");
    assert_eq!(json["start"], "2026-12-01");
}

#[test]
fn a_link_is_as_good_as_a_file() {
    let text = answer(&[SEED], "");
    let link = answer(&["link", SEED], "");
    let fragment = link.trim();
    assert!(fragment.starts_with("#v6."));
    assert_eq!(answer(&[fragment], ""), text);
    assert_eq!(answer(&[&fragment[1..]], ""), text);
    assert_eq!(answer(&[&format!("https://headroom.example/plan/{fragment}")], ""), text);
    assert_eq!(answer(&["-"], &link), text);
}

#[test]
fn examples_and_schema_are_printed() {
    assert!(answer(&["examples"], "").contains("seed-service"));
    let example = answer(&["examples", "seed-service"], "");
    assert_eq!(example, std::fs::read_to_string(format!("../{SEED}")).unwrap());
    assert!(answer(&["schema"], "").contains("\"Headroom plan\""));
    assert!(answer(&["--help"], "").contains("Exit status"));
    assert!(answer(&["-V"], "").starts_with("headroom 0."));
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    assert!(refusal(&["none.json"], "").starts_with("headroom: cannot read none.json: No such file"));
    assert!(refusal(&["core"], "").starts_with("headroom: cannot read core: "));
    for (input, message) in [
        ("", "line 1, column 0: EOF while parsing a value"),
        ("{}", "it is not a Headroom plan: the field \"headroom\" with its version is missing"),
        (
            "v7.abc",
            "it has version 7, but this program reads only up to 6; reload the page or open it where it was made",
        ),
        ("https://headroom.example/#v1.zzzz", "the link is damaged or cut off: its content cannot be decompressed"),
        ("https://headroom.example/", "it is not a Headroom link: such a link ends in #v, a version and a long text"),
    ] {
        assert_eq!(refusal(&["-"], input), format!("headroom: cannot read standard input: {message}"));
    }
    assert_eq!(
        refusal(&["-"], &" ".repeat(2 << 20)),
        "headroom: cannot read standard input: it is larger than 1024 KiB"
    );
    assert!(refusal(&["v1.zzzz"], "").starts_with("headroom: cannot read the link: the link is damaged"));
    assert!(refusal(&["examples", "none"], "").contains("the examples are black-friday-shop, seed-service"));
}

#[test]
fn wrong_arguments_are_refused() {
    for (arguments, message) in [
        (&[][..], "no plan given: headroom FILE prints the answers for a plan; see headroom --help"),
        (&["a", "link", "b"], "one file at a time: there is another argument after \"a\""),
        (&["a", "--events", "60"], "--events is an option of headroom import; see headroom --help"),
        (&["a", "--hours", "24"], "--hours is an option of headroom simulate and hpa; see headroom --help"),
        (&["hpa", "-", "--all"], "--all is an option of headroom simulate; see headroom --help"),
        (&["simulate", "-", "--step", "0"], "--step: step must be between 1 s and 60 min, but is 0 s"),
        (&["simulate", "-", "--hours", "x"], "--hours takes a number, but was \"x\""),
        (
            &["hpa", "-", "--hours", "1"],
            "nothing is simulated without --plan: name the plan with the service that it scales",
        ),
        (&["diff", "-", "-"], "only one of the two plans can come from standard input"),
        (&["a", "--fail-over", "1%"], "--fail-over is an option of headroom diff; see headroom --help"),
        (
            &["diff", "a", "b", "--fail-over", "ten"],
            "--fail-over: a cost limit is like 10%, 0.1 or $500, but was \"ten\"",
        ),
        (&["diff", "a", "b", "--format", "pdf"], "--format takes text, json or markdown, but was \"pdf\""),
        (&["diff", "a", "b", "--format", "text", "--json"], "--json and --format cannot be combined"),
        (&["import", "-", "--events", "x"], "--events takes a whole number, but was \"x\""),
        (&["import", "-", "--meaning", "x"], "--meaning takes rate, count or gauge, but was \"x\""),
    ] {
        assert_eq!(refusal(arguments, ""), format!("headroom: {message}"));
    }
}

#[test]
fn what_is_missing_or_unknown_is_named_with_the_usage() {
    const MISSING: &str = "the following required arguments were not provided:\n ";
    for (arguments, message, hint) in [
        (&["a", "b"][..], "unexpected argument 'b' found", "Usage: headroom [OPTIONS] <FILE>"),
        (&["--jsn", "a"], "unexpected argument '--jsn' found", "a similar argument exists: '--json'"),
        (&["drill", "a", "--kid", "lost"], "unexpected argument '--kid' found", "exists: '--kind'"),
        (&["-x"], "unexpected argument '-x' found", "Usage: headroom"),
        (&["import"], &format!("{MISSING} <TRACE>"), "Usage: headroom import <TRACE>"),
        (&["simulate"], &format!("{MISSING} <FILE>"), "Usage: headroom simulate <FILE>"),
        (&["drill"], &format!("{MISSING} <FILE>"), "Usage: headroom drill <FILE>"),
        (&["hpa"], &format!("{MISSING} <YAML>"), "Usage: headroom hpa <YAML>"),
        (&["diff", "a"], &format!("{MISSING} <B>"), "Usage: headroom diff <A> <B>"),
        (&["simulate", "a", "--step"], "a value is required for '--step <SECONDS>'", "--help"),
        (
            &["simulate", "a", "--all", "--policy", "b"],
            "the argument '--all' cannot be used with '--policy <NAME>'",
            "Usage: headroom simulate",
        ),
    ] {
        let refused = refusal(arguments, "");
        assert!(refused.starts_with(&format!("headroom: {message}")) && refused.contains(hint), "{refused}");
    }
}

#[test]
fn each_command_has_its_help() {
    let help = answer(&["--help"], "");
    for command in ["simulate", "drill", "regions", "hpa", "import", "diff", "prices", "link", "examples", "schema"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        let own = answer(&[command, "--help"], "");
        assert!(own.contains(&format!("Usage: headroom {command}")), "{own}");
        assert!(own.lines().all(|line| line.chars().count() <= 120), "{own}");
    }
}

#[test]
fn an_unknown_regional_price_is_said_and_filled_in_from_a_catalog() {
    let example = std::fs::read_to_string("../public/examples/three-region-payments.json").unwrap();
    let mut plan: serde_json::Value = serde_json::from_str(&example).unwrap();
    for region in plan["regions"].as_array_mut().unwrap() {
        region.as_object_mut().unwrap().remove("price");
    }
    plan["services"].as_array_mut().unwrap().truncate(1);
    plan["services"][0]["reliability"] = serde_json::json!({});
    plan.as_object_mut().unwrap().remove("drill");
    plan["services"][0]["cost"] = serde_json::json!({ "machine": {
        "provider": "aws", "name": "m5.4xlarge", "region": "us-east-1", "vcpus": 16, "memory": 64, "on_demand": 0.768
    } });
    let plan = plan.to_string();
    // Part of what is asked, the cost, cannot be told.
    let text = answer_with(3, &["-"], &plan);
    assert!(text.contains("unknown  Price in Ireland and Singapore unknown"), "{text}");
    assert!(text.contains("At least $"), "{text}");
    assert!(text.ends_with("headroom prices FILE --catalog CATALOG\n"), "{text}");
    let catalogs = ["--catalog", "public/catalog/catalog.txt", "--catalog", "public/catalog/aws-regions.txt"];
    let filled = answer(&[&["prices", "-"][..], &catalogs].concat(), &plan);
    let stored: serde_json::Value = serde_json::from_str(&filled).unwrap();
    let regional = stored["services"][0]["cost"]["machine"]["regional"].as_array().unwrap();
    assert_eq!(regional.iter().map(|row| row["region"].as_u64().unwrap()).collect::<Vec<_>>(), [2, 3]);
    assert!(regional.iter().all(|row| row["on_demand"].as_f64() > Some(0.768) && row["as_of"].is_string()));
    let text = answer(&["-"], &filled);
    assert!(!text.contains("unknown, so totals") && !text.contains("headroom prices"), "{text}");
    assert!(refusal(&["prices", "-"], &plan).contains("--catalog"));
    assert!(refusal(&["prices", "-", "--catalog", "README.md"], &plan).contains("cannot read README.md"));
}

const TRACE: &str = "when;requests;cpu\n2026-01-05 00:00;120;1\n2026-01-05 00:01;60;2\n2026-01-05 00:02;n/a;3\n2026-01-05 00:03;180;4\n";

#[test]
fn a_trace_prints_its_statistics() {
    let text = answer(&["import", "-"], TRACE);
    for line in [
        "2026-01-05 00:00:00 to 2026-01-05 00:04:00, 3 points, one every 1 min",
        "Values: count per interval",
        // By hand: (120 + 60 + 180) / 3 / 60 s.
        "Mean 2 requests/s; peak 3 requests/s at 2026-01-05 00:03:00, 1.5 × the mean",
        "Read: 4 rows, 1 skipped; one point is missing at one place",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert!(text.contains("  1 × blank value (line 4): the row is skipped; unknown is not zero"));
    let json: serde_json::Value = serde_json::from_str(&answer(&["import", "-", "--json"], TRACE)).unwrap();
    assert_eq!(json["statistics"]["n_points"], 3);
}

#[test]
fn the_reading_of_a_trace_can_be_corrected() {
    let gauge = answer(&["import", "-", "--value-column", "cpu", "--meaning", "gauge"], TRACE);
    assert!(gauge.contains("Values: gauge") && gauge.contains("Mean 2.5; peak 4 at 2026-01-05 00:03:00"), "{gauge}");
    assert_eq!(answer(&["import", "-", "--value-column", "3", "--meaning", "gauge"], TRACE), gauge);
    let moved =
        answer(&["import", "-", "--utc-offset", "60", "--delimiter", "semicolon", "--time-column", "when"], TRACE);
    assert!(moved.contains("2026-01-05 01:00:00 to"), "{moved}");
    let events = answer(&["import", "-", "--events", "120"], TRACE);
    assert!(events.contains("one every 2 min"), "{events}");
    assert!(
        refusal(&["import", "-", "--time-column", "x"], TRACE)
            .ends_with("no column \"x\"; the columns are when, requests, cpu")
    );
    assert!(
        refusal(&["import", "-", "--meaning", "gauge", "--events", "60"], TRACE).contains("--meaning does not apply")
    );
    assert!(refusal(&["import", "-", "--utc-offset", "9999"], TRACE).contains("between -1560 and 1560 minutes"));
    assert_eq!(refusal(&["import", "-"], ""), "headroom: cannot read standard input: the file has no rows");
    assert!(refusal(&["import", "none.csv"], "").starts_with("headroom: cannot read none.csv: "));
}

/// The row of a table that begins with a name, its columns apart.
fn row<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let is_row = |line: &&str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with("  "));
    let row = text.lines().rfind(is_row);
    let row = row.unwrap_or_else(|| panic!("{name} is not in\n{text}"));
    row[name.len()..].split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn policies_are_simulated_side_by_side() {
    let text = answer(&["simulate", SEED], "");
    assert!(text.starts_with("Service: 7 days from Tuesday 1 December, 00:00, in steps of 60 s\n"), "{text}");
    // 57 replicas as sized for the 168 hours of the first week.
    assert_eq!(row(&text, "Static, as sized")[3], "9,576");
    let one = answer(&["simulate", SEED, "--policy", "kubernetes", "--hours", "24", "--step", "30"], "");
    assert!(one.starts_with("Service: 24 h from Tuesday 1 December, 00:00, in steps of 30 s\n"), "{one}");
    assert_eq!(row(&one, "Static, as sized")[3], "1,368");
    assert!(row(&one, "Ideal: perfect foresight")[0] == "100 %" && !row(&one, "Kubernetes default").is_empty());
    assert!(!one.contains("\nCalm"));
    assert!(answer(&["simulate", SEED, "--all", "--hours", "2"], "").contains("\nCalm"));
    let json: serde_json::Value = serde_json::from_str(&answer(&["simulate", SEED, "--json"], "")).unwrap();
    let fixed = json[0]["policies"].as_array().unwrap().iter().find(|plan| plan["policy"] == "Static, as sized");
    // A sum over 10,080 steps.
    assert!((fixed.unwrap()["replica_hours"].as_f64().unwrap() - 9576.0).abs() < 1e-6);
    assert!(refusal(&["simulate", SEED, "--policy", "none"], "").contains("no policy \"none\"; the policies are "));
}

#[test]
fn services_are_simulated_one_by_one_or_all() {
    const SHOP: &str = "public/examples/black-friday-shop.json";
    let text = answer(&["simulate", SHOP, "--hours", "4"], "");
    assert!(text.starts_with("Recommendations: 4 h") && text.contains("\nFraud score: 4 h"), "{text}");
    let one = answer(&["simulate", SHOP, "--hours", "4", "--service", "fraud score"], "");
    assert!(text.ends_with(&one), "{one}");
    assert_eq!(
        refusal(&["simulate", SHOP, "--service", "Search"], ""),
        "headroom: no service \"Search\"; the services are Recommendations, Fraud score"
    );
}

#[test]
fn a_measured_load_takes_the_place_of_the_modelled_one() {
    let text = answer(&["simulate", SEED, "--policy", "static", "--step", "30", "--trace", "-"], TRACE);
    assert!(text.starts_with("Service: 4 min from Monday 5 January, 00:00, in steps of 30 s\n"), "{text}");
    assert!(text.contains("standard input: 3 points; 60 s without points, filled with the previous value"), "{text}");
    // By hand: 2, 1, 1 and 3 requests/s for a minute each are 420 requests, and 57 replicas for 4 min are 3.8 h.
    assert_eq!(row(&text, "Static, as sized")[3], "3.8");
    let json = answer(&["simulate", SEED, "--json", "--trace", "-"], TRACE);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json[0]["policies"][0]["outcome"]["requests"], 420.0);
    assert!(refusal(&["simulate", SEED, "--trace", "none.csv"], "").contains("cannot read none.csv"));
}

const SEED_HPA: &str = "core/tests/manifests/seed.yaml";

#[test]
fn a_manifest_says_what_was_read_and_what_takes_no_part() {
    let text = answer(&["hpa", SEED_HPA], "");
    assert!(text.starts_with("HorizontalPodAutoscaler ml-service-hpa\n"), "{text}");
    assert!(text.contains("\nReplicas: 3 to 50\n") && text.contains("\n  Not simulated: spec.metrics[1]: "), "{text}");
    let json: serde_json::Value = serde_json::from_str(&answer(&["hpa", SEED_HPA, "--json"], "")).unwrap();
    assert_eq!(json["autoscalers"][0]["notes"][0]["kind"], "Not simulated");
    let yaml = std::fs::read_to_string(format!("../{SEED_HPA}")).unwrap();
    assert_eq!(answer(&["hpa", "-"], &yaml), text);
    let wrong = refusal(&["hpa", "-"], &yaml.replace("periodSeconds: 60", "periodSeconds: 9000"));
    assert!(
        wrong.starts_with(
            "headroom: cannot read standard input: spec.behavior.scaleDown.policies[0].periodSeconds must be"
        ),
        "{wrong}"
    );
    assert!(refusal(&["hpa", "-"], &" ".repeat(300_000)).ends_with("it is larger than 256 KiB"));
}

#[test]
fn a_manifest_is_tried_on_the_load_of_a_scenario() {
    let kept = answer(&["hpa", SEED_HPA, "--plan", SEED], "");
    // The name that the option had before.
    assert_eq!(answer(&["hpa", SEED_HPA, "--scenario", SEED], ""), kept);
    assert_eq!(row(&kept, "ml-service-hpa")[0], "100 %");
    // Five replicas cannot carry what takes 57: status 1, and the reason.
    let yaml = std::fs::read_to_string(format!("../{SEED_HPA}")).unwrap();
    let output = headroom(&["hpa", "-", "--plan", SEED], &yaml.replace("maxReplicas: 50", "maxReplicas: 5"));
    let text = output.output;
    assert_eq!(output.status, Some(1), "{text}");
    assert!(text.contains("\nFAILS") && text.contains("max replicas"), "{text}");
    let json = headroom(&["hpa", "-", "--plan", SEED, "--json"], &yaml.replace("maxReplicas: 50", "maxReplicas: 5"));
    let json: serde_json::Value = serde_json::from_str(&json.output).unwrap();
    assert_eq!(
        (&json["slo_kept"], &json["simulation"]["policies"][0]["policy"]),
        (&false.into(), &"ml-service-hpa".into())
    );
    // Of several autoscalers one is named.
    let two = format!("{yaml}---\n{}", yaml.replace("ml-service-hpa", "other"));
    let names = "ml-services/ml-service-hpa, ml-services/other";
    let several = format!("it has 2 autoscalers ({names}); choose one: --hpa NAME");
    assert!(refusal(&["hpa", "-", "--plan", SEED], &two).ends_with(&several));
    assert!(answer(&["hpa", "-", "--plan", SEED, "--hpa", "other", "--hours", "24"], &two).contains("\nother"));
    assert!(refusal(&["hpa", "-", "--hpa", "third"], &two).ends_with(&format!("the autoscalers are {names}")));
}

const PAYMENTS: &str = "public/examples/three-region-payments.json";

#[test]
fn a_region_fails_at_a_chosen_minute() {
    let text = answer(&["drill", PAYMENTS], "");
    assert!(
        text.starts_with("Payments API: losing Virginia for 2 h\nFailure on Tuesday 20:00 UTC, in steps of 15 s\n"),
        "{text}"
    );
    assert!(
        text.contains("holds    Losing Virginia at 20:00 UTC on Tuesday loses or delays ")
            && text.contains("\nFixes\n"),
        "{text}"
    );
    let other =
        answer(&["drill", PAYMENTS, "--region", "ireland", "--at", "fri 19:40", "--kind", "half", "--for", "0.5"], "");
    assert!(
        other.starts_with(
            "Payments API: losing half of the replicas of Ireland for 30 min\nFailure on Friday 19:40 UTC"
        ),
        "{other}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&answer(&["drill", PAYMENTS, "--service", "ledger", "--json"], "")).unwrap();
    // Three checks of 10 s, 2 min to decide and 30 s until all name servers know.
    assert_eq!((&json["drill"]["service"], &json["served_again"]), (&"Ledger".into(), &180.0.into()));
}

#[test]
fn a_drill_that_spends_the_budget_ends_with_one() {
    let output = headroom(&["drill", PAYMENTS, "--kind", "slow"], "");
    let text = output.output;
    assert_eq!(output.status, Some(1), "{text}");
    assert!(text.contains("FAILS    A 4 × slower network in Virginia"), "{text}");
}

#[test]
fn every_minute_of_the_week_is_tried() {
    let text = answer(&["drill", PAYMENTS, "--strip"], "");
    assert!(text.contains("holds    Losing Virginia is survived at every minute of the week; the worst is "), "{text}");
    assert!(text.contains("\n  Sun"), "{text}");
    let policy = answer(&["drill", PAYMENTS, "--strip", "--fleets", "policy", "--json"], "");
    let policy: serde_json::Value = serde_json::from_str(&policy).unwrap();
    assert!(policy["share_failing"].as_f64().unwrap() > 0.0);
}

#[test]
fn what_cannot_be_drilled_is_refused_with_the_reason() {
    for (arguments, message) in [
        (
            &["drill", SEED][..],
            "cannot run a drill on public/examples/seed-service.json: the plan has a single region; a drill needs a plan with regions",
        ),
        (&["drill", PAYMENTS, "--region", "Mars"], "no region \"Mars\"; the regions are Virginia, Ireland, Singapore"),
        (&["drill", PAYMENTS, "--at", "noon"], "--at takes a day and a time, such as tue 19:40, but was \"noon\""),
        (
            &["drill", PAYMENTS, "--at", "tue 25:00"],
            "--at takes a day and a time, such as tue 19:40, but was \"tue 25:00\"",
        ),
        (&["drill", PAYMENTS, "--kind", "fire"], "--kind takes lost, zone, half or slow, but was \"fire\""),
        (&["drill", PAYMENTS, "--fleets", "x"], "--fleets takes tier, ready or policy, but was \"x\""),
        (&["drill", PAYMENTS, "--for", "100"], "--for: drill duration must be between 0.01 h and 72 h, but is 100 h"),
        (&["simulate", SEED, "--strip"], "--strip is an option of headroom drill; see headroom --help"),
    ] {
        assert_eq!(refusal(arguments, ""), format!("headroom: {message}"));
    }
}
