//! Rust as far as this takes: tokens without comments, texts and tests, and the functions among them.

use std::collections::BTreeSet;

/// Identifiers, numbers, `::` and single signs; comments are none, texts and letters in quotes are `"`.
pub fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let at = |place: usize| letters.get(place).copied().unwrap_or('\0');
    let (mut tokens, mut i) = (Vec::new(), 0);
    while i < letters.len() {
        let letter = at(i);
        if letter == '/' && at(i + 1) == '/' {
            i += (i..letters.len()).take_while(|place| at(*place) != '\n').count();
        } else if letter == '/' && at(i + 1) == '*' {
            i = end_of_comment(&letters, i);
        } else if letter == '"' {
            i = end_of_text(&letters, i, 0, true);
            tokens.push("\"".to_owned());
        } else if letter == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            // A letter in quotes; anything else is the name of a lifetime.
            let from = if at(i + 1) == '\\' { i + 3 } else { i + 2 };
            i = (from..letters.len()).find(|place| at(*place) == '\'').unwrap_or(letters.len()) + 1;
            tokens.push("\"".to_owned());
        } else if letter.is_alphanumeric() || letter == '_' {
            let end = (i..letters.len()).find(|place| !(at(*place).is_alphanumeric() || at(*place) == '_'));
            let word: String = letters[i..end.unwrap_or(letters.len())].iter().collect();
            i += word.chars().count();
            let hashes = (i..letters.len()).take_while(|place| at(*place) == '#').count();
            if matches!(word.as_str(), "r" | "br" | "b") && at(i + hashes) == '"' {
                i = end_of_text(&letters, i + hashes, hashes, word == "b");
                tokens.push("\"".to_owned());
            } else {
                tokens.push(word);
            }
        } else if letter == ':' && at(i + 1) == ':' {
            tokens.push("::".to_owned());
            i += 2;
        } else {
            tokens.extend((!letter.is_whitespace()).then(|| letter.to_string()));
            i += 1;
        }
    }
    tokens
}

fn end_of_comment(letters: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i < letters.len() {
        match letters.get(i..i + 2) {
            Some(['/', '*']) => (depth, i) = (depth + 1, i + 2),
            Some(['*', '/']) if depth == 1 => return i + 2,
            Some(['*', '/']) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
    }
    i
}

/// Behind the quote that closes the one at `start` with so many `#` after it.
fn end_of_text(letters: &[char], start: usize, hashes: usize, escapes: bool) -> usize {
    let mut i = start + 1;
    while i < letters.len() {
        match letters[i] {
            '\\' if escapes => i += 2,
            '"' if letters.iter().skip(i + 1).take_while(|letter| **letter == '#').count() >= hashes => {
                return i + 1 + hashes;
            }
            _ => i += 1,
        }
    }
    i
}

/// Where the block or statement that begins at `start` ends: behind its `}` or `;`.
fn end_of_item(tokens: &[String], start: usize) -> usize {
    let (mut round, mut curly) = (0_i32, 0_i32);
    for (place, token) in tokens.iter().enumerate().skip(start) {
        match token.as_str() {
            "(" | "[" => round += 1,
            ")" | "]" => round -= 1,
            "{" => curly += 1,
            "}" => curly -= 1,
            _ => {}
        }
        if (token == "}" && curly <= 0 && round <= 0) || (token == ";" && round == 0 && curly == 0) {
            return place + 1;
        }
    }
    tokens.len()
}

/// Takes out what is compiled for tests alone, and every `use`; the modules of tests that are files come beside it.
pub fn shipped(tokens: &[String]) -> (Vec<String>, Vec<String>) {
    const TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut files, mut i) = (Vec::new(), Vec::new(), 0);
    while i < tokens.len() {
        if tokens[i..].iter().take(TEST.len()).map(String::as_str).eq(TEST) {
            let mut start = i + TEST.len();
            while tokens.get(start).is_some_and(|token| token == "#") {
                start += tokens[start..].iter().take_while(|token| *token != "]").count() + 1;
            }
            i = end_of_item(tokens, start);
            let item: Vec<&str> = tokens[start..i].iter().map(String::as_str).collect();
            if let ["mod", name, ";"] | ["pub", "mod", name, ";"] = item.as_slice() {
                files.push((*name).to_owned());
            }
        } else if tokens[i] == "use" && tokens.get(i + 1).is_some_and(|next| next != "<") {
            i = end_of_use(tokens, i);
        } else {
            kept.push(tokens[i].clone());
            i += 1;
        }
    }
    (kept, files)
}

fn end_of_use(tokens: &[String], start: usize) -> usize {
    start + tokens[start..].iter().take_while(|token| *token != ";").count() + 1
}

/// A function and what stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Whether everybody may call it.
    pub is_public: bool,
    /// Whether it is a method, or one of a type's.
    pub is_method: bool,
    /// Its tokens.
    pub body: Vec<String>,
}

/// The functions of a file, and all that is in none of them; what implements a trait is of the latter.
pub fn functions(tokens: &[String]) -> (Vec<Function>, Vec<String>) {
    let (mut found, mut rest) = (Vec::new(), Vec::new());
    collect(tokens, false, &mut found, &mut rest);
    (found, rest)
}

fn collect(tokens: &[String], is_method: bool, found: &mut Vec<Function>, rest: &mut Vec<String>) {
    let mut i = 0;
    while i < tokens.len() {
        let token = tokens[i].as_str();
        if token == "impl" || token == "trait" {
            let end = end_of_item(tokens, i);
            let head = tokens[i..end].iter().take_while(|token| *token != "{").count();
            if tokens[i..i + head].iter().any(|token| token == "for") {
                rest.extend_from_slice(&tokens[i..end]);
            } else {
                collect(&tokens[(i + head).min(end)..end], true, found, rest);
            }
            i = end;
        } else if let ("fn", Some(name)) = (token, tokens.get(i + 1).filter(|next| *next != "(")) {
            let before = tokens[..i].iter().rev().find(|token| !matches!(token.as_str(), "const" | "async" | "unsafe"));
            let end = end_of_item(tokens, i);
            let is_public = before.is_some_and(|token| token == "pub");
            found.push(Function { name: name.clone(), is_public, is_method, body: tokens[i + 2..end].to_vec() });
            i = end;
        } else {
            rest.push(tokens[i].clone());
            i += 1;
        }
    }
}

/// The names that are used: as functions, and as methods or behind a `::`.
#[derive(Debug, Default)]
pub struct Names {
    /// As functions, or as values.
    pub functions: BTreeSet<String>,
    /// As methods.
    pub methods: BTreeSet<String>,
}

impl Names {
    /// Adds the names that are used in some tokens.
    pub fn read(&mut self, tokens: &[String]) {
        for (place, token) in tokens.iter().enumerate() {
            let is_name = token.starts_with(|letter: char| letter.is_lowercase() || letter == '_');
            let before = place.checked_sub(1).and_then(|before| tokens.get(before)).map_or("", String::as_str);
            let after = tokens.get(place + 1).map_or("", String::as_str);
            if !is_name || matches!(before, "fn" | "let" | "mut" | "mod") || matches!(after, ":" | "=" | "!") {
                continue;
            }
            if before == "::" || (before == "." && matches!(after, "(" | "::")) {
                self.methods.insert(token.clone());
            }
            if before != "." {
                self.functions.insert(token.clone());
            }
        }
    }

    /// Whether a function is among them.
    pub fn call(&self, function: &Function) -> bool {
        let (as_function, as_method) = (self.functions.contains(&function.name), self.methods.contains(&function.name));
        if function.is_method { as_method } else { as_function }
    }
}
