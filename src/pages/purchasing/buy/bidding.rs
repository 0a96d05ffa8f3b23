//! What bids were read from past prices, and why bidding is obsolete.

use crate::components::TableView;
use crate::components::table::{Column, Row, Table};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::machines::spot_history::{BidAnswer, SpotStatistics};
use leptos::prelude::*;

/// The bids that a series would have suggested.
#[component]
pub fn Bids(
    /// What its prices say.
    found: SpotStatistics,
) -> impl IntoView {
    view! { <TableView table=Signal::stored(table(&found))/><Obsolete/> }
}

fn table(found: &SpotStatistics) -> Table {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let row = |risk: &str, rule: &str, bid: &BidAnswer| {
        Row::of([risk.to_owned(), rule.to_owned(), hour(bid.bid), text::percent(bid.above)])
    };
    let columns = [
        Column::words("Risk of interruption"),
        Column::words("Of past prices"),
        Column::number("Bid"),
        Column::number("Time with the price above it"),
    ];
    let rows = [
        row("Low", "95th percentile", &found.low),
        row("Medium", "75th percentile", &found.medium),
        row("High", "Median", &found.high),
    ];
    Table::new("spot-bids", "Bids from past prices: a lesson, not advice").with_columns(columns).with_rows(rows)
}

/// Why bidding is obsolete, and what to do instead.
#[component]
pub fn Obsolete() -> impl IntoView {
    view! {
        <div class="buy-obsolete" id="buy-obsolete">
            <p><strong>"Bidding is obsolete."</strong>" Since November 2017 Amazon sets spot prices by long-term supply and demand, not by auction: a bid neither wins nor keeps an instance. An instance is interrupted, with two minutes' notice, when the capacity is needed elsewhere. A maximum price above the on-demand price, which is the default, does not prevent that. A quantile of past prices says what spot may cost, and nothing about how often it is interrupted."</p>
            <p>"Google gives a discount that changes at most once a month, and preempts for capacity with 30 seconds' notice. Azure evicts for capacity with 30 seconds' notice, and for price only if you set a maximum below the on-demand price."</p>
            <p><strong>"Instead:"</strong>" enter the interruption rate (the AWS Spot Instance Advisor publishes it by type, spot placement scores by region and zone); spread over more pools, types and zones; keep spare replicas and an on-demand fallback; checkpoint often, so that an interruption loses little."</p>
        </div>
    }
}
