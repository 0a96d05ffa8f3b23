//! The Kubernetes HorizontalPodAutoscaler (`autoscaling/v2`), as its controller behaves.

mod policy;

pub use policy::{
    HpaAmount, HpaBehavior, HpaMetric, HpaPolicy, HpaRules, HpaScalingPolicy, HpaSource, HpaTarget, MAX_METRICS,
    MAX_POLICIES, SelectPolicy,
};
