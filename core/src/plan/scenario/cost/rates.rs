//! A replica priced by what it requests: vCPU-, GiB- and GPU-hours.

use crate::base::units::ResourceRate;
use crate::plan::scenario::sizing::Replica;
use serde::{Deserialize, Serialize};

/// Prices of resources per hour, as AWS Fargate, GKE Autopilot or a rate card within a company have them. What has no
/// rate is not charged; without any rate nothing is priced this way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ResourceRates {
    /// Price of a vCPU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vcpu: Option<ResourceRate>,
    /// Price of a GiB of memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory: Option<ResourceRate>,
    /// Price of an accelerator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpu: Option<ResourceRate>,
}

impl ResourceRates {
    /// A replica per hour, USD: `c·r_c + m·r_m + g·r_g`; `None` where no rate is stated.
    ///
    /// | symbol | is                                | unit                          |
    /// |--------|-----------------------------------|-------------------------------|
    /// | `c`, `m`, `g` | what a replica requests    | vCPU, GiB, accelerators       |
    /// | `r_c`, `r_m`, `r_g` | [`Self::vcpu`], [`Self::memory`], [`Self::gpu`] | USD/hour of one |
    ///
    /// Source: AWS Fargate pricing, Linux/x86 in us-east-1, per vCPU and per GB per hour (2026-07).
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::base::units::*;
    /// use headroom_core::plan::scenario::cost::ResourceRates;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let mut replica = examples::seed_service().services.first().sizing.replica;
    /// (replica.vcpus, replica.memory) = (Vcpus::new(4.0)?, Memory::new(8.0)?);
    /// let fargate = ResourceRates {
    ///     vcpu: Some(ResourceRate::new(0.04048)?),
    ///     memory: Some(ResourceRate::new(0.004445)?),
    ///     gpu: None,
    /// };
    /// // By hand: 4 · 0.04048 + 8 · 0.004445 = 0.16192 + 0.03556.
    /// assert!((fargate.replica(&replica).expect("rates") - 0.19748).abs() < 1e-12);
    /// assert_eq!(ResourceRates::default().replica(&replica), None);
    /// # Ok::<(), OutOfRange>(())
    /// ```
    pub fn replica(&self, replica: &Replica) -> Option<f64> {
        let parts = self.parts(replica);
        (!parts.is_empty()).then(|| parts.iter().map(|part| part.amount * part.rate).sum())
    }

    /// What is charged of a replica: only resources with a rate.
    pub fn parts(&self, replica: &Replica) -> Vec<RatePart> {
        let rows = [
            ("vCPU", replica.vcpus.get(), self.vcpu),
            ("GiB", replica.memory.get(), self.memory),
            ("GPU", f64::from(replica.gpus.get()), self.gpu),
        ];
        let part = |(of, amount, rate): (_, _, Option<ResourceRate>)| Some(RatePart { of, amount, rate: rate?.get() });
        rows.into_iter().filter_map(part).collect()
    }
}

/// A resource of a replica with its rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatePart {
    /// Of what: `vCPU`, `GiB` or `GPU`.
    pub of: &'static str,
    /// How much of it a replica requests.
    pub amount: f64,
    /// Price of one per hour, USD.
    pub rate: f64,
}
