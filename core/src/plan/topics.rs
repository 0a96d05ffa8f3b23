//! The topics of a plan.

use crate::base::setting::Setting;

impl Setting {
    /// The setting with this id.
    pub fn find(id: &str) -> Option<&'static Self> {
        let tables = [
            super::scaling::settings::SETTINGS,
            super::recovery::settings::SETTINGS,
            super::cost::settings::SETTINGS,
            super::cost::buying_settings::SETTINGS,
        ];
        tables.into_iter().flatten().find(|setting| setting.id == id)
    }
}
