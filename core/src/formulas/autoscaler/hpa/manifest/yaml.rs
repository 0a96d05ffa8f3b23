//! YAML to plain values: bounded in depth, without anchors, aliases, merge keys or types of one's own.
//!
//! Values are those that `kubectl` would make of the text before it looks at their meaning. Anchors and aliases
//! are refused rather than expanded, so a short text cannot become a large one.

use super::error::quoted;
use super::{MAX_DEPTH, MAX_TEXT_BYTES, ManifestError};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Value};

/// Longest key of an object in characters: a prefix, a stroke and a name, as labels may have.
pub(super) const MAX_KEY_CHARS: usize = 317;

/// A collection that is not yet closed.
enum Open {
    List(Vec<Value>),
    Object { fields: Map<String, Value>, key: Option<String> },
}

/// The documents of a text; empty ones are left out.
pub(super) fn read(text: &str) -> Result<Vec<Value>, ManifestError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(ManifestError::TooLarge);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_template = text.contains("{{");
    let mut documents = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| not_yaml(&error, is_template))?;
        let at = &span.start;
        let value = match event {
            Event::Alias(_) => return Err(anchored(at)),
            Event::Scalar(text, style, anchor, tag) => {
                refuse_anchor(anchor, at)?;
                let as_text = style != ScalarStyle::Plain || tag_is_text(tag.as_deref(), at)?;
                if let Some(Open::Object { key: key @ None, fields }) = open.last_mut() {
                    *key = Some(read_key(&text, as_text, fields, at)?);
                    continue;
                }
                if as_text { Value::String(text.into_owned()) } else { plain_value(&text, at)? }
            }
            Event::SequenceStart(anchor, tag) => {
                enter(&mut open, anchor, tag.as_deref(), at, Open::List(Vec::new()))?;
                continue;
            }
            Event::MappingStart(anchor, tag) => {
                enter(&mut open, anchor, tag.as_deref(), at, Open::Object { fields: Map::new(), key: None })?;
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(items)) => Value::Array(items),
                Some(Open::Object { fields, .. }) => Value::Object(fields),
                None => continue,
            },
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing => {
                continue;
            }
        };
        match open.last_mut() {
            Some(Open::List(items)) => items.push(value),
            Some(Open::Object { fields, key }) => match key.take() {
                Some(key) => drop(fields.insert(key, value)),
                None => return Err(fault(at, "a key must be text".into())),
            },
            None if value.is_null() => {}
            None => documents.push(value),
        }
    }
    Ok(documents)
}

fn enter(
    open: &mut Vec<Open>,
    anchor: usize,
    tag: Option<&Tag>,
    at: &Marker,
    collection: Open,
) -> Result<(), ManifestError> {
    refuse_anchor(anchor, at)?;
    tag_is_text(tag, at)?;
    if matches!(open.last(), Some(Open::Object { key: None, .. })) {
        return Err(fault(at, "a key must be text, not a list or an object".into()));
    }
    if open.len() >= MAX_DEPTH {
        return Err(ManifestError::TooDeep { line: at.line() });
    }
    open.push(collection);
    Ok(())
}

fn read_key(text: &str, as_text: bool, fields: &Map<String, Value>, at: &Marker) -> Result<String, ManifestError> {
    if text == "<<" && !as_text {
        return Err(anchored(at));
    }
    if text.chars().count() > MAX_KEY_CHARS || text.chars().any(char::is_control) {
        let what = format!("a key must have at most {MAX_KEY_CHARS} characters, all of them printable");
        return Err(fault(at, what));
    }
    if fields.contains_key(text) {
        return Err(fault(at, format!("the key {} appears twice", quoted(text))));
    }
    Ok(text.to_owned())
}

/// What an unquoted scalar is; the older words for truth count, as they do for `kubectl`.
fn plain_value(text: &str, at: &Marker) -> Result<Value, ManifestError> {
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ if text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '+' | '.')) => {
            number(text, at)?.unwrap_or_else(|| Value::String(text.to_owned()))
        }
        _ => Value::String(text.to_owned()),
    })
}

/// A decimal number; none for whatever only looks like one, such as `1Gi`, `010` and `1.2.3`.
fn number(text: &str, at: &Marker) -> Result<Option<Value>, ManifestError> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let refused = || fault(at, format!("{} is not a number that a manifest can hold", quoted(text)));
    if matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Err(refused());
    }
    let is_decimal = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'-' | b'+'));
    let is_octal = matches!(digits.as_bytes(), [b'0', b'0'..=b'9', ..]);
    if !is_decimal || is_octal {
        return Ok(None);
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Ok(Some(whole.into()));
    }
    match text.parse::<f64>() {
        // A whole number stays one, however it is written.
        Ok(value) if value.trunc() == value && value.abs() < 9e15 => Ok(Some((value as i64).into())),
        Ok(value) => serde_json::Number::from_f64(value).map(|value| Some(value.into())).ok_or_else(refused),
        Err(_) => Ok(None),
    }
}

/// Whether a tag makes its scalar text.
fn tag_is_text(tag: Option<&Tag>, at: &Marker) -> Result<bool, ManifestError> {
    let Some(tag) = tag else { return Ok(false) };
    let core = tag.handle == "tag:yaml.org,2002:" || tag.handle == "!!";
    match tag.suffix.as_str() {
        "str" if core => Ok(true),
        "int" | "float" | "bool" | "null" | "map" | "seq" if core => Ok(false),
        _ => Err(fault(at, "YAML tags (!) are not supported; remove it".into())),
    }
}

fn refuse_anchor(anchor: usize, at: &Marker) -> Result<(), ManifestError> {
    if anchor == 0 { Ok(()) } else { Err(anchored(at)) }
}

fn anchored(at: &Marker) -> ManifestError {
    fault(at, "anchors (&), aliases (*) and merge keys (<<) are not supported; write the values out".into())
}

fn not_yaml(error: &ScanError, is_template: bool) -> ManifestError {
    let found = error.info();
    // The parser has a limit of its own, which it may meet first on looking ahead.
    if found.contains("recursion limit") {
        return ManifestError::TooDeep { line: error.marker().line() };
    }
    let hint = if is_template {
        "; it looks like a template: render it first, with helm template or kubectl kustomize"
    } else if found.contains("tab") {
        "; YAML is indented with spaces"
    } else {
        ""
    };
    fault(error.marker(), format!("this is not YAML: {found}{hint}"))
}

fn fault(at: &Marker, what: String) -> ManifestError {
    ManifestError::NotYaml { line: at.line(), column: at.col() + 1, what }
}
