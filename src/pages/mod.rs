//! The pages, one row each: rail, routes, keys, title and report iterate over it. They show answers and hand back what
//! the person did.

mod cost;
mod demand;
mod overview;
mod purchasing;
mod recovery;
mod regions;
mod scaling;
mod shared;
mod sizing;

use cost::CostPage;
use demand::DemandPage;
use headroom_core::base::explain::Standing;
use headroom_core::base::id::ServiceId;
use headroom_core::base::money::Money;
use headroom_core::base::text;
use headroom_core::plan::cost::{CostPlan, ServiceCostPlan};
use headroom_core::plan::evaluate::{Evaluation, ServiceEvaluation};
use headroom_core::plan::topics::Topic;
use leptos::prelude::*;
pub use overview::ReportPart;
use overview::{OverviewPage, Report};
use purchasing::PurchasingPage;
use recovery::RecoveryPage;
use regions::RegionsPage;
use scaling::ScalingPage;
use sizing::SizingPage;

/// A page.
#[derive(Clone, Copy)]
pub struct PageRow {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The key that leads to it.
    pub key: &'static str,
    /// Ids of the topics of the core that it shows; none where it shows the whole plan.
    pub topics: &'static [&'static str],
    /// Its one answer for the rail.
    pub key_answer: fn(&Evaluation, &ServiceEvaluation) -> String,
}

/// The pages, in the order of the chain; the first is where one begins.
#[rustfmt::skip] // A table.
pub const PAGES: &[PageRow] = &[
    PageRow { name: "overview", title: "Overview", key: "1", topics: &[], key_answer: |_, _| String::new() },
    PageRow { name: "demand", title: "Demand", key: "2", topics: &["demand"], key_answer: |_, service| text::si(service.demand.peak) },
    PageRow { name: "sizing", title: "Sizing", key: "3", topics: &["sizing"], key_answer: |_, service| text::count(service.ledger.planned().needed()) },
    PageRow { name: "scaling", title: "Scaling", key: "4", topics: &["scaling"], key_answer: |_, service| text::percent(service.scaling.outcome.kept_of_requests()) },
    PageRow { name: "regions", title: "Regions", key: "5", topics: &["regions"], key_answer: |_, service| survivable(service) },
    PageRow { name: "recovery", title: "Recovery", key: "6", topics: &["recovery", "reliability"], key_answer: |_, service| rto(service) },
    PageRow { name: "cost", title: "Cost", key: "7", topics: &["cost"], key_answer: |plan, _| bill(&plan.cost) },
    PageRow { name: "purchasing", title: "Purchasing", key: "8", topics: &["purchasing"], key_answer: |_, service| bought(&service.cost) },
];

macro_rules! views {
    ($($name:ident, $page:ident;)*) => {$(
        /// Shows this page.
        pub fn $name() -> AnyView {
            view! { <$page/> }.into_any()
        }
    )*};
}

views! {
    overview, OverviewPage;
    demand, DemandPage;
    sizing, SizingPage;
    scaling, ScalingPage;
    regions, RegionsPage;
    recovery, RecoveryPage;
    cost, CostPage;
    purchasing, PurchasingPage;
}

/// Shows the report below the services of the overview.
pub fn report() -> AnyView {
    view! { <Report/> }.into_any()
}

/// The names of all pages.
pub const NAMES: [&str; PAGES.len()] = {
    let mut names = [""; PAGES.len()];
    let mut place = 0;
    while place < names.len() {
        names[place] = PAGES[place].name;
        place += 1;
    }
    names
};

impl PageRow {
    /// The page with this name; where there is none, the first.
    pub fn find(name: &str) -> &'static Self {
        PAGES.iter().find(|page| page.name == name).unwrap_or(&PAGES[0])
    }

    /// The page that shows a topic.
    pub fn of_topic(topic: &str) -> &'static Self {
        PAGES.iter().find(|page| page.topics.contains(&topic)).unwrap_or(&PAGES[0])
    }

    /// How the page stands: as the worst of its topics for a service, or as the whole plan; none where nothing is entered
    /// about any of them.
    pub fn standing(&self, plan: &Evaluation, service: ServiceId) -> Option<Standing> {
        if self.topics.is_empty() {
            return Some(plan.verdict.standing);
        }
        let answers = self.topics.iter().filter_map(|id| (Topic::find(id)?.answer)(plan, service));
        answers.filter(|answer| answer.is_stated).map(|answer| answer.verdict.standing).max()
    }
}

/// How many regions may be lost.
fn survivable(service: &ServiceEvaluation) -> String {
    match &service.regions {
        Some(plan) => plan.survivable.regions.map_or_else(|| "none".to_owned(), |lost| format!("N\u{2212}{lost}")),
        None => "one".to_owned(),
    }
}

/// How long the active tier takes to come back.
fn rto(service: &ServiceEvaluation) -> String {
    match service.recovery.active() {
        Some(tier) => text::or_unknown(tier.rto, text::seconds),
        None => "no tier".to_owned(),
    }
}

/// The bill of a month; a part of it where some price is not known.
fn bill(cost: &CostPlan) -> String {
    let total = text::dollars(cost.total.dollars());
    match cost.monthly {
        Some(_) => total,
        None if cost.total == Money::ZERO => "no price".to_owned(),
        None => format!("≥ {total}"),
    }
}

/// What the active commitment saves; otherwise how nodes are bought.
fn bought(cost: &ServiceCostPlan) -> String {
    let Some(purchase) = &cost.purchase else { return "no price".to_owned() };
    let commitment = purchase.commitment.as_ref().filter(|commitment| commitment.active);
    let saving =
        commitment.and_then(|commitment| commitment.level()?.saving).filter(|saving| !text::is_no_change(*saving));
    match saving {
        Some(saving) if saving > 0.0 => format!("saves {}", text::percent(saving)),
        Some(saving) => format!("{} more expensive", text::percent(-saving)),
        None if purchase.layer.spot > 0.0 => "spot".to_owned(),
        None => "on-demand".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::plan::topics::TOPICS;
    use std::collections::BTreeSet;

    #[test]
    fn every_topic_of_the_core_has_its_page_and_every_page_its_own_name_and_key() {
        let shown: Vec<&str> = PAGES.iter().flat_map(|page| page.topics).copied().collect();
        assert_eq!(shown.iter().copied().collect::<BTreeSet<_>>(), TOPICS.iter().map(|topic| topic.id).collect());
        assert_eq!(shown.len(), TOPICS.len(), "a topic stands on two pages: {shown:?}");
        for of in [|page: &PageRow| page.name, |page: &PageRow| page.key, |page: &PageRow| page.title] {
            assert_eq!(PAGES.iter().map(of).collect::<BTreeSet<_>>().len(), PAGES.len());
        }
        assert_eq!((PageRow::find("sizing").key, PageRow::find("<script>").name), ("3", "overview"));
        assert_eq!(PageRow::of_topic("reliability").name, "recovery");
    }
}
