//! What holds for every trace: order, scale, pieces and storage change nothing that they should not.
#![allow(clippy::unwrap_used)]

use headroom_core::trace::*;
use proptest::prelude::*;
use std::time::Duration;

fn import_in(text: &[u8], pieces: impl IntoIterator<Item = usize>) -> Import {
    let mut importer = Importer::new("law", sniff(text).unwrap().layout).unwrap();
    let (mut rest, mut pieces) = (text, pieces.into_iter());
    while !rest.is_empty() {
        let length = pieces.next().unwrap_or(rest.len()).clamp(1, rest.len());
        importer.push(&rest[..length]).unwrap();
        rest = &rest[length..];
    }
    importer.finish().unwrap()
}

fn text_of(rows: &[(i64, f64)]) -> Vec<u8> {
    let rows: String = rows.iter().map(|(time, value)| format!("{time},{value:?}\n")).collect();
    format!("time,value\n{rows}").into_bytes()
}

/// Rows at increasing times from 2026 on, mostly a minute or an hour apart.
fn rows() -> impl Strategy<Value = Vec<(i64, f64)>> {
    let step = prop::sample::select(vec![60i64, 60, 60, 120, 600, 3600, 7, 86_400]);
    let value = prop_oneof![0.0..1000.0f64, (0..500u32).prop_map(f64::from)];
    prop::collection::vec((step, value), 2..200).prop_map(|steps| {
        let mut time = 1_767_571_200;
        steps
            .into_iter()
            .map(|(step, value)| {
                time += step;
                (time, value)
            })
            .collect()
    })
}

/// A trace of some weeks with a day, a week, growth and noise.
fn weeks(meaning: Meaning, growth_per_month: f64, noise: f64) -> Trace {
    let start = LocalTime::from_seconds(1_767_571_200.0).unwrap();
    let values = (0..24 * 7 * 6)
        .map(|hour| {
            let day = (hour / 24) as f64;
            let weekday = [1.0, 1.1, 1.2, 1.1, 1.0, 0.7, 0.5][(hour / 24) % 7];
            let of_day = 1.0 + 0.5 * libm::sin(hour as f64 / 24.0 * std::f64::consts::TAU);
            let growth = libm::pow(1.0 + growth_per_month, day / DAYS_PER_MONTH);
            let wobble =
                1.0 + noise * if hour % 2 == 0 { 1.0 } else { -1.0 } * if (hour / 168) % 2 == 0 { 1.0 } else { -1.0 };
            100.0 * weekday * of_day * growth * wobble
        })
        .collect();
    let step = Step::Every(Duration::from_secs(3600));
    Trace::new("weeks", meaning, step, Times::Regular { start }, values, None).unwrap()
}

#[test]
fn a_known_shape_is_found_again() {
    let found = TraceStatistics::of(&weeks(Meaning::Rate, 0.08, 0.0));
    let trend = found.trend.unwrap();
    assert_eq!(
        (trend.n_means, found.profile_basis, found.usual_shape),
        (42, ProfileBasis::Observed, UsualShape::WeekAndTrend)
    );
    // The shape is made of exactly these parts, so only rounding remains.
    assert!((trend.compound_per_month.unwrap() - 0.08).abs() < 1e-10, "{trend:?}");
    assert!(found.variability.unwrap() < 1e-10);
    // A straight line through six weeks of 8 % a month: near ln 1.08, and not the same.
    assert!((trend.linear_per_month - 0.077).abs() < 0.002, "{trend:?}");
    // The start is a Monday: hour 54 is Wednesday 06:00, where day and week are highest.
    let highest = (0..168).max_by(|a, b| found.hour_of_week[*a].partial_cmp(&found.hour_of_week[*b]).unwrap());
    assert_eq!(highest, Some(54));
    let uneven = TraceStatistics::of(&weeks(Meaning::Rate, 0.0, 0.2));
    // Noise of ±20 % that cancels over the weeks.
    assert!((uneven.variability.unwrap() - 0.2).abs() < 0.003, "{:?}", uneven.variability);
}

#[test]
fn growth_agrees_with_the_normal_equations() {
    // An independent way: dummies for the weekdays, eliminated by Gauss.
    let trace = weeks(Meaning::Rate, 0.05, 0.1);
    let days: Vec<(f64, usize, f64)> = trace
        .values()
        .chunks(24)
        .enumerate()
        .map(|(day, values)| (day as f64, day % 7, values.iter().sum::<f64>() / 24.0))
        .collect();
    let mut matrix = [[0.0; 9]; 8];
    for (day, weekday, value) in &days {
        let mut row = [0.0; 8];
        row[*weekday] = 1.0;
        row[7] = *day;
        for i in 0..8 {
            for j in 0..8 {
                matrix[i][j] += row[i] * row[j];
            }
            matrix[i][8] += row[i] * value;
        }
    }
    for pivot in 0..8 {
        for other in 0..8 {
            if other != pivot {
                let factor = matrix[other][pivot] / matrix[pivot][pivot];
                let row = matrix[pivot];
                matrix[other].iter_mut().zip(row).for_each(|(cell, from)| *cell -= factor * from);
            }
        }
    }
    let slope = matrix[7][8] / matrix[7][7];
    let mean = days.iter().map(|(.., value)| value).sum::<f64>() / days.len() as f64;
    let trend = TraceStatistics::of(&trace).trend.unwrap();
    assert!((trend.linear_per_month - slope * DAYS_PER_MONTH / mean).abs() < 1e-9, "{trend:?}");
}

#[test]
fn a_trace_shorter_than_a_week_repeats_its_hours() {
    let start = LocalTime::from_seconds(1_767_571_200.0 + 6.0 * 3600.0).unwrap();
    let step = Step::Every(Duration::from_secs(1800));
    let trace =
        Trace::new("six hours", Meaning::Rate, step, Times::Regular { start }, vec![1.0, 3.0, 4.0, 4.0], None).unwrap();
    let found = TraceStatistics::of(&trace);
    assert_eq!(found.profile_basis, ProfileBasis::HourOfDay);
    // Means of 06:00 and 07:00 are 2 and 4 over a mean of 3, on each day of the week.
    for day in 0..7 {
        assert_eq!(found.hour_of_week[day * 24 + 6], Some(2.0 / 3.0));
        assert_eq!(found.hour_of_week[day * 24 + 7], Some(4.0 / 3.0));
        assert_eq!(found.hour_of_week[day * 24 + 8], None);
    }
    assert_eq!(
        found.trend.unwrap_err().to_string(),
        "growth needs a trace of 14 days or more, but this one is shorter than a day"
    );
}

proptest! {
    #[test]
    fn the_order_of_rows_changes_nothing(mut rows in rows(), seed in any::<u64>()) {
        let sorted = import_in(&text_of(&rows), None);
        let mut state = seed | 1;
        for at in (1..rows.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            rows.swap(at, (state >> 33) as usize % (at + 1));
        }
        let layout = sniff(&text_of(&rows)).unwrap().layout;
        prop_assume!(layout == sniff(&text_of(&{ let mut r = rows.clone(); r.sort_by_key(|row| row.0); r })).unwrap().layout);
        let shuffled = import_in(&text_of(&rows), None);
        prop_assert_eq!(&shuffled.trace, &sorted.trace);
        prop_assert_eq!(TraceStatistics::of(&shuffled.trace), TraceStatistics::of(&sorted.trace));
        prop_assert_eq!(shuffled.report.gaps, sorted.report.gaps);
    }

    #[test]
    fn pieces_change_nothing(rows in rows(), pieces in prop::collection::vec(1..50usize, 0..100), crlf in any::<bool>()) {
        let text = String::from_utf8(text_of(&rows)).unwrap();
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        prop_assert_eq!(import_in(text.as_bytes(), pieces), import_in(text.as_bytes(), None));
    }

    #[test]
    fn twice_the_load_has_twice_the_figures_and_the_same_shape(rows in rows()) {
        let doubled: Vec<(i64, f64)> = rows.iter().map(|(time, value)| (*time, value * 2.0)).collect();
        let trace = |rows: &[(i64, f64)]| {
            let times = rows.iter().map(|(time, _)| LocalTime::from_seconds(*time as f64).unwrap()).collect();
            let step = Step::Every(Duration::from_secs(60));
            Trace::new("x", Meaning::CountPerInterval, step, Times::Listed(times), rows.iter().map(|row| row.1).collect(), None).unwrap()
        };
        let (one, two) = (TraceStatistics::of(&trace(&rows)), TraceStatistics::of(&trace(&doubled)));
        // Doubling is exact in floats, so all that scales does so to the last bit.
        for (a, b) in [(one.values.mean, two.values.mean), (one.values.peak, two.values.peak), (one.values.p95, two.values.p95), (one.load.unwrap().p99, two.load.unwrap().p99)] {
            prop_assert_eq!(a * 2.0, b);
        }
        prop_assert_eq!(one.hour_of_week, two.hour_of_week);
        prop_assert_eq!(one.values.peak_to_average, two.values.peak_to_average);
        // Growth passes through a logarithm, which rounds differently.
        match (one.variability, two.variability) {
            (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9, "{} {}", a, b),
            (a, b) => prop_assert_eq!(a, b),
        }
    }

    #[test]
    fn what_is_stored_comes_back(rows in rows(), regular in any::<bool>(), months in any::<bool>(), gauge in any::<bool>(), events in any::<Option<u32>>()) {
        let start = LocalTime::from_seconds(rows[0].0 as f64).unwrap();
        let listed = rows.iter().map(|row| LocalTime::from_seconds(row.0 as f64 + 0.25).unwrap()).collect();
        let times = if regular { Times::Regular { start } } else { Times::Listed(listed) };
        let step = if months && !regular { Step::Months(3) } else { Step::Every(Duration::from_micros(60_000_001)) };
        let meaning = if gauge { Meaning::Gauge } else { Meaning::Rate };
        let values = rows.iter().map(|row| if gauge { -row.1 } else { row.1 }).collect();
        let arrivals = events.map(|n| Arrivals { events: n.into(), mean_gap: 0.1, scv: 1.5 });
        let trace = Trace::new("Überlast", meaning, step, times, values, arrivals).unwrap();
        let bytes = trace.encode();
        prop_assert_eq!(Trace::decode(&bytes), Ok(trace));
        prop_assert!(Trace::decode(&bytes[..bytes.len() - 1]).is_err());
    }

    #[test]
    fn a_changed_byte_is_noticed(at in 0..1000usize, flip in 1..=255u8) {
        let mut bytes = weeks(Meaning::Rate, 0.0, 0.1).encode();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        prop_assert!(Trace::decode(&bytes).is_err());
    }

    #[test]
    fn splitting_rows_agrees_with_the_csv_crate(cells in prop::collection::vec(prop::collection::vec("[a\",\r\n 0-9]{0,5}", 3), 1..20)) {
        // Written by the csv crate, read back through the import: the values come out as they went in.
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["time", "value", "note"]).unwrap();
        for (index, row) in cells.iter().enumerate() {
            writer.write_record([&(1_767_571_200 + 60 * index).to_string(), &index.to_string(), &row.concat()]).unwrap();
        }
        writer.write_record(["1767571140", "7", ""]).unwrap();
        let text = writer.into_inner().unwrap();
        let import = import_in(&text, Some(13));
        prop_assert_eq!(import.trace.n_points(), cells.len() + 1);
        prop_assert_eq!(&import.trace.values()[1..], (0..cells.len()).map(|index| index as f64).collect::<Vec<_>>());
        prop_assert!(import.report.issues.iter().all(|issue| matches!(issue.kind, IssueKind::OutOfOrder | IssueKind::LooksCumulative)));
    }
}
