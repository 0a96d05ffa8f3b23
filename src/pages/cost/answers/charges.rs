//! Who pays: the bill by service and by team, and the same as a file.

use super::super::view::CostView;
use super::{share_of, was};
use crate::browser::{download, file_name};
use crate::session::Session;
use headroom_core::base::text;
use headroom_core::plan::cost::{Charge, Chargeback, TeamCharge};
use headroom_core::report::chargeback_csv;
use leptos::prelude::*;

/// A team in words; the platform bears what nobody is charged for.
fn team_name(team: &TeamCharge) -> String {
    match (team.is_platform, team.team.as_str()) {
        (true, _) => "Platform, charged to nobody".to_owned(),
        (false, "") => "No team".to_owned(),
        (false, name) => name.to_owned(),
    }
}

fn amounts(charge: &Charge) -> [String; 4] {
    [charge.direct, charge.idle, charge.shared, charge.total].map(headroom_core::base::money::Money::exact)
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
    let services = move || {
        let scenario = session.scenario();
        let before = before.get();
        charges.with(|charges| {
            let row = |charge: &Charge| {
                let tags = charge.service.and_then(|id| scenario.services.get(id)).map(|service| {
                    let tag = |tag: &headroom_core::plan::scenario::cost::Tag| format!("{}={}", tag.name, tag.value);
                    service.cost.tags.iter().map(tag).collect::<Vec<_>>().join(", ")
                });
                let was =
                    before.as_ref().and_then(|before| before.services.iter().find(|old| old.service == charge.service));
                service_row(charge, was, tags.filter(|tags| !tags.is_empty()), charges)
            };
            charges.services.iter().map(row).collect_view()
        })
    };
    let teams = move || {
        let before = before.get();
        charges.with(|charges| {
            let row = |team: &TeamCharge| {
                let same = |old: &&TeamCharge| old.team == team.team && old.is_platform == team.is_platform;
                let was = was(&team.total.exact(), before.as_ref().and_then(|before| before.teams.iter().find(same)).map(|old| old.total.exact()));
                view! {
                    <tr>
                        <th scope="row">{team_name(team)}</th><td class="value">{text::count(team.services)}</td>
                        <td class="value">{team.idle.exact()}</td>
                        <td class="value">{team.total.exact()} {was.map(|was| view! { <span class="was">{was}</span> })}</td>
                        <td class="value">{team.share.map(text::percent)}</td>
                    </tr>
                }
            };
            charges.teams.iter().map(row).collect_view()
        })
    };
    let total = move || charges.with(|charges| charges.total.exact());
    let sums = move || charges.with(sums);
    view! {
        <section class="charges" aria-label="Who pays">
            <div class="section-head">
                <h2>"Who pays"</h2>
                <button type="button" id="chargeback-csv" on:click=save>"Download as CSV"</button>
            </div>
            <p id="charges-say">{says}</p>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Charges by service">
                <table id="charges">
                    <caption>"By service"</caption>
                    <thead><tr>
                        <th scope="col">"Service"</th><th scope="col">"Team"</th><th scope="col" class="value">"Direct"</th>
                        <th scope="col" class="value">"Idle"</th><th scope="col" class="value">"Shared"</th>
                        <th scope="col" class="value">"Charged"</th><th scope="col" class="value">"Share"</th>
                    </tr></thead>
                    <tbody>{services}</tbody>
                    <tfoot>{sums}</tfoot>
                </table>
            </div>
            <div class="scroll-x" tabindex="0" role="region" aria-label="Charges by team">
                <table id="teams">
                    <caption>"By team"</caption>
                    <thead><tr>
                        <th scope="col">"Team"</th><th scope="col" class="value">"Services"</th><th scope="col" class="value">"Of it idle"</th>
                        <th scope="col" class="value">"Charged"</th><th scope="col" class="value">"Share"</th>
                    </tr></thead>
                    <tbody>{teams}</tbody>
                    <tfoot><tr class="total"><th scope="row">"All teams"</th><td></td><td></td><td class="value">{total}</td><td></td></tr></tfoot>
                </table>
            </div>
            <p class="hint">"Direct are a service's own lines without idle compute; idle is compute that is paid for and does no work in the simulated period; shared is its part of what is nobody's alone."</p>
        </section>
    }
}

fn service_row(
    charge: &Charge,
    before: Option<&Charge>,
    tags: Option<String>,
    all: &Chargeback,
) -> impl IntoView + use<> {
    let old = before.map(amounts);
    let cells = amounts(charge).into_iter().enumerate().map(|(at, now)| {
        let was = was(&now, old.as_ref().map(|old| old[at].clone()));
        view! { <td class="value">{now} {was.map(|was| view! { <span class="was">{was}</span> })}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th scope="row">{charge.name.clone()}{tags.map(|tags| view! { <small>{tags}</small> })}</th>
            <td>{charge.team.clone()}</td>
            {cells}
            <td class="value">{share_of(charge.total, all.total)}</td>
        </tr>
    }
}

fn sums(charges: &Chargeback) -> impl IntoView + use<> {
    let sum = |read: fn(&Charge) -> headroom_core::base::money::Money| {
        charges.services.iter().map(read).sum::<headroom_core::base::money::Money>().exact()
    };
    view! {
        <tr class="total">
            <th scope="row">"The bill"</th><td></td>
            <td class="value">{sum(|charge| charge.direct)}</td><td class="value">{sum(|charge| charge.idle)}</td>
            <td class="value">{sum(|charge| charge.shared)}</td><td class="value">{charges.total.exact()}</td>
            <td class="value">{share_of(charges.total, charges.total)}</td>
        </tr>
    }
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
        assert_eq!(team_name(&team("", true)), "Platform, charged to nobody");
    }
}
