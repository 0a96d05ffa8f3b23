//! The instance type: one of one's own as a whole, and the prices of any.

use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::name::Words;
use headroom_core::base::units::{NodeAccelerators, NodeMemory, NodePrice, NodeVcpus, Quantity};
use headroom_core::machines::catalog::{Architecture, Purchase};
use headroom_core::plan::scenario::cost::{Machine, MachineAccelerators};
use headroom_core::studies::machine_choice::state_price;
use jiff::civil::Date;

/// An instance type, beside the day on which a price is stated.
pub type Priced = Knowing<Machine, Date>;

/// An amount that is 0 where it is unknown.
macro_rules! amount {
    ($setting:literal, $field:ident, $quantity:ty) => {
        Field::<Machine>::new(
            $setting,
            Kind::Number {
                get: |machine| machine.$field.map_or(0.0, Quantity::value),
                set: |machine, value| machine.$field = Some(Quantity::clamped(value)),
                quantity: NumberKind::of::<$quantity>(),
            },
        )
    };
}

/// A price for a way of buying.
macro_rules! price {
    ($setting:literal, $purchase:ident) => {
        Field::<Priced>::new(
            $setting,
            Kind::Optional {
                get: |machine| machine.stated.price(Purchase::$purchase).map(Quantity::value),
                set: |machine, value| {
                    let price = value.map(NodePrice::clamped);
                    state_price(&mut machine.stated, Purchase::$purchase, price, machine.known);
                },
                first: |_| 1.0,
                unstated: |_| "unknown".to_owned(),
                quantity: NumberKind::of::<NodePrice>(),
            },
        )
    };
}

const ARCHITECTURES: [Option<Architecture>; 3] = [None, Some(Architecture::X86), Some(Architecture::Arm)];

/// A custom instance type.
pub const CUSTOM: &[Field<Machine>] = &[
    Field::<Machine>::new(
        "own-name",
        Kind::Words {
            get: |machine| machine.name.to_string(),
            set: |machine, text| {
                if text.is_empty() {
                    return Err("An instance type must have a name".to_owned());
                }
                machine.name = Words::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    ),
    amount!("own-vcpus", vcpus, NodeVcpus),
    amount!("own-memory", memory, NodeMemory),
    Field::<Machine>::new(
        "own-arch",
        Kind::Choice {
            words: &["Unknown", "x86-64", "Arm"],
            in_view: false,
            get: |machine| ARCHITECTURES.iter().position(|arch| *arch == machine.arch).unwrap_or_default(),
            set: |machine, place| machine.arch = ARCHITECTURES.get(place).copied().flatten(),
        },
    ),
    Field::<Machine>::new(
        "own-gpus",
        Kind::Number {
            get: |machine| machine.accelerators.as_ref().map_or(0.0, |has| has.count.get()),
            set: |machine, value| {
                let count = NodeAccelerators::clamped(value);
                let before = machine.accelerators.take();
                let before =
                    before.unwrap_or_else(|| MachineAccelerators { model: Words::cut("GPU"), count, memory: None });
                machine.accelerators = (count.get() > 0.0).then_some(MachineAccelerators { count, ..before });
            },
            quantity: NumberKind::of::<NodeAccelerators>(),
        },
    ),
    Field::<Machine>::new(
        "own-model",
        Kind::Words {
            get: |machine| machine.accelerators.as_ref().map_or_else(String::new, |has| has.model.to_string()),
            set: |machine, text| {
                let model = Words::new(text).map_err(|error| error.to_string())?;
                machine.accelerators.iter_mut().for_each(|has| has.model = model.clone());
                Ok(())
            },
        },
    )
    .when(Machine::is_accelerated),
    Field::<Machine>::new(
        "own-gpu-memory",
        Kind::Optional {
            get: |machine| machine.accelerators.as_ref()?.memory.map(Quantity::value),
            set: |machine, value| {
                machine.accelerators.iter_mut().for_each(|has| has.memory = value.map(Quantity::clamped));
            },
            first: |_| 24.0,
            unstated: |_| "unknown".to_owned(),
            quantity: NumberKind::of::<NodeMemory>(),
        },
    )
    .when(Machine::is_accelerated),
];

/// What a node costs an hour, each way of buying it.
pub const PRICES: &[Field<Priced>] = &[
    price!("price-hour", OnDemand),
    price!("price-1y", OneYear),
    price!("price-3y", ThreeYears),
    price!("price-spot", Spot),
];
