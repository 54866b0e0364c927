"""Generates sequences of management requests from a seed: for keys, users, teams, budgets, credentials and models,
invalid requests included. A sequence cleans up after itself."""

import random


class Sequence:
    """Collects the steps of a sequence and its cleanup."""

    def __init__(self, pick):
        self.pick = pick
        self.steps = []
        self.last = []
        self.count = 0

    def ask(self, method, path, body=None, **more):
        """Adds a step; returns the number by which later steps refer to its response."""
        step = {"method": method, "path": path, **more}
        if body is not None:
            step["body"] = body
        self.steps.append(step)
        return len(self.steps) - 1

    def name(self, what):
        self.count += 1
        return f"{{run}}-{what}{self.count}"

    def maybe(self, chance, fields):
        return fields if self.pick.random() < chance else {}

    def done(self):
        return self.steps + [step for step in reversed(self.last)]

    def later(self, method, path, body=None):
        step = {"method": method, "path": path, "compare": "status"}
        if body is not None:
            step["body"] = body
        self.last.append(step)


BAD = [
    {"models": "mock-gpt"},
    {"models": [1]},
    {"max_budget": "much"},
    {"max_budget": -1},
    {"tpm_limit": 1.5},
    {"rpm_limit": "x"},
    {"metadata": []},
    {"metadata": "x"},
    {"budget_duration": "soon"},
    {"duration": "soon"},
    {"blocked": "perhaps"},
    {"aliases": []},
    {"tags": ["a"]},
]


def key_fields(s):
    pick = s.pick
    return {
        **s.maybe(0.6, {"key_alias": s.name("key")}),
        **s.maybe(0.5, {"models": pick.choice([[], ["mock-gpt"], ["mock-gpt", "gpt-4o"], ["beta-models"], ["all-team-models"]])}),
        **s.maybe(0.4, {"max_budget": pick.choice([0, 1, 2.5, "3"])}),
        **s.maybe(0.3, {"budget_duration": pick.choice(["1d", "7d", "30d", "1mo"])}),
        **s.maybe(0.3, {"duration": pick.choice(["1h", "24h", "7d", "30d", "1mo"])}),
        **s.maybe(0.3, {"tpm_limit": pick.choice([0, 10, "20"])}),
        **s.maybe(0.3, {"rpm_limit": pick.choice([1, 100])}),
        **s.maybe(0.2, {"max_parallel_requests": 3}),
        **s.maybe(0.3, {"metadata": pick.choice([{}, {"team": "x"}, {"a": {"b": [1, None]}}])}),
        **s.maybe(0.2, {"aliases": {"small": "mock-gpt"}}),
        **s.maybe(0.1, {"blocked": pick.choice([True, False])}),
        **s.maybe(0.1, {"user_id": s.name("nobody")}),
        **s.maybe(0.1, {"spend": 0.5}),
    }


def keys(s):
    made = []
    for _ in range(s.pick.randint(1, 3)):
        number = s.ask("POST", "/key/generate", {**key_fields(s), "key_alias": s.name("key")})
        made.append(number)
        s.later("POST", "/key/delete", {"keys": [f"{{ref:{number}.token}}"]})
    for _ in range(s.pick.randint(3, 8)):
        key = s.pick.choice(made)
        token, secret = f"{{ref:{key}.token}}", f"{{ref:{key}.key}}"
        alias = f"{{ref:{key}.key_alias}}"
        s.pick.choice(
            [
                lambda: s.ask("GET", f"/key/info?key={token}"),
                lambda: s.ask("GET", "/key/info", **{"as": secret}),
                lambda: s.ask("POST", "/key/update", {"key": token, **key_fields(s), "key_alias": alias}),
                lambda: s.ask("POST", "/key/update", {"key": token, s.pick.choice(["max_budget", "duration", "budget_duration", "tpm_limit"]): None}),
                lambda: s.ask("POST", "/key/update", {"key": token, **s.pick.choice(BAD)}),
                lambda: s.ask("POST", "/key/generate", {**key_fields(s), **s.pick.choice(BAD)}),
                lambda: s.ask("POST", "/key/generate", {"key_alias": alias}),
                lambda: s.ask("POST", "/key/block", {"key": token}),
                lambda: s.ask("POST", "/key/unblock", {"key": token}),
                lambda: s.ask("GET", f"/key/list?key_alias={alias}&return_full_object=true&size=5"),
                lambda: s.ask("GET", f"/key/list?key_hash={token}"),
                lambda: s.ask("GET", f"/key/list?size={s.pick.choice(['0', '101', 'x'])}"),
                lambda: s.ask("GET", "/key/aliases?search={run}"),
                lambda: s.ask("POST", f"/key/{token}/reset_spend", {"reset_to": s.pick.choice([0, 5, -1, "x"])}),
                lambda: s.ask("GET", "/models", **{"as": secret}, compare="status"),
                lambda: s.ask("POST", "/key/generate", {}, **{"as": secret}),
                lambda: s.ask("GET", "/key/info?key=nosuch"),
                lambda: s.ask("POST", "/key/update", {"key": "nosuch", "max_budget": 1}),
                lambda: s.ask("POST", "/key/delete", {"keys": ["nosuch"]}),
                lambda: s.ask("POST", "/v2/key/info", {"keys": [token]}),
            ]
        )()


def users(s):
    made = []
    for _ in range(s.pick.randint(1, 2)):
        user = s.name("user")
        fields = {
            "user_id": user,
            "auto_create_key": False,
            **s.maybe(0.6, {"user_email": user + "@example.com"}),
            **s.maybe(0.4, {"user_alias": "Alias"}),
            **s.maybe(0.6, {"user_role": s.pick.choice(["internal_user", "internal_user_viewer", "proxy_admin_viewer"])}),
            **s.maybe(0.4, {"max_budget": 4}),
            **s.maybe(0.3, {"budget_duration": "30d"}),
            **s.maybe(0.3, {"models": ["mock-gpt"]}),
            **s.maybe(0.2, {"metadata": {"a": 1}}),
        }
        s.ask("POST", "/user/new", fields)
        made.append(user)
        s.later("POST", "/user/delete", {"user_ids": [user]})
    for _ in range(s.pick.randint(3, 7)):
        user = s.pick.choice(made)
        s.pick.choice(
            [
                lambda: s.ask("GET", f"/user/info?user_id={user}"),
                lambda: s.ask("GET", f"/v2/user/info?user_id={user}"),
                lambda: s.ask("GET", f"/user/list?user_ids={user}"),
                lambda: s.ask("GET", "/user/list?user_email={run}&page_size=10&sort_by=user_id"),
                lambda: s.ask("GET", "/user/list?page_size=101"),
                lambda: s.ask("POST", "/user/update", {"user_id": user, "max_budget": s.pick.choice([None, 7, "x"])}),
                lambda: s.ask("POST", "/user/update", {"user_id": user, "user_role": s.pick.choice(["internal_user", "bogus"])}),
                lambda: s.ask("POST", "/user/update", {"user_id": user, "models": s.pick.choice([[], ["gpt-4o"], "x"])}),
                lambda: s.ask("POST", "/user/new", {"user_id": user}),
                lambda: s.ask("POST", "/user/new", {"user_id": s.name("user"), **s.pick.choice(BAD[:8])}),
                lambda: s.ask("GET", "/user/info?user_id={run}-none"),
                lambda: s.ask("POST", "/user/delete", {"user_ids": ["{run}-none"]}),
                lambda: s.ask("POST", "/invitation/new", {"user_id": user}),
                lambda: s.ask("POST", "/invitation/new", {"user_id": "{run}-none"}),
            ]
        )()


def teams(s):
    user = s.name("member")
    s.ask("POST", "/user/new", {"user_id": user, "user_email": user + "@example.com", "auto_create_key": False, "user_role": "internal_user"})
    s.later("POST", "/user/delete", {"user_ids": [user]})
    team = s.name("team")
    fields = {
        "team_id": team,
        "team_alias": team + " alias",
        **s.maybe(0.5, {"models": s.pick.choice([[], ["mock-gpt"], ["mock-gpt", "gpt-4o"]])}),
        **s.maybe(0.4, {"max_budget": 9}),
        **s.maybe(0.3, {"budget_duration": "7d"}),
        **s.maybe(0.3, {"tpm_limit": 100}),
        **s.maybe(0.3, {"metadata": {"a": "b"}}),
    }
    s.ask("POST", "/team/new", fields)
    s.later("POST", "/team/delete", {"team_ids": [team]})
    for _ in range(s.pick.randint(4, 9)):
        s.pick.choice(
            [
                lambda: s.ask("GET", f"/team/info?team_id={team}"),
                lambda: s.ask("GET", "/v2/team/list?team_alias={run}"),
                lambda: s.ask("GET", f"/v2/team/list?team_id={team}"),
                lambda: s.ask("GET", f"/team/list?user_id={user}"),
                lambda: s.ask("POST", "/team/member_add", {"team_id": team, "member": {"role": "user", "user_id": user}, **s.maybe(0.5, {"max_budget_in_team": 2})}),
                lambda: s.ask("POST", "/team/member_add", {"team_id": team, "member": {"role": s.pick.choice(["admin", "boss"]), "user_id": user}}),
                lambda: s.ask("POST", "/team/member_update", {"team_id": team, "user_id": user, "max_budget_in_team": 3}),
                lambda: s.ask("POST", "/team/member_delete", {"team_id": team, "user_id": user}),
                lambda: s.ask("POST", "/team/update", {"team_id": team, "max_budget": s.pick.choice([None, 1, "x"])}),
                lambda: s.ask("POST", "/team/update", {"team_id": team, "team_alias": s.name("alias")}),
                lambda: s.ask("POST", "/team/model/add", {"team_id": team, "models": ["gpt-4o"]}),
                lambda: s.ask("POST", "/team/model/delete", {"team_id": team, "models": ["gpt-4o"]}),
                lambda: s.ask("POST", "/team/block", {"team_id": s.pick.choice([team, "{run}-none"])}),
                lambda: s.ask("POST", "/team/unblock", {"team_id": s.pick.choice([team, "{run}-none"])}),
                lambda: s.ask("POST", "/team/new", {"team_id": team}),
                lambda: s.ask("GET", "/team/info?team_id={run}-none"),
                lambda: s.ask("POST", "/team/update", {"team_id": "{run}-none"}),
                lambda: s.ask("POST", "/team/delete", {"team_ids": ["{run}-none"]}),
                lambda: s.ask("POST", "/team/new", {"team_id": s.name("team"), **s.pick.choice(BAD[:6])}),
            ]
        )()


def budgets(s):
    budget = s.name("budget")
    customer = s.name("customer")
    s.ask("POST", "/budget/new", {"budget_id": budget, **s.maybe(0.8, {"max_budget": 5}), **s.maybe(0.5, {"budget_duration": "30d"}), **s.maybe(0.3, {"rpm_limit": 9})})
    s.later("POST", "/budget/delete", {"id": budget})
    s.ask("POST", "/customer/new", {"user_id": customer, **s.maybe(0.5, {"budget_id": budget}), **s.maybe(0.4, {"alias": "Alias"})})
    s.later("POST", "/customer/delete", {"user_ids": [customer]})
    for _ in range(s.pick.randint(3, 8)):
        s.pick.choice(
            [
                lambda: s.ask("POST", "/budget/info", {"budgets": [budget]}),
                lambda: s.ask("POST", "/budget/info", {"budgets": []}),
                lambda: s.ask("POST", "/budget/update", {"budget_id": budget, "max_budget": s.pick.choice([1, None, "x"])}),
                lambda: s.ask("POST", "/budget/update", {"budget_id": "{run}-none", "max_budget": 1}),
                lambda: s.ask("POST", "/budget/new", {"budget_id": budget}),
                lambda: s.ask("POST", "/budget/new", {"budget_id": s.name("budget"), "max_budget": s.pick.choice([-1, "x"])}),
                lambda: s.ask("POST", "/budget/delete", {"id": "{run}-none"}),
                lambda: s.ask("GET", f"/customer/info?end_user_id={customer}"),
                lambda: s.ask("GET", "/customer/info?end_user_id={run}-none"),
                lambda: s.ask("POST", "/customer/update", {"user_id": customer, "alias": "Other"}),
                lambda: s.ask("POST", "/customer/update", {"user_id": "{run}-none", "alias": "Other"}),
                lambda: s.ask("POST", "/customer/new", {"user_id": customer}),
                lambda: s.ask("POST", "/customer/block", {"user_ids": [customer]}),
                lambda: s.ask("POST", "/customer/unblock", {"user_ids": [customer]}),
                lambda: s.ask("POST", "/customer/delete", {"user_ids": ["{run}-none"]}),
                lambda: s.ask("POST", "/customer/new", {"user_id": s.name("customer"), "allowed_model_region": "moon"}),
            ]
        )()


def credentials(s):
    name = s.name("credential")
    s.ask("POST", "/credentials", {"credential_name": name, "credential_info": {"a": 1}, "credential_values": {"api_key": "sk-secret-of-this-1234"}})
    s.later("DELETE", f"/credentials/{name}")
    for _ in range(s.pick.randint(3, 6)):
        s.pick.choice(
            [
                lambda: s.ask("GET", f"/credentials/by_name/{name}"),
                lambda: s.ask("GET", "/credentials/by_name/{run}-none"),
                lambda: s.ask("PATCH", f"/credentials/{name}", {"credential_info": {"b": 2}, **s.maybe(0.5, {"credential_values": {"other": "value-of-it"}})}),
                lambda: s.ask("PATCH", f"/credentials/{name}", {"credential_values": {"x": "y"}}),
                lambda: s.ask("PATCH", "/credentials/{run}-none", {"credential_info": {}}),
                lambda: s.ask("POST", "/credentials", {"credential_name": name, "credential_info": {}, "credential_values": {}}),
                lambda: s.ask("POST", "/credentials", {"credential_name": s.name("c"), "credential_info": "x", "credential_values": {}}),
                lambda: s.ask("DELETE", "/credentials/{run}-none"),
            ]
        )()


def models(s):
    name, number = s.name("model"), s.name("id")
    group = s.name("group")
    s.ask(
        "POST",
        "/model/new",
        {
            "model_name": name,
            "litellm_params": {"model": "openai/fake", "api_key": "sk-secret-of-this-1234", "mock_response": "hi", **s.maybe(0.5, {"input_cost_per_token": 0.01})},
            "model_info": {"id": number, **s.maybe(0.5, {"access_groups": [group]})},
        },
        compare="status",
    )
    s.later("POST", "/model/delete", {"id": number})
    for _ in range(s.pick.randint(3, 7)):
        s.pick.choice(
            [
                lambda: s.ask("GET", f"/model/info?litellm_model_id={number}"),
                lambda: s.ask("GET", f"/v2/model/info?modelId={number}"),
                lambda: s.ask("GET", f"/model_group/info?model_group={name}"),
                lambda: s.ask("GET", "/model/info?litellm_model_id={run}-none"),
                lambda: s.ask("PATCH", f"/model/{number}/update", {"litellm_params": {"mock_response": "ho"}}, compare="status"),
                lambda: s.ask("PATCH", "/model/{run}-none/update", {"litellm_params": {"mock_response": "ho"}}),
                lambda: s.ask("POST", "/model/delete", {"id": "{run}-none"}),
                lambda: s.ask("POST", "/model/new", {"model_name": "x", "litellm_params": {}, "model_info": {}}),
                lambda: s.ask("POST", "/model/new", {"litellm_params": {"model": "openai/x"}}),
                lambda: s.ask("GET", f"/access_group/{group}/info"),
                lambda: s.ask("POST", "/access_group/new", {"access_group": group, "model_names": [name]}),
                lambda: s.ask("POST", "/access_group/new", {"access_group": s.name("group"), "model_names": ["{run}-none"]}),
                lambda: s.ask("PUT", f"/access_group/{group}/update", {"model_names": [name]}),
                lambda: s.ask("DELETE", "/access_group/{run}-none/delete"),
                lambda: s.ask("POST", "/chat/completions", {"model": name, "messages": [{"role": "user", "content": "hi"}]}),
            ]
        )()


# Lists that include what other users of the server created.
SHARED_LISTS = ("/credentials", "/budget/list", "/customer/list", "/access_group/list", "/models", "/health/readiness/details", "/global/spend",
            "/user/list?page_size=1", "/key/list?size=3", "/user/info", "/user/info?user_id=default_user_id")


def access(s):
    """Access: keys of every kind on many endpoints."""
    team = s.name("team")
    user = s.name("user")
    role = s.pick.choice([None, "internal_user", "internal_user_viewer", "proxy_admin_viewer"])
    s.ask("POST", "/team/new", {"team_id": team, **s.maybe(0.5, {"models": ["mock-gpt"]})})
    s.later("POST", "/team/delete", {"team_ids": [team]})
    s.ask("POST", "/user/new", {"user_id": user, "auto_create_key": False, **({"user_role": role} if role else {})})
    s.later("POST", "/user/delete", {"user_ids": [user]})
    owner = s.pick.choice([{}, {"user_id": user}, {"team_id": team}, {"user_id": user, "team_id": team}])
    key = s.ask("POST", "/key/generate", {**owner, **s.maybe(0.6, {"models": s.pick.choice([["mock-gpt"], ["beta-models"], ["gpt-*"], ["mock-gpt", "priced-gpt"]])}), **s.maybe(0.3, {"aliases": {"small": "mock-gpt"}})})
    s.later("POST", "/key/delete", {"keys": [f"{{ref:{key}.token}}"]})
    endpoints = [
        ("GET", "/key/list?size=3", None), ("GET", "/user/list?page_size=1", None), ("GET", "/user/info", None),
        ("GET", f"/team/info?team_id={team}", None), ("GET", "/v2/team/list?team_id=" + team, None), ("GET", "/credentials", None),
        ("GET", "/budget/list", None), ("GET", "/customer/list", None), ("POST", "/key/generate", {"key_alias": s.name("k")}),
        ("POST", "/user/new", {"user_id": s.name("u")}), ("POST", "/team/new", {"team_id": s.name("t")}), ("GET", "/global/spend", None),
        ("POST", "/budget/new", {"budget_id": s.name("b")}), ("GET", "/health/readiness/details", None), ("GET", "/access_group/list", None),
        ("POST", "/model/delete", {"id": "{run}-none"}), ("GET", "/models", None), ("GET", "/key/aliases?search={run}", None),
        ("POST", "/key/block", {"key": f"{{ref:{key}.token}}"}), ("GET", f"/user/info?user_id={user}", None),
        ("GET", "/user/info?user_id=default_user_id", None), ("POST", "/team/delete", {"team_ids": ["{run}-none"]}),
    ]
    for method, path, body in s.pick.sample(endpoints, s.pick.randint(4, 8)):
        compare = {"compare": "status"} if path in SHARED_LISTS or method != "GET" else {}
        s.ask(method, path, body, **{"as": f"{{ref:{key}.key}}"}, **compare)
    for model in s.pick.sample(["mock-gpt", "gpt-4o", "beta-gpt", "small", "nosuch", "priced-gpt"], 3):
        s.ask("POST", "/chat/completions", {"model": model, "messages": [{"role": "user", "content": "hi"}]}, **{"as": f"{{ref:{key}.key}}"})


GENERATORS = [keys, users, teams, budgets, credentials, models, access]


def generated(seed, count):
    """Returns that many sequences, the same ones for the same seed."""
    found = []
    for number in range(count):
        generator = GENERATORS[number % len(GENERATORS)]
        sequence = Sequence(random.Random(f"{seed}-{number}"))
        generator(sequence)
        found.append((f"{generator.__name__}-{number}", sequence.done()))
    return found
