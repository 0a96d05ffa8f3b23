//! The values of options: how each is read, and what it takes.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use headroom_core::base::units::{HourOfWeek, Quantity};
use headroom_core::formulas::autoscaler::hpa::Reading;
use headroom_core::formulas::autoscaler::metric::Metric;
use headroom_core::plan::scenario::{DrillFleets, DrillKind};
use headroom_core::trace::Meaning;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// A word, what it stands for, and what the help says of it.
type Choice<T> = (&'static str, T, &'static str);

/// What may happen to a region.
pub const KINDS: &[Choice<DrillKind>] = &[
    ("lost", DrillKind::RegionLost, "the region is lost"),
    ("zone", DrillKind::ZoneLost, "one of its zones is lost"),
    ("half", DrillKind::HalfCapacity, "half of its replicas are lost"),
    ("slow", DrillKind::SlowNetwork, "its network is slow"),
];

/// What the other regions have ready.
pub const FLEETS: &[Choice<DrillFleets>] = &[
    ("tier", DrillFleets::ByTier, "the replicas that the recovery tier keeps ready"),
    ("ready", DrillFleets::Ready, "all planned replicas"),
    ("policy", DrillFleets::ByPolicy, "the replicas that the autoscaling policy runs at that time"),
];

/// What the values of a trace say.
pub const MEANINGS: &[Choice<Meaning>] = &[
    ("rate", Meaning::Rate, "requests per second"),
    ("count", Meaning::CountPerInterval, "requests per interval"),
    ("gauge", Meaning::Gauge, "a gauge, such as utilization"),
];

/// What an option takes, where the value is nothing of the kind.
#[derive(Debug)]
pub struct Takes(pub &'static str);

impl fmt::Display for Takes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "takes {}", self.0)
    }
}

impl Error for Takes {}

/// One of some words.
pub fn choice<T: Copy + Send + Sync>(choices: &'static [Choice<T>]) -> impl TypedValueParser<Value = T> {
    let words = choices.iter().map(|(word, _, help)| PossibleValue::new(*word).help(*help));
    PossibleValuesParser::new(words).try_map(|given| {
        let chosen = choices.iter().find(|(word, ..)| *word == given);
        chosen.map(|(_, value, _)| *value).ok_or(Takes("one of the listed values"))
    })
}

/// A quantity of the plan, within its range.
pub fn quantity<Q: Quantity>(word: &str) -> Result<Q, Box<dyn Error + Send + Sync>> {
    let number = word.parse().map_err(|_| Takes("a number"))?;
    Ok(Q::new(number)?)
}

/// A whole number.
pub fn whole<N: FromStr>(word: &str) -> Result<N, Takes> {
    word.parse().map_err(|_| Takes("a whole number"))
}

/// A day and a time: `tue 19:40`, `Friday 8:00`.
pub fn when(word: &str) -> Result<HourOfWeek, Takes> {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const WHEN: Takes = Takes("a day and a time, such as tue 19:40");
    let lower = word.trim().to_ascii_lowercase();
    let (day, time) = lower.split_once([' ', '-', ',']).ok_or(WHEN)?;
    let is_meant = |name: &&str| day.len() >= 3 && name.starts_with(day);
    let day = DAYS.iter().position(is_meant).ok_or(WHEN)?;
    let (hours, minutes) = time.trim().split_once(':').ok_or(WHEN)?;
    let number = |text: &str, most: u32| text.parse::<u32>().ok().filter(|number| *number <= most).ok_or(WHEN);
    let (hours, minutes) = (number(hours, 23)?, number(minutes, 59)?);
    Ok(HourOfWeek::clamped(day as f64 * 24.0 + f64::from(hours) + f64::from(minutes) / 60.0))
}

/// What a metric of an autoscaler stands for, and what it reads for it where that is said.
#[derive(Clone, Debug)]
pub struct Signal {
    /// The metric's name.
    pub name: String,
    /// What stands for it.
    pub metric: Metric,
    /// What it reads; as its name and target suggest where not said.
    pub reading: Option<Reading>,
}

/// What a metric of an autoscaler stands for: `queue_messages=queue`, `cpu=cpu*4`, `memory=in-flight*0.02+0.4`.
pub fn signal(word: &str) -> Result<Signal, Takes> {
    const SIGNAL: Takes = Takes(
        "NAME=SIGNAL with one of load, cpu, gpu, in-flight, queue, latency, such as cpu=cpu*4 or memory=in-flight*0.02+0.4",
    );
    let (name, said) = word.rsplit_once('=').ok_or(SIGNAL)?;
    let (said, base) = said.split_once('+').map_or((said, None), |(said, base)| (said, Some(base)));
    let (signal, scale) = said.split_once('*').map_or((said, None), |(signal, scale)| (signal, Some(scale)));
    let number = |text: &str| text.trim().parse::<f64>().map_err(|_| SIGNAL);
    let mut reading = Reading::default();
    if let Some(scale) = scale {
        reading.scale = Quantity::new(number(scale)?).map_err(|_| SIGNAL)?;
    }
    if let Some(base) = base {
        reading.base = Quantity::new(number(base)?).map_err(|_| SIGNAL)?;
    }
    let reading = (scale.is_some() || base.is_some()).then_some(reading);
    let metric = match signal.trim().to_ascii_lowercase().as_str() {
        "load" => Metric::LoadPerReplica,
        "cpu" => Metric::CpuUtilization,
        "gpu" => Metric::GpuUtilization,
        "in-flight" => Metric::InFlight,
        "queue" => Metric::QueueDepth,
        "latency" => Metric::Latency,
        _ => return Err(SIGNAL),
    };
    let name = name.trim().to_owned();
    if name.is_empty() { Err(SIGNAL) } else { Ok(Signal { name, metric, reading }) }
}

/// What stands between cells, by name or as it is.
pub fn delimiter(word: &str) -> Result<u8, Takes> {
    match word {
        "comma" => Ok(b','),
        "semicolon" => Ok(b';'),
        "tab" | "\\t" => Ok(b'\t'),
        "pipe" => Ok(b'|'),
        "space" => Ok(b' '),
        other => match other.as_bytes() {
            [byte] => Ok(*byte),
            _ => Err(Takes("comma, semicolon, tab, pipe, space or one character")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_are_read_as_people_write_them() {
        for (word, hour) in [("mon 0:00", 0.0), ("Tue 19:30", 43.5), ("friday,8:00", 104.0), ("SUN-23:45", 167.75)] {
            assert_eq!(when(word).unwrap().value(), hour, "{word}");
        }
        for word in ["", "tue", "tu 19:40", "tue 24:00", "tue 12:60", "tue 12", "noon 12:00"] {
            assert!(when(word).is_err(), "{word}");
        }
    }

    #[test]
    fn a_delimiter_is_a_name_or_a_character() {
        for (word, byte) in [("comma", b','), ("tab", b'\t'), ("\\t", b'\t'), (";", b';'), ("-", b'-')] {
            assert_eq!(delimiter(word).unwrap(), byte, "{word}");
        }
        assert!(delimiter("").is_err() && delimiter(";;").is_err() && delimiter("·").is_err());
    }
}
