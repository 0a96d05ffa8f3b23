//! Plain values to YAML in the order given, with every doubtful text in quotation marks.

use serde_json::{Map, Value};
use std::borrow::Cow;

/// A value whose fields have an order.
pub(super) enum Node<'a> {
    Text(Cow<'a, str>),
    Whole(u64),
    Object(Object<'a>),
    List(Vec<Node<'a>>),
    Kept(&'a Value),
}

/// Fields in the order in which they are written.
#[derive(Default)]
pub(super) struct Object<'a>(Vec<(&'a str, Node<'a>)>);

impl<'a> Object<'a> {
    pub(super) fn with(mut self, name: &'static str, value: Node<'a>) -> Self {
        self.0.push((name, value));
        self
    }

    pub(super) fn text(self, name: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.with(name, Node::Text(value.into()))
    }

    pub(super) fn whole(self, name: &'static str, value: impl Into<u64>) -> Self {
        self.with(name, Node::Whole(value.into()))
    }

    pub(super) fn object(self, name: &'static str, value: Object<'a>) -> Self {
        self.with(name, Node::Object(value))
    }

    pub(super) fn when<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// Adds the fields that were kept, except those that have a meaning of their own here.
    pub(super) fn kept(mut self, fields: Option<&'a Map<String, Value>>, known: &[&str]) -> Self {
        let fields = fields.into_iter().flatten().filter(|(name, _)| !known.contains(&name.as_str()));
        self.0.extend(fields.map(|(name, value)| (name.as_str(), Node::Kept(value))));
        self
    }
}

/// An object as a YAML document.
pub(super) fn write(object: &Object<'_>) -> String {
    let mut out = String::new();
    fields(&mut out, object.0.iter().map(|(name, value)| (*name, value.shape())), 0, false);
    out
}

/// A value as it is written: on one line or over several.
enum Shape<'n> {
    Line(String),
    Fields(Vec<(&'n str, Shape<'n>)>),
    Items(Vec<Shape<'n>>),
}

impl Node<'_> {
    fn shape(&self) -> Shape<'_> {
        match self {
            Self::Text(text) => Shape::Line(scalar(text)),
            Self::Whole(number) => Shape::Line(number.to_string()),
            Self::Object(object) if object.0.is_empty() => Shape::Line("{}".into()),
            Self::Object(object) => {
                Shape::Fields(object.0.iter().map(|(name, value)| (*name, value.shape())).collect())
            }
            Self::List(items) if items.is_empty() => Shape::Line("[]".into()),
            Self::List(items) => Shape::Items(items.iter().map(Node::shape).collect()),
            Self::Kept(value) => shape_of(value),
        }
    }
}

fn shape_of(value: &Value) -> Shape<'_> {
    match value {
        Value::String(text) => Shape::Line(scalar(text)),
        Value::Array(items) if !items.is_empty() => Shape::Items(items.iter().map(shape_of).collect()),
        Value::Object(fields) if !fields.is_empty() => {
            Shape::Fields(fields.iter().map(|(name, value)| (name.as_str(), shape_of(value))).collect())
        }
        // Null, truth, numbers, [] and {} are written as in JSON.
        other => Shape::Line(other.to_string()),
    }
}

fn fields<'n>(out: &mut String, fields: impl Iterator<Item = (&'n str, Shape<'n>)>, indent: usize, inline: bool) {
    for (index, (name, shape)) in fields.enumerate() {
        if index > 0 || !inline {
            pad(out, indent);
        }
        out.push_str(&scalar(name));
        out.push(':');
        match shape {
            Shape::Line(text) => {
                out.push(' ');
                out.push_str(&text);
                out.push('\n');
            }
            Shape::Fields(inner) => {
                out.push('\n');
                self::fields(out, inner.into_iter(), indent + 2, false);
            }
            Shape::Items(inner) => {
                out.push('\n');
                items(out, inner, indent);
            }
        }
    }
}

fn items(out: &mut String, items: Vec<Shape<'_>>, indent: usize) {
    for shape in items {
        pad(out, indent);
        match shape {
            Shape::Line(text) => {
                out.push_str("- ");
                out.push_str(&text);
                out.push('\n');
            }
            Shape::Fields(inner) => {
                out.push_str("- ");
                fields(out, inner.into_iter(), indent + 2, true);
            }
            Shape::Items(inner) => {
                out.push_str("-\n");
                self::items(out, inner, indent + 2);
            }
        }
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Text that every reader takes for text: bare where it is a plain word, else in quotation marks.
fn scalar(text: &str) -> String {
    const OTHER_MEANING: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];
    let is_plain = text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-'))
        && !OTHER_MEANING.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => push_code(&mut quoted, letter),
            _ if letter.is_control() => push_code(&mut quoted, letter),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

fn push_code(out: &mut String, letter: char) {
    out.push_str(&format!("\\u{:04x}", u32::from(letter)));
}
