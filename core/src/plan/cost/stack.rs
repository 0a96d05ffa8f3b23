//! What is paid month by month, by what it is for.

use super::CostHorizon;
use crate::base::money::Money;
use crate::formulas::finance::Item;

/// Kinds that are told apart; smaller ones share the last.
const MOST_PARTS: usize = 6;

/// One kind of cost: its name and what it comes to in each month.
#[derive(Clone, Debug, PartialEq)]
pub struct StackPart {
    /// What it is for.
    pub name: String,
    /// Each month.
    pub months: Vec<Money>,
}

impl StackPart {
    /// All months together.
    pub fn total(&self) -> Money {
        self.months.iter().copied().sum()
    }
}

/// The months by what they are for.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// The kinds, the largest first; what is paid in advance last.
    pub parts: Vec<StackPart>,
}

impl Stack {
    /// The months of a horizon: up to six kinds, the smaller ones together. `None` where nothing is paid.
    pub fn of(horizon: &CostHorizon) -> Option<Self> {
        let mut items: Vec<(Item, Money)> = Vec::new();
        for (item, amount) in horizon.months.iter().flat_map(|month| &month.by_item) {
            match items.iter_mut().find(|(known, _)| known == item) {
                Some((_, sum)) => *sum = *sum + *amount,
                None => items.push((*item, *amount)),
            }
        }
        items.retain(|(_, sum)| *sum != Money::ZERO);
        items.sort_by_key(|(item, sum)| (std::cmp::Reverse(*sum), *item));
        let has_advance = horizon.one_off() > Money::ZERO;
        let own = MOST_PARTS - usize::from(has_advance);
        let own = if items.len() > own { own - 1 } else { items.len() };
        let month_of = |kinds: &[(Item, Money)], at: usize| -> Money {
            let month = horizon.months.get(at).into_iter().flat_map(|month| &month.by_item);
            month.filter(|(item, _)| kinds.iter().any(|(kind, _)| kind == item)).map(|(_, amount)| *amount).sum()
        };
        let part = |name: &str, kinds: &[(Item, Money)]| StackPart {
            name: name.to_owned(),
            months: (0..horizon.months.len()).map(|at| month_of(kinds, at)).collect(),
        };
        let mut parts: Vec<StackPart> =
            items[..own].iter().map(|kind| part(kind.0.words(), std::slice::from_ref(kind))).collect();
        if items.len() > own {
            parts.push(part("Other", &items[own..]));
        }
        if has_advance {
            let months = horizon.months.iter().map(|month| month.advance).collect();
            parts.push(StackPart { name: "Upfront".to_owned(), months });
        }
        (!parts.is_empty()).then_some(Self { parts })
    }
}
