//! A trace as bytes, for the browser's storage: compact, versioned, and safe to read whatever they are.
//!
//! Little endian: `HRTR`, version, meaning, step, name, arrivals, number of points, times, values,
//! and a checksum (FNV-1a, 64 bits) of everything before it. Times of a regular trace are its
//! start; others are kept as their distances less the step, mostly one byte each. Whole values are
//! kept as differences, mostly one or two bytes; others as eight bytes.

use super::error::limits;
use super::series::step_micros;
use super::{Arrivals, InvalidTrace, LocalTime, Meaning, Step, Times, Trace};
use std::fmt;
use std::time::Duration;

const MAGIC: &[u8; 4] = b"HRTR";
const VERSION: u8 = 1;

/// Why stored bytes are no trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The bytes do not begin as a stored trace does.
    NotATrace,
    /// The trace was stored by another version.
    Version(
        /// The version that stored it.
        u8,
    ),
    /// The bytes end before the trace does, go on after it, or hold a number that cannot be.
    Damaged {
        /// Byte at which it was noticed, counted from 0.
        at: usize,
    },
    /// The bytes are whole, but what they hold is no trace.
    Invalid(
        /// Why not.
        InvalidTrace,
    ),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotATrace => f.write_str("the stored data is not a trace"),
            Self::Version(version) => {
                write!(
                    f,
                    "the trace was stored in format {version}, but this version of Headroom reads format {VERSION}"
                )
            }
            Self::Damaged { at } => write!(f, "the stored trace is damaged at byte {at}; import the file again"),
            Self::Invalid(invalid) => write!(f, "the stored trace is damaged: {invalid}"),
        }
    }
}

impl std::error::Error for DecodeError {}

impl Trace {
    /// The trace as bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.n_points() * 3);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&[VERSION, self.meaning() as u8]);
        let (tag, length) = match self.step() {
            Step::Every(duration) => (0, u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)),
            Step::Months(months) => (1, u64::from(months)),
        };
        out.push(tag);
        put_varint(&mut out, length);
        put_varint(&mut out, self.name().len() as u64);
        out.extend_from_slice(self.name().as_bytes());
        out.push(u8::from(self.arrivals().is_some()));
        if let Some(arrivals) = self.arrivals() {
            put_varint(&mut out, arrivals.events);
            out.extend_from_slice(&arrivals.mean_gap.to_le_bytes());
            out.extend_from_slice(&arrivals.scv.to_le_bytes());
        }
        put_varint(&mut out, self.n_points() as u64);
        put_times(&mut out, self);
        put_values(&mut out, self.values());
        let sum = checksum(&out);
        out.extend_from_slice(&sum.to_le_bytes());
        out
    }

    /// The trace that [`encode`](Self::encode) made these bytes of.
    ///
    /// # Errors
    ///
    /// [`DecodeError`] for any other bytes. No more memory is taken than the bytes account for.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if !bytes.starts_with(MAGIC) {
            return Err(DecodeError::NotATrace);
        }
        match bytes.get(MAGIC.len()) {
            Some(&VERSION) => {}
            Some(version) => return Err(DecodeError::Version(*version)),
            None => return Err(DecodeError::NotATrace),
        }
        let whole = bytes.len().checked_sub(8).and_then(|end| bytes.split_at_checked(end));
        let Some((body, _)) = whole.filter(|(body, sum)| checksum(body).to_le_bytes() == **sum) else {
            return Err(DecodeError::Damaged { at: bytes.len() });
        };
        let mut input = Input { bytes: body, at: MAGIC.len() + 1 };
        let trace = input.trace().ok_or(DecodeError::Damaged { at: input.at })?;
        if input.at != body.len() {
            return Err(DecodeError::Damaged { at: input.at });
        }
        trace.map_err(DecodeError::Invalid)
    }
}

fn put_times(out: &mut Vec<u8>, trace: &Trace) {
    out.push(u8::from(matches!(trace.times(), Times::Listed(_))));
    out.extend_from_slice(&trace.start().micros().to_le_bytes());
    if let Times::Listed(times) = trace.times() {
        for pair in times.windows(2) {
            let beyond = pair[1].micros() - pair[0].micros() - usual_distance(trace.step());
            put_varint(out, zigzag(beyond));
        }
    }
}

fn put_values(out: &mut Vec<u8>, values: &[f64]) {
    let whole = values.iter().all(|value| (*value as i64 as f64).to_bits() == value.to_bits());
    out.push(u8::from(whole));
    let mut before = 0;
    for value in values {
        if whole {
            let value = *value as i64;
            put_varint(out, zigzag(value - before));
            before = value;
        } else {
            out.extend_from_slice(&value.to_le_bytes());
        }
    }
}

/// What distances are kept as differences from; of months, 30 days.
fn usual_distance(step: Step) -> i64 {
    match step {
        Step::Every(_) => step_micros(step),
        Step::Months(_) => 30 * super::time::MICROS_PER_DAY,
    }
}

fn put_varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Small numbers of either sign become small numbers without one.
fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Bytes being read; each method gives `None` where they end too early or hold what cannot be.
struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Input<'_> {
    fn trace(&mut self) -> Option<Result<Trace, InvalidTrace>> {
        let meaning = match self.byte()? {
            0 => Meaning::Rate,
            1 => Meaning::CountPerInterval,
            2 => Meaning::Gauge,
            _ => return None,
        };
        let step = match self.byte()? {
            0 => Step::Every(Duration::from_micros(self.varint()?)),
            1 => Step::Months(u32::try_from(self.varint()?).ok()?),
            _ => return None,
        };
        let length = usize::try_from(self.varint()?).ok()?;
        let name = String::from_utf8(self.take(length)?.to_vec()).ok()?;
        let arrivals = match self.byte()? {
            0 => None,
            1 => Some(Arrivals { events: self.varint()?, mean_gap: self.float()?, scv: self.float()? }),
            _ => return None,
        };
        let n_points = usize::try_from(self.varint()?).ok()?;
        // Each value takes a byte at least, so a number beyond the bytes is a lie.
        if n_points > self.bytes.len() - self.at || n_points as u64 > limits::ROWS {
            return None;
        }
        let times = self.times(step, n_points)?;
        let values = self.values(n_points)?;
        Some(Trace::new(&name, meaning, step, times, values, arrivals))
    }

    fn times(&mut self, step: Step, n_points: usize) -> Option<Times> {
        let listed = self.byte()?;
        let start = LocalTime::from_micros(i64::from_le_bytes(self.array()?))?;
        match listed {
            0 => Some(Times::Regular { start }),
            1 => {
                let mut times = Vec::with_capacity(n_points);
                let mut time = start;
                times.push(time);
                for _ in 1..n_points {
                    let distance = unzigzag(self.varint()?).checked_add(usual_distance(step))?;
                    time = LocalTime::from_micros(time.micros().checked_add(distance)?)?;
                    times.push(time);
                }
                Some(Times::Listed(times))
            }
            _ => None,
        }
    }

    fn values(&mut self, n_points: usize) -> Option<Vec<f64>> {
        let mut values = Vec::with_capacity(n_points);
        match self.byte()? {
            0 => {
                for _ in 0..n_points {
                    values.push(self.float()?);
                }
            }
            1 => {
                let mut value = 0i64;
                for _ in 0..n_points {
                    value = value.checked_add(unzigzag(self.varint()?))?;
                    values.push(value as f64);
                }
            }
            _ => return None,
        }
        Some(values)
    }

    fn take(&mut self, length: usize) -> Option<&[u8]> {
        let end = self.at.checked_add(length)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    fn array(&mut self) -> Option<[u8; 8]> {
        self.take(8)?.try_into().ok()
    }

    fn float(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7F);
            if shift == 63 && part > 1 {
                return None;
            }
            number |= part << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}
