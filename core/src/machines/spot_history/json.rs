//! The JSON answer of AWS' `describe-spot-price-history`.

use super::{HistoryError, Row, limits, moment, price};
use serde::Deserialize;

/// A row as AWS writes it; what else a row has is of no interest here.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Written {
    #[serde(default)]
    instance_type: String,
    #[serde(default)]
    availability_zone: String,
    #[serde(default)]
    product_description: String,
    spot_price: String,
    #[serde(default)]
    timestamp: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    spot_price_history: Vec<Written>,
}

/// Reads the answer, or its list of prices alone.
pub(super) fn read(text: &str) -> Result<Vec<Row>, HistoryError> {
    let rows =
        if text.starts_with('[') { parse::<Vec<Written>>(text)? } else { parse::<Answer>(text)?.spot_price_history };
    if rows.len() > limits::ROWS {
        return Err(HistoryError::TooManyRows);
    }
    rows.into_iter().enumerate().map(|(place, row)| checked(row, || format!("SpotPriceHistory[{place}]"))).collect()
}

fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, HistoryError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let place = if path == "." { String::new() } else { format!("{path}: ") };
        HistoryError::Json(format!("{place}{}", error.inner()))
    })?;
    reader.end().map_err(|error| HistoryError::Json(error.to_string()))?;
    Ok(read)
}

fn checked(row: Written, place: impl Fn() -> String) -> Result<Row, HistoryError> {
    for name in [&row.instance_type, &row.availability_zone, &row.product_description] {
        if name.len() > limits::NAME_BYTES {
            return Err(HistoryError::name(place(), name));
        }
    }
    let time = match &row.timestamp {
        Some(written) => Some(moment(written).ok_or_else(|| HistoryError::time(place(), written))?),
        None => None,
    };
    Ok(Row {
        price: price(&row.spot_price).ok_or_else(|| HistoryError::price(place(), &row.spot_price))?,
        machine: row.instance_type,
        zone: row.availability_zone,
        system: row.product_description,
        time,
    })
}
