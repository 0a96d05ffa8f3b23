//! Kinds of accelerator, so that a need for one is not answered with another.

use serde::{Deserialize, Serialize};

/// An accelerator that a replica is built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Chip {
    /// NVIDIA T4.
    T4,
    /// NVIDIA V100.
    V100,
    /// NVIDIA L4.
    L4,
    /// NVIDIA A10.
    A10,
    /// NVIDIA A10G, as Amazon has it.
    A10G,
    /// NVIDIA L40S.
    L40S,
    /// NVIDIA A100.
    A100,
    /// NVIDIA H100.
    H100,
    /// NVIDIA GH200.
    GH200,
    /// NVIDIA H200.
    H200,
    /// NVIDIA B200.
    B200,
    /// NVIDIA GB200.
    GB200,
    /// NVIDIA B300.
    B300,
    /// AMD MI300X.
    MI300X,
    /// AWS Inferentia, any generation.
    Inferentia,
    /// AWS Trainium, any generation.
    Trainium,
    /// Google TPU, any version.
    #[serde(rename = "TPU")]
    Tpu,
}

/// What needs a program compiled for it, and is not what people call a GPU.
const NO_GPU: [&str; 4] = ["INFERENTIA", "TRAINIUM", "TPU", "GAUDI"];

impl Chip {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::T4,
        Self::V100,
        Self::L4,
        Self::A10,
        Self::A10G,
        Self::L40S,
        Self::A100,
        Self::H100,
        Self::GH200,
        Self::H200,
        Self::B200,
        Self::GB200,
        Self::B300,
        Self::MI300X,
        Self::Inferentia,
        Self::Trainium,
        Self::Tpu,
    ];

    /// Its name.
    pub const fn words(self) -> &'static str {
        match self {
            Self::T4 => "T4",
            Self::V100 => "V100",
            Self::L4 => "L4",
            Self::A10 => "A10",
            Self::A10G => "A10G",
            Self::L40S => "L40S",
            Self::A100 => "A100",
            Self::H100 => "H100",
            Self::GH200 => "GH200",
            Self::H200 => "H200",
            Self::B200 => "B200",
            Self::GB200 => "GB200",
            Self::B300 => "B300",
            Self::MI300X => "MI300X",
            Self::Inferentia => "Inferentia",
            Self::Trainium => "Trainium",
            Self::Tpu => "TPU",
        }
    }

    /// Whether a model of a catalogue is one: `H100-80GB-SXM` is an H100, `A100-40GB` is no A10, `Inferentia2` is an
    /// Inferentia.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::machines::chip::Chip;
    ///
    /// assert!(Chip::H100.is("H100-80GB-SXM") && Chip::Inferentia.is("Inferentia2"));
    /// assert!(!Chip::A10.is("A100-40GB") && !Chip::A10.is("A10G") && !Chip::H200.is("GH200-96GB"));
    /// ```
    pub fn is(self, model: &str) -> bool {
        let named = |word: &str| word.eq_ignore_ascii_case(self.words());
        match self {
            // Generations are counted on in the name.
            Self::Inferentia | Self::Trainium => model.get(..self.words().len()).is_some_and(named),
            _ => model.split(|letter: char| !letter.is_ascii_alphanumeric()).any(named),
        }
    }
}

/// Whether a model is a GPU, as far as its name says: what is not known to be another kind of chip is one.
pub fn is_gpu(model: &str) -> bool {
    let model = model.trim().to_ascii_uppercase();
    NO_GPU.iter().all(|other| !model.starts_with(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_chip_only() {
        for (model, chip) in [
            ("T4", Chip::T4),
            ("A10G", Chip::A10G),
            ("A10", Chip::A10),
            ("A100-80GB-PCIe", Chip::A100),
            ("H100-94GB-NVL", Chip::H100),
            ("NVIDIA H100", Chip::H100),
            ("GH200-96GB", Chip::GH200),
            ("B200-SXM", Chip::B200),
            ("GB200", Chip::GB200),
            ("TPU-v5p", Chip::Tpu),
            ("Trainium1", Chip::Trainium),
        ] {
            let found: Vec<Chip> = Chip::ALL.into_iter().filter(|chip| chip.is(model)).collect();
            assert_eq!(found, [chip], "{model}");
        }
    }

    #[test]
    fn a_gpu_is_no_other_kind_of_chip() {
        assert!(["T4", "MI300X", "", "H100-80GB-SXM"].into_iter().all(is_gpu));
        assert!(!["Inferentia2", "trainium1", "TPU-v6e", "Gaudi2"].into_iter().any(is_gpu));
    }
}
