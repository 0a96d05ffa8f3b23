//! Every type that was refused, by the constraint that refused it.

use super::view::PurchasingView;
use headroom_core::base::text;
use headroom_core::studies::machine_choice::{Constraint, provider_name};
use leptos::prelude::*;

/// Most types of a group that are listed.
const LISTED: usize = 60;

/// A group: what refused it, how many, and the first of them with the reason.
type Group = (Constraint, usize, Vec<(String, String)>);

/// The section.
#[component]
pub fn RefusedSection() -> impl IntoView {
    let page = PurchasingView::here();
    let words = RwSignal::new(String::new());
    let opened = RwSignal::new(Vec::<Constraint>::new());
    let groups = Memo::new(move |_| {
        let (catalog, choice) = page.choice.get()?;
        let mut filter = page.filter.get();
        filter.words = words.get();
        let named = |place: usize| {
            let row = catalog.types().get(place)?;
            Some(format!("{} {}", provider_name(&row.provider), row.name))
        };
        let groups = choice.refused_by(&catalog, &filter).into_iter().map(|(constraint, rows)| {
            let listed = rows.iter().take(LISTED);
            let listed = listed.filter_map(|row| Some((named(row.instance)?, row.refusal.to_string()))).collect();
            (constraint, rows.len(), listed)
        });
        Some(groups.collect::<Vec<Group>>())
    });
    let there =
        move || page.choice.with(|choice| choice.as_ref().is_some_and(|(_, choice)| !choice.refused.is_empty()));
    let total = move || groups.with(|groups| groups.iter().flatten().map(|(_, n, _)| *n as u64).sum::<u64>());
    let one = move |(constraint, n, rows): Group| {
        let is_open = move || opened.with(|opened| opened.contains(&constraint)) || !words.with(String::is_empty);
        let toggle = move |_| {
            opened.update(|opened| match opened.iter().position(|known| *known == constraint) {
                Some(place) => drop(opened.remove(place)),
                None => opened.push(constraint),
            });
        };
        let rest = n.saturating_sub(rows.len());
        let rows = StoredValue::new(rows);
        let list = move || {
            is_open().then(|| {
                let rows = rows.get_value().into_iter().map(|(name, why)| view! { <li><span>{name}</span><small>{why}</small></li> });
                let more = (rest > 0).then(|| view! { <li><small>{format!("and {} more: search by name.", text::count(rest as u64))}</small></li> });
                view! { <ul>{rows.collect_view()}{more}</ul> }
            })
        };
        view! {
            <div class="refused-group">
                <button type="button" class="quiet" aria-expanded=move || is_open().to_string() on:click=toggle>
                    <span>{constraint.words()}</span><span class="refused-count">{text::count(n as u64)}</span>
                </button>
                {list}
            </div>
        }
    };
    view! {
        <Show when=there>
            <section class="refused-types" id="refused">
                <h2>"Types that don't fit"</h2>
                <div class="field search">
                    <label for="refused-words">{move || format!("Search {} that don't fit", text::counted(total(), "type", "types"))}</label>
                    <input id="refused-words" type="text" autocomplete="off" spellcheck="false" placeholder="such as m5 large"
                        prop:value=words on:input=move |event| words.set(event_target_value(&event))/>
                </div>
                {move || groups.get().unwrap_or_default().into_iter().map(one).collect_view()}
            </section>
        </Show>
    }
}
