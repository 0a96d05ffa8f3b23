//! Who pays: the bill by service and by team, and the same as a file.

use super::super::view::CostView;
use super::share_of;
use crate::browser::{download, file_name};
use crate::components::TableView;
use crate::components::table::{Cell, Column, Row, Table};
use crate::session::Session;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::{Charge, Chargeback, TeamCharge};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::Tag;
use headroom_core::report::chargeback_csv;
use leptos::prelude::*;

/// A team in words; the platform bears what no team is charged for.
fn team_name(team: &TeamCharge) -> String {
    match (team.is_platform, team.team.as_str()) {
        (true, _) => "Platform (not charged)".to_owned(),
        (false, "") => "No team".to_owned(),
        (false, name) => name.to_owned(),
    }
}

fn amounts(charge: &Charge) -> [String; 4] {
    [charge.direct, charge.idle, charge.shared, charge.total].map(Money::exact)
}

/// Both tables and the file.
#[component]
pub fn Charges() -> impl IntoView {
    let (session, view) = (Session::here(), CostView::here());
    let charges = Memo::new(move |_| view.plan.with(|plan| plan.charges.clone()));
    let before = Memo::new(move |_| view.before.get().map(|plan| plan.charges.clone()));
    let says = move || {
        view.plan.with(|plan| {
            let what = if plan.monthly.is_some() { "the bill" } else { "what is known of the bill" };
            format!("The charges add up to {what}, {}, to the cent.", plan.charges.total.exact())
        })
    };
    let save = move |_| {
        let (scenario, evaluation) = untrack(|| (session.scenario(), session.evaluation()));
        let name = file_name(&format!("{} chargeback", scenario.name), "csv");
        download(&name, "text/csv", &chargeback_csv(&scenario, &evaluation));
    };
    let services = Memo::new(move |_| {
        let (scenario, before) = (session.scenario(), before.get());
        charges.with(|charges| by_service(charges, before.as_ref(), &scenario))
    });
    let teams = Memo::new(move |_| charges.with(|charges| by_team(charges, before.get().as_ref())));
    view! {
        <section class="charges" aria-label="Chargeback">
            <div class="section-head">
                <h2>"Chargeback"</h2>
                <button type="button" id="chargeback-csv" on:click=save>"Download as CSV"</button>
            </div>
            <p id="charges-say">{says}</p>
            <TableView table=services/>
            <TableView table=teams/>
            <p class="hint">"Direct cost is a service's own lines without idle compute; idle is compute that is paid for and does no work in the simulated period, with its part of what a node pool leaves unused; shared is its share of common costs."</p>
        </section>
    }
}

/// The charges by service, beside the baseline.
fn by_service(charges: &Chargeback, before: Option<&Chargeback>, scenario: &Scenario) -> Table {
    let row = |charge: &Charge| {
        let tags = charge.service.and_then(|id| scenario.services.get(id)).map_or_else(String::new, |service| {
            let tag = |tag: &Tag| format!("{}={}", tag.name, tag.value);
            service.cost.tags.iter().map(tag).collect::<Vec<_>>().join(", ")
        });
        let was = before.and_then(|before| before.services.iter().find(|old| old.service == charge.service));
        let mut was = was.map(amounts).into_iter().flatten();
        let amounts = amounts(charge).map(|now| Cell::from(now).with_was(was.next()));
        let first = [Cell::from(charge.name.clone()).with_note(tags), Cell::from(charge.team.clone())];
        let share = Cell::from(share_of(charge.total, charges.total));
        Row::of(first.into_iter().chain(amounts).chain([share]))
    };
    let sums = [
        "Total".to_owned(),
        String::new(),
        charges.direct().exact(),
        charges.idle.exact(),
        charges.shared.exact(),
        charges.total.exact(),
        share_of(charges.total, charges.total),
    ];
    let columns = [
        Column::words("Service"),
        Column::words("Team"),
        Column::number("Direct"),
        Column::number("Idle"),
        Column::number("Shared"),
        Column::number("Charged"),
        Column::number("Share"),
    ];
    let rows = charges.services.iter().map(row).chain([Row::of(sums).total()]);
    Table::new("charges", "By service").with_columns(columns).with_rows(rows)
}

/// The charges by team, beside the baseline.
fn by_team(charges: &Chargeback, before: Option<&Chargeback>) -> Table {
    let row = |team: &TeamCharge| {
        let same = |old: &&TeamCharge| old.team == team.team && old.is_platform == team.is_platform;
        let was = before.and_then(|before| before.teams.iter().find(same)).map(|old| old.total.exact());
        Row::of([
            Cell::from(team_name(team)),
            Cell::from(text::count(team.services)),
            Cell::from(team.idle.exact()),
            Cell::from(team.total.exact()).with_was(was),
            Cell::from(team.share.map_or_else(String::new, text::percent)),
        ])
    };
    let sum = ["Total".to_owned(), String::new(), String::new(), charges.total.exact()];
    let columns = [
        Column::words("Team"),
        Column::number("Services"),
        Column::number("of which idle"),
        Column::number("Charged"),
        Column::number("Share"),
    ];
    let rows = charges.teams.iter().map(row).chain([Row::of(sum).total()]);
    Table::new("teams", "By team").with_columns(columns).with_rows(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::money::Money;

    #[test]
    fn teams_have_names() {
        let team = |name: &str, is_platform| TeamCharge {
            team: name.into(),
            is_platform,
            services: 1,
            idle: Money::ZERO,
            total: Money::ZERO,
            share: None,
        };
        assert_eq!(team_name(&team("Feed", false)), "Feed");
        assert_eq!(team_name(&team("", false)), "No team");
        assert_eq!(team_name(&team("", true)), "Platform (not charged)");
    }
}
