//! Services are taken out with everything that refers to them.

use super::{Change, Session};
use headroom_core::base::id::ServiceId;
use headroom_core::plan::scenario::Scenario;

impl Session {
    /// Removes a service, and what refers to it: one undo step. The last one stays.
    pub fn remove_service(self, id: ServiceId) {
        self.edit(Change::Edit, |scenario| take_out(scenario, id));
    }
}

fn take_out(scenario: &mut Scenario, id: ServiceId) {
    if scenario.services.remove(id).is_ok() {
        scenario.forget_service(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::scenario::reliability::Supplier;
    use headroom_core::plan::scenario::{codec, examples};

    #[test]
    fn nothing_refers_to_a_service_that_was_removed() {
        let mut scenario = examples::find("three-region-payments").unwrap().scenario();
        let depends_on = |scenario: &Scenario, id| {
            let needed = scenario.services.iter().flat_map(|service| &service.reliability.dependencies);
            needed.filter(|needed| needed.on == Supplier::Service(id)).count()
        };
        let needed = scenario.services.iter().map(|service| service.id).find(|id| depends_on(&scenario, *id) > 0);
        let needed = needed.expect("one service needs another");
        take_out(&mut scenario, needed);
        assert!(scenario.services.get(needed).is_none());
        assert_eq!(depends_on(&scenario, needed), 0);
        assert!(codec::from_json(&codec::to_json(&scenario)).is_ok());
    }

    #[test]
    fn the_last_service_stays() {
        let mut scenario = examples::seed_service();
        let only = scenario.services.first().id;
        take_out(&mut scenario, only);
        assert_eq!(scenario, examples::seed_service());
    }
}
