//! What must lie in the other region before a model can serve there: sizes, time and cost of copies.

use super::cost::is_amount;

/// GiB (2³⁰ bytes) in a GB (10⁹ bytes).
const GIB_PER_GB: f64 = 1e9 / 1_073_741_824.0;

/// What a service of a model cannot start without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArtefactKind {
    /// The model's weights.
    Weights,
    /// The tokenizer and its configuration.
    Tokenizer,
    /// A snapshot of the feature store.
    FeatureStore,
    /// The vector index.
    VectorIndex,
    /// Container images, compiled kernels, configuration and whatever else.
    Other,
}

impl ArtefactKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Weights, Self::Tokenizer, Self::FeatureStore, Self::VectorIndex, Self::Other];

    /// The kind in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Tokenizer => "tokenizer",
            Self::FeatureStore => "feature store",
            Self::VectorIndex => "vector index",
            Self::Other => "images, kernels and others",
        }
    }
}

/// One thing to keep in the other region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Artefact {
    /// What it is.
    pub kind: ArtefactKind,
    /// Size, GB (10⁹ bytes).
    pub size_gb: f64,
    /// How often a month its whole size is sent; a fraction where only changes are.
    pub copies_per_month: f64,
}

/// The way between two regions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Rate, Gbit/s (10⁹ bits / second).
    pub gbit_per_second: f64,
    /// Share of the rate that a copy gets, fraction.
    pub efficiency: f64,
    /// Price of a GiB that leaves the first region; `None` where not known.
    pub price: Option<f64>,
    /// Price of keeping a GiB in the other region for a month; `None` where not known.
    pub storage_price: Option<f64>,
}

/// One artefact's copy.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct ReplicationRow {
    /// What it is.
    pub kind: ArtefactKind,
    /// Seconds to send it whole.
    pub transfer_time: f64,
    /// Price of sending it whole once; `None` where not known.
    pub transfer_cost: Option<f64>,
    /// Price a month of keeping it there and up to date; `None` where not known.
    pub monthly_cost: Option<f64>,
}

/// All copies; from [`replicate`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Replication {
    /// One row for each artefact, in their order.
    pub rows: Vec<ReplicationRow>,
    /// GB to keep in the other region.
    pub size_gb: f64,
    /// Seconds to send everything, one after the other.
    pub transfer_time: f64,
    /// Price of sending everything once; `None` where not known.
    pub transfer_cost: Option<f64>,
    /// Price a month of keeping everything there and up to date; `None` where not known.
    pub monthly_cost: Option<f64>,
}

/// Seconds to send or restore data: `8·GB / (Gbit/s · η)`.
///
/// | symbol    | input             | unit           |
/// |-----------|-------------------|----------------|
/// | `GB`      | `size_gb`         | 10⁹ bytes      |
/// | `Gbit/s`  | `gbit_per_second` | 10⁹ bits / second |
/// | `η`       | `efficiency`      | fraction       |
///
/// `None` where nothing gets through, or an input is negative or no number.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::transfer_time;
///
/// // 40 TB at 10 Gbit/s, four fifths of it used: 320 000 Gbit at 8 a second.
/// assert_eq!(transfer_time(40_000.0, 10.0, 0.8), Some(40_000.0));
/// assert_eq!(transfer_time(1.0, 0.0, 0.8), None);
/// ```
pub fn transfer_time(size_gb: f64, gbit_per_second: f64, efficiency: f64) -> Option<f64> {
    let rate = gbit_per_second * efficiency;
    let known = is_amount(&size_gb) && is_amount(&gbit_per_second) && (0.0..=1.0).contains(&efficiency);
    (known && rate >= 1e-9).then(|| 8.0 * size_gb / rate)
}

/// Time and cost of keeping artefacts in another region.
///
/// Each is sent whole in [`transfer_time`]; a month costs `size · (copies · price + storage price)`, where sizes are in GB
/// (10⁹ bytes) and prices per GiB (2³⁰ bytes), as clouds bill: a GB is 0.931 GiB.
/// `None` where an amount is negative, above 10¹⁵ or no number, or nothing gets through.
///
/// # Example
///
/// ```
/// use headroom_core::formulas::recovery::*;
/// use headroom_core::plan::recovery::*;
/// use headroom_core::plan::scenario::recovery::*;
///
/// let weights = Artefact { kind: ArtefactKind::Weights, size_gb: 140.0, copies_per_month: 2.0 };
/// let link = Link { gbit_per_second: 10.0, efficiency: 0.8, price: Some(0.02), storage_price: Some(0.023) };
/// let copy = replicate(&[weights], &link).expect("amounts");
/// assert_eq!(copy.transfer_time, 140.0); // 1120 Gbit at 8 a second
/// assert!((copy.monthly_cost.expect("priced") - 140e9 / 1_073_741_824.0 * 0.063).abs() < 1e-9);
/// ```
pub fn replicate(artefacts: &[Artefact], link: &Link) -> Option<Replication> {
    let mut rows = Vec::new();
    for artefact in artefacts {
        let amounts = [Some(artefact.copies_per_month), link.price, link.storage_price];
        if !amounts.iter().flatten().all(is_amount) {
            return None;
        }
        let transfer_time = transfer_time(artefact.size_gb, link.gbit_per_second, link.efficiency)?;
        let gib = artefact.size_gb * GIB_PER_GB;
        // What is never sent costs nothing at any price.
        let sent = if artefact.copies_per_month > 0.0 { link.price } else { Some(0.0) };
        let monthly_cost =
            sent.zip(link.storage_price).map(|(sent, kept)| gib * (artefact.copies_per_month * sent + kept));
        let transfer_cost = link.price.map(|price| gib * price);
        rows.push(ReplicationRow { kind: artefact.kind, transfer_time, transfer_cost, monthly_cost });
    }
    Some(Replication {
        size_gb: artefacts.iter().map(|artefact| artefact.size_gb).sum(),
        transfer_time: rows.iter().map(|row| row.transfer_time).sum(),
        transfer_cost: rows.iter().map(|row| row.transfer_cost).sum(),
        monthly_cost: rows.iter().map(|row| row.monthly_cost).sum(),
        rows,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_add_up_and_nonsense_has_no_answer() {
        let artefact = |kind, size_gb| Artefact { kind, size_gb, copies_per_month: 1.0 };
        let list = [artefact(ArtefactKind::Weights, 100.0), artefact(ArtefactKind::VectorIndex, 300.0)];
        let link = Link { gbit_per_second: 8.0, efficiency: 1.0, price: Some(0.5), storage_price: Some(0.25) };
        let all = replicate(&list, &link).unwrap();
        assert_eq!((all.size_gb, all.transfer_time), (400.0, 400.0));
        // 400 GB are 372.53 GiB: half a dollar each to send, a quarter to keep.
        assert!((all.transfer_cost.unwrap() - 186.26).abs() < 0.01 && (all.monthly_cost.unwrap() - 279.4).abs() < 0.01);
        assert_eq!(replicate(&list, &Link { price: Some(f64::NAN), ..link }), None);
        let unpriced = replicate(&list, &Link { price: None, ..link }).unwrap();
        assert_eq!((unpriced.transfer_cost, unpriced.monthly_cost), (None, None));
        assert_eq!(transfer_time(1.0, 1.0, 1.5), None);
    }
}
