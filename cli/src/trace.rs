//! Traces: imported as the page imports them, and summarised.

use crate::args::{Import as Asked, ImportOptions};
use headroom_core::base::text;
use headroom_core::base::time::WEEKDAYS;
use headroom_core::trace::{
    Corrections, Import, Importer, Layout, Meaning, Rows, Sniff, Source, Summary, TraceStatistics, sniff_as,
};
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that are read at a time; the first of them are looked at.
const PIECE: usize = 65_536;

/// Statistics of a trace, as text or as JSON.
pub fn statistics(asked: &Asked, as_json: bool) -> Result<String, String> {
    let (title, import, notes) = read(&asked.source, &asked.options)?;
    let statistics = TraceStatistics::of(&import.trace);
    if as_json {
        return json(&import, &notes, &statistics);
    }
    Ok(lines(&title, &import, &notes, &statistics).join("\n"))
}

/// A trace with its title, and the notes of its reading.
pub fn read(source: &str, options: &ImportOptions) -> Result<(String, Import, Vec<String>), String> {
    let (name, input): (&str, Box<dyn Read>) = if source == "-" {
        ("standard input", Box::new(io::stdin().lock()))
    } else {
        let file = File::open(source).map_err(|error| format!("cannot read {source}: {error}"))?;
        (source, Box::new(file))
    };
    let title = Path::new(name).file_name().map_or(name.into(), |name| name.to_string_lossy());
    let (import, notes) = import(&title, input, options).map_err(|error| format!("cannot read {name}: {error}"))?;
    Ok((title.into_owned(), import, notes))
}

fn import(title: &str, mut input: Box<dyn Read>, options: &ImportOptions) -> Result<(Import, Vec<String>), String> {
    let mut piece = Vec::with_capacity(PIECE);
    let mut next = |piece: &mut Vec<u8>| {
        piece.clear();
        input.by_ref().take(PIECE as u64).read_to_end(piece).map_err(|error| error.to_string())
    };
    next(&mut piece)?;
    let (layout, notes) = layout(&piece, options)?;
    let mut importer = Importer::new(title, layout).map_err(|error| error.to_string())?;
    while !piece.is_empty() {
        importer.push(&piece).map_err(|error| error.to_string())?;
        next(&mut piece)?;
    }
    Ok((importer.finish().map_err(|error| error.to_string())?, notes))
}

/// The layout that the beginning of a file suggests, as the person corrects it.
fn layout(beginning: &[u8], options: &ImportOptions) -> Result<(Layout, Vec<String>), String> {
    let sniffed = |corrections| sniff_as(beginning, corrections).map_err(|error| error.to_string());
    let mut corrections = Corrections { delimiter: options.delimiter, ..Corrections::default() };
    let mut found = sniffed(corrections)?;
    if let Some(column) = &options.time_column {
        corrections.time_column = Some(column_named(&found, column)?);
        found = sniffed(corrections)?;
    }
    if let Some(column) = &options.value_column {
        let column = column_named(&found, column)?;
        let Source::Csv(csv) = &mut found.layout.source else {
            return Err("a Prometheus response has no columns".into());
        };
        let meaning = match csv.rows {
            Rows::Value { meaning, .. } => meaning,
            Rows::Event { .. } => Meaning::Rate,
        };
        csv.rows = Rows::Value { column, meaning };
        found.notes.clear();
    }
    if let Some(interval_seconds) = options.events {
        let Source::Csv(csv) = &mut found.layout.source else { return Err("a Prometheus response has no rows".into()) };
        csv.rows = Rows::Event { interval_seconds };
        found.notes.clear();
    }
    if let Some(chosen) = options.meaning {
        match &mut found.layout.source {
            Source::Prometheus(prometheus) => prometheus.meaning = chosen,
            Source::Csv(csv) => match &mut csv.rows {
                Rows::Value { meaning, .. } => *meaning = chosen,
                Rows::Event { .. } => {
                    return Err("rows are counted as requests, so --meaning does not apply; use --value-column".into());
                }
            },
        }
    }
    if let Some(minutes) = options.utc_offset {
        found.layout.utc_offset_minutes = minutes;
    }
    Ok((found.layout, found.notes))
}

fn column_named(found: &Sniff, name: &str) -> Result<usize, String> {
    let by_name = found.columns.iter().position(|column| column.name == name);
    let by_number =
        || name.parse().ok().filter(|number| (1..=found.columns.len()).contains(number)).map(|n: usize| n - 1);
    by_name.or_else(by_number).ok_or_else(|| {
        let names: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
        format!("no column \"{name}\"; the columns are {}", names.join(", "))
    })
}

fn json(import: &Import, notes: &[String], statistics: &TraceStatistics) -> Result<String, String> {
    #[derive(Serialize)]
    struct Found<'a> {
        name: &'a str,
        statistics: &'a TraceStatistics,
        report: &'a headroom_core::trace::ImportReport,
        notes: &'a [String],
    }
    let found = Found { name: import.trace.name(), statistics, report: &import.report, notes };
    serde_json::to_string_pretty(&found).map_err(|error| error.to_string())
}

fn lines(title: &str, import: &Import, notes: &[String], found: &TraceStatistics) -> Vec<String> {
    let report = &import.report;
    let mut lines = vec![
        title.to_owned(),
        format!(
            "{} to {}, {} points, one every {}",
            found.start,
            found.end,
            text::count(found.n_points as u64),
            found.step
        ),
        format!("Values: {}", found.meaning.words()),
    ];
    match &found.load {
        // As a spreadsheet gives it, and as the plan takes it.
        Some(load) if load.mean != found.values.mean => {
            lines.extend(summary(&found.values, &format!(" in {}", found.step)));
            lines.extend(summary(load, " requests/s"));
        }
        Some(load) => lines.extend(summary(load, " requests/s")),
        None => lines.extend(summary(&found.values, "")),
    }
    let trend = match &found.trend {
        Ok(trend) => {
            let compound = trend.compound_per_month.map(|growth| format!(", compound {}", text::percent(growth)));
            let linear = text::percent(trend.linear_per_month);
            format!("linear {linear} a month{}", compound.unwrap_or_default())
        }
        Err(reason) => reason.to_string(),
    };
    lines.push(format!("Growth: {trend}"));
    if let Some(variability) = found.variability {
        lines.push(format!("Variability (CV): {} around the usual shape", text::percent(variability)));
    }
    lines.push(format!("Usual week: {}", found.profile_basis.words()));
    lines.extend(week(found));
    if let Some(arrivals) = &found.arrivals {
        lines.push(format!(
            "Busiest interval: {} requests, from {}",
            text::count(arrivals.busiest),
            arrivals.busiest_at
        ));
    }
    let (rows, skipped) = (text::counted(report.rows, "row", "rows"), text::count(report.skipped));
    let missing = match report.gaps.missing {
        0 => "no points are missing".to_owned(),
        n => format!(
            "{} missing at {}",
            text::counted(n, "point is", "points are"),
            text::counted(report.gaps.places, "place", "places")
        ),
    };
    lines.push(format!("Read: {rows}, {skipped} skipped; {missing}"));
    for issue in &report.issues {
        let places: Vec<String> = issue.places.iter().map(u64::to_string).collect();
        let (words, rule) = (issue.kind.words(), issue.kind.rule());
        let at = format!("{} {}", report.place.word(), places.join(", "));
        lines.push(format!("  {} × {words} ({at}): {rule}", text::count(issue.count)));
    }
    lines.extend(notes.iter().map(|note| format!("Note: {note}")));
    lines
}

fn summary(values: &Summary, unit: &str) -> [String; 2] {
    let ratio = values.peak_to_average.map(|ratio| format!(", {} × the mean", text::number(ratio)));
    let number = text::number;
    [
        format!(
            "Mean {}{unit}; peak {}{unit} at {}{}",
            number(values.mean),
            number(values.peak),
            values.peak_at,
            ratio.unwrap_or_default()
        ),
        format!(
            "P50 {}, P95 {}, P99 {}, lowest {}",
            number(values.p50),
            number(values.p95),
            number(values.p99),
            number(values.min)
        ),
    ]
}

/// The highest and the lowest hour of the usual week.
fn week(found: &TraceStatistics) -> Option<String> {
    let hours = || found.hour_of_week.iter().enumerate().filter_map(|(hour, factor)| Some((hour, (*factor)?)));
    let highest = hours().max_by(|one, other| one.1.total_cmp(&other.1))?;
    let lowest = hours().min_by(|one, other| one.1.total_cmp(&other.1))?;
    let shown = |(hour, factor): (usize, f64)| {
        format!(
            "{} {} at {} × the mean",
            WEEKDAYS[hour / 24 % 7],
            text::time_of_day((hour % 24) as f64),
            text::number(factor)
        )
    };
    Some(format!("  highest {}, lowest {}", shown(highest), shown(lowest)))
}
