//! What usual services must have in the other region, to begin a list with.

use super::ArtefactInputs;
use crate::base::units::{ArtefactSize, CopiesPerMonth, Quantity};
use crate::formulas::recovery::ArtefactKind;

/// A list of artefacts to begin with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ArtefactPreset {
    /// The name under which the page finds it.
    pub id: &'static str,
    /// What it is for.
    pub name: &'static str,
    /// Where the sizes come from.
    pub about: &'static str,
    /// Kind, size in GB, copies a month.
    rows: &'static [(ArtefactKind, f64, f64)],
}

impl ArtefactPreset {
    /// Every preset.
    #[rustfmt::skip] // A table.
    pub const ALL: [Self; 3] = [
        Self {
            id: "llm-70b",
            name: "LLM, 70B",
            about: "70 billion weights of 2 bytes, a tokenizer, 15 GB of images and compiled kernels; one release a month",
            rows: &[(ArtefactKind::Weights, 140.0, 1.0), (ArtefactKind::Tokenizer, 0.02, 1.0), (ArtefactKind::Other, 15.0, 4.0)],
        },
        Self {
            id: "rag",
            name: "Retrieval with an 8B model",
            about: "8 billion weights of 2 bytes, and 100 million vectors of 768 floats, a tenth of which changes a month",
            rows: &[(ArtefactKind::Weights, 16.0, 1.0), (ArtefactKind::Tokenizer, 0.02, 1.0), (ArtefactKind::VectorIndex, 307.2, 0.1), (ArtefactKind::Other, 10.0, 4.0)],
        },
        Self {
            id: "recommender",
            name: "Recommender",
            about: "A billion embeddings of 64 floats, retrained daily, and features of 1 KB for 200 million users, a twentieth of which changes a day",
            rows: &[(ArtefactKind::Weights, 256.0, 30.0), (ArtefactKind::FeatureStore, 200.0, 1.5), (ArtefactKind::Other, 5.0, 4.0)],
        },
    ];

    /// The preset with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        const ALL: &[ArtefactPreset] = &ArtefactPreset::ALL;
        ALL.iter().find(|preset| preset.id == id)
    }

    /// The list.
    pub fn artefacts(&self) -> Vec<ArtefactInputs> {
        let artefact = |&(kind, size, copies): &(ArtefactKind, f64, f64)| ArtefactInputs {
            kind,
            size: ArtefactSize::clamped(size),
            copies: CopiesPerMonth::clamped(copies),
            rebuild: None,
        };
        self.rows.iter().map(artefact).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_what_the_words_say() {
        let size = |id: &str, at: usize| ArtefactPreset::find(id).unwrap().artefacts()[at].size.get();
        assert_eq!(size("llm-70b", 0), 70.0 * 2.0);
        assert!((size("rag", 2) - 0.1 * 768.0 * 4.0).abs() < 1e-9);
        assert_eq!(size("recommender", 0), 64.0 * 4.0);
        assert!(ArtefactPreset::ALL.iter().all(|preset| ArtefactPreset::find(preset.id) == Some(preset)));
    }
}
