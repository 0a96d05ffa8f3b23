//! Quantities as Kubernetes writes them: `0.5`, `500m`, `1k`, `2Gi`, `1e3`.

use super::error::quoted;
use super::fields::{Fields, Findings, wrong};
use super::{ManifestError, NoteKind};
use crate::base::units::{HpaQuantity, Quantity, Tolerance};
use serde_json::Value;

const GRAMMAR: &str = "a quantity such as 100, 0.5, 500m, 1k or 2Gi";

/// `digits · 2^(10·binary) · 10^decimal`, exactly.
struct Parts {
    negative: bool,
    digits: u128,
    binary: u32,
    decimal: i32,
}

impl Parts {
    fn read(text: &str) -> Option<Self> {
        let (negative, rest) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
        let (number, suffix) = rest.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let fraction = fraction.trim_end_matches('0');
        // More digits than that say nothing more, and would not fit.
        if whole.len() + fraction.len() > 36 || fraction.contains('.') || !number.contains(|c: char| c.is_ascii_digit())
        {
            return None;
        }
        let digits = format!("{whole}{fraction}");
        let digits = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        let (binary, decimal) = scale_from_suffix(suffix)?;
        Some(Self { negative, digits, binary, decimal: decimal - fraction.len() as i32 })
    }

    /// In thousandths, rounded up as the controller does, and whether that changed it.
    fn milli(&self) -> Option<(u128, bool)> {
        let scaled = self.digits.checked_mul(1024_u128.checked_pow(self.binary)?)?;
        let decimal = self.decimal + 3;
        if scaled == 0 {
            return Some((0, false));
        }
        let Some(power) = 10_u128.checked_pow(decimal.unsigned_abs()) else {
            return if decimal < 0 { Some((1, true)) } else { None };
        };
        if decimal >= 0 {
            return Some((scaled.checked_mul(power)?, false));
        }
        Some((scaled.div_ceil(power), scaled % power != 0))
    }
}

fn scale_from_suffix(suffix: &str) -> Option<(u32, i32)> {
    Some(match suffix {
        "" => (0, 0),
        "n" => (0, -9),
        "u" => (0, -6),
        "m" => (0, -3),
        "k" => (0, 3),
        "M" => (0, 6),
        "G" => (0, 9),
        "T" => (0, 12),
        "P" => (0, 15),
        "E" => (0, 18),
        "Ki" => (1, 0),
        "Mi" => (2, 0),
        "Gi" => (3, 0),
        "Ti" => (4, 0),
        "Pi" => (5, 0),
        "Ei" => (6, 0),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?;
            let is_short = exponent.len() <= 4 && exponent.bytes().any(|byte| byte.is_ascii_digit());
            (0, if is_short { exponent.parse().ok()? } else { return None })
        }
    })
}

fn text_of(fields: &mut Fields, name: &str) -> Result<Option<String>, ManifestError> {
    match fields.take(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(other) => Err(wrong(fields.place(name), GRAMMAR, &other)),
    }
}

/// A target's quantity.
pub(super) fn target(
    fields: &mut Fields,
    name: &str,
    findings: &mut Findings,
) -> Result<Option<HpaQuantity>, ManifestError> {
    let Some(text) = text_of(fields, name)? else { return Ok(None) };
    let place = fields.place(name);
    let Some(parts) = Parts::read(&text) else {
        return Err(ManifestError::invalid(place, format!("must be {GRAMMAR}, but is {}", quoted(&text))));
    };
    let milli = parts.milli().filter(|_| !parts.negative);
    let value = milli.and_then(|(milli, _)| HpaQuantity::new(milli as f64 / 1000.0).ok());
    match (value, milli) {
        (Some(value), Some((_, rounded))) => {
            if rounded {
                let what =
                    format!("{text} is read as {}, because the controller rounds up to thousandths", write(value));
                findings.note(NoteKind::Changed, place, what);
            }
            Ok(Some(value))
        }
        _ => Err(ManifestError::invalid(place, format!("must be above 0 and at most 1T, but is {text}"))),
    }
}

/// The tolerance of a direction: a fraction of the target.
pub(super) fn tolerance(fields: &mut Fields, name: &str) -> Result<Option<Tolerance>, ManifestError> {
    let Some(text) = text_of(fields, name)? else { return Ok(None) };
    let place = fields.place(name);
    let Some(parts) = Parts::read(&text) else {
        return Err(ManifestError::invalid(place, format!("must be {GRAMMAR}, but is {}", quoted(&text))));
    };
    // A plain number is read to the last bit; a suffix needs the exact arithmetic.
    let value = match text.parse::<f64>() {
        Ok(value) => value,
        Err(_) if parts.negative => -1.0,
        Err(_) => parts.milli().map_or(f64::INFINITY, |_| parts.value()),
    };
    match Tolerance::new(value) {
        Ok(value) => Ok(Some(value)),
        Err(_) => Err(ManifestError::invalid(place, format!("must be between 0 and 1, but is {text}; 0.1 is 10 %"))),
    }
}

impl Parts {
    fn value(&self) -> f64 {
        let scaled = self.digits as f64 * libm::pow(1024.0, f64::from(self.binary));
        let power = libm::pow(10.0, f64::from(self.decimal.unsigned_abs()));
        if self.decimal < 0 { scaled / power } else { scaled * power }
    }
}

/// A quantity in whole numbers or thousandths; finer ones are rounded up, as the controller would.
pub(super) fn write(value: HpaQuantity) -> String {
    let milli = milli_of(value);
    if milli.is_multiple_of(1000) { (milli / 1000).to_string() } else { format!("{milli}m") }
}

/// A quantity of bytes: in powers of 1024 where it is a whole number of them.
pub(super) fn write_bytes(value: HpaQuantity) -> String {
    let milli = milli_of(value);
    let bytes = milli / 1000;
    for (suffix, power) in [("Ti", 40), ("Gi", 30), ("Mi", 20), ("Ki", 10)] {
        if milli.is_multiple_of(1000) && bytes > 0 && bytes.is_multiple_of(1_u64 << power) {
            return format!("{}{suffix}", bytes >> power);
        }
    }
    write(value)
}

fn milli_of(value: HpaQuantity) -> u64 {
    let milli = value.get() * 1000.0;
    let nearest = libm::round(milli);
    let is_near = (milli - nearest).abs() <= (milli * 4e-16).max(1e-6);
    // At most 10¹⁵, which a float holds exactly.
    if is_near { nearest as u64 } else { libm::ceil(milli) as u64 }
}

/// A tolerance as a decimal number.
pub(super) fn write_tolerance(value: Tolerance) -> String {
    Quantity::value(value).to_string()
}
