//! The services with their load, replicas and resources.

use super::ServiceRows;
use headroom_core::base::text;
use headroom_core::plan::sizing::Lasts;

/// The table.
pub const SERVICES: ServiceRows = ServiceRows {
    id: "services",
    page: "sizing",
    is_there: |_| true,
    caption: |_| "Services".to_owned(),
    columns: &[
        ("Kind", false),
        ("Team", false),
        ("Peak, requests/s", true),
        ("Replicas planned", true),
        ("vCPU", true),
        ("Memory, GiB", true),
        ("GPUs", true),
        ("Holds until", false),
        ("", false),
    ],
    standing: |of| Some(of.answers.sizing.verdict.standing),
    cells: |of| {
        let sizing = &of.answers.sizing;
        let mut cells = vec![of.stated.kind.words().to_owned(), of.stated.team.to_string()];
        let ledger = &of.answers.ledger;
        let resources = &ledger.resources;
        let gpus = resources.gpus as f64;
        cells.extend(numbers([
            of.answers.demand.peak,
            f64::from(ledger.planned().needed()),
            resources.vcpus,
            resources.memory,
            gpus,
        ]));
        cells.push(lasts(sizing.lasts.as_ref()));
        Some(cells)
    },
    total: Some(("Total", |side| {
        let totals = &side.evaluation.totals;
        let resources = &totals.resources;
        let gpus = resources.gpus as f64;
        let sums = numbers([totals.peak, totals.replicas as f64, resources.vcpus, resources.memory, gpus]);
        let empty = || std::iter::repeat_n(String::new(), 2);
        empty().chain(sums).chain(empty()).collect()
    })),
    has_tools: true,
};

fn numbers([peak, rest @ ..]: [f64; 5]) -> impl Iterator<Item = String> {
    std::iter::once(text::si(peak)).chain(rest.map(text::number))
}

fn lasts(lasts: Option<&Lasts>) -> String {
    lasts.map_or_else(
        || "beyond 10 years".to_owned(),
        |lasts| format!("{}, {}", text::date_short(lasts.day).replace(' ', "\u{a0}"), lasts.because),
    )
}
