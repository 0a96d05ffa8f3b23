//! An adjustment as a person reads it.

use super::{Adjustment, Axis};
use crate::base::text;

impl Adjustment {
    /// The change in words, as an instruction.
    pub fn words(&self) -> String {
        match *self {
            Self::Headroom(headroom) => format!("Plan a headroom of {}", text::percent(headroom)),
            Self::Throughput(throughput) => format!("Sustain {} requests/s a replica", text::plain(throughput)),
            Self::ServiceTime(time) => format!("Bring the service time down to {}", text::seconds(time)),
            Self::LatencyTarget(target) => format!("Promise {}", text::seconds(target)),
            Self::LeadTime(days) => {
                format!("Have capacity within {}", text::counted(libm::ceil(days) as u64, "day", "days"))
            }
            Self::Setting(axis, value) => {
                let value = match axis {
                    Axis::MinReplicas => text::counted(value as u64, "replica", "replicas"),
                    _ => text::quantity(value, axis.dimension()),
                };
                match axis {
                    Axis::Window if value.starts_with("0 ") => "Scale in without waiting".into(),
                    Axis::Target => format!("Aim at {value}"),
                    Axis::MinReplicas => format!("Keep at least {value}"),
                    Axis::Window => format!("Wait {value} before scaling in"),
                    Axis::StartUp => format!("Start within {value}"),
                    Axis::Burst => format!("A burst of {value}"),
                    Axis::Headroom => format!("Plan a headroom of {value}"),
                }
            }
            Self::MaxReplicas(count) => format!("Allow up to {}", text::counted(count.into(), "replica", "replicas")),
            Self::MetricDelay(seconds) => format!("See metrics {} after they are read", text::seconds(seconds)),
            Self::Quota(count) => format!("Have a quota of {}", text::counted(count.into(), "replica", "replicas")),
            Self::RegionLimit(_, most) => {
                format!("Raise the limit of a region to {}", text::counted(most.into(), "replica", "replicas"))
            }
            Self::AddRegion(ref within) if within.is_empty() => "Add a region".into(),
            Self::AddRegion(ref within) => format!("Add a region in {}", within.join(" or ")),
            Self::FleetsReady => "Keep all planned replicas ready".into(),
            Self::Evacuate => "Send users elsewhere although the region is not lost as a whole".into(),
            Self::DecideAtOnce => "Let the health check decide, without anybody being asked".into(),
            Self::CheckEvery(seconds) => format!("Check health every {}", text::seconds(seconds)),
            Self::Ttl(seconds) => format!("Let answers be cached for {}", text::seconds(seconds)),
            Self::Anycast => "Move users by anycast instead of names".into(),
            Self::NearestWithRoom => "Send users to the nearest region with room".into(),
            Self::Survive(n) => {
                format!("Plan for {}", text::counted(n.into(), "lost region", "lost regions"))
            }
            Self::NoRetries => "Let clients not try again".into(),
            Self::ShedAbove(share) => format!("Turn away what exceeds {} of the throughput", text::percent(share)),
        }
    }
}
