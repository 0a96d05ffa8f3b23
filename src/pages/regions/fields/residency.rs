//! A rule of residency: users under one jurisdiction may only be served within some.

use crate::components::form::{Field, Kind};
use headroom_core::base::text;
use headroom_core::plan::scenario::regions::{Jurisdiction, MAX_RESIDENCY_RULES, Residency};

/// Whose users, and where they may be served.
pub const RESIDENCY: &[Field<Residency>] = &[
    Field::new(
        "residency-users",
        Kind::Words {
            get: |rule| rule.users.to_string(),
            set: |rule, text| {
                rule.users = jurisdiction(text)?;
                Ok(())
            },
        },
    ),
    Field::new(
        "residency-within",
        Kind::Words {
            get: |rule| listed(&rule.within),
            set: |rule, text| {
                rule.within = jurisdictions(text)?;
                Ok(())
            },
        },
    ),
];

/// A jurisdiction as it is typed.
pub fn jurisdiction(text: &str) -> Result<Jurisdiction, String> {
    Jurisdiction::new(text).map_err(|error| text::capitalised(&error.to_string()))
}

/// Several jurisdictions as they are typed: `EU, UK`.
pub fn listed(within: &[Jurisdiction]) -> String {
    within.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// `EU, UK` as a list.
fn jurisdictions(text: &str) -> Result<Vec<Jurisdiction>, String> {
    let parts = text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut found: Vec<Jurisdiction> = Vec::new();
    for part in parts {
        let one = jurisdiction(part)?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    if found.len() > MAX_RESIDENCY_RULES {
        let n = found.len();
        return Err(format!("A rule must name at most {MAX_RESIDENCY_RULES} jurisdictions, but names {n}"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jurisdictions_are_read_as_people_list_them() {
        assert_eq!(listed(&jurisdictions(" EU,UK ; EU,").unwrap()), "EU, UK");
        assert_eq!(jurisdictions("").unwrap(), []);
        let many = (0..13).map(|at| at.to_string()).collect::<Vec<_>>().join(",");
        assert_eq!(jurisdictions(&many).unwrap_err(), "A rule must name at most 12 jurisdictions, but names 13");
    }
}
