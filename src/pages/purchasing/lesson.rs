//! A lesson: what the published recommender would have answered.

use super::view::PurchasingView;
use headroom_core::base::text;
use headroom_core::studies::machine_choice::{PrintedAnswer, a_month, lesson};
use leptos::prelude::*;

/// The lesson, folded away.
#[component]
pub fn LessonSection() -> impl IntoView {
    let page = PurchasingView::here();
    let lesson = Memo::new(move |_| {
        let (catalog, choice) = page.by_the_hour.get()?;
        page.fleet.with(|fleet| {
            let fleet = fleet.as_ref()?;
            Some(lesson(&catalog, fleet, &fleet.usual_place(), &choice))
        })
    });
    let row = |rule: &'static str, answer: Option<PrintedAnswer>| {
        let (machine, gpus, monthly) = match answer {
            Some(answer) => (answer.machine, text::number(answer.gpus), a_month(answer.monthly)),
            None => ("nothing".to_owned(), String::new(), String::new()),
        };
        view! { <tr><th scope="row">{rule}</th><td>{machine}</td><td class="value">{gpus}</td><td class="value">{monthly}</td></tr> }
    };
    let body = move || {
        let lesson = lesson.get()?;
        Some(view! {
            <div class="scroll-x" tabindex="0" role="region" aria-label="What the published rule answers">
                <table>
                    <thead><tr><th scope="col">"Rule"</th><th scope="col">"Answers"</th><th scope="col" class="value">"GPUs"</th><th scope="col" class="value">"One, a month"</th></tr></thead>
                    <tbody>{row("As published: CPU, memory, price", lesson.as_printed)}{row("With GPUs asked for", lesson.with_gpus)}</tbody>
                </table>
            </div>
            {lesson.sentences.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
        })
    };
    view! {
        <Show when=move || lesson.with(Option::is_some)>
            <details class="lesson" id="lesson">
                <summary>"Lesson: what a published recommender would answer"</summary>
                {body}
            </details>
        </Show>
    }
}
