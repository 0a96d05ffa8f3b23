//! The answer of Prometheus' `/api/v1/query_range`: series with labels, each with timed samples.

use super::assemble::{Rows, trace_from_values};
use super::error::limits;
use super::number::{accept, read_value};
use super::report::{Findings, Place, excerpt};
use super::skipped::refuse_mostly_skipped;
use super::{
    DecimalMark, Import, ImportError, ImportReport, IssueKind, LocalTime, PrometheusLayout, SeriesChoice, SeriesSummary,
};
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

/// What stands around the series; read first, for a message that helps where there are none.
#[derive(Deserialize)]
struct Envelope {
    status: Option<String>,
    error: Option<String>,
    data: Option<EnvelopeData>,
}

#[derive(Deserialize)]
struct EnvelopeData {
    #[serde(rename = "resultType", default)]
    result_type: String,
}

#[derive(Deserialize)]
struct Answer {
    data: Matrix,
}

#[derive(Deserialize)]
struct Matrix {
    result: Vec<Series>,
}

#[derive(Deserialize)]
struct Series {
    #[serde(default)]
    metric: BTreeMap<String, String>,
    #[serde(default)]
    values: Vec<Sample>,
}

/// `[1435781430.781, "1"]`: seconds since 1970 in UTC, and the value as text.
struct Sample {
    time: f64,
    value: Result<f64, Box<str>>,
}

impl<'de> Deserialize<'de> for Sample {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pair;
        impl<'de> Visitor<'de> for Pair {
            type Value = Sample;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sample such as [1435781430.781, \"1\"]")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Sample, A::Error> {
                let time = pair.next_element()?.ok_or_else(|| A::Error::invalid_length(0, &self))?;
                let value: Value = pair.next_element()?.ok_or_else(|| A::Error::invalid_length(1, &self))?;
                match pair.next_element::<IgnoredAny>()? {
                    None => Ok(Sample { time, value: value.0 }),
                    Some(_) => Err(A::Error::invalid_length(3, &self)),
                }
            }
        }
        deserializer.deserialize_seq(Pair)
    }
}

/// A number, or text that is to be read as one.
struct Value(Result<f64, Box<str>>);

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Value;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value as text, such as \"1.5\"")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                // The usual case needs no text on the heap.
                Ok(Value(match text.parse::<f64>() {
                    Ok(value) => Ok(value),
                    Err(_) => Err(text.chars().take(64).collect::<String>().into()),
                }))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
                Ok(Value(Ok(value)))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
                Ok(Value(Ok(value as f64)))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
                Ok(Value(Ok(value as f64)))
            }
        }
        deserializer.deserialize_any(Text)
    }
}

/// Reads a whole answer.
pub(super) fn import(name: &str, layout: PrometheusLayout, offset: i64, bytes: &[u8]) -> Result<Import, ImportError> {
    let all = read_series(bytes)?;
    if all.len() > limits::SERIES {
        return Err(ImportError::TooManySeries { series: all.len() as u64 });
    }
    let n_samples: u64 = all.iter().map(|series| series.values.len() as u64).sum();
    if n_samples > limits::ROWS {
        return Err(ImportError::TooManyRows { at: limits::ROWS + 1, place: Place::Sample });
    }
    let chosen = match layout.series {
        SeriesChoice::Sum => 0..all.len(),
        SeriesChoice::Only(index) if index < all.len() => index..index + 1,
        SeriesChoice::Only(index) => {
            let problem =
                format!("series {index} is chosen, but the response has {} series, counted from 0", all.len());
            return Err(ImportError::Layout(problem));
        }
    };
    let (mut findings, mut rows, mut samples, mut skipped, mut place) = (Findings::default(), Rows::default(), 0, 0, 0);
    let summed = chosen.len() > 1;
    let mut by_time: Vec<(LocalTime, f64, u64)> = Vec::new();
    for (index, series) in all.iter().enumerate() {
        for sample in &series.values {
            place += 1;
            if !chosen.contains(&index) {
                continue;
            }
            samples += 1;
            match read_sample(sample, layout, offset) {
                Ok((time, value)) if summed => by_time.push((time, value, place)),
                Ok((time, value)) => rows.push(time, Some(value), place, &mut findings),
                Err((kind, found)) => {
                    skipped += 1;
                    findings.add(kind, place, found.as_bytes());
                }
            }
        }
    }
    if samples == 0 {
        return Err(ImportError::Empty);
    }
    refuse_mostly_skipped(skipped, samples, Place::Sample, &findings)?;
    let with_samples = all.iter().filter(|series| !series.values.is_empty()).count();
    add_up(by_time, with_samples, &mut rows, &mut findings);
    let (trace, gaps) = trace_from_values(name, layout.meaning, rows, Place::Sample, &mut findings)?;
    let report = ImportReport {
        rows: samples,
        skipped,
        points: trace.n_points() as u64,
        step: trace.step(),
        issues: findings.into_issues(),
        gaps,
        series: all.iter().map(summary).collect(),
        place: Place::Sample,
    };
    Ok(Import { trace, report })
}

/// Adds up samples of the same time, in the order of the series.
fn add_up(mut by_time: Vec<(LocalTime, f64, u64)>, n_series: usize, rows: &mut Rows, findings: &mut Findings) {
    by_time.sort_by_key(|(time, ..)| *time);
    for same in by_time.chunk_by(|one, other| one.0 == other.0) {
        let Some((time, _, place)) = same.first() else { continue };
        if same.len() < n_series {
            findings.add(IssueKind::PartialSum, *place, b"");
        }
        rows.push(*time, Some(same.iter().map(|(_, value, _)| value).sum()), *place, findings);
    }
}

fn read_series(bytes: &[u8]) -> Result<Vec<Series>, ImportError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    check_depth(bytes)?;
    let unreadable = |error: serde_json::Error| ImportError::Json { problem: error.to_string() };
    if bytes.trim_ascii_start().starts_with(b"[") {
        let problem = "it is a list, but a Prometheus response is an object with status and data".into();
        return Err(ImportError::Json { problem });
    }
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(unreadable)?;
    if envelope.status.as_deref() == Some("error") || envelope.error.is_some() {
        let words = envelope.error.unwrap_or_else(|| "no reason given".into());
        return Err(ImportError::PrometheusError(words.chars().take(500).collect()));
    }
    let Some(data) = envelope.data else {
        return Err(ImportError::Json { problem: "it has no \"data\", which a Prometheus response has".into() });
    };
    if data.result_type != "matrix" {
        return Err(ImportError::NotAMatrix { found: excerpt(data.result_type.as_bytes()) });
    }
    let answer: Answer = serde_json::from_slice(bytes).map_err(unreadable)?;
    Ok(answer.data.result)
}

fn check_depth(bytes: &[u8]) -> Result<(), ImportError> {
    let (mut depth, mut in_text, mut escaped) = (0usize, false, false);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                depth += 1;
                if depth > limits::JSON_DEPTH {
                    return Err(ImportError::JsonTooDeep { byte: at as u64 + 1 });
                }
            }
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    Ok(())
}

fn read_sample(
    sample: &Sample,
    layout: PrometheusLayout,
    offset: i64,
) -> Result<(LocalTime, f64), (IssueKind, String)> {
    let time = LocalTime::from_seconds(sample.time)
        .and_then(|time| LocalTime::from_micros(time.micros() + offset))
        .ok_or_else(|| (IssueKind::UnreadableTime, sample.time.to_string()))?;
    match &sample.value {
        Ok(value) => accept(*value, layout.meaning).map_err(|kind| (kind, value.to_string())),
        Err(text) => {
            read_value(text.as_bytes(), DecimalMark::Point, layout.meaning).map_err(|kind| (kind, text.to_string()))
        }
    }
    .map(|value| (time, value))
}

fn summary(series: &Series) -> SeriesSummary {
    let name = series.metric.get("__name__").map_or("", String::as_str);
    let labels: Vec<String> = series
        .metric
        .iter()
        .filter(|(label, _)| *label != "__name__")
        .map(|(label, value)| format!("{label}={value:?}"))
        .collect();
    let labels = format!("{name}{{{}}}", labels.join(", "));
    SeriesSummary { labels: labels.chars().take(300).collect(), samples: series.values.len() as u64 }
}
