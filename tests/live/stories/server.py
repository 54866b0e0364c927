"""Direct requests to the server: for setup that no command covers, and to check the state of the server."""

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
        # The servers are on loopback: ignore the proxy variables.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self.version = self.find_version()
        version = tuple(int(part) for part in re.findall(r"\d+", self.version)[:2])
        # 1.80.11 or newer than that; versions in between are untested.
        self.is_old = version < (1, 84)
        self.removes_parameters = version >= (1, 110)
        # Whether a server with its own header for keys also reads the default ones.
        self.reads_default_headers = version >= (1, 110)

    def call(self, method, path, body=None, key=None):
        """Sends a request; returns the status and the decoded body."""
        data = None if body is None else json.dumps(body).encode()
        headers = {self.header: "Bearer " + (key or self.key), "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data=data, method=method, headers=headers)
        try:
            with self.opener.open(request, timeout=60) as response:
                return response.status, json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def ask(self, method, path, body=None, key=None):
        status, response = self.call(method, path, body, key)
        if status >= 300:
            raise Failed(f"{method} {path}, sent by the story itself, returned {status}: {response}")
        return response

    def post_form(self, path, fields):
        """Sends a form without a key, as the OAuth endpoints require; returns the status and the body."""
        try:
            with self.opener.open(self.url + path, urllib.parse.urlencode(fields).encode(), timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def redirect(self, path):
        """Returns the target of the redirect that a browser gets there, or None."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirect)
        try:
            opener.open(self.url + path, timeout=60).close()
        except urllib.error.HTTPError as error:
            return error.headers.get("location")

    def find_version(self):
        try:
            status, body = self.call("GET", "/health/readiness")
        except OSError as error:
            raise SystemExit(f"{self.url} cannot be reached: {error}")
        if status == 200 and body.get("litellm_version"):
            return body["litellm_version"]
        status, body = self.call("GET", "/health/readiness/details")
        if status == 200 and body.get("litellm_version"):
            return body["litellm_version"]
        raise SystemExit(f"{self.url} does not report its version: {status} {body}")

    def pages(self, path, field, size_field):
        """Returns all items of a paginated list."""
        items, page, last = [], 1, 1
        while page <= min(last, 1000):
            separator = "&" if "?" in path else "?"
            response = self.ask("GET", f"{path}{separator}page={page}&{size_field}=100")
            items += response[field]
            last = response["total_pages"]
            page += 1
        return items

    def keys(self):
        return self.pages("/key/list?return_full_object=true&include_team_keys=true", "keys", "size")

    def users(self):
        return self.pages("/user/list", "users", "page_size")

    def models(self):
        return self.ask("GET", "/v1/model/info")["data"]
