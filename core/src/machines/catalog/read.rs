//! Reads catalogue text, line by line, and refuses what is damaged with its place.

use super::AsOf;
use super::index::Catalog;
use super::rows::*;
use std::fmt;

/// Longest text that is read, bytes.
const MAX_BYTES: usize = 4 << 20;
/// Most lines that are read.
const MAX_LINES: usize = 50_000;
/// Longest line, bytes.
const MAX_LINE: usize = 2000;
/// Largest number; far above any price, memory or bandwidth.
const MAX_NUMBER: f64 = 1e9;

/// What is wrong with a catalogue text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedCatalog {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: String,
}

impl fmt::Display for DamagedCatalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the catalog: {}", self.line, self.problem)
    }
}

impl std::error::Error for DamagedCatalog {}

/// What one line says is wrong with itself.
type Line<T> = Result<T, String>;

/// Adds the rows of `text` to `catalog`.
pub(super) fn read_into(catalog: &mut Catalog, text: &str) -> Result<(), DamagedCatalog> {
    let at = |line: usize, problem: String| DamagedCatalog { line, problem };
    if text.len() > MAX_BYTES {
        return Err(at(1, format!("the text has {} bytes, more than {MAX_BYTES}", text.len())));
    }
    let mut section = String::new();
    let mut ended = false;
    let mut last = 0;
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        last = number;
        if number > MAX_LINES || line.len() > MAX_LINE {
            return Err(at(number, format!("more than {MAX_LINES} lines or {MAX_LINE} bytes in one")));
        }
        if ended {
            return Err(at(number, "nothing may follow the line that begins with end".into()));
        }
        if index == 0 {
            if line != "headroom-catalog 1" {
                return Err(at(1, "the first line must be headroom-catalog 1".into()));
            }
        } else if let Some(count) = line.strip_prefix("end ") {
            if count.parse() != Ok(index) {
                return Err(at(number, format!("{index} lines come before it, but it says {count}")));
            }
            ended = true;
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name.to_owned();
            catalog.current = None;
        } else if !line.starts_with('#') {
            row(catalog, &section, &Fields(line.split('\t').collect())).map_err(|problem| at(number, problem))?;
        }
    }
    if ended { Ok(()) } else { Err(at(last + 1, "the text is cut short: its last line must begin with end".into())) }
}

fn row(catalog: &mut Catalog, section: &str, fields: &Fields<'_>) -> Line<()> {
    match section {
        "sources" => catalog.sources.push(Source {
            code: fields.text(0, "code")?,
            words: fields.text(1, "words")?,
            licence: fields.text(2, "licence")?,
            credit: fields.get(3).map(str::to_owned),
        }),
        "quotes" => {
            let quote = quote(catalog, fields)?;
            catalog.add_quote(quote)?;
        }
        "accelerators" => catalog.accelerators.push(accelerator(catalog, fields)?),
        "types" => catalog.add_type(instance(fields)?)?,
        "prices" => match fields.get(0).and_then(|first| first.strip_prefix('=')) {
            Some(provider) => {
                let name = fields.text(1, "type")?;
                let place = catalog.type_index(provider, &name);
                catalog.current = Some(place.ok_or_else(|| format!("no type {provider} {name} is listed above"))?);
            }
            None => {
                let price = region_price(catalog, fields)?;
                catalog.add_price(price)?;
            }
        },
        "services" => catalog.services.push(ServicePrice {
            provider: fields.text(0, "provider")?,
            region: fields.any_or(1, "region")?,
            category: fields.text(2, "category")?,
            item: fields.text(3, "item")?,
            unit: fields.text(4, "unit")?,
            price: price(catalog, fields, 5)?.ok_or("the price is missing")?,
            from: fields.number(6)?,
            up_to: fields.number(7)?,
        }),
        "links" => catalog.links.push(Link {
            provider: fields.text(0, "provider")?,
            from: fields.text(1, "region")?,
            price: price(catalog, fields, 2)?.ok_or("the price is missing")?,
            to: fields.text(3, "regions")?.split(' ').map(str::to_owned).collect(),
        }),
        "discounts" => catalog.discounts.push(Discount {
            provider: fields.text(0, "provider")?,
            family: fields.any_or(1, "family")?.map(|word| known(&word, Family::from_word)).transpose()?,
            term: known(&fields.text(2, "term")?, Term::from_word)?,
            share: price(catalog, fields, 3)?.filter(|share| share.usd < 1.0).ok_or("the share must be below 1")?,
            p10: fields.number(4)?,
            p90: fields.number(5)?,
        }),
        _ => return Err(format!("there is no section [{section}]")),
    }
    Ok(())
}

fn quote(catalog: &Catalog, fields: &Fields<'_>) -> Line<Quote> {
    let as_of = fields.text(1, "date")?;
    Ok(Quote {
        code: fields.text(0, "code")?,
        as_of: AsOf::parse(&as_of).ok_or_else(|| format!("{as_of} is not a date"))?,
        sources: sources(catalog, &fields.text(2, "source")?)?,
        basis: known(&fields.text(3, "basis")?, Basis::from_word)?,
        payment: fields.get(4).map(|word| known(word, Payment::from_word)).transpose()?,
        note: fields.get(5).unwrap_or_default().to_owned(),
    })
}

fn sources(catalog: &Catalog, codes: &str) -> Line<Vec<String>> {
    let listed = |code: &str| catalog.sources.iter().any(|source| source.code == code);
    codes
        .split(',')
        .map(|code| if listed(code) { Ok(code.to_owned()) } else { Err(format!("no source {code} is listed above")) })
        .collect()
}

fn accelerator(catalog: &Catalog, fields: &Fields<'_>) -> Line<Accelerator> {
    let words = |place| fields.get(place).unwrap_or_default().to_owned();
    Ok(Accelerator {
        model: fields.text(0, "model")?,
        vendor: fields.text(1, "vendor")?,
        generation: words(2),
        memory_gib: fields.number(3)?,
        memory_kind: words(4),
        memory_bandwidth: fields.number(5)?,
        bf16: fields.number(6)?,
        fp16: fields.number(7)?,
        fp8: fields.number(8)?,
        int8: fields.number(9)?,
        fp4: fields.number(10)?,
        interconnect: words(11),
        interconnect_bandwidth: fields.number(12)?,
        power: fields.number(13)?,
        sources: sources(catalog, &fields.text(14, "source")?)?,
        confidence: fields.text(15, "confidence")?,
    })
}

fn instance(fields: &Fields<'_>) -> Line<InstanceType> {
    let accelerators = fields.get(6).map(|model| {
        let count = fields.number(7)?.filter(|count| *count > 0.0 && *count <= 1024.0);
        let count = count.ok_or("the number of accelerators must be above 0 and up to 1024")?;
        Ok::<_, String>(Accelerators { model: model.to_owned(), count, memory_gib: fields.number(8)? })
    });
    Ok(InstanceType {
        provider: fields.text(0, "provider")?,
        name: fields.text(1, "name")?,
        family: known(&fields.text(2, "family")?, Family::from_word)?,
        vcpus: fields.number(3)?,
        memory_gib: fields.number(4)?,
        architecture: fields.get(5).map(|word| known(word, Architecture::from_word)).transpose()?,
        accelerators: accelerators.transpose()?,
        network_gbps: fields.number(9)?,
        local_disk_gb: fields.number(10)?,
    })
}

fn region_price(catalog: &Catalog, fields: &Fields<'_>) -> Line<RegionPrice> {
    Ok(RegionPrice {
        instance: catalog.current.ok_or("no type precedes this price")?,
        region: fields.text(0, "region")?,
        on_demand: price(catalog, fields, 1)?,
        spot: price(catalog, fields, 2)?,
        one_year: price(catalog, fields, 3)?,
        three_years: price(catalog, fields, 4)?,
        interruption: fields.get(5).map(interruption).transpose()?,
    })
}

fn price(catalog: &Catalog, fields: &Fields<'_>, place: usize) -> Line<Option<Price>> {
    let Some(text) = fields.get(place) else { return Ok(None) };
    let split = text.find(|c: char| c.is_ascii_lowercase()).ok_or_else(|| format!("{text} does not name a quote"))?;
    let (usd, code) = text.split_at(split);
    let quote = catalog.quote_index(code).ok_or_else(|| format!("no quote {code} is listed above"))?;
    Ok(Some(Price { usd: number(usd)?, quote }))
}

fn interruption(text: &str) -> Line<Interruption> {
    let wrong = || format!("{text} is not a range of interruptions");
    let (low, high) = text.split_once('-').ok_or_else(wrong)?;
    let high = if high.is_empty() { None } else { Some(number(high)? / 100.0) };
    let range = Interruption { low: number(low)? / 100.0, high };
    if range.low <= range.high.unwrap_or(1.0) && range.high.unwrap_or(range.low) <= 1.0 {
        Ok(range)
    } else {
        Err(wrong())
    }
}

fn known<T>(word: &str, read: fn(&str) -> Option<T>) -> Line<T> {
    read(word).ok_or_else(|| format!("{word} is unknown here"))
}

/// A plain decimal number, at least zero.
fn number(text: &str) -> Line<f64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = if plain { text.parse().ok() } else { None };
    value.filter(|value| *value <= MAX_NUMBER).ok_or_else(|| format!("{text} is not a number from 0 to {MAX_NUMBER}"))
}

/// The fields of a line; an empty one is absent.
struct Fields<'a>(Vec<&'a str>);

impl<'a> Fields<'a> {
    fn get(&self, place: usize) -> Option<&'a str> {
        self.0.get(place).copied().filter(|field| !field.is_empty())
    }
    fn text(&self, place: usize, what: &str) -> Line<String> {
        self.get(place).map(str::to_owned).ok_or_else(|| format!("the {what} is missing"))
    }
    fn number(&self, place: usize) -> Line<Option<f64>> {
        self.get(place).map(number).transpose()
    }
    /// A field that must be there and in which `*` stands for any.
    fn any_or(&self, place: usize, what: &str) -> Line<Option<String>> {
        Ok(Some(self.text(place, what)?).filter(|text| text != "*"))
    }
}
