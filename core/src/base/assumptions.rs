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
        statement: "The load repeats a usual week; its shape stays as it is while its level grows.",
        source: "Capacity planning for ML systems, \"Peak vs average traffic patterns\"",
        otherwise: "A shape that changes (a new market, another time zone) moves the peak; import a newer trace.",
    },
    Assumption {
        id: "day-curve",
        statement: "Within a day the load follows exp(κ·g), with g a curve that tops at the peak hour and κ such that peak over average is as stated.",
        source: "Von Mises (circular normal) form; a modelling choice that stays positive for every ratio",
        otherwise: "A flatter or sharper real curve changes P95 and the load-duration curve, not the peak.",
    },
    Assumption {
        id: "growth-month",
        statement: "A month of growth is 30.4375 days (365.25 / 12); growth applies from midnight to midnight.",
        source: "Definition",
        otherwise: "Calendar months would move dates by up to two days.",
    },
    Assumption {
        id: "events-multiply",
        statement: "An event multiplies the load of its hours; where events overlap, their lifts multiply.",
        source: "Capacity planning for ML systems, \"Seasonal\" (lift over the usual load)",
        otherwise: "If one event replaces another, the overlap is overstated.",
    },
    Assumption {
        id: "yearly-weekday",
        statement: "A yearly event comes on the same weekday of the same week of its month, as Black Friday and the Super Bowl do.",
        source: "Modelling choice; the fourth Thursday of November stays the fourth Thursday",
        otherwise: "An event on a fixed date moves by up to six days; give it a date of its own for each year.",
    },
    Assumption {
        id: "slo-at-the-peak",
        statement: "The latency objective is kept at the usual peak; headroom is added to the throughput, not to the objective.",
        source: "Modelling choice",
        otherwise: "To keep the objective with the headroom in use, state a higher peak or a tighter target.",
    },
    Assumption {
        id: "no-abandonment",
        statement: "Requests that wait do not give up, and none is refused.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Time-outs shorten the queue and lose requests.",
    },
    Assumption {
        id: "fluid-flow",
        statement: "A backlog is a level that load fills and capacity drains, evenly within a step.",
        source: "Fluid approximation of a queue",
        otherwise: "At low load single requests matter, and M/M/c says more.",
    },
    Assumption {
        id: "even-spread",
        statement: "The load balancer spreads requests evenly over the replicas.",
        source: "Modelling choice",
        otherwise: "Uneven spreading overloads some replicas first; add headroom or spare replicas.",
    },
    Assumption {
        id: "linear-scaling",
        statement: "Throughput grows in proportion to replicas.",
        source: "Capacity planning for ML systems, plan_capacity",
        otherwise: "Shared stores or coordination make each further replica worth less.",
    },
    Assumption {
        id: "headroom-ranges",
        statement: "Headroom by product: stable 20-30 %, growing 50-100 %, critical 100-200 %, Black Friday 100-200 %, new launch 200 % and more (taken up to 300 %).",
        source: "Capacity planning for ML systems, \"Typical headroom\" and \"Quick reference\"",
        otherwise: "State your own headroom or a target utilization.",
    },
    Assumption {
        id: "poisson-arrivals",
        statement: "Requests arrive at random (Poisson) around the load of the minute, and wait without giving up.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Burstier arrivals wait longer than shown.",
    },
    Assumption {
        id: "exponential-service",
        statement: "Service times are exponentially distributed around their mean.",
        source: "M/M/c; Gross and Harris, Fundamentals of Queueing Theory",
        otherwise: "Steadier service has a shorter tail, heavy-tailed service a longer one.",
    },
    Assumption {
        id: "slots-as-servers",
        statement: "Each replica works on `concurrency` requests at once, each at the same speed, from one shared queue.",
        source: "M/M/c with c = replicas × concurrency",
        otherwise: "A batching accelerator slows down as its batch fills; measure it at the concurrency that you state.",
    },
    Assumption {
        id: "gusts-normal",
        statement: "Around its shape the load varies normally with the stated unevenness: one interval in twenty exceeds the shape by 1.645 standard deviations.",
        source: "95th percentile of the normal distribution",
        otherwise: "Heavier tails exceed it more often.",
    },
    Assumption {
        id: "fluid-queue",
        statement: "Requests that pile up flow like a fluid: what waits is served first come, first served, by all replicas together.",
        source: "Fluid limit of many-server queues (Kleinrock, Queueing Systems II)",
        otherwise: "A fleet of few replicas sees queues that the fluid does not; one queue for each replica waits longer than a shared one.",
    },
    Assumption {
        id: "gusts-last-minutes",
        statement: "In simulations the load strays from its shape by the stated unevenness, in gusts of about five minutes.",
        source: "Modelling choice: a first-order autoregressive process with a time constant of 300 s",
        otherwise: "Shorter gusts vanish in the metric's window; longer ones look like a higher load for hours.",
    },
    Assumption {
        id: "late-by-step",
        statement: "Every request that is answered in a step outside the objective counts as late.",
        source: "Modelling choice, on the safe side: a percentile that is missed by a hair makes few requests late",
        otherwise: "Counted one by one, fewer requests would be late in steps that miss the objective narrowly.",
    },
    Assumption {
        id: "nodes-pack",
        statement: "Replicas fill nodes without gaps, and all nodes that are not needed leave together; a quota counts neither draining nor warm replicas.",
        source: "Modelling choice",
        otherwise: "Real nodes keep gaps until they are consolidated, which costs more than is shown.",
    },
    Assumption {
        id: "steps",
        statement: "Within a step of the simulation the load and the fleet stand still. Starts and drains count in whole steps, rounded up; scrape intervals, windows, delays and time-outs to the nearest step, so that what is shorter than half a step vanishes.",
        source: "Definition",
        otherwise: "A shorter step shows faster reactions; the page names the step.",
    },
    Assumption {
        id: "utilization-is-load",
        statement: "A replica's CPU utilization is the share of its throughput in use, and its CPU request is what it uses at its full throughput.",
        source: "Modelling choice: utilization law (Denning and Buzen 1978)",
        otherwise: "Requests set above or below what is used shift every CPU target; background work raises utilization at night.",
    },
    Assumption {
        id: "target-tracking-model",
        statement: "Target tracking acts after 3 datapoints above its target and 15 below 90 % of it, in proportion; nothing else of it is known.",
        source: "Amazon Application Auto Scaling User Guide; the algorithm is unpublished",
        otherwise: "The real service adapts its alarms; expect its reactions within some minutes of these.",
    },
    Assumption {
        id: "forecast-is-the-usual-week",
        statement: "A predictive policy forecasts the usual week at the growth of the period's start; it does not know events.",
        source: "Amazon EC2 Auto Scaling User Guide, predictive scaling (hourly forecasts from 14 days of history)",
        otherwise: "A forecast that knows the calendar does better before events; one from a short history does worse.",
    },
    Assumption {
        id: "standard-time",
        statement: "A region keeps its standard time all year, and every region's users live by its clock.",
        source: "Offsets of 2026 from the IANA time zone database; modelling choice",
        otherwise: "In summer some peaks move by an hour; a region with users in several time zones has a flatter day.",
    },
    Assumption {
        id: "busiest-day",
        statement: "With more than six regions that may hold capacity, or two and more to lose, the day with the highest load of all is looked at instead of the week.",
        source: "Modelling choice, for answers while you type",
        otherwise: "A region whose own peak is on another day may need a little more.",
    },
    Assumption {
        id: "proportional-redistribution",
        statement: "Users of a lost region go where the stated rule sends them, all at once, and everybody else stays.",
        source: "Route 53 and Cloud Load Balancing documentation on weighted and proximity routing",
        otherwise: "Real routing moves some users more than needed; the drill shows the minutes in between.",
    },
    Assumption {
        id: "latency-by-distance",
        statement: "Round trips between regions are as measured for the clouds' own pairs, else estimated from the distance; users are at their region's place.",
        source: "Catalogue of regions (sources on each row); medians of 2,407 measured pairs by distance",
        otherwise: "Half of the estimates are within 17 ms, nine tenths within 59 ms; users far from their region see more.",
    },
    Assumption {
        id: "static-stability",
        statement: "Capacity for a loss stands ready before it comes; nothing is added while it happens.",
        source: "AWS whitepaper \"Static stability using Availability Zones\"",
        otherwise: "A plan that scales up after the loss costs less and loses requests until then; the drill shows how many.",
    },
    Assumption {
        id: "drill-fleets",
        statement: "In a drill every region follows the policy in force, between the replicas of its calmest hour, or those that the recovery tier keeps ready, and the replicas planned there; a static fleet is the planned one. Overrides, failures of single regions elsewhere and gusts take no part.",
        source: "Modelling choice: the lab's fleets, with the bounds that the regions need",
        otherwise: "Choose that all planned replicas stand ready, or that the policy alone decides, and compare.",
    },
    Assumption {
        id: "drill-detection",
        statement: "Health checks notice a loss as late as they can, names change everywhere at the end of the propagation, and cached answers expire at random ages within their lifetime.",
        source: "Amazon Route 53 developer guide, \"How Route 53 determines whether a health check is healthy\"; RFC 1035, 3.2.1",
        otherwise: "Checks that fail at once notice a loss up to one interval sooner; resolvers that ignore lifetimes keep users longer: state a share that never moves.",
    },
    Assumption {
        id: "placement-by-throughput",
        statement: "In the cheapest placement a replica carries what it does at the usual peak of one place, whatever the size of its region.",
        source: "Modelling choice: the programme is linear",
        otherwise: "Small regions need somewhat more for the same response time.",
    },
    Assumption {
        id: "recovery-parts",
        statement: "Parts of a recovery that are not stated: to decide 30 min cold, 15 min pilot light, 5 min warm and hot, none active-active; to provision 60, 20 and 5 min; to restore 4 h; the rest follows from health checks, start-up and artefacts.",
        source: "Orders of magnitude of the AWS whitepaper \"Disaster Recovery of Workloads on AWS\"; estimates",
        otherwise: "Rehearse: what a rehearsal took replaces the estimate.",
    },
    Assumption {
        id: "region-outages",
        statement: "A region is lost 0.3 times a year where nothing else is stated.",
        source: "Estimate; providers publish no rate",
        otherwise: "Expected losses and what recoveries spend grow in proportion.",
    },
    Assumption {
        id: "expected-annual-loss",
        statement: "The loss of a year is its mean: outages a year times what one costs, with the mean age of the last copy.",
        source: "Annualised loss expectancy: NIST SP 800-30, FIPS 65 (1979)",
        otherwise: "Most years lose nothing, a bad one many times the mean.",
    },
    Assumption {
        id: "independent-failures",
        statement: "Zones, regions and suppliers fail independently, but for the stated share that hits all copies at once.",
        source: "Beta-factor model, IEC 61508-6, annex D",
        otherwise: "A shared cause that nobody thought of makes copies worth less; raise the share.",
    },
    Assumption {
        id: "part-availability",
        statement: "Where nothing is stated, a zone works 99.9 % of the time, what the zones of a region share 99.99 %, one failure in twenty is common to all copies, and 19 of 20 failovers work.",
        source: "Estimates, of the order of the clouds' published service levels",
        otherwise: "State what you have measured or what your contract promises.",
    },
    Assumption {
        id: "three-zones",
        statement: "A plan without regions stands in one region with three zones.",
        source: "Modelling choice: the usual layout of large cloud regions",
        otherwise: "With fewer zones, or all replicas in one, it is less available than shown.",
    },
    Assumption {
        id: "month-hours",
        statement: "A month is billed as 730 hours, a year as 8,760.",
        source: "Billing convention of the large clouds (8,760 / 12)",
        otherwise: "A calendar month differs by up to 8 %, a year not at all.",
    },
    Assumption {
        id: "snapshot-prices",
        statement: "A machine costs what it did when it was chosen; the plan keeps its price, date and source.",
        source: "Price catalogue of this program, each price with its date",
        otherwise: "List prices change: choose the machine again to take its present price.",
    },
    Assumption {
        id: "year-of-weeks",
        statement: "The months to come repeat the simulated hours of the same weekday and time, in proportion to the load, with the growth of the middle of the month and the hours of events.",
        source: "Modelling choice; the usual week, growth and events are those of demand",
        otherwise: "A policy that reacts otherwise at another load takes more or less; simulate a later period to see.",
    },
    Assumption {
        id: "whole-nodes",
        statement: "Nodes that hold several replicas are paid for whole: each hour has as many as its mean number of replicas needs.",
        source: "Modelling choice; clouds bill a node as long as it runs",
        otherwise: "A cluster that is slow to remove nodes pays for more, one shared by services for fewer.",
    },
    Assumption {
        id: "resized-by-growth",
        statement: "A fleet of fixed size stays so until the usual peak reaches its limit, and is then sized anew for that month.",
        source: "Modelling choice: the runway of sizing",
        otherwise: "Who orders earlier pays earlier; who orders rarely orders more.",
    },
    Assumption {
        id: "commitments-renewed",
        statement: "A commitment is judged by the load that is forecast for its whole term, cannot be left, and is made anew at its end at the prices of then.",
        source: "The newsvendor problem: Arrow, Harris and Marschak, Econometrica 19 (1951)",
        otherwise: "A load that falls leaves committed nodes unused; commit to less, or for shorter.",
    },
    Assumption {
        id: "spot-independent",
        statement: "Spot nodes are interrupted at a constant rate, pools independently of each other.",
        source: "Renewal argument; AWS Spot Instance Advisor gives rates by type and region",
        otherwise: "A shortage of a whole region takes all pools at once.",
    },
    Assumption {
        id: "spot-defaults",
        statement: "Where nothing else is stated, four fifths of what may be interrupted is spot, at 60 % off, each node interrupted once in 330 hours, with 6 minutes of work lost and 6 to replace it.",
        source: "Estimates, of the order of published spot discounts and interruption rates",
        otherwise: "State the price and the interruption rate of the type and region.",
    },
    Assumption {
        id: "discounting",
        statement: "Invoices are paid at the end of their month, advances at its start; the discount rate of a year is compounded monthly, 8 % where nothing else is stated.",
        source: "Net present value; the rate is an estimate of a company's cost of capital",
        otherwise: "A higher rate favours paying later, and so commitments without advance.",
    },
    Assumption {
        id: "idle-by-work",
        statement: "Compute is idle for the share of the simulated replica-hours that do no work: headroom, starts and drains, and waste.",
        source: "OpenCost specification v0.1: idle is what is paid for and not used",
        otherwise: "Kept headroom may be seen as use; then less is idle.",
    },
    Assumption {
        id: "support-tiers",
        statement: "Support costs 10 % of the first 10,000 dollars a month, 7 % up to 80,000, 5 % up to 250,000, 3 % above, at least 100.",
        source: "Published tiers of a large provider's business support",
        otherwise: "Other plans and contracts differ; state their tiers.",
    },
    Assumption {
        id: "owned-hardware",
        statement: "Where nothing else is stated, an own machine is an eight-way accelerator server: $280,000 for four years, a tenth left at the end, 7 kW at 12 cents, PUE 1.3, 5 % maintenance a year, half an engineer.",
        source: "Estimates of the order of published server prices and site figures",
        otherwise: "Ask for offers; purchase and people decide.",
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
