//! `cargo xtask`: set-up, build, serve, test, bench and mutants.
//!
//! It installs what a fresh machine lacks into a folder of its own and says so
//! line by line; it never touches the machine outside that folder, save for
//! `rustup target add` and, for the browser tests as root, `apt-get install`.

mod bench;
mod csp;
mod e2e;
mod mutants;
mod process;
mod project;
mod server;
mod setup;
mod site;
mod split;
mod test;

use std::process::ExitCode;

/// What every chore returns: an error is a message for the person who typed the command.
type Outcome<T = ()> = Result<T, String>;

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [--port N] [--public-url /headroom/] [--debug]
              set up, build the site into dist/ and serve it on this machine
  build [--debug]
              set up and build the site into dist/
  test [lint|core|browser|e2e]...
              every check and test, or only the parts named
  e2e [WORD]...
              the end-to-end cases whose name has one of the words, against dist/ as it was built last
  bench [size|native|browser]...
              the tables of sizes and times, or only the parts named
  mutants [FILE]...
              break the formulas, or the files named, one expression at a time and print the share that the
              tests notice; takes hours";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Outcome {
    match args {
        ["serve", options @ ..] => serve(options),
        ["build"] => site::build(site::Profile::Release),
        ["build", "--debug"] => site::build(site::Profile::Debug),
        ["test", parts @ ..] => test::run(parts),
        ["bench", parts @ ..] => bench::run(parts),
        ["mutants", files @ ..] => mutants::run(files),
        ["e2e", words @ ..] => e2e::run_some(words),
        // Called by Trunk when a page is otherwise finished.
        ["split"] => split::finish(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [] => Err(format!("no command given\n\n{USAGE}")),
        _ => Err(format!("`{}` is not understood\n\n{USAGE}", args.join(" "))),
    }
}

fn serve(options: &[&str]) -> Outcome {
    let mut port = server::Port::Preferred(8080);
    let mut mount = "/".to_owned();
    let mut profile = site::Profile::Release;
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--debug" => profile = site::Profile::Debug,
            "--port" => {
                let number = rest.next().and_then(|text| text.parse().ok());
                port = server::Port::Exactly(number.ok_or("--port needs a number from 0 to 65535")?);
            }
            "--public-url" => {
                mount = rest.next().ok_or("--public-url needs a path such as /headroom/")?.to_string();
            }
            other => return Err(format!("`serve` has no option `{other}`\n\n{USAGE}")),
        }
    }
    // The port is taken first: a busy one should not cost a whole build.
    let server = server::Server::bind(&project::root()?.join("dist"), &mount, port)?;
    site::build(profile)?;
    println!("serving dist/ at {} (Ctrl+C ends it)", server.url());
    server.serve_forever()
}
