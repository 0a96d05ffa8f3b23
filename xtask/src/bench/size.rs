//! What the first view costs to load: gzip bytes of every file it fetches.

use super::table::{Measure, Unit, render};
use crate::{Outcome, project};
use flate2::{Compression, write::GzEncoder};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Component, Path, PathBuf};

/// The aim for the first view up to the first edit that works, in thousands of gzip bytes; the published host serves gzip.
const AIM: f64 = 400.0;

/// The table of sizes for the site in `dist/`.
pub fn table() -> Outcome<String> {
    let dist = project::root()?.join("dist");
    let mut rows = Vec::new();
    let (mut raw_sum, mut gzip_sum) = (0.0, 0.0);
    for file in first_view(&dist)? {
        let bytes = std::fs::read(dist.join(&file)).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
        let raw = bytes.len() as f64 / 1000.0;
        let gzip = gzip_length(&bytes)? as f64 / 1000.0;
        raw_sum += raw;
        gzip_sum += gzip;
        let note = format!("{raw:.1} KB before gzip");
        rows.push(Measure { name: file.display().to_string(), value: gzip, reference: None, note });
    }
    let note = format!("{raw_sum:.1} KB before gzip, {} requests", rows.len());
    rows.push(Measure { name: "all of the first view".into(), value: gzip_sum, reference: Some(AIM), note });
    rows.extend(later(&dist)?);
    rows.push(catalog(&dist)?);
    Ok(render("first view, gzip -9", Unit::Kilobytes, "aim", &rows))
}

/// The modules that come later, and all modules together.
fn later(dist: &Path) -> Outcome<Vec<Measure>> {
    let first = first_view(dist)?;
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", dist.display());
    let mut rows = Vec::new();
    let (mut sum, mut n) = (0.0, 0);
    for entry in std::fs::read_dir(dist).map_err(unreadable)? {
        let file = PathBuf::from(entry.map_err(unreadable)?.file_name());
        if file.extension().is_none_or(|extension| extension != "wasm") {
            continue;
        }
        let bytes = std::fs::read(dist.join(&file)).map_err(unreadable)?;
        let gzip = gzip_length(&bytes)? as f64 / 1000.0;
        (sum, n) = (sum + gzip, n + 1);
        if !first.contains(&file) {
            let note = format!("{:.1} KB before gzip; later", bytes.len() as f64 / 1000.0);
            rows.push(Measure { name: file.display().to_string(), value: gzip, reference: None, note });
        }
    }
    rows.sort_by(|one, other| other.value.total_cmp(&one.value));
    rows.push(Measure { name: "all modules".into(), value: sum, reference: None, note: format!("{n} files") });
    Ok(rows)
}

/// The catalogue of prices, which a page fetches when it is opened.
fn catalog(dist: &Path) -> Outcome<Measure> {
    let folder = dist.join("catalog");
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", folder.display());
    let (mut raw, mut gzip) = (0, 0);
    for file in std::fs::read_dir(&folder).map_err(unreadable)? {
        let bytes = std::fs::read(file.map_err(unreadable)?.path()).map_err(unreadable)?;
        raw += bytes.len();
        gzip += gzip_length(&bytes)?;
    }
    let note = format!("{:.1} KB before gzip; not part of the first view", raw as f64 / 1000.0);
    Ok(Measure { name: "catalogue of prices".into(), value: gzip as f64 / 1000.0, reference: None, note })
}

fn gzip_length(bytes: &[u8]) -> Outcome<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let packed = encoder.write_all(bytes).and_then(|()| encoder.finish());
    packed.map(|packed| packed.len()).map_err(|e| format!("gzip failed: {e}"))
}

/// The page and every file of the site that it names, with what those scripts
/// import and those styles fetch; a web manifest and the print sheet included,
/// so the sum errs on the high side.
fn first_view(dist: &Path) -> Outcome<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    let mut open = vec![PathBuf::from("index.html")];
    while let Some(file) = open.pop() {
        if !found.insert(file.clone()) {
            continue;
        }
        let kind = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !matches!(kind, "html" | "js" | "css") {
            continue;
        }
        let text = std::fs::read_to_string(dist.join(&file))
            .map_err(|e| format!("dist/{} cannot be read: {e}; try `cargo xtask build`", file.display()))?;
        let folder = file.parent().unwrap_or(Path::new(""));
        let named = references(kind, &text).into_iter().filter_map(|name| within(folder, name));
        open.extend(named.filter(|path| dist.join(path).is_file()));
    }
    Ok(found)
}

/// What may name a file: attributes and quoted text in a page, imports in a script, `url(...)` in a style.
fn references<'text>(kind: &str, text: &'text str) -> Vec<&'text str> {
    match kind {
        "html" => text.split(['"', '\'']).collect(),
        "css" => text.split("url(").skip(1).filter_map(|rest| rest.split(')').next()).map(unquoted).collect(),
        // Only whole statements: the text of a script may mention files that it loads later.
        _ => text.lines().filter_map(import).collect(),
    }
}

fn import(line: &str) -> Option<&str> {
    let line = line.trim().trim_end_matches(';');
    let statement = line.starts_with("import ") || line.starts_with("export ");
    let name = if statement {
        line.rsplit(' ').next()?
    } else {
        return None;
    };
    name.starts_with(['\'', '"']).then(|| unquoted(name))
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

/// The path of `name` seen from `folder`, when it stays inside the site.
fn within(folder: &Path, name: &str) -> Option<PathBuf> {
    let name = name.split(['?', '#']).next()?;
    let mut path = folder.to_path_buf();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            _ => return None,
        }
    }
    (!name.is_empty()).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_view_follows_pages_scripts_and_styles() {
        let dist = std::env::temp_dir().join(format!("headroom-size-{}", std::process::id()));
        std::fs::create_dir_all(dist.join("snippets")).expect("folder made");
        let files = [
            ("index.html", "<link href=\"./a.css\"><script>import init from './app.js'; init('./app.wasm')</script>"),
            ("a.css", "body { background: url(\"bg.svg\") }"),
            ("bg.svg", ""),
            ("app.js", "import { x } from './snippets/s.js';\nnew Worker('./later.js');"),
            ("snippets/s.js", "import * as t from \"../t.js\""),
            ("t.js", ""),
            ("app.wasm", ""),
            ("later.js", ""),
        ];
        for (name, text) in files {
            std::fs::write(dist.join(name), text).expect("file written");
        }
        let found: Vec<String> = first_view(&dist).expect("found").iter().map(|f| f.display().to_string()).collect();
        std::fs::remove_dir_all(&dist).expect("folder removed");
        assert_eq!(found, ["a.css", "app.js", "app.wasm", "bg.svg", "index.html", "snippets/s.js", "t.js"]);
    }
}
