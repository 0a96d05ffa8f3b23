//! The fields of one region.

use super::fields::{edit_region, of_region, region_number};
use crate::components::TextField;
use crate::edit::Change;
use crate::session::Session;
use headroom_core::base::id::RegionId;
use headroom_core::base::name::Name;
use headroom_core::base::text;
use headroom_core::base::units::Quantity;
use headroom_core::machines::places::catalog;
use headroom_core::machines::places::catalog::Placed;
use headroom_core::plan::scenario::regions::PlanRegion;
use headroom_core::plan::scenario::regions::{Jurisdiction, Place};
use leptos::prelude::*;

/// A limit to begin with.
const USUAL_LIMIT: f64 = 100.0;

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
        Placed::Area => " (the cloud names only the area, the town is an estimate)",
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

/// The fields of a region, with those of its place where it is one's own.
#[component]
pub fn OneRegion(
    /// Which.
    region: RegionId,
) -> impl IntoView {
    let session = Session::here();
    let edit = move |apply: &dyn Fn(&mut PlanRegion)| edit_region(session, Change::Edit, region, apply);
    let set_name = move |text: &str| {
        if text.is_empty() {
            return Err("A region must have a name".to_owned());
        }
        let name = Name::new(text).map_err(|error| error.to_string())?;
        edit(&|region| region.name = name.clone());
        Ok(())
    };
    let name = of_region(region, String::new(), |region| region.name.to_string());
    let about = of_region(region, String::new(), |region| about(&region.place));
    let is_own = of_region(region, false, |region| matches!(region.place, Place::Own { .. }));
    let hosts = of_region(region, true, |region| region.hosts);
    let is_limited = of_region(region, false, |region| region.max_replicas.is_some());
    let toggle_hosts = move |event| {
        let on = event_target_checked(&event);
        edit(&|region| region.hosts = on);
    };
    let toggle_limit = move |event| {
        let on = event_target_checked(&event);
        edit(&|region| region.max_replicas = on.then(|| Quantity::clamped(USUAL_LIMIT)));
    };
    view! {
        <div class="one-event" id="one-region">
            <TextField id="region-name" label="Name" value=name set=set_name/>
            <p class="hint">{move || about.get()}</p>
            {move || is_own.get().then(|| own_fields(region))}
            <label class="flag"><input type="checkbox" id="region-hosts" prop:checked=hosts on:change=toggle_hosts/><span>"Capacity may stand here"</span></label>
            {move || if hosts.get() {
                view! {
                    {region_number("region-zones", "Zones", "", region, |region| Some(region.zones), |region, value| region.zones = value)}
                    {region_number("region-price", "Price factor", "over the price stated for the service", region, |region| Some(region.price), |region, value| region.price = value)}
                    <label class="flag"><input type="checkbox" id="region-limited" prop:checked=is_limited on:change=toggle_limit/><span>"A quota or stock limits it"</span></label>
                    {move || is_limited.get().then(|| region_number("region-limit", "Max replicas", "of one service",
                        region, |region| region.max_replicas, |region, value| region.max_replicas = Some(value)))}
                }.into_any()
            } else {
                view! { <p class="hint">"Users only: another region serves them."</p> }.into_any()
            }}
        </div>
    }
}

fn own_fields(region: RegionId) -> impl IntoView {
    let session = Session::here();
    let jurisdiction = of_region(region, String::new(), |region| region.place.jurisdiction().to_owned());
    let set = move |text: &str| {
        let given = Jurisdiction::new(text).map_err(|error| text::capitalised(&error.to_string()))?;
        edit_region(session, Change::Edit, region, |region| {
            if let Place::Own { jurisdiction, .. } = &mut region.place {
                *jurisdiction = given;
            }
        });
        Ok(())
    };
    macro_rules! part {
        ($id:literal, $label:literal, $field:ident) => {
            region_number(
                $id,
                $label,
                "",
                region,
                |region| if let Place::Own { $field, .. } = &region.place { Some(*$field) } else { None },
                |region, value| {
                    if let Place::Own { $field, .. } = &mut region.place {
                        *$field = value;
                    }
                },
            )
        };
    }
    view! {
        {part!("region-latitude", "Degrees north", latitude)}
        {part!("region-longitude", "Degrees east", longitude)}
        {part!("region-offset", "Ahead of UTC", utc_offset)}
        <TextField id="region-jurisdiction" label="Jurisdiction, if it matters" value=jurisdiction set=set/>
    }
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
