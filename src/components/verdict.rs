//! The verdict: a mark whose shape and colour say how it stands, and its sentences.

use headroom_core::base::explain::{Standing, Verdict};
use leptos::prelude::*;

/// The class of a standing in the style sheets.
pub const fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Holds => "holds",
        Standing::Unknown => "unknown",
        Standing::Tight => "tight",
        Standing::Fails => "fails",
    }
}

/// A dash where a mark would stand: nothing is entered, so nothing is known.
#[component]
fn NoMark() -> impl IntoView {
    view! {
        <svg class="mark unstated" viewBox="0 0 12 12" role="img" aria-label="nothing entered"><path d="M1 5h10v2H1z" fill="currentColor"/></svg>
    }
}

/// A mark: circle for holds, ring for unknown, triangle for tight, square for fails.
#[component]
pub fn Mark(
    /// How it stands.
    #[prop(into)]
    standing: Signal<Standing>,
) -> impl IntoView {
    let path = move || match standing.get() {
        Standing::Holds => "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1z",
        Standing::Unknown => "M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1zm0 2a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
        Standing::Tight => "M6 .8 11.6 11H.4z",
        Standing::Fails => "M1 1h10v10H1z",
    };
    view! {
        <svg class=move || format!("mark {}", word(standing.get())) viewBox="0 0 12 12" role="img" aria-label=move || standing.get().words()>
            <path d=path fill="currentColor"/>
        </svg>
    }
}

/// The mark of a standing, or the dash where nothing is entered.
#[component]
pub fn MarkOrNone(
    /// How it stands, where that is known.
    #[prop(into)]
    standing: Signal<Option<Standing>>,
) -> impl IntoView {
    move || match standing.get() {
        Some(standing) => view! { <Mark standing=standing/> }.into_any(),
        None => view! { <NoMark/> }.into_any(),
    }
}

/// The sentence with its numbers and their signs, and the two ends of a range, kept on one line.
pub fn unbroken(sentence: &str) -> String {
    let sentence = sentence.replace(" %", "\u{a0}%").replace(" ×", "\u{a0}×");
    sentence.replace(" k ", "\u{a0}k ").replace(" M ", "\u{a0}M ").replace('–', "–\u{2060}")
}

/// The verdict as the heading of a page.
#[component]
pub fn VerdictSentence(
    /// The verdict.
    #[prop(into)]
    verdict: Signal<Option<Verdict>>,
    /// How many sentences make the heading; the others follow as a list.
    #[prop(default = 3)]
    lead: usize,
) -> impl IntoView {
    let standing = Signal::derive(move || {
        verdict.with(|verdict| verdict.as_ref().map_or(Standing::Holds, |verdict| verdict.standing))
    });
    let findings = Memo::new(move |_| {
        verdict.with(|verdict| verdict.as_ref().map(|verdict| verdict.findings.clone()).unwrap_or_default())
    });
    let sentences = move || {
        findings
            .get()
            .into_iter()
            .take(lead)
            .map(|finding| view! { <span class=word(finding.standing)>{unbroken(&finding.sentence)} " "</span> })
            .collect_view()
    };
    let further = move || {
        findings
            .get()
            .into_iter()
            .skip(lead)
            .map(|finding| view! { <li><Mark standing=finding.standing/><span>{unbroken(&finding.sentence)}</span></li> })
            .collect_view()
    };
    view! {
        <h1 class="verdict" tabindex="-1">
            <Mark standing=standing/>
            <span>{sentences}</span>
        </h1>
        <Show when=move || findings.with(|findings| findings.len() > lead)>
            <ul class="findings">{further}</ul>
        </Show>
    }
}
