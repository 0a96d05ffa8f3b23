//! Scenarios: read from a file, from standard input or from a link, and answered.

use crate::Answer;
use headroom_core::plan::evaluate::evaluate;
use headroom_core::plan::scenario::codec::Opened;
use headroom_core::plan::scenario::{Scenario, Service, codec, examples as catalog};
use headroom_core::report;
use std::fs::File;
use std::io::{self, Read, Write};

/// The answers for a scenario, as text or as JSON, and the status that its verdict ends with.
pub fn answers(source: &str, json: bool) -> Result<Answer, String> {
    let scenario = read(source)?;
    let evaluation = evaluate(&scenario);
    if json {
        return Ok(Answer::judged(report::json(&scenario, &evaluation), &evaluation.verdict.findings));
    }
    let text = report::report(&scenario, &evaluation);
    let text = format!("{}{}", text.trim_end(), crate::prices::hint(&evaluation));
    Ok(Answer::judged(text, &evaluation.verdict.findings))
}

/// A scenario as the fragment of a link.
pub fn link(source: &str) -> Result<String, String> {
    Ok(format!("#{}", codec::to_fragment(&read(source)?)))
}

/// All examples in a list, or one as a scenario file.
pub fn examples(slug: Option<&str>) -> Result<String, String> {
    let Some(slug) = slug else {
        let rows = catalog::ALL.iter().map(|example| format!("{:<18} {}\n", example.slug, example.shows));
        return Ok(rows.collect());
    };
    let example = catalog::find(slug).ok_or_else(|| {
        let slugs: Vec<&str> = catalog::ALL.iter().map(|example| example.slug).collect();
        format!("no example \"{slug}\"; the examples are {}", slugs.join(", "))
    })?;
    Ok(codec::to_json(&example.scenario()))
}

/// Reads a scenario.
pub fn read(source: &str) -> Result<Scenario, String> {
    let opened = open(source)?;
    for notice in &opened.notices {
        // What an older plan had stated twice; nothing is left to do where that cannot be told.
        let _ = writeln!(io::stderr(), "headroom: {}: {notice}", short_name_of(source));
    }
    Ok(opened.scenario)
}

/// The service of this name, whatever its case; the first where none is named.
pub fn service_named<'a>(scenario: &'a Scenario, name: Option<&str>) -> Result<&'a Service, String> {
    let services = &scenario.services;
    let Some(name) = name else { return Ok(services.first()) };
    services.iter().find(|service| service.name.as_str().eq_ignore_ascii_case(name)).ok_or_else(|| {
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        format!("no service \"{name}\"; the services are {}", names.join(", "))
    })
}

fn open(source: &str) -> Result<Opened, String> {
    if let Some(fragment) = fragment(source) {
        return codec::open_fragment(fragment).map_err(|error| format!("cannot read the link: {error}"));
    }
    let refused = |why: &dyn std::fmt::Display| format!("cannot read {}: {why}", name_of(source));
    let text = read_text(source, codec::MAX_JSON_BYTES)?
        .ok_or_else(|| refused(&codec::ReadError::TooLarge { limit: codec::MAX_JSON_BYTES }))?;
    let opened = match fragment(text.trim()) {
        Some(fragment) => codec::open_fragment(fragment),
        None => codec::open_json(&text),
    };
    opened.map_err(|error| refused(&error))
}

/// What a report calls the source of a scenario: a link would be long.
pub fn short_name_of(source: &str) -> &str {
    if fragment(source).is_some() { "a link" } else { name_of(source) }
}

/// What messages call a source.
pub fn name_of(source: &str) -> &str {
    if source == "-" { "standard input" } else { source }
}

/// Reads text of at most so many bytes; `None` where there is more.
pub fn read_text(source: &str, most: usize) -> Result<Option<String>, String> {
    let refused = |why: &dyn std::fmt::Display| format!("cannot read {}: {why}", name_of(source));
    // One byte more than is read, so that what is too long is known to be.
    let limit = most as u64 + 1;
    let mut bytes = Vec::new();
    let taken = if source == "-" {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        File::open(source).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    taken.map_err(|error| refused(&error))?;
    if bytes.len() as u64 == limit {
        return Ok(None);
    }
    String::from_utf8(bytes).map(Some).map_err(|_| refused(&"not UTF-8 text"))
}

/// The fragment of a text that is a link: `https://…#v1.…`, `#v1.…` or `v1.…`.
fn fragment(text: &str) -> Option<&str> {
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    match text.split_once('#') {
        Some((address, fragment)) if is_address || address.is_empty() => Some(fragment),
        // Refused as no link, which says more than that there is no such file.
        _ if is_address => Some(text),
        _ => {
            let (version, _) = text.strip_prefix('v')?.split_once('.')?;
            let is_number = !version.is_empty() && version.bytes().all(|digit| digit.is_ascii_digit());
            (is_number && !std::path::Path::new(text).exists()).then_some(text)
        }
    }
}
