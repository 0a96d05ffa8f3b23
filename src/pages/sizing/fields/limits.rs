//! A limit, a row a field.

use crate::components::form::{Field, Kind, NumberKind};
use crate::edit::Knowing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::name::Words;
use headroom_core::base::units::{LimitAmount, Quantity};
use headroom_core::machines::chip::Chip;
use headroom_core::plan::scenario::limits::{Limit, LimitOf, LimitUnit};

/// A limit, beside the service that is selected.
pub type LimitOfPlan = Knowing<Limit, ServiceId>;

/// What a new limit begins as.
pub fn first(_: &[Limit]) -> Limit {
    Limit::of_each_service(None, Quantity::clamped(100.0))
}

const CHIPS: [&str; 17] = [
    "T4",
    "V100",
    "L4",
    "A10",
    "A10G",
    "L40S",
    "A100",
    "H100",
    "GH200",
    "H200",
    "B200",
    "GB200",
    "B300",
    "MI300X",
    "Inferentia",
    "Trainium",
    "TPU",
];

/// What it applies to.
pub const APPLIES: &[Field<LimitOfPlan>] = &[Field::<LimitOfPlan>::new(
    "limit-of",
    Kind::Choice {
        words: &["Each service", "One service", "An instance family", "A type of GPU"],
        in_view: false,
        get: |limit| match limit.stated.of {
            LimitOf::EachService => 0,
            LimitOf::Service(_) => 1,
            LimitOf::Family(_) => 2,
            LimitOf::Gpu(_) => 3,
        },
        set: |limit, place| {
            (limit.stated.of, limit.stated.unit) = match place {
                0 => (LimitOf::EachService, limit.stated.unit),
                1 => (LimitOf::Service(limit.known), limit.stated.unit),
                2 => (LimitOf::Family(Words::from_static("c7g")), LimitUnit::Vcpus),
                _ => (LimitOf::Gpu(Chip::L4), LimitUnit::Gpus),
            };
        },
    },
)];

/// Which family or GPU, how much, of what.
pub const LIMIT: &[Field<LimitOfPlan>] = &[
    Field::<LimitOfPlan>::new(
        "limit-family",
        Kind::Words {
            get: |limit| match &limit.stated.of {
                LimitOf::Family(family) => family.to_string(),
                _ => String::new(),
            },
            set: |limit, text| {
                if text.is_empty() {
                    return Err("A limit of an instance family must name it, such as c7g".to_owned());
                }
                let family = Words::new(text).map_err(|error| error.to_string())?;
                limit.stated.of = LimitOf::Family(family);
                Ok(())
            },
        },
    )
    .when(|limit| matches!(limit.stated.of, LimitOf::Family(_))),
    Field::<LimitOfPlan>::new(
        "limit-gpu",
        Kind::Choice {
            words: &CHIPS,
            in_view: false,
            get: |limit| match limit.stated.of {
                LimitOf::Gpu(chip) => Chip::ALL.iter().position(|other| *other == chip).unwrap_or_default(),
                _ => 0,
            },
            set: |limit, place| {
                if let Some(chip) = Chip::ALL.get(place) {
                    limit.stated.of = LimitOf::Gpu(*chip);
                }
            },
        },
    )
    .when(|limit| matches!(limit.stated.of, LimitOf::Gpu(_))),
    Field::<LimitOfPlan>::new(
        "limit-most",
        Kind::Number {
            get: |limit| limit.stated.most.value(),
            set: |limit, value| limit.stated.most = Quantity::clamped(value),
            quantity: NumberKind::of::<LimitAmount>(),
        },
    ),
    Field::<LimitOfPlan>::new(
        "limit-unit",
        Kind::Choice {
            words: &["replicas", "nodes", "vCPUs", "GPUs"],
            in_view: false,
            get: |limit| LimitUnit::ALL.iter().position(|unit| *unit == limit.stated.unit).unwrap_or_default(),
            set: |limit, place| limit.stated.unit = LimitUnit::ALL.get(place).copied().unwrap_or(LimitUnit::Replicas),
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;

    #[test]
    fn fields_keep_what_they_take() {
        let limit = |of| Knowing { stated: Limit { of, ..first(&[]) }, known: ServiceId(1) };
        let family = LimitOf::Family(Words::from_static("c7g"));
        let all = [limit(LimitOf::EachService), limit(family), limit(LimitOf::Gpu(Chip::H100))];
        keep_what_they_take(APPLIES, &all);
        keep_what_they_take(LIMIT, &all);
        assert_eq!(CHIPS, Chip::ALL.map(Chip::words));
        assert_eq!(["replicas", "nodes", "vCPUs", "GPUs"], LimitUnit::ALL.map(|unit| unit.words()[1]));
    }
}
