//! Adding to what a service cannot work without; what cannot be is refused with its reason.

use super::{Dependency, MAX_DEPENDENCIES, Supplier};
use crate::base::id::ServiceId;
use crate::plan::scenario::Scenario;
use std::fmt;

/// Why a dependency cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedRefusal {
    /// There is no such service.
    UnknownService,
    /// A service would need itself.
    Itself {
        /// Its name.
        name: String,
    },
    /// The other needs this one already, directly or through others.
    Circle {
        /// Who would need.
        name: String,
        /// What would be needed.
        on: String,
    },
    /// It is needed already.
    Twice {
        /// What is needed.
        on: String,
    },
    /// A service has at most so many.
    TooMany,
}

impl fmt::Display for NeedRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownService => write!(f, "the plan has no such service"),
            Self::Itself { name } => write!(f, "{name} cannot depend on itself"),
            Self::Circle { name, on } => write!(
                f,
                "{name} cannot depend on {on}, because {on} depends on {name}: circular dependencies are not allowed"
            ),
            Self::Twice { on } => write!(f, "it depends on {on} already"),
            Self::TooMany => write!(f, "a service must have at most {MAX_DEPENDENCIES} dependencies"),
        }
    }
}

impl Scenario {
    /// States that a service cannot work without something.
    ///
    /// # Errors
    ///
    /// Where there is no such service, services would depend on each other in a circle, the same service is
    /// named twice, or the list is full.
    ///
    /// # Example
    ///
    /// ```
    /// use headroom_core::plan::scenario::reliability::Supplier;
    /// use headroom_core::plan::scenario::examples;
    ///
    /// let mut plan = examples::find("three-region-payments").expect("an example").scenario();
    /// let [payments, ledger] = [0, 1].map(|at| plan.services.iter().nth(at).expect("two services").id);
    /// let refused = plan.add_need(ledger, Supplier::Service(payments)).expect_err("a circle");
    /// assert!(refused.to_string().ends_with("circular dependencies are not allowed"));
    /// ```
    pub fn add_need(&mut self, service: ServiceId, on: Supplier) -> Result<(), NeedRefusal> {
        let name = |id: ServiceId| self.services.get(id).map(|service| service.name.to_string());
        let own = name(service).ok_or(NeedRefusal::UnknownService)?;
        if let Supplier::Service(id) = on {
            let on = name(id).ok_or(NeedRefusal::UnknownService)?;
            if id == service {
                return Err(NeedRefusal::Itself { name: own });
            }
            if self.depends(id, service, &mut Vec::new()) {
                return Err(NeedRefusal::Circle { name: own, on });
            }
            let needed = self.services.get(service).map_or(&[][..], |service| &service.reliability.dependencies);
            if needed.iter().any(|known| known.on == Supplier::Service(id)) {
                return Err(NeedRefusal::Twice { on });
            }
        }
        let needed = &mut self.services.get_mut(service).ok_or(NeedRefusal::UnknownService)?.reliability.dependencies;
        if needed.len() >= MAX_DEPENDENCIES {
            return Err(NeedRefusal::TooMany);
        }
        needed.push(Dependency { on });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::name::Name;
    use crate::base::units::{PartAvailability, Quantity};
    use crate::plan::scenario::{codec, examples};

    #[test]
    fn what_cannot_be_is_refused_and_changes_nothing() {
        let before = examples::find("three-region-payments").unwrap().scenario();
        let mut plan = before.clone();
        let ids: Vec<ServiceId> = plan.services.iter().map(|service| service.id).collect();
        let names: Vec<String> = plan.services.iter().map(|service| service.name.to_string()).collect();
        let [one, other] = [ids[0], ids[1]];
        let circle = NeedRefusal::Circle { name: names[1].clone(), on: names[0].clone() };
        assert_eq!(plan.add_need(other, Supplier::Service(one)), Err(circle));
        assert_eq!(plan.add_need(one, Supplier::Service(one)), Err(NeedRefusal::Itself { name: names[0].clone() }));
        assert_eq!(plan.add_need(one, Supplier::Service(other)), Err(NeedRefusal::Twice { on: names[1].clone() }));
        assert_eq!(plan.add_need(ServiceId(99), Supplier::Service(one)), Err(NeedRefusal::UnknownService));
        assert_eq!(plan, before);
    }

    #[test]
    fn what_is_added_reads_back_and_ends_at_the_limit() {
        let mut plan = examples::seed_service();
        let id = plan.services.first().id;
        let external =
            || Supplier::External { name: Name::from_static("DNS"), availability: PartAvailability::clamped(0.9999) };
        while plan.add_need(id, external()).is_ok() {}
        assert_eq!(plan.services.first().reliability.dependencies.len(), MAX_DEPENDENCIES);
        assert_eq!(codec::from_json(&codec::to_json(&plan)).unwrap(), plan);
    }
}
