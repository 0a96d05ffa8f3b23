//! Past spot prices: what a file of them says, and what it does not.
//!
//! A price history comes from outside and is hostile until it is checked: its size, its rows and its
//! series are bounded, and a row that cannot be read refuses the whole file with its place.
//!
//! # Where to start
//!
//! - [`read_spot_history`]: bytes of a file in, [`SpotHistory`] out.
//! - [`SpotStatistics`]: range, mean over the time, changes, and the printed bids of each series.

mod csv;
mod error;
mod json;
mod statistics;

pub use error::HistoryError;
pub use statistics::{BidAnswer, SpotStatistics, spot_statistics};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a price history may be; each refusal names the limit that it met.
pub mod limits {
    /// Bytes of a file: 10 MB.
    pub const BYTES: u64 = 10_000_000;
    /// Rows of a file.
    pub const ROWS: usize = 100_000;
    /// Machines, zones and systems with a price of their own.
    pub const SERIES: usize = 200;
    /// Bytes of a name in a file.
    pub const NAME_BYTES: usize = 80;
    /// Bytes of a line of a CSV file.
    pub const LINE_BYTES: usize = 4_096;
    /// Highest price an hour that is read, USD.
    pub const PRICE: f64 = 1e6;
}

/// The prices of one machine in one zone with one system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpotSeries {
    /// The machine; empty where the file does not say.
    pub machine: String,
    /// The zone; empty where the file does not say.
    pub zone: String,
    /// The system, such as `Linux/UNIX`; empty where the file does not say.
    pub system: String,
    /// When a price began, in seconds since 1970, and the price, USD an hour; in the order of time. Without times
    /// in the file the row's place, from 0.
    pub prices: Vec<(f64, f64)>,
    /// What they say.
    pub statistics: SpotStatistics,
}

impl SpotSeries {
    /// What it is called: machine, zone and system, as far as they are known.
    pub fn name(&self) -> String {
        let known = [&self.machine, &self.zone, &self.system].into_iter().filter(|part| !part.is_empty());
        let parts: Vec<&str> = known.map(String::as_str).collect();
        if parts.is_empty() { "Prices".to_owned() } else { parts.join(", ") }
    }
}

/// A price history; from [`read_spot_history`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SpotHistory {
    /// The series, those with the most prices first.
    pub series: Vec<SpotSeries>,
    /// Rows that were read.
    pub rows: usize,
    /// Whether the file says when each price began.
    pub has_times: bool,
    /// The last moment of which the file knows, in seconds since 1970: until then the last prices held.
    pub end: f64,
}

/// A row of a file, whatever its form.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    machine: String,
    zone: String,
    system: String,
    /// `None` where the file has no times.
    time: Option<f64>,
    price: f64,
}

/// Reads a price history: the JSON answer of AWS' `describe-spot-price-history`, or a CSV file with a column of
/// prices and, where it has them, columns of times, machines, zones and systems.
///
/// # Errors
///
/// [`HistoryError`], which names the limit or the place. Nothing of a refused file is kept.
///
/// # Example
///
/// ```
/// use headroom_core::machines::spot_history::read_spot_history;
///
/// let history = read_spot_history(b"Timestamp,InstanceType,SpotPrice\n\
///     2026-11-01T00:00:00Z,m5.large,0.04\n2026-11-01T03:00:00Z,m5.large,0.08\n2026-11-01T04:00:00Z,m5.large,0.04\n")?;
/// let statistics = history.series[0].statistics;
/// // By hand: three of four hours at 0.04, one at 0.08; the last price has just begun.
/// assert!((statistics.mean - 0.05).abs() < 1e-12);
/// assert_eq!((statistics.lowest, statistics.highest), (0.04, 0.08));
///
/// let why = read_spot_history(b"SpotPrice\n0.04\nfree\n").unwrap_err();
/// assert_eq!(why.to_string(), "the price on line 3 must be a number from 0 to 1,000,000, but it is \u{201c}free\u{201d}");
/// # Ok::<(), headroom_core::machines::spot_history::HistoryError>(())
/// ```
pub fn read_spot_history(bytes: &[u8]) -> Result<SpotHistory, HistoryError> {
    if bytes.len() as u64 > limits::BYTES {
        return Err(HistoryError::TooManyBytes);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| HistoryError::NotText)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(HistoryError::Empty);
    }
    let rows = if text.starts_with(['{', '[']) { json::read(text)? } else { csv::read(text)? };
    assemble(rows)
}

fn assemble(rows: Vec<Row>) -> Result<SpotHistory, HistoryError> {
    if rows.is_empty() {
        return Err(HistoryError::Empty);
    }
    let (count, has_times) = (rows.len(), rows.iter().all(|row| row.time.is_some()));
    let mut found = BTreeMap::<[String; 3], Vec<(f64, f64)>>::new();
    let mut end = 0.0_f64;
    for Row { machine, zone, system, time, price } in rows {
        let prices = found.entry([machine, zone, system]).or_default();
        let at = time.filter(|_| has_times).unwrap_or(prices.len() as f64);
        prices.push((at, price));
        end = end.max(at);
        if found.len() > limits::SERIES {
            return Err(HistoryError::TooManySeries);
        }
    }
    let series = found.into_iter().filter_map(|([machine, zone, system], mut prices)| {
        prices.sort_by(|one, other| one.0.total_cmp(&other.0));
        let statistics = spot_statistics(&prices, end)?;
        Some(SpotSeries { machine, zone, system, prices, statistics })
    });
    let mut series: Vec<SpotSeries> = series.collect();
    series.sort_by_key(|series| std::cmp::Reverse(series.prices.len()));
    Ok(SpotHistory { series, rows: count, has_times, end })
}

/// A price as a file writes it: a number from 0 to the limit.
fn price(text: &str) -> Option<f64> {
    let price: f64 = text.trim().trim_start_matches('$').parse().ok()?;
    (0.0..=limits::PRICE).contains(&price).then_some(price)
}

/// A moment as files write it, with or without an offset from UTC, in seconds since 1970.
fn moment(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(time.as_second() as f64);
    }
    let civil: jiff::civil::DateTime = text.trim_end_matches(" UTC").parse().ok()?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp().as_second() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(text: &str) -> String {
        read_spot_history(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn the_answer_of_the_aws_command_is_read() {
        let row = |zone: &str, hour: u32, price: &str| {
            format!(
                r#"{{"AvailabilityZone":"{zone}","AvailabilityZoneId":"use1-az1","InstanceType":"m5.large",
                "ProductDescription":"Linux/UNIX","SpotPrice":"{price}","Timestamp":"2026-11-0{hour}T00:00:00+00:00"}}"#
            )
        };
        let rows = [row("us-east-1b", 2, "0.0382"), row("us-east-1b", 1, "0.0412"), row("us-east-1a", 1, "0.0391")];
        let file = format!(r#"{{"SpotPriceHistory":[{}],"NextToken":""}}"#, rows.join(","));
        let history = read_spot_history(file.as_bytes()).unwrap();
        assert_eq!((history.rows, history.series.len(), history.has_times), (3, 2, true));
        // The newest comes first in a file, the oldest in the series.
        assert_eq!(history.series[0].name(), "m5.large, us-east-1b, Linux/UNIX");
        assert_eq!(history.series[0].prices.iter().map(|price| price.1).collect::<Vec<_>>(), [0.0412, 0.0382]);
        let bare = format!("[{}]", rows.join(","));
        assert_eq!(read_spot_history(bare.as_bytes()).unwrap().series, history.series);
    }

    #[test]
    fn csv_files_are_read_with_any_of_the_usual_separators() {
        for file in [
            "time;zone;price\n2026-11-01 00:00;a;0.5\n2026-11-01 01:00;a;0.6\n",
            "Time\tZone\tPrice\n2026-11-01 00:00\ta\t0.5\n2026-11-01 01:00\ta\t$0.6\n",
            "\u{feff}Timestamp,AvailabilityZone,SpotPrice\r\n\"2026-11-01 00:00\",\"a\",0.5\r\n2026-11-01 01:00,a,0.6\r\n",
        ] {
            let history = read_spot_history(file.as_bytes()).unwrap();
            assert_eq!(history.series[0].prices.iter().map(|price| price.1).collect::<Vec<_>>(), [0.5, 0.6], "{file}");
            assert_eq!(history.series[0].prices[1].0 - history.series[0].prices[0].0, 3600.0);
        }
        let bare = read_spot_history(b"0.5\n0.6\n\n0.7").unwrap();
        assert_eq!((bare.has_times, bare.rows, bare.series[0].name().as_str()), (false, 3, "Prices"));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_its_place() {
        assert_eq!(refused("  \n"), "the file has no prices");
        assert_eq!(refused("a,b\n1,2\n"), "line 1 has no price column, such as SpotPrice");
        assert!(refused("price,time\n0.1,2026-11-01\n0.2,yesterday\n").starts_with("the time on line 3 "));
        assert!(refused("price\n-1\n").starts_with("the price on line 2 must be a number from 0 to 1,000,000"));
        assert!(refused("price\nNaN\n").contains("\u{201c}NaN\u{201d}"));
        assert!(refused("price\ninf\n").contains("\u{201c}inf\u{201d}"));
        assert!(refused(&format!("price,zone\n1,{}\n", "z".repeat(81))).contains("line 2"));
        assert!(refused(&format!("price,zone\n1,\"{}\n", "z".repeat(20))).contains("line 2"));
        assert!(refused(&format!("price\n{}\n", "1".repeat(5000))).contains("line 2"));
        assert!(refused("{\"SpotPriceHistory\":[{\"SpotPrice\":\"free\"}]}").contains("SpotPriceHistory[0]"));
        assert!(refused("{\"Reservations\":[]}").contains("SpotPriceHistory"));
        assert!(refused(&"[".repeat(200)).starts_with("this is not the JSON of a price history"));
        assert_eq!(read_spot_history(&[0xff, 0xfe, 0]).unwrap_err(), HistoryError::NotText);
        let many: String = (0..=limits::SERIES).map(|zone| format!("1,z{zone}\n")).collect();
        assert_eq!(
            refused(&format!("price,zone\n{many}")),
            "the file has prices for more than 200 combinations of instance type, zone and system"
        );
        let long = "1\n".repeat(limits::ROWS + 1);
        assert_eq!(refused(&long), "the file has more than 100,000 rows");
        let large = vec![b'1'; limits::BYTES as usize + 1];
        assert_eq!(read_spot_history(&large).unwrap_err().to_string(), "the file is larger than 10 MB");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,200}") {
            let _ = read_spot_history(text.as_bytes());
        }

        #[test]
        fn nothing_like_json_makes_it_panic(text in "[\\[\\]{}\":,a-z0-9. ]{0,200}") {
            let _ = read_spot_history(format!("{{{text}").as_bytes());
            let _ = read_spot_history(format!("[{text}").as_bytes());
        }
    }
}
