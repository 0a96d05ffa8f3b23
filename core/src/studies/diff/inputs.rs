//! The inputs that differ between two scenarios, whatever parts a scenario has.

use super::node::{Node, one_line, shown_apart, words};
use super::writer::tree;
use super::{InputChange, Stated};
use crate::plan::scenario::cost::{CostInputs, ServiceCost};
use crate::plan::scenario::recovery::RecoveryInputs;
use crate::plan::scenario::regions::ServiceRegions;
use crate::plan::scenario::reliability::ReliabilityInputs;
use crate::plan::scenario::scaling::ScalingInputs;
use crate::plan::scenario::{Scenario, Service};

/// What the plan states beside its services.
pub(super) fn plan_changes(before: &Scenario, after: &Scenario) -> Vec<InputChange> {
    let stated = |scenario: &Scenario| {
        let mut plan = without("services", tree(scenario));
        fill(&mut plan, "cost", tree(&CostInputs::default()));
        plan
    };
    changes(&stated(before), &stated(after))
}

/// What two versions of a service state differently.
pub(super) fn service_changes(before: &Service, after: &Service) -> Vec<InputChange> {
    let stated = |service: &Service| with_defaults(without("id", tree(service)));
    changes(&stated(before), &stated(after))
}

/// The services in another order: by their names, as they stand in each plan.
pub(super) fn order_change(before: &[String], after: &[String]) -> InputChange {
    let list = |names: &[String]| Node::List(names.iter().cloned().map(Node::Text).collect());
    change("services".to_owned(), "order of the services".to_owned(), &list(before), &list(after))
}

fn without(name: &str, node: Node) -> Node {
    match node {
        Node::Fields(fields) => Node::Fields(fields.into_iter().filter(|(key, _)| key != name).collect()),
        other => other,
    }
}

/// Parts and fields that a file leaves out where they are as by default, put in again, so that a change of one
/// of their fields is a change of that field.
fn with_defaults(mut service: Node) -> Node {
    let unstated = ScalingInputs::unstated();
    let of_scaling = Node::Fields(vec![
        ("fleet".to_owned(), tree(&unstated.fleet)),
        ("work".to_owned(), tree(&unstated.work)),
        ("signal".to_owned(), tree(&unstated.signal)),
        ("period".to_owned(), tree(&unstated.period)),
        ("seed".to_owned(), tree(&unstated.seed)),
    ]);
    for (part, defaults) in [
        ("scaling", of_scaling),
        ("regions", tree(&ServiceRegions::default())),
        ("recovery", tree(&RecoveryInputs::default())),
        ("reliability", tree(&ReliabilityInputs::default())),
        ("cost", tree(&ServiceCost::default())),
    ] {
        fill(&mut service, part, defaults);
    }
    service
}

/// Fills the fields that a part lacks, or puts the part in.
fn fill(whole: &mut Node, part: &str, defaults: Node) {
    let Node::Fields(parts) = whole else { return };
    match parts.iter_mut().find(|(key, _)| key == part) {
        None => parts.push((part.to_owned(), defaults)),
        Some((_, Node::Fields(stated))) => {
            let Node::Fields(defaults) = defaults else { return };
            let missing: Vec<_> =
                defaults.into_iter().filter(|(name, _)| stated.iter().all(|(key, _)| key != name)).collect();
            stated.extend(missing);
        }
        Some(_) => {}
    }
}

fn changes(before: &Node, after: &Node) -> Vec<InputChange> {
    let mut found = Vec::new();
    compare(before, after, &Place::default(), &mut found);
    found
}

/// Where a part stands: in the file's terms, and in words.
#[derive(Clone, Default)]
struct Place {
    file: String,
    words: Vec<String>,
}

impl Place {
    fn field(&self, key: &str) -> Self {
        let mut place = self.clone();
        if !place.file.is_empty() {
            place.file.push('.');
        }
        place.file.push_str(&one_line(key));
        // A form that is called as the field within it is said once.
        let said = words(key);
        if place.words.last() != Some(&said) {
            place.words.push(said);
        }
        place
    }

    fn item(&self, place: usize) -> Self {
        self.within(&format!("[{place}]"), &format!(" {}", place + 1))
    }

    fn named(&self, name: &str) -> Self {
        let name = one_line(name);
        self.within(&format!("[\"{name}\"]"), &format!(" \"{name}\""))
    }

    fn within(&self, file: &str, said: &str) -> Self {
        let mut place = self.clone();
        place.file.push_str(file);
        match place.words.last_mut() {
            Some(last) => last.push_str(said),
            None => place.words.push(said.trim_start().to_owned()),
        }
        place
    }
}

fn change(place: String, words: String, before: &Node, after: &Node) -> InputChange {
    let (was, is) = shown_apart(before, after);
    let stated = |node: &Node, shown| Stated { value: serde_json::to_value(node).unwrap_or_default(), shown };
    InputChange { place, words, before: stated(before, was), after: stated(after, is) }
}

fn compare(before: &Node, after: &Node, place: &Place, found: &mut Vec<InputChange>) {
    if before == after {
        return;
    }
    match (before, after) {
        (Node::Fields(old), Node::Fields(new)) => {
            let added = new.iter().filter(|(key, _)| before.field(key).is_none());
            for (key, _) in old.iter().chain(added) {
                let part = |node: &Node| node.field(key).cloned().unwrap_or(Node::Unstated);
                compare(&part(before), &part(after), &place.field(key), found);
            }
        }
        (Node::Form(one, old), Node::Form(other, new)) if one == other => {
            compare(old, new, &place.field(one), found);
        }
        (Node::List(old), Node::List(new)) if !old.iter().chain(new).all(Node::is_scalar) => {
            compare_items(old, new, place, found);
        }
        // A file leaves out lists without items.
        (Node::List(old), Node::Unstated) if !old.iter().all(Node::is_scalar) => compare_items(old, &[], place, found),
        (Node::Unstated, Node::List(new)) if !new.iter().all(Node::is_scalar) => compare_items(&[], new, place, found),
        _ => found.push(change(place.file.clone(), place.words.join(", "), before, after)),
    }
}

/// Items are the same where their names are; without names of their own, where their places are.
fn compare_items(before: &[Node], after: &[Node], place: &Place, found: &mut Vec<InputChange>) {
    let by_name = have_names(before) && have_names(after);
    let with_name = |items: &[Node], node: &Node| items.iter().position(|item| item.name() == node.name());
    let is_known = |items: &[Node], node: &Node| by_name && with_name(items, node).is_some();
    for node in before.iter().filter(|node| is_known(after, node)) {
        let same = with_name(after, node).and_then(|place| after.get(place)).unwrap_or(&Node::Unstated);
        compare(node, same, &place.named(node.name().unwrap_or_default()), found);
    }
    // What bears a name that the other list does not know may have been renamed where it stands.
    let left = |items: &[Node], others: &[Node], place: usize| {
        items.get(place).filter(|node| !is_known(others, node)).cloned().unwrap_or(Node::Unstated)
    };
    for index in 0..before.len().max(after.len()) {
        let (one, other) = (left(before, after, index), left(after, before, index));
        let place = match (&one, &other) {
            (Node::Unstated, node) | (node, Node::Unstated) if by_name => place.named(node.name().unwrap_or_default()),
            _ => place.item(index),
        };
        compare(&one, &other, &place, found);
    }
    if by_name {
        let order = |items: &[Node], others: &[Node]| {
            let common = items.iter().filter(|node| is_known(others, node));
            Node::List(common.filter_map(Node::name).map(|name| Node::Text(name.to_owned())).collect())
        };
        let (old, new) = (order(before, after), order(after, before));
        if old != new {
            let said = format!("{}, order", place.words.join(", "));
            found.push(change(place.file.clone(), said, &old, &new));
        }
    }
}

/// Whether every item has a name that no other has.
fn have_names(items: &[Node]) -> bool {
    let mut names: Vec<Option<&str>> = items.iter().map(Node::name).collect();
    names.sort_unstable();
    names.iter().all(Option::is_some) && names.windows(2).all(|pair| pair[0] != pair[1])
}
