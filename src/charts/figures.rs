//! How charts write numbers: one prefix for a whole axis, as many decimals as the step needs.

/// How the numbers of an axis are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With k, M, G, or µ, n: "75 k", "1.5 M".
    #[default]
    Si,
    /// A fraction written as a percentage: 0.25 is "25 %".
    Percent,
    /// An amount after this symbol: "$28.3 k".
    Money(String),
    /// Seconds, written in the unit that suits: "40 ms", "90 s", "15 min", "6 h".
    Seconds,
    /// Bytes with binary prefixes: "2 GiB".
    Bytes,
    /// As it is, with thousands separated: "1,250".
    Plain,
}

/// One unit in which the numbers of an axis are written, so that they compare at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// What a value is divided by.
    pub divisor: f64,
    /// Stands before the number.
    symbol: String,
    /// Stands after the number and a no-break space; may be empty.
    suffix: &'static str,
}

/// Divisor and suffix, the largest first; the first one that the magnitude reaches is taken.
type Ladder = &'static [(f64, f64, &'static str)];

/// Columns: reached from, divisor, suffix. Numbers below ten thousand read best without a prefix.
const SI: Ladder = &[
    (1e18, 1e18, "E"),
    (1e15, 1e15, "P"),
    (1e12, 1e12, "T"),
    (1e9, 1e9, "G"),
    (1e6, 1e6, "M"),
    (1e4, 1e3, "k"),
    (1e-3, 1.0, ""),
    (1e-6, 1e-6, "µ"),
    (0.0, 1e-9, "n"),
];
const MONEY: Ladder = &[(1e12, 1e12, "T"), (1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k"), (0.0, 1.0, "")];
const SECONDS: Ladder = &[
    (172_800.0, 86_400.0, "d"),
    (7_200.0, 3_600.0, "h"),
    (300.0, 60.0, "min"),
    (1.0, 1.0, "s"),
    (1e-3, 1e-3, "ms"),
    (0.0, 1e-6, "µs"),
];
const BYTES: Ladder = &[
    (1_125_899_906_842_624.0, 1_125_899_906_842_624.0, "PiB"),
    (1_099_511_627_776.0, 1_099_511_627_776.0, "TiB"),
    (1_073_741_824.0, 1_073_741_824.0, "GiB"),
    (1_048_576.0, 1_048_576.0, "MiB"),
    (1_024.0, 1_024.0, "KiB"),
    (0.0, 1.0, "B"),
];

impl Format {
    /// The unit for an axis whose largest magnitude is this.
    pub fn unit(&self, largest: f64) -> Unit {
        let magnitude = largest.abs();
        let (ladder, symbol) = match self {
            Self::Si => (SI, ""),
            Self::Money(symbol) => (MONEY, symbol.as_str()),
            Self::Seconds => (SECONDS, ""),
            Self::Bytes => (BYTES, ""),
            Self::Percent => return Unit { divisor: 0.01, symbol: String::new(), suffix: "%" },
            Self::Plain => return Unit { divisor: 1.0, symbol: String::new(), suffix: "" },
        };
        let zero = (0.0, 1.0, if matches!(self, Self::Seconds) { "s" } else { "" });
        let found = ladder.iter().copied().find(|(from, _, _)| magnitude >= *from);
        let (_, divisor, suffix) = if magnitude > 0.0 { found.unwrap_or(zero) } else { zero };
        Unit { divisor, symbol: symbol.to_owned(), suffix }
    }

    /// One value by itself, in three or four digits: "112.5 k", "91.9 k", "0.256".
    pub fn value(&self, value: f64) -> String {
        if !value.is_finite() {
            return "–".to_owned();
        }
        let unit = self.unit(value);
        let scaled = (value / unit.divisor).abs();
        let decimals = match scaled {
            _ if scaled >= 1e3 => 0,
            _ if scaled >= 10.0 => 1,
            _ if scaled >= 1.0 => 2,
            _ if scaled >= 0.1 => 3,
            _ => 4,
        };
        unit.text(value, decimals, true)
    }
}

impl Unit {
    /// A value in this unit with so many decimals; `trim` drops zeros at their end.
    pub fn text(&self, value: f64, decimals: usize, trim: bool) -> String {
        let scaled = value / self.divisor;
        let mut digits = format!("{:.*}", decimals.min(12), scaled.abs());
        if scaled.abs() >= 1e15 {
            digits = format!("{:.3e}", scaled.abs());
        } else if trim && digits.contains('.') {
            let kept = digits.trim_end_matches('0').trim_end_matches('.').len();
            digits.truncate(kept);
        }
        let is_zero = digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let sign = if scaled < 0.0 && !is_zero { "−" } else { "" };
        let text = format!("{sign}{}{}", self.symbol, group_thousands(&digits));
        // A bare zero needs no prefix, but a percentage or a duration keeps its unit.
        let bare = is_zero && self.suffix.len() == 1 && !matches!(self.suffix, "%" | "s" | "h" | "d" | "B");
        if self.suffix.is_empty() || bare { text } else { format!("{text}\u{a0}{}", self.suffix) }
    }
}

/// Puts a comma between groups of three digits before the decimal point.
fn group_thousands(digits: &str) -> String {
    let whole = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    if whole < 4 {
        return digits.to_owned();
    }
    let mut text = String::with_capacity(digits.len() + whole / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && index < whole && (whole - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, value: f64, expected: &str) {
        assert_eq!(format.value(value).replace('\u{a0}', " "), expected);
    }

    #[test]
    fn single_values() {
        check(Format::Si, 75_000.0, "75 k");
        check(Format::Si, 112_500.0, "112.5 k");
        check(Format::Si, 91_912.0, "91.9 k");
        check(Format::Si, 1_250.0, "1,250");
        check(Format::Si, 1_500_000.0, "1.5 M");
        check(Format::Si, 0.256, "0.256");
        check(Format::Si, -3.0, "−3");
        check(Format::Si, 0.0, "0");
        check(Format::Si, 1e12, "1 T");
        check(Format::Si, 1e-9, "1 n");
        check(Format::Si, 1e40, "1.000e22 E");
        check(Format::Si, f64::NAN, "–");
        check(Format::Percent, 0.658, "65.8 %");
        check(Format::Percent, 0.0, "0 %");
        check(Format::Money("$".into()), 28_310.0, "$28.3 k");
        check(Format::Money("$".into()), -12.5, "−$12.5");
        check(Format::Seconds, 0.184, "184 ms");
        check(Format::Seconds, 90.0, "90 s");
        check(Format::Seconds, 900.0, "15 min");
        check(Format::Seconds, 0.0, "0 s");
        check(Format::Bytes, 2_147_483_648.0, "2 GiB");
        check(Format::Plain, 1_234_567.0, "1,234,567");
    }

    #[test]
    fn an_axis_keeps_one_prefix() {
        let unit = Format::Si.unit(1_500_000.0);
        let texts: Vec<_> = [0.0, 500_000.0, 1_000_000.0, 1_500_000.0]
            .iter()
            .map(|value| unit.text(*value, 1, false).replace('\u{a0}', " "))
            .collect();
        assert_eq!(texts, ["0.0", "0.5 M", "1.0 M", "1.5 M"]);
    }
}
