//! One connection of the fake server, on a thread of its own.

use std::io::{self, BufReader, Read, Write};
use std::net::TcpStream;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use socket2::SockRef;

use super::request::FakeRequest;
use super::response::Ending;
use super::{PATIENCE, Shared};

trait Stream: Read + Write {}

impl<T: Read + Write> Stream for T {}

/// The side that ended the connection.
#[derive(Clone, Copy)]
enum Ended {
    Client,
    Server,
    /// The server, by a reset.
    Reset,
}

pub(super) fn run(id: usize, stream: TcpStream, tls: Option<Arc<ServerConfig>>, shared: &Shared) {
    // No connection outlives a test by much, whatever the client does.
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_write_timeout(Some(PATIENCE)).expect("a timeout");
    stream.set_nodelay(true).expect("an option");
    let socket = stream.try_clone().expect("a second handle");
    let stream: Box<dyn Stream> = match tls {
        None => Box::new(stream),
        Some(config) => {
            let connection = ServerConnection::new(config).expect("a valid configuration");
            Box::new(StreamOwned::new(connection, stream))
        }
    };
    let mut stream = BufReader::new(stream);
    let result = catch_unwind(AssertUnwindSafe(|| serve(&mut stream, shared)));
    // A client that goes away in the middle of it is what some tests are about.
    let ended = result.as_ref().map_or(Ended::Server, |ended| *ended.as_ref().unwrap_or(&Ended::Client));
    if let Ended::Reset = ended {
        // Without lingering, the last handle that is closed resets the connection.
        SockRef::from(&socket).set_linger(Some(Duration::ZERO)).expect("an option");
    }
    shared.update(|state| {
        state.open.remove(&id);
        state.closed += usize::from(matches!(ended, Ended::Client));
    });
    if let Err(panic) = result {
        // The panic is repeated when the server is dropped.
        resume_unwind(panic);
    }
}

fn serve(stream: &mut BufReader<Box<dyn Stream>>, shared: &Shared) -> io::Result<Ended> {
    while let Some(request) = FakeRequest::read(stream)? {
        shared.update(|state| state.requests.push(request.clone()));
        let response = shared.respond(&request);
        let output = stream.get_mut();
        match &response.ending {
            Ending::KeepOpen => {
                output.write_all(&response.bytes(&request.method))?;
                output.flush()?;
                if request.header("connection") == Some("close") {
                    return Ok(Ended::Server);
                }
            }
            Ending::CutShort => {
                output.write_all(&response.bytes(&request.method))?;
                output.flush()?;
                return Ok(Ended::Server);
            }
            Ending::Raw(bytes) => {
                output.write_all(bytes)?;
                output.flush()?;
                return Ok(Ended::Server);
            }
            Ending::Hang(bytes) => {
                output.write_all(bytes)?;
                output.flush()?;
                // The client has nothing more to say: this waits until it closes the connection.
                stream.read_exact(&mut [0])?;
                return Err(io::Error::other("a request before the response to the last"));
            }
            Ending::Reset => return Ok(Ended::Reset),
            Ending::Endless(piece) => {
                output.write_all(&response.bytes(&request.method))?;
                loop {
                    output.write_all(piece)?;
                }
            }
            Ending::Fed(feed) => {
                shared.state().feeds.push(feed.clone());
                let written = write_pieces(output, || feed.next());
                feed.close();
                written?;
                return Ok(Ended::Server);
            }
        }
    }
    Ok(Ended::Client)
}

fn write_pieces(output: &mut impl Write, mut next: impl FnMut() -> Option<Vec<u8>>) -> io::Result<()> {
    while let Some(piece) = next() {
        output.write_all(&piece)?;
        output.flush()?;
    }
    Ok(())
}
