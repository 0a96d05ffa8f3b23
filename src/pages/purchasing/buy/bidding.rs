//! What bids were read from past prices, and why nobody bids any more.

use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::machines::spot_history::SpotStatistics;
use leptos::prelude::*;

/// The printed bids of a series.
#[component]
pub fn Bids(
    /// What its prices say.
    found: SpotStatistics,
) -> impl IntoView {
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let rows = [
        ("Low", "95th percentile", found.low),
        ("Medium", "75th percentile", found.medium),
        ("High", "Median", found.high),
    ];
    let row = move |(risk, rule, bid): (
        &'static str,
        &'static str,
        headroom_core::machines::spot_history::BidAnswer,
    )| {
        view! {
            <tr><th scope="row">{risk}</th><td>{rule}</td><td class="value">{hour(bid.bid)}</td><td class="value">{text::percent(bid.above)}</td></tr>
        }
    };
    view! {
        <div class="scroll-x" tabindex="0" role="region" aria-label="Bids as printed">
            <table id="spot-bids">
                <caption>"Bids as printed: a lesson, not advice"</caption>
                <thead><tr>
                    <th scope="col">"Risk of interruption"</th><th scope="col">"Of past prices"</th>
                    <th scope="col" class="value">"Bid"</th><th scope="col" class="value">"Price above it, of the time"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        <Obsolete/>
    }
}

/// Why bidding is obsolete, and what to do instead.
#[component]
pub fn Obsolete() -> impl IntoView {
    view! {
        <div class="buy-obsolete" id="buy-obsolete">
            <p><strong>"Bidding is obsolete."</strong>" Since November 2017 Amazon's spot prices move slowly with long-term supply and demand, and no longer by auction: a bid neither wins nor keeps a machine. It is taken back, with two minutes' notice, when the capacity is needed elsewhere. A higher maximum price than the price by the hour, which is the default, protects from nothing. So a quantile of past prices says what spot may cost, and nothing about how often it is interrupted."</p>
            <p>"Google takes a discount off that changes at most once a month and takes machines back for capacity, with 30 seconds' notice. Azure evicts for capacity, with 30 seconds' notice, and for the price only if you set a maximum below the price by the hour."</p>
            <p><strong>"Instead:"</strong>" state how often machines are interrupted (AWS' Spot Instance Advisor publishes it by type, spot placement scores by region and zone); spread over more pools, types and zones; keep spare replicas and let on demand stand in; save work often, so that an interruption undoes little."</p>
        </div>
    }
}
