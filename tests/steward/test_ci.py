"""The jobs that init writes for GitLab and for GitHub and Forgejo, run step by step as a runner would, but for the image."""
import json
import os
import pathlib
import re
import shutil
import subprocess

from steward import node
from test_init import PROGRAM, begin, publish_example, run

HERE = pathlib.Path(__file__).parent
FAULT = ("dl-zero-de/2.0", "dl-zero-ed/2.0")


class Runner:
    """A forge with a city's repository, a branch `change` of it, and a clean folder for each job."""

    def __init__(self, scratch, *options):
        self.scratch = scratch
        self.folder = begin(scratch, *options)
        self.base = run("git", "rev-parse", "HEAD", cwd=self.folder)[:40]
        run("git", "checkout", "-qb", "change", cwd=self.folder)
        self.n_jobs = 0

    def commit(self, message):
        run("git", "commit", "-qam", message, cwd=self.folder)

    def merge(self):
        run("git", "checkout", "-q", "main", cwd=self.folder)
        run("git", "merge", "-q", "--no-ff", "-m", "Merge", "change", cwd=self.folder)

    def yaml(self, name):
        return json.loads(node(HERE / "yaml.mjs", self.folder / name))

    def workspace(self, revision):
        """As both forges check out: a clone, at a commit and on no branch."""
        self.n_jobs += 1
        place = self.scratch / f"job{self.n_jobs}"
        run("git", "clone", "-q", self.folder, place, cwd=self.scratch)
        run("git", "checkout", "-q", "--detach", f"origin/{revision}", cwd=place)
        (self.scratch / f"home{self.n_jobs}").mkdir()
        return place

    def shell(self, place, script, variables, *shell):
        environment = {"PATH": os.pathsep.join([str(pathlib.Path(PROGRAM).parent), "/usr/bin", "/bin"]), "LANG": "C.UTF-8",
                       "HOME": str(self.scratch / f"home{self.n_jobs}"), "GIT_CONFIG_NOSYSTEM": "1",
                       **{k: os.environ[k] for k in ("TABULARIUM_SHARE", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS") if k in os.environ}, **variables}
        file = self.scratch / "step.sh"
        file.write_text(script)
        done = subprocess.run([*shell, file], cwd=place, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120)
        return done.returncode, done.stdout.decode()


def expand(text, variables):
    return re.sub(r"\$\{?(\w+)\}?", lambda m: variables[m.group(1)], text)


# --- GitLab ------------------------------------------------------------------------------------------

def gitlab(runner, revision, **variables):
    """Runs the pipeline: [(job, exit code, what it said, its folder)], in the order of stages, to the first that fails."""
    config = runner.yaml(".gitlab-ci.yml")
    assert config["image"] == "$TABULARIUM_IMAGE" and config["variables"]["GIT_DEPTH"] == 0
    jobs = {name: job for name, job in config.items() if isinstance(job, dict) and "script" in job}
    assert all(job["stage"] in config["stages"] for job in jobs.values())
    predefined = {"CI": "true", "CI_PAGES_DOMAIN": "pages.example.org", "CI_PROJECT_ROOT_NAMESPACE": "stadt", "CI_PROJECT_NAME": "daten",
                  "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_REF_SLUG": "change", "CI_PIPELINE_SOURCE": "push", **variables}
    done = []
    for name, job in sorted(jobs.items(), key=lambda item: config["stages"].index(item[1]["stage"])):
        if not any(meets(rule["if"], predefined) for rule in job["rules"]):
            continue
        place = runner.workspace(revision)
        own = {**predefined, "CI_JOB_ID": str(100 + len(done))}
        own.update({key: expand(value, own) for key, value in job.get("variables", {}).items()})
        # What the runner writes before and between the lines of a script (bash, FF_SCRIPT_SECTIONS off).
        status, said = runner.shell(place, "set -eo pipefail\nset +o noclobber\n" + "\n".join(job["script"]) + "\n", own, "bash")
        done.append((name, status, said, place))
        if "environment" in job:
            address = expand(job["environment"]["url"], own)
            assert address.startswith("https://stadt.pages.example.org/-/daten/-/jobs/")
        if status:
            break
    return done


def meets(condition, variables):
    left, right = re.fullmatch(r"(\S+) == (\S+)", condition).groups()
    value = lambda word: word[1:-1] if word.startswith('"') else variables.get(word[1:])
    return value(left) == value(right)


def request(runner):
    return {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": runner.base}


def test_gitlab_judges_a_merge_request_and_publishes_it(scratch):
    runner = Runner(scratch)
    file = publish_example(runner.folder)
    good = file.read_text()
    file.write_text(good.replace(*FAULT))
    runner.commit("Bad")
    (name, status, said, place), = gitlab(runner, "change", **request(runner))
    assert name == "check" and status == 1 and "catalog/datasets/example.md:9:10: Fehler:" in said, said
    report = json.loads((place / "findings.json").read_text())
    wrong, = (issue for issue in report if issue["severity"] == "major")
    assert (wrong["location"]["path"], wrong["location"]["lines"]["begin"]) == ("catalog/datasets/example.md", 9), wrong
    assert "steht nicht in der Liste" in wrong["description"] and re.fullmatch("[0-9a-f]{64}", wrong["fingerprint"])

    file.write_text(good)
    runner.commit("Good")
    (_, checked, said, place), (name, built, more, preview) = gitlab(runner, "change", **request(runner))
    assert (checked, name, built) == (0, "preview", 0), said + more
    assert all(issue["severity"] == "minor" for issue in json.loads((place / "findings.json").read_text()))
    assert "Trinkbrunnen" in (place / "changes.md").read_text()
    page = (preview / "public/datasets/example.html").read_text()
    assert 'href="https://stadt.pages.example.org/-/daten/-/jobs/101/artifacts/public/datasets/example.html"' in page
    # Below whatever prefix: nothing on a page leads to the root of the host.
    assert not re.search(r'(?:href|src)="/', page)

    runner.merge()
    (name, status, said, place), = gitlab(runner, "main", CI_COMMIT_BRANCH="main")
    assert (name, status) == ("pages", 0), said
    assert "https://daten.musterstadt.example/datasets/example" in (place / "public/catalog.ttl").read_text()
    # A branch without a merge request runs nothing.
    assert gitlab(runner, "change", CI_COMMIT_BRANCH="change") == []


# --- GitHub, Forgejo -----------------------------------------------------------------------------------

def github(runner, revision, event, **values):
    """Runs the job of the event: [(step, exit code, what it said)] to the first that fails, the folder, and its uploads."""
    workflow = runner.yaml(".github/workflows/portal.yml")
    assert event in workflow["on"] and workflow["permissions"] == {"contents": "read"}
    values = {"github.event_name": event, "vars.TABULARIUM_IMAGE": "registry.example.org/tabularium", **values}
    fill = lambda text: re.sub(r"\$\{\{ *([\w.]+) *\}\}", lambda m: values[m.group(1)], text)
    job, = (job for job in workflow["jobs"].values() if job["if"] == f"github.event_name == '{event}'")
    assert fill(job["container"]) == "registry.example.org/tabularium"
    place, done, uploads = None, [], {}
    summary = runner.scratch / "summary.md"
    summary.write_text("")
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["fetch-depth"] == 0
            place = runner.workspace(revision)
        elif step.get("uses", "").startswith("actions/upload-artifact@"):
            for path in step["with"]["path"].split():
                uploads[path] = place / path
                assert uploads[path].exists(), path
        else:
            variables = {"CI": "true", "GITHUB_WORKSPACE": str(place), "GITHUB_STEP_SUMMARY": str(summary),
                         **{key: fill(value) for key, value in job.get("env", {}).items()}}
            # Where no shell is named: bash -e.
            status, said = runner.shell(place, fill(step["run"]) + "\n", variables, "bash", "-e")
            done.append((step["run"], status, said))
            if status:
                break
    return done, place, uploads, summary.read_text()


def pull_request(runner):
    return {"github.event.pull_request.base.sha": runner.base, "github.event.number": "7"}


def test_github_judges_a_pull_request_and_publishes_it(scratch):
    runner = Runner(scratch, "--languages", "en,de")
    file = publish_example(runner.folder)
    good = file.read_text()
    file.write_text(good.replace(*FAULT))
    runner.commit("Bad")
    steps, place, _, _ = github(runner, "change", "pull_request", **pull_request(runner))
    step, status, said = steps[-1]
    assert "check" in step and status == 1, said
    annotation, = (line for line in said.splitlines() if line.startswith("::error"))
    properties = dict(pair.split("=") for pair in re.fullmatch(r"::error ([^:]*)::.+", annotation).group(1).split(","))
    assert properties == {"file": "catalog/datasets/example.md", "line": "9", "col": "10", "title": "unknown-concept"}
    assert (place / properties["file"]).read_text().splitlines()[8].endswith(FAULT[1])

    file.write_text(good)
    runner.commit("Good")
    steps, _, uploads, summary = github(runner, "change", "pull_request", **pull_request(runner))
    assert all(status == 0 for _, status, _ in steps), steps
    assert "Drinking fountains" in summary and uploads["changes.md"].read_text() == summary
    page = (uploads["preview"] / "datasets/example.html").read_text()
    assert 'href="https://preview.example.org/7/datasets/example.html"' in page and not re.search(r'(?:href|src)="/', page)

    runner.merge()
    steps, _, uploads, _ = github(runner, "main", "push")
    assert all(status == 0 for _, status, _ in steps), steps
    assert "https://daten.musterstadt.example/datasets/example" in (uploads["public"] / "catalog.ttl").read_text()


def test_the_hooks_are_good_shell(scratch):
    """ShellCheck has nothing to say, and dash reads them."""
    folder = begin(scratch)
    for hook in sorted((folder / "hooks").iterdir()):
        assert os.access(hook, os.X_OK), hook
        run("sh", "-n", hook, cwd=scratch)
        if shutil.which("shellcheck"):
            run("shellcheck", hook, cwd=scratch)
