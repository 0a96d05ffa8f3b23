//! The one table of the app. It fits, or scrolls sideways inside its frame and says so; the column
//! that names the rows then stays in sight, and covers no other while nothing is scrolled.

mod model;

pub use model::{Cell, Column, Press, PressState, Row, RowKind, Sort, Table};

use super::Mark;
use super::verdict::word;
use leptos::html::Div;
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;

/// What is done with a press in a row: the row's key and what the button does.
pub type OnPress = Callback<(String, &'static str)>;

/// Places a table.
#[component]
pub fn TableView(
    /// What it shows.
    #[prop(into)]
    table: Signal<Table>,
    /// What a press in a row does.
    #[prop(optional)]
    on_press: Option<OnPress>,
    /// What a press on a heading that sorts or chooses does: the column's index.
    #[prop(optional)]
    on_head: Option<Callback<usize>>,
    /// What stands below a row that is open, by its key.
    #[prop(optional)]
    detail: Option<Callback<String, AnyView>>,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let (overflows, at_end, scrolls) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(false));
    let measure = move || {
        let Some(frame) = frame.try_get_untracked().flatten() else { return };
        let hidden = frame.scroll_width() - frame.client_width();
        let _ = overflows.try_maybe_update(|was| changed(was, hidden > 1));
        let below = frame.scroll_height() - frame.client_height();
        let _ = scrolls.try_maybe_update(|was| changed(was, hidden > 1 || below > 1));
        let _ = at_end.try_maybe_update(|was| changed(was, frame.scroll_left() >= hidden - 1));
    };
    // In the next frame: what changes the layout while sizes are told is told too late.
    use_resize_observer(frame, move |_, _| request_animation_frame(measure));
    Effect::new(move |_| {
        table.track();
        request_animation_frame(measure);
    });
    let label = move || table.with(|table| table.caption.clone());
    view! {
        <div class="table-frame" class:overflows=overflows class:at-end=at_end>
            <div class="table-scroll" node_ref=frame role="region" aria-label=label
                tabindex=move || scrolls.get().then_some("0") on:scroll=move |_| measure()>
                {move || table.with(|table| whole(table, on_press, on_head, detail))}
            </div>
            <p class="table-hint" hidden=move || !overflows.get()>"Scroll sideways for more columns"</p>
        </div>
    }
}

fn changed(was: &mut bool, now: bool) -> (bool, ()) {
    let differs = *was != now;
    *was = now;
    (differs, ())
}

fn whole(
    table: &Table,
    on_press: Option<OnPress>,
    on_head: Option<Callback<usize>>,
    detail: Option<Callback<String, AnyView>>,
) -> AnyView {
    let heads =
        table.columns.iter().enumerate().map(|(at, column)| heading(at, column, on_head)).collect::<Vec<AnyView>>();
    let placed = |row: &Row| {
        let below = detail.filter(|_| row.is_open).map(|detail| below(detail, row, table.columns.len()));
        std::iter::once(row_view(row, &table.columns, on_press)).chain(below).collect::<Vec<AnyView>>()
    };
    let (sums, rows): (Vec<&Row>, Vec<&Row>) = table.rows.iter().partition(|row| row.kind == RowKind::Total);
    let rows = rows.into_iter().flat_map(placed).collect::<Vec<AnyView>>();
    let sums = sums.into_iter().flat_map(placed).collect::<Vec<AnyView>>();
    let id = (!table.id.is_empty()).then(|| table.id.clone());
    view! {
        <table id=id>
            <caption class:visually-hidden=table.is_titled_above>{table.caption.clone()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
            <tfoot>{sums}</tfoot>
        </table>
    }
    .into_any()
}

fn heading(at: usize, column: &Column, on_head: Option<Callback<usize>>) -> AnyView {
    let words = column.words.clone();
    let note = (!column.note.is_empty()).then(|| view! { <small>{column.note.clone()}</small> });
    if column.sort.is_none() && column.chosen.is_none() {
        return view! { <th scope="col" class:value=column.is_number>{words}{note}</th> }.into_any();
    }
    let (order, arrow) = match column.sort {
        None | Some(Sort::Not) => (None, ""),
        Some(Sort::Ascending) => (Some("ascending"), "▴"),
        Some(Sort::Descending) => (Some("descending"), "▾"),
    };
    let is_chosen = column.chosen.unwrap_or(false);
    let turn = move |_| {
        if let Some(on_head) = on_head {
            on_head.run(at);
        }
    };
    view! {
        <th scope="col" class:value=column.is_number class:selected=is_chosen aria-sort=order>
            <button type="button" class="quiet sort" aria-pressed=column.chosen.map(|chosen| chosen.to_string()) on:click=turn>{words}<span aria-hidden="true" class="sort-arrow">{arrow}</span></button>{note}
        </th>
    }
    .into_any()
}

fn row_view(row: &Row, columns: &[Column], on_press: Option<OnPress>) -> AnyView {
    let class = match row.kind {
        RowKind::Plain => "",
        RowKind::Selected => "selected",
        RowKind::Total => "total",
        RowKind::Differs => "differs",
    };
    let cells = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let empty = Cell::default();
            let cell = row.cells.get(at).unwrap_or(&empty);
            let content = content(cell, &row.key, on_press);
            if at == 0 {
                view! { <th scope="row">{content}</th> }.into_any()
            } else {
                let class = match (column.is_number, cell.is_quiet) {
                    (true, true) => "value quiet",
                    (true, false) => "value",
                    (false, true) => "quiet",
                    (false, false) => "",
                };
                view! { <td class=class class:selected=column.chosen == Some(true)>{content}</td> }.into_any()
            }
        })
        .collect::<Vec<AnyView>>();
    let key = (!row.key.is_empty()).then(|| row.key.clone());
    view! { <tr class=class data-key=key aria-current=(row.kind == RowKind::Selected).then_some("true")>{cells}</tr> }
        .into_any()
}

fn below(detail: Callback<String, AnyView>, row: &Row, columns: usize) -> AnyView {
    let content = detail.run(row.key.clone());
    view! { <tr class="row-detail"><td colspan=columns>{content}</td></tr> }.into_any()
}

/// What stands in a cell: mark, text, baseline, notes and buttons.
fn content(cell: &Cell, key: &str, on_press: Option<OnPress>) -> Vec<AnyView> {
    let mut parts: Vec<AnyView> = Vec::new();
    if let Some(standing) = cell.mark {
        parts.push(view! { <Mark standing=standing/> }.into_any());
    }
    let named = cell.presses.iter().find(|press| press.words.is_empty());
    parts.push(match named {
        Some(press) => button(press, &cell.text, key, on_press),
        None => text_view(cell),
    });
    for code in &cell.codes {
        parts.push(view! { <code class="values">{code.clone()}</code> }.into_any());
    }
    if let Some(was) = &cell.was {
        parts.push(view! { <span class="was">"baseline " {was.clone()}</span> }.into_any());
    }
    for note in &cell.notes {
        parts.push(view! { <small class="note">{note.clone()}</small> }.into_any());
    }
    for press in cell.presses.iter().filter(|press| !press.words.is_empty()) {
        parts.push(button(press, &press.words, key, on_press));
    }
    parts
}

fn text_view(cell: &Cell) -> AnyView {
    let text = cell.text.clone();
    match (cell.tone, cell.is_code) {
        (Some(tone), _) => view! { <span class=word(tone)>{text}</span> }.into_any(),
        (None, true) => view! { <code>{text}</code> }.into_any(),
        (None, false) => view! { <span class="cell-text">{text}</span> }.into_any(),
    }
}

fn button(press: &Press, words: &str, key: &str, on_press: Option<OnPress>) -> AnyView {
    let (act, key) = (press.act, key.to_owned());
    let run = move |_| {
        if let Some(on_press) = on_press {
            on_press.run((key.clone(), act));
        }
    };
    let name = (!press.name.is_empty() && press.name != words).then(|| press.name.clone());
    let (class, pressed, expanded) = match press.state {
        PressState::Ready | PressState::Disabled => ("small", None, None),
        PressState::Pressed(is_pressed) => ("small", Some(is_pressed.to_string()), None),
        PressState::Open(is_open) => ("link row-toggle", None, Some(is_open.to_string())),
        PressState::Link => ("link", None, None),
    };
    view! {
        <button type="button" class=class data-act=act aria-label=name aria-pressed=pressed aria-expanded=expanded
            disabled=press.state == PressState::Disabled on:click=run>{words.to_owned()}</button>
    }
    .into_any()
}
