//! The family of an instance type, as the clouds name it in their quotas.

/// The family of an instance type: `c7g` of `c7g.4xlarge`, `n2` of `n2-standard-8`, `Dsv5` of `Standard_D4s_v5`.
fn family_of(name: &str) -> String {
    let name = name.trim();
    let name = name.strip_prefix("Standard_").unwrap_or(name);
    if let Some((family, _)) = name.split_once('.') {
        return family.to_owned();
    }
    if let Some((family, _)) = name.split_once('-') {
        return family.to_owned();
    }
    let (size, rest) = name.split_once('_').unwrap_or((name, ""));
    if rest.is_empty() {
        return size.to_owned();
    }
    let without_size: String = size.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    without_size + &rest.replace('_', "")
}

/// Whether an instance type is of one of some families: `g6.xlarge` is of `G, VT`, and `c7g.large` of `c7g` and of `c`,
/// but `gr6.4xlarge` not of `g`.
pub fn is_one_of(name: &str, families: &str) -> bool {
    let own = family_of(name);
    let is_of = |family: &str| {
        let Some(head) = own.get(..family.len()) else { return false };
        let rest = own.get(family.len()..).unwrap_or_default();
        head.eq_ignore_ascii_case(family) && (rest.is_empty() || rest.starts_with(|next: char| next.is_ascii_digit()))
    };
    let parts = families.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '(' | ')'));
    parts.filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("and")).any(is_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_named_as_in_the_quotas_of_the_clouds() {
        for (name, family) in [
            ("c7g.4xlarge", "c7g"),
            ("p4d.24xlarge", "p4d"),
            ("n2-standard-8", "n2"),
            ("a2-highgpu-1g", "a2"),
            ("Standard_D4s_v5", "Dsv5"),
            ("Standard_NC24ads_A100_v4", "NCadsA100v4"),
            ("BM", "BM"),
        ] {
            assert_eq!(family_of(name), family, "{name}");
        }
    }

    #[test]
    fn a_list_as_a_quota_names_it_is_understood() {
        let standard = "Standard (A, C, D, H, I, M, R, T, Z)";
        assert!(is_one_of("m7i.large", standard) && is_one_of("c7g.large", "C7G"));
        assert!(!is_one_of("p5.48xlarge", standard) && is_one_of("p5.48xlarge", "P"));
        assert!(is_one_of("g6.xlarge", "G and VT") && !is_one_of("gr6.4xlarge", "G and VT"));
        assert!(!is_one_of("c7g.large", "") && !is_one_of("", "c7g"));
    }
}
