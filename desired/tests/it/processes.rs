//! A server of two processes behind one address: one of them serves models as they were, until it reads the database again.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use litellm_proxy_client::Client;
use litellm_proxy_desired::apply::ItemOutcome;
use litellm_proxy_desired::plan::Action;
use litellm_proxy_desired::{Address, Kind, Seen, Server};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::bed::World;

/// Passes requests on, and can repeat earlier responses to the same GETs.
#[derive(Default)]
struct Balancer {
    responses: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Whether each of the next GETs of models is answered with the response that was saved; the others are passed on.
    stale: Mutex<VecDeque<bool>>,
    saves: Mutex<bool>,
}

impl Balancer {
    async fn start(upstream: String) -> (Arc<Self>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let balancer = Arc::new(Self { saves: Mutex::new(true), ..Self::default() });
        let serving = balancer.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serving.clone().serve(client, upstream.clone()));
            }
        });
        (balancer, url)
    }

    async fn serve(self: Arc<Self>, mut client: TcpStream, upstream: String) {
        let Some((target, request)) = read_request(&mut client).await else { return };
        let is_model = target.starts_with("GET /model/info") || target.starts_with("GET /v2/model/info");
        let is_stale = is_model && self.stale.lock().expect("the queue").pop_front().unwrap_or_default();
        let saved = self.responses.lock().expect("the responses").get(&target).cloned();
        let response = match saved.filter(|_| is_stale) {
            Some(saved) => saved,
            None => pass_on(&upstream, &request).await,
        };
        if is_model && *self.saves.lock().expect("the switch") {
            self.responses.lock().expect("the responses").insert(target, response.clone());
        }
        let _ = client.write_all(&response).await;
    }

    /// Saves no further responses: from now on the saved ones are old.
    fn freeze(&self) {
        *self.saves.lock().expect("the switch") = false;
    }

    fn next(&self, stale: &[bool]) {
        *self.stale.lock().expect("the queue") = stale.iter().copied().collect();
    }
}

/// Reads a request; returns its method and target, and all of it, with a header that closes the connection.
async fn read_request(client: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 8192];
        let count = client.read(&mut part).await.ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(part.get(..count)?);
        let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
        if bytes.len() >= end + 4 + length.unwrap_or(0_usize) {
            let target = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let mut request = format!("{head}\r\nConnection: close\r\n\r\n").into_bytes();
            request.extend_from_slice(bytes.get(end + 4..)?);
            return Some((target, request));
        }
    }
}

async fn pass_on(upstream: &str, request: &[u8]) -> Vec<u8> {
    let mut server = TcpStream::connect(upstream).await.expect("the sandbox");
    server.write_all(request).await.expect("a request");
    let mut response = Vec::new();
    server.read_to_end(&mut response).await.expect("a response");
    response
}

fn file(rpm: u32) -> String {
    format!(
        "litellm_proxy: {{owner: acme}}\nmodel_list:\n  - model_name: gpt-x\n    litellm_params: {{model: openai/gpt-x, rpm: {rpm}}}\n    \
         model_info: {{id: gpt-x-eu}}\n"
    )
}

/// Returns a server that has applied two files, and whose second process has the first one still.
async fn world() -> (World, Arc<Balancer>) {
    let mut world = World::start().await;
    let upstream = world.sandbox.url().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let (balancer, url) = Balancer::start(upstream).await;
    let client = Client::builder(&url).api_key("sk-1234").observer(world.wire.clone()).build().expect("a client");
    world.server = Server { client, version: world.server.version };
    world.apply(&file(1)).await;
    // Looks at the model, too, so that all responses are saved.
    let results = world.make_at_once(&world.plan(&file(1).replace("rpm: 1", "rpm: 1, tpm: 5")).await).await;
    assert!(results.iter().all(|result| result.outcome.is_success()), "{results:?}");
    balancer.freeze();
    world.apply(&file(2)).await;
    world.wire.take_writes();
    (world, balancer)
}

async fn rpm(world: &World) -> Option<Seen> {
    let live = world.live().await;
    live.resources.get(&Address::new(Kind::Model, "gpt-x-eu")).expect("the model").value("litellm_params.rpm")
}

#[tokio::test(flavor = "multi_thread")]
async fn process_that_is_behind_is_not_a_change_by_others() {
    let (world, balancer) = world().await;
    let plan = world.plan(&file(3)).await;
    balancer.next(&[true, false, true]);
    let results = world.make_at_once(&plan).await;
    assert!(matches!(results[0].outcome, ItemOutcome::Done), "{results:?}");
    balancer.next(&[]);
    assert_eq!(rpm(&world).await, Some(Seen::Value(json!(3))));
    assert_eq!(world.live().await.resources.values().filter(|one| one.address.kind == Kind::Model).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn plan_from_a_process_that_is_behind_is_refused_with_the_reason() {
    let (world, balancer) = world().await;
    balancer.next(&[true]);
    let plan = world.plan(&file(3)).await;
    assert_eq!(plan.count(Action::Update), 1);
    let results = world.make_at_once(&plan).await;
    let outcome = format!("{:?}", results[0].outcome);
    assert!(outcome.contains("had not yet read the last change, which takes up to 30 s"), "{outcome}");
    assert_eq!(world.wire.take_writes(), []);
    // What was applied already is not an error.
    balancer.next(&[true]);
    let plan = world.plan(&file(2)).await;
    let results = world.make_at_once(&plan).await;
    assert!(results.iter().all(|result| result.outcome.is_success()), "{results:?}");
    assert_eq!(world.wire.take_writes(), []);
}
