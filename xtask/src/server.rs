//! A static file server for this machine alone: shows `dist/` as a static host would.

use crate::Outcome;
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, serve};
use std::net::TcpListener;
use std::path::Path;
use tokio::runtime;
use tower_http::services::ServeDir;

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
    site: Router,
    url: String,
}

impl Server {
    /// Takes the port; `folder` need not exist yet. The site is seen below the path `mount`, `/` or `/headroom/`.
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
        Ok(Server { listener, site: site(folder, mount), url })
    }

    /// Where the site is seen, with a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers until the process ends.
    pub fn serve_forever(self) -> Outcome {
        let stopped = |e| format!("the server stopped: {e}");
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(stopped)?;
        runtime.block_on(async {
            self.listener.set_nonblocking(true).map_err(stopped)?;
            let listener = tokio::net::TcpListener::from_std(self.listener).map_err(stopped)?;
            serve(listener, self.site).await.map_err(stopped)
        })
    }

    /// Answers in a thread of its own; returns the URL.
    pub fn in_background(self) -> String {
        let url = self.url.clone();
        std::thread::spawn(move || self.serve_forever());
        url
    }
}

/// The files of a folder below a path, and nothing else.
fn site(folder: &Path, mount: String) -> Router {
    let files = ServeDir::new(folder).not_found_service(not_found.into_service());
    let site = match mount.trim_end_matches('/') {
        "" => Router::new().fallback_service(files),
        path => {
            let to = mount.clone();
            let redirect = get(async || (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]));
            Router::new().route(path, redirect).nest_service(&mount, files).fallback(not_found)
        }
    };
    site.layer(map_response(fresh))
}

async fn not_found() -> (StatusCode, &'static str) {
    (StatusCode::NOT_FOUND, "Not found\n")
}

/// Nothing is taken from a cache, so that a build is seen at once, and no type is guessed.
async fn fresh(mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    headers.remove(header::LAST_MODIFIED);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::path::PathBuf;

    /// A folder with a site, and a file beside that folder which nobody may read.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let outer = std::env::temp_dir().join(format!("headroom-server-{name}-{}", std::process::id()));
            let folder = outer.join("dist");
            std::fs::create_dir_all(&folder).expect("folder made");
            for file in ["index.html", "app.js", "a b.wasm", "style.css", "sign.svg", "plan.json"] {
                std::fs::write(folder.join(file), format!("<{file}>")).expect("file written");
            }
            std::fs::write(outer.join("secret"), "secret").expect("file written");
            Folder(outer)
        }

        /// A server on a port of its own; answers a request with its head and its body.
        fn serve(&self, mount: &str) -> impl Fn(&str) -> (String, String) {
            let server = Server::bind(&self.0.join("dist"), mount, Port::Any).expect("bound");
            let address = server.listener.local_addr().expect("address");
            assert!(server.in_background().starts_with(&format!("http://{address}/")));
            move |request| {
                let mut stream = TcpStream::connect(address).expect("connected");
                let request = format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                stream.write_all(request.as_bytes()).expect("sent");
                let mut answer = String::new();
                stream.read_to_string(&mut answer).expect("read");
                let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
                (head.to_ascii_lowercase(), body.to_owned())
            }
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn files_have_their_type_and_are_never_taken_from_a_cache() {
        let folder = Folder::new("types");
        let request = folder.serve("");
        for (target, kind, body) in [
            ("/", "text/html", "<index.html>"),
            ("/?x=1", "text/html", "<index.html>"),
            ("/index.html", "text/html", "<index.html>"),
            ("/app.js", "text/javascript", "<app.js>"),
            ("/a%20b.wasm", "application/wasm", "<a b.wasm>"),
            ("/style.css", "text/css", "<style.css>"),
            ("/sign.svg", "image/svg+xml", "<sign.svg>"),
            ("/plan.json", "application/json", "<plan.json>"),
        ] {
            let (head, found) = request(&format!("GET {target}"));
            assert!(head.starts_with("http/1.1 200 ok\r\n"), "{target}: {head}");
            assert!(head.contains(&format!("\r\ncontent-type: {kind}\r\n")), "{target}: {head}");
            assert!(head.contains("\r\ncache-control: no-cache"), "{target}: {head}");
            assert!(head.contains("\r\nx-content-type-options: nosniff"), "{target}: {head}");
            assert!(!head.contains("\r\nlast-modified:") && !head.contains("\r\netag:"), "{target}: {head}");
            assert_eq!(found, body, "{target}");
        }
        let (head, body) = request("HEAD /app.js");
        assert!(head.starts_with("http/1.1 200") && head.contains("\r\ncontent-length: 8"), "{head}");
        assert_eq!(body, "");
        assert!(request("POST /").0.starts_with("http/1.1 405"));
    }

    #[test]
    fn only_files_below_the_mount_are_found() {
        let folder = Folder::new("mount");
        let request = folder.serve("/headroom/");
        assert_eq!(request("GET /headroom/").1, "<index.html>");
        assert_eq!(request("GET /headroom/app.js?x=1").1, "<app.js>");
        let (head, _) = request("GET /headroom");
        assert!(head.starts_with("http/1.1 301") && head.contains("\r\nlocation: /headroom/\r\n"), "{head}");
        for target in [
            "/",
            "/index.html",
            "/headroomy/",
            "/headroom/missing.js",
            "/headroom/../secret",
            "/headroom/%2e%2e/secret",
            "/headroom/..%2fsecret",
            "/headroom/..%5csecret",
            "/headroom//etc/passwd",
            "/headroom/%2fetc/passwd",
            "/headroom/%00",
        ] {
            let (head, body) = request(&format!("GET {target}"));
            assert!(head.starts_with("http/1.1 404"), "{target}: {head}");
            assert_eq!(body, "Not found\n", "{target}");
        }
    }

    #[test]
    fn a_file_that_is_built_anew_is_served_anew() {
        let folder = Folder::new("anew");
        let request = folder.serve("/");
        assert_eq!(request("GET /app.js").1, "<app.js>");
        std::fs::write(folder.0.join("dist/app.js"), "<new>").expect("file written");
        assert_eq!(request("GET /app.js").1, "<new>");
    }
}
