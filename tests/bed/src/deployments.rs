//! A server with deployments that can fail at any of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::fake_server::{FakeRequest, FakeResponse, FakeServer, json_response};

const NO_PANIC: &str = "nothing panics while it holds the lock";

/// How the server fails to add or delete a deployment.
#[derive(Clone, Copy)]
pub enum DeploymentFault {
    /// Responds with this status and changes nothing.
    Refused(u16),
    /// Responds with this status after making the change.
    AppliedThen(u16),
    /// Responds that the id is taken, by a deployment that is not listed.
    Taken(&'static str),
}

/// The deployments of a server, and what fails.
#[derive(Clone, Default)]
pub struct Deployments {
    /// The public name of each deployment by id, and whether it is in the database.
    by_id: Arc<Mutex<BTreeMap<String, (String, bool)>>>,
    /// Faults by the number of an addition (from 1) or the id of a deletion.
    faults: Arc<BTreeMap<String, DeploymentFault>>,
    additions: Arc<Mutex<usize>>,
}

impl Deployments {
    /// Deployments as `(id, public name, is in the database)`.
    pub fn of<const N: usize>(deployments: [(&str, &str, bool); N]) -> Self {
        let by_id = deployments.map(|(id, name, is_stored)| (id.to_owned(), (name.to_owned(), is_stored)));
        Self { by_id: Arc::new(Mutex::new(by_id.into())), ..Self::default() }
    }

    #[must_use]
    pub fn failing(self, faults: &[(&str, DeploymentFault)]) -> Self {
        let faults = faults.iter().map(|(at, fault)| ((*at).to_owned(), *fault)).collect();
        Self { faults: Arc::new(faults), ..self }
    }

    /// Starts a server with them.
    pub fn serve(&self) -> FakeServer {
        let deployments = self.clone();
        FakeServer::from_fn(move |request| deployments.respond(request))
    }

    pub fn ids(&self) -> Vec<String> {
        self.by_id.lock().expect(NO_PANIC).keys().cloned().collect()
    }

    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (line, body) = request.line_and_body();
        // The filters of the newer list are not applied, as on servers that do not know them.
        let line = if line.starts_with("GET /v2/model/info?") { "GET /v1/model/info".to_owned() } else { line };
        match line.as_str() {
            "GET /v1/model/info" => {
                let by_id = self.by_id.lock().expect(NO_PANIC);
                let deployment = |(id, (name, is_stored)): (&String, &(String, bool))| json!({"model_name": name, "litellm_params": {"model": "x/y"}, "model_info": {"id": id, "db_model": is_stored}});
                json_response(json!({"data": by_id.iter().map(deployment).collect::<Vec<_>>()}))
            }
            "POST /model/new" => self.add(&body),
            "POST /model/delete" => self.delete(&body),
            other => panic!("an unexpected request: {other}"),
        }
    }

    fn add(&self, body: &Value) -> FakeResponse {
        let id = body["model_info"]["id"].as_str().expect("an id");
        let name = body["model_name"].as_str().expect("a name");
        let number = {
            let mut additions = self.additions.lock().expect(NO_PANIC);
            *additions += 1;
            additions.to_string()
        };
        let fault = self.faults.get(&number);
        match fault {
            Some(DeploymentFault::Refused(status)) => return refusal(*status, "no"),
            Some(DeploymentFault::Taken(message)) => return refusal(500, message),
            _ => {}
        }
        let mut by_id = self.by_id.lock().expect(NO_PANIC);
        if by_id.contains_key(id) {
            // LiteLLM does not say why.
            return refusal(500, "Failed to add model to db. Check your server logs for more details.");
        }
        by_id.insert(id.to_owned(), (name.to_owned(), true));
        match fault {
            Some(DeploymentFault::AppliedThen(status)) => refusal(*status, "late"),
            _ => json_response(json!({"model_id": id, "model_name": name, "new": 1.0})),
        }
    }

    fn delete(&self, body: &Value) -> FakeResponse {
        let id = body["id"].as_str().expect("an id");
        if let Some(DeploymentFault::Refused(status)) = self.faults.get(id) {
            return refusal(*status, "no");
        }
        match self.by_id.lock().expect(NO_PANIC).remove(id) {
            Some(_) => json_response(json!({"message": "gone"})),
            None => refusal(400, &format!("{{'error': 'Model with id={id} not found in db'}}")),
        }
    }
}

fn refusal(status: u16, message: &str) -> FakeResponse {
    let body = json!({"error": {"message": message, "type": "x", "param": "None", "code": status.to_string()}});
    FakeResponse::new(status).with_json(body)
}

/// The additions (`+id`) and deletions (`-id`) that a server received, in order.
pub fn changes(server: &FakeServer) -> Vec<String> {
    let change = |(line, body): (String, Value)| match line.as_str() {
        "POST /model/new" => Some(format!("+{}", body["model_info"]["id"].as_str().expect("an id"))),
        "POST /model/delete" => Some(format!("-{}", body["id"].as_str().expect("an id"))),
        _ => None,
    };
    server.received().iter().map(FakeRequest::line_and_body).filter_map(change).collect()
}
