//! Pages and reports say the same of the same thing: a walk over every page of every example.

use super::plan::open_example;
use super::start;
use crate::{Outcome, Page};
use serde_json::Value;
use std::collections::BTreeMap;

/// Opens each page of the rail in turn and lists what it says: `[page, kind, label, value]`, the kind `bar` for the summary
/// bar, `stat` for a number of the page, `row` for a row of a table of two columns.
const READ: &str = r"
    const text = (element) => (element ? element.innerText : '').replace(/\s+/g, ' ').trim();
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const said = [];
    for (let at = 0; at < document.querySelectorAll('nav.rail a').length; at += 1) {
        const link = document.querySelectorAll('nav.rail a')[at];
        const page = link.getAttribute('href').slice(1).split('/')[0];
        link.click();
        await frame();
        for (const stat of document.querySelectorAll('.stat')) {
            const kind = stat.closest('.summary') ? 'bar' : 'stat';
            said.push([page, kind, text(stat.querySelector('.stat-label')), text(stat.querySelector('.stat-value'))]);
        }
        for (const row of document.querySelectorAll('main tbody tr')) {
            if (row.children.length === 2) said.push([page, 'row', text(row.children[0]), text(row.children[1])]);
        }
        if (document.querySelector('#scaling-by-region')) said.push([page, 'regions', '', '']);
    }
    return said;";

/// What is said of one service or of the whole plan, by where it stands.
struct Said(Vec<[String; 4]>);

impl Said {
    fn read(page: &Page<'_>) -> Outcome<Self> {
        let said = page.eval_async(READ)?;
        let all: Vec<[String; 4]> = serde_json::from_value(said).map_err(|error| error.to_string())?;
        if all.len() < 30 { Err(format!("hardly anything was read: {all:?}")) } else { Ok(Self(all)) }
    }

    /// The values under a label on the pages that `of` names; `None` where there is none.
    fn value(&self, kind: &str, of: fn(&str) -> bool, label: &str) -> Option<&str> {
        let found = self.0.iter().find(|[page, as_what, name, _]| as_what == kind && of(page) && name == label);
        found.map(|[.., value]| value.as_str())
    }

    fn is_in_several_regions(&self) -> bool {
        self.0.iter().any(|[_, kind, ..]| kind == "regions")
    }

    /// Labels of the summary bar that stand with different values on the pages of a service.
    fn bar_that_differs(&self) -> Vec<String> {
        let mut values: BTreeMap<(bool, &str), &str> = BTreeMap::new();
        let mut differ = Vec::new();
        for [page, kind, label, value] in &self.0 {
            if kind == "bar" {
                let first = values.entry((page == "overview", label)).or_insert(value);
                if *first != value {
                    differ.push(format!("{label} is {first}, and {value} on {page}"));
                }
            }
        }
        differ
    }
}

/// A label of the summary bar, and where else the same quantity stands: the kind, the page, the label.
const SAME: &[(&str, &str, &str, &str)] = &[
    ("Replicas planned", "row", "sizing", "Replicas planned, all regions"),
    ("Replicas planned", "row", "purchasing", "Replicas"),
    ("Utilization at peak", "row", "sizing", "Utilization at peak"),
];

fn of_a_service(page: &str) -> bool {
    page != "overview"
}

/// What contradicts itself in what is said of a service.
fn contradictions(said: &Said) -> Vec<String> {
    let bar = |label: &str| said.value("bar", of_a_service, label);
    let mut found = said.bar_that_differs();
    for (label, kind, page, other) in SAME {
        let there = said.0.iter().find(|[of, as_what, name, _]| of == page && as_what == kind && name == other);
        match (bar(label), there) {
            (Some(value), Some([.., other_value])) if value != other_value => {
                found.push(format!("{label} is {value}, and {other} on {page} {other_value}"));
            }
            (Some(_), None) if *page == "sizing" => found.push(format!("{other} is not on {page}")),
            _ => {}
        }
    }
    // In several regions the page shows the run of one of them, and the table above it those of all.
    if !said.is_in_several_regions()
        && let Some((bar, page)) = bar("Within SLO").zip(said.value("stat", of_a_service, "Requests within SLO"))
        && bar != page
    {
        found.push(format!("Within SLO is {bar}, and {page} on scaling"));
    }
    for (suffix, row) in [(" at the user", "Latency at the user, all regions up"), (" at peak", "Latency at peak")] {
        let bar = said.0.iter().find(|[page, kind, label, _]| {
            page == "sizing" && kind == "bar" && label.starts_with('P') && label.ends_with(suffix)
        });
        let row = said.value("row", of_a_service, row);
        if let Some(([.., value], row)) = bar.zip(row)
            && !row.contains(value.as_str())
        {
            found.push(format!("response time{suffix} is {value}, and {row} on sizing"));
        }
    }
    found
}

/// A count as it is written: `1,234`.
fn count(text: &str) -> Option<u64> {
    text.replace(',', "").parse().ok()
}

pub(super) fn everywhere(page: &mut Page<'_>) -> Outcome {
    start(page)?;
    page.click("header .menu > summary")?;
    page.wait_for("button[data-example]")?;
    let slugs =
        page.eval("return [...document.querySelectorAll('button[data-example]')].map(b => b.dataset.example);")?;
    let slugs: Vec<String> = serde_json::from_value(slugs).map_err(|error| error.to_string())?;
    page.click("header .menu > summary")?;
    if slugs.len() < 5 {
        return Err(format!("the examples were expected in the menu, not {slugs:?}"));
    }
    let mut found = Vec::new();
    for slug in slugs {
        open_example(page, &slug)?;
        page.wait_for("main h1")?;
        // Prices come with the catalog, on the page that asks for it.
        page.click("nav a[href^='#purchasing']")?;
        page.wait_for_text("#price-sources", "Spare Cores")?;
        let services = page.eval("return [...document.querySelectorAll('#service option')].map(o => o.value);")?;
        let services: Vec<Value> = serde_json::from_value(services).map_err(|error| error.to_string())?;
        let (mut replicas, mut of_plan) = (0, None);
        for at in 0..services.len().max(1) {
            if !services.is_empty() {
                page.eval(&format!(
                    "const pick = document.querySelector('#service'); pick.selectedIndex = {at};
                     pick.dispatchEvent(new Event('change', {{bubbles: true}}));"
                ))?;
            }
            let said = Said::read(page)?;
            found.extend(contradictions(&said).into_iter().map(|what| format!("{slug}, service {}: {what}", at + 1)));
            replicas += said.value("bar", of_a_service, "Replicas planned").and_then(count).unwrap_or_default();
            of_plan = said.value("bar", |page| page == "overview", "Replicas planned").and_then(count);
        }
        if of_plan != Some(replicas) {
            found.push(format!("{slug}: the services have {replicas} replicas, the plan {of_plan:?}"));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(found.join("\n")) }
}
