//! A vector, and its inputs read by name: what was not read is known, and named.

use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// One published or computed fact: inputs, what comes out, and how closely.
#[derive(Debug)]
pub struct Case {
    /// Topic, such as `queueing`.
    pub area: String,
    /// Calculation within the topic, such as `erlang_b`.
    pub family: String,
    /// Which of the family's cases.
    pub case: String,
    /// What goes in.
    pub inputs: Map<String, Value>,
    /// What must come out, each under its name.
    pub expected: Map<String, Value>,
    /// How far off a number may be.
    pub tolerance: Tolerance,
    /// Where the fact is from.
    pub source: String,
    /// Paths of the inputs that were read; an object or a table that was opened ends in a dot.
    read: RefCell<BTreeSet<String>>,
}

/// How far a number may be from the one expected.
#[derive(Clone, Copy, Debug)]
pub enum Tolerance {
    /// As a share of the expected number.
    Relative(f64),
    /// In its own unit.
    Absolute(f64),
    /// Not at all.
    Exact,
}

impl Case {
    /// A case under its three names, exact and without a source until that is stated.
    pub fn new([area, family, case]: [&str; 3], inputs: Map<String, Value>, expected: Map<String, Value>) -> Self {
        Self {
            area: area.to_owned(),
            family: family.to_owned(),
            case: case.to_owned(),
            inputs,
            expected,
            tolerance: Tolerance::Exact,
            source: String::new(),
            read: RefCell::default(),
        }
    }

    /// `area.family.case`, as reports name it.
    pub fn name(&self) -> String {
        format!("{}.{}.{}", self.area, self.family, self.case)
    }

    /// The inputs, to be read by name.
    pub fn given(&self) -> Given<'_> {
        Given { case: self, path: String::new(), fields: &self.inputs }
    }

    /// The names asked for inside an expected object, such as the percentiles of `wait`.
    pub fn asked(&self, expected: &str) -> Vec<&str> {
        let object = self.expected.get(expected).and_then(Value::as_object);
        object.map(|object| object.keys().map(String::as_str).collect()).unwrap_or_default()
    }

    /// What the case's name says by one of these words; two vectors may differ in nothing else.
    pub fn named<T: Copy>(&self, words: &[(&str, T)]) -> Result<T, String> {
        let refused = || format!("the name `{}` says none of {}", self.case, known(words));
        said(&self.case, words).ok_or_else(refused)
    }

    /// Every input that no calculation has read, beside the names that it has read there.
    pub fn unread(&self) -> Vec<String> {
        let (read, mut unread) = (self.read.borrow(), Vec::new());
        for (name, value) in &self.inputs {
            collect_unread(name, value, &read, &mut unread);
        }
        let refused = |path: String| {
            let parent = path.rfind('.').map_or("", |dot| &path[..=dot]);
            let siblings = read.iter().filter_map(|known| known.strip_prefix(parent));
            let siblings: Vec<&str> = siblings.filter(|name| !name.is_empty() && !name.contains('.')).collect();
            format!("`{path}` is not an input of {}.{} here; read: {}", self.area, self.family, siblings.join(", "))
        };
        unread.into_iter().map(refused).collect()
    }
}

fn collect_unread(path: &str, value: &Value, read: &BTreeSet<String>, unread: &mut Vec<String>) {
    if read.contains(path) {
        return;
    }
    match value {
        Value::Object(fields) if read.contains(&format!("{path}.")) => {
            for (name, value) in fields {
                collect_unread(&format!("{path}.{name}"), value, read, unread);
            }
        }
        Value::Array(rows) if read.contains(&format!("{path}.")) => {
            for (place, row) in rows.iter().enumerate() {
                collect_unread(&format!("{path}[{place}]"), row, read, unread);
            }
        }
        _ => unread.push(path.to_owned()),
    }
}

/// An object among the inputs: all of them, or one inside.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The case that it belongs to.
    pub case: &'a Case,
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Given<'a> {
    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn mark(&self, path: String) {
        self.case.read.borrow_mut().insert(path);
    }

    /// Whether an input is stated; that alone does not count as reading it.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// An input as it stands, null included.
    pub fn value(&self, name: &str) -> Result<&'a Value, String> {
        self.mark(self.path_of(name));
        self.fields.get(name).ok_or_else(|| format!("input `{}` is missing", self.path_of(name)))
    }

    fn read<T>(&self, name: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<T, String> {
        let value = self.value(name)?;
        read(value).ok_or_else(|| format!("input `{}` is not {what}: {value}", self.path_of(name)))
    }

    /// An input that must be a number.
    pub fn number(&self, name: &str) -> Result<f64, String> {
        self.read(name, "a number", Value::as_f64)
    }

    /// An input that may be left out.
    pub fn number_or(&self, name: &str, usual: f64) -> Result<f64, String> {
        self.mark(self.path_of(name));
        if self.has(name) { self.number(name) } else { Ok(usual) }
    }

    /// An input that must be a number, or null where it has none.
    pub fn number_or_null(&self, name: &str) -> Result<Option<f64>, String> {
        self.read(name, "a number or null", number_or_null)
    }

    /// An input that must be a whole number, at least zero.
    pub fn count(&self, name: &str) -> Result<u64, String> {
        let whole = |number: &f64| *number >= 0.0 && number.trunc() == *number;
        self.read(name, "a count", |value| value.as_f64().filter(whole)).map(|number| number as u64)
    }

    /// A count of replicas, instances or regions.
    pub fn small(&self, name: &str) -> Result<u32, String> {
        let count = self.count(name)?;
        u32::try_from(count).map_err(|_| format!("input `{}` is too large: {count}", self.path_of(name)))
    }

    /// An input that must be a whole number, of any sign.
    pub fn whole(&self, name: &str) -> Result<i32, String> {
        let whole = |number: &f64| number.trunc() == *number && number.abs() <= f64::from(i32::MAX);
        self.read(name, "a whole number", |value| value.as_f64().filter(whole)).map(|number| number as i32)
    }

    /// An input that must be true or false.
    pub fn flag(&self, name: &str) -> Result<bool, String> {
        self.read(name, "true or false", Value::as_bool)
    }

    /// An input that must be a text.
    pub fn text(&self, name: &str) -> Result<&'a str, String> {
        self.read(name, "a text", Value::as_str)
    }

    /// A name that an object may have, and that has no part in the calculation.
    pub fn label(&self, name: &str) -> Result<(), String> {
        if self.has(name) { self.text(name).map(drop) } else { Ok(()) }
    }

    /// An input that must be one of these words.
    pub fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<T, String> {
        let text = self.text(name)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        found.ok_or_else(|| format!("`{text}` is not a value of `{}`; known: {}", self.path_of(name), known(words)))
    }

    /// An input in prose that must say one of these phrases, the first of which counts.
    pub fn phrase<T: Copy>(&self, name: &str, phrases: &[(&str, T)]) -> Result<T, String> {
        let text = self.text(name)?;
        let refused = || format!("`{text}` is not a value of `{}`; known: {}", self.path_of(name), known(phrases));
        said(text, phrases).ok_or_else(refused)
    }

    /// An input in prose that describes the one thing that is calculated, or is left out.
    pub fn describes(&self, name: &str, phrases: &[&str]) -> Result<(), String> {
        let phrases: Vec<(&str, ())> = phrases.iter().map(|phrase| (*phrase, ())).collect();
        if self.has(name) { self.phrase(name, &phrases) } else { Ok(()) }
    }

    /// An input that must be a list.
    pub fn list(&self, name: &str) -> Result<&'a [Value], String> {
        self.read(name, "a list", |value| value.as_array().map(Vec::as_slice))
    }

    /// An input that must be a list of numbers.
    pub fn numbers(&self, name: &str) -> Result<Vec<f64>, String> {
        self.read(name, "a list of numbers", |value| value.as_array()?.iter().map(Value::as_f64).collect())
    }

    /// An input that must be a list of numbers or nulls.
    pub fn numbers_or_null(&self, name: &str) -> Result<Vec<Option<f64>>, String> {
        self.read(name, "a list of numbers and nulls", |value| value.as_array()?.iter().map(number_or_null).collect())
    }

    /// An input that must be a list of words.
    pub fn words(&self, name: &str) -> Result<Vec<&'a str>, String> {
        self.read(name, "a list of words", |value| value.as_array()?.iter().map(Value::as_str).collect())
    }

    /// The names in this object, sorted.
    pub fn names(&self) -> Vec<&'a str> {
        self.fields.keys().map(String::as_str).collect()
    }

    /// An input that must be an object; its own fields are then to be read.
    pub fn object(&self, name: &str) -> Result<Self, String> {
        let fields = self.read_inside(name, "an object", Value::as_object)?;
        Ok(Self { case: self.case, path: self.path_of(name), fields })
    }

    /// An input that must be a list of objects, whose own fields are then to be read.
    pub fn rows(&self, name: &str) -> Result<Vec<Self>, String> {
        let objects = |value: &'a Value| value.as_array()?.iter().map(Value::as_object).collect::<Option<Vec<_>>>();
        let rows = self.read_inside(name, "a list of objects", objects)?;
        let row = |(place, fields)| {
            let path = format!("{}[{place}]", self.path_of(name));
            self.mark(format!("{path}."));
            Self { case: self.case, path, fields }
        };
        Ok(rows.into_iter().enumerate().map(row).collect())
    }

    fn read_inside<T>(&self, name: &str, what: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<T, String> {
        let missing = || format!("input `{}` is missing", self.path_of(name));
        let value = self.fields.get(name).ok_or_else(missing)?;
        self.mark(format!("{}.", self.path_of(name)));
        read(value).ok_or_else(|| format!("input `{}` is not {what}: {value}", self.path_of(name)))
    }

    /// Every number of an object whose names are free, such as the demand of regions.
    pub fn column(&self, name: &str) -> Result<Vec<(&'a str, f64)>, String> {
        let object = self.object(name)?;
        object.names().into_iter().map(|name| Ok((name, object.number(name)?))).collect()
    }

    /// The numbers of an object under these names, in their order.
    pub fn numbers_in(&self, name: &str, names: &[&str]) -> Result<Vec<f64>, String> {
        let object = self.object(name)?;
        names.iter().map(|name| object.number(name)).collect()
    }
}

fn number_or_null(value: &Value) -> Option<Option<f64>> {
    if value.is_null() { Some(None) } else { value.as_f64().map(Some) }
}

fn said<T: Copy>(text: &str, phrases: &[(&str, T)]) -> Option<T> {
    let text = text.to_lowercase();
    phrases.iter().find(|(phrase, _)| text.contains(&phrase.to_lowercase())).map(|(_, meaning)| *meaning)
}

fn known<T>(words: &[(&str, T)]) -> String {
    words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
}
