//! The commands of the fault matrix, and what brings each to the request that fails.

pub(super) const KEY_PAGE: &str = r#"{"keys":[{"token":"aa","key_alias":"one"}],"total_count":1,"total_pages":1}"#;
const STORED_MODEL: &str = r#"{"data":[{"model_name":"m","model_info":{"id":"i","db_model":true}}]}"#;

/// A command, and what brings it to the request that fails.
pub(super) struct Case {
    pub(super) words: &'static [&'static str],
    /// Requests that succeed, by the start of `METHOD /path`, and their responses.
    pub(super) well: &'static [(&'static str, &'static str)],
    /// JSON of a shape that the command cannot use: a list for an object, an object for a list.
    pub(super) wrong_shapes: &'static [&'static str],
    /// A response that lacks its main content. `None` for commands that print the server's confirmation whatever
    /// it is: a server that responds with `{}` has done the work all the same.
    pub(super) incomplete: Option<&'static str>,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Fails with the fault's exit code and prints nothing on stdout.
    Plain,
    /// The same; the response is a stream.
    Stream,
    /// `http request` prints any response, refusals too; stdout is empty only without a response.
    AnyAnswer,
    /// Some of several requests fail: the exit code is 7, the outcome of each is on stdout, and the error counts them
    /// like this.
    Bulk(&'static str),
    /// The same, with an error of its own if nothing has the names.
    BulkByName { counts: &'static str, none: &'static str },
    /// The command succeeds although the request fails: stdout begins like this and warns of nothing.
    Succeeds(&'static str),
    /// `version` succeeds: it prints the reason of a failure, and that a success without a version has none.
    Version,
}

const fn plain(
    words: &'static [&'static str],
    wrong_shapes: &'static [&'static str],
    incomplete: Option<&'static str>,
) -> Case {
    Case { words, well: &[], wrong_shapes, incomplete, kind: Kind::Plain }
}

/// Wrong shapes for a `data` list, and for an object that may be empty.
const LIST: &[&str] = &["[]", r#"{"data":{}}"#, r#"{"data":["m"]}"#];
const DAYS: &[&str] = &["[]", r#"{"results":{}}"#, r#"{"results":[{"day":"d"}]}"#];
const OBJECT: &[&str] = &["[]", r#"["x"]"#];
const EMPTY: Option<&str> = Some("{}");

/// A team is fetched before it is changed.
const TEAM: &[(&str, &str)] = &[(
    "GET /team/info",
    r#"{"team_id":"t","team_info":{"team_id":"t","models":["m","n"],"members_with_roles":[{"user_id":"u","role":"user"}]}}"#,
)];

/// So is an organization.
const ORG: &[(&str, &str)] = &[("GET /organization/info", "{}")];

pub(super) const CASES: &[Case] = &[
    plain(&["models", "list"], LIST, EMPTY),
    plain(&["models", "info"], LIST, EMPTY),
    plain(&["models", "add", "m", "-p", "model=openai/m"], OBJECT, None),
    plain(&["models", "get", "--id", "i"], LIST, EMPTY),
    plain(&["models", "get", "--name", "m"], LIST, EMPTY),
    plain(&["models", "delete", "i"], OBJECT, None),
    plain(&["models", "update", "i", "-p", "rpm=1"], OBJECT, None),
    Case {
        kind: Kind::Bulk("1 of 1 model was not imported"),
        ..plain(&["models", "import", "models.yaml", "--on-conflict", "create"], OBJECT, None)
    },
    // Existing models are fetched first; without them nothing is started.
    plain(&["models", "import", "models.yaml"], LIST, EMPTY),
    plain(&["credentials", "list"], &["[]", r#"{"credentials":{}}"#], EMPTY),
    plain(&["credentials", "create", "c", "--info", "{}", "--values", "{}"], OBJECT, None),
    plain(&["credentials", "get", "c"], OBJECT, EMPTY),
    plain(&["credentials", "update", "c", "--info", "{}"], OBJECT, None),
    // It fetches before it deletes: first the fetch fails, then the deletion.
    plain(&["credentials", "delete", "c"], OBJECT, EMPTY),
    Case {
        well: &[("GET /credentials/by_name/c", r#"{"credential_name":"c"}"#)],
        ..plain(&["credentials", "delete", "c"], OBJECT, None)
    },
    plain(&["keys", "list"], &["[]", r#"{"keys":{}}"#, r#"{"keys":[1]}"#], EMPTY),
    plain(&["keys", "list", "--page", "2"], &["[]", r#"{"keys":{}}"#], EMPTY),
    plain(&["keys", "generate"], OBJECT, EMPTY),
    plain(&["keys", "delete", "--keys", "sk-0123456789", "--key-aliases", "a"], OBJECT, EMPTY),
    // It looks the key up before it deletes it: first the lookup fails, then the deletion.
    Case {
        well: &[("GET /key/list", KEY_PAGE)],
        ..plain(&["keys", "delete", "one"], &["[]", r#"{"deleted_keys":{}}"#], None)
    },
    plain(&["keys", "update", "sk-0123456789", "--rpm-limit", "1"], OBJECT, None),
    plain(&["keys", "update", "one", "--rpm-limit", "1"], &["[]", r#"{"keys":{}}"#], EMPTY),
    plain(&["keys", "update", "sk-0123456789", "--add-model", "m"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{"models":["n"]}}"#)],
        ..plain(&["keys", "update", "sk-0123456789", "--add-model", "m"], OBJECT, None)
    },
    plain(&["keys", "block", "sk-0123456789"], OBJECT, None),
    plain(&["keys", "unblock", "sk-0123456789"], OBJECT, None),
    Case {
        kind: Kind::BulkByName { counts: "2 of 2 keys were not blocked", none: "none of these 2 keys exists" },
        ..plain(&["keys", "block", "sk-0123456789", "sk-9876543210"], OBJECT, None)
    },
    plain(&["keys", "reset-spend", "sk-0123456789"], OBJECT, None),
    plain(&["keys", "regenerate", "sk-0123456789"], OBJECT, EMPTY),
    plain(&["keys", "aliases"], &["[]", r#"{"aliases":{}}"#, r#"{"aliases":[1]}"#], EMPTY),
    plain(&["keys", "can-use", "sk-0123456789", "m"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{}}"#)],
        ..plain(&["keys", "can-use", "sk-0123456789", "m"], LIST, EMPTY)
    },
    plain(&["keys", "audit"], &["[]", r#"{"keys":{}}"#], EMPTY),
    Case { well: &[("GET /key/list", KEY_PAGE)], ..plain(&["keys", "audit"], &["[]", r#"{"users":{}}"#], EMPTY) },
    plain(&["keys", "info", "--key", "sk-0123456789"], &["[]", r#"{"info":[]}"#], EMPTY),
    plain(&["keys", "info", "one"], &["[]", r#"{"keys":{}}"#], EMPTY),
    Case {
        well: &[("GET /key/list", KEY_PAGE)],
        ..plain(&["keys", "info", "--key-alias", "one"], &["[]", r#"{"info":[]}"#], EMPTY)
    },
    plain(
        &["keys", "import", "--source-base-url", "URL", "--discard-secrets", "--base-url", "http://127.0.0.1:1"],
        &["[]", r#"{"keys":{}}"#],
        EMPTY,
    ),
    Case {
        kind: Kind::Bulk("1 of 1 key was not imported"),
        ..plain(&["keys", "import", "--source-base-url", "SOURCE", "--discard-secrets"], OBJECT, EMPTY)
    },
    plain(&["users", "list"], &["[]", r#"{"users":{}}"#, r#"{"users":["u"]}"#], EMPTY),
    plain(&["users", "get", "--id", "u"], &["[]", r#"{"user_info":[]}"#], None),
    plain(&["users", "create", "--email", "u@example.com"], OBJECT, None),
    // The server responds with a count; anything else is malformed.
    plain(&["users", "delete", "u"], &["[]", "[1]", r#"{"deleted":1}"#], EMPTY),
    // The server would create an unknown user, so the command checks first.
    plain(&["users", "update", "u", "--max-budget", "1"], &["[]", r#"{"user_info":[]}"#], None),
    Case {
        well: &[("GET /user/info", r#"{"user_info":{"user_id":"u"}}"#)],
        ..plain(&["users", "update", "u", "--max-budget", "1"], &["[]", r#"{"data":[]}"#], None)
    },
    plain(&["users", "invite", "u"], &["[]", r#"{"id":[]}"#], EMPTY),
    // Existing users are fetched first; without them nothing is started.
    plain(&["users", "import", "people.csv"], &["[]", r#"{"users":{}}"#, r#"{"users":["u"]}"#], EMPTY),
    Case {
        well: &[("GET /user/list", r#"{"users":[],"total":0,"total_pages":0}"#)],
        kind: Kind::Bulk("1 of 1 user was not imported"),
        ..plain(&["users", "import", "people.csv", "--on-conflict", "fail"], &["[]", r#"{"user_id":[]}"#], None)
    },
    plain(&["teams", "list"], &["[]", r#"{"teams":{}}"#, r#"{"teams":["t"]}"#], EMPTY),
    plain(&["teams", "list", "--page", "2"], &["[]", r#"{"teams":{}}"#, r#"{"teams":["t"]}"#], EMPTY),
    plain(&["teams", "create", "--team-alias", "a"], OBJECT, None),
    Case { well: TEAM, ..plain(&["teams", "update", "t", "--max-budget", "1"], &["[]", r#"{"data":[]}"#], None) },
    Case { well: TEAM, ..plain(&["teams", "delete", "t"], &["[]", r#"{"deleted_teams":{}}"#], None) },
    Case { well: TEAM, ..plain(&["teams", "block", "t"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "unblock", "t"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "add", "t", "u"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "update", "t", "u", "--rpm-limit", "1"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "remove", "t", "u"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "models", "add", "t", "m"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "models", "remove", "t", "m"], OBJECT, None) },
    plain(&["teams", "available"], &[r#"{"teams":[]}"#, r#"["t"]"#], EMPTY),
    Case { well: TEAM, ..plain(&["teams", "assign-key", "--team-id", "t"], OBJECT, None) },
    plain(&["teams", "assign-key"], &[r#"{"teams":[]}"#], EMPTY),
    Case {
        // The key is assigned even if the team cannot be read afterwards.
        well: &[("GET /team/info", r#"{"team_info":{}}"#), ("POST /key/update", "{}")],
        kind: Kind::Succeeds("The key is assigned to the team t.\n"),
        ..plain(&["teams", "assign-key", "--team-id", "t"], OBJECT, EMPTY)
    },
    plain(&["budgets", "list"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    plain(&["budgets", "info", "b"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    plain(&["budgets", "create", "--max-budget", "1"], OBJECT, None),
    plain(&["budgets", "create", "b"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    Case { well: &[("POST /budget/info", "[]")], ..plain(&["budgets", "create", "b"], OBJECT, None) },
    plain(&["budgets", "why", "sk-0123456789"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{"team_id":"t"}}"#)],
        ..plain(&["budgets", "why", "sk-0123456789", "--customer", "c"], OBJECT, None)
    },
    plain(&["changes"], &["[]", r#"{"users":{}}"#], EMPTY),
    plain(&["customers", "list"], &[r#"{"customers":[]}"#, r#"["c"]"#], EMPTY),
    plain(&["customers", "info", "c"], OBJECT, None),
    plain(&["customers", "create", "c"], OBJECT, None),
    plain(&["customers", "update", "c", "--alias", "a"], OBJECT, None),
    plain(&["customers", "delete", "c"], OBJECT, None),
    plain(&["customers", "block", "c"], OBJECT, None),
    plain(&["customers", "unblock", "c"], OBJECT, None),
    plain(&["access-groups", "list"], &["[]", r#"{"access_groups":{}}"#, r#"{"access_groups":["g"]}"#], EMPTY),
    plain(&["access-groups", "info", "g"], OBJECT, None),
    plain(&["access-groups", "create", "g", "--models", "m"], LIST, EMPTY),
    Case {
        well: &[("GET /v2/model/info", STORED_MODEL)],
        ..plain(&["access-groups", "create", "g", "--models", "m"], OBJECT, None)
    },
    plain(&["access-groups", "update", "g", "--add-model", "m"], OBJECT, None),
    Case {
        well: &[("GET /access_group/g/info", "{}"), ("GET /v2/model/info", STORED_MODEL)],
        ..plain(&["access-groups", "update", "g", "--add-model", "m"], OBJECT, None)
    },
    plain(&["access-groups", "delete", "g"], OBJECT, None),
    plain(&["models", "update", "i", "--access-group", "g"], LIST, EMPTY),
    plain(&["organizations", "list"], &[r#"{"organizations":[]}"#, r#"["o"]"#], EMPTY),
    plain(&["organizations", "info", "o"], OBJECT, None),
    plain(&["organizations", "create", "o"], OBJECT, None),
    plain(&["organizations", "update", "o", "--max-budget", "1"], OBJECT, None),
    Case { well: ORG, ..plain(&["organizations", "update", "o", "--max-budget", "1"], OBJECT, None) },
    Case { well: ORG, ..plain(&["organizations", "delete", "o"], &[r#"{"organizations":[]}"#, r#"["o"]"#], EMPTY) },
    Case { well: ORG, ..plain(&["organizations", "members", "add", "o", "u"], OBJECT, None) },
    Case { well: ORG, ..plain(&["organizations", "members", "update", "o", "u", "--role=org_admin"], OBJECT, None) },
    plain(&["users", "delete", "u@v"], OBJECT, None),
    plain(&["model-groups", "list"], LIST, EMPTY),
    plain(&["spend", "keys"], DAYS, EMPTY),
    plain(&["spend", "users"], DAYS, EMPTY),
    plain(&["spend", "teams"], DAYS, EMPTY),
    plain(&["spend", "models"], DAYS, EMPTY),
    plain(&["spend", "tags"], DAYS, EMPTY),
    plain(&["spend", "customers"], DAYS, EMPTY),
    plain(&["spend", "trend"], DAYS, EMPTY),
    plain(&["spend", "total"], OBJECT, None),
    plain(&["spend", "logs"], LIST, EMPTY),
    plain(&["spend", "logs", "--follow"], LIST, EMPTY),
    plain(&["chat", "completions", "m", "-m", "user:hi"], &["[]", r#"{"choices":{}}"#, r#"{"choices":["c"]}"#], EMPTY),
    Case {
        kind: Kind::Stream,
        ..plain(&["chat", "completions", "m", "-m", "user:hi", "--stream"], &["[]", r#"{"choices":{}}"#], EMPTY)
    },
    Case { kind: Kind::AnyAnswer, ..plain(&["http", "request", "GET", "/any"], &["[]"], EMPTY) },
    Case { kind: Kind::AnyAnswer, ..plain(&["http", "request", "POST", "/any", "-j", "{}"], &["[]"], EMPTY) },
    plain(&["health"], &["[]"], EMPTY),
    // The client's version is known without a server.
    Case { kind: Kind::Version, ..plain(&["version"], &["[]"], EMPTY) },
];
