//! Catalogue prices: stored in a plan for the regions where its instance types have none.

use crate::args::Prices;
use crate::plan::{name_of, read, read_text};
use headroom_core::machines::catalog::Catalog;
use headroom_core::plan::evaluate::Evaluation;
use headroom_core::plan::price::RegionPriceSource;
use headroom_core::plan::scenario::codec;

/// Longest catalogue file that is read, in bytes; those that are shipped are a tenth of it.
const LONGEST: usize = 2 << 20;

/// The plan with the catalogue's prices of its instance types in its regions, as a file.
pub fn filled(options: &Prices) -> Result<String, String> {
    let mut scenario = read(&options.source)?;
    let mut catalog = Catalog::default();
    for file in &options.catalog {
        let refused = |why: &dyn std::fmt::Display| format!("cannot read {}: {why}", name_of(file));
        let text = read_text(file, LONGEST)?.ok_or_else(|| refused(&"it is larger than 2 MiB"))?;
        catalog.extend(&text).map_err(|damaged| refused(&damaged))?;
    }
    scenario.store_catalog_prices(&catalog, None);
    Ok(codec::to_json(&scenario))
}

/// How to fill in what is unknown; nothing where every price in a region is known, or none was chosen from a catalogue.
pub fn hint(evaluation: &Evaluation) -> &'static str {
    let is_unknown = evaluation.services.iter().any(|service| {
        let price = &service.cost.price;
        price.is_known_somewhere() && price.regions.iter().any(|row| row.source == RegionPriceSource::Unknown)
    });
    if is_unknown { "\n\nTo fill in catalog prices: headroom prices FILE --catalog CATALOG\n" } else { "" }
}
