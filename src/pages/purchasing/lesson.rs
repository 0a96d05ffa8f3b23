//! A lesson: what the published recommender would have answered.

use super::view::PurchasingView;
use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use headroom_core::base::text;
use headroom_core::studies::machine_choice::{PrintedAnswer, a_month, lesson};
use leptos::prelude::*;

/// What the rule answers, without and with GPUs.
fn table(as_printed: Option<PrintedAnswer>, with_gpus: Option<PrintedAnswer>) -> Table {
    let row = |rule: &str, answer: Option<PrintedAnswer>| match answer {
        Some(answer) => Row::of([rule.to_owned(), answer.machine, text::number(answer.gpus), a_month(answer.monthly)]),
        None => Row::of([rule, "nothing"]),
    };
    let columns =
        [Column::words("Rule"), Column::words("Answer"), Column::number("GPUs"), Column::number("One, per month")];
    let rows = [row("CPU, memory and price only", as_printed), row("With GPUs required", with_gpus)];
    Table::new("lesson-answers", "What the rule answers").titled_above().with_columns(columns).with_rows(rows)
}

/// The lesson, folded away.
#[component]
pub fn LessonSection() -> impl IntoView {
    let page = PurchasingView::here();
    let lesson = Memo::new(move |_| {
        let (catalog, choice) = page.on_demand.get()?;
        page.fleet.with(|fleet| {
            let fleet = fleet.as_ref()?;
            Some(lesson(&catalog, fleet, &fleet.usual_place(), &choice))
        })
    });
    let body = move || {
        let lesson = lesson.get()?;
        let table = table(lesson.as_printed, lesson.with_gpus);
        Some(view! {
            <TableView table=Signal::stored(table)/>
            {lesson.sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        })
    };
    view! {
        <Show when=move || lesson.with(Option::is_some)>
            <details class="lesson" id="lesson">
                <summary>"Lesson: why ranking by CPU, memory and price misses GPUs"</summary>
                {body}
            </details>
        </Show>
    }
}
