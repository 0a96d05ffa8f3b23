//! What the selected service stores and moves, and its tags.

use crate::components::form::{Field, Kind, NumberKind};
use crate::components::form::{choice_of, number, optional};
use headroom_core::base::name::{Name, Words};
use headroom_core::base::units::{DataAmount, Quantity, ResponseSize};
use headroom_core::plan::scenario::cost::{Egress, ServiceCost, StoredData, StoredKind, Tag};

/// One line of storage.
pub const STORED: &[Field<StoredData>] = &[
    choice_of!(StoredData, "cost-stored-kind", kind, StoredKind, words),
    number!(StoredData, "cost-stored-size", size),
    number!(StoredData, "cost-stored-growth", growth).unit("%/month"),
    number!(StoredData, "cost-stored-copies", copies).unit(""),
    optional!(StoredData, "cost-stored-price", price, |_| 0.023, |_| "the plan's price".to_owned()),
];

/// How data to the internet is stated.
pub const SENDS: &[Field<ServiceCost>] = &[Field::<ServiceCost>::new(
    "cost-sends",
    Kind::Choice {
        words: &["none", "response size", "volume per month"],
        in_view: false,
        get: sends,
        set: |stated, place| {
            if sends(stated) != place {
                stated.egress = match place {
                    0 => None,
                    1 => Some(Egress::Response(ResponseSize::clamped(4.0))),
                    _ => Some(Egress::Monthly(DataAmount::clamped(1_000.0))),
                };
            }
        },
    },
)];

fn sends(stated: &ServiceCost) -> usize {
    match stated.egress {
        None => 0,
        Some(Egress::Response(_)) => 1,
        Some(Egress::Monthly(_)) => 2,
    }
}

/// How much leaves for the internet.
pub const SENT: &[Field<Egress>] = &[
    Field::<Egress>::new(
        "cost-sends-monthly",
        Kind::Number {
            get: |egress| if let Egress::Monthly(amount) = egress { amount.value() } else { 0.0 },
            set: |egress, value| *egress = Egress::Monthly(Quantity::clamped(value)),
            quantity: NumberKind::of::<DataAmount>(),
        },
    )
    .when(|egress| matches!(egress, Egress::Monthly(_))),
    Field::<Egress>::new(
        "cost-sends-response",
        Kind::Number {
            get: |egress| if let Egress::Response(size) = egress { size.value() } else { 0.0 },
            set: |egress, value| *egress = Egress::Response(Quantity::clamped(value)),
            quantity: NumberKind::of::<ResponseSize>(),
        },
    )
    .unit("KiB")
    .when(|egress| matches!(egress, Egress::Response(_))),
];

/// What crosses zones and regions, over what leaves for the internet.
pub const CROSSES: &[Field<ServiceCost>] = &[
    number!(ServiceCost, "cost-crosses-zones", inter_zone).unit("× out"),
    optional!(ServiceCost, "cost-crosses-regions", inter_region, |_| 1.0, |_| "unknown".to_owned()).unit("× out"),
];

/// One tag, as bills are filtered by.
pub const TAG: &[Field<Tag>] = &[
    Field::<Tag>::new(
        "cost-tag-name",
        Kind::Words {
            get: |tag| tag.name.to_string(),
            set: |tag, text| {
                if text.is_empty() {
                    return Err("A tag must have a name".to_owned());
                }
                tag.name = Words::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    ),
    Field::<Tag>::new(
        "cost-tag-value",
        Kind::Words {
            get: |tag| tag.value.to_string(),
            set: |tag, text| {
                tag.value = Name::new(text).map_err(|error| error.to_string())?;
                Ok(())
            },
        },
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::form::checks::keep_what_they_take;
    use headroom_core::plan::scenario::examples;

    #[test]
    fn fields_keep_what_they_take() {
        let plan = examples::find("three-products").unwrap().scenario();
        let stated = [ServiceCost::default(), plan.services.first().cost.clone()];
        keep_what_they_take(STORED, &stated[1].storage);
        keep_what_they_take(SENDS, &stated);
        keep_what_they_take(CROSSES, &stated);
        let sent = [Egress::Monthly(DataAmount::clamped(7.0)), Egress::Response(ResponseSize::clamped(7.0))];
        keep_what_they_take(SENT, &sent);
        keep_what_they_take(TAG, &[Tag { name: Words::cut("team"), value: Name::default() }]);
    }

    #[test]
    fn a_tag_must_have_a_name_but_no_value() {
        let mut tag = Tag { name: Words::cut("team"), value: Name::cut("feed") };
        let set = |row: &Field<Tag>| if let Kind::Words { set, .. } = row.kind { set } else { panic!("words") };
        assert!(set(&TAG[0])(&mut tag, "").unwrap_err().contains("must have a name"));
        assert_eq!(set(&TAG[1])(&mut tag, ""), Ok(()));
        assert_eq!((tag.name.as_str(), tag.value.as_str()), ("team", ""));
    }

    #[test]
    fn choosing_what_is_chosen_keeps_its_number() {
        let Kind::Choice { get, set, .. } = SENDS[0].kind else { panic!("a choice") };
        let mut stated = ServiceCost::default();
        set(&mut stated, 1);
        stated.egress = Some(Egress::Response(ResponseSize::clamped(77.0)));
        set(&mut stated, 1);
        assert_eq!(stated.egress, Some(Egress::Response(ResponseSize::clamped(77.0))));
        set(&mut stated, 2);
        assert_eq!(get(&stated), 2);
        set(&mut stated, 0);
        assert_eq!(stated, ServiceCost::default());
    }
}
