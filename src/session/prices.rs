//! The catalogue of prices: fetched when a page first asks for it, then kept as long as the page is open.

use gloo_net::http::Request;
use headroom_core::machines::catalog::Catalog;
use headroom_core::plan::scenario::Scenario;
use headroom_core::plan::scenario::cost::Machine;
use leptos::prelude::*;
use std::sync::Arc;

/// The files, in the order in which they are read.
const FILES: [&str; 2] = ["./catalog/catalog.txt", "./catalog/aws-regions.txt"];
/// Longest file that is read, in bytes; those that are shipped are a tenth of it.
const LONGEST: usize = 2 << 20;

/// How far the catalogue is.
#[derive(Clone, Debug)]
pub enum Fetched {
    /// Nobody has asked for it.
    NotAsked,
    /// It is on its way.
    Coming,
    /// It is here.
    Here(Arc<Catalog>),
    /// It could not be had, in words.
    Failed(String),
}

/// The catalogue of prices, for every page that asks for it.
#[derive(Clone, Copy)]
pub struct Prices(RwSignal<Fetched>);

impl Default for Prices {
    /// One that nobody has asked for yet.
    fn default() -> Self {
        Self(RwSignal::new(Fetched::NotAsked))
    }
}

impl Prices {
    /// The one of this page.
    pub fn here() -> Self {
        expect_context::<Self>()
    }

    /// How far it is.
    pub fn state(self) -> Fetched {
        self.0.get()
    }

    /// The catalogue, once it is here.
    pub fn catalog(self) -> Option<Arc<Catalog>> {
        self.0.with(|state| match state {
            Fetched::Here(catalog) => Some(Arc::clone(catalog)),
            _ => None,
        })
    }

    /// Stores in a plan what the catalogue has for its instance types in its regions, once it is here.
    pub fn store_in(self, plan: &mut Scenario) {
        if let Fetched::Here(catalog) = self.0.get_untracked() {
            plan.store_catalog_prices(&catalog, None);
        }
    }

    /// Fetches it where instance types of it are in the plan, so that a region that is added finds its prices.
    pub fn ask_for(self, plan: &Scenario) {
        let machines = plan.services.iter().filter_map(|service| service.cost.machine.as_ref());
        if machines.into_iter().any(Machine::is_of_a_region) {
            self.ask();
        }
    }

    /// Fetches it, unless it is here or on its way.
    pub fn ask(self) {
        if self.0.with_untracked(|state| matches!(state, Fetched::Coming | Fetched::Here(_))) {
            return;
        }
        self.0.set(Fetched::Coming);
        leptos::task::spawn_local(async move {
            let state = match fetch_all().await {
                Ok(catalog) => Fetched::Here(Arc::new(catalog)),
                Err(reason) => Fetched::Failed(format!("The prices could not be loaded: {reason}.")),
            };
            // The page may have been left for good meanwhile.
            self.0.try_set(state);
        });
    }
}

async fn fetch_all() -> Result<Catalog, String> {
    let [first, others @ ..] = FILES;
    let mut catalog = Catalog::read(&fetch(first).await?).map_err(|error| error.to_string())?;
    for file in others {
        catalog.extend(&fetch(file).await?).map_err(|error| error.to_string())?;
    }
    Ok(catalog)
}

async fn fetch(file: &str) -> Result<String, String> {
    let answer = Request::get(file).send().await.map_err(|_| "the site does not answer".to_owned())?;
    if !answer.ok() {
        return Err(format!("the site answers {} for {file}", answer.status()));
    }
    let text = answer.text().await.map_err(|_| format!("{file} was cut off"))?;
    if text.len() > LONGEST { Err(format!("{file} is longer than 2 MiB")) } else { Ok(text) }
}
