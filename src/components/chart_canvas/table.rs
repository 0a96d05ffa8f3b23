//! The table behind a chart, shown on-demand.

use leptos::prelude::*;

use super::ChartState;
use crate::charts::table::table;

/// The visible data as a table.
#[component]
pub fn DataTable(state: ChartState, is_open: RwSignal<bool>, id: String) -> impl IntoView {
    let content = Memo::new(move |_| {
        let is_wanted = is_open.get();
        is_wanted.then(|| {
            let zoom = state.zoom.get();
            state.chart.with(|chart| (chart.title.clone(), table(chart, zoom.unwrap_or_else(|| chart.full_x_range()))))
        })
    });
    view! {
        <div class="chart-table" id=id hidden=move || !is_open.get() tabindex="0" role="region" aria-label="Data of the chart">
            {move || content.get().map(|(title, table)| view! {
                <table>
                    <caption>{title}<span class="chart-table-note">{table.note}</span></caption>
                    <thead>
                        <tr>{table.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                    </thead>
                    <tbody>
                        {table.rows.into_iter().map(|(place, cells)| view! {
                            <tr>
                                <th scope="row">{place}</th>
                                {cells.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
                {(!table.remarks.is_empty()).then(|| view! {
                    <ul class="chart-remarks">
                        {table.remarks.into_iter().map(|remark| view! { <li>{remark}</li> }).collect_view()}
                    </ul>
                })}
            })}
        </div>
    }
}
