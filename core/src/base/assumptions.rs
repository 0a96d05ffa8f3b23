//! The register of everything that could be otherwise: statement, source, and what changes if it is wrong.

/// One assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The name under which plans cite it.
    pub id: &'static str,
    /// What is taken to be true.
    pub statement: &'static str,
    /// Where that comes from.
    pub source: &'static str,
    /// What changes if it is wrong.
    pub otherwise: &'static str,
}

/// Every assumption, in the order of the chain.
pub const REGISTER: &[Assumption] = &[
    Assumption {
        id: "usual-week",
        statement: "The load repeats a usual week: its shape stays the same while its level grows.",
        source: "Capacity planning for ML systems, \"Peak vs average traffic patterns\"",
        otherwise: "A changing shape (a new market, another time zone) moves the peak; import a newer trace.",
    },
    Assumption {
        id: "day-curve",
        statement: "Within a day the load follows exp(κ·g): g is a curve that peaks at the peak hour, and κ gives the stated peak to average.",
        source: "Von Mises (circular normal) form; a modelling choice that is positive at every ratio",
        otherwise: "A flatter or sharper curve in reality changes P95 and the load-duration curve, not the peak.",
    },
    Assumption {
        id: "growth-month",
        statement: "A month of growth is 30.4375 days (365.25 / 12); growth applies from midnight to midnight.",
        source: "Definition",
        otherwise: "With calendar months, dates would move by up to two days.",
    },
    Assumption {
        id: "events-multiply",
        statement: "An event multiplies the load while it lasts; lifts of overlapping events multiply.",
        source: "Capacity planning for ML systems, \"Seasonal\" (lift over the usual load)",
        otherwise: "If one event replaces another, their overlap is overstated.",
    },
    Assumption {
        id: "yearly-weekday",
        statement: "A yearly event falls on the same weekday of the same week of its month, like Black Friday and the Super Bowl.",
        source: "Modelling choice; the fourth Thursday of November stays the fourth Thursday",
        otherwise: "An event on a fixed date is off by up to six days; enter its date for each year instead.",
    },
    Assumption {
        id: "slo-at-the-peak",
        statement: "The latency target is met at the usual peak; headroom is added to throughput, not to the target.",
        source: "Modelling choice",
        otherwise: "To meet the target while the headroom is in use, enter a higher peak or a tighter target.",
    },
    Assumption {
        id: "no-abandonment",
        statement: "Queued requests do not time out, and none is dropped.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Timeouts shorten the queue and lose requests.",
    },
    Assumption {
        id: "fluid-flow",
        statement: "A backlog is filled by load and drained by capacity, evenly within a step.",
        source: "Fluid approximation of a queue",
        otherwise: "At low load single requests matter, and M/M/c is more accurate.",
    },
    Assumption {
        id: "even-spread",
        statement: "The load balancer spreads requests evenly over the replicas.",
        source: "Modelling choice",
        otherwise: "With uneven balancing some replicas overload first; add headroom or spare replicas.",
    },
    Assumption {
        id: "linear-scaling",
        statement: "Throughput grows in proportion to replicas.",
        source: "Capacity planning for ML systems, the capacity formula",
        otherwise: "Shared stores or coordination make each additional replica less effective.",
    },
    Assumption {
        id: "ready-within-minutes",
        statement: "Within minutes is within 10 min, a new node included; for an event, while its load rises.",
        source: "Capacity planning for ML systems, \"Headroom and scaling\"; the 10 min are ours",
        otherwise: "Where load rises faster than that, keep the headroom running at all times; see Scaling for the load itself.",
    },
    Assumption {
        id: "weeks-ahead",
        statement: "What must be there weeks ahead is ordered, and quotas are raised, 14 days ahead or by the lead time, whichever is longer.",
        source: "Capacity planning for ML systems, \"Headroom and scaling\"; the 14 days are ours",
        otherwise: "Providers may ask for more; enter a longer lead time.",
    },
    Assumption {
        id: "headroom-ranges",
        statement: "Headroom by product: stable 20-30 %, growing 50-100 %, critical 100-200 %, Black Friday 100-200 %, new launch 200 % and more (taken up to 300 %).",
        source: "Capacity planning for ML systems, \"Typical headroom\" and \"Quick reference\"",
        otherwise: "Enter a custom headroom or a target utilization.",
    },
    Assumption {
        id: "poisson-arrivals",
        statement: "Requests arrive at random (Poisson) around the current load, and wait without timing out.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Burstier arrivals queue longer than shown.",
    },
    Assumption {
        id: "exponential-service",
        statement: "Service times are exponential (CV 100 %): no variability is stated.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Less variable service times have a shorter tail, heavy-tailed ones a longer tail: enter their CV.",
    },
    Assumption {
        id: "service-time-variability",
        statement: "Up to a CV of 100 % a service time is a constant part (1 - CV) and an exponential part (CV); above, one of two exponential times with gamma normalization. As many requests wait as with exponential service times, and longer or shorter by Kimura's factor.",
        source: "Kimura's approximation of M/G/c, Management Science 32 (1986); shifted exponential and two-moment fit (Tijms, A First Course in Stochastic Models)",
        otherwise: "Another distribution with the same CV has another tail: up to a CV of 100 % the P99 of log-normal service times lies within 11 % of this one; at 300 % it is a third shorter.",
    },
    Assumption {
        id: "slots-as-servers",
        statement: "Each replica serves up to its concurrency of requests in parallel, each at the same speed, from one shared queue.",
        source: "M/M/c with c = replicas × concurrency",
        otherwise: "A batching accelerator slows down as its batch fills; measure it at the concurrency you enter.",
    },
    Assumption {
        id: "bursts-normal",
        statement: "Load varies normally around its shape with the stated variability: 5 % of intervals exceed the shape by 1.645 standard deviations.",
        source: "95th percentile of the normal distribution",
        otherwise: "Heavier-tailed load exceeds it more often.",
    },
    Assumption {
        id: "fluid-queue",
        statement: "Queues behave like a fluid: queued requests are served first come, first served, by all replicas together.",
        source: "Fluid limit of many-server queues (Kleinrock, Queueing Systems II)",
        otherwise: "A small fleet sees queues that the fluid model does not; one queue per replica waits longer than a shared one.",
    },
    Assumption {
        id: "bursts-last-minutes",
        statement: "In simulations the load deviates from its shape by the stated variability, in bursts of about five minutes.",
        source: "Modelling choice: a first-order autoregressive process with a time constant of 300 s",
        otherwise: "Shorter bursts disappear in the metric's window; longer ones look like a higher load for hours.",
    },
    Assumption {
        id: "late-by-step",
        statement: "Every request answered in a step that misses the SLO counts as late.",
        source: "Modelling choice, conservative: a narrowly missed percentile makes few requests late",
        otherwise: "Counted one by one, fewer requests would be late in steps that narrowly miss the SLO.",
    },
    Assumption {
        id: "nodes-pack",
        statement: "Replicas fill nodes without gaps, and all unneeded nodes are removed together; draining and warm replicas do not count against a limit.",
        source: "Modelling choice",
        otherwise: "Real nodes stay partly empty until they are consolidated, which costs more than shown.",
    },
    Assumption {
        id: "steps",
        statement: "Within a simulation step load and fleet are constant. Starts and drains are rounded up to whole steps; scrape intervals, windows, delays and timeouts are rounded to the nearest step, so anything shorter than half a step is ignored.",
        source: "Definition",
        otherwise: "A shorter step shows faster reactions; the page shows the step.",
    },
    Assumption {
        id: "utilization-is-load",
        statement: "A replica's CPU utilization is the share of its throughput in use; its CPU request is its use at full throughput.",
        source: "Modelling choice: utilization law (Denning and Buzen 1978)",
        otherwise: "CPU requests above or below actual use shift every CPU target; background work raises utilization at night.",
    },
    Assumption {
        id: "target-tracking-model",
        statement: "Target tracking acts in proportion after 3 datapoints above its target or 15 below 90 % of it; no other details are public.",
        source: "Amazon Application Auto Scaling User Guide; the algorithm is unpublished",
        otherwise: "The real service adapts its alarms; expect it to react within a few minutes of the simulated times.",
    },
    Assumption {
        id: "forecast-is-the-usual-week",
        statement: "A predictive policy forecasts the usual week with the growth at the start of the period; it does not forecast events.",
        source: "Amazon EC2 Auto Scaling User Guide, predictive scaling (hourly forecasts from 14 days of history)",
        otherwise: "A forecast that includes the calendar does better before events; one from a short history does worse.",
    },
    Assumption {
        id: "standard-time",
        statement: "A region keeps standard time all year, and its users follow the region's local time.",
        source: "Offsets of 2026 from the IANA time zone database; modelling choice",
        otherwise: "In summer some peaks shift by an hour; a region with users in several time zones has a flatter day.",
    },
    Assumption {
        id: "busiest-day",
        statement: "With more than six capacity regions, or two or more to lose, only the day with the highest total load is checked, not the whole week.",
        source: "Modelling choice, for answers while you type",
        otherwise: "A region that peaks on another day may need slightly more.",
    },
    Assumption {
        id: "proportional-redistribution",
        statement: "Users of a lost region move as the failover routing says, all at once; all other users stay.",
        source: "Route 53 and Cloud Load Balancing documentation on weighted and proximity routing",
        otherwise: "Real routing also moves some other users; the drill shows the minutes in between.",
    },
    Assumption {
        id: "latency-by-distance",
        statement: "Round trips between regions of one cloud are measured where known, otherwise estimated from distance; users are located at their region.",
        source: "Catalog of regions (sources on each row); medians of 2,407 measured pairs by distance",
        otherwise: "50 % of the estimates are within 17 ms, 90 % within 59 ms; users far from their region see more.",
    },
    Assumption {
        id: "response-at-the-user",
        statement: "Response time at the user is that of the serving region and one round trip between the regions; the last mile is not counted, nor are further round trips to open a connection.",
        source: "Modelling choice; round trips of the catalog of regions",
        otherwise: "A new TLS 1.3 connection adds two round trips; a mobile network adds tens of milliseconds.",
    },
    Assumption {
        id: "no-round-trip",
        statement: "The plan names no regions, so users are taken to be beside the service: no round trip is part of the response time.",
        source: "Modelling choice",
        otherwise: "Enter regions and where users are: each round trip then counts towards the target at the user.",
    },
    Assumption {
        id: "static-stability",
        statement: "Capacity for a regional loss is provisioned in advance; nothing is added during the loss.",
        source: "AWS whitepaper \"Static stability using Availability Zones\"",
        otherwise: "Scaling up after the loss costs less but loses requests meanwhile; the drill shows how many.",
    },
    Assumption {
        id: "drill-fleets",
        statement: "In a drill every region follows the active policy, between the replicas for its quietest hour (or normal and what the recovery tier keeps ready) and the replicas planned there; the reserve that is not ready can be started once somebody has decided and it has been provisioned; a static fleet is the planned fleet. Overrides, failures in other regions and bursts are not included.",
        source: "Modelling choice: the simulated fleets, with the bounds that the regions need",
        otherwise: "Compare with all planned replicas ready, or with the policy alone deciding.",
    },
    Assumption {
        id: "drill-detection",
        statement: "Health checks detect a loss as late as possible, DNS records change everywhere at the end of propagation, and cached records expire evenly over the TTL.",
        source: "Amazon Route 53 developer guide, \"How Route 53 determines whether a health check is healthy\"; RFC 1035, 3.2.1",
        otherwise: "Checks that fail immediately detect a loss up to one interval sooner; resolvers that ignore the TTL keep users longer: enter a share that never moves.",
    },
    Assumption {
        id: "placement-by-throughput",
        statement: "In the cheapest placement a replica carries as much as at the usual peak of a single region, whatever the size of its region.",
        source: "Modelling choice: a linear program",
        otherwise: "Small regions need slightly more for the same response time.",
    },
    Assumption {
        id: "recovery-parts",
        statement: "Default recovery times: decide 30 min cold, 15 min pilot light, 5 min warm and hot, 0 active-active; provision 60, 20 and 5 min; restore 4 h; the rest follows from health checks, start-up and artifacts.",
        source: "Orders of magnitude of the AWS whitepaper \"Disaster Recovery of Workloads on AWS\"; estimates",
        otherwise: "Run a recovery drill and enter the measured times.",
    },
    Assumption {
        id: "region-outages",
        statement: "By default a region is lost 0.3 times a year.",
        source: "Estimate; providers publish no rate",
        otherwise: "Expected losses and error budget spent on recoveries grow in proportion.",
    },
    Assumption {
        id: "expected-annual-loss",
        statement: "The annual loss is the expected value: outages per year times the cost of one, at the mean age of the last copy.",
        source: "Annualised loss expectancy: NIST SP 800-30, FIPS 65 (1979)",
        otherwise: "Most years have no loss; a bad year has many times the mean.",
    },
    Assumption {
        id: "independent-failures",
        statement: "Zones, regions and suppliers fail independently, except for the stated share of common-cause failures.",
        source: "Beta-factor model, IEC 61508-6, annex D",
        otherwise: "An overlooked common cause makes redundancy less effective; raise the share.",
    },
    Assumption {
        id: "part-availability",
        statement: "Defaults: zone availability 99.9 %, regional services 99.99 %, 5 % common-cause failures, 95 % of failovers succeed.",
        source: "Estimates, of the order of the clouds' published SLAs",
        otherwise: "Enter measured values or your contract's SLA.",
    },
    Assumption {
        id: "three-zones",
        statement: "A plan without regions runs in one region with three zones.",
        source: "Modelling choice: the usual layout of large cloud regions",
        otherwise: "With fewer zones, or all replicas in one zone, availability is lower than shown.",
    },
    Assumption {
        id: "month-hours",
        statement: "A month is billed as 730 hours, a year as 8,760.",
        source: "Billing convention of the large clouds (8,760 / 12)",
        otherwise: "A calendar month differs by up to 8 %, a year not at all.",
    },
    Assumption {
        id: "snapshot-prices",
        statement: "The price of an instance type is the one when it was chosen; the plan keeps price, date and source.",
        source: "Headroom's price catalog, each price with its date",
        otherwise: "List prices change: choose the instance type again to update its price.",
    },
    Assumption {
        id: "price-everywhere",
        statement: "A price that was entered for a replica, its resources or a custom instance type holds in every region of the plan that has no price or price factor.",
        source: "Modelling choice; no source states a price there",
        otherwise: "Regions of a cloud differ by up to a half: enter a price factor for the region, or choose an instance type of the catalog.",
    },
    Assumption {
        id: "no-data-between-regions",
        statement: "Where neither data to the internet nor data between regions is entered, none is charged.",
        source: "Modelling choice",
        otherwise: "Replicating state between regions is charged per GiB: enter data to the internet, and data between regions relative to it.",
    },
    Assumption {
        id: "year-of-weeks",
        statement: "Future months repeat the simulated hours of the same weekday and time, scaled with the load: growth at mid-month, plus event hours.",
        source: "Modelling choice; the usual week, growth and events are those of demand",
        otherwise: "A policy that reacts differently at another load uses more or less; simulate a later period to check.",
    },
    Assumption {
        id: "whole-nodes",
        statement: "Nodes that hold several replicas are billed whole: each hour has the nodes that its mean number of replicas needs.",
        source: "Modelling choice; clouds bill a node while it runs",
        otherwise: "A cluster that is slow to remove nodes costs more; one shared by services costs less.",
    },
    Assumption {
        id: "pool-packing",
        statement: "Services of a node pool share its nodes: each hour has the nodes that all replicas need in the region, packed first fit decreasing by what they request; what stands by for a loss is packed beside them, while recovery tiers are compared as if the service had nodes of its own. What is ordered for an event has nodes of its own, and limits count the nodes of each service apart, so they may bind sooner.",
        source: "Modelling choice; first fit decreasing needs at most 11/9 of the fewest nodes (Johnson 1973)",
        otherwise: "Spread constraints and slow bin packing leave more of each node unused.",
    },
    Assumption {
        id: "pool-split",
        statement: "A node's cost is split over what its replicas request, a vCPU counting as $0.031611 an hour, a GiB of memory as $0.004237 and an accelerator as $0.95; what nobody requests is unused.",
        source: "OpenCost default prices (configs/default.json), based on Google Cloud us-central1",
        otherwise: "Other weights move cost between services that need processors and those that need memory.",
    },
    Assumption {
        id: "shared-limits",
        statement: "A limit that services share is split once, for their usual peaks: first the load of all, in the order of the plan, then spares, headroom and reserve. What is left is shared in proportion to that, and not lent for an event or for growth.",
        source: "Modelling choice; clouds hand capacity out in the order in which it is requested",
        otherwise: "Services that grow or peak at different times could lend each other what is left; raise the limit, or give each service its own.",
    },
    Assumption {
        id: "resized-by-growth",
        statement: "A fixed fleet keeps its size until the usual peak reaches its limit, and is then resized for that month.",
        source: "Modelling choice: the runway of sizing",
        otherwise: "Ordering earlier means paying earlier; ordering rarely means ordering more at once.",
    },
    Assumption {
        id: "commitments-renewed",
        statement: "A commitment is evaluated on the load forecast for its whole term, cannot be cancelled, and is renewed at the prices at that time.",
        source: "The newsvendor problem: Arrow, Harris and Marschak, Econometrica 19 (1951)",
        otherwise: "A falling load leaves committed nodes unused; commit to less, or for a shorter term.",
    },
    Assumption {
        id: "spot-independent",
        statement: "Spot nodes are interrupted at a constant rate, independently in each pool.",
        source: "Renewal argument; AWS Spot Instance Advisor gives rates by type and region",
        otherwise: "A region-wide shortage hits all pools at once.",
    },
    Assumption {
        id: "spot-defaults",
        statement: "Defaults: 80 % of interruptible nodes on spot, at 60 % off; each node is interrupted once in 330 hours, loses 6 minutes of work and takes 6 minutes to replace.",
        source: "Estimates, of the order of published spot discounts and interruption rates",
        otherwise: "Enter the price and interruption rate for the type and region.",
    },
    Assumption {
        id: "discounting",
        statement: "Invoices are paid at month end, upfront payments at its start; the annual discount rate (8 % by default) is compounded monthly.",
        source: "Net present value; the rate is an estimate of a company's cost of capital",
        otherwise: "A higher rate favours paying later, and so commitments without upfront payment.",
    },
    Assumption {
        id: "idle-by-work",
        statement: "Idle compute is the share of simulated replica-hours that do no work: headroom, starts, drains and waste.",
        source: "OpenCost specification v0.1: idle is paid for and not used",
        otherwise: "Planned headroom may count as use; then less is idle.",
    },
    Assumption {
        id: "support-tiers",
        statement: "Support costs 10 % of the first 10,000 dollars a month, 7 % up to 80,000, 5 % up to 250,000, 3 % above, at least 100.",
        source: "Published tiers of a large provider's business support",
        otherwise: "Other support plans and contracts differ; enter their tiers.",
    },
    Assumption {
        id: "node-reserve",
        statement: "Where no reserve is stated, a node keeps what its provider's managed Kubernetes keeps: EKS 6 % of the first vCPU, 1 % of the second, 0.5 % of two more, 0.25 % of the rest, and 255 MiB and 11 MiB for each of 110 pods (250 from 30 vCPUs on); GKE the same vCPUs and 25 % of 4 GiB, 20 % of 4 more, 10 % of 8 more, 6 % of 112 more, 2 % of the rest; AKS 60 to 740 millicores and the lesser of 20 MB for each of 110 pods and 50 MB, or 25 %. 100 MiB for the eviction threshold.",
        source: "amazon-eks-ami (kube-reserved, pods of managed node groups); GKE, node allocatable resources; AKS, node resource reservations (1.29 and later)",
        otherwise: "Daemon sets take more, and nodes outside Kubernetes less: enter what a node reserves.",
    },
    Assumption {
        id: "owned-hardware",
        statement: "An owned machine is like the one it replaces: a server of eight accelerators of the same kind ($20,000 and $32,500 for each H100, others in proportion to their price; power as their data sheets state it, and 1.4 kW), or one of 128 vCPUs and 512 GiB at $20,000 and 0.6 kW. Four years, 10 % residual value, 12 cents per kWh, PUE 1.3, 5 % maintenance a year, half an engineer.",
        source: "Estimates of the order of published server prices and site figures; accelerator power from their makers' data sheets",
        otherwise: "Get quotes; purchase price and people dominate.",
    },
];

/// The assumption with this id.
pub fn find(id: &str) -> Option<&'static Assumption> {
    REGISTER.iter().find(|assumption| assumption.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_rows_are_complete() {
        for (place, row) in REGISTER.iter().enumerate() {
            assert!(REGISTER.iter().skip(place + 1).all(|other| other.id != row.id), "{} twice", row.id);
            for words in [row.statement, row.source, row.otherwise] {
                assert!(words.len() > 5, "{}", row.id);
            }
        }
        assert_eq!(find("even-spread").map(|row| row.id), Some("even-spread"));
    }
}
