//! Every instance type that fits the fleet, ranked; the columns sort it.

use super::prices::price_details;
use super::row::{Of, row};
use super::tools::ChoiceTools;
use super::tried::{MOST_TRIED, Tried, tried};
use super::view::{PurchasingView, ROWS};
use crate::components::table::{Column, Sort, Table};
use crate::components::{Progress, TableView};
use crate::edit::Change;
use headroom_core::base::text;
use headroom_core::machines::catalog::{Catalog, Purchase};
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::studies::machine_choice::{Candidate, Choice, SortBy};
use jiff::civil::Date;
use leptos::prelude::*;
use std::sync::Arc;

/// The columns: what they are sorted by, their words, whether numbers stand in them.
const COLUMNS: [(SortBy, &str, bool); 7] = [
    (SortBy::Name, "Type", false),
    (SortBy::Monthly, "Fleet per month", true),
    (SortBy::Nodes, "Nodes", true),
    (SortBy::PerNode, "Replicas per node", true),
    (SortBy::Unused, "Unused per node", true),
    (SortBy::Hourly, "Per node-hour", true),
    (SortBy::Date, "Price", false),
];

/// What is asked of a comparison, beside the filters.
#[derive(Clone, Copy)]
struct Asked<'a> {
    /// By what it is sorted, and whether the largest comes first.
    sort: (SortBy, bool),
    /// Rows that are shown at most.
    most: usize,
    /// Replicas that must be placed.
    placed: u64,
    purchase: Purchase,
    /// The day on which prices are judged.
    today: Date,
    /// The machine of the service.
    active: Option<&'a Machine>,
    /// The type whose prices are open.
    open: Option<usize>,
    /// What those that are shown do to the whole plan.
    tried: &'a Tried,
}

/// The types that fit, as far as they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Ranking {
    says: String,
    table: Table,
    /// Whether no type passes the filters.
    is_empty: bool,
    /// What a press for more rows does; none where all are shown.
    more: Option<String>,
}

impl Ranking {
    /// The place of a type among those that are shown.
    fn place_of(&self, instance: usize) -> Option<usize> {
        let key = instance.to_string();
        self.table.rows.iter().position(|row| row.key == key)
    }

    /// Those of a comparison that pass the filters: `rows` are their places, in order.
    fn of(catalog: &Catalog, choice: &Choice, rows: &[usize], asked: Asked) -> Self {
        let of = Of { catalog, choice, today: asked.today, active: asked.active, open: asked.open, tried: asked.tried };
        let shown = rows.iter().take(asked.most).filter_map(|at| choice.fits.get(*at));
        let shown = shown.filter(|candidate| PurchasingView::snapshot(catalog, candidate).is_some()).enumerate();
        let shown = shown.filter_map(|(place, candidate)| row(&of, place, candidate));
        let left = rows.len().saturating_sub(asked.most);
        Self {
            says: says(choice.fits.len(), rows.len(), asked),
            table: ranked(asked.sort).with_rows(shown),
            is_empty: rows.is_empty(),
            more: (left > 0).then(|| match left {
                1 => "Show one more".to_owned(),
                0..=ROWS => format!("Show the last {left}"),
                _ => format!("Show {ROWS} more of {}", text::count(left as u64)),
            }),
        }
    }
}

/// The section.
#[component]
pub fn RankingSection() -> impl IntoView {
    let page = PurchasingView::here();
    let rows = shown_rows(page);
    let (tried, state) = tried(page.session, machines(page, rows));
    let ranking = ranking(page, rows, tried);
    let here = Memo::new(move |_| page.choice.with(Option::is_some));
    let table = Memo::new(move |_| ranking.with(|ranking| ranking.table.clone()));
    let is_empty = Memo::new(move |_| ranking.with(|ranking| ranking.is_empty));
    let more = Memo::new(move |_| ranking.with(|ranking| ranking.more.clone()));
    let candidate = move |key: &str| {
        let instance: usize = key.parse().ok()?;
        let (catalog, choice) = page.choice.get_untracked()?;
        let candidate = choice.fits.iter().find(|fit| fit.instance == instance)?.clone();
        Some((catalog, candidate))
    };
    let press = Callback::new(move |(key, act): (String, &'static str)| {
        let Some((catalog, candidate)) = candidate(&key) else { return };
        if act == "prices" {
            let instance = candidate.instance;
            page.open.update(|open| *open = if *open == Some(instance) { None } else { Some(instance) });
        } else if let Some(snapshot) = machine(&catalog, &candidate, &page.session.scenario_now()) {
            page.session.edit_service(Change::Edit, move |service| service.cost.machine = Some(snapshot));
        }
    });
    let detail = Callback::new(move |key: String| match candidate(&key) {
        Some((catalog, candidate)) => {
            let instance = candidate.instance;
            let on_plan = move || {
                let place = ranking.with(|ranking| ranking.place_of(instance))?;
                Some(view! { <p class="choice-plan">{tried.with(|tried| tried.words(place))}</p> })
            };
            view! { {on_plan}{price_details(page, &catalog, &candidate)} }.into_any()
        }
        None => ().into_any(),
    });
    let turn = Callback::new(move |column: usize| {
        let Some((by, ..)) = COLUMNS.get(column) else { return };
        page.sort.update(|sort| *sort = (*by, sort.0 == *by && !sort.1));
        page.shown.set(ROWS);
    });
    let show_more = move |words: String| {
        view! { <button type="button" id="choice-more" on:click=move |_| page.shown.update(|shown| *shown += ROWS)>{words}</button> }
    };
    view! {
        <Show when=move || here.get()>
            <section class="choice" id="choice">
                <h2>"Compare instance types"</h2>
                <ChoiceTools/>
                <p class="choice-says" role="status">{move || ranking.with(|ranking| ranking.says.clone())}</p>
                <Progress state what="Checking on the whole plan"/>
                <div class="choice-table"><TableView table=table on_press=press on_head=turn detail=detail/></div>
                {move || is_empty.get().then(|| view! { <p id="choice-none">"No instance type within the filters fits a replica. What does not fit, and why, is below."</p> })}
                {move || more.get().map(show_more)}
            </section>
        </Show>
    }
}

/// The places of the types that pass the filters, in order.
fn shown_rows(page: PurchasingView) -> Memo<Option<Vec<usize>>> {
    Memo::new(move |_| {
        let (by, descending) = page.sort.get();
        let filter = page.filter.get();
        page.choice
            .with(|choice| choice.as_ref().map(|(catalog, choice)| choice.rows(catalog, &filter, by, descending)))
    })
}

/// The types that are shown, as the service would have them.
fn machines(page: PurchasingView, rows: Memo<Option<Vec<usize>>>) -> Memo<Arc<Vec<Machine>>> {
    Memo::new(move |_| {
        let (scenario, most) = (page.session.scenario(), page.shown.get().min(MOST_TRIED));
        let of_row =
            |catalog: &Catalog, choice: &Choice, at: &usize| machine(catalog, choice.fits.get(*at)?, &scenario);
        let found = page.choice.get().zip(rows.get()).map(|((catalog, choice), rows)| {
            rows.iter().take(most).filter_map(|at| of_row(&catalog, &choice, at)).collect::<Vec<_>>()
        });
        Arc::new(found.unwrap_or_default())
    })
}

/// A type as a service of the plan would have it.
fn machine(catalog: &Catalog, candidate: &Candidate, scenario: &Scenario) -> Option<Machine> {
    let snapshot = PurchasingView::snapshot(catalog, candidate)?;
    Some(snapshot.with_catalog_prices(catalog, &scenario.regions))
}

/// The ranking of the page; it is sorted anew only where the filters or the order have changed.
fn ranking(page: PurchasingView, rows: Memo<Option<Vec<usize>>>, tried: Memo<Tried>) -> Memo<Ranking> {
    let active = page.session.service_part(|service| service.cost.machine.clone());
    Memo::new(move |_| {
        let (place, active, tried) = (page.place.get(), active.get(), tried.get());
        let asked = Asked {
            sort: page.sort.get(),
            most: page.shown.get(),
            placed: page.fleet.with(|fleet| Some(fleet.as_ref()?.replicas_in(place.as_ref()?))).unwrap_or_default(),
            purchase: page.purchase.get(),
            today: page.session.today(),
            active: active.as_ref(),
            open: page.open.get(),
            tried: &tried,
        };
        let found = page.choice.get().zip(rows.get());
        found.map(|((catalog, choice), rows)| Ranking::of(&catalog, &choice, &rows, asked)).unwrap_or_default()
    })
}

/// How many types fit how many replicas, purchased how.
fn says(fits: usize, shown: usize, asked: Asked) -> String {
    let replicas = text::counted(asked.placed, "replica", "replicas");
    let types = text::counted(fits as u64, "type", "types");
    let bought = match asked.purchase {
        Purchase::OnDemand => "on-demand",
        Purchase::OneYear => "with a 1-year commitment",
        Purchase::ThreeYears => "with a 3-year commitment",
        Purchase::Spot => "all on spot",
    };
    let hold = if fits == 1 { "fits" } else { "fit" };
    let hidden = match fits.saturating_sub(shown) {
        0 => String::new(),
        hidden => format!("; {} hidden by the filters", text::count(hidden as u64)),
    };
    format!("{} {hold} {replicas}, {bought}{hidden}.", text::capitalised(&types))
}

/// The table without its rows.
fn ranked((sorted, descending): (SortBy, bool)) -> Table {
    let columns = COLUMNS.into_iter().map(|(by, words, is_number)| {
        let sort = match (by == sorted, descending) {
            (false, _) => Sort::Not,
            (true, false) => Sort::Ascending,
            (true, true) => Sort::Descending,
        };
        Column { is_number, ..Column::words(words).sorted(sort) }
    });
    Table::new("choice-ranking", "Instance types that fit the fleet").titled_above().with_columns(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::machines::catalog::Architecture;
    use headroom_core::machines::fit::ReplicaNeed;
    use headroom_core::plan::scenario::cost::Reserve;
    use headroom_core::studies::machine_choice::{Filter, Fleet, Terms, Where, compare};
    use jiff::civil::date;

    const LISTED: &str = "headroom-catalog 1\n[sources]\nOWN\tan example\town\n[quotes]\na\t2026-07\tOWN\tlist\n\
        [types]\naws\tm5.large\tgeneral\t64\t256\tx86_64\naws\tm5.xlarge\tgeneral\t128\t512\tx86_64\n\
        aws\tm7g.large\tgeneral\t64\t256\tarm64\n[prices]\n=aws\tm5.large\nus-east-1\t0.4a\n\
        =aws\tm5.xlarge\nus-east-1\t0.9a\n=aws\tm7g.large\nus-east-1\t0.3a\nend 16\n";
    const CHECKING: &Tried = &Tried::CHECKING;
    const ASKED: Asked = Asked {
        sort: (SortBy::Monthly, false),
        most: ROWS,
        placed: 12,
        purchase: Purchase::OnDemand,
        today: date(2026, 11, 22),
        active: None,
        open: None,
        tried: CHECKING,
    };

    fn ranking(filter: &Filter, asked: Asked) -> Ranking {
        let catalog = Catalog::read(LISTED).unwrap();
        let need = ReplicaNeed { vcpus: 0.5, memory_gib: 1.0, ..ReplicaNeed::default() };
        let fleet = Fleet { need, reserve: Reserve::nothing(), replicas: 12, sites: Vec::new() };
        let terms = Terms { purchase: asked.purchase, negotiated: 0.0 };
        let choice = compare(&catalog, &fleet, &Where::Cheapest { provider: None }, terms);
        let rows = choice.rows(&catalog, filter, asked.sort.0, asked.sort.1);
        Ranking::of(&catalog, &choice, &rows, asked)
    }

    #[test]
    fn it_says_what_fits_and_shows_so_many_rows_in_order() {
        let all = ranking(&Filter::default(), ASKED);
        assert_eq!(all.says, "3 types fit 12 replicas, on-demand.");
        assert_eq!((all.table.rows.len(), all.is_empty, all.more.as_deref()), (3, false, None));
        assert!(all.table.text(0, 0).ends_with("m7g.large"), "{:?}", all.table.texts(0));
        assert_eq!(all.table.columns[1].sort, Some(Sort::Ascending));
        let two = ranking(&Filter::default(), Asked { most: 2, sort: (SortBy::Hourly, true), ..ASKED });
        assert_eq!((two.table.rows.len(), two.more.as_deref()), (2, Some("Show one more")));
        assert!(two.table.text(0, 0).ends_with("m5.xlarge"), "{:?}", two.table.texts(0));
        let heads: Vec<Option<Sort>> = two.table.columns.iter().map(|column| column.sort).collect();
        assert_eq!((heads[1], heads[5]), (Some(Sort::Not), Some(Sort::Descending)));
    }

    #[test]
    fn what_the_filters_hide_is_counted() {
        let arm = Filter { architecture: Some(Architecture::Arm), ..Filter::default() };
        assert_eq!(ranking(&arm, ASKED).says, "3 types fit 12 replicas, on-demand; 2 hidden by the filters.");
        let none = Filter { words: "no such type".to_owned(), ..Filter::default() };
        let none = ranking(&none, ASKED);
        assert_eq!((none.is_empty, none.table.rows.len(), none.more), (true, 0, None));
    }

    #[test]
    fn the_open_row_is_the_one_that_is_asked_for() {
        let shown = ranking(&Filter::default(), Asked { open: Some(1), ..ASKED });
        let open: Vec<&str> = shown.table.rows.iter().filter(|row| row.is_open).map(|row| row.key.as_str()).collect();
        assert_eq!(open, ["1"]);
    }
}
