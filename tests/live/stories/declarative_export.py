"""Exporting a server as a file, and copying it to another one."""

import shlex

from .doctor import is_sandbox
from .harness import hash_of, story

SECRET = "canary-of-the-export-0123456789"


def make_resources(w):
    """One of each kind, and what is not a resource of a file."""
    credential, team, user = w.name("azure"), w.name("team"), w.name("ada")
    w.server.ask("POST", "/credentials", {
        "credential_name": credential, "credential_info": {"custom_llm_provider": "azure"},
        "credential_values": {"api_key": SECRET, "api_base": "https://eu.example.com"}})
    w.later("DELETE", f"/credentials/{credential}")
    model = w.name("model")
    w.server.ask("POST", "/model/new", {
        "model_name": model, "model_info": {"id": model, "access_groups": [w.name("group")]},
        "litellm_params": {"model": "azure/gpt-4o", "litellm_credential_name": credential, "rpm": 7, "temperature": 0.5}})
    w.delete_models_later(model)
    w.server.ask("POST", "/budget/new", {"budget_id": w.name("budget"), "max_budget": 50, "budget_duration": "30d"})
    w.later("POST", "/budget/delete", {"id": w.name("budget")})
    w.server.ask("POST", "/user/new", {"user_id": user, "user_email": f"{user}@example.com", "auto_create_key": False})
    w.later("POST", "/user/delete", {"user_ids": [user]})
    w.server.ask("POST", "/team/new", {"team_id": team, "team_alias": "Research", "models": [model], "max_budget": 500})
    w.later("POST", "/team/delete", {"team_ids": [team]})
    w.server.ask("POST", "/team/member_add", {
        "team_id": team, "member": [{"user_id": user, "role": "user"}], "max_budget_in_team": 20})
    key = f"sk-{w.name('key')}-canary"
    w.server.ask("POST", "/key/generate", {"key_alias": w.name("key"), "key": key, "team_id": team, "max_budget": 5})
    w.later("POST", "/key/delete", {"key_aliases": [w.name("key")]})
    w.server.ask("POST", "/customer/new", {"user_id": w.name("customer"), "alias": "Acme", "max_budget": 3})
    w.later("POST", "/customer/delete", {"user_ids": [w.name("customer")]})
    return key


def only(w):
    """The resources of this story."""
    kinds = ["budget", "credential", "model", "user", "team", "key", "customer"]
    return [option for kind in kinds for option in ("--only", f"{kind}/{w.name('')}*")]


@story
def export_without_secrets(w):
    key = make_resources(w)
    w.eventually("the model shows", lambda: w.models_named(w.name("model")))
    out = w.ok("export", *only(w))
    out.shows(f"credential_name: {w.name('azure')}", "rpm: 7", "max_budget_in_team: 20", "api_key: {$env: ")
    out.says("1 secret cannot be read from a server", "1 key is exported without the secret")
    out.hides(SECRET, key, hash_of(key), "****", "db_model", "created_at", "default_user_id")
    again = w.ok("export", *only(w))
    again.check(again.out == out.out, "two exports are the same")
    as_json = w.ok("export", *only(w), "--format", "json").json()
    assert as_json["teams"][w.name("team")]["members"] == {w.name("ada"): {"max_budget_in_team": 20}}, as_json

    # Nothing that a plan compares is another than on the server.
    w.ok("export", *only(w), "--output-file", "proxy.yaml")
    planned = w.ok("plan", "-f", "proxy.yaml", "--format", "json")
    changes = planned.json()["changes"]
    planned.check(all(change["action"] == "adopt" for change in changes), "only marks are missing")


@story
def export_leaves_out_what_is_not_of_a_file(w):
    make_resources(w)
    assert w.models_named("mock-gpt"), "the server's own file has models"
    w.ok("export", "--kinds", "models").hides("model_name: mock-gpt").says("come from the server's own configuration file")
    w.ok("export", "--kinds", "models", "--include-config").shows("model_name: mock-gpt")
    w.ok("export", "--kinds", "users,budgets").hides("default_user_id")


@story
def export_to_an_empty_server(w):
    """What is exported makes an empty server, here a sandbox, the same; keys that are known keep their values."""
    key = make_resources(w)
    w.eventually("the model shows", lambda: w.models_named(w.name("model")))
    w.file("keys.csv", f"{w.name('key')},{key}\n")
    (w.home / "keys.csv").chmod(0o600)
    w.file("source.key", w.server.key)
    selection = only(w)
    one = w.ok("export", *selection).out
    variable = [line.split("$env: ")[1].rstrip("}") for line in one.splitlines() if "$env: " in line]
    assert len(variable) == 1, one
    binary, options = shlex.quote(w.binary), shlex.join(selection)
    migrate = f"{binary} migrate --from {w.server.url} --from-api-key @source.key --keys-from keys.csv {options}"
    w.file("migrate.sh", f"""
{migrate} --dry-run && exit 20
export {variable[0]}={SECRET}
{migrate} --yes || exit 21
{binary} export {options} > other.yaml
{migrate} --yes
{binary} --api-key {key} http request GET /key/info
""")
    # The sandbox is an environment of its own.
    done = w.ok("sandbox", "exec", "--", "bash", "migrate.sh")
    done.shows("nothing to do", hash_of(key)).says("needs `credential_values.api_key`").hides(SECRET)
    other = (w.home / "other.yaml").read_text()
    # The mark there says that the key's value is known.
    other = "".join(line for line in other.splitlines(True) if not line.startswith("    key: {$env: "))
    done.check(other == one, f"the exports should be equal:\n{one}\n{other}")


@story
def policies_are_applied_changed_and_exported(w):
    base, strict = w.name("policy-base"), w.name("policy-strict")
    text = f"""\
policies:
  {base}: {{description: For all, guardrails: {{add: [pii]}}}}
  {strict}: {{inherit: {base}, guardrails: {{remove: [pii]}}, condition: {{model: 'gpt-.*'}}}}
policy_attachments:
  - {{policy: {base}, keys: ['{base}-*']}}
  - {{policy: {strict}, tags: ['{strict}'], priority: 2}}
"""
    w.file("proxy.yaml", text)
    file = ("-f", "proxy.yaml")
    if w.server.is_old:
        w.ok("apply", *file, "--yes").says("this version of LiteLLM has no policies")
        return
    for policy in (base, strict):
        w.later("DELETE", f"/policies/name/{policy}/all-versions")
    w.ok("apply", *file, "--yes").shows(f"✓ policy/{base}", f"✓ policy/{strict}")
    w.ok("apply", *file, "--yes").shows("nothing to do")
    w.file("proxy.yaml", text.replace("For all", "For everybody").replace(f"tags: ['{strict}']", f"keys: ['{strict}-*']"))
    w.ok("plan", *file).shows("description: For all → For everybody", "attachments:")
    w.ok("apply", *file, "--yes")
    versions = w.server.ask("GET", f"/policies/name/{base}/versions")["versions"]
    production = [one["description"] for one in versions if one["version_status"] == "production"]
    assert (len(versions), production) == (2, ["For everybody"]), versions
    attached = w.server.ask("GET", "/policies/attachments/list")["attachments"]
    assert [one["keys"] for one in attached if one["policy_name"] == strict] == [[f"{strict}-*"]], attached
    w.file("exported.yaml", w.ok("export", "--only", f"policy/{base}", "--only", f"policy/{strict}").out)
    w.ok("plan", "-f", "exported.yaml", "--exit-code").shows("nothing to do")
    w.file("gone.yaml", f"policies: {{{base}: {{state: absent}}, {strict}: {{state: absent}}}}\n")
    w.ok("apply", "-f", "gone.yaml", "--yes")
    attached = w.server.ask("GET", "/policies/attachments/list")["attachments"]
    assert not [one for one in attached if one["policy_name"] in (base, strict)], attached


@story
def organizations_are_applied_changed_and_exported(w):
    acme, team = w.name("org"), w.name("org-team")
    text = f"""\
litellm_proxy: {{owner: stories}}
organizations:
  {acme}: {{organization_alias: Acme, max_budget: 10, tpm_limit: 7, metadata: {{a: 1}}}}
tags:
  {acme}: {{description: for the organization}}
"""
    w.file("proxy.yaml", text)
    file = ("-f", "proxy.yaml")
    w.later("POST", "/tag/delete", {"name": acme})
    if not w.server.is_old:
        w.run("apply", *file, "--yes").exits(7).shows(f"✗ organization/{acme}", f"✓ tag/{acme}", "Enterprise")
        w.ok("export", "--kinds", "organizations").hides(acme)
        return
    w.later("DELETE", "/organization/delete", {"organization_ids": [acme]})
    w.ok("apply", *file, "--yes").shows(f"✓ organization/{acme}")
    w.ok("apply", *file, "--yes").shows("nothing to do")
    w.server.ask("POST", "/team/new", {"team_id": team, "organization_id": acme})
    # What the file no longer has is emptied, but for the metadata, which the server keeps.
    w.file("proxy.yaml", text.replace("tpm_limit: 7, ", "").replace("Acme", "Acme Inc."))
    w.ok("plan", *file).shows("organization_alias: Acme → Acme Inc.", "tpm_limit: 7 →")
    w.ok("apply", *file, "--yes")
    w.ok("apply", *file, "--yes").shows("nothing to do")
    shown = w.server.ask("GET", f"/organization/info?organization_id={acme}")
    budget = shown["litellm_budget_table"]
    assert (budget["max_budget"], budget["tpm_limit"], shown["metadata"]["a"]) == (10, None, 1), shown
    w.file("exported.yaml", w.ok("export", "--only", f"organization/{acme}").out)
    w.ok("plan", "-f", "exported.yaml", "--exit-code").shows("nothing to do")
    w.file("gone.yaml", f"litellm_proxy: {{owner: stories}}\norganizations: {{{acme}: {{state: absent}}}}\n")
    w.ok("plan", "-f", "gone.yaml").shows(f"1 team: {team}")
    w.ok("apply", "-f", "gone.yaml", "--yes")
    w.ok("export", "--kinds", "organizations").hides(acme)


@story
def settings_are_applied_changed_and_exported(w):
    icon, model = "https://example.com/favicon.ico", w.name("sso-model")
    text = f"""\
litellm_settings:
  drop_params: true
  ui_theme_config: {{favicon_url: '{icon}'}}
  default_team_params: {{models: [{model}]}}
ui_settings: {{scope_user_search_to_org: true}}
sso_settings: {{microsoft_tenant: {model}}}
"""
    if w.server.is_old:
        text = text.replace("scope_user_search_to_org", "disable_model_add_for_internal_users")
    w.file("proxy.yaml", text)
    file, settings = ("-f", "proxy.yaml"), ("--kinds", "litellm_settings,ui_settings,sso_settings")
    for path in ("ui_theme_settings", "default_team_settings"):
        if not w.server.is_old:
            w.later("PATCH", f"/update/{path}", {})
    w.later("PATCH", "/update/ui_settings", {"scope_user_search_to_org": False} if not w.server.is_old else {})
    applied = w.run("apply", *file, "--yes")
    applied.shows("✓ ui_settings").says("`litellm_settings.drop_params` is not applied")
    if w.server.is_old:
        applied.exits(0).says("would copy the settings of its own file into its database", "would delete the SSO settings")
    elif is_sandbox(w):
        applied.exits(0).shows("✓ litellm_settings", "✓ sso_settings")
        w.later("PATCH", "/update/sso_settings", {})
    else:
        # The provider of these servers is in their environment.
        applied.exits(7).shows("✓ litellm_settings", "✗ sso_settings", "generic_client_secret from its environment")
    w.file("proxy.yaml", text.replace(f"sso_settings: {{microsoft_tenant: {model}}}\n", ""))
    w.ok("plan", *file, "--exit-code").shows("nothing to do")
    exported = w.ok("export", *settings).hides("fake-client", "fake-secret", "fake***cret")
    if not w.server.is_old:
        exported.shows(f"favicon_url: {icon}", f"- {model}\n", "scope_user_search_to_org: true")
    w.file("exported.yaml", exported.out)
    w.ok("plan", "-f", "exported.yaml", "--exit-code").shows("nothing to do")
    nothing = text.replace(f"'{icon}'", "null").replace(f"[{model}]", "null").replace("true}\nsso", "null}\nsso")
    w.file("proxy.yaml", nothing.replace(f"sso_settings: {{microsoft_tenant: {model}}}\n", ""))
    w.ok("apply", *file, "--yes")
    w.ok("export", *settings).hides(icon, f"- {model}", "scope_user_search_to_org", "disable_model_add_for_internal_users")
