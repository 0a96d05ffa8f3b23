//! Reading plans: a part of the app that a first visit begins without.

use super::Session;
use super::notice::Severity;
use crate::part::Part;
use headroom_core::plan::scenario::codec::{self, Opened, ReadError};
use headroom_core::plan::scenario::{Scenario, examples};
use leptos::task::spawn_local;

/// How plans are read.
#[derive(Clone, Copy)]
pub struct Reader {
    /// From the text of a file.
    pub json: fn(&str) -> Result<Opened, ReadError>,
    /// From the fragment of a link.
    pub fragment: fn(&str) -> Result<Opened, ReadError>,
    /// The example with this slug.
    pub example: fn(&str) -> Option<Scenario>,
}

/// How they are read once the part is here.
pub const READ: Reader = Reader {
    json: codec::open_json,
    fragment: codec::open_fragment,
    example: |slug| examples::find(slug).map(examples::Example::scenario),
};

impl Session {
    /// How plans are read, where that is here already.
    pub(super) fn reader(self) -> Option<Reader> {
        self.reader.here()
    }

    /// Does what reads plans: at once where that part is here, else when it has come; where it cannot come, says so and
    /// leaves everything as it is.
    pub fn with_reader(self, act: impl FnOnce(Self, Reader) + 'static) {
        if let Some(reader) = self.reader() {
            return act(self, reader);
        }
        let part: &'static Part<Reader> = self.reader;
        spawn_local(async move {
            match part.get().await {
                Ok(reader) => act(self, reader),
                Err(missing) => self.tell(
                    Severity::Refused,
                    "No plan was opened",
                    format!("{missing}. Nothing was changed; try again, or reload the page."),
                    None,
                ),
            }
        });
    }

    /// Opens an example beside the plans that are kept.
    pub fn open_example(self, slug: &'static str) {
        self.with_reader(move |session, reader| {
            if let Some(plan) = (reader.example)(slug) {
                session.add_scenario(plan);
            }
        });
    }
}
