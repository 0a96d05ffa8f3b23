//! `cargo xtask bench`: what the site weighs, how fast the core and the browser are.

mod browser;
mod native;
mod placement;
mod size;
mod table;

use crate::{Outcome, site};

/// A section: its name on the command line, whether it needs `dist/`, and its table.
struct Section {
    name: &'static str,
    needs_site: bool,
    table: fn() -> Outcome<String>,
}

const SECTIONS: &[Section] = &[
    Section { name: "size", needs_site: true, table: size::table },
    Section { name: "native", needs_site: false, table: native::bench_native },
    Section { name: "browser", needs_site: false, table: browser::table },
];

/// Prints the tables of the named sections, of all when none is named.
pub fn run(names: &[&str]) -> Outcome {
    if let Some(unknown) = names.iter().find(|name| !SECTIONS.iter().any(|section| section.name == **name)) {
        let known: Vec<&str> = SECTIONS.iter().map(|section| section.name).collect();
        return Err(format!("there is no section `{unknown}` of the bench; the sections are {}", known.join(", ")));
    }
    let chosen = || SECTIONS.iter().filter(|section| names.is_empty() || names.contains(&section.name));
    if chosen().any(|section| section.needs_site) {
        site::build(site::Profile::Release)?;
    }
    for section in chosen() {
        println!("\n{}", (section.table)()?);
    }
    Ok(())
}
