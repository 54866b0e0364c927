"""Stories about models of a configuration file: what is replaced, and what only the server's own file can set."""

import contextlib
import threading
import time

from .harness import Failed, story


def model_file(w, name, *lines, head=""):
    """Writes a file with one deployment, whose parameters are given as lines."""
    params = "\n".join(f"      {line}" for line in lines)
    return w.file("proxy.yaml", f"""\
litellm_proxy: {{version: 1, owner: {w.name("owner")}}}
model_list:
  - model_name: {name}
    litellm_params:
      model: openai/fake
      api_key: {{$env: STORY_KEY}}
      mock_response: still here
{params}
    model_info: {{id: {name}-1, access_groups: [{w.name("group")}]}}
{head}""")


@contextlib.contextmanager
def calling(w, name):
    """Calls a model in a loop meanwhile; no call may fail. Version 1.80.11 serves no model of its database for a moment whenever
    any of them is updated, by whomever."""
    failures, calls, stop = [], [], threading.Event()

    def call():
        while not stop.is_set():
            body = {"model": name, "messages": [{"role": "user", "content": "x"}]}
            status, answer = w.server.call("POST", "/chat/completions", body)
            calls.append(status)
            is_reloading = w.server.is_old and "no healthy deployments" in str(answer)
            if status != 200 and not is_reloading:
                failures.append((status, str(answer)[:200]))
            time.sleep(0.02)

    thread = threading.Thread(target=call)
    thread.start()
    try:
        yield
        time.sleep(0.3)
    finally:
        stop.set()
        thread.join()
    if failures or len(calls) < 3:
        raise Failed(f"{len(failures)} of {len(calls)} calls failed: {failures[:3]}")


def apply(w, words, **secret):
    """Applies the file; the output contains the words."""
    run = w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    run.check(words in run.out + run.err, f"should print {words}")


def deployment(w, id_):
    return w.ok("models", "get", "--id", id_, "--format", "json").json()


@story
def declarative_model_is_replaced_without_a_failed_call(w):
    name = w.name("dm-gap")
    w.later("POST", "/model/delete", {"id": f"{name}-1"})
    w.later("POST", "/model/delete", {"id": f"{name}-1~new"})
    secret = {"STORY_KEY": "sk-" + "story" * 6}
    model_file(w, name, "rpm: 1000000", "temperature: 0.3", "tpm: 100000000")
    apply(w, "created", **secret)
    w.until_models_stay(name)
    w.eventually("it is served", lambda: w.server.call(
        "POST", "/chat/completions", {"model": name, "messages": [{"role": "user", "content": "x"}]})[0] == 200)
    model_file(w, name, "rpm: 1000000", "tpm: 100000000")
    with calling(w, name):
        w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    row = deployment(w, f"{name}-1")
    assert "temperature" not in row["litellm_params"] and row["litellm_params"]["rpm"] == 1000000, row
    assert row["model_info"]["litellm_proxy_cli"]["owner"] == w.name("owner"), row
    assert len(w.models_named(name)) == 1
    apply(w, "nothing to do", **secret)
    # `models update --unset` replaces it too where the server cannot remove a parameter.
    with calling(w, name):
        w.ok("models", "update", f"{name}-1", "--unset", "tpm", "-p", "api_key=fake")
    assert "tpm" not in deployment(w, f"{name}-1")["litellm_params"]
    assert len(w.models_named(name)) == 1


@story
def declarative_replacement_that_was_interrupted_is_finished(w):
    name = w.name("dm-half")
    id_ = f"{name}-1"
    w.later("POST", "/model/delete", {"id": id_})
    w.later("POST", "/model/delete", {"id": f"{id_}~new"})
    secret = {"STORY_KEY": "sk-" + "story" * 6}
    model_file(w, name, "rpm: 7")
    w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    mark = deployment(w, id_)["model_info"]["litellm_proxy_cli"]
    # As a run leaves it that was killed after the second step.
    w.server.ask("POST", "/model/new", {
        "model_name": name, "litellm_params": {"model": "openai/fake", "api_key": "fake", "mock_response": "x", "rpm": 7},
        "model_info": {"id": f"{id_}~new", "litellm_proxy_cli": mark, "litellm_proxy_cli_replaces": id_}})
    w.server.ask("POST", "/model/delete", {"id": id_})
    w.eventually("the other one is listed", lambda: [
        model["model_info"]["id"] for model in w.models_named(name)] == [f"{id_}~new"])
    w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    assert [model["model_info"]["id"] for model in w.models_named(name)] == [id_]
    apply(w, "nothing to do", **secret)


@story
def declarative_wildcard_gets_an_id_that_can_be_updated(w):
    name = w.name("dm-wild")
    w.file("proxy.yaml", f"""\
model_list:
  - {{model_name: {name}/*, litellm_params: {{model: openai/*, api_key: {{$env: STORY_KEY}}, rpm: 5}}}}
""")
    w.later("POST", "/model/delete", {"id": f"{name}:*"})
    secret = {"STORY_KEY": "sk-" + "story" * 6}
    w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    w.until_ok("models", "get", "--id", f"{name}:*")
    w.eventually("it is as the file says", lambda: w.run("plan", "-f", "proxy.yaml", "--exit-code", **secret).code == 0)
    text = (w.home / "proxy.yaml").read_text(encoding="utf-8")
    w.file("proxy.yaml", text.replace("rpm: 5", "rpm: 6"))
    w.ok("apply", "-f", "proxy.yaml", "--yes", **secret)
    row = deployment(w, f"{name}:*")
    assert (row["model_name"], row["litellm_params"]["rpm"]) == (f"{name}/*", 6), row


@story
def declarative_router_settings_of_old_servers_are_only_read(w):
    if not w.server.is_old:
        return
    w.file("proxy.yaml", "router_settings: {num_retries: 4, fallbacks: [{a: [b]}]}\n")
    apply(w, "hide the one in its own file forever")
    settings = w.server.ask("GET", "/router/settings")["current_values"]
    assert settings["num_retries"] != 4 and not settings["fallbacks"], settings


def list_of_models(w, model):
    """Makes an organization, or an access group where those need a license, with a model. Returns its address and what reads it."""
    name = w.name("rn-list")
    if w.server.is_old:
        w.later("DELETE", "/organization/delete", {"organization_ids": [name]})
        w.server.ask("POST", "/organization/new",
                     {"organization_id": name, "organization_alias": name, "models": [model]})
        return f"organization/{name}", lambda: w.server.ask("GET", f"/organization/info?organization_id={name}")["models"]
    group = w.server.ask("POST", "/v1/access_group", {"access_group_name": name, "access_model_names": [model]})
    path = f"/v1/access_group/{group['access_group_id']}"
    w.later("DELETE", path)
    return f"access_group/{name}", lambda: w.server.ask("GET", path)["access_model_names"]


@story
def declarative_rename_rewrites_all_that_names_the_model(w):
    old, new = w.name("rn-old"), w.name("rn-new")
    for number in (1, 2):
        id_ = w.name(f"rn-{number}")
        w.ok("models", "add", old, "-p", "model=openai/fake", "-p", "api_key=fake", "-i", f"id={id_}")
        w.later("POST", "/model/delete", {"id": id_})
    w.until_models_stay(old)
    team = w.make_team("rn-team", models=[old, "other"], model_aliases={"fast": old})
    alias = w.name("rn-key")
    w.key_for(alias, "--models", old, "--param", f'model_rpm_limit={{"{old}": 5}}', "--aliases", f'{{"f": "{old}"}}')
    customer = w.name("rn-customer")
    w.later("POST", "/customer/delete", {"user_ids": [customer]})
    w.server.ask("POST", "/customer/new", {"user_id": customer, "default_model": old})
    holder, models_of_holder = list_of_models(w, old)
    shown = w.ok("models", "rename", old, new, "--dry-run").out
    missing = [name for name in (f"team/{team}", f"key/{alias}", f"customer/{customer}", holder) if name not in shown]
    assert not missing, (missing, shown)
    assert len(w.models_named(old)) == 2
    changes = w.ok("models", "rename", old, new, "--yes", "--format", "json").json()["changes"]
    assert {change["outcome"] for change in changes} == {"renamed"}, changes
    assert models_of_holder() == [new], models_of_holder()
    assert (len(w.models_named(old)), len(w.models_named(new))) == (0, 2)
    info = w.server.ask("GET", f"/team/info?team_id={team}")["team_info"]
    assert sorted(info["models"]) == sorted(["other", new]), info
    key = w.server.ask("GET", f"/key/list?return_full_object=true&key_alias={alias}")["keys"][0]
    assert key["models"] == [new] and key["aliases"] == {"f": new}, key
    assert key["metadata"]["model_rpm_limit"] == {new: 5}, key
    w.ok("models", "rename", old, new, "--yes").says("nothing to do")
    w.run("models", "rename", w.name("rn-none"), w.name("rn-none-2"), "--yes").refuses(3, "no model is named")
    if w.models_named("upstream-gpt"):
        w.run("models", "rename", "upstream-gpt", new, "--yes").exits(1).says("config file")
