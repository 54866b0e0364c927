"""The server, asked directly: for what no command does, and to see what the server itself believes."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request

from .harness import Failed


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Server:
    def __init__(self, url, key, header="Authorization"):
        self.url = url.rstrip("/")
        self.key, self.header = key, header
        # No proxy: the servers are on loopback, whatever the environment says.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.version = self.find_version()
        # The stories know two generations; what lies between them has not been looked at.
        self.is_old = tuple(int(part) for part in re.findall(r"\d+", self.version)[:2]) < (1, 84)

    def call(self, method, path, body=None, key=None):
        """Status and decoded body."""
        data = None if body is None else json.dumps(body).encode()
        headers = {self.header: "Bearer " + (key or self.key), "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            text = error.read().decode("utf-8", "replace")
            return error.code, text

    def ask(self, method, path, body=None, key=None):
        status, answer = self.call(method, path, body, key)
        if status >= 300:
            raise Failed(f"{method} {path}, sent by the story itself, was answered {status}: {answer}")
        return answer

    def post_form(self, path, fields):
        """Status and text: what OAuth's endpoints want is a form, and no key."""
        try:
            with self.opener.open(self.url + path, urllib.parse.urlencode(fields).encode(), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def redirect(self, path):
        """Where a browser is sent to from there; None where it is not sent on."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
        try:
            opener.open(self.url + path, timeout=60).close()
        except urllib.error.HTTPError as error:
            return error.headers.get("location")

    def find_version(self):
        try:
            status, answer = self.call("GET", "/health/readiness")
        except OSError as error:
            raise SystemExit(f"{self.url} cannot be reached: {error}")
        if status == 200 and answer.get("litellm_version"):
            return answer["litellm_version"]
        status, answer = self.call("GET", "/health/readiness/details")
        if status == 200 and answer.get("litellm_version"):
            return answer["litellm_version"]
        raise SystemExit(f"{self.url} does not tell its version: {status} {answer}")

    def pages(self, path, field, size_field):
        """All items of a paginated list."""
        items, page, last = [], 1, 1
        while page <= min(last, 1000):
            joint = "&" if "?" in path else "?"
            answer = self.ask("GET", f"{path}{joint}page={page}&{size_field}=100")
            items += answer[field]
            last = answer["total_pages"]
            page += 1
        return items

    def keys(self):
        return self.pages("/key/list?return_full_object=true&include_team_keys=true", "keys", "size")

    def users(self):
        return self.pages("/user/list", "users", "page_size")

    def models(self):
        return self.ask("GET", "/v1/model/info")["data"]
