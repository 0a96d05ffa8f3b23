//! The script that loads the parts: their files' names, and the check of their integrity.

use super::File;
use crate::Outcome;
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha384};

/// What the splitter calls the script.
const SCRIPT: &str = "./__wasm_split.js";
/// How the splitter fetches a file, around its name.
const FETCH: (&str, &str) = ("fetch(new URL(\"./", ".wasm\", import.meta.url))");

/// The name of a part's file: `split_demand` and `chunk_7` become `NAME-demand.wasm` and `NAME-7.wasm`.
pub fn file_name(name: &str, part: &str) -> String {
    let part = part.strip_prefix("split_").or_else(|| part.strip_prefix("chunk_")).unwrap_or(part);
    format!("{name}-{part}.wasm")
}

/// What a browser compares a file with.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// The loading script with the files' names, each fetched only with the bytes that were built.
pub fn with_integrity(script: &str, name: &str, modules: &[File]) -> Outcome<String> {
    let mut pieces = script.split(FETCH.0);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    let mut n = 0;
    for piece in pieces {
        let (part, rest) = piece.split_once(FETCH.1).ok_or("the splitter's script fetches in another way")?;
        let file = file_name(name, part);
        let module = modules.iter().find(|module| module.name == file);
        let module = module.ok_or_else(|| format!("the splitter's script fetches {part}.wasm, which is not there"))?;
        out.push_str(&format!(
            "fetch(new URL(\"./{file}\", import.meta.url), {{ integrity: \"{}\" }}){rest}",
            integrity(&module.bytes)
        ));
        n += 1;
    }
    if n + 1 != modules.len() {
        return Err(format!("the splitter's script fetches {n} of {} parts", modules.len() - 1));
    }
    Ok(out)
}

/// The app's script with the name of the loading script; only its import is changed, as the name stands in the module too.
pub fn renamed(glue: &str, name: &str) -> Outcome<String> {
    let import = format!("from \"{SCRIPT}\"");
    if !glue.contains(&import) {
        return Err("the app's script imports no parts: was it compiled with the feature `split`?".to_owned());
    }
    Ok(glue.replace(&import, &format!("from \"./{name}-parts.js\"")))
}

/// The files that parts need, each once, in the order of the parts.
pub fn files_of(script: &str, parts: &[&str]) -> Vec<String> {
    let file = |line: &str| {
        let name = line.split("new URL(\"./").nth(1)?.split('"').next()?;
        Some(name.to_owned())
    };
    // A loader spans lines: its name, then what it fetches, then what it waits for.
    let loader = |variable: &str| {
        let from = script.find(&format!("const {variable} = "))?;
        let text = &script[from..];
        let text = text[6..].find("const __").map_or(text, |end| &text[..end + 6]);
        Some(text)
    };
    let mut files: Vec<String> = Vec::new();
    for part in parts {
        let Some(text) = loader(&format!("__wasm_split_load_{part}")) else { continue };
        let waits_for = text.rsplit('[').next().unwrap_or_default().split(']').next().unwrap_or_default();
        let chunks = waits_for.split(',').map(str::trim).filter(|chunk| !chunk.is_empty());
        let of_chunks = chunks.filter_map(|chunk| file(loader(chunk)?));
        for file in file(text).into_iter().chain(of_chunks) {
            if !files.contains(&file) {
                files.push(file);
            }
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "/* a, b */\nconst __chunk_3 = makeLoad(() => {\n    const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}\n, []);\nexport const __wasm_split_load_a = wrapAsyncCb(makeLoad(() => {\n    const src = fetch(new URL(\"./split_a.wasm\", import.meta.url));\n}\n, [__chunk_3]));\n";

    fn modules() -> Vec<File> {
        ["x_bg.wasm", "x-3.wasm", "x-a.wasm"].map(|name| File { name: name.to_owned(), bytes: vec![1] }).into()
    }

    #[test]
    fn every_part_is_fetched_with_its_integrity() {
        let script = with_integrity(SCRIPT, "x", &modules()).expect("done");
        assert_eq!(script.matches(&integrity(&[1])).count(), 2);
        assert_eq!(files_of(&script, &["a", "none"]), ["x-a.wasm", "x-3.wasm"]);
        assert!(with_integrity(SCRIPT, "x", &modules()[..2]).is_err());
        let mut more = modules();
        more.push(File { name: "x-z.wasm".to_owned(), bytes: vec![2] });
        assert!(with_integrity(SCRIPT, "x", &more).is_err());
    }

    #[test]
    fn only_the_import_of_the_loading_script_is_renamed() {
        let glue = "import * as p from \"./__wasm_split.js\";\nreturn { \"./__wasm_split.js\": p };";
        let renamed = renamed(glue, "x").expect("done");
        assert_eq!(renamed, "import * as p from \"./x-parts.js\";\nreturn { \"./__wasm_split.js\": p };");
        assert!(super::renamed("import './other.js'", "x").is_err());
    }
}
