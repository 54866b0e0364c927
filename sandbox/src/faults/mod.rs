//! Injected faults, for tests of clients whose server fails: `chat=500*2,slow:2s,cut:3`.
//!
//! `target` says which requests a fault is for, `steps` what happens to them, `cut` ends a response early.

mod cut;
mod steps;
mod target;

use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::{Method, StatusCode};

pub(super) use self::cut::cut;
use self::steps::Steps;
use self::target::{Request, Target};
use super::response::Refusal;
use super::route::Route;

/// A fault: which requests fail, how, and how often. Written `TARGET=STEP[,STEP…]`.
///
/// `TARGET` is `[METHOD ]PATH` or the name of an endpoint that runs a model, such as `chat`. `METHOD` may be `*`, which
/// is the default, and `PATH` may end with `*`. All paths of an endpoint count as one: `/chat/completions` stands for
/// `/v1/chat/completions` too.
///
/// A `STEP` is an effect and how often it applies, `EFFECT*TIMES`. The steps apply one after another, each once unless
/// `TIMES` says otherwise; a single step without `TIMES`, and one with `*forever`, applies forever. The effects are:
///
/// - a status of 400 or more: responds with it and does not execute the request
/// - `slow:2s`, also `2s` or `200ms`: executes the request and responds that much later
/// - `cut:3`: executes the request and closes the connection after three events of a stream, or within the body of
///   another response
/// - `drop`: executes the request and closes the connection without a response
///
/// A delay and another effect can be joined: `slow:2s+500`. For all but `cut` and `slow`, `:TIMES` can be written too.
///
/// ```
/// use litellm_proxy_sandbox::Fault;
///
/// let fault: Fault = "POST /key/generate=500:1".parse()?;
/// assert_eq!(fault.to_string(), "POST /key/generate=500:1");
/// let fault: Fault = "chat=500*2,slow:2s,cut:3".parse()?;
/// let error = "GET /modles=500".parse::<Fault>().unwrap_err();
/// assert!(error.to_string().contains("did you mean /models?"));
/// # Ok::<(), litellm_proxy_sandbox::ParseFaultError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    target: Target,
    steps: Steps,
}

/// A string that is not a [`Fault`], and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ParseFaultError(String);

/// What happens to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FaultEffect {
    /// How much later the response is sent.
    pub(super) delay: Option<Duration>,
    pub(super) failure: Option<FaultFailure>,
}

/// How a request fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultFailure {
    /// Responds with this status; the request is not executed.
    Status(StatusCode),
    /// Executes the request and closes the connection without a response.
    Drop,
    /// Executes the request and closes the connection after this many events.
    Cut(u32),
}

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (target, steps) = text.rsplit_once('=').ok_or_else(|| {
            ParseFaultError("expected TARGET=EFFECT, such as 'POST /key/generate=500:1' or 'chat=slow:2s,cut:3'".into())
        })?;
        let target = Target::parse(target.trim()).map_err(ParseFaultError)?;
        Ok(Self { target, steps: Steps::parse(steps).map_err(ParseFaultError)? })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.target, self.steps)
    }
}

impl Fault {
    /// Returns which of its steps were not used up, as a sentence.
    fn unused(&self) -> Option<String> {
        let unused = self.steps.unused();
        if unused.is_empty() {
            return None;
        }
        let reason = if self.steps.is_untouched() { "was never used".to_owned() } else { unused.join(", ") };
        let colon = if self.steps.is_untouched() { "" } else { ":" };
        Some(format!("the fault '{self}'{colon} {reason}"))
    }
}

/// The faults of a sandbox; each counts down as it applies.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    pub(super) fn add(&self, fault: Fault) {
        self.lock().push(fault);
    }

    /// Returns the next effect of the first fault that is for the request and not used up, and counts it.
    pub(super) fn next(&self, method: &Method, path: &str, route: Option<&Route>) -> Option<FaultEffect> {
        let mut faults = self.lock();
        if faults.is_empty() {
            return None;
        }
        let request = Request::new(method, path, route);
        faults.iter_mut().filter(|fault| fault.target.matches(&request)).find_map(|fault| fault.steps.next())
    }

    /// Describes the faults that were not used up.
    pub(super) fn unused(&self) -> Vec<String> {
        self.lock().iter().filter_map(Fault::unused).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fault>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the refusal of a server that fails with a status.
pub(super) fn refusal(status: StatusCode) -> Refusal {
    Refusal::error(status, "internal_server_error", None, "an injected fault")
}

/// Returns the hint that names what a misspelled word may mean.
fn did_you_mean<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let distance = |known: &str| strsim::damerau_levenshtein(word, known);
    let nearest = known.map(|known| (distance(known), known)).min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, known)) if distance * 3 <= word.len().max(3) => format!("; did you mean {known}?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::Router;

    fn parse(text: &str) -> Fault {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[expect(clippy::unnecessary_wraps, reason = "a request may meet no fault")]
    fn effect(delay: Option<Duration>, failure: Option<FaultFailure>) -> Option<FaultEffect> {
        Some(FaultEffect { delay, failure })
    }

    fn failure(failure: FaultFailure) -> Option<FaultEffect> {
        effect(None, Some(failure))
    }

    fn status(status: u16) -> Option<FaultEffect> {
        failure(FaultFailure::Status(StatusCode::from_u16(status).unwrap()))
    }

    fn slow(millis: u64) -> Option<FaultEffect> {
        effect(Some(Duration::from_millis(millis)), None)
    }

    fn next(faults: &Faults, request: &str) -> Option<FaultEffect> {
        let (method, path) = request.split_once(' ').unwrap();
        let method = method.parse().unwrap();
        let route = Router::new().unwrap().find(&method, path).ok().map(|(route, _)| route);
        faults.next(&method, path, route.as_ref())
    }

    #[test]
    fn faults_apply_to_matching_requests_and_count_down() {
        let faults: Vec<Fault> =
            ["POST /key/generate=500:1", "* /team/*=drop", "GET /models=20ms", "GET /models=503"].map(parse).into();
        for fault in &faults {
            assert_eq!(fault.to_string().parse().as_ref(), Ok(fault));
        }
        let faults = Faults::new(faults);
        assert_eq!(next(&faults, "POST /key/generate"), status(500));
        assert_eq!(next(&faults, "POST /key/generate"), None);
        assert_eq!(next(&faults, "GET /key/generate"), None);
        assert_eq!(next(&faults, "POST /team/new"), failure(FaultFailure::Drop));
        for _ in 0..3 {
            assert_eq!(next(&faults, "GET /models"), slow(20));
        }
        assert_eq!(next(&faults, "GET /models/x"), None);
        assert_eq!(faults.unused(), ["the fault 'GET /models=503' was never used"]);
    }

    #[test]
    fn steps_apply_in_order_and_what_is_left_is_named() {
        let faults = Faults::new(vec![parse("chat=500*2,slow:2s+429,cut:3,drop*4"), parse("/key/list=1s")]);
        let chat = || next(&faults, "POST /chat/completions");
        assert_eq!((chat(), chat()), (status(500), status(500)));
        let both = FaultEffect {
            delay: Some(Duration::from_secs(2)),
            failure: Some(FaultFailure::Status(StatusCode::TOO_MANY_REQUESTS)),
        };
        assert_eq!(chat(), Some(both));
        assert_eq!(chat(), failure(FaultFailure::Cut(3)));
        assert_eq!(chat(), failure(FaultFailure::Drop));
        assert_eq!(
            faults.unused(),
            [
                "the fault 'chat=500*2,slow:2s+429,cut:3,drop*4': drop*4 was used 1 of 4 times",
                "the fault '/key/list=1s' was never used",
            ]
        );
        for _ in 0..3 {
            assert_eq!(chat(), failure(FaultFailure::Drop));
        }
        assert_eq!(chat(), None);
        assert_eq!(faults.unused().len(), 1);
        let faults = Faults::new(vec![parse("chat=500,200ms*forever")]);
        let chat = || next(&faults, "POST /chat/completions");
        assert_eq!((chat(), chat(), chat()), (status(500), slow(200), slow(200)));
        assert!(faults.unused().is_empty());
    }

    #[test]
    fn all_paths_of_an_endpoint_count_as_one() {
        let chats = [
            "/chat/completions",
            "/v1/chat/completions",
            "/openai/deployments/gpt-4o/chat/completions",
            "/engines/gpt-4o/chat/completions",
            "/chat/completions/",
        ];
        let written = [
            "chat",
            "POST chat",
            "/chat/completions",
            "POST /v1/chat/completions",
            "/openai/deployments/{m}/chat/completions",
            "/engines/gpt-4o/chat/completions",
            "* /v1/chat/*",
            "/chat/*",
        ];
        for target in written {
            let faults = Faults::new(vec![parse(&format!("{target}=500"))]);
            for path in chats {
                assert_eq!(next(&faults, &format!("POST {path}")), status(500), "{target} {path}");
            }
            for other in ["POST /completions", "POST /v1/embeddings", "GET /models"] {
                assert_eq!(next(&faults, other), None, "{target} {other}");
            }
        }
        for (target, path) in [
            ("/models", "GET /v1/models"),
            ("GET /v1/models", "GET /models"),
            ("/models/x", "GET /v1/models/x"),
            ("/models/{id}", "GET /v1/models/y"),
            ("/v1/model/info", "GET /model/info"),
            ("/health/liveness", "GET /health/liveliness"),
            ("/key/{key}/regenerate", "POST /key/sk-1/regenerate"),
            ("GET /health/*", "GET /health/readiness"),
            ("*", "GET /models"),
            ("* /*", "POST /key/generate"),
            ("/v1/files", "GET /v1/files"),
        ] {
            assert_eq!(next(&Faults::new(vec![parse(&format!("{target}=500"))]), path), status(500), "{target}");
        }
        for (target, path) in [("/models", "GET /model/info"), ("/model/info", "GET /v2/model/info")] {
            assert_eq!(next(&Faults::new(vec![parse(&format!("{target}=500"))]), path), None, "{target}");
        }
    }

    #[test]
    fn malformed_faults_are_refused_with_the_reason() {
        for (text, reason) in [
            ("", "expected TARGET=EFFECT"),
            ("POST=500", "the path is missing"),
            ("POST /models", "expected TARGET=EFFECT"),
            ("/models=200", "200 is not a failure"),
            ("/models=99", "'99' is not an effect"),
            ("/models=", "'' is not an effect"),
            ("/models=500,", "'' is not an effect"),
            ("/models=500:", "'' is not a number of times"),
            ("/models=500:-1", "'-1' is not a number of times"),
            ("/models=500*0", "'0' is not a number of times"),
            ("/models=5m", "'5m' is not an effect"),
            (
                "/models=dorp",
                "'dorp' is not an effect (a status such as 500, slow:2s, cut:3, drop); did you mean drop?",
            ),
            ("chat=slwo:2s", "did you mean slow?"),
            ("chat=cut", "cut needs a number of events, such as cut:3"),
            ("chat=slow:x", "slow needs a time, such as slow:2s"),
            ("chat=500+drop", "500+drop: a step has one delay and one failure at most"),
            ("chat=500*forever,drop", "nothing applies after '500*forever'"),
            ("chta=500", "'chta' is not an endpoint; did you mean chat?"),
            ("POST models=500", "'models' is not an endpoint"),
            ("POST /key/genrate=500", "there is no endpoint /key/genrate; did you mean /key/generate?"),
            ("/v1/chat/completion=500", "did you mean /v1/chat/completions?"),
            ("* /taem/*=drop", "no endpoint begins with /taem/"),
            ("GET /key/generate=500", "/key/generate has no GET; it has POST"),
            ("PSOT /key/generate=500", "'PSOT' is not a method; did you mean POST?"),
            ("GET chat=500", "chat has no GET; it has POST"),
        ] {
            let error = text.parse::<Fault>().expect_err(text).to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
