//! Numbers and messages of an import in words.

use headroom_core::base::text;
use headroom_core::trace::{Meaning, Place, Step};

/// A message with a capital, as a sentence begins.
pub fn sentence(message: &str) -> String {
    text::capitalised(message)
}

/// A message with a capital and a mark at its end.
pub fn full_sentence(message: &str) -> String {
    let mark = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{mark}", sentence(message))
}

/// A size: `48.9 MB`, `320 KB`, `12 bytes`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => text::counted(bytes, "byte", "bytes"),
        1000..1_000_000 => format!("{} KB", text::significant(bytes as f64 / 1e3, 3)),
        _ => megabytes(bytes),
    }
}

/// A size in megabytes with one decimal, which stands still while it grows.
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// The unit of a trace's values.
pub fn unit(meaning: Meaning, step: Step) -> String {
    match meaning {
        Meaning::Rate => "requests/s".into(),
        Meaning::CountPerInterval => format!("requests in {step}"),
        Meaning::Gauge => "its own unit".into(),
    }
}

/// Lines of a file: `line 3`, `lines 3, 17, 29 and 4 more`.
pub fn places(place: Place, places: &[u64], count: u64) -> String {
    let word = place.word();
    let listed: Vec<String> = places.iter().map(|line| text::count(*line)).collect();
    let more = count.saturating_sub(places.len() as u64);
    match (listed.as_slice(), more) {
        ([], _) => String::new(),
        ([one], 0) => format!("{word} {one}"),
        (_, 0) => format!("{word}s {}", listed.join(", ")),
        (_, more) => format!("{word}s {} and {} more", listed.join(", "), text::count(more)),
    }
}

/// A share a month with its sign: `+8 %`.
pub fn signed_percent(fraction: f64) -> String {
    let sign = if fraction >= 0.0 { "+" } else { "" };
    format!("{sign}{}", text::percent(fraction))
}

/// Minutes of an offset as clocks show it: `+02:00`.
pub fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_lines_and_offsets_read_as_people_say_them() {
        for (bytes, words) in [(1, "one byte"), (12, "12 bytes"), (320_117, "320 KB"), (48_888_890, "48.9 MB")] {
            assert_eq!(size(bytes), words);
        }
        assert_eq!(places(Place::Line, &[3], 1), "line 3");
        assert_eq!(places(Place::Line, &[3, 1700], 2), "lines 3, 1,700");
        assert_eq!(places(Place::Sample, &[3, 17], 6), "samples 3, 17 and 4 more");
        assert_eq!(offset(-330), "−05:30");
        assert_eq!(signed_percent(0.0812), "+8.12 %");
        assert_eq!(sentence("the file"), "The file");
        assert_eq!(full_sentence("is it right?"), "Is it right?");
        assert_eq!(full_sentence("it is not"), "It is not.");
    }
}
