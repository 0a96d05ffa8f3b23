//! The list of keys.

use crate::actions;
use crate::components::table::{Cell, Column, Row, Table};
use crate::components::{Modal, TableView};
use crate::pages::PAGES;
use crate::shell::Shell;
use leptos::prelude::*;

/// Keys that belong to a part of the page rather than to all of it.
const ELSEWHERE: &[(&str, &str)] = &[
    ("↑ ↓", "In a number: step; with Shift, large steps"),
    ("Enter, Escape", "In a number: confirm, or revert"),
    ("← →", "In a chart: move the cursor; with Shift, ten points"),
    ("Home, End", "In a chart: first and last point"),
    ("+ −", "In a chart: zoom in and out at the cursor; Escape shows all"),
];

/// All keys as a table.
fn keys() -> Table {
    let row = |keys: String, words: &str| Row::of([Cell::from(keys).code(), Cell::from(words)]);
    let joined = |action: &actions::Action| action.keys.iter().map(|key| key.words()).collect::<Vec<_>>().join(", ");
    let actions = actions::ALL.iter().map(|action| row(joined(action), action.words));
    let pages = PAGES.iter().map(|page| row(page.key.to_string(), page.title));
    let elsewhere = ELSEWHERE.iter().map(|(keys, words)| row((*keys).to_owned(), words));
    let columns = ["Key", "What it does"].map(Column::words);
    Table::new("keys", "Keys").titled_above().with_columns(columns).with_rows(actions.chain(pages).chain(elsewhere))
}

/// The dialog with all keys.
#[component]
pub fn KeyList() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Modal open=Signal::derive(move || shell.keys.get()) close=move || shell.keys.set(false) title="Keys">
            <TableView table=Signal::stored(keys())/>
        </Modal>
    }
}
