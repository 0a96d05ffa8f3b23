//! The list of end-to-end cases. To add one: write a function, add a line to [`CASES`].

mod agreement;
mod buy;
mod cost;
mod drill;
mod dry_run;
mod explore;
mod import;
mod keeping;
mod links;
mod opening;
mod parts;
mod plan;
mod purchasing;
mod recovery;
mod regions;
mod report;
mod scaling;
mod timeline;

use crate::{Outcome, Page};

/// One end-to-end test.
pub struct Case {
    /// What holds, as a sentence without a full stop.
    pub name: &'static str,
    /// Whether it runs at every mount, or only with the site at `/`.
    pub everywhere: bool,
    /// Acts and checks; an error says what was seen instead.
    pub run: fn(&mut Page<'_>) -> Outcome,
}

/// A case that could depend on where the site is mounted.
const fn everywhere(name: &'static str, run: fn(&mut Page<'_>) -> Outcome) -> Case {
    Case { name, everywhere: true, run }
}

/// A case that runs with the site at `/` alone.
const fn once(name: &'static str, run: fn(&mut Page<'_>) -> Outcome) -> Case {
    Case { name, everywhere: false, run }
}

/// Every case, in the order they run.
pub const CASES: &[Case] = &[
    everywhere("the site starts", opening::starts),
    everywhere("reload shows the site again", opening::reloads),
    everywhere("back and forward stay on the site", opening::goes_back_and_forward),
    once("nothing overflows a phone's width", opening::fits_a_phone),
    once("the keyboard reaches a control", opening::keyboard_reaches_a_control),
    once("every page opens for every example", opening::every_page_opens_for_every_example),
    everywhere("a page that cannot be fetched says so, and comes when it is tried again", parts::page_missing),
    once("nothing is fetched twice, and the rest comes while the page rests", parts::rest),
    once("the first visit opens an example", plan::first_visit),
    once("the published example needs 57 replicas", plan::published_example),
    once("typing an average load changes the replicas", plan::typing),
    once("a wrong entry is refused and changes nothing", plan::wrong_entry),
    once("undo and redo take back and repeat, a drag as one step", plan::undo),
    once("a pinned baseline shows every difference", plan::baseline),
    once("services are added, duplicated and removed", plan::services),
    once("a new plan is unknown until its load and its replica are entered", plan::unstated),
    once("an event changes demand and sizing", plan::events),
    once("what is ordered for an event stands beside the fleet, and what is not fails", plan::ordered),
    once("a batch is sized by its work and its window", plan::batch),
    once("the keys are listed and work", plan::keys),
    once("an answer opens its working", plan::working),
    once("charts are drawn, in light and dark, with a table behind", plan::charts),
    everywhere("a copied link brings the same plan", links::round_trip),
    once("damaged and newer links are shown and change nothing", links::damaged),
    once("a link of an older version says what was entered in two places", links::older),
    once("changes survive a reload", keeping::reload),
    once("a full storage is said", keeping::full_storage),
    once("an unreadable stored plan is shown and stays", keeping::unreadable),
    once("a change in another tab is kept beside one's own", keeping::another_tab),
    once("plans are made, duplicated, renamed and deleted", keeping::plans),
    once("a hostile file is refused with its place", keeping::hostile_file),
    once("policies stand side by side with the static and the ideal fleet", timeline::comparison),
    once("the scrubber goes through the period by keyboard", timeline::scrubbing),
    once("the scaling page fits a phone with everything open", timeline::fits_a_phone),
    everywhere("a year is simulated with progress, and closed", timeline::year),
    everywhere("a year runs in every region, and the table says what each keeps", timeline::year_everywhere),
    once("a preset is chosen and put in force", scaling::preset),
    once("a target that cannot be is refused and changes nothing", scaling::refused_target),
    once("a period too long for its step is refused with the reason", scaling::long_period),
    once("a setting says what it does, its default and its source", scaling::explained),
    everywhere("a trace is imported and used as demand", import::csv),
    once("a policy is tuned on an imported trace itself", import::tuned),
    everywhere("a policy map fills in while the page answers", explore::map),
    once("a setting of the map is taken over by key and by click", explore::taking_over),
    once("the cliff says the slowest start-up", explore::cliff),
    once("a lever of scaling is tried and taken back", explore::levers),
    once("three regions are one click away", regions::starter),
    once("a region is lost on the map, by click and by key", regions::losing_on_the_map),
    once("regions are added, changed and removed", regions::adding),
    once("broken residency says by how much, and a lever mends it", regions::residency),
    once("a quota that is too small says how many are missing", regions::quota),
    everywhere("regions travel in a link", regions::round_trip),
    once("the overview says what may be lost", regions::overview),
    once("the regions page fits a phone with everything open", regions::fits_a_phone),
    everywhere("a region fails at a chosen minute, and everything is told", drill::virginia),
    once("the drill follows what is stated, and undo takes it back", drill::stated),
    once("a minute of the week is chosen by keyboard and by its worst", drill::week),
    once("a change that would help the drill is tried and taken back", drill::levers),
    once("the drill fits a phone with everything open", drill::fits_a_phone),
    once("the bill opens line by line and adds up to the cent", cost::bill),
    once("an unknown price is unknown and in no sum", cost::unknown),
    once("a baseline and a larger team give a waterfall and a payback", cost::change),
    once("a budget breaks in a named month", cost::budget),
    once("the chargeback adds up to the bill, on the page and in its file", cost::chargeback),
    everywhere("the inputs that move the total most are found while the page answers", cost::moves),
    once("money is typed as people write it, and tiers must rise", cost::money),
    everywhere("costs travel in a link", cost::round_trip),
    once("rail, bar and overview say what a month costs", cost::answers),
    once("folds that stood open on another page are not open without their fields", cost::folds),
    once("the cost page fits a phone with everything open", cost::fits_a_phone),
    once("an autoscaler's manifest is tried and taken back", dry_run::round_trip),
    once("a broken manifest is refused with its place", dry_run::refused),
    once("an RTO of five minutes says which tiers miss it, by how much and where", recovery::objectives),
    once("a recovery tier moves the fleet, the bill and what is survived", recovery::tier_moves_the_fleet),
    once("the recovery region is chosen, and is the same fleet", recovery::region_is_chosen),
    once("a service is deployed in some regions, with so many replicas", regions::deployed),
    once("a placement that would fail the plan is refused with the reason", regions::placement_is_tried),
    once("the cost of an hour of outage decides which tier is cheapest", recovery::money),
    once("an unknown loss is said to be unknown, never nothing", recovery::unknown),
    once("services that would depend on each other in a circle are refused", recovery::circle),
    everywhere("recovery travels in a link", recovery::link),
    once("burn-rate alerts have their thresholds", recovery::alerts),
    once("the recovery page fits a phone with everything open", recovery::fits_a_phone),
    once("a commitment is chosen, covered to the peak, stated and taken back", buy::commitment),
    once("a commitment in dollars says what goes unused", buy::dollars),
    once("a way to buy is taken over and taken back", buy::ways),
    everywhere("past spot prices are read, taken over, and refused with their place", buy::history),
    once("how to buy fits a phone with everything open", buy::fits_a_phone),
    once("every page of every example says the same of the same thing", agreement::everywhere),
    once("the overview reports on every topic", report::topics),
    once("the report prints without rails and buttons, with its link", report::printed),
    everywhere("every machine that fits is ranked, filtered and sorted", purchasing::ranked),
    once("a machine is chosen, repriced and taken back", purchasing::chosen),
    once("a machine of one's own is stated", purchasing::own_type),
    once("refused machines say which constraint refused them", purchasing::refused),
    once("machines are priced in the plan's regions", purchasing::plan_regions),
    once("services share the nodes of a pool, and one that cannot is told why", purchasing::shared_nodes),
    once("prices that cannot be loaded are asked for again", purchasing::prices_fail),
    once("the purchasing page fits a phone with prices open", purchasing::fits_a_phone),
];

/// Loads the site and waits for the app's heading.
fn start(page: &mut Page<'_>) -> Outcome {
    page.goto("")?;
    heading(page)
}

fn heading(page: &mut Page<'_>) -> Outcome {
    page.wait_until("text in `main h1`", |page| Ok(!page.text("main h1")?.trim().is_empty()))
}
