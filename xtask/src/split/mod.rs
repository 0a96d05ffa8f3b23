//! Takes the app of a finished release site apart, so that each part loads when it is needed, and fills in the policy.
//!
//! Trunk calls it (`Trunk.toml`) when a page is otherwise finished: the module as cargo made it is split, bound and
//! shrunk anew, and what Trunk put into the page takes the new files' names and hashes.

mod loader;
mod page;
mod shrink;

use crate::{Outcome, csp, process, project, setup};
use std::fs;
use std::path::{Path, PathBuf};

/// The parts that the first view of a first visit needs, in the order of their importance.
const FIRST_VIEW: [&str; 3] = ["engine", "frame", "overview"];

/// A file that can be looked up by its name, with its bytes.
struct File {
    name: String,
    bytes: Vec<u8>,
}

/// Finishes the page in the folder that Trunk names; only a release site is taken apart.
pub fn finish() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.ok_or("this is for Trunk, which says where the page lies: use `cargo xtask build`")?;
    let page = staging.join("index.html");
    let mut html = read(&page)?;
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        html = take_apart(&staging, &html)?;
    }
    write(&page, csp::fill(&html)?.as_bytes())
}

fn take_apart(staging: &Path, html: &str) -> Outcome<String> {
    let root = project::root()?;
    let mut tools = setup::for_site()?;
    let name = page::app_in(html).ok_or("index.html names no script headroom-app-…: Trunk did not put the app in")?;
    let work = root.join("target/split");
    let _ = fs::remove_dir_all(&work);
    fs::create_dir_all(&work).map_err(|e| format!("{} cannot be made: {e}", work.display()))?;

    let compiled = compiled(&tools, &root)?;
    process::run(tools.splitter(&root)?.arg(&compiled).arg(&work).args(["--out-name", name]))?;
    let mut bind = tools.command("wasm-bindgen", &root);
    bind.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--no-demangle", "--out-name", name]);
    process::run(bind.arg("--out-dir").arg(work.join("bound")).arg(work.join(format!("{name}.wasm"))))?;

    let modules = modules(&work, name)?;
    let modules = shrink::all(&mut tools, &work, modules)?;
    for module in &modules {
        write(&staging.join(&module.name), &module.bytes)?;
    }
    let links = loader::with_integrity(&read(&work.join("__wasm_split.js"))?, name, &modules)?;
    write(&staging.join(format!("{name}-parts.js")), links.as_bytes())?;
    let glue = read(&work.join(format!("bound/{name}.js")))?;
    let glue = loader::renamed(&glue, name)?;
    write(&staging.join(format!("{name}.js")), glue.as_bytes())?;
    println!("split the app into {} modules", modules.len());
    page::linked(html, name, (&glue, &links), &modules, &loader::files_of(&links, &FIRST_VIEW))
}

/// The module as cargo made it.
fn compiled(tools: &setup::Tools, root: &Path) -> Outcome<PathBuf> {
    let answer =
        process::output(tools.cargo(root).args(["metadata", "--format-version", "1", "--no-deps", "--offline"]))?;
    let answer: serde_json::Value = serde_json::from_str(&answer).map_err(|e| format!("cargo metadata: {e}"))?;
    let folder = answer["target_directory"].as_str().ok_or("cargo does not say where it builds")?;
    Ok(Path::new(folder).join(setup::WASM_TARGET).join("release/headroom-app.wasm"))
}

/// The main module under the name that Trunk gave it, and every part.
fn modules(work: &Path, name: &str) -> Outcome<Vec<File>> {
    let main = File { name: format!("{name}_bg.wasm"), bytes: bytes(&work.join(format!("bound/{name}_bg.wasm")))? };
    let mut modules = vec![main];
    let unreadable = |e: std::io::Error| format!("{} cannot be read: {e}", work.display());
    for entry in fs::read_dir(work).map_err(unreadable)? {
        let file = entry.map_err(unreadable)?.file_name().to_string_lossy().into_owned();
        if let Some(part) = file.strip_suffix(".wasm").filter(|stem| *stem != name) {
            modules.push(File { name: loader::file_name(name, part), bytes: bytes(&work.join(&file))? });
        }
    }
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(modules)
}

fn bytes(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))
}

fn write(file: &Path, bytes: &[u8]) -> Outcome {
    fs::write(file, bytes).map_err(|e| format!("{} cannot be written: {e}", file.display()))
}
