//! What is left of a comparison under a filter, in which order, and what refused the rest.

use super::{Choice, Refused, provider_name};
use crate::machines::catalog::{Architecture, Catalog, Family, InstanceType};
use crate::machines::fit::Refusal;

/// Which types are looked at; nothing stated lets every one through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// What it is built for.
    pub family: Option<Family>,
    /// Its instruction set.
    pub architecture: Option<Architecture>,
    /// Its accelerators.
    pub accelerator: Option<String>,
    /// Words that must all occur in its provider, name, family or accelerators.
    pub words: String,
}

impl Filter {
    /// Whether a type passes.
    pub fn passes(&self, row: &InstanceType) -> bool {
        let model = row.accelerators.as_ref().map(|has| has.model.as_str());
        let is = self.family.is_none_or(|family| family == row.family)
            && self.architecture.is_none_or(|wanted| row.architecture == Some(wanted))
            && self.accelerator.as_deref().is_none_or(|wanted| model == Some(wanted));
        if !is || self.words.trim().is_empty() {
            return is;
        }
        let about = [&row.provider, provider_name(&row.provider), &row.name, row.family.word(), model.unwrap_or("")];
        let about = about.join(" ").to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| about.contains(word))
    }
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// The whole fleet a month.
    #[default]
    Monthly,
    /// Provider and name.
    Name,
    /// An hour of a node.
    Hourly,
    /// Nodes.
    Nodes,
    /// Replicas on a node.
    PerNode,
    /// The largest share of a node's resources that nobody can use.
    Unused,
    /// The date of the price.
    Date,
}

/// What refuses a type, one for each kind of [`Refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constraint {
    /// Accelerators.
    Gpus,
    /// Another kind of them.
    Chip,
    /// Memory of each.
    GpuMemory,
    /// Virtual CPUs.
    Vcpus,
    /// Memory.
    Memory,
    /// Instruction set.
    Architecture,
    /// Something that no source states.
    Unknown,
    /// No price where the fleet stands.
    Price,
}

impl Constraint {
    /// The constraint of a refusal.
    pub fn of(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::Architecture { .. } => Self::Architecture,
            Refusal::Gpus { .. } => Self::Gpus,
            Refusal::Chip { .. } => Self::Chip,
            Refusal::GpuMemory { .. } => Self::GpuMemory,
            Refusal::Vcpus { .. } => Self::Vcpus,
            Refusal::Memory { .. } => Self::Memory,
            Refusal::Unknown { .. } => Self::Unknown,
            Refusal::NoPrice { .. } | Refusal::OtherProvider => Self::Price,
        }
    }

    /// The constraint in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Gpus => "Too few GPUs",
            Self::Chip => "Different accelerator",
            Self::GpuMemory => "Too little memory per GPU",
            Self::Vcpus => "Too few vCPU",
            Self::Memory => "Too little memory",
            Self::Architecture => "Different architecture",
            Self::Unknown => "Not listed by the source",
            Self::Price => "No price known there",
        }
    }
}

impl Choice {
    /// Places in [`fits`](Self::fits) of the types that pass a filter, in an order; equal ones stay in
    /// the order of cost.
    pub fn rows(&self, catalog: &Catalog, filter: &Filter, by: SortBy, descending: bool) -> Vec<usize> {
        let row = |place: &usize| self.fits.get(*place).and_then(|fit| Some((fit, catalog.types().get(fit.instance)?)));
        let mut rows: Vec<usize> =
            (0..self.fits.len()).filter(|place| row(place).is_some_and(|(_, row)| filter.passes(row))).collect();
        rows.sort_by(|a, b| {
            let (Some((fit, one)), Some((other_fit, other))) = (row(a), row(b)) else {
                return std::cmp::Ordering::Equal;
            };
            let date = |fit: &super::Candidate| {
                fit.sites.iter().filter_map(|site| catalog.quote(site.price)).map(|quote| quote.as_of.latest).min()
            };
            let order = match by {
                SortBy::Monthly => fit.monthly.total_cmp(&other_fit.monthly),
                SortBy::Name => (&one.provider, &one.name).cmp(&(&other.provider, &other.name)),
                SortBy::Hourly => fit.hourly.total_cmp(&other_fit.hourly),
                SortBy::Nodes => fit.nodes.cmp(&other_fit.nodes),
                SortBy::PerNode => fit.packing.replicas.cmp(&other_fit.packing.replicas),
                SortBy::Unused => fit.unused_share.total_cmp(&other_fit.unused_share),
                SortBy::Date => date(fit).cmp(&date(other_fit)),
            };
            if descending { order.reverse() } else { order }
        });
        rows
    }

    /// The refused types that pass a filter, by constraint; the one that refuses most comes first.
    pub fn refused_by(&self, catalog: &Catalog, filter: &Filter) -> Vec<(Constraint, Vec<&Refused>)> {
        let mut groups: Vec<(Constraint, Vec<&Refused>)> = Vec::new();
        let passes = |refused: &&Refused| catalog.types().get(refused.instance).is_some_and(|row| filter.passes(row));
        for refused in self.refused.iter().filter(passes) {
            let constraint = Constraint::of(&refused.refusal);
            match groups.iter_mut().find(|(known, _)| *known == constraint) {
                Some((_, rows)) => rows.push(refused),
                None => groups.push((constraint, vec![refused])),
            }
        }
        groups.sort_by_key(|(constraint, rows)| (std::cmp::Reverse(rows.len()), *constraint));
        groups
    }
}
