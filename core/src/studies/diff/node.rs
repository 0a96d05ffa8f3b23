//! What a scenario states as a tree, each number with its unit, and how a reader sees a part of it.

use crate::base::dimension::Dimension;
use crate::base::name::turns_direction;
use crate::base::text;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Characters of a value, beyond which it is cut.
const MAX_SHOWN: usize = 160;
/// Items of a list of numbers that are shown.
const MAX_ITEMS: usize = 6;

/// A part of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Nothing is stated.
    Unstated,
    /// Yes or no.
    Flag(bool),
    /// A number, and what it measures.
    Number(f64, Dimension),
    /// A name, notes, a date.
    Text(String),
    /// One of several forms that the part may have, with what that form states.
    Form(&'static str, Box<Node>),
    /// Items in order.
    List(Vec<Node>),
    /// Fields by their names.
    Fields(Vec<(String, Node)>),
}

/// How exactly numbers are written.
#[derive(Clone, Copy)]
enum Digits {
    ForReading,
    Ten,
    All,
}

impl Node {
    /// A field of this part.
    pub fn field(&self, name: &str) -> Option<&Node> {
        match self {
            Self::Fields(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The name of an item of a list.
    pub fn name(&self) -> Option<&str> {
        match self.field("name") {
            Some(Self::Text(name)) => Some(name),
            _ => None,
        }
    }

    /// Whether it holds no other parts.
    pub fn is_scalar(&self) -> bool {
        matches!(self, Self::Unstated | Self::Flag(_) | Self::Number(..) | Self::Text(_))
    }

    fn shown(&self, digits: Digits) -> String {
        let joined = |nodes: &mut dyn Iterator<Item = String>| nodes.collect::<Vec<_>>().join(", ");
        match self {
            Self::Unstated => "not set".to_owned(),
            Self::Flag(true) => "yes".to_owned(),
            Self::Flag(false) => "no".to_owned(),
            Self::Number(value, dimension) => match (digits, dimension) {
                (Digits::All, _) => format!("{value:?}"),
                (_, Dimension::Count("%")) => format!("{} %", text::plain(*value)),
                // What is counted is what the field is called.
                (_, Dimension::Count(_)) | (Digits::Ten, _) => text::bound(*value, *dimension),
                (Digits::ForReading, _) => text::quantity(*value, *dimension),
            },
            Self::Text(text) => one_line(text),
            Self::Form(form, node) if **node == Self::Unstated => words(form),
            Self::Form(form, node) if node.is_scalar() => format!("{} {}", words(form), node.shown(digits)),
            Self::Form(form, node) => format!("{} ({})", words(form), node.shown(digits)),
            Self::List(nodes) if nodes.is_empty() => "none".to_owned(),
            Self::List(nodes) if nodes.len() > MAX_ITEMS && nodes.iter().all(Self::is_scalar) => {
                let first = joined(&mut nodes.iter().take(MAX_ITEMS).map(|node| node.shown(digits)));
                format!("{first}, … ({} in all)", nodes.len())
            }
            // Names hold commas.
            Self::List(nodes) => nodes.iter().map(|node| node.shown(digits)).collect::<Vec<_>>().join("; "),
            Self::Fields(fields) if fields.is_empty() => "default".to_owned(),
            Self::Fields(fields) => joined(&mut fields.iter().map(|(key, node)| match node {
                Self::Fields(inner) if !inner.is_empty() => format!("{} ({})", words(key), node.shown(digits)),
                _ => format!("{} {}", words(key), node.shown(digits)),
            })),
        }
    }
}

/// Two different parts as a reader sees them: with as many digits as it takes to tell them apart.
pub(super) fn shown_apart(before: &Node, after: &Node) -> (String, String) {
    if let Some(apart) = items_apart(before, after) {
        return apart;
    }
    let mut shown = (before.shown(Digits::ForReading), after.shown(Digits::ForReading));
    for digits in [Digits::Ten, Digits::All] {
        if shown.0 == shown.1 {
            shown = (before.shown(digits), after.shown(digits));
        }
    }
    if shown.0 == shown.1 {
        // Texts that differ in their spaces alone.
        let written = |node: &Node| serde_json::to_string(node).unwrap_or_default();
        shown = (written(before), written(after));
    }
    excerpts(&shown.0, &shown.1)
}

/// Of long lists of numbers only the items that differ, by their places.
fn items_apart(before: &Node, after: &Node) -> Option<(String, String)> {
    let (Node::List(before), Node::List(after)) = (before, after) else { return None };
    let is_long = before.len() == after.len() && before.len() > MAX_ITEMS;
    if !is_long || !before.iter().chain(after).all(Node::is_scalar) {
        return None;
    }
    let pairs = before.iter().zip(after).enumerate().filter(|(_, (one, other))| one != other);
    let n = pairs.clone().count();
    let (mut was, mut is) = (Vec::new(), Vec::new());
    for (place, (one, other)) in pairs.take(MAX_ITEMS) {
        let (one, other) = shown_apart(one, other);
        was.push(format!("[{place}] {one}"));
        is.push(format!("[{place}] {other}"));
    }
    let rest = if n > MAX_ITEMS { format!(", … ({n} items differ)") } else { String::new() };
    Some((was.join(", ") + &rest, is.join(", ") + &rest))
}

/// Long texts from shortly before the place where they part.
fn excerpts(one: &str, other: &str) -> (String, String) {
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let start = if common > MAX_SHOWN / 2 { common - MAX_SHOWN / 8 } else { 0 };
    let cut = |text: &str| {
        if text.chars().count() <= MAX_SHOWN {
            return text.to_owned();
        }
        let rest: Vec<char> = text.chars().skip(start).collect();
        let shown: String = rest.iter().take(MAX_SHOWN).collect();
        let (begin, end) = (if start > 0 { "…" } else { "" }, if rest.len() > MAX_SHOWN { "…" } else { "" });
        format!("{begin}{shown}{end}")
    };
    (cut(one), cut(other))
}

/// Text without line ends, marks of direction and other characters that a terminal would obey.
pub(super) fn one_line(text: &str) -> String {
    let known = text.chars().filter(|letter| !turns_direction(*letter));
    let spaced: String = known.map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A field's name in words: `average_load` is `average load`, `slo` is `SLO`.
pub(super) fn words(key: &str) -> String {
    let word = |word: &str| match word {
        "slo" | "hpa" | "cpu" | "gpu" => word.to_uppercase(),
        "gpus" => "GPUs".to_owned(),
        "vcpus" => "vCPUs".to_owned(),
        other => other.to_owned(),
    };
    one_line(key).split('_').map(word).collect::<Vec<_>>().join(" ")
}

impl Serialize for Node {
    /// As the scenario's file has it.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Unstated => serializer.serialize_none(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(value, _) => crate::base::numeric::serialize_shortest(*value, serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Form(form, node) if **node == Self::Unstated => serializer.serialize_str(form),
            Self::Form(form, node) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry(form, node)?;
                map.end()
            }
            Self::List(nodes) => serializer.collect_seq(nodes),
            Self::Fields(fields) => serializer.collect_map(fields.iter().map(|(key, node)| (key, node))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_reads_differently() {
        let number = |value| Node::Number(value, Dimension::Dollars);
        let notes = |end: &str| Node::Text("a ".repeat(300) + end);
        for (before, after, shown) in [
            (number(0.34), number(0.36), ("$0.34", "$0.36")),
            (number(0.34), number(0.341), ("0.34 $", "0.341 $")),
            (number(0.34), number(0.34 + 1e-15), ("0.34", "0.340000000000001")),
            (Node::Unstated, Node::Flag(true), ("not set", "yes")),
            (
                Node::List(vec![]),
                Node::List(vec![Node::Text("a\nb\u{1b}[0m".into()), Node::Text("c".into())]),
                ("none", "a b [0m; c"),
            ),
            (Node::Text("a\nb".into()), Node::Text("a b".into()), ("\"a\\nb\"", "\"a b\"")),
            (
                Node::Form("one_peak", Box::new(Node::Unstated)),
                Node::Form("consumer", Box::new(Node::Number(0.25, Dimension::Fraction))),
                ("one peak", "consumer 25 %"),
            ),
        ] {
            assert_eq!(shown_apart(&before, &after), (shown.0.to_owned(), shown.1.to_owned()));
        }
        let (before, after) = shown_apart(&notes("x"), &notes("y"));
        assert!(before.ends_with("a x") && after.ends_with("a y") && before.starts_with('…'), "{before} {after}");
    }

    #[test]
    fn of_long_lists_the_items_that_differ_are_shown() {
        let list = |third: f64| {
            let items = (0..168).map(|hour| Node::Number(if hour == 2 { third } else { 1.0 }, Dimension::Times));
            Node::List(items.collect())
        };
        assert_eq!(shown_apart(&list(0.5), &list(0.75)), ("[2] 0.5 ×".into(), "[2] 0.75 ×".into()));
        let (_, long) = shown_apart(&Node::Unstated, &list(0.5));
        assert_eq!(long, "1 ×, 1 ×, 0.5 ×, 1 ×, 1 ×, 1 ×, … (168 in all)");
    }
}
