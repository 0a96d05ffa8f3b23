//! Lists of bounded length: what is read from outside may not be longer than what was agreed.

/// A list as it is, unless it is too long.
pub(crate) fn few<T, E: serde::de::Error>(list: Vec<T>, most: usize, of: &str) -> Result<Vec<T>, E> {
    match list.len() {
        n if n <= most => Ok(list),
        n => Err(E::custom(format!("at most {most} {of} are possible, but there are {n}"))),
    }
}
