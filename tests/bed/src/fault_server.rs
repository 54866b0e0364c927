//! A server over bare sockets, for what a well-behaved HTTP server cannot do: reset, cut off, fall silent, never end,
//! or show a certificate of one's own. It ends with the test that started it.

use std::cell::Cell;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// No connection outlives this, whatever the client does.
const LONGEST: Duration = Duration::from_secs(60);
/// More than any request of these tests.
const LARGEST_HEAD: usize = 64 * 1024;

/// What becomes of a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// These bytes, then the end of the connection.
    Bytes(Vec<u8>),
    /// `head`, then `piece` again and again until the client is gone.
    Endless { head: Vec<u8>, piece: Vec<u8> },
    /// The connection is reset.
    Reset,
    /// Nothing at all, until the client is gone.
    Silence,
    /// The end of the connection, after the request was read whole: the answer is lost.
    Lost,
}

impl Reply {
    /// A whole answer: `status` is a number and a reason.
    pub fn http(status: &str, content_type: &str, body: &str) -> Self {
        let length = body.len();
        // A retry that waits for no one: the matrix is about what comes of it, not about patience.
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nRetry-After: 0\r\nConnection: close\r\n\r\n"
        );
        Self::Bytes([head.as_bytes(), body.as_bytes()].concat())
    }

    /// A success with this JSON.
    pub fn json(body: &str) -> Self {
        Self::http("200 OK", "application/json", body)
    }

    /// A success that promises more than it sends.
    pub fn cut_short(content_type: &str, body: &str) -> Self {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: 100000\r\n\r\n");
        Self::Bytes([head.as_bytes(), body.as_bytes()].concat())
    }
}

/// A running server.
pub struct FaultServer {
    scheme: &'static str,
    address: SocketAddr,
    received: Arc<Mutex<Vec<String>>>,
    ending: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

trait Connection: Read + Write {}

impl<T: Read + Write> Connection for T {}

/// Decides on a reply by the request line, and by the body if it reads that.
trait Respond: Fn(&str, &mut dyn FnMut() -> String) -> Reply + Send + Sync + 'static {}

impl<F: Fn(&str, &mut dyn FnMut() -> String) -> Reply + Send + Sync + 'static> Respond for F {}

type Wrap = Box<dyn Fn(TcpStream) -> Option<Box<dyn Connection>> + Send + Sync>;

impl FaultServer {
    /// A server whose `respond` is given the request as `METHOD /path?query`.
    pub fn start(respond: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_with("http", Box::new(|stream| Some(Box::new(stream))), move |line, _| respond(line))
    }

    /// The same, and `respond` is given the request's body too.
    pub fn start_reading(respond: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Self {
        let respond = move |line: &str, body: &mut dyn FnMut() -> String| respond(line, &body());
        Self::start_with("http", Box::new(|stream| Some(Box::new(stream))), respond)
    }

    /// The same behind TLS.
    pub fn start_tls(config: Arc<ServerConfig>, respond: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let wrap = move |stream| -> Option<Box<dyn Connection>> {
            let connection = ServerConnection::new(Arc::clone(&config)).ok()?;
            Some(Box::new(StreamOwned::new(connection, stream)))
        };
        Self::start_with("https", Box::new(wrap), move |line, _| respond(line))
    }

    fn start_with(scheme: &'static str, wrap: Wrap, respond: impl Respond) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (received, ending) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicBool>::default());
        let (seen, is_ending) = (Arc::clone(&received), Arc::clone(&ending));
        let accepting = std::thread::spawn(move || {
            std::thread::scope(|scope| {
                for stream in listener.incoming() {
                    let Ok(stream) = stream else { break };
                    if is_ending.load(Ordering::SeqCst) {
                        break;
                    }
                    scope.spawn(|| {
                        let bounded = stream.set_read_timeout(Some(LONGEST)).is_ok()
                            && stream.set_write_timeout(Some(LONGEST)).is_ok();
                        if let Some(mut connection) = Some(stream).filter(|_| bounded).and_then(&wrap) {
                            // A client that goes away in the middle is what some tests are about.
                            let _ = serve(&mut *connection, &respond, &seen, &is_ending);
                        }
                    });
                }
            });
        });
        Self { scheme, address, received, ending, accepting: Some(accepting) }
    }

    pub fn uri(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The heads of the requests that came, in order.
    pub fn received(&self) -> Vec<String> {
        self.received.lock().expect("no panic while it is held").clone()
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn serve(
    connection: &mut dyn Connection,
    respond: &impl Respond,
    received: &Mutex<Vec<String>>,
    ending: &AtomicBool,
) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    // All but the last byte: a socket that is closed with something unread resets the connection.
    while !head.ends_with(b"\r\n\r") && head.len() < LARGEST_HEAD {
        connection.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let line = head.lines().next().and_then(|line| line.rsplit_once(' ')).map(|(line, _)| line.to_owned());
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok()).flatten()
    });
    received.lock().expect("no panic while it is held").push(head);
    let read = Cell::new(None);
    let mut read_body = || {
        // The first byte is the last of the head.
        let mut bytes = vec![0; length.unwrap_or(0) + 1];
        read.set(Some(connection.read_exact(&mut bytes)));
        String::from_utf8_lossy(&bytes[1..]).into_owned()
    };
    let reply = respond(&line.unwrap_or_default(), &mut read_body);
    if matches!(reply, Reply::Reset) {
        return Ok(());
    }
    let has_read = read.take();
    if has_read.is_none() {
        read_body();
    }
    has_read.or_else(|| read.take()).transpose()?;
    match reply {
        Reply::Bytes(bytes) => connection.write_all(&bytes)?,
        Reply::Endless { head, piece } => {
            connection.write_all(&head)?;
            while !ending.load(Ordering::SeqCst) {
                connection.write_all(&piece)?;
            }
        }
        // The client has nothing more to say: this waits for it to hang up.
        Reply::Silence => drop(connection.read(&mut byte)?),
        Reply::Reset | Reply::Lost => {}
    }
    connection.flush()
}
