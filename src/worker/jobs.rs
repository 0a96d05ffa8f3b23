//! The work itself, as plain functions: they read a source in slices, tell how far they are, and
//! give an answer. Whether a worker or a page calls them makes no difference.

use super::drill::drilled;
use super::outcome::Outcome;
use super::picture::Picture;
use super::protocol::{Answer, Found, Job, Partial, Progress};
use super::simulate::into_parts;
use headroom_core::machines::spot_history::{HistoryError, limits as history_limits, read_spot_history};
use headroom_core::studies::Study;
use headroom_core::studies::long_run::{LongRun, LongRunFound};
use headroom_core::studies::policy_map::OnTrace;
use headroom_core::trace::{
    Corrections, Importer, Layout, PrometheusLayout, SeriesChoice, Source as Kind, Trace, TraceStatistics, limits,
    sniff_as,
};

/// Bytes that are read at once: large enough to cost nothing, small enough to be over in a moment.
const SLICE: u64 = 1_000_000;
/// Bytes that a first look reads.
const BEGINNING: u64 = 65_536;
/// Prices of a series that are handed on for its chart.
const CHART_PRICES: usize = 1_000;
/// Share of an import that reading takes; sorting and statistics take the rest.
const READING: f64 = 0.8;

/// Where the bytes of a job come from.
pub trait Source {
    /// How many there are.
    fn len(&self) -> u64;

    /// Some of them.
    ///
    /// # Errors
    ///
    /// The reason in words, where they cannot be read.
    fn read(&self, from: u64, to: u64) -> Result<Vec<u8>, String>;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Source for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read(&self, from: u64, to: u64) -> Result<Vec<u8>, String> {
        let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
        self.get(place(from)..place(to)).map(<[u8]>::to_vec).ok_or_else(|| "the file ends too early".to_owned())
    }
}

/// Does a job.
///
/// # Errors
///
/// The reason in words, where the input does not allow it.
pub fn run(job: &Job, source: &dyn Source, tell: &mut dyn FnMut(Progress)) -> Result<Outcome, String> {
    if source.len() > limits::BYTES {
        return Err(headroom_core::trace::ImportError::TooManyBytes.to_string());
    }
    match job {
        Job::Look { corrections } => Ok(Answer::Looked(look(source, *corrections, tell)?).alone()),
        Job::Import { name, layout } => {
            let import = import(source, name, layout.clone(), tell)?;
            let statistics = TraceStatistics::of(&import.trace);
            let columns = Picture::of(&import.trace).into_columns().to_vec();
            let answer = Answer::Imported { report: import.report, statistics };
            Ok(Outcome { answer, columns, bytes: import.trace.encode() })
        }
        Job::Open => {
            let trace = Trace::decode(&all_of(source)?).map_err(|error| error.to_string())?;
            let statistics = TraceStatistics::of(&trace);
            let columns = Picture::of(&trace).into_columns().to_vec();
            let answer = Answer::Opened { name: trace.name().to_owned(), statistics };
            Ok(Outcome { answer, columns, bytes: Vec::new() })
        }
        Job::PolicyMap(map) => {
            study(&OnTrace(map, &all_of(source)?), Partial::Cells, tell)?;
            Ok(Answer::Mapped.alone())
        }
        Job::Cliff(search) => Ok(Answer::Cliff(study(&OnTrace(search, &all_of(source)?), nothing, tell)?).alone()),
        Job::PolicyLevers(levers) => {
            Ok(Answer::Levers(study(&OnTrace(levers, &all_of(source)?), nothing, tell)?).alone())
        }
        Job::Drill(drill) => Ok(drilled(study(drill, nothing, tell)?)),
        Job::DrillLevers(levers) => Ok(Answer::Levers(study(levers, nothing, tell)?).alone()),
        Job::DrillWeek(week) => Ok(Answer::DrilledWeek(study(week, Partial::Minutes, tell)?).alone()),
        Job::Sensitivity(moved) => Ok(Answer::Moved(study(moved, nothing, tell)?).alone()),
        Job::RegionSets(sets) => Ok(Answer::RegionSets(study(sets, Partial::RegionSets, tell)?).alone()),
        Job::Check(changes) => Ok(Answer::Checked(study(changes, nothing, tell)?).alone()),
        Job::Simulate { plan, service, over } => {
            let run = LongRun { plan, service: *service, over: *over, trace: &all_of(source)? };
            let LongRunFound { answer, courses } = study(&run, nothing, tell)?;
            let columns = courses.into_iter().flat_map(into_parts).collect();
            Ok(Outcome { answer: Answer::Simulated(answer), columns, bytes: Vec::new() })
        }
        Job::SpotPrices => {
            if source.len() > history_limits::BYTES {
                return Err(HistoryError::TooManyBytes.to_string());
            }
            let history = read_spot_history(&all_of(source)?).map_err(|error| error.to_string())?;
            Ok(Answer::SpotPrices(history.thinned(CHART_PRICES)).alone())
        }
    }
}

/// All bytes of a source.
fn all_of(source: &dyn Source) -> Result<Vec<u8>, String> {
    source.read(0, source.len())
}

/// Runs a study, and says of its parts what the page needs to know.
fn study<S: Study>(
    study: &S,
    part: fn(S::Part) -> Partial,
    tell: &mut dyn FnMut(Progress),
) -> Result<S::Finding, String> {
    study.run(&mut |fraction, known| tell(Progress { fraction, partial: part(known) }))
}

/// Of a study that has nothing to say before its end.
fn nothing((): ()) -> Partial {
    Partial::Nothing
}

/// A first look. Of a Prometheus response all is read, because only then its series are known.
fn look(source: &dyn Source, corrections: Corrections, tell: &mut dyn FnMut(Progress)) -> Result<Found, String> {
    let beginning = source.read(0, source.len().min(BEGINNING))?;
    let sniff = sniff_as(&beginning, corrections).map_err(|error| error.to_string())?;
    let series = match &sniff.layout.source {
        Kind::Csv(_) => Vec::new(),
        Kind::Prometheus(proposed) => {
            let all = PrometheusLayout { series: SeriesChoice::Sum, ..*proposed };
            let layout = Layout { source: Kind::Prometheus(all), ..sniff.layout.clone() };
            import(source, "", layout, tell)?.report.series
        }
    };
    Ok(Found { sniff, series })
}

fn import(
    source: &dyn Source,
    name: &str,
    layout: Layout,
    tell: &mut dyn FnMut(Progress),
) -> Result<headroom_core::trace::Import, String> {
    let mut importer = Importer::new(cut(name), layout).map_err(|error| error.to_string())?;
    let len = source.len();
    let mut from = 0;
    while from < len {
        let to = len.min(from + SLICE);
        importer.push(&source.read(from, to)?).map_err(|error| error.to_string())?;
        let so_far = importer.progress();
        tell(Progress {
            fraction: READING * to as f64 / len as f64,
            partial: Partial::Reading { bytes: so_far.bytes, rows: so_far.rows },
        });
        from = to;
    }
    tell(Progress { fraction: READING, partial: Partial::Concluding { rows: importer.progress().rows } });
    importer.finish().map_err(|error| error.to_string())
}

/// As much of a file's name as a trace can be called.
fn cut(name: &str) -> &str {
    let mut end = name.len().min(limits::NAME_BYTES);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent(job: &Job, file: &[u8]) -> Result<Outcome, String> {
        run(job, &file.to_vec(), &mut |_| {})
    }

    fn looked(file: &[u8]) -> Found {
        match silent(&Job::Look { corrections: Corrections::default() }, file).unwrap().answer {
            Answer::Looked(found) => found,
            other => panic!("a look gave {other:?}"),
        }
    }

    #[test]
    fn a_file_is_looked_at_read_stored_and_opened_again() {
        let file: Vec<u8> = (0..200_000).flat_map(|at| format!("{},{}\n", at * 60, at % 7).into_bytes()).collect();
        let layout = looked(&file).sniff.layout;
        let mut told = Vec::new();
        let job = Job::Import { name: "door.csv".into(), layout };
        let imported = run(&job, &file, &mut |progress| told.push(progress)).unwrap();
        assert!(told.windows(2).all(|pair| pair[0].fraction <= pair[1].fraction));
        assert_eq!(told.last().unwrap().partial, Partial::Concluding { rows: 200_000 });
        assert_eq!(imported.columns.len(), Picture::COLUMNS);
        let Answer::Imported { report, statistics } = imported.answer else { panic!("an import gives an import") };
        assert_eq!((report.points, statistics.n_points), (200_000, 200_000));

        let opened = silent(&Job::Open, &imported.bytes).unwrap();
        assert_eq!(opened.columns, imported.columns);
        assert_eq!(opened.answer, Answer::Opened { name: "door.csv".into(), statistics });
    }

    #[test]
    fn the_series_of_an_answer_are_known_before_one_is_chosen() {
        let series = |job: &str| format!(r#"{{"metric":{{"job":"{job}"}},"values":[[0,"1"],[60,"2"],[120,"3"]]}}"#);
        let file = format!(
            r#"{{"status":"success","data":{{"resultType":"matrix","result":[{},{}]}}}}"#,
            series("a"),
            series("b")
        );
        let found = looked(file.as_bytes());
        assert_eq!(found.series.iter().map(|series| series.samples).collect::<Vec<_>>(), [3, 3]);
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_words() {
        let look = Job::Look { corrections: Corrections::default() };
        for (file, words) in [
            (&b""[..], "the file has no rows"),
            (b"PK\x03\x04", "workbook"),
            (b"{\"status\":\"success\"", "JSON"),
            (b"\x00\x01\x02\x03abc", "not text"),
        ] {
            let why = silent(&look, file).unwrap_err();
            assert!(why.contains(words), "{why}");
        }
        assert!(silent(&Job::Open, b"HRTR").is_err());
    }

    #[test]
    fn past_prices_are_read_and_thinned_for_their_chart() {
        let rows: String = (0..5_000).map(|at| format!("{}\n", f64::from(at % 10) / 10.0)).collect();
        let Answer::SpotPrices(history) = silent(&Job::SpotPrices, rows.as_bytes()).unwrap().answer else {
            panic!("prices give prices")
        };
        assert_eq!((history.rows, history.series[0].statistics.prices), (5_000, 5_000));
        assert!(history.series[0].prices.len() <= CHART_PRICES + 4);
        assert!(silent(&Job::SpotPrices, b"price\nfree\n").unwrap_err().contains("line 2"));
    }

    #[test]
    fn names_are_cut_between_letters() {
        assert_eq!(cut(&"é".repeat(150)).len(), 200);
        assert_eq!(cut("door"), "door");
    }
}
