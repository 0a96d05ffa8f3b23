//! A static file server for this machine alone: shows `dist/` as a static host would.

use crate::Outcome;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Which port to listen on.
pub enum Port {
    /// This one, or an error.
    Exactly(u16),
    /// This one, or any free one when it is taken.
    Preferred(u16),
    /// Any free one.
    Any,
}

/// A bound server; it answers once `serve_forever` or `in_background` is called.
pub struct Server {
    listener: TcpListener,
    site: Site,
    url: String,
}

/// A folder and the path it is mounted at, `/` or `/headroom/`.
#[derive(Clone, Debug)]
struct Site {
    folder: PathBuf,
    mount: String,
}

/// What a request is answered with.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    File(PathBuf),
    Redirect(String),
    NotFound,
}

impl Server {
    /// Takes the port; `folder` need not exist yet.
    pub fn bind(folder: &Path, mount: &str, port: Port) -> Outcome<Server> {
        let mount = format!("/{}/", mount.trim_matches('/')).replace("//", "/");
        let listen = |number: u16| {
            TcpListener::bind(("127.0.0.1", number))
                .map_err(|e| format!("port {number} cannot be used: {e}; name another with --port N"))
        };
        let listener = match port {
            Port::Exactly(number) => listen(number)?,
            Port::Preferred(number) => listen(number).or_else(|_| listen(0))?,
            Port::Any => listen(0)?,
        };
        let address = listener.local_addr().map_err(|e| format!("the server has no address: {e}"))?;
        let url = format!("http://{address}{mount}");
        Ok(Server { listener, site: Site { folder: folder.to_path_buf(), mount }, url })
    }

    /// Where the site is seen, with a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers until the process ends.
    pub fn serve_forever(self) -> Outcome {
        for stream in self.listener.incoming() {
            let stream = stream.map_err(|e| format!("the server stopped: {e}"))?;
            let site = self.site.clone();
            std::thread::spawn(move || {
                // A browser that hangs up half-way is no failure of the server.
                let _ = answer(&site, stream);
            });
        }
        Ok(())
    }

    /// Answers in a thread of its own; returns the URL.
    pub fn in_background(self) -> String {
        let url = self.url.clone();
        std::thread::spawn(move || self.serve_forever());
        url
    }
}

fn answer(site: &Site, mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = BufReader::new((&stream).take(16 * 1024));
    let mut request = String::new();
    head.read_line(&mut request)?;
    let mut line = String::new();
    while head.read_line(&mut line)? > 0 && !line.trim_end().is_empty() {
        line.clear();
    }
    drop(head);
    let mut words = request.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if method != "GET" && method != "HEAD" {
        return respond(&mut stream, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", b"");
    }
    match site.find(target) {
        Answer::File(path) => {
            let body = std::fs::read(&path)?;
            let length = body.len();
            let headers = format!("Content-Type: {}\r\nContent-Length: {length}\r\n", mime(&path));
            respond(&mut stream, "200 OK", &headers, if method == "GET" { &body } else { b"" })
        }
        Answer::Redirect(to) => {
            respond(&mut stream, "301 Moved Permanently", &format!("Location: {to}\r\nContent-Length: 0\r\n"), b"")
        }
        Answer::NotFound => {
            let headers = "Content-Type: text/plain\r\nContent-Length: 10\r\n";
            respond(&mut stream, "404 Not Found", headers, if method == "GET" { b"Not found\n" } else { b"" })
        }
    }
}

fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

impl Site {
    /// The file for a request target; nothing outside the folder is ever named.
    fn find(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if format!("{path}/") == self.mount {
            return Answer::Redirect(self.mount.clone());
        }
        let Some(inside) = path.strip_prefix(&self.mount).and_then(decode) else {
            return Answer::NotFound;
        };
        let relative = Path::new(&inside);
        if inside.contains('\\') || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
            return Answer::NotFound;
        }
        let mut file = self.folder.join(relative);
        if inside.is_empty() || inside.ends_with('/') {
            file.push("index.html");
        }
        // A link inside the folder may still point out of it.
        let (Ok(folder), Ok(real)) = (self.folder.canonicalize(), file.canonicalize()) else {
            return Answer::NotFound;
        };
        if real.is_file() && real.starts_with(folder) { Answer::File(file) } else { Answer::NotFound }
    }
}

/// Resolves `%xx`; none when the result is not UTF-8 or holds a NUL.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "csv" | "yaml" | "yml" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with an `index.html`, a file beside the folder, and a mount.
    fn site(name: &str, mount: &str) -> Site {
        let outer = std::env::temp_dir().join(format!("headroom-server-{name}-{}", std::process::id()));
        let folder = outer.join("dist");
        std::fs::create_dir_all(&folder).expect("folder made");
        std::fs::write(folder.join("index.html"), "<h1>hello</h1>").expect("page written");
        std::fs::write(folder.join("a b.wasm"), "").expect("file written");
        std::fs::write(outer.join("secret"), "").expect("file written");
        Site { folder, mount: mount.to_owned() }
    }

    fn remove(site: &Site) {
        let outer = site.folder.parent().expect("an outer folder");
        std::fs::remove_dir_all(outer).expect("folder removed");
    }

    #[test]
    fn only_files_below_the_mount_are_found() {
        let site = site("mount", "/headroom/");
        let file = |name: &str| Answer::File(site.folder.join(name));
        let rows = [
            ("/headroom/", file("index.html")),
            ("/headroom/?x=1", file("index.html")),
            ("/headroom/a%20b.wasm", file("a b.wasm")),
            ("/headroom", Answer::Redirect("/headroom/".to_owned())),
            ("/", Answer::NotFound),
            ("/index.html", Answer::NotFound),
            ("/headroom/missing.js", Answer::NotFound),
            ("/headroom/../secret", Answer::NotFound),
            ("/headroom/%2e%2e/secret", Answer::NotFound),
            ("/headroom/..%2fsecret", Answer::NotFound),
            ("/headroom//etc/passwd", Answer::NotFound),
            ("/headroom/%00", Answer::NotFound),
            ("/headroom/%zz", Answer::NotFound),
            ("", Answer::NotFound),
        ];
        for (target, expected) in rows {
            assert_eq!(site.find(target), expected, "{target}");
        }
        remove(&site);
    }

    #[test]
    fn a_request_is_answered_over_the_wire() {
        let site = site("wire", "/");
        let server = Server::bind(&site.folder, "", Port::Any).expect("bound");
        let address = server.listener.local_addr().expect("address");
        assert_eq!(server.in_background(), format!("http://{address}/"));
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("read");
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\n<h1>hello</h1>"), "{answer}");
        remove(&site);
    }
}
