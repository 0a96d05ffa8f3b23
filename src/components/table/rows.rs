//! Rows and cells of a table. Each cell is built once and follows its words from then on: an edit of the plan
//! touches the numbers that changed and nothing beside them.

use super::{Cell, Column, OnPress, Press, PressState, Row, RowKind, Table};
use crate::components::Mark;
use crate::components::verdict::word;
use headroom_core::base::explain::Standing;
use leptos::prelude::*;

/// What the rows of a table share.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub table: Memo<Table>,
    pub on_press: Option<OnPress>,
    pub detail: Option<Callback<String, AnyView>>,
}

impl Rows {
    /// The rows in the body of the table, or the sums at its foot.
    pub fn view(self, is_foot: bool) -> AnyView {
        // With as many cells as each has, for a row is built for these.
        let places = Memo::new(move |_| {
            self.table.with(|table| {
                let rows = table.rows.iter().enumerate();
                let here = rows.filter(|(_, row)| (row.kind == RowKind::Total) == is_foot);
                here.map(|(at, row)| (at, row.cells.len())).collect::<Vec<_>>()
            })
        });
        let columns = Memo::new(move |_| self.table.with(|table| table.columns.iter().map(Aligned::of).collect()));
        view! { <For each=move || places.get() key=|place| *place let:place>{self.row(place.0, columns)}</For> }
            .into_any()
    }

    fn row(self, at: usize, columns: Memo<Vec<Aligned>>) -> AnyView {
        let row = self.table.with_untracked(|table| table.rows.get(at).cloned().unwrap_or_default());
        let stands = RwSignal::new(Stands::of(&row));
        let cells = StoredValue::new(row.cells.into_iter().map(RwSignal::new).collect::<Vec<_>>());
        // What has changed is told, and nothing else.
        Effect::new(move |_| {
            self.table.with(|table| {
                let Some(row) = table.rows.get(at) else { return };
                tell(stands, &Stands::of(row));
                cells.with_value(|cells| cells.iter().zip(&row.cells).for_each(|(cell, now)| tell(*cell, now)));
            });
        });
        let class = move || match stands.with(|row| row.kind) {
            RowKind::Plain => "",
            RowKind::Selected => "selected",
            RowKind::Total => "total",
            RowKind::Differs => "differs",
        };
        let key = move || stands.with(|row| (!row.key.is_empty()).then(|| row.key.clone()));
        let current = move || (stands.with(|row| row.kind) == RowKind::Selected).then_some("true");
        let placed = move || {
            let columns = columns.get().into_iter().enumerate();
            let cell = |(at, column)| self.cell(stands, cells.with_value(|cells| cells.get(at).copied()), (at, column));
            columns.map(cell).collect::<Vec<AnyView>>()
        };
        let below = move || {
            let key = stands.with(|row| row.is_open.then(|| row.key.clone()))?;
            // What is told of a row may change where the row itself does not.
            self.table.track();
            let (content, width) = (self.detail?.run(key), columns.with(Vec::len));
            Some(view! { <tr class="row-detail"><td colspan=width>{content}</td></tr> })
        };
        view! {
            <tr class=class data-key=key aria-current=current>{placed}</tr>
            {below}
        }
        .into_any()
    }

    fn cell(self, stands: RwSignal<Stands>, cell: Option<RwSignal<Cell>>, (at, column): (usize, Aligned)) -> AnyView {
        let cell = cell.unwrap_or_else(|| RwSignal::new(Cell::default()));
        let face = Memo::new(move |_| cell.with(Face::of));
        let built = move || {
            let face = face.get();
            let content = self.content(stands, Words(cell), &face);
            if at == 0 {
                return view! { <th scope="row">{content}</th> }.into_any();
            }
            let class = match (column.is_number, face.is_quiet) {
                (true, true) => "value quiet",
                (true, false) => "value",
                (false, true) => "quiet",
                (false, false) => "",
            };
            view! { <td class=class class:selected=column.is_chosen>{content}</td> }.into_any()
        };
        built.into_any()
    }

    /// What stands in a cell: mark, text, baseline, notes and buttons.
    fn content(self, stands: RwSignal<Stands>, words: Words, face: &Face) -> Vec<AnyView> {
        let mut parts: Vec<AnyView> = Vec::new();
        if let Some(standing) = face.mark {
            parts.push(view! { <Mark standing=standing/> }.into_any());
        }
        let text = words.of(|cell| Some(&cell.text));
        let named = face.presses.iter().find(|press| press.words.is_empty());
        parts.push(match (named, face.tone) {
            (Some(press), _) => self.button(stands, press, text),
            (None, Some(tone)) => view! { <span class=word(tone)>{text}</span> }.into_any(),
            (None, None) if face.is_code => view! { <code>{text}</code> }.into_any(),
            (None, None) => view! { <span class="cell-text">{text}</span> }.into_any(),
        });
        for code in 0..face.codes {
            parts.push(view! { <code class="values">{words.of(move |cell| cell.codes.get(code))}</code> }.into_any());
        }
        if face.has_was {
            parts.push(view! { <span class="was">"baseline " {words.of(|cell| cell.was.as_ref())}</span> }.into_any());
        }
        for note in 0..face.notes {
            parts.push(view! { <small class="note">{words.of(move |cell| cell.notes.get(note))}</small> }.into_any());
        }
        let others = face.presses.iter().filter(|press| !press.words.is_empty());
        parts.extend(others.map(|press| self.button(stands, press, press.words.clone().into_any())));
        parts
    }

    fn button(self, stands: RwSignal<Stands>, press: &Press, words: AnyView) -> AnyView {
        let act = press.act;
        let run = move |_| {
            if let Some(on_press) = self.on_press {
                on_press.run((stands.with_untracked(|row| row.key.clone()), act));
            }
        };
        let name = (!press.name.is_empty() && press.name != press.words).then(|| press.name.clone());
        let (class, pressed, expanded) = match press.state {
            PressState::Ready | PressState::Disabled => ("small", None, None),
            PressState::Pressed(is_pressed) => ("small", Some(is_pressed.to_string()), None),
            PressState::Open(is_open) => ("link row-toggle", None, Some(is_open.to_string())),
            PressState::Link => ("link", None, None),
        };
        view! {
            <button type="button" class=class data-act=act aria-label=name aria-pressed=pressed aria-expanded=expanded
                disabled=press.state == PressState::Disabled on:click=run>{words}</button>
        }
        .into_any()
    }
}

/// Tells a value where it is another than before.
fn tell<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, now: &T) {
    if signal.with_untracked(|was| was != now) {
        signal.set(now.clone());
    }
}

/// How a row stands, and what a press in it is told with.
#[derive(Clone, PartialEq)]
struct Stands {
    kind: RowKind,
    key: String,
    is_open: bool,
}

impl Stands {
    fn of(row: &Row) -> Self {
        Self { kind: row.kind, key: row.key.clone(), is_open: row.is_open }
    }
}

/// How the cells of a column stand.
#[derive(Clone, Copy, PartialEq)]
struct Aligned {
    is_number: bool,
    is_chosen: bool,
}

impl Aligned {
    fn of(column: &Column) -> Self {
        Self { is_number: column.is_number, is_chosen: column.chosen == Some(true) }
    }
}

/// A cell without its words: which parts stand in it. Only where these change is it built anew.
#[derive(Clone, PartialEq)]
struct Face {
    mark: Option<Standing>,
    tone: Option<Standing>,
    is_code: bool,
    is_quiet: bool,
    codes: usize,
    has_was: bool,
    notes: usize,
    presses: Vec<Press>,
}

impl Face {
    fn of(cell: &Cell) -> Self {
        Self {
            mark: cell.mark,
            tone: cell.tone,
            is_code: cell.is_code,
            is_quiet: cell.is_quiet,
            codes: cell.codes.len(),
            has_was: cell.was.is_some(),
            notes: cell.notes.len(),
            presses: cell.presses.clone(),
        }
    }
}

/// The words of a cell, as they are at the moment.
#[derive(Clone, Copy)]
struct Words(RwSignal<Cell>);

impl Words {
    fn of(self, part: impl Fn(&Cell) -> Option<&String> + Send + 'static) -> AnyView {
        let now = move || self.0.with(|cell| part(cell).cloned().unwrap_or_default());
        now.into_any()
    }
}
