//! The topics of a plan.

use crate::setting::Setting;

impl Setting {
    /// The setting with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        let tables = [
            crate::scaling::settings::SETTINGS,
            crate::recovery::settings::SETTINGS,
            crate::cost::settings::SETTINGS,
            crate::purchase::settings::SETTINGS,
        ];
        tables.into_iter().flatten().find(|setting| setting.id == id)
    }
}
