//! An adjustment as a person reads it.

use super::{Adjustment, Axis};
use crate::base::text;

impl Adjustment {
    /// The change in words, as an instruction.
    pub fn words(&self) -> String {
        match *self {
            Self::Headroom(headroom) => format!("Set headroom to {}", text::percent(headroom)),
            Self::Throughput(throughput) => {
                format!("Raise throughput to {} requests/s per replica", text::plain(throughput))
            }
            Self::ServiceTime(time) => format!("Reduce the service time to {}", text::seconds(time)),
            Self::LatencyTarget(target) => format!("Relax the target to {}", text::seconds(target)),
            Self::LeadTime(days) => {
                format!("Cut the lead time to {}", text::counted(libm::ceil(days) as u64, "day", "days"))
            }
            Self::Setting(axis, value) => {
                let value = match axis {
                    Axis::MinReplicas | Axis::MaxReplicas | Axis::FixedReplicas => {
                        text::counted(value as u64, "replica", "replicas")
                    }
                    _ => text::quantity(value, axis.dimension()),
                };
                match axis {
                    Axis::Window if value.starts_with("0 ") => "Scale in without waiting".into(),
                    Axis::Target => format!("Set the target to {value}"),
                    Axis::MinReplicas => format!("Keep at least {value}"),
                    Axis::MaxReplicas => format!("Allow up to {value}"),
                    Axis::FixedReplicas => format!("Run {value} at all times"),
                    Axis::Window => format!("Wait {value} before scaling in"),
                    Axis::StartUp => format!("Start within {value}"),
                    Axis::Burst => format!("A burst of {value}"),
                    Axis::Headroom => format!("Set headroom to {value}"),
                }
            }
            Self::MaxReplicas(count) => format!("Allow up to {}", text::counted(count.into(), "replica", "replicas")),
            Self::MetricDelay(seconds) => format!("Cut the metric delay to {}", text::seconds(seconds)),
            Self::Limit(_, most) => format!("Raise a limit to {}", text::plain(most)),
            Self::Deployed(_, count) => {
                format!("Deploy {} in a region", text::counted(count.into(), "replica", "replicas"))
            }
            Self::Deploy(_) => "Deploy it as this placement has it".into(),
            Self::AddRegion(ref within) if within.is_empty() => "Add a region".into(),
            Self::AddRegion(ref within) => format!("Add a region in {}", within.join(" or ")),
            Self::ServeNearby => "Serve users in the nearest region".into(),
            Self::NearerRegion(_) => "Add a region nearer to the users".into(),
            Self::FleetsReady => "Keep all planned replicas ready".into(),
            Self::Evacuate => "Evacuate users even though the region is not fully lost".into(),
            Self::DecideAtOnce(_) => "Fail over automatically on failed health checks".into(),
            Self::CheckEvery(seconds) => format!("Run health checks every {}", text::seconds(seconds)),
            Self::Ttl(seconds) => format!("Set the DNS TTL to {}", text::seconds(seconds)),
            Self::Anycast => "Move users by anycast instead of DNS".into(),
            Self::NearestWithRoom => "Route users to the nearest region with capacity".into(),
            Self::Survive(n) => {
                format!("Plan for {}", text::counted(n.into(), "lost region", "lost regions"))
            }
            Self::NoRetries => "Turn off client retries".into(),
            Self::ShedAbove(share) => format!("Shed load above {} of throughput", text::percent(share)),
        }
    }
}
