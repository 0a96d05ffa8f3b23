//! What is stated about the instance type and how it is bought, a row a field.

pub mod commitment;
pub mod machine;
pub mod needs;
pub mod pool;
pub mod rates;
pub mod spot;

#[cfg(test)]
mod tests {
    use super::commitment::{
        DOLLARS, Discounts, Dollars, KIND, LEVEL, Nodes, OWN_LEVEL, OfService, PAYMENT, about_price,
    };
    use super::machine::{CUSTOM, PRICES, Priced};
    use super::needs::{ByRule, CONTRACT, INTERRUPTIBLE, NEEDS, RESERVE, Reserved};
    use super::pool::POOL;
    use super::spot::{self, ADVISOR, INTERRUPTIONS, LOSSES, PRICE, Spot, WITH_SPOT};
    use crate::components::form::Kind;
    use crate::components::form::checks::{is_explained, keeps};
    use headroom_core::base::setting::Setting;
    use headroom_core::base::units::Quantity;
    use headroom_core::plan::scenario::cost::{
        CommitmentInputs, CommitmentPrice, CommitmentTerm, CostInputs, DollarCommitment, Machine, NodeCommitment,
        ServiceCost, SpotInputs,
    };
    use headroom_core::plan::scenario::examples;
    use headroom_core::studies::machine_choice::own_machine;
    use jiff::civil::date;

    fn priced() -> Machine {
        Machine {
            on_demand: Some(Quantity::clamped(1.0)),
            one_year: Some(Quantity::clamped(0.7)),
            spot: Some(Quantity::clamped(0.25)),
            ..Machine::named("own", "rack-7")
        }
    }

    #[test]
    fn every_field_is_explained() {
        is_explained(KIND);
        is_explained(LEVEL);
        is_explained(OWN_LEVEL);
        is_explained(PAYMENT);
        is_explained(DOLLARS);
        is_explained(CUSTOM);
        is_explained(PRICES);
        is_explained(NEEDS);
        is_explained(RESERVE);
        is_explained(POOL);
        is_explained(CONTRACT);
        is_explained(&[INTERRUPTIBLE]);
        is_explained(WITH_SPOT);
        is_explained(PRICE);
        is_explained(INTERRUPTIONS);
        is_explained(ADVISOR);
        is_explained(LOSSES);
        assert!(Setting::find("machine-region").is_some());
    }

    #[test]
    fn what_is_needed_of_a_node_is_read_back() {
        let mut replica = examples::seed_service().services.iter().next().unwrap().sizing.replica;
        for gpus in [0.0, 2.0] {
            replica.gpus = Quantity::clamped(gpus);
            keeps(&replica, NEEDS);
            keeps(&own_machine(&replica), CUSTOM);
        }
        keeps(&Priced { stated: priced(), known: date(2026, 7, 20) }, PRICES);
        let cost = ServiceCost::default();
        keeps(&Reserved { stated: cost.reserve, known: ByRule::default() }, RESERVE);
        keeps(&cost, &[INTERRUPTIBLE]);
        keeps(&CostInputs::default(), CONTRACT);
    }

    #[test]
    fn commitments_are_read_back() {
        keeps(&CostInputs::default(), KIND);
        let mut nodes = Nodes { stated: NodeCommitment::best_year(), known: Discounts::of(Some(&priced())) };
        keeps(&nodes, LEVEL);
        keeps(&nodes, PAYMENT);
        nodes.stated.price = CommitmentPrice::Discount(Quantity::clamped(0.2));
        keeps(&nodes, PAYMENT);
        keeps(&OfService { stated: ServiceCost::default(), known: 4.0 }, OWN_LEVEL);
        let mut plan = CostInputs::default();
        let Kind::Choice { set, .. } = &KIND[0].kind else { panic!("a choice") };
        set(&mut plan, 2);
        let CommitmentInputs::Dollars(stated) = plan.commitment else { panic!("dollars") };
        assert_eq!(stated, DollarCommitment { hourly: None, ..stated });
        keeps(&Dollars { stated, known: Some(36.0) }, DOLLARS);
    }

    #[test]
    fn spot_is_read_back() {
        keeps(&CostInputs::default(), WITH_SPOT);
        let stated = SpotInputs::default();
        keeps(&Spot { stated, known: Discounts::default() }, PRICE);
        keeps(&stated, INTERRUPTIONS);
        keeps(&stated, ADVISOR);
        keeps(&stated, LOSSES);
    }

    #[test]
    fn a_discount_begins_at_what_the_instance_type_takes_off() {
        let known = Discounts::of(Some(&priced()));
        let mut nodes = Nodes { stated: NodeCommitment::best_year(), known };
        assert_eq!(about_price(&nodes).as_deref(), Some("The instance type of this service: 30 % off for a year."));
        let Kind::Choice { set, .. } = &PAYMENT[1].kind else { panic!("a choice") };
        set(&mut nodes, 1);
        assert_eq!(about_price(&nodes), None);
        let Kind::Number { get, .. } = &PAYMENT[2].kind else { panic!("a number") };
        assert!((get(&nodes) - 0.3).abs() < 1e-9);
        nodes.stated = NodeCommitment { term: CommitmentTerm::ThreeYears, ..NodeCommitment::best_year() };
        assert!(about_price(&nodes).is_some_and(|says| says.starts_with("No price")));
        set(&mut nodes, 1);
        assert!((get(&nodes) - 0.28).abs() < 1e-9);

        let mut spot = Spot { stated: SpotInputs { price: CommitmentPrice::Machine, ..SpotInputs::default() }, known };
        assert_eq!(spot::about_price(&spot).as_deref(), Some("The instance type of this service: 75 % off."));
        let Kind::Choice { set, .. } = &PRICE[1].kind else { panic!("a choice") };
        set(&mut spot, 1);
        assert_eq!(spot.stated.price, CommitmentPrice::Discount(Quantity::clamped(0.75)));
    }
}
