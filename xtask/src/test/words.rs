//! The words of `core/src/base/words.md`: what a person reads says none of the phrases that it rules out.

use crate::{Outcome, project};
use proc_macro2::{Span, TokenStream, TokenTree};
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// The vocabulary.
const WORDS: &str = "core/src/base/words.md";

/// Sources whose strings and identifiers people read.
const FOLDERS: &[&str] = &["core/src", "cli/src", "src"];

/// Sources whose doc comments people read: help of the terminal, descriptions of the schema.
const SHOWN_DOCS: &[&str] = &["cli/src/args", "core/src/plan/scenario", "core/src/base/units"];

/// What may say a phrase, which (all where empty), and why.
const EXEMPT: &[(&str, &str, &str)] =
    &[(WORDS, "", "lists the phrases"), ("core/src/plan/scenario/migrate", "", "reads the names of earlier versions")];

/// Folders without texts of ours.
const SKIPPED: [&str; 5] = ["target", "dist", "node_modules", ".git", "proptest-regressions"];

/// A phrase that is not said, as lower-case words, and the term to say.
struct Phrase {
    words: Vec<String>,
    term: String,
}

/// Where something stands, and what it says.
struct Text {
    line: usize,
    words: Vec<String>,
    /// Whether it is an identifier, which cannot write a hyphen.
    is_name: bool,
}

/// Every phrase that is said, in a sentence each.
pub fn broken() -> Outcome<Vec<String>> {
    let root = project::root()?;
    let read =
        |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}", path.display()));
    let phrases = phrases(&read(&root.join(WORDS))?)?;
    let mut broken = Vec::new();
    for file in files(&root)? {
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let text = read(&file)?;
        let texts = if name.ends_with(".md") { markdown(&text) } else { source(&name, &text)? };
        broken.extend(said(&phrases, &name, &texts));
    }
    Ok(broken)
}

fn is_exempt(name: &str, phrase: &str) -> bool {
    EXEMPT.iter().any(|(path, only, _)| name.starts_with(path) && (only.is_empty() || *only == phrase))
}

/// The sources of [`FOLDERS`], and every document.
fn files(root: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        super::architecture::rust_files(&root.join(folder), &mut files)?;
    }
    documents(root, &mut files)?;
    Ok(files)
}

fn documents(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_ours = path.file_name().is_some_and(|name| !SKIPPED.iter().any(|skipped| name == *skipped));
        if path.is_dir() && is_ours {
            documents(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// The phrases between backticks in the last column of the table, with the term of their row.
fn phrases(table: &str) -> Outcome<Vec<Phrase>> {
    let mut phrases = Vec::new();
    for row in table.lines().filter(|line| line.starts_with("| ")).skip(1) {
        let cells: Vec<&str> = row.trim().trim_matches('|').split('|').map(str::trim).collect();
        let [term, meaning, source, not] = cells.as_slice() else {
            return Err(format!("{WORDS}: a row has {} cells instead of 4: {row}", cells.len()));
        };
        if term.is_empty() || meaning.is_empty() || source.is_empty() {
            return Err(format!("{WORDS}: a row lacks its term, meaning or source: {row}"));
        }
        let quoted = not.split('`').skip(1).step_by(2);
        phrases.extend(quoted.map(|phrase| Phrase { words: words(phrase), term: (*term).to_owned() }));
    }
    if phrases.is_empty() { Err(format!("{WORDS} rules nothing out")) } else { Ok(phrases) }
}

fn said(phrases: &[Phrase], name: &str, texts: &[Text]) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts {
        for phrase in phrases.iter().filter(|phrase| phrase.is_said(text)) {
            let (line, said, term) = (text.line, phrase.words.join(" "), &phrase.term);
            if !is_exempt(name, &said) {
                found.push(format!("{name}:{line}: says \"{said}\"; say \"{term}\""));
            }
        }
    }
    found
}

impl Phrase {
    fn is_said(&self, text: &Text) -> bool {
        // A name says the hyphen of its term with an underscore.
        let is_term = || text.is_name && self.term.replace('-', " ") == self.words.join(" ");
        text.words.windows(self.words.len().max(1)).any(|window| window == self.words) && !is_term()
    }
}

/// The words of a text in lower case, without what a format string fills in. A hyphen joins, so that an id is a word.
fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '\u{2019}' => plain.push('\''),
            _ => plain.push(letter),
        }
        // What is filled in parts the words beside it.
        if letter == '}' {
            plain.push('\0');
        }
    }
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '\0');
    plain.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words of a name in any case: `in_force`, `InForce` and `IN_FORCE` are `in force`.
fn words_of_name(name: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(name.len() + 4);
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(if letter == '_' { ' ' } else { letter });
        before = letter;
    }
    words(&spaced)
}

/// The paragraphs of a document line by line, without code.
fn markdown(text: &str) -> Vec<Text> {
    let mut texts: Vec<Text> = Vec::new();
    let (mut is_code, mut goes_on) = (false, false);
    for (place, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            goes_on = false;
        } else if !is_code {
            let plain: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" {} ");
            let mut found = words(&plain);
            // A phrase may run over the end of a line.
            match texts.last_mut().filter(|_| goes_on && !line.trim().is_empty()) {
                Some(paragraph) => paragraph.words.append(&mut found),
                None => texts.push(Text { line: place + 1, words: found, is_name: false }),
            }
            goes_on = !line.trim().is_empty() && !line.starts_with('|');
        }
    }
    texts
}

/// The strings of a source, its identifiers, and its doc comments where people read them.
fn source(name: &str, text: &str) -> Outcome<Vec<Text>> {
    let file = syn::parse_file(text).map_err(|e| format!("{name} cannot be parsed: {e}"))?;
    let docs = SHOWN_DOCS.iter().any(|folder| name.starts_with(folder));
    let mut strings = Strings { found: Vec::new(), docs };
    strings.visit_file(&file);
    Ok(strings.found)
}

struct Strings {
    found: Vec<Text>,
    docs: bool,
}

impl Strings {
    fn keep(&mut self, span: Span, words: Vec<String>) {
        self.found.push(Text { line: span.start().line, words, is_name: false });
    }

    fn name(&mut self, name: &proc_macro2::Ident) {
        let (line, words) = (name.span().start().line, words_of_name(&name.to_string()));
        self.found.push(Text { line, words, is_name: true });
    }

    fn tokens(&mut self, tokens: TokenStream) {
        // A doc comment within a macro is `doc = "…"`.
        let mut is_doc = false;
        for token in tokens {
            let is_doc_now = std::mem::replace(&mut is_doc, false);
            match token {
                TokenTree::Ident(name) if name == "doc" => is_doc = true,
                TokenTree::Punct(_) => is_doc = is_doc_now,
                TokenTree::Literal(_) if is_doc_now && !self.docs => {}
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(name) => self.name(&name),
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                        self.keep(text.span(), words(&text.value()));
                    }
                }
            }
        }
    }
}

impl<'ast> Visit<'ast> for Strings {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        } else if let (true, syn::Meta::NameValue(doc)) = (self.docs, &attribute.meta) {
            self.visit_expr(&doc.value);
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.keep(text.span(), words(&text.value()));
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }

    fn visit_meta_list(&mut self, list: &'ast syn::MetaList) {
        self.tokens(list.tokens.clone());
    }

    fn visit_ident(&mut self, name: &'ast proc_macro2::Ident) {
        self.name(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "# Words\n\n| Term | Meaning, unit | Source | Not |\n|---|---|---|---|\n\
        | active | chosen | usual | `in force`, `put in force` |\n| target | to be met | usual | `promised` |\n\
        | on-demand | per hour | usual | `on demand` |\n\
        | node | machine | usual | |\n";

    fn found(name: &str, texts: &[Text]) -> Vec<String> {
        said(&phrases(TABLE).unwrap(), name, texts)
    }

    fn in_source(text: &str, docs: bool) -> usize {
        let mut strings = Strings { found: Vec::new(), docs };
        strings.visit_file(&syn::parse_file(text).unwrap());
        found("a.rs", &strings.found).len()
    }

    #[test]
    fn nothing_that_people_read_says_what_is_ruled_out() {
        assert_eq!(broken().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_phrase_is_told_with_its_place_and_with_what_to_say() {
        let texts = source("a.rs", "\nconst A: &str = \"The policy In Force\";").unwrap();
        assert_eq!(found("a.rs", &texts), ["a.rs:2: says \"in force\"; say \"active\""]);
    }

    #[test]
    fn strings_are_read_wherever_they_stand_and_as_whole_words() {
        for text in [
            "fn f() { g(\"99.9 % promised.\") }",
            "fn f() { format!(\"{a}, {b} promised\", c) }",
            "fn f() { view! { <p>\"in force\"</p> } }",
            "const A: &[(&str, &str)] = &[(\"id\", \"the tier in \\\n   force\")];",
            "#[arg(help = \"put in  force\")] struct A;",
            "#[cfg(test)] mod tests { const A: &str = r#\"in force\"#; }",
        ] {
            assert!(in_source(text, false) > 0, "{text}");
        }
        for text in [
            "const A: &str = \"within forces, unpromised\";",
            "const ID: &str = \"latency-promised\";",
            "fn f() { format!(\"{kept} in {} force\", a) }",
            "/// What is in force.\nfn active() {} // in force",
            "words! { /// What is in force.\n A = \"a\", }",
        ] {
            assert_eq!(in_source(text, false), 0, "{text}");
        }
        assert_eq!(in_source("/// What is in force.\nfn f() {}", true), 1);
    }

    #[test]
    fn identifiers_are_read_in_any_case() {
        for text in ["fn put_in_force() {}", "struct InForce;", "const IN_FORCE: u8 = 1;", "fn f() { g!(a.promised) }"]
        {
            assert!(in_source(text, false) > 0, "{text}");
        }
        // A name cannot have the hyphen of `on-demand`.
        assert_eq!(in_source("fn inforce() { in_forces(on_demand_price) }", false), 0);
        assert_eq!(in_source("fn f() { g(\"on demand\") }", false), 1);
    }

    #[test]
    fn documents_are_read_across_lines_and_without_code() {
        let text = "# One\n\nThe tier in\nforce.\n\n```\nin force\n```\n\nThe `in force` of a field. In `a` force.\n";
        assert_eq!(found("a.md", &markdown(text)), ["a.md:3: says \"in force\"; say \"active\""]);
    }

    #[test]
    fn a_table_without_a_phrase_or_with_a_broken_row_is_refused() {
        assert!(phrases("| Term | Meaning | Source | Not |\n| a | b | c | d |").is_err());
        assert!(phrases(&format!("{TABLE}| a | b | `c` |\n")).is_err());
        assert!(phrases(&format!("{TABLE}| a |  | c | `d` |\n")).is_err());
    }

    #[test]
    fn an_exemption_that_nothing_needs_is_none() {
        let root = project::root().unwrap();
        let phrases = phrases(&std::fs::read_to_string(root.join(WORDS)).unwrap()).unwrap();
        for (path, only, reason) in EXEMPT.iter().filter(|(path, ..)| *path != WORDS) {
            let of_it = |file: &PathBuf| file.to_string_lossy().contains(path);
            let says = files(&root).unwrap().into_iter().filter(of_it).any(|file| {
                let texts = source("a.rs", &std::fs::read_to_string(file).unwrap()).unwrap();
                said(&phrases, "a.rs", &texts).iter().any(|found| found.contains(&format!("says \"{only}")))
            });
            assert!(says, "{path} ({reason}) says nothing that is ruled out");
        }
    }
}
