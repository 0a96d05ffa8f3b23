//! Files that are broken, or meant to break: each is refused or read with its message, none brings it down.
#![allow(clippy::unwrap_used)]

use headroom_core::trace::*;
use proptest::prelude::*;

fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    let mut importer = Importer::new("hostile", sniff(bytes)?.layout)?;
    for piece in bytes.chunks(4096) {
        importer.push(piece)?;
    }
    importer.finish()
}

/// Imports rows with a layout that was made for others, as happens where the beginning is fine.
fn import_after(beginning: &[u8], rest: &[u8]) -> Result<Import, ImportError> {
    let mut importer = Importer::new("hostile", sniff(beginning)?.layout)?;
    importer.push(beginning)?;
    importer.push(rest)?;
    importer.finish()
}

fn check(bytes: &[u8], message: &str) {
    assert_eq!(import(bytes).unwrap_err().to_string(), message);
}

const FINE: &[u8] = b"time,value\n2026-01-05 00:00,1\n2026-01-05 00:01,2\n2026-01-05 00:02,3\n";

#[test]
fn what_is_no_table_is_refused_with_a_way_out() {
    check(b"", "the file has no rows");
    check(b" \r\n\n\t\n", "the file has no rows");
    check(b"time,value\n", "the file has no rows");
    check(b"\xFF\xFEt\0i\0m\0e\0", "the file is UTF-16 text; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")");
    check(b"t\0i\0m\0e\0,\0", "the file is UTF-16 text; save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")");
    check(b"\x1F\x8B\x08rest", "the file is compressed with gzip, not text; unpack it first");
    check(b"PK\x03\x04rest", "the file is a workbook or a zip archive, not text; export it as CSV");
    check(b"a,b\n1\x02,2\n", "the file is not text: line 2 has an invalid byte; export it as CSV");
    check(
        &[b'x'; 1_000_000],
        "the row that begins on line 1 is longer than the limit of 64 KB; is this a table of rows?",
    );
    check(&[b','; 1000], "line 1 has more than the limit of 100 columns; is the delimiter right?");
    check(
        b"time,value\n\"2026-01-05,1\n2026-01-06,2\n",
        "a cell that begins with a double quote on line 2 has no closing quote",
    );
    check(
        b"time,value\n2026-01-05,1\n",
        "a trace needs at least two points at different times, but only 1 can be read",
    );
    check(
        b"2026-01-05 10:00:00.1\n2026-01-05 10:00:00.1\n",
        "all 2 events fall into one interval, and a trace needs at least two; choose a shorter interval",
    );
    check(
        b"time,value\n2026-01-05,1\n2026-01-06,x\n2026-01-07,\n2026-01-08,y\n2026-01-09,2\nz,2\nz,2\nz,3\nz,1\n",
        "7 of 9 rows cannot be used, which is more than half: unreadable timestamp, such as \"z\" on line 7; are the columns and formats right?",
    );
}

#[test]
fn a_file_that_goes_bad_in_its_middle_is_refused_with_the_line() {
    let after = |rest: &[u8]| import_after(FINE, rest).unwrap_err().to_string();
    assert_eq!(after(b"2026-01-05 00:03,\0\n"), "the file is not text: line 5 has an invalid byte; export it as CSV");
    let quote = [b"\"".as_slice(), &[b'\n'; 100_000]].concat();
    assert_eq!(after(&quote), "a cell that begins with a double quote on line 5 has no closing quote");
    let long = vec![b'7'; 1_000_000];
    assert_eq!(
        after(&long),
        "the row that begins on line 5 is longer than the limit of 64 KB; is this a table of rows?"
    );
    let mut importer = Importer::new("big", sniff(FINE).unwrap().layout).unwrap();
    let row = b"2026-01-05 00:00,1\n".repeat(1000);
    let refused = (0..3000).find_map(|_| importer.push(&row).err()).unwrap();
    assert_eq!(
        refused.to_string(),
        "the file is larger than the limit of 50 MB; export a shorter time or a longer step"
    );
    let mut importer = Importer::new("many", sniff(FINE).unwrap().layout).unwrap();
    let row = b"1,1\n".repeat(10_000);
    let refused = (0..600).find_map(|_| importer.push(&row).err()).unwrap();
    assert_eq!(
        refused.to_string(),
        "the file has more than the limit of 5,000,000 rows (line 5000002); export a shorter time or a longer step"
    );
}

#[test]
fn json_that_is_no_matrix_is_refused_with_a_way_out() {
    check(
        br#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"2"]}]}}"#,
        "Prometheus returned a vector, which has no timestamps; use /api/v1/query_range, which returns a matrix",
    );
    check(
        br#"{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}"#,
        "Prometheus returned a scalar, which has no timestamps; use /api/v1/query_range, which returns a matrix",
    );
    check(
        br#"{"status":"error","errorType":"bad_data","error":"parse error: unexpected end of input"}"#,
        "Prometheus returned an error instead of data: parse error: unexpected end of input",
    );
    check(&b"[".repeat(100_000), "the JSON is nested deeper than the limit of 16 levels at byte 17");
    check(br#"{"data":{"resultType":"matrix","result":[]}}"#, "the file has no rows");
    check(br#"{"a":1}"#, "the JSON cannot be read: it has no \"data\", which a Prometheus response has");
    let broken =
        import(br#"{"data":{"resultType":"matrix","result":[{"values":[[1,"2"],[3]]}]}}"#).unwrap_err().to_string();
    assert_eq!(
        broken,
        "the JSON cannot be read: invalid length 1, expected a sample such as [1435781430.781, \"1\"] at line 1 column 63"
    );
    check(b"[1]", "the JSON cannot be read: it is a list, but a Prometheus response is an object with status and data");
    let cut = import(br#"{"status":"success","data":{"resultType":"matrix","resu"#).unwrap_err().to_string();
    assert!(cut.contains("EOF"), "{cut}");
}

#[test]
fn numbers_and_times_at_the_end_of_the_world_are_read_or_skipped() {
    let import = import(b"time,value\n2026-01-01,1e308\n2026-01-02,5\n2026-01-03,1e999\n2026-01-04,1e15\n9999-12-31,6\n1000000000000000000000,7\n0001-01-01,8\n").unwrap();
    assert_eq!(import.trace.values(), [8.0, 5.0, 1e15, 6.0]);
    let found = TraceStatistics::of(&import.trace);
    assert!(found.values.mean.is_finite() && found.variability.is_none_or(f64::is_finite));
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    let expected = import(FINE).unwrap();
    let text = std::str::from_utf8(FINE).unwrap();
    for other in
        [text.replace('\n', "\r\n"), text.replace('\n', "\r"), format!("\u{feff}{text}"), text.trim_end().to_owned()]
    {
        assert_eq!(import(other.as_bytes()).unwrap(), expected, "{other:?}");
    }
}

#[test]
fn layouts_that_cannot_be_are_refused_in_words() {
    let fine = sniff(FINE).unwrap().layout;
    let refused = |change: &dyn Fn(&mut Layout, &mut CsvLayout)| {
        let mut layout = fine.clone();
        let Source::Csv(mut csv) = layout.source.clone() else { panic!("not CSV") };
        change(&mut layout, &mut csv);
        layout.source = Source::Csv(csv);
        Importer::new("x", layout).unwrap_err().to_string()
    };
    assert_eq!(refused(&|_, csv| csv.time_column = 100), "columns are numbered from 0 to 99, but 100 is chosen");
    assert_eq!(
        refused(&|_, csv| csv.rows = Rows::Event { interval_seconds: 0 }),
        "the interval for counting events must be between 1 s and a week, but is 0 s"
    );
    assert_eq!(
        refused(&|_, csv| csv.delimiter = b'"'),
        "the delimiter must be one character that does not occur in numbers or words"
    );
    assert_eq!(
        refused(&|layout, _| layout.utc_offset_minutes = 9999),
        "the offset from UTC must be between -1560 and 1560 minutes, but is 9999"
    );
    let far = b"when\n0001-01-01 00:00:01\n9999-12-31 00:00:00\n";
    let mut layout = sniff(far).unwrap().layout;
    if let Source::Csv(csv) = &mut layout.source {
        csv.rows = Rows::Event { interval_seconds: 1 };
    }
    let mut importer = Importer::new("far", layout).unwrap();
    importer.push(far).unwrap();
    let message = importer.finish().unwrap_err().to_string();
    assert_eq!(
        message,
        "counting these events would give 315537811200 intervals, but at most 5,000,000 are kept; choose a longer interval"
    );
}

fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "2026-01-05 00:00",
        "1767571200",
        ",",
        ",",
        ";",
        "\n",
        "\n",
        "\r\n",
        "\"",
        "\"\"",
        " ",
        "\t",
        "|",
        "1e308",
        "NaN",
        "-1",
        "1.234,5",
        "{",
        "[",
        "]",
        "}",
        ":",
        "\"data\"",
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
        "{\"metric\":{},\"values\":[[1,\"2\"],[2,\"3\"]]}",
        "]}}",
        "\u{feff}",
        "é",
        "9999-12-31",
        "0001-01-01T00:00:00+23:59",
    ]);
    prop_oneof![
        prop::collection::vec(words, 0..60).prop_map(|words| words.concat().into_bytes()),
        prop::collection::vec(any::<u8>(), 0..400),
    ]
}

proptest! {
    #[test]
    fn no_file_brings_the_import_down(bytes in fragments()) {
        if let Ok(import) = import(&bytes) {
            let found = TraceStatistics::of(&import.trace);
            prop_assert!(found.values.mean.is_finite());
            prop_assert_eq!(Trace::decode(&import.trace.encode()), Ok(import.trace));
        }
    }

    #[test]
    fn no_bytes_bring_decoding_down(mut bytes in prop::collection::vec(any::<u8>(), 0..200), resealed in any::<bool>()) {
        bytes.splice(0..0, *b"HRTR\x01");
        if resealed {
            // A forged checksum lets the bytes through to the reader.
            let sum = bytes.iter().fold(0xCBF2_9CE4_8422_2325u64, |sum, b| (sum ^ u64::from(*b)).wrapping_mul(0x0100_0000_01B3));
            bytes.extend(sum.to_le_bytes());
        }
        let _ = Trace::decode(&bytes);
    }
}
