//! What clouds sell and at what price: instance types, accelerators, storage, network, each price
//! with its date and source.
//!
//! The facts are text files of the project's own form, `public/catalog/*.txt`. The page fetches
//! them after its first view, programs and tests read the same files, and nothing here embeds them.
//!
//! # Where to start
//!
//! - [`Catalog::read`] and [`Catalog::extend`]: from text, refused with the line where damaged.
//! - [`Catalog::price`] and [`Catalog::prices_of`]: what a type costs in a region, and in each.
//! - [`Catalog::services`], [`Catalog::links`]: prices of storage and network, row by row.
//! - [`AsOf::age`]: how old a price is on a given day.
//! - [`Purchase::negotiated`], [`Catalog::price_or_estimate`]: negotiated discounts, and those that are usual.
//!
//! # The form of the files
//!
//! Lines, fields separated by tabs, an empty field is unknown. The first line is
//! `headroom-catalog 1`, the last `end N` with the number of lines before it, so that a file cut
//! short is noticed. In between, sections:
//!
//! | section          | fields of a line |
//! |------------------|------------------|
//! | `[sources]`      | code, words, licence, credit that must be shown |
//! | `[quotes]`       | code, as of (a day, month, year, or two of them with `/`), sources, basis, payment, note |
//! | `[accelerators]` | model, vendor, architecture, memory GiB, kind of memory, GB/s, dense TFLOPS at bf16, fp16, fp8, int8, fp4, interconnect, its GB/s, W, sources, confidence |
//! | `[types]`        | provider, name, family, vCPU, memory GiB, architecture, accelerator, how many, GiB each, Gbit/s, local disk GB |
//! | `[prices]`       | a line `=provider, name`, then a line a region: region, on-demand, spot, 1 year, 3 years, interruptions `5-10` in % |
//! | `[services]`     | provider, region or `*`, category, item, unit, price, from and up to which amount |
//! | `[links]`        | provider, from region, price a GB, to regions |
//! | `[discounts]`    | provider, family or `*`, term, median and quote, 10th and 90th percentile, rows |
//!
//! A price is a number and the code of its quote, `0.0416a`: USD an hour unless the line has a unit.
//!
//! # What has no answer
//!
//! A price that no source states is `None`, never zero. What was computed from another price, or
//! looks wrong, says so by its [`Basis`].

mod asof;
mod index;
mod price;
mod read;
mod rows;

pub use asof::{AsOf, PriceAge};
pub use index::Catalog;
pub use read::DamagedCatalog;
pub use rows::{
    Accelerator, Accelerators, Architecture, Basis, Discount, Family, InstanceType, Interruption, Link, Payment, Price,
    Purchase, Quote, RegionPrice, ServicePrice, Source, Term, provider_name,
};

#[cfg(test)]
mod tests;
