//! A server with deployments, which can fail at any of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::servers::{json_answer, one_line, requests};

/// How the server fails at a deployment that it is to add or to delete.
#[derive(Clone, Copy)]
pub enum Fails {
    /// With this status, and nothing is done.
    Refusing(u16),
    /// With this status, after it was done.
    Late(u16),
    /// Because there is one of this id, which is not shown to everybody.
    Taken(&'static str),
}

/// A server with deployments, which fails where it is told to.
#[derive(Clone, Default)]
pub struct Shop {
    /// The public name of each deployment by id, and whether it is in the database.
    stock: Arc<Mutex<BTreeMap<String, (String, bool)>>>,
    /// What fails: the number of an addition, or the id of a deletion.
    failing: Arc<BTreeMap<String, Fails>>,
    additions: Arc<Mutex<usize>>,
}

impl Shop {
    pub fn of<const N: usize>(stock: [(&str, &str, bool); N]) -> Self {
        let stock = stock.map(|(id, name, is_stored)| (id.to_owned(), (name.to_owned(), is_stored)));
        Self { stock: Arc::new(Mutex::new(stock.into())), ..Self::default() }
    }

    #[must_use]
    pub fn failing(self, failing: &[(&str, Fails)]) -> Self {
        let failing = failing.iter().map(|(at, fails)| ((*at).to_owned(), *fails)).collect();
        Self { failing: Arc::new(failing), ..self }
    }

    pub async fn open(&self) -> MockServer {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(self.clone()).mount(&server).await;
        server
    }

    pub fn ids(&self) -> Vec<String> {
        self.stock.lock().expect("no panic while it is held").keys().cloned().collect()
    }
}

fn refusal(status: u16, message: &str) -> ResponseTemplate {
    let body = json!({"error": {"message": message, "type": "x", "param": "None", "code": status.to_string()}});
    ResponseTemplate::new(status).set_body_json(body)
}

impl Respond for Shop {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let (line, body) = one_line(request);
        let mut stock = self.stock.lock().expect("no panic while it is held");
        let fails = |at: &str| self.failing.get(at).copied();
        match line.as_str() {
            "GET /v1/model/info" => {
                let deployment = |(id, (name, is_stored)): (&String, &(String, bool))| json!({"model_name": name, "litellm_params": {"model": "x/y"}, "model_info": {"id": id, "db_model": is_stored}});
                json_answer(json!({"data": stock.iter().map(deployment).collect::<Vec<_>>()}))
            }
            "POST /model/new" => {
                let mut additions = self.additions.lock().expect("no panic while it is held");
                *additions += 1;
                let id = body["model_info"]["id"].as_str().expect("an id").to_owned();
                let name = body["model_name"].as_str().expect("a name").to_owned();
                let fails = fails(&additions.to_string());
                match fails {
                    Some(Fails::Refusing(status)) => return refusal(status, "no"),
                    Some(Fails::Taken(words)) => return refusal(500, words),
                    _ => {}
                }
                if stock.contains_key(&id) {
                    // As LiteLLM says it: not why.
                    return refusal(500, "Failed to add model to db. Check your server logs for more details.");
                }
                stock.insert(id.clone(), (name.clone(), true));
                match fails {
                    Some(Fails::Late(status)) => refusal(status, "late"),
                    _ => json_answer(json!({"model_id": id, "model_name": name, "new": 1.0})),
                }
            }
            "POST /model/delete" => {
                let id = body["id"].as_str().expect("an id");
                if let Some(Fails::Refusing(status)) = fails(id) {
                    return refusal(status, "no");
                }
                match stock.remove(id) {
                    Some(_) => json_answer(json!({"message": "gone"})),
                    None => refusal(400, &format!("{{'error': 'Model with id={id} not found in db'}}")),
                }
            }
            other => panic!("{other}"),
        }
    }
}

/// What the server was told to add and delete, by id.
pub async fn changes(server: &MockServer) -> Vec<String> {
    let change = |(line, body): (String, Value)| match line.as_str() {
        "POST /model/new" => Some(format!("+{}", body["model_info"]["id"].as_str().expect("an id"))),
        "POST /model/delete" => Some(format!("-{}", body["id"].as_str().expect("an id"))),
        _ => None,
    };
    requests(server).await.iter().map(one_line).filter_map(change).collect()
}
