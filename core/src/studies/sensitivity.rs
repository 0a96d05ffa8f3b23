//! Which inputs move the cost of the years most.

use crate::base::id::ServiceId;
use crate::base::units::{NodePrice, Quantity};
use crate::formulas::finance::{Moved, Swing, tornado};
use crate::plan::cost::CostPlan;
use crate::plan::evaluate::{evaluate, recost};
use crate::plan::scenario::cost::CommitmentInputs;
use crate::plan::scenario::sizing::{HeadroomRule, ReplicaCapacity};
use crate::plan::scenario::{Scenario, Service, codec};
use crate::studies::Study;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;

/// How many inputs are told of.
const MOST_SWINGS: usize = 10;

/// An input that is moved: its name, its factor or value at both ends, whether the fleet moves with it.
struct Input {
    name: &'static str,
    ends: (f64, f64),
    moves_fleet: bool,
    set: fn(&mut Scenario, f64),
}

/// The inputs, each times a factor of all that is stated of it.
const INPUTS: &[Input] = &[
    Input {
        name: "Load, ±20 %",
        ends: (0.8, 1.2),
        moves_fleet: true,
        set: |plan, by| {
            each(plan, |service| scale(&mut service.demand.average_load, by));
        },
    },
    Input {
        name: "Peak to average, ±20 %",
        ends: (0.8, 1.2),
        moves_fleet: true,
        set: |plan, by| {
            each(plan, |service| scale(&mut service.demand.peak_to_average, by));
        },
    },
    Input {
        name: "Load growth, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: true,
        set: |plan, by| {
            each(plan, |service| scale(&mut service.demand.growth.monthly, by));
        },
    },
    Input {
        name: "Headroom, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: true,
        set: |plan, by| {
            each(plan, |service| {
                let headroom = service.sizing.headroom.fraction() * by;
                service.sizing.headroom = HeadroomRule::Fraction(Quantity::clamped(headroom));
            });
        },
    },
    Input {
        name: "Throughput per replica, ±20 %",
        ends: (0.8, 1.2),
        moves_fleet: true,
        set: |plan, by| {
            each(plan, |service| match &mut service.sizing.replica.capacity {
                ReplicaCapacity::Throughput { throughput, .. } => scale(throughput, by),
                ReplicaCapacity::ServiceTime { service_time, .. } => scale(service_time, 1.0 / by),
            });
        },
    },
    Input {
        name: "Compute price, ±20 %",
        ends: (0.8, 1.2),
        moves_fleet: false,
        set: |plan, by| {
            each(plan, |service| {
                if let Some(price) = &mut service.scaling.price {
                    scale(price, by);
                }
                if let Some(machine) = &mut service.cost.machine {
                    let scaled = |price: &mut Option<NodePrice>| {
                        if let Some(price) = price {
                            scale(price, by);
                        }
                    };
                    scaled(&mut machine.on_demand);
                    scaled(&mut machine.one_year);
                    scaled(&mut machine.three_years);
                    scaled(&mut machine.spot);
                    for stored in &mut machine.regional {
                        scaled(&mut stored.on_demand);
                        scaled(&mut stored.one_year);
                        scaled(&mut stored.three_years);
                        scaled(&mut stored.spot);
                    }
                }
                let rates = &mut service.cost.rates;
                for rate in [&mut rates.vcpu, &mut rates.memory, &mut rates.gpu].into_iter().flatten() {
                    scale(rate, by);
                }
            });
        },
    },
    Input {
        name: "Negotiated discount, 0 to +20 points",
        ends: (0.0, 0.2),
        moves_fleet: false,
        set: |plan, more| {
            let negotiated = if more > 0.0 { plan.cost.negotiated.get() + more } else { 0.0 };
            plan.cost.negotiated = Quantity::clamped(negotiated);
        },
    },
    Input {
        name: "With or without commitment",
        ends: (0.0, 1.0),
        moves_fleet: false,
        set: |plan, is_made| {
            if is_made < 0.5 {
                plan.cost.commitment = CommitmentInputs::None;
            } else if plan.cost.commitment == CommitmentInputs::None {
                plan.cost.commitment =
                    CommitmentInputs::Nodes(crate::plan::scenario::cost::NodeCommitment::best_year());
            }
        },
    },
    Input {
        name: "Spot share, 0 to 100 %",
        ends: (0.0, 1.0),
        moves_fleet: false,
        set: |plan, share| {
            if let Some(spot) = &mut plan.cost.spot {
                spot.share = Quantity::clamped(share);
            }
        },
    },
    Input {
        name: "Price decline, 0 to 20 % a year",
        ends: (0.0, 0.2),
        moves_fleet: false,
        set: |plan, share| {
            plan.cost.price_decline = Quantity::clamped(share);
        },
    },
    Input {
        name: "Engineers, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: false,
        set: |plan, by| {
            if let Some(people) = &mut plan.cost.people {
                scale(&mut people.engineers, by);
            }
        },
    },
    Input {
        name: "Stored data, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: false,
        set: |plan, by| {
            each(plan, |service| service.cost.storage.iter_mut().for_each(|stored| scale(&mut stored.size, by)));
        },
    },
    Input {
        name: "Data to the internet, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: false,
        set: |plan, by| {
            each(plan, |service| match &mut service.cost.egress {
                Some(crate::plan::scenario::cost::Egress::Monthly(amount)) => scale(amount, by),
                Some(crate::plan::scenario::cost::Egress::Response(size)) => scale(size, by),
                None => {}
            });
        },
    },
    Input {
        name: "Monitoring price, ±50 %",
        ends: (0.5, 1.5),
        moves_fleet: false,
        set: |plan, by| {
            if let Some(price) = &mut plan.cost.monitoring {
                scale(price, by);
            }
        },
    },
];

/// Which inputs move the total of the horizon most: the ten that do, one at a time, the most first.
///
/// What an input costs is found by the chain itself: by cost alone where the fleet stays as it is, else by
/// evaluating the plan anew. Ranges are stated in the names; an input that moves nothing is left out, and so
/// is everything where some price is not known.
///
/// # Example
///
/// ```no_run
/// use headroom_core::plan::scenario::{codec, examples};
/// use headroom_core::studies::Study;
/// use headroom_core::studies::sensitivity::Sensitivity;
///
/// let plan = codec::to_json(&examples::find("ai-platform").expect("an example").scenario());
/// let swings = Sensitivity { plan }.run(&mut |_, ()| {})?;
/// assert!(swings.len() <= 10 && swings[0].range >= swings[1].range);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// The plan, as a file's text.
    pub plan: String,
}

impl Study for Sensitivity {
    type Part = ();
    type Finding = Vec<Swing>;

    fn run(&self, tell: &mut dyn FnMut(f64, ())) -> Result<Vec<Swing>, String> {
        let plan = codec::from_json(&self.plan).map_err(|error| error.to_string())?;
        Ok(sensitivity(&plan, &mut |share| tell(share, ())))
    }
}

fn sensitivity(scenario: &Scenario, tell: &mut dyn FnMut(f64)) -> Vec<Swing> {
    let known = evaluate(scenario);
    let inputs: Vec<Moved> =
        INPUTS.iter().map(|input| Moved { name: input.name.into(), low: input.ends.0, high: input.ends.1 }).collect();
    let total = |cost: &CostPlan| cost.horizon.is_complete.then(|| cost.horizon.total.dollars());
    // Each input at both ends, and the plan as it is.
    let (tell, all) = (RefCell::new((tell, 0.0)), 2.0 * inputs.len() as f64 + 1.0);
    let swings = tornado(&inputs, |change| {
        let (tell, done) = &mut *tell.borrow_mut();
        tell(*done / all);
        *done += 1.0;
        let Some((at, value)) = change else { return total(&known.cost) };
        let mut plan = scenario.clone();
        (INPUTS[at].set)(&mut plan, value);
        if plan == *scenario {
            return total(&known.cost);
        }
        if INPUTS[at].moves_fleet { total(&evaluate(&plan).cost) } else { total(&recost(&plan, &known)) }
    });
    let mut swings = swings.unwrap_or_default();
    swings.retain(|swing| swing.range > 0.0);
    swings.truncate(MOST_SWINGS);
    swings
}

fn each(plan: &mut Scenario, mut change: impl FnMut(&mut Service)) {
    let ids: Vec<ServiceId> = plan.services.iter().map(|service| service.id).collect();
    for id in ids {
        if let Some(service) = plan.services.get_mut(id) {
            change(service);
        }
    }
}

fn scale<Q: Quantity>(quantity: &mut Q, by: f64) {
    *quantity = Q::clamped(quantity.value() * by);
}
