//! What is proved is what ships: every public function of the formulas and the machines is used by a plan, a study,
//! a report, a page or the terminal, directly or through another function.
//!
//! The sources are read as text, and names stand for what they name: two functions of one name are used alike, and a
//! variable of a function's name is a use of it. So what is listed here is used by nothing that ships.
#![allow(clippy::unwrap_used, missing_docs)]

mod source;

use source::{Function, Names, functions, shipped, tokens};
use std::path::{Path, PathBuf};

/// Where public functions must be used.
const PROVED: [&str; 2] = ["src/formulas", "src/machines"];
/// What ships by itself.
const SHIPPED: [&str; 6] = ["src/plan", "src/studies", "src/report", "src/trace", "../src", "../cli/src"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The tokens of every file of a folder that ships, with its path from the manifest.
fn sources(folder: &str) -> Vec<(String, Vec<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    files(&root.join(folder), &mut paths);
    let read: Vec<_> = paths
        .into_iter()
        .map(|path| {
            let (kept, tests) = shipped(&tokens(&std::fs::read_to_string(&path).unwrap()));
            (path, kept, tests)
        })
        .collect();
    let tests_of = |path: &Path, tests: &[String]| -> Vec<PathBuf> {
        let folder = path.parent().unwrap();
        let beside =
            |name: &String| [folder.join(format!("{name}.rs")), path.with_extension("").join(format!("{name}.rs"))];
        tests.iter().flat_map(beside).collect()
    };
    let tests: Vec<PathBuf> = read.iter().flat_map(|(path, _, tests)| tests_of(path, tests)).collect();
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    read.into_iter().filter(|(path, ..)| !tests.contains(path)).map(|(path, kept, _)| (name(&path), kept)).collect()
}

/// The public functions that are used neither by the roots nor by a function that is.
fn unused(roots: &[Vec<String>], proved: &[(String, Vec<String>)]) -> Vec<String> {
    let mut names = Names::default();
    let mut left: Vec<(&str, Function)> = Vec::new();
    roots.iter().for_each(|root| names.read(root));
    for (path, tokens) in proved {
        let (found, rest) = functions(tokens);
        names.read(&rest);
        left.extend(found.into_iter().map(|function| (path.as_str(), function)));
    }
    loop {
        let (used, unused): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, function)| names.call(function));
        left = unused;
        if used.is_empty() {
            break;
        }
        used.iter().for_each(|(_, function)| names.read(&function.body));
    }
    left.retain(|(_, function)| function.is_public);
    left.into_iter().map(|(path, function)| format!("{path}: {}", function.name)).collect()
}

#[test]
fn every_public_formula_is_used_by_what_ships() {
    let roots: Vec<Vec<String>> = SHIPPED.iter().flat_map(|folder| sources(folder)).map(|(_, tokens)| tokens).collect();
    let proved: Vec<_> = PROVED.iter().flat_map(|folder| sources(folder)).collect();
    let unused = unused(&roots, &proved);
    assert!(unused.is_empty(), "nothing that ships uses\n{}", unused.join("\n"));
}

fn of(text: &str) -> Vec<String> {
    shipped(&tokens(text)).0
}

#[test]
fn only_code_counts() {
    let text = "a // b()\n/* c() /* d() */ */ \"e() \\\" f()\" r#\"g() \" h()\"# 'i' '\\'' b\"j\" x::y('k: k)";
    assert_eq!(tokens(text).join(" "), "a \" \" \" \" \" x :: y ( ' k : k )");
    let text = "use a::b; fn c() { d() } #[cfg(test)] #[allow(x)] mod tests { fn e() { f() } } pub use g::{h, i}; j";
    assert_eq!(of(text).join(" "), "fn c ( ) { d ( ) } pub j");
    assert_eq!(shipped(&tokens("#[cfg(test)] mod laws; fn a() {}")).1, ["laws"]);
}

#[test]
fn functions_are_found_with_what_stands_in_them() {
    let text = "pub const fn a(x: [f64; 2]) -> f64 { b(x) } pub(crate) fn c() {} const D: f64 = e();
        impl F { pub fn g(&self) { if x { h } } } impl I for F { fn j() { k() } } fn l(of: fn(u8)) {}";
    let (found, rest) = functions(&of(text));
    let seen: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.is_public, one.is_method)).collect();
    assert_eq!(seen, [("a", true, false), ("c", false, false), ("g", true, true), ("l", false, false)]);
    assert!(found[0].body.join(" ").ends_with("{ b ( x ) }"));
    let rest = rest.join(" ");
    assert!(rest.contains("e ( )") && rest.contains("k ( )") && !rest.contains("{ b ("), "{rest}");
}

#[test]
fn what_nothing_reaches_is_listed() {
    let proved = |text: &str| vec![("file".to_owned(), of(text))];
    let text = "pub fn used() { helper() } fn helper() { through() } pub fn through() {}
        pub fn alone() { twin() } pub fn twin() { alone() } pub struct T; impl T { pub fn read(&self) {} pub fn of() {} }
        pub fn field() {} pub fn told() {}";
    let root = "use file::alone; fn page() { used(); told.field = x.read(); list.map(file::told); T { alone: 1 } }";
    assert_eq!(unused(&[of(root)], &proved(text)), ["file: alone", "file: twin", "file: of", "file: field"]);
    // A comment, a text and a test are no use.
    let root = "// alone()\nfn page() { say(\"twin()\"); } #[cfg(test)] mod tests { fn t() { used() } }";
    assert_eq!(unused(&[of(root)], &proved("pub fn used() {} pub fn alone() {} pub fn twin() {}")).len(), 3);
}
