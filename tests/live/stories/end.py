"""Runs last: nothing of this run is left on the server."""

from .harness import RUN, Failed, ModelsByName, story


@story
def nothing_is_left_behind(w):
    # The server records the customers of requests some seconds late, even if they were deleted meanwhile.
    customers = [one["user_id"] for one in w.server.ask("GET", "/customer/list?page_size=100") if RUN in one["user_id"]]
    if customers:
        w.server.ask("POST", "/customer/delete", {"user_ids": customers})
    # A model that the server lost for a moment, see `until_models_stay`, is not found by the cleanup of its story.
    if w.server.is_old:
        ModelsByName(w.server).call("", "", list(ModelsByName.ALL))
    # Servers keep the budget of a team's members when the team is deleted.
    for budget in [one["budget_id"] for one in w.server.ask("GET", "/budget/list")]:
        if RUN in budget and budget.startswith("team-"):
            w.server.ask("POST", "/budget/delete", {"id": budget})

    def left():
        found = [model["model_name"] for model in w.server.models()]
        found += [model["model_info"]["id"] for model in w.server.models()]
        found += [key.get("key_alias") or "" for key in w.server.keys()]
        found += [key.get("user_id") or "" for key in w.server.keys()]
        found += [user.get("user_email") or "" for user in w.server.users()]
        found += [user["user_id"] for user in w.server.users()]
        found += [team["team_id"] for team in w.server.ask("GET", "/team/list")]
        found += [one["credential_name"] for one in w.server.ask("GET", "/credentials")["credentials"]]
        found += [one["budget_id"] for one in w.server.ask("GET", "/budget/list")]
        found += [one["access_group"] for one in w.server.ask("GET", "/access_group/list")["access_groups"]]
        if w.server.is_old:  # newer versions require a license
            found += [one["organization_id"] for one in w.server.ask("GET", "/organization/list")]
        return [name for name in found if RUN in name]

    try:
        w.eventually("everything is deleted", lambda: not left())
    except Failed:
        raise Failed(f"the stories left these on the server: {', '.join(left())}")
