//! What the page shows: the fleet, where and how it is compared, and what follows. None of it is kept.

use crate::session::Session;
use crate::session::prices::Prices;
use headroom_core::base::units::PriceDiscount;
use headroom_core::machines::catalog::{Catalog, Purchase};
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::studies::machine_choice::{
    Active, Candidate, Choice, Filter, Fleet, SortBy, Terms, Where, active_machine, compare,
};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows that are shown at first, and with each "show more".
pub const ROWS: usize = 30;

/// A comparison and the catalogue that it is of.
pub type Compared = (Arc<Catalog>, Arc<Choice>);

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct PurchasingView {
    /// The session.
    pub session: Session,
    /// The catalogue, once it is here.
    pub catalog: Signal<Option<Arc<Catalog>>>,
    /// What must be placed.
    pub fleet: Memo<Option<Fleet>>,
    /// The active machine.
    pub active: Memo<Option<Active>>,
    /// The same in the baseline.
    pub baseline: Memo<Option<Active>>,
    /// Where the person compares; where the plan is, unless somebody says otherwise.
    pub chosen_place: RwSignal<Option<Where>>,
    /// Where types are compared.
    pub place: Memo<Option<Where>>,
    /// How nodes are bought.
    pub purchase: RwSignal<Purchase>,
    /// What is taken off list prices.
    pub negotiated: Memo<PriceDiscount>,
    /// Every type, as it is bought.
    pub choice: Memo<Option<Compared>>,
    /// Every type by the hour, where the plan is.
    pub on_demand: Memo<Option<Compared>>,
    /// Which types are looked at.
    pub filter: RwSignal<Filter>,
    /// What rows are sorted by, and whether the largest comes first.
    pub sort: RwSignal<(SortBy, bool)>,
    /// Rows that are shown at most.
    pub shown: RwSignal<usize>,
    /// The type whose prices are open, by its place in the catalogue.
    pub open: RwSignal<Option<usize>>,
}

impl PurchasingView {
    /// Asks for the catalogue and follows the selected service.
    pub fn new(session: Session) -> Self {
        let prices = Prices::here();
        prices.ask();
        let catalog = Signal::derive(move || prices.catalog());
        let fleet = Memo::new(move |_| {
            let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
            Some(Fleet::of(&scenario, scenario.services.get(id)?, evaluation.service(id)?))
        });
        let active = Memo::new(move |_| {
            let (scenario, evaluation, id) = (session.scenario(), session.evaluation(), session.service_id());
            let service = scenario.services.get(id)?;
            Some(active_machine(&scenario, service, evaluation.service(id)?, session.today()))
        });
        let baseline = Memo::new(move |_| {
            let (scenario, evaluation, id) =
                (session.baseline()?, session.baseline_evaluation()?, session.service_id());
            let service = scenario.services.get(id)?;
            Some(active_machine(&scenario, service, evaluation.service(id)?, session.today()))
        });
        let chosen_place = RwSignal::new(None::<Where>);
        let place = Memo::new(move |_| {
            let chosen = chosen_place.get();
            fleet.with(|fleet| {
                let fleet = fleet.as_ref()?;
                // Regions may have left the plan since they were chosen.
                let stands = |place: &Where| match place {
                    Where::Plan { provider } => fleet.providers().contains(&provider.as_str()),
                    _ => true,
                };
                Some(chosen.filter(stands).unwrap_or_else(|| fleet.usual_place()))
            })
        });
        let purchase = RwSignal::new(Purchase::OnDemand);
        let negotiated = session.part(|scenario| scenario.cost.negotiated);
        let compared = move |purchase: Purchase, place: Option<Where>| {
            let catalog = catalog.get()?;
            let terms = Terms { purchase, negotiated: negotiated.get().get() };
            let choice = fleet.with(|fleet| {
                let fleet = fleet.as_ref()?;
                Some(compare(&catalog, fleet, &place.unwrap_or_else(|| fleet.usual_place()), terms))
            })?;
            Some((catalog, Arc::new(choice)))
        };
        Self {
            session,
            catalog,
            fleet,
            active,
            baseline,
            chosen_place,
            place,
            purchase,
            negotiated,
            choice: of_choices(move || compared(purchase.get(), place.get())),
            on_demand: of_choices(move || compared(Purchase::OnDemand, None)),
            filter: RwSignal::new(Filter::default()),
            sort: RwSignal::new((SortBy::default(), false)),
            shown: RwSignal::new(ROWS),
            open: RwSignal::new(None),
        }
    }

    /// How nodes are bought.
    pub fn terms(self) -> Terms {
        Terms { purchase: self.purchase.get(), negotiated: self.negotiated.get().get() }
    }

    /// The one of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// Changes which types are looked at, from the first row on.
    pub fn narrow(self, apply: impl FnOnce(&mut Filter)) {
        self.filter.update(apply);
        self.shown.set(ROWS);
    }

    /// Compares elsewhere.
    pub fn look_in(self, place: Where) {
        self.chosen_place.set(Some(place));
        self.shown.set(ROWS);
    }

    /// The snapshot of a type as it was compared: with its prices in the first of its regions.
    pub fn snapshot(catalog: &Catalog, candidate: &Candidate) -> Option<Machine> {
        let row = catalog.types().get(candidate.instance)?;
        let offer = catalog.price(&row.provider, &row.name, &candidate.sites.first()?.region)?;
        Machine::from_catalog(catalog, offer)
    }
}

/// Catalogues are compared by being the same one: their contents never change while the page is open.
fn of_choices(compared: impl Fn() -> Option<Compared> + Send + Sync + 'static) -> Memo<Option<Compared>> {
    Memo::new_with_compare(
        move |_| compared(),
        |before, now| match (before.and_then(Option::as_ref), now.and_then(Option::as_ref)) {
            (Some(before), Some(now)) => !Arc::ptr_eq(&before.0, &now.0) || before.1 != now.1,
            (None, None) => false,
            _ => true,
        },
    )
}
