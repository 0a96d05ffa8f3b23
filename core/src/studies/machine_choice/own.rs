//! A machine of one's own words: types that no catalogue lists, prices that one states oneself.

use crate::base::name::Words;
use crate::base::units::{GpuMemory, NodeAccelerators, NodeMemory, NodePrice, NodeVcpus, Quantity};
use crate::machines::catalog::Purchase;
use crate::plan::scenario::cost::{Machine, MachineAccelerators};
use crate::plan::scenario::sizing::Replica;
use jiff::civil::Date;

/// A machine of one's own that holds one replica exactly; its price is not known yet.
pub fn own_machine(replica: &Replica) -> Machine {
    Machine {
        vcpus: Some(NodeVcpus::clamped(replica.vcpus.get())),
        memory: Some(NodeMemory::clamped(replica.memory.get())),
        arch: replica.arch,
        accelerators: (replica.gpus.get() > 0).then(|| MachineAccelerators {
            model: Words::cut("GPU"),
            count: NodeAccelerators::clamped(f64::from(replica.gpus.get())),
            memory: replica.gpu_memory.map(GpuMemory::get).map(NodeMemory::clamped),
        }),
        ..Machine::named("own", "Custom type")
    }
}

/// States a price by hand, or that it is not known. A price by the hour is then of that day, and nobody
/// else's.
pub fn state_price(machine: &mut Machine, purchase: Purchase, price: Option<NodePrice>, today: Date) {
    match purchase {
        Purchase::OnDemand => {
            machine.on_demand = price;
            machine.is_estimate = false;
            machine.as_of = price.map_or_else(Words::default, |_| Words::cut(&today.to_string()));
            machine.source = price.map_or_else(Words::default, |_| Words::cut("entered by hand"));
        }
        Purchase::Spot => machine.spot = price,
        Purchase::OneYear => machine.one_year = price,
        Purchase::ThreeYears => machine.three_years = price,
    }
}
