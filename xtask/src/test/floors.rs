//! The floors of the core and the rooms of the app: each names only those below it, and none name each other in a
//! circle.

use crate::{Outcome, project};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};

/// A crate whose folders may name only some of the others; there are no exceptions.
struct House {
    /// The folder of its source.
    source: &'static str,
    /// Each top folder, with those that it may name.
    floors: &'static [(&'static str, &'static [&'static str])],
    /// Folders whose rooms may name nothing of each other but these.
    apart: Option<(&'static str, &'static [&'static str])>,
}

const CORE: House = House { source: "core/src", floors: FLOORS, apart: None };

/// A page names no other page, only the table of them and what they share.
const APP: House = House { source: "src", floors: ROOMS, apart: Some(("pages", &["table", "shared"])) };

const FLOORS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("formulas", &["base"]),
    ("machines", &["base", "formulas"]),
    ("trace", &["base"]),
    ("plan", &["base", "formulas", "machines", "trace"]),
    ("studies", &["base", "formulas", "machines", "trace", "plan"]),
    ("report", &["base", "formulas", "machines", "trace", "plan", "studies"]),
];

const ROOMS: &[(&str, &[&str])] = &[
    ("part", &[]),
    ("browser", &[]),
    ("edit", &[]),
    ("entry", &[]),
    ("charts", &[]),
    ("bench", &["charts"]),
    ("components", &["part", "browser", "edit", "entry", "charts"]),
    ("session", &["part", "browser", "edit"]),
    ("plots", &["charts"]),
    ("worker", &["charts", "components", "plots"]),
    ("shell", &["session"]),
    ("pages", &["part", "browser", "edit", "entry", "charts", "components", "session", "plots", "worker", "shell"]),
    ("actions", &["browser", "session", "shell", "pages"]),
    ("app", &["part", "browser", "edit", "components", "session", "shell", "pages", "actions"]),
    ("parts", &["part", "session", "worker", "pages", "app"]),
    ("opening", &["part", "parts", "session", "worker"]),
    ("main", &[]),
];

/// A module by its path from the root of the crate.
type Module = Vec<String>;

/// A module that names another, or something within it.
type Arrow = (Module, Module);

/// What breaks the rules, each in a sentence.
pub fn broken() -> Outcome<Vec<String>> {
    let mut broken = Vec::new();
    for house in [CORE, APP] {
        let source = project::root()?.join(house.source);
        let mut files = Vec::new();
        super::architecture::rust_files(&source, &mut files)?;
        let mut arrows = Vec::new();
        for file in &files {
            let Some(module) = module_of(file.strip_prefix(&source).unwrap_or(file)) else { continue };
            let name = file.display();
            let text = std::fs::read_to_string(file).map_err(|e| format!("{name} cannot be read: {e}"))?;
            arrows.extend(arrows_of(&module, &text).map_err(|e| format!("{name} cannot be parsed: {e}"))?);
        }
        broken.extend(house.broken(&arrows));
    }
    Ok(broken)
}

impl House {
    fn broken(&self, arrows: &[Arrow]) -> Vec<String> {
        let mut broken = self.upward(arrows);
        broken.extend(circles(arrows, &[]).into_iter().map(|circle| format!("{}: {circle}", self.source)));
        for (floor, _) in self.floors {
            let of_floor = circles(arrows, &[(*floor).to_owned()]);
            broken.extend(of_floor.into_iter().map(|circle| format!("{}: {circle}", self.source)));
        }
        broken.extend(self.not_apart(arrows));
        broken
    }

    /// Rooms that name each other where none should.
    fn not_apart(&self, arrows: &[Arrow]) -> Vec<String> {
        let Some((floor, shared)) = self.apart else { return Vec::new() };
        let mut found = BTreeSet::new();
        for (from, to) in arrows.iter().filter(|(from, to)| from.first() == to.first() && from[0] == floor) {
            let (Some(here), Some(there)) = (from.get(1), to.get(1)) else { continue };
            let is_room = there.starts_with(|first: char| first.is_lowercase());
            if here != there && is_room && !shared.contains(&there.as_str()) && !shared.contains(&here.as_str()) {
                found.insert(format!("{}: {} names {}", self.source, from.join("::"), to.join("::")));
            }
        }
        found.into_iter().collect()
    }

    /// The arrows upward, and those between folders that are no floors.
    fn upward(&self, arrows: &[Arrow]) -> Vec<String> {
        let mut found = BTreeSet::new();
        for (from, to) in arrows {
            let (Some(here), Some(there)) = (from.first(), to.first()) else { continue };
            let Some((_, allowed)) = self.floors.iter().find(|(floor, _)| floor == here) else {
                found.insert(format!("{}/{here} is no floor: add it to the table of floors", self.source));
                continue;
            };
            if here != there && !allowed.contains(&there.as_str()) {
                found.insert(format!(
                    "{}: {} names {}, but {here} must not name {there}",
                    self.source,
                    from.join("::"),
                    to.join("::")
                ));
            }
        }
        found.into_iter().collect()
    }
}

/// The module that a file below the source holds; none for the root and for files of tests.
fn module_of(file: &Path) -> Option<Module> {
    let mut module: Module = file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    let is_test = module.last().is_some_and(|last| last == "tests" || last == "laws" || last == "simulation")
        && module.first().is_some_and(|floor| floor != "report");
    (!is_test && module != ["lib"]).then_some(module)
}

/// Circles among the children of a module, each once.
fn circles(arrows: &[Arrow], within: &[String]) -> Vec<String> {
    let depth = within.len();
    let rooms: BTreeSet<&String> = arrows.iter().filter_map(|(from, _)| from.get(depth)).collect();
    let mut named: BTreeMap<&String, BTreeSet<&String>> = BTreeMap::new();
    for (from, to) in arrows {
        let (Some(here), Some(there)) = (from.get(depth), to.get(depth)) else { continue };
        if from.starts_with(within) && to.starts_with(within) && here != there && rooms.contains(there) {
            named.entry(here).or_default().insert(there);
        }
    }
    let reached = |start: &String| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![start]);
        while let Some(room) = open.pop() {
            for next in named.get(room).into_iter().flatten() {
                if seen.insert((*next).clone()) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = named.keys().map(|room| (*room, reached(room))).collect();
    let mut found = BTreeSet::new();
    for (room, seen) in &reach {
        let circle: BTreeSet<&str> = seen
            .iter()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(*room)))
            .map(String::as_str)
            .collect();
        if circle.contains(room.as_str()) {
            let place = if within.is_empty() { String::new() } else { format!("{}: ", within.join("::")) };
            found.insert(format!("{place}a circle of {}", circle.into_iter().collect::<Vec<_>>().join(", ")));
        }
    }
    found.into_iter().collect()
}

/// All that a file names within its crate, without its tests.
fn arrows_of(module: &[String], text: &str) -> Result<Vec<Arrow>, syn::Error> {
    let file = syn::parse_file(text)?;
    let mut paths = Paths { found: Vec::new(), depth: 0 };
    paths.visit_file(&file);
    let arrows = paths.found.into_iter().filter_map(|path| Some((module.to_vec(), absolute(module, &path)?)));
    Ok(arrows.collect())
}

/// A path from the root of the crate; none for one that leads out of it.
fn absolute(module: &[String], path: &[String]) -> Option<Module> {
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first()?.as_str() {
        "crate" => Some(path[1..].to_vec()),
        "self" => Some([module, &path[1..]].concat()),
        "super" => Some([&module[..module.len().checked_sub(ups)?], &path[ups..]].concat()),
        _ => None,
    }
}

/// Collects paths, those within macros too.
struct Paths {
    found: Vec<Vec<String>>,
    /// How many modules within the file stand around.
    depth: usize,
}

impl Paths {
    /// Keeps a path, as it would read outside the modules within the file.
    fn keep(&mut self, mut path: Vec<String>) {
        let ups = path.iter().take_while(|part| *part == "super").count();
        path.drain(..ups.min(self.depth));
        if ups == 0 || ups > self.depth {
            self.found.push(path);
        }
    }

    fn tree(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.keep(with(&name.ident)),
            syn::UseTree::Rename(name) => self.keep(with(&name.ident)),
            syn::UseTree::Glob(_) => self.keep(before.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
        }
    }

    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Ident(name) if colons == 2 || path.is_empty() => {
                    path.push(name.to_string());
                    colons = 0;
                }
                proc_macro2::TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.keep(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                        proc_macro2::TokenTree::Ident(name) => path.push(name.to_string()),
                        _ => {}
                    }
                }
            }
        }
        self.keep(path);
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = |attribute: &syn::Attribute| match &attribute.meta {
            syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string().contains("test"),
            _ => false,
        };
        if !item.attrs.iter().any(is_test) {
            self.depth += 1;
            visit::visit_item_mod(self, item);
            self.depth -= 1;
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.keep(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(path: &str) -> Module {
        path.split("::").map(str::to_owned).collect()
    }

    fn arrows(rows: &[(&str, &str)]) -> Vec<Arrow> {
        rows.iter().flat_map(|(from, text)| arrows_of(&module(from), text).unwrap()).collect()
    }

    #[test]
    fn an_arrow_upward_is_found_in_imports_in_paths_and_in_macros() {
        for text in [
            "use crate::plan::Plan;",
            "use crate::{base::text, plan::{self, Plan}};",
            "fn f() { crate::plan::evaluate() }",
            "fn f() { assert!(crate::plan::is_so()); }",
            "use super::super::plan::Plan;",
        ] {
            assert!(!CORE.upward(&arrows(&[("formulas::queueing", text)])).is_empty(), "{text}");
        }
        for text in ["use crate::base::text;", "#[cfg(test)] mod tests { use crate::plan::Plan; }", "// crate::plan"] {
            assert_eq!(CORE.upward(&arrows(&[("formulas::queueing", text)])), Vec::<String>::new(), "{text}");
        }
        assert_eq!(CORE.upward(&arrows(&[("attic::box", "use crate::base::text;")])).len(), 1);
    }

    #[test]
    fn the_core_keeps_its_floors_and_the_app_its_rooms() {
        assert_eq!(broken().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_page_that_names_another_is_found() {
        let arrow = |text| APP.not_apart(&arrows(&[("pages::sizing::answers", text)]));
        assert_eq!(arrow("use crate::pages::table::PAGES; use super::headroom::Fields;"), Vec::<String>::new());
        assert_eq!(arrow("use crate::pages::demand::shape;").len(), 1);
        assert_eq!(arrow("use super::super::demand::shape;").len(), 1);
    }

    #[test]
    fn a_circle_of_rooms_is_named_once() {
        let knot = arrows(&[
            ("plan::cost::lines", "use crate::plan::evaluate::Evaluation;"),
            ("plan::evaluate", "use super::cost::CostPlan;"),
            ("plan::demand", "use crate::plan::cost::CostPlan;"),
        ]);
        assert_eq!(circles(&knot, &["plan".into()]), ["plan: a circle of cost, evaluate"]);
        assert_eq!(circles(&knot[1..], &["plan".into()]), Vec::<String>::new());
    }
}
