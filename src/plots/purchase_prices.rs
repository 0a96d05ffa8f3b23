//! A chart of past spot prices.

use crate::charts::figures::Format;
use crate::charts::spec::{Chart, Points, Role, Rule, Series, XAxis, YAxis};
use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use headroom_core::machines::spot_history::{SpotSeries, SpotStatistics};

/// The prices of a series over time, with their mean, and the price by the hour where it is known.
pub fn spot_prices(series: &SpotSeries, found: &SpotStatistics, has_times: bool, on_demand: Option<f64>) -> Chart {
    let axis = if has_times {
        XAxis::Time
    } else {
        XAxis::Number { label: "row of the file".to_owned(), format: Format::Plain }
    };
    let hour = |price: f64| text::quantity(price, Dimension::DollarsPerHour);
    let mut prices = series.prices.clone();
    // The last price holds until the end of the history.
    prices.push((found.until.max(found.from + 1.0), found.last));
    let y = YAxis::new("").with_label("Price per hour").with_format(Format::Money("$".to_owned()));
    let mut chart = Chart::new("spot-prices", "Past spot prices", axis, y)
        .with_hint(series.name())
        .with_summary(format!(
            "From {} to {}, {} on average over the time.",
            hour(found.lowest),
            hour(found.highest),
            hour(found.mean)
        ))
        .with_series(Series::new("Spot", Role::Measured, Points::pairs(prices)).step())
        .with_rule(Rule::new("mean", Role::Event, found.mean));
    if let Some(on_demand) = on_demand {
        chart = chart.with_rule(Rule::new("on-demand", Role::Capacity, on_demand));
    }
    chart
}
