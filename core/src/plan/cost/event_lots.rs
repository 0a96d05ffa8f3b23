//! What the lots that are ordered for events cost.

use super::fleet::{FleetForecast, OrderedLot};
use super::lines::{LineWriter, Rows};
use crate::base::dimension::Dimension;
use crate::base::text;
use crate::formulas::finance::Item;
use crate::plan::price::HourPrice;
use serde::Serialize;

/// What is ordered for an event, in all regions, and what that costs while it is there.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LotCost {
    /// Which event it is: its place among those of the coming year; a later one comes after them.
    pub place: usize,
    /// Nodes; replicas where there is no machine.
    pub nodes: f64,
    /// Hours of all of them together.
    pub node_hours: f64,
    /// USD, at today's prices; `None` where a price is not known.
    pub cost: Option<f64>,
}

impl LotCost {
    /// `106 · 36 h · $0.34`: nodes, hours and price whose product it is, the last two in the mean of all regions.
    pub fn working(&self) -> Option<String> {
        let cost = self.cost.filter(|_| self.nodes > 0.0 && self.node_hours > 0.0)?;
        let [nodes, hours] = [self.nodes, self.node_hours / self.nodes].map(text::number);
        Some(format!("{nodes} · {hours} h · {}", text::quantity(cost / self.node_hours, Dimension::DollarsPerHour)))
    }
}

/// Nodes of a lot, and what an hour of one costs, USD: [whole nodes](HourPrice::nodes) at the stated price of `k` replicas,
/// or on-demand in its region.
fn nodes(lot: &OrderedLot, replicas: u32, price: &HourPrice) -> (f64, Option<f64>) {
    let per_node = f64::from(price.replicas_per_node.max(1));
    let is_not_chosen = lot.stands_by && lot.region.is_none();
    let there = if is_not_chosen { price.anywhere } else { price.node_in(lot.region) };
    (price.nodes(f64::from(replicas)), lot.price.map(|price| price.get() * per_node).or(there))
}

/// What is ordered for each event of a fleet.
pub(super) fn lot_costs(fleet: &FleetForecast, price: &HourPrice) -> Vec<LotCost> {
    let mut costs: Vec<LotCost> = Vec::new();
    for lot in fleet.lots() {
        let (nodes, hour) = nodes(lot, lot.replicas, price);
        let node_hours = nodes * lot.hours();
        let cost = hour.map(|hour| node_hours * hour);
        match costs.iter_mut().find(|known| known.place == lot.place) {
            Some(known) => {
                (known.nodes, known.node_hours) = (known.nodes + nodes, known.node_hours + node_hours);
                known.cost = known.cost.zip(cost).map(|(one, other)| one + other);
            }
            None => costs.push(LotCost { place: lot.place, nodes, node_hours, cost }),
        }
    }
    costs
}

impl LineWriter<'_> {
    /// The lots that are there in a month: each a line, since each is ordered by itself.
    pub(super) fn lots(&self, rows: &mut Rows, at: usize, month: u32, level: f64, label: &dyn Fn(&str) -> String) {
        let costed = &self.services[at];
        let price = &costed.cost.price;
        for lot in costed.fleet.lots() {
            let Some(there) = lot.in_month(month) else { continue };
            let (nodes, hour) = nodes(lot, there.replicas, price);
            let is_stated = lot.price.is_some();
            let hour = hour.map(|hour| if is_stated { hour } else { hour * level });
            let region = price.regions.iter().find(|row| Some(row.region) == lot.region);
            let unnamed = if lot.stands_by { " in the recovery region" } else { "" };
            let place = region.map_or_else(|| unnamed.to_owned(), |row| format!(" in {}", row.name));
            let label = label(&format!("ordered for {}{place}", lot.event));
            rows.for_hours(Some(at), Item::Events, label, nodes, there.hours, hour);
        }
    }
}
