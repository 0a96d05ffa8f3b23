//! Shapes: which inputs a family's calculations take together, so that no other input is passed over.

use super::case::{Case, Given};
use serde_json::Value;
use std::collections::BTreeSet;

/// Named values that a calculation finds, or why it cannot.
pub type Answer = Result<Value, String>;

/// What a family does with the inputs of one shape.
pub type Calculation = fn(&Given) -> Answer;

/// The inputs of a calculation by name, separated by spaces, those that may be left out with a `?`.
pub type Shape = (&'static str, Calculation);

/// The families of one area, each with its shapes.
pub type Families = &'static [(&'static str, &'static [Shape])];

/// The place of the shape that a case has among those of its family, or which input is in the way.
pub fn shape_of(case: &Case, shapes: &[Shape]) -> Result<usize, String> {
    let family = format!("{}.{}", case.area, case.family);
    let known: BTreeSet<&str> = shapes.iter().flat_map(|(inputs, _)| names(inputs)).map(|(name, _)| name).collect();
    if let Some(unknown) = case.inputs.keys().find(|name| !known.contains(name.as_str())) {
        let known = known.into_iter().collect::<Vec<_>>().join(", ");
        return Err(format!("`{unknown}` is not an input of {family}; known: {known}"));
    }
    let misfits: Vec<Misfit> = shapes.iter().map(|(inputs, _)| Misfit::of(case, inputs)).collect();
    // The nearest shapes say most about what is wrong: least to leave out, then least to add.
    let distance = |misfit: &Misfit| (misfit.surplus.len(), misfit.missing.len());
    let nearest = misfits.iter().map(distance).min().ok_or_else(|| format!("{family} has no shape"))?;
    if let Some(place) = misfits.iter().position(|misfit| distance(misfit) == (0, 0)) {
        return Ok(place);
    }
    let near: Vec<&Misfit> = misfits.iter().filter(|misfit| distance(misfit) == nearest).collect();
    let any_of = |names: BTreeSet<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let missing = any_of(near.iter().filter_map(|misfit| misfit.missing.first().copied()).collect());
    let surplus = any_of(near.iter().filter_map(|misfit| misfit.surplus.first().copied()).collect());
    let takes = near.iter().map(|misfit| misfit.inputs).collect::<Vec<_>>().join("; or ");
    Err(if missing.is_empty() {
        format!("input {surplus} does not go with the others; {family} takes: {takes}")
    } else {
        format!("input {missing} is missing; {family} takes: {takes}")
    })
}

/// The names of a shape, and whether each must be stated.
pub fn names(inputs: &'static str) -> impl Iterator<Item = (&'static str, bool)> {
    inputs.split_whitespace().map(|name| (name.trim_end_matches('?'), !name.ends_with('?')))
}

/// What keeps a case from having a shape: names to add, and names to leave out.
struct Misfit<'a> {
    inputs: &'static str,
    missing: Vec<&'static str>,
    surplus: Vec<&'a str>,
}

impl<'a> Misfit<'a> {
    fn of(case: &'a Case, inputs: &'static str) -> Self {
        let missing = names(inputs).filter(|(name, needed)| *needed && !case.inputs.contains_key(*name));
        let takes = |name: &&str| names(inputs).any(|(known, _)| known == *name);
        let surplus = case.inputs.keys().map(String::as_str).filter(|name| !takes(name));
        Self { inputs, missing: missing.map(|(name, _)| name).collect(), surplus: surplus.collect() }
    }
}
