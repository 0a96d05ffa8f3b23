//! Imports of small files, each figure and each line number worked out by hand.
#![allow(clippy::unwrap_used)]

use headroom_core::trace::*;

fn import_as(bytes: &[u8], layout: Layout) -> Result<Import, ImportError> {
    let mut importer = Importer::new("fixture", layout)?;
    for piece in bytes.chunks(100) {
        importer.push(piece)?;
    }
    importer.finish()
}

fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    import_as(bytes, sniff(bytes)?.layout)
}

fn csv(bytes: &[u8]) -> CsvLayout {
    match sniff(bytes).unwrap().layout.source {
        Source::Csv(csv) => csv,
        Source::Prometheus(_) => panic!("not CSV"),
    }
}

fn issues(import: &Import) -> Vec<(IssueKind, u64, Vec<u64>)> {
    import.report.issues.iter().map(|issue| (issue.kind, issue.count, issue.places.clone())).collect()
}

#[test]
fn each_flaw_is_counted_with_its_lines_and_handled_by_its_rule() {
    let import = import(include_bytes!("traces/messy.csv")).unwrap();
    assert_eq!(
        issues(&import),
        [
            (IssueKind::UnreadableTime, 1, vec![11]),
            (IssueKind::MixedTimeFormats, 1, vec![8]),
            (IssueKind::UnevenRow, 2, vec![15, 16]),
            (IssueKind::BlankLine, 1, vec![4]),
            (IssueKind::BlankValue, 1, vec![5]),
            (IssueKind::NotANumber, 1, vec![7]),
            (IssueKind::TooLarge, 1, vec![14]),
            (IssueKind::UnreadableValue, 1, vec![10]),
            (IssueKind::Negative, 1, vec![9]),
            (IssueKind::Duplicate, 1, vec![13]),
        ]
    );
    assert_eq!((import.report.rows, import.report.skipped, import.report.points), (18, 7, 10));
    // Minutes 0, 1, 2, 5, 7, 9, 10, 11, 14 and 15 are left; of the two rows of minute 7, the last.
    assert_eq!(import.trace.values(), [120.0, 60.0, 180.0, 240.0, 90.0, 60.0, 60.0, 60.0, 60.0, 60.0]);
    let gaps: Vec<(String, u64)> =
        import.report.gaps.listed.iter().map(|gap| (gap.start.to_string(), gap.missing)).collect();
    let expected = [("00:03:00", 2), ("00:06:00", 1), ("00:08:00", 1), ("00:12:00", 2)];
    assert_eq!(gaps, expected.map(|(time, missing)| (format!("2026-03-02 {time}"), missing)));
    assert_eq!((import.report.gaps.places, import.report.gaps.missing), (4, 6));
    assert_eq!(import.report.issues[7].example, "lots");
}

#[test]
fn rows_out_of_order_are_sorted_and_the_last_of_a_time_wins() {
    let import = import(b"t,value\n2026-01-03,3\n2026-01-01,1\n2026-01-03,5\n2026-01-02,2\n").unwrap();
    assert_eq!(import.trace.values(), [1.0, 2.0, 5.0]);
    assert_eq!(issues(&import), [(IssueKind::OutOfOrder, 2, vec![3, 5]), (IssueKind::Duplicate, 1, vec![4])]);
    assert_eq!(import.trace.step().to_string(), "1 day");
}

#[test]
fn a_spreadsheet_in_german_is_recognised_whole() {
    let bytes = include_bytes!("traces/date_and_clock.csv");
    let found = csv(bytes);
    assert_eq!((found.delimiter, found.header, found.time_column, found.clock_column), (b';', true, 0, Some(1)));
    assert_eq!(found.decimal_mark, DecimalMark::Comma);
    let import = import(bytes).unwrap();
    assert_eq!(import.trace.values(), [1234.5, 1.5, 2.0]);
    assert_eq!(import.trace.start().to_string(), "2026-07-06 08:00:00");
    assert_eq!(import.trace.step().to_string(), "1 h");
}

#[test]
fn events_are_counted_and_an_empty_minute_is_a_true_zero() {
    let bytes = include_bytes!("traces/events.csv");
    assert_eq!(csv(bytes).rows, Rows::Event { interval_seconds: 60 });
    let import = import(bytes).unwrap();
    assert_eq!(import.trace.values(), [3.0, 0.0, 2.0, 1.0]);
    assert_eq!(issues(&import), [(IssueKind::OutOfOrder, 1, vec![6])]);
    let arrivals = import.trace.arrivals().unwrap();
    // Sorted, the gaps are 0, 59.8, 70.1, 20 and 30 s, together 179.9.
    assert_eq!((arrivals.events, arrivals.mean_gap), (6, 35.98));
    let mean_square = (59.8f64 * 59.8 + 70.1 * 70.1 + 20.0 * 20.0 + 30.0 * 30.0) / 5.0;
    let scv = mean_square / (35.98 * 35.98) - 1.0;
    assert!((arrivals.scv - scv).abs() < 1e-12, "{} is not {scv}", arrivals.scv);
}

#[test]
fn prometheus_series_are_summed_or_picked() {
    let bytes = include_bytes!("traces/matrix.json");
    let summed = import(bytes).unwrap();
    // At :00 only a, at :01 both, at :02 only b (a is NaN), at :03 only a (b is infinite), at :04 only b.
    assert_eq!(summed.trace.values(), [1.5, 12.0, 20.0, 4.0, 40.0]);
    assert_eq!(
        issues(&summed),
        [
            (IssueKind::NotANumber, 1, vec![3]),
            (IssueKind::TooLarge, 1, vec![7]),
            (IssueKind::PartialSum, 4, vec![1, 6, 4, 8]),
        ]
    );
    assert_eq!(summed.report.place, Place::Sample);
    let labels: Vec<&str> = summed.report.series.iter().map(|series| series.labels.as_str()).collect();
    assert_eq!(labels, ["requests:rate1m{pod=\"a\"}", "requests:rate1m{pod=\"b\"}"]);
    let only = |index| PrometheusLayout { series: SeriesChoice::Only(index), meaning: Meaning::Rate };
    let layout = |index| Layout { source: Source::Prometheus(only(index)), utc_offset_minutes: 60 };
    let picked = import_as(bytes, layout(1)).unwrap();
    assert_eq!(picked.trace.values(), [10.0, 20.0, 40.0]);
    assert_eq!(picked.trace.start().to_string(), "2026-03-02 01:01:00");
    assert_eq!(picked.report.gaps.missing, 1);
    let message = import_as(bytes, layout(2)).unwrap_err().to_string();
    assert_eq!(message, "series 2 is chosen, but the response has 2 series, counted from 0");
}

#[test]
fn layouts_are_recognised() {
    let check = |text: &str, delimiter: u8, header: bool, time: usize, rows: Rows| {
        let found = csv(text.as_bytes());
        assert_eq!(
            (found.delimiter, found.header, found.time_column, found.rows),
            (delimiter, header, time, rows),
            "{text:?}"
        );
    };
    let value = |column, meaning| Rows::Value { column, meaning };
    use Meaning::{CountPerInterval as Count, Gauge, Rate};
    check("1767571200,94\n1767571260,95\n1767571320,90\n", b',', false, 0, value(1, Count));
    check("1767571200 94\n1767571260 95.5\n1767571320 90\n", b' ', false, 0, value(1, Rate));
    check("qps\ttime\n1.5\t2026-01-05 00:00\n2.5\t2026-01-05 00:01\n", b'\t', true, 1, value(0, Rate));
    check("ts|cpu\n1767571200000|94\n1767571260000|95\n", b'|', true, 0, value(1, Gauge));
    check("20260105,7\n20260106,8\n20260107,9\n", b',', false, 0, value(1, Count));
    check("date;y\n2026-01-05;-1,5\n2026-01-06;2,5\n", b';', true, 0, value(1, Gauge));
    check("id,when,n\n1,2026-01-05,7\n2,2026-01-06,9\n3,2026-01-07,8\n", b',', true, 1, value(2, Count));
    check("t,load\n0,5\n60,7\n120,6\n", b',', true, 0, value(1, Count));
    let hourly = Rows::Event { interval_seconds: 3600 };
    check(
        "2026-01-05 00:01:07.5\n2026-01-05 00:09:00.1\n2026-01-05 00:58:00\n2026-01-05 01:58:00\n",
        b',',
        false,
        0,
        hourly,
    );
}

#[test]
fn a_person_may_correct_what_was_recognised() {
    let text = b"a,b\n5,x\n6,y\n";
    let found = sniff(text).unwrap();
    assert_eq!(found.notes[0], "No column looks like timestamps; choose the column and its format.");
    assert_eq!(found.columns[0], Column { name: "a".into(), cells: vec!["5".into(), "6".into()] });
    let corrected =
        sniff_as(b"1,2\n3,4\n", Corrections { delimiter: Some(b';'), header: Some(true), time_column: Some(0) });
    assert_eq!(corrected.unwrap().columns[0].name, "1,2");
    // Milliseconds since the start of a test, which would otherwise be read as seconds.
    let text = b"time,value\n0,1\n500,2\n1000,3\n";
    let mut layout = sniff(text).unwrap().layout;
    if let Source::Csv(csv) = &mut layout.source {
        csv.time_format = TimeFormat::EpochMillis;
    }
    layout.utc_offset_minutes = -60;
    let import = import_as(text, layout).unwrap();
    assert_eq!(import.trace.step().to_string(), "0.5 s");
    assert_eq!(import.trace.start().to_string(), "1969-12-31 23:00:00");
}

#[test]
fn offsets_become_utc_and_then_the_traces_local_time() {
    let text = b"time,value\n2026-01-05T02:00:00+02:00,1\n2026-01-05T01:00:00Z,2\n2026-01-05T02:00:00.5,3\n";
    let mut layout = sniff(text).unwrap().layout;
    layout.utc_offset_minutes = 60;
    let import = import_as(text, layout).unwrap();
    let times: Vec<String> = import.trace.points().map(|(time, _)| time.to_string()).collect();
    assert_eq!(times, ["2026-01-05 01:00:00", "2026-01-05 02:00:00", "2026-01-05 03:00:00.5"]);
}

#[test]
fn months_are_a_step_and_a_missing_one_is_a_gap() {
    let import = import(b"ds,y\n2024-01-31,1\n2024-02-29,2\n2024-03-31,3\n2024-05-31,4\n2024-06-30,5\n").unwrap();
    assert_eq!((import.trace.step(), import.report.gaps.missing), (Step::Months(1), 1));
    let load = import_as(
        b"ds,y\n2023-02-01,2419200\n2023-03-01,2678400\n2023-04-01,2592000\n",
        sniff(b"ds,y\n2023-02-01,2419200\n").unwrap().layout,
    );
    // 28, 31 and 30 days of one request a second.
    assert_eq!(*load.unwrap().trace.load_values(), [1.0, 1.0, 1.0]);
}

#[test]
fn a_counter_is_pointed_out() {
    let rows: String = (0..30).map(|i| format!("2026-01-05 00:{i:02},{}\n", 1000 + i * 7)).collect();
    let import = import(format!("time,requests_total\n{rows}").as_bytes()).unwrap();
    assert_eq!(issues(&import), [(IssueKind::LooksCumulative, 30, vec![])]);
}
