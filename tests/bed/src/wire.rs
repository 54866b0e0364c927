//! A server over bare sockets, for what a test must know of connections: how many were made, whether they are used
//! again, and whether the client has closed them. It writes what it is told, byte for byte, and ends with the test.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, mpsc};

/// What a test waits for at most, before it fails.
const LONGEST: Duration = Duration::from_secs(60);

/// What becomes of a request.
pub enum Say {
    /// This answer; the connection stays open for another request.
    Answer(String),
    /// These bytes, and then the end of the connection.
    Last(Vec<u8>),
    /// These bytes, and then nothing until the client is gone.
    Begin(String),
    /// What comes, as it comes, and then the end of the connection.
    Fed(mpsc::Receiver<Vec<u8>>),
}

/// A running server.
#[derive(Clone)]
pub struct Wire {
    address: SocketAddr,
    seen: Arc<Seen>,
}

struct Seen {
    connections: AtomicUsize,
    /// Of each request its head and body.
    requests: Mutex<Vec<String>>,
    /// A permit for each connection that the client has closed.
    gone: Semaphore,
}

impl Wire {
    /// A server whose `respond` is given head and body of each request.
    pub async fn start<F>(respond: impl Fn(String) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Say> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Seen {
            connections: AtomicUsize::new(0),
            requests: Mutex::default(),
            gone: Semaphore::const_new(0),
        });
        let (wire, respond) = (Self { address, seen: Arc::clone(&seen) }, Arc::new(respond));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                let (seen, respond) = (Arc::clone(&seen), Arc::clone(&respond));
                tokio::spawn(async move {
                    if serve(stream, &seen, &*respond).await.is_none() {
                        seen.gone.add_permits(1);
                    }
                });
            }
        });
        wire
    }

    /// One that says the same to everybody.
    pub async fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |_| std::future::ready(Say::Last(answer.clone()))).await
    }

    pub fn uri(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The requests that came whole, in order.
    pub fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().expect("no panic while it is held").clone()
    }

    /// Waits until the client has closed so many connections.
    pub async fn closed(&self, count: u32) {
        let gone = tokio::time::timeout(LONGEST, self.seen.gone.acquire_many(count)).await;
        gone.expect("the client closes the connection").expect("the semaphore stays open").forget();
    }

    /// Waits until so many requests have come.
    pub async fn asked(&self, count: usize) {
        let come = async {
            while self.requests().len() < count {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(LONGEST, come).await.expect("the requests come");
    }
}

/// Serves a connection until one side ends it: `None` when it was the client.
async fn serve<F: Future<Output = Say>>(
    mut stream: TcpStream,
    seen: &Seen,
    respond: &impl Fn(String) -> F,
) -> Option<()> {
    let mut byte = [0];
    loop {
        let request = read(&mut stream).await?;
        seen.requests.lock().expect("no panic while it is held").push(request.clone());
        // While an answer is held back the client may go away too.
        let answer = tokio::select! {
            answer = respond(request) => answer,
            _ = stream.peek(&mut byte) => return None,
        };
        match answer {
            Say::Answer(answer) => stream.write_all(answer.as_bytes()).await.ok()?,
            Say::Last(answer) => return stream.write_all(&answer).await.ok(),
            Say::Begin(answer) => {
                stream.write_all(answer.as_bytes()).await.ok()?;
                // The client has nothing more to say: this waits for it to hang up.
                let _ = stream.read(&mut byte).await;
                return None;
            }
            Say::Fed(mut pieces) => {
                while let Some(piece) = pieces.recv().await {
                    stream.write_all(&piece).await.ok()?;
                }
                return Some(());
            }
        }
    }
}

/// The next request, `None` when the client has closed the connection.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    loop {
        if let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&request[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if request.len() - end - 4 >= length.map_or(0, |length| length.parse().expect("a number")) {
                return Some(String::from_utf8_lossy(&request).into_owned());
            }
        }
        let mut bytes = [0; 4096];
        match stream.read(&mut bytes).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => request.extend_from_slice(bytes.get(..count)?),
        }
    }
}

/// A whole answer with this JSON, after which the connection stays open.
pub fn answer(json: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{json}", json.len())
}
