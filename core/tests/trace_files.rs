//! The real traces: the figures that a spreadsheet gives. `REFERENCE_TRACES` names their folder.
#![allow(clippy::unwrap_used)]

use headroom_core::trace::{Import, Importer, Meaning, NoTrend, ProfileBasis, Rows, Source, TraceStatistics, sniff};
use std::path::PathBuf;

fn bytes_of(file: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("REFERENCE_TRACES") else {
        println!("skipped: {file} is not read, because REFERENCE_TRACES names no folder");
        return None;
    };
    Some(std::fs::read(PathBuf::from(folder).join(file)).unwrap())
}

/// Imports as the page does: the proposal unchanged but for the meaning, in pieces.
fn import(file: &str, meaning: Option<Meaning>) -> Option<(Import, TraceStatistics)> {
    let bytes = bytes_of(file)?;
    let mut layout = sniff(&bytes).unwrap().layout;
    if let (Source::Csv(csv), Some(chosen)) = (&mut layout.source, meaning)
        && let Rows::Value { meaning, .. } = &mut csv.rows
    {
        *meaning = chosen;
    }
    let mut importer = Importer::new(file, layout).unwrap();
    for piece in bytes.chunks(8192) {
        importer.push(piece).unwrap();
    }
    let import = importer.finish().unwrap();
    let found = TraceStatistics::of(&import.trace);
    println!("{}", describe(file, &import, &found));
    Some((import, found))
}

fn describe(file: &str, import: &Import, found: &TraceStatistics) -> String {
    let report = &import.report;
    let of = |unit: &str, s: &headroom_core::trace::Summary| {
        format!(
            "  {unit}: mean {:.6} peak {} at {} min {} P50 {} P95 {:.6} P99 {:.6} peak/average {:?}\n",
            s.mean, s.peak, s.peak_at, s.min, s.p50, s.p95, s.p99, s.peak_to_average
        )
    };
    let mut text = format!(
        "{file}: {} rows, {} skipped, {} points, {} to {}, step {}, {}\n",
        report.rows,
        report.skipped,
        report.points,
        found.start,
        found.end,
        found.step,
        found.meaning.words()
    );
    text += &of("own unit", &found.values);
    if let Some(load) = &found.load {
        text += &of("requests/s", load);
    }
    for issue in &report.issues {
        text += &format!("  {} x {} ({:?}): {}\n", issue.count, issue.kind.words(), issue.places, issue.kind.rule());
    }
    let first: Vec<String> =
        report.gaps.listed.iter().take(3).map(|g| format!("{} ({})", g.start, g.missing)).collect();
    text += &format!(
        "  gaps: {} places, {} steps missing: {}\n",
        report.gaps.places,
        report.gaps.missing,
        first.join(", ")
    );
    let busiest = found.hour_of_week.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap());
    let known = found.hour_of_week.iter().flatten().count();
    text += &format!("  week: {:?}, {known} of 168 hours known, busiest {busiest:?}\n", found.profile_basis);
    match &found.trend {
        Ok(trend) => text += &format!("  {trend:?}\n"),
        Err(why) => text += &format!("  no trend: {why}\n"),
    }
    text + &format!(
        "  variability {:?} around {:?}\n  {:?}\n  stored in {} bytes",
        found.variability,
        found.usual_shape,
        found.arrivals,
        import.trace.encode().len()
    )
}

fn near(found: f64, expected: f64) {
    // Sums of some thousand floats differ in the last bits with the order of addition.
    assert!((found - expected).abs() <= 1e-12 * expected.abs(), "{found} is not {expected}");
}

#[test]
fn elb_requests_in_five_minutes() {
    let Some((import, found)) = import("elb_request_count_8c0756.csv", None) else { return };
    assert_eq!((import.report.rows, import.report.skipped, import.report.points), (4032, 0, 4032));
    assert_eq!(found.meaning, Meaning::CountPerInterval);
    assert_eq!(found.step.to_string(), "5 min");
    near(found.values.mean, 61.83705357142857);
    assert_eq!((found.values.peak, found.values.min, found.values.p50, found.values.p95), (656.0, 1.0, 48.0, 170.0));
    near(found.values.p99, 251.3800000000001);
    assert_eq!(found.values.peak_at.to_string(), "2014-04-22 19:34:00");
    near(found.values.peak_to_average.unwrap(), 10.608526152402268);
    near(found.load.unwrap().mean, 61.83705357142857 / 300.0);
    assert_eq!((import.report.gaps.places, import.report.gaps.missing), (8, 8));
    assert!(import.report.issues.is_empty());
    assert_eq!(found.profile_basis, ProfileBasis::Observed);
    assert_eq!(found.trend.unwrap().n_means, 14);
}

#[test]
fn azure_events_in_minutes() {
    let Some((import, found)) = import("azure_llm_code.csv", None) else { return };
    assert_eq!((import.report.rows, import.report.skipped), (8819, 0));
    let arrivals = found.arrivals.unwrap();
    assert_eq!((arrivals.arrivals.events, arrivals.busiest), (8819, 585));
    assert_eq!(arrivals.busiest_at.to_string(), "2023-11-16 18:31:00");
    // 18:17 to 19:14 are 58 minutes, and those without an event are zeros.
    assert_eq!((import.report.points, found.values.min), (58, 0.0));
    near(found.values.mean, 8819.0 / 58.0);
    assert_eq!(import.trace.values().iter().filter(|count| **count > 0.0).count(), 45);
    assert!(matches!(found.trend, Err(NoTrend::TooShort { .. })));
}

#[test]
fn taxi_rides_in_half_hours() {
    let Some((import, found)) = import("nyc_taxi.csv", None) else { return };
    assert_eq!((import.report.points, found.step.to_string().as_str()), (10320, "30 min"));
    near(found.values.mean, 15137.569379844961);
    assert_eq!((found.values.peak, found.values.min, found.values.p50), (39197.0, 8.0, 16778.0));
    near(found.values.p95, 25126.25);
    near(found.values.p99, 26899.81);
    assert_eq!(found.values.peak_at.to_string(), "2014-11-02 01:00:00");
    assert_eq!(import.report.gaps.places, 0);
}

#[test]
fn passengers_by_month() {
    let Some((import, found)) = import("air_passengers.csv", None) else { return };
    assert_eq!((import.report.points, found.step.to_string().as_str()), (144, "a month"));
    near(found.values.mean, 280.2986111111111);
    assert_eq!((found.values.peak, found.values.min, found.values.p50), (622.0, 104.0, 265.5));
    near(found.values.p95, 488.15);
    assert_eq!((import.report.gaps.places, import.report.issues.len()), (0, 0));
    assert_eq!(found.profile_basis, ProfileBasis::TooCoarse);
    assert_eq!(found.end.to_string(), "1961-01-01 00:00:00");
    // The series is known for growing by about an eighth a year.
    let growth = found.trend.unwrap().compound_per_month.unwrap();
    assert!((0.009..0.011).contains(&growth), "{growth}");
}

#[test]
fn page_views_by_day() {
    let Some((import, found)) = import("peyton.csv", Some(Meaning::Gauge)) else { return };
    assert_eq!((import.report.points, found.step.to_string().as_str()), (2905, "1 day"));
    near(found.values.mean, 8.138957937650904);
    near(found.values.peak, 12.846746888829);
    near(found.values.min, 5.26269018890489);
    near(found.values.p50, 7.99799931797973);
    near(found.values.p95, 9.758158144690611);
    near(found.values.p99, 10.818081932668902);
    assert_eq!(found.values.peak_at.to_string(), "2014-02-03 00:00:00");
    // 20 steps of two days, 5 of three, 2 of four, one of five and one of twenty.
    assert_eq!((import.report.gaps.places, import.report.gaps.missing), (29, 20 + 5 * 2 + 2 * 3 + 4 + 19));
    assert!(found.load.is_none());
}
