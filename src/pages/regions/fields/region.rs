//! A region of the plan: what it is called, where it is, and what can be had there.

use super::residency::jurisdiction;
use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{flag, number, optional};
use headroom_core::base::name::Name;
use headroom_core::base::units::{Latitude, Longitude, Quantity, UtcOffset};
use headroom_core::machines::places::catalog;
use headroom_core::machines::places::catalog::Placed;
use headroom_core::plan::scenario::regions::{Place, PlanRegion};

/// A coordinate or the clock of a place of one's own.
macro_rules! of_custom_location {
    ($setting:literal, $field:ident, $quantity:ty) => {
        Field::<PlanRegion>::new(
            $setting,
            Kind::Number {
                get: |region| match &region.place {
                    Place::Own { $field, .. } => $field.value(),
                    Place::Catalog { .. } => 0.0,
                },
                set: |region, value| {
                    if let Place::Own { $field, .. } = &mut region.place {
                        *$field = Quantity::clamped(value);
                    }
                },
                quantity: NumberKind::of::<$quantity>(),
            },
        )
        .when(is_own)
    };
}

/// What it is called, and where it is.
pub const PLACE: &[Field<PlanRegion>] = &[
    Field::<PlanRegion>::new(
        "region-name",
        Kind::Words {
            get: |region| region.name.to_string(),
            set: |region, text| {
                if text.is_empty() {
                    return Err("A region must have a name".to_owned());
                }
                region.name = Name::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    )
    .hint(|region| about(&region.place)),
    of_custom_location!("region-latitude", latitude, Latitude),
    of_custom_location!("region-longitude", longitude, Longitude),
    of_custom_location!("region-offset", utc_offset, UtcOffset),
    Field::<PlanRegion>::new(
        "region-jurisdiction",
        Kind::Words {
            get: |region| region.place.jurisdiction().to_owned(),
            set: |region, text| {
                let given = jurisdiction(text)?;
                if let Place::Own { jurisdiction, .. } = &mut region.place {
                    *jurisdiction = given;
                }
                Ok(())
            },
        },
    )
    .when(is_own),
];

/// What can be had there.
pub const CAPACITY: &[Field<PlanRegion>] = &[
    flag!(PlanRegion, "region-hosts", hosts),
    number!(PlanRegion, "region-zones", zones).when(|region| region.hosts),
    optional!(PlanRegion, "region-price", price, |_| 1.0, |_| "not entered".to_owned())
        .when(|region| region.hosts)
        .hint(|_| "over the price of the service; a price stored for the instance type goes first".to_owned()),
];

fn is_own(region: &PlanRegion) -> bool {
    matches!(region.place, Place::Own { .. })
}

/// Hours ahead of UTC as clocks say it: `UTC+1`, `UTC+5:30`.
fn clock(offset: f64) -> String {
    let minutes = libm::round(offset.abs() * 60.0) as u32;
    let sign = if offset < 0.0 { "\u{2212}" } else { "+" };
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

/// What the catalogue says about a place.
fn about(place: &Place) -> String {
    let Place::Catalog { provider, id } = place else { return String::new() };
    let Some(region) = catalog::find(*provider, id.as_str()) else { return String::new() };
    let town = match region.placed {
        Placed::Town => "",
        Placed::Area => " (the cloud names only the area; the city is an estimate)",
    };
    format!(
        "{} {}: {}, {}{town}. Jurisdiction {}, {}.",
        provider.name(),
        region.id,
        region.place,
        region.country,
        region.jurisdiction,
        clock(region.utc_offset)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::name::Words;
    use headroom_core::machines::places::catalog::Provider;

    #[test]
    fn clocks_read_as_people_write_them() {
        assert_eq!([clock(5.5), clock(-5.0), clock(0.0)], ["UTC+5:30", "UTC−5", "UTC+0"]);
    }

    #[test]
    fn the_catalogue_says_what_is_estimated() {
        let about = |provider, id| about(&Place::Catalog { provider, id: Words::from_static(id) });
        assert_eq!(
            about(Provider::Aws, "eu-central-1"),
            "AWS eu-central-1: Frankfurt am Main, DE. Jurisdiction EU, UTC+1."
        );
        assert!(about(Provider::Aws, "us-east-1").contains("only the area"));
        assert_eq!(about(Provider::Aws, "mars-1"), "");
    }
}
