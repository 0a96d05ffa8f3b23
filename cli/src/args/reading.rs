//! A command line is read, or refused: which option, what it takes, and what was given.

use super::values::Takes;
use super::{Arguments, Command, Diff, Format, Hpa, Load};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, Parser};
use std::error::Error as _;
use std::ffi::OsString;

/// What becomes of a command line.
#[derive(Debug)]
pub enum Read {
    /// Something is asked for.
    Asked(Box<Arguments>),
    /// Help or the version is printed instead.
    Told(String),
}

/// Reads the words of the command line, the program's own name first; an error says what is allowed.
pub fn read(words: impl IntoIterator<Item = OsString>) -> Result<Read, String> {
    match Arguments::try_parse_from(words) {
        Ok(arguments) => check(&arguments).map(|()| Read::Asked(Box::new(arguments))),
        Err(error) if error.use_stderr() => Err(refusal(&error)),
        Err(told) => Ok(Read::Told(told.to_string())),
    }
}

/// What no option can say of itself.
fn check(arguments: &Arguments) -> Result<(), String> {
    match (&arguments.source, &arguments.command) {
        (Some(first), Some(_)) => Err(format!("one file at a time: there is another argument after \"{first}\"")),
        (_, Some(Command::Hpa(Hpa { scenario: None, load, .. }))) if load.is_said() => {
            Err("nothing is simulated without --plan: name the plan with the service that it scales".into())
        }
        (_, Some(Command::Diff(diff))) if diff.before == "-" && diff.after == "-" => {
            Err("only one of the two plans can come from standard input".into())
        }
        (_, Some(Command::Diff(Diff { format: Some(Format::Text | Format::Markdown), .. }))) if arguments.json => {
            Err("--json and --format cannot be combined".into())
        }
        _ => Ok(()),
    }
}

impl Load {
    fn is_said(&self) -> bool {
        self.service.is_some() || self.hours.is_some() || self.step.is_some() || self.trace.is_some()
    }
}

/// Why a command line is refused; what an option takes is said in our words, the rest in those of clap.
fn refusal(error: &Error) -> String {
    let option = text(error, ContextKind::InvalidArg).split_whitespace().next().unwrap_or_default();
    let given = text(error, ContextKind::InvalidValue);
    let taken = match error.kind() {
        ErrorKind::ValueValidation => match error.source().map(|source| (source.downcast_ref::<Takes>(), source)) {
            Some((Some(takes), _)) => Some(format!("{option} {takes}, but was \"{given}\"")),
            Some((None, reason)) => Some(format!("{option}: {reason}")),
            None => None,
        },
        ErrorKind::InvalidValue if !given.is_empty() => match error.get(ContextKind::ValidValue) {
            Some(ContextValue::Strings(words)) => {
                Some(format!("{option} takes {}, but was \"{given}\"", any_of(words)))
            }
            _ => None,
        },
        ErrorKind::UnknownArgument => owners(option)
            .map(|owners| format!("{option} is an option of headroom {}; see headroom --help", owners.join(" and "))),
        _ => None,
    };
    taken.unwrap_or_else(|| {
        let words = error.to_string();
        words.strip_prefix("error: ").unwrap_or(&words).trim_end().to_owned()
    })
}

fn text(error: &Error, kind: ContextKind) -> &str {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text,
        _ => "",
    }
}

fn any_of(words: &[String]) -> String {
    match words {
        [words @ .., last] if !words.is_empty() => format!("{} or {last}", words.join(", ")),
        words => words.concat(),
    }
}

/// The commands that have an option, where any has.
fn owners(option: &str) -> Option<Vec<String>> {
    let name = option.strip_prefix("--")?;
    let program = Arguments::command();
    let has = |command: &&clap::Command| command.get_arguments().any(|argument| argument.get_long() == Some(name));
    let owners: Vec<String> =
        program.get_subcommands().filter(has).map(|command| command.get_name().to_owned()).collect();
    (!owners.is_empty()).then_some(owners)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::base::units::Quantity;

    fn asked(line: &str) -> Arguments {
        match read(line.split(' ').map(OsString::from)).unwrap() {
            Read::Asked(arguments) => *arguments,
            Read::Told(text) => panic!("{text}"),
        }
    }

    #[test]
    fn the_options_agree_with_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_option_says_what_it_does_and_what_holds_without_it() {
        for command in Arguments::command().get_subcommands() {
            for option in command.get_arguments().filter(|option| option.get_action().takes_values()) {
                let help = option.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(option.is_positional() || help.contains("(default: "), "{}: {help}", option.get_id());
            }
        }
    }

    #[test]
    fn options_stand_before_and_after_the_file_and_the_last_one_counts() {
        for line in [
            "headroom --json simulate --hours 24 plan.json",
            "headroom simulate plan.json --hours=24 --json",
            "headroom simulate --hours 1 plan.json --json --hours 24 --json",
        ] {
            let arguments = asked(line);
            let Some(Command::Simulate(simulate)) = arguments.command else { panic!("{line}") };
            assert_eq!((simulate.source.as_str(), arguments.json), ("plan.json", true), "{line}");
            assert_eq!(simulate.load.hours.map(Quantity::value), Some(24.0), "{line}");
        }
        assert_eq!(asked("headroom plan.json").source.as_deref(), Some("plan.json"));
        assert_eq!(asked("headroom -- --plan.json").source.as_deref(), Some("--plan.json"));
    }

    #[test]
    fn a_value_may_begin_with_a_hyphen() {
        let arguments = asked("headroom import - --utc-offset -90 --delimiter - --value-column -b");
        let Some(Command::Import(import)) = arguments.command else { panic!("no import") };
        assert_eq!((import.source.as_str(), import.options.utc_offset), ("-", Some(-90)));
        assert_eq!((import.options.delimiter, import.options.value_column.as_deref()), (Some(b'-'), Some("-b")));
    }

    #[test]
    fn help_and_version_are_told_and_refuse_nothing() {
        for line in ["headroom -h", "headroom --version", "headroom drill --help", "headroom help diff"] {
            assert!(matches!(read(line.split(' ').map(OsString::from)), Ok(Read::Told(_))), "{line}");
        }
    }
}
