//! The scenario as text: readable JSON in files, a compressed fragment in links.
//!
//! A file is the scenario with `"headroom": <version>` before its fields. A link's fragment is
//! `v<version>.<base64url of deflated JSON>`. Both are hostile until read: bounded in size before
//! and after inflation, checked field by field, and refused with the place of the first fault.

use super::Scenario;
use super::migrate::{VERSION, migrate};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// Longest fragment that is read, in bytes.
pub const MAX_FRAGMENT_BYTES: usize = 64 * 1024;
/// Longest document that is read, in bytes.
pub const MAX_JSON_BYTES: usize = 1024 * 1024;

/// Longest place and longest sentence of a [`ReadError`].
const MAX_MESSAGE_CHARS: usize = 200;

/// Why a document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Longer than [`MAX_FRAGMENT_BYTES`] or [`MAX_JSON_BYTES`].
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A link that is not `v<version>.<text>`.
    NotALink,
    /// A link whose text is damaged.
    Damaged {
        /// What was found.
        what: &'static str,
    },
    /// Not JSON.
    NotJson {
        /// Line of the fault, from 1.
        line: usize,
        /// Column of the fault.
        column: usize,
        /// What was found.
        what: String,
    },
    /// JSON, but no scenario.
    NoVersion,
    /// Written by a newer program.
    Newer {
        /// The version found.
        version: u64,
    },
    /// A field that cannot be.
    Invalid {
        /// Where: `services[0].demand.average_load`.
        place: String,
        /// What is wrong with it.
        what: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { limit } => write!(f, "it is larger than {} KiB", limit / 1024),
            Self::NotALink => write!(f, "it is not a Headroom link: such a link ends in #v, a version and a long text"),
            Self::Damaged { what } => write!(f, "the link is damaged or cut off: {what}"),
            Self::NotJson { line, column, what } => write!(f, "line {line}, column {column}: {what}"),
            Self::NoVersion => {
                write!(f, "it is not a Headroom plan: the field \"headroom\" with its version is missing")
            }
            Self::Newer { version } => write!(
                f,
                "it has version {version}, but this program reads only up to {VERSION}; reload the page or open it where it was made"
            ),
            Self::Invalid { place, what } if place == "." => write!(f, "{what}"),
            Self::Invalid { place, what } => write!(f, "{place}: {what}"),
        }
    }
}

impl std::error::Error for ReadError {}

/// A scenario that was read, and what is to be told of it: where an older document stated something twice, and differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The scenario.
    pub scenario: Scenario,
    /// Sentences, none where nothing differed.
    pub notices: Vec<String>,
}

/// The scenario as a file: indented JSON with its version first.
pub fn to_json(scenario: &Scenario) -> String {
    indented(&compact(scenario))
}

/// The scenario as JSON without spaces, its version first.
///
/// All writing goes this way: a second way to write would double the code of every type's writer.
fn compact(scenario: &Scenario) -> String {
    // Writing plain data with string keys cannot fail; an empty text would be refused on reading.
    let fields = serde_json::to_string(scenario).unwrap_or_default();
    format!("{{\"headroom\":{VERSION},{}", fields.get(1..).unwrap_or_default())
}

/// JSON without spaces, with a line for each field and each item.
fn indented(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let (mut depth, mut in_text, mut escaped, mut before) = (0_usize, false, false, ' ');
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    for letter in compact.chars() {
        if in_text {
            out.push(letter);
            in_text = escaped || letter != '"';
            escaped = !escaped && letter == '\\';
            before = letter;
            continue;
        }
        match letter {
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !matches!(before, '{' | '[') {
                    line(&mut out, depth);
                }
            }
            _ if matches!(before, '{' | '[') => line(&mut out, depth),
            _ => {}
        }
        out.push(letter);
        match letter {
            '{' | '[' => depth += 1,
            ',' => line(&mut out, depth),
            ':' => out.push(' '),
            '"' => in_text = true,
            _ => {}
        }
        before = letter;
    }
    out
}

/// Reads a scenario from a file's text.
///
/// # Errors
///
/// [`ReadError`], with the place of the first fault.
///
/// # Example
///
/// ```
/// use headroom_core::plan::scenario::{codec, examples};
///
/// let text = codec::to_json(&examples::seed_service());
/// assert_eq!(codec::from_json(&text), Ok(examples::seed_service()));
/// let wrong = text.replace("30000", "-1");
/// assert_eq!(
///     codec::from_json(&wrong).unwrap_err().to_string(),
///     "services[0].demand.average_load: average load must be between 0 requests/s and 1,000,000,000 requests/s, but is −1 requests/s"
/// );
/// ```
pub fn from_json(text: &str) -> Result<Scenario, ReadError> {
    open_json(text).map(|opened| opened.scenario)
}

/// Reads a scenario from a file's text, with what is to be told of it.
///
/// # Errors
///
/// [`ReadError`], with the place of the first fault.
pub fn open_json(text: &str) -> Result<Opened, ReadError> {
    if text.len() > MAX_JSON_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_JSON_BYTES });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut document: Value = serde_json::from_str(text).map_err(|error| ReadError::NotJson {
        line: error.line(),
        column: error.column(),
        what: message_without_place(&error),
    })?;
    let version =
        document.as_object_mut().and_then(|fields| fields.remove("headroom")).and_then(|version| version.as_u64());
    match version {
        None | Some(0) => Err(ReadError::NoVersion),
        Some(version) if version > VERSION => Err(ReadError::Newer { version }),
        Some(version) => opened(document, version),
    }
}

/// The scenario as the fragment of a link, without the `#`.
pub fn to_fragment(scenario: &Scenario) -> String {
    let json = serde_json::to_string(scenario).unwrap_or_default();
    let packed = miniz_oxide::deflate::compress_to_vec(json.as_bytes(), 9);
    format!("v{VERSION}.{}", URL_SAFE_NO_PAD.encode(packed))
}

/// Reads a scenario from the fragment of a link, without the `#`.
///
/// # Errors
///
/// [`ReadError`], with the place of the first fault.
pub fn from_fragment(fragment: &str) -> Result<Scenario, ReadError> {
    open_fragment(fragment).map(|opened| opened.scenario)
}

/// Reads a scenario from the fragment of a link, with what is to be told of it.
///
/// # Errors
///
/// [`ReadError`], with the place of the first fault.
pub fn open_fragment(fragment: &str) -> Result<Opened, ReadError> {
    if fragment.len() > MAX_FRAGMENT_BYTES {
        return Err(ReadError::TooLarge { limit: MAX_FRAGMENT_BYTES });
    }
    let (version, packed) =
        fragment.strip_prefix('v').and_then(|rest| rest.split_once('.')).ok_or(ReadError::NotALink)?;
    let version: u64 = match version.parse() {
        Ok(version) if version > 0 && !version_is_padded(fragment) => version,
        _ => return Err(ReadError::NotALink),
    };
    if version > VERSION {
        return Err(ReadError::Newer { version });
    }
    let packed = URL_SAFE_NO_PAD
        .decode(packed.trim_end())
        .map_err(|_| ReadError::Damaged { what: "it has invalid or missing characters" })?;
    let json =
        miniz_oxide::inflate::decompress_to_vec_with_limit(&packed, MAX_JSON_BYTES).map_err(|error| {
            match error.status {
                miniz_oxide::inflate::TINFLStatus::HasMoreOutput => ReadError::TooLarge { limit: MAX_JSON_BYTES },
                _ => ReadError::Damaged { what: "its content cannot be decompressed" },
            }
        })?;
    let document: Value = serde_json::from_slice(&json).map_err(|error| ReadError::NotJson {
        line: error.line(),
        column: error.column(),
        what: message_without_place(&error),
    })?;
    opened(document, version)
}

fn opened(mut document: Value, version: u64) -> Result<Opened, ReadError> {
    let notices = migrate(&mut document, version);
    let scenario = scenario_from_value(document)?;
    Ok(Opened { scenario, notices })
}

fn version_is_padded(fragment: &str) -> bool {
    matches!(fragment.as_bytes(), [_, b'0' | b'+', ..])
}

fn scenario_from_value(document: Value) -> Result<Scenario, ReadError> {
    let mut track = serde_path_to_error::Track::new();
    let deserializer = serde_path_to_error::Deserializer::new(document, &mut track);
    let scenario = Scenario::deserialize(deserializer)
        .map_err(|error| ReadError::Invalid { place: cut(track.path().to_string()), what: cut(error.to_string()) })?;
    match scenario.dangling() {
        Some(dangling) => Err(ReadError::Invalid { place: dangling.place, what: dangling.what }),
        None => Ok(scenario),
    }
}

/// A message quotes what it found, which may be a megabyte.
fn cut(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message,
    }
}

/// `serde_json` ends its messages with the place, which is said separately.
fn message_without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_line_for_each_field_whatever_its_texts_hold() {
        let value = serde_json::json!({ "a": "{\"x\\", "b": [], "c": {}, "d": [1, [2.5, "]"]], "e": { "f": null, "g": "ü, :" } });
        assert_eq!(indented(&value.to_string()), serde_json::to_string_pretty(&value).unwrap());
    }
}
