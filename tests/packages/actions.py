"""The steps of the GitHub action, run as a workflow runs them."""

from pathlib import Path

from formats.project import ROOT, Project
from harness import Bed, environment, run
from recipes import release_of

FILE = """\
litellm_proxy: {version: 1, owner: test}
model_list:
  - model_name: added-by-file
    litellm_params: {model: openai/gpt-4o, api_key: os.environ/OPENAI_API_KEY}
"""


class Job:
    """A job, with the files that GitHub gives to its steps."""

    def __init__(self, bed: Bed) -> None:
        self.folder = bed.new_folder()
        (self.folder / "proxy.yaml").write_text(FILE)
        self.release = release_of(bed)

    def read(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def step(self, name: str, *around: str, code: int = 0, **inputs: str) -> str:
        github = {f"GITHUB_{file}": str(self.folder / file) for file in ("PATH", "ENV", "OUTPUT", "STEP_SUMMARY")}
        path = ":".join([*self.read("PATH").split(), "/usr/bin:/bin"])
        env = environment(RUNNER_TEMP=str(self.folder), PATH=path, **github, **inputs)
        return run(*around, ROOT / "packaging/action", name, env=env, code=code, cwd=self.folder)


def steps(bed: Bed) -> None:
    """It installs the version of the action, keeps the key out of the environment, runs scripts and shows plans."""
    job = Job(bed)
    printed = job.step("install", VERSION="", REPOSITORY=job.release.url)
    assert f"litellm-proxy {Project.read().version} is in" in printed, printed
    program = Path(job.read("PATH").strip()) / "litellm-proxy"
    job.step("configure", URL="https://litellm.example.com", API_KEY="sk-secret")
    assert "sk-secret" not in job.read("ENV") and "LITELLM_PROXY_URL=https://litellm.example.com" in job.read("ENV"), job.read("ENV")
    file = Path(job.read("ENV").rsplit("=@", 1)[1].strip())
    assert file.read_text() == "sk-secret\n" and file.stat().st_mode & 0o77 == 0, file
    assert "gpt-4o" in job.step("sandbox", SCRIPT="litellm-proxy models list\nfalse || true")
    job.step("sandbox", SCRIPT="exit 7", code=7)
    inputs = {"PLAN": "proxy.yaml", "COMMENT": "false", "PULL_REQUEST": ""}
    sandbox = (program, "sandbox", "exec", "--")
    printed = job.step("plan", *sandbox, **inputs)
    assert "added-by-file" in printed and "added-by-file" in job.read("STEP_SUMMARY"), printed
    assert job.read("OUTPUT") == "changes=true\n", job.read("OUTPUT")
    (job.folder / "proxy.yaml").write_text("litellm_proxy: {version: 1, owner: test}\n")
    job.step("plan", *sandbox, **inputs)
    assert job.read("OUTPUT").endswith("changes=false\n"), job.read("OUTPUT")
    (job.folder / "proxy.yaml").write_text("keys: {new: {models: [gpt-4o]}}\n")
    printed = job.step("plan", *sandbox, code=2, **inputs)
    assert "**Cannot be applied:** `key/new`" in printed and "`key/new`" in job.read("STEP_SUMMARY"), printed
    (job.folder / "proxy.yaml").write_text("no_such_section: true\nmodel_list: 3\n")
    assert "error:" in job.step("plan", *sandbox, code=2, **inputs)


CHECKS = [("GitHub action: each step", steps)]
