//! The one table of the app. It fits, or scrolls sideways inside its frame and says so; the column
//! that names the rows then stays in sight, and covers no other while nothing is scrolled.

mod model;
mod rows;

pub use model::{Cell, Column, Press, PressState, Row, RowKind, Sort, Table};

use leptos::html::{Div, Table as TableElement};
use leptos::prelude::*;
use leptos_use_resize_observer::use_resize_observer;
use rows::Rows;

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
    let table = Memo::new(move |_| table.get());
    let (frame, whole) = (NodeRef::<Div>::new(), NodeRef::<TableElement>::new());
    let extent = RwSignal::new(Extent::default());
    let told = move |now: Option<Extent>| {
        if let Some(now) = now.filter(|now| extent.try_get_untracked().is_some_and(|was| was != *now)) {
            let _ = extent.try_set(now);
        }
    };
    // The sizes are read here, where the layout is done and nothing has to be laid out for the question; they are
    // told in the next frame, as what changes the layout while sizes are told is told too late.
    let resized = move |_, _| {
        let now = Extent::of(frame);
        request_animation_frame(move || told(now));
    };
    use_resize_observer(frame, resized);
    use_resize_observer(whole, resized);
    let label = move || table.with(|table| table.caption.clone());
    let id = move || table.with(|table| (!table.id.is_empty()).then(|| table.id.clone()));
    let columns = Memo::new(move |_| table.with(|table| table.columns.clone()));
    let heads = move || {
        let columns = columns.get();
        columns.iter().enumerate().map(|(at, column)| heading(at, column, on_head)).collect::<Vec<AnyView>>()
    };
    let rows = Rows { table, on_press, detail };
    view! {
        <div class="table-frame" class:overflows=move || extent.get().overflows class:at-end=move || extent.get().is_at_end>
            <div class="table-scroll" node_ref=frame role="region" aria-label=label
                tabindex=move || extent.get().scrolls.then_some("0") on:scroll=move |_| told(Extent::of(frame))>
                <table id=id node_ref=whole>
                    <caption class:visually-hidden=move || table.with(|table| table.is_titled_above)>{label}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows.view(false)}</tbody>
                    <tfoot>{rows.view(true)}</tfoot>
                </table>
            </div>
            <p class="table-hint" hidden=move || !extent.get().overflows>"Scroll sideways for more columns"</p>
        </div>
    }
}

/// How a table stands in its frame.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Extent {
    /// Whether it is wider than the frame.
    overflows: bool,
    /// Whether it is wider or higher than the frame.
    scrolls: bool,
    /// Whether its last column is in sight.
    is_at_end: bool,
}

impl Extent {
    fn of(frame: NodeRef<Div>) -> Option<Self> {
        let frame = frame.try_get_untracked().flatten()?;
        let hidden = frame.scroll_width() - frame.client_width();
        let below = frame.scroll_height() - frame.client_height();
        let is_at_end = frame.scroll_left() >= hidden - 1;
        Some(Self { overflows: hidden > 1, scrolls: hidden > 1 || below > 1, is_at_end })
    }
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
