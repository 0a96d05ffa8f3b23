//! How much load comes to each service, and when.

use super::ServiceRows;
use headroom_core::base::text;
use headroom_core::base::time::SHORT_WEEKDAYS;

/// The table.
pub const DEMAND: ServiceRows = ServiceRows {
    id: "services-demand",
    page: "demand",
    is_there: |_| true,
    caption: |_| "Load, requests/s".to_owned(),
    columns: &[
        ("Average", true),
        ("P95", true),
        ("Usual peak", true),
        ("When", false),
        ("Peak in a year", true),
        ("Largest event of the year", false),
    ],
    standing: |_| None,
    cells: |of| {
        let demand = &of.answers.demand;
        let day = SHORT_WEEKDAYS.get(usize::from(demand.peak_weekday)).copied().unwrap_or_default();
        let largest = demand.largest_event();
        let event =
            largest.map(|event| format!("{} on {}, {}", text::si(event.peak), text::date_short(event.day), event.name));
        Some(vec![
            text::si(demand.average),
            text::si(demand.p95),
            text::si(demand.peak),
            format!("{day} {}", text::time_of_day(demand.peak_hour)),
            text::si(demand.peak_in_a_year),
            event.unwrap_or_else(|| "none".to_owned()),
        ])
    },
    total: None,
    has_tools: false,
};
