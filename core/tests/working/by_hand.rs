//! A reader with pencil and paper: works a line of values as it is printed, knowing nothing of how it was made.

use headroom_core::base::dimension::Dimension;
use headroom_core::base::text;
use jiff::civil::Date;

/// What a reader counts time in: dollars and replica-hours go by the hour, everything else by the second.
#[derive(Clone, Copy, PartialEq)]
enum Clock {
    Hours,
    Seconds,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(f64),
    Word(String),
    Sign(char),
}

/// Works a line of values; the unit of the result says whether time counts in hours or seconds.
pub fn by_hand(values: &str, shown: &str) -> Result<f64, String> {
    let on_demand = shown.contains('$') || shown.contains("hours");
    let clock = if on_demand { Clock::Hours } else { Clock::Seconds };
    let mut reader = Reader { tokens: tokens(values)?, at: 0, clock };
    let value = reader.sum()?;
    match reader.tokens.get(reader.at) {
        None => Ok(value),
        Some(rest) => Err(format!("{values}: {rest:?} is left")),
    }
}

/// Whether a number, in the unit in which a result is shown, is shown like it; halves may go either way.
pub fn reads_as(value: f64, shown: &str) -> bool {
    let near = [value, value * (1.0 + 1e-12), value * (1.0 - 1e-12)];
    near.into_iter().any(|value| dimensions(shown).iter().any(|dimension| text::quantity(value, *dimension) == shown))
}

/// What a result may measure, told from its unit.
fn dimensions(shown: &str) -> Vec<Dimension> {
    let unit = shown.split_once(' ').map_or("", |(_, unit)| unit);
    match unit {
        "%" => vec![Dimension::Fraction],
        "an hour" => vec![Dimension::DollarsPerHour],
        "per 1,000" => vec![Dimension::DollarsPerThousand],
        "requests/s" => vec![Dimension::Rate],
        "×" => vec![Dimension::Times],
        "vCPU" => vec![Dimension::Vcpu],
        "GiB" => vec![Dimension::Gib],
        "µs" | "ms" | "s" | "min" | "h" | "days" => vec![Dimension::Seconds],
        "" if shown.contains('$') => vec![Dimension::Dollars],
        "" => vec![Dimension::Plain],
        other => vec![Dimension::Count(Box::leak(other.to_owned().into_boxed_str()))],
    }
}

/// The day that a line such as `1 December 2026 + 315 days − 45 days` comes to.
pub fn day_by_hand(values: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = values.split(' ').collect();
    let (start, days) = words.split_at_checked(3)?;
    let month = MONTHS.iter().position(|month| start[1].starts_with(month))? as i8 + 1;
    let mut day = Date::new(start[2].parse().ok()?, month, start[0].parse().ok()?).ok()?;
    for each in days.chunks(3) {
        let count: i32 = each.get(1)?.replace(',', "").parse().ok()?;
        for _ in 0..count {
            day = if each[0] == "+" { day.tomorrow().ok()? } else { day.yesterday().ok()? };
        }
    }
    Some(day)
}

fn tokens(values: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let letters: Vec<char> = values.chars().collect();
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let run = |fits: &dyn Fn(usize, char) -> bool| -> String {
            letters[at..].iter().enumerate().take_while(|(place, c)| fits(at + place, **c)).map(|(_, c)| *c).collect()
        };
        if c == ' ' {
            at += 1;
        } else if c.is_ascii_digit() {
            // A comma separates thousands where three digits follow at once, else it separates arguments.
            let word = run(&|place, c| {
                let thousands = || letters.get(place + 1).is_some_and(char::is_ascii_digit);
                c.is_ascii_digit() || c == '.' || (c == ',' && thousands())
            });
            at += word.chars().count();
            tokens.push(Token::Number(word.replace(',', "").parse().map_err(|_| format!("{word} in {values}"))?));
        } else if c.is_alphabetic() {
            let word = run(&|_, c| c.is_alphabetic());
            at += word.chars().count();
            tokens.push(Token::Word(word));
        } else if "+−·/^(),⌈⌉⌊⌋%$".contains(c) {
            tokens.push(Token::Sign(c));
            at += 1;
        } else {
            return Err(format!("{c} in {values}"));
        }
    }
    Ok(tokens)
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    clock: Clock,
}

impl Reader {
    fn takes(&mut self, sign: char) -> bool {
        let is_next = self.tokens.get(self.at) == Some(&Token::Sign(sign));
        self.at += usize::from(is_next);
        is_next
    }

    fn expects(&mut self, sign: char) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("no {sign} at {} of {:?}", self.at, self.tokens)) }
    }

    fn word(&mut self) -> Option<String> {
        match self.tokens.get(self.at) {
            Some(Token::Word(word)) => {
                self.at += 1;
                Some(word.clone())
            }
            _ => None,
        }
    }

    fn sum(&mut self) -> Result<f64, String> {
        let mut value = self.product()?;
        loop {
            if self.takes('+') {
                value += self.product()?;
            } else if self.takes('−') {
                value -= self.product()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.power()?;
        loop {
            if self.takes('·') {
                value *= self.power()?;
            } else if self.takes('/') {
                value /= self.power()?;
            } else {
                return Ok(value);
            }
        }
    }

    fn power(&mut self) -> Result<f64, String> {
        let base = self.operand()?;
        if self.takes('^') { Ok(libm::pow(base, self.operand()?)) } else { Ok(base) }
    }

    fn operand(&mut self) -> Result<f64, String> {
        if self.takes('−') {
            return Ok(-self.operand()?);
        }
        if self.takes('(') {
            let value = self.sum()?;
            return self.expects(')').map(|()| value);
        }
        // The last bits of a quotient are no replica more.
        if self.takes('⌈') {
            let value = self.sum()?;
            return self.expects('⌉').map(|()| (value - 1e-9 * value.abs()).ceil());
        }
        if self.takes('⌊') {
            let value = self.sum()?;
            return self.expects('⌋').map(|()| (value + 1e-9 * value.abs()).floor());
        }
        // Words before a number say what it is, such as a part of a recovery.
        while let Some(word) = self.word() {
            if word == "max" || word == "min" {
                return self.chosen(&word);
            }
        }
        let is_money = self.takes('$');
        let Some(Token::Number(number)) = self.tokens.get(self.at).cloned() else {
            return Err(format!("no number at {} of {:?}", self.at, self.tokens));
        };
        self.at += 1;
        if self.takes('%') {
            return Ok(number / 100.0);
        }
        let Some(unit) = self.word() else { return Ok(number) };
        let hour = if self.clock == Clock::Hours { 1.0 } else { 3600.0 };
        match unit.as_str() {
            "an" if is_money && self.word().as_deref() == Some("hour") => Ok(number / hour),
            "µs" => Ok(number * hour / 3.6e9),
            "ms" => Ok(number * hour / 3.6e6),
            "s" => Ok(number * hour / 3600.0),
            "min" => Ok(number * hour / 60.0),
            "h" => Ok(number * hour),
            "days" => Ok(number * hour * 24.0),
            other => Err(format!("{other} is no unit")),
        }
    }

    fn chosen(&mut self, which: &str) -> Result<f64, String> {
        self.expects('(')?;
        let mut value = self.sum()?;
        while self.takes(',') {
            let other = self.sum()?;
            value = if which == "max" { value.max(other) } else { value.min(other) };
        }
        self.expects(')').map(|()| value)
    }
}
