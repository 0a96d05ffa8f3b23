//! The values at the cursor, in a small box beside it.

use leptos::prelude::*;

use super::ChartState;
use super::overlay::css;
use crate::charts::readout::reading;

/// Shows what the cursor tells.
#[component]
pub fn Tip(state: ChartState) -> impl IntoView {
    let told = Memo::new(move |_| {
        let (frame, x) = (state.frame.get()?, state.cursor.get()?);
        let hidden = state.hidden.get();
        frame.x.contains(x).then(|| state.chart.with(|chart| reading(chart, &hidden, &frame, x)))
    });
    let place =
        move || state.frame.get().zip(state.cursor.get()).map(|(frame, x)| (frame, frame.x.position_from_value(x)));
    // On the side with more room, so that it never leaves the plot.
    let is_left = move || place().is_some_and(|(frame, at)| at > (frame.plot.left + frame.plot.right) / 2.0);
    let left = move || place().map_or(String::new(), |(_, at)| format!("{}px", at.round()));
    let top = move || state.frame.get().map_or(String::new(), |frame| format!("{}px", frame.plot.top.round()));
    view! {
        <div
            class="chart-tip"
            class=("is-left", is_left)
            aria-hidden="true"
            hidden=move || told.with(Option::is_none)
            style:left=left
            style:top=top
        >
            {move || {
                let theme = state.theme.get();
                told.get().map(|reading| view! {
                    <div class="chart-tip-when">{reading.when}</div>
                    {reading.marks.into_iter().map(|mark| view! { <div class="chart-tip-mark">{mark}</div> }).collect_view()}
                    <dl class="chart-tip-rows">
                        {reading.rows.into_iter().map(|row| {
                            let color = css(theme.stroke(row.role).color);
                            view! {
                                <dt><span class="chart-tip-dot" style:background-color=color></span>{row.name}</dt>
                                <dd>{row.text}</dd>
                            }
                        }).collect_view()}
                    </dl>
                })
            }}
        </div>
    }
}
