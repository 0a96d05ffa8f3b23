//! Text of bounded length: names and notes.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A name of at most 80 characters.
pub type Name = Words<80>;
/// Notes of at most 4,000 characters.
pub type Notes = Words<4000>;

/// Text of at most `MAX` characters, without control characters but line ends and tabs, and
/// without the marks that make the text after them run backwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Words<const MAX: usize>(String);

/// Text that is longer than allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooLong {
    max: usize,
    given: usize,
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text must have at most {} characters, but has {}", self.max, self.given)
    }
}

impl std::error::Error for TooLong {}

/// Whether a character makes the text after it run the other way.
pub(crate) const fn turns_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_kept(letter: char) -> bool {
    !turns_direction(letter) && (!letter.is_control() || matches!(letter, '\n' | '\t'))
}

impl<const MAX: usize> Words<MAX> {
    /// Takes text, leaving out control characters and marks of direction.
    ///
    /// # Errors
    ///
    /// [`TooLong`] where more than `MAX` characters remain.
    pub fn new(text: &str) -> Result<Self, TooLong> {
        let clean: String = text.chars().filter(|letter| is_kept(*letter)).collect();
        let given = clean.chars().count();
        if given <= MAX { Ok(Self(clean)) } else { Err(TooLong { max: MAX, given }) }
    }

    /// The first `MAX` characters of a text.
    pub fn cut(text: &str) -> Self {
        Self(text.chars().filter(|letter| is_kept(*letter)).take(MAX).collect())
    }

    /// A name written in the program.
    pub fn from_static(text: &'static str) -> Self {
        Self::cut(text)
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> fmt::Display for Words<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Words<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::new(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl<const MAX: usize> schemars::JsonSchema for Words<MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Words{MAX}").into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "maxLength": MAX })
    }
}
