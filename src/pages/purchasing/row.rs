//! One instance type of the ranking as a row.

use super::tried::Tried;
use super::view::PurchasingView;
use crate::components::table::{Cell, Press, PressState, Row};
use headroom_core::base::explain::Standing;
use headroom_core::base::text;
use headroom_core::machines::catalog::Catalog;
use headroom_core::plan::scenario::cost::Machine;
use headroom_core::studies::machine_choice::{
    Candidate, Choice, a_month, an_hour, price_facts, provider_name, specs, unused,
};
use jiff::civil::Date;

/// What rows are read from and compared with.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The catalogue.
    pub catalog: &'a Catalog,
    /// All types that were compared.
    pub choice: &'a Choice,
    /// The day on which prices are judged.
    pub today: Date,
    /// The machine of the service.
    pub active: Option<&'a Machine>,
    /// The type whose prices are open.
    pub open: Option<usize>,
    /// What the types that are shown do to the whole plan.
    pub tried: &'a Tried,
}

/// A row of the ranking, at its place among those that are shown.
pub fn row(of: &Of, place: usize, candidate: &Candidate) -> Option<Row> {
    let found = of.catalog.types().get(candidate.instance)?;
    let name = format!("{} {}", provider_name(&found.provider), found.name);
    let regions: Vec<&str> = candidate.sites.iter().map(|site| site.region.as_str()).collect();
    let regions = regions.join(", ");
    let snapshot = PurchasingView::snapshot(of.catalog, candidate)?;
    let is_active = of.active.is_some_and(|machine| {
        (&machine.provider, &machine.name, &machine.region) == (&snapshot.provider, &snapshot.name, &snapshot.region)
    });
    let over = of.choice.over_cheapest(candidate);
    let over = over.map(|over| format!("+{}", text::percent(over))).unwrap_or_default();
    let is_open = of.open == Some(candidate.instance);
    let words = if is_active { "Selected" } else { "Use" };
    let select = Press::new("use", words, &format!("{name} in {regions}"));
    let first = if of.tried.breaks(place) { Cell::marked(Standing::Fails, name) } else { Cell::from(name) };
    let first = first
        .with_press(Press::toggle("prices", is_open))
        .with_note(specs(found))
        .with_note(regions)
        .with_note(if is_active { String::new() } else { of.tried.short(place) })
        .with_press(Press { state: PressState::Pressed(is_active), ..select });
    let cells = [
        first,
        Cell::from(a_month(candidate.monthly)).with_note(over),
        Cell::from(text::count(candidate.nodes)),
        Cell::from(text::count(candidate.packing.replicas)),
        Cell::from(unused(&candidate.packing).unwrap_or_else(|| "nothing".to_owned())).quiet(),
        Cell::from(an_hour(candidate.hourly)),
        price(of, candidate),
    ];
    let row = Row::of(cells).with_key(candidate.instance.to_string()).selected(is_active);
    Some(Row { is_open, ..row })
}

/// Standing and age of the oldest price in it.
fn price(of: &Of, candidate: &Candidate) -> Cell {
    let facts = candidate.sites.iter().filter_map(|site| price_facts(of.catalog, site.price, of.today));
    let Some(oldest) = facts.max_by_key(|facts| facts.age.at_least) else { return Cell::default() };
    let is_usual = candidate.sites.iter().any(|site| site.is_usual_discount);
    let cell = Cell::from(if is_usual { "estimate from the usual discount".to_owned() } else { oldest.in_short() });
    if candidate.is_estimate(of.catalog) || oldest.is_old { cell.toned(Standing::Tight) } else { cell }
}
