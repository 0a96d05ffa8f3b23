//! HorizontalPodAutoscalers as people keep them: YAML manifests, read and written.
//!
//! What is read comes from outside: it is bounded, checked as the API server checks it, and refused with the
//! place of the first fault. What takes no part here is kept and given back on export, or named in a [`Note`].

mod behavior;
mod error;
mod export;
mod fields;
mod import;
mod kept;
mod metrics;
mod quantity;
mod signal;
mod spec;
mod words;
mod writer;
mod yaml;

pub use error::ManifestError;
pub use export::write_manifest;
pub use import::{read_manifest, read_manifests};
pub use kept::{Kept, MAX_KEPT_BYTES};
pub use signal::signal_from_name;
pub use words::{Line, lines_of};

use super::HpaPolicy;
use std::fmt;

/// Longest text that is read, in bytes.
pub const MAX_TEXT_BYTES: usize = 256 * 1024;
/// Deepest nesting that is read.
pub const MAX_DEPTH: usize = 64;
/// Most objects of one text, in documents and lists together.
pub const MAX_OBJECTS: usize = 200;

/// A HorizontalPodAutoscaler.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Its name.
    pub name: String,
    /// Its namespace, where stated.
    pub namespace: Option<String>,
    /// What it scales.
    pub target: ScaleTarget,
    /// Fewest replicas; 1 where nothing is stated.
    pub min_replicas: u32,
    /// Most replicas.
    pub max_replicas: u32,
    /// Metrics and behavior.
    pub policy: HpaPolicy,
    /// What whoever reads it in should know.
    pub notes: Vec<Note>,
}

impl Manifest {
    /// Its name, behind its namespace where one is stated: `production/web`.
    pub fn full_name(&self) -> String {
        self.namespace.as_ref().map_or_else(|| self.name.clone(), |namespace| format!("{namespace}/{}", self.name))
    }
}

/// What an autoscaler scales: `scaleTargetRef`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScaleTarget {
    /// Its API version, such as `apps/v1`, where stated.
    pub api_version: Option<String>,
    /// Its kind, such as `Deployment`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// The autoscalers of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifests {
    /// At least one.
    pub manifests: Vec<Manifest>,
    /// The other objects, which are not read.
    pub notes: Vec<Note>,
}

/// Something that was read and does not count here, or counts differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What became of it.
    pub kind: NoteKind,
    /// Where it stands: `spec.metrics[1]`.
    pub place: String,
    /// What to know, without a full stop.
    pub what: String,
}

/// What became of something in a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Read and exported, but nothing in the simulation stands for it.
    NotSimulated,
    /// Not understood; exported as it was.
    Kept,
    /// Neither simulated nor exported.
    LeftOut,
    /// Read as something else that means the same.
    Changed,
    /// Another object of the same text.
    OtherObject,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}
