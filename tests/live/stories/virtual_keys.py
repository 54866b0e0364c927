"""The commands in the table of `docs/virtual-keys.md`: one for each request of LiteLLM's Virtual Keys page."""

import pathlib
import re
import shlex

from .harness import RUN, story

PAGE = pathlib.Path(__file__).parents[3] / "docs" / "virtual-keys.md"
ROW = re.compile(r"^\| .* \| `litellm-proxy (.*?)` \| (\d*) ?\|$", re.M)


class PageResources:
    """Deletes everything that the commands of the page created."""

    def __init__(self, server):
        self.server = server

    def call(self, *_):
        def is_ours(alias):
            return (alias or "").startswith(RUN)

        keys = [key["token"] for key in self.server.keys() if is_ours(key.get("key_alias"))]
        teams = [team["team_id"] for team in self.server.ask("GET", "/team/list") if is_ours(team.get("team_alias"))]
        users = [user["user_id"] for user in self.server.users() if is_ours(user["user_id"])]
        for path, field, names in (("/key/delete", "keys", keys), ("/team/delete", "team_ids", teams),
                                   ("/user/delete", "user_ids", users)):
            if names:
                self.server.ask("POST", path, {field: names})
        return 200, None


@story
def virtual_keys_document(w):
    w.cleanups.append((PageResources(w.server), "", "", None))
    rows = ROW.findall(PAGE.read_text())
    assert len(rows) >= 30, f"only {len(rows)} rows were found"
    for command, code in rows:
        args = shlex.split(command.replace("vk-", f"{RUN}-"))
        # The server caches keys for a moment after they are created or blocked.
        last = []

        def is_as_documented():
            last[:] = [w.run(*args)]
            return last[0].code == int(code or 0)

        if "chat" in args:
            w.eventually(f"`{command}` exits with {code or 0}", is_as_documented)
        elif not is_as_documented():
            last[0].exits(int(code or 0))
