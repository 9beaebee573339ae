"""Whatever is sent to the API, it never breaks, and it answers as its own description says."""

import copy
import random
from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient

from backrub.app.clock import Clock
from backrub.app.root import App
from backrub.app.schemas import SCHEMAS
from backrub.app.settings import Settings
from backrub.catalog import load
from backrub.journal.memory import MemoryStore
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web
from web.conftest import GATE

load_all_checks()
PORT = 8765
FULL, SAMPLE, DEAR = 150, 8, 3
"""So many of each are sent in `make prove` and here, and here of what solves or presses a plan."""
SOLVING = ("/api/check", "/api/narrow", "/api/plan", "/api/replan", "/api/alternatives", "/api/sessions")
HOME = f"http://localhost:{PORT}"
AS_DOCUMENTED = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
PRESSES = (
    *({"kind": kind} for kind in ("start", "pause", "resume", "softer", "harder", "skip", "back", "good")),
    *({"kind": kind} for kind in ("hold", "heard", "extend", "finish", "stop", "restart")),
    {"kind": "skip", "from_step": 3},
    {"kind": "back", "from_step": 2, "revision": 0},
    {"kind": "pain", "nrs": 4},
    {"kind": "here", "across": 0.3, "along": 0.3},
    {"kind": "stones", "stones_c": 42.0},
    {"kind": "choose", "rounds": 3},
    {"kind": "answer", "is_fine": True},
    {"kind": "felt", "when": "before", "pain_nrs": 4},
)
OVER = ("stopped", "finished")


class World:
    """An app with one plan and one session in it, so that what is sent can mean something."""

    def __init__(self):
        app = App(
            settings=Settings(database="", port=PORT), catalog=load(), store=MemoryStore(), clock=Clock(),
            gate=GATE,
        )  # fmt: skip
        self.web = make_web(app)
        self.client = TestClient(self.web, base_url=HOME)
        self.plan = self.client.post("/api/plan", json={"request": EXAMPLE_REQUEST}).json()["plan"]
        self.session = self.opened()
        self.schema = schemathesis.openapi.from_dict(self.web.openapi())
        self.schema.app = self.web

    def opened(self):
        """Open a session of the plan, and return its id."""
        answer = self.client.post("/api/sessions", json={"plan": self.plan, "request": EXAMPLE_REQUEST})
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    def live(self):
        """Return a session that is not over: a new one where the last one is."""
        state = self.client.get(f"/api/sessions/{self.session}").json()["state"]
        if state["status"] in OVER:
            self.session = self.opened()
        return self.session

    def aimed(self, case, chance, *, mode):
        """Put what is really there into some of what is sent: most that is made up stays at the door.

        What is wrong on purpose keeps its body; only the session that it is sent to is real.
        """
        where = case.path_parameters or {}
        if "session_id" in where and chance.random() < 0.8:
            where["session_id"] = self.live() if case.path.endswith("/commands") else self.session
        if case.path.endswith("/events"):
            # A stream that follows has no end to wait for.
            case.query = {**(case.query or {}), "follow": "false"}
        if mode is GenerationMode.NEGATIVE:
            return case
        if "name" in where and chance.random() < 0.8:
            where["name"] = chance.choice(sorted(SCHEMAS))
        if case.path == "/api/history" and chance.random() < 0.7:
            case.query = chance.choice(({}, {"before": self.session}))
        if isinstance(case.body, dict):
            self.aim_body(case, chance)
        return case

    def aim_body(self, case, chance):
        """Put the plan, the request, a technique or a press that there is into a body."""
        real = {"plan": (self.plan, 0.7), "request": (EXAMPLE_REQUEST, 0.5), "technique": ("kneading", 0.5)}
        for key, (value, share) in real.items():
            if key in case.body and chance.random() < share:
                case.body[key] = copy.deepcopy(value)
        if case.path.endswith("/commands") and chance.random() < 0.7:
            case.body = {**chance.choice(PRESSES), "client_id": f"c{chance.randrange(10_000)}"}


@pytest.fixture(scope="module")
def world():
    return World()


def operations():
    """Return every path and method that the API's own description lists, with each kind of data."""
    app = App(settings=Settings(database="", port=PORT), catalog=load(), store=MemoryStore())
    paths = make_web(app).openapi()["paths"]
    found = []
    for path, methods in sorted(paths.items()):
        for method, operation in sorted(methods.items()):
            found.append((path, method.upper(), GenerationMode.POSITIVE))
            # Where nothing can be given, nothing can be given wrongly.
            if operation.get("parameters") or operation.get("requestBody"):
                found.append((path, method.upper(), GenerationMode.NEGATIVE))
    return found


def fuzz(world, path, method, *, mode, examples):
    """Send what is made up, check each answer against the description, and count the answers by status."""
    operation = world.schema[path][method]
    answers = Counter()
    chance = random.Random(f"{path}{method}{mode}")

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sends(case):
        case = world.aimed(case, chance, mode=mode)
        answer = case.call(base_url=HOME)
        case.validate_response(answer, checks=AS_DOCUMENTED)
        answers[answer.status_code] += 1

    sends()
    return answers


@pytest.mark.parametrize(("path", "method", "mode"), operations())
def test_every_answer_is_as_documented(world, path, method, mode):
    is_dear = path in SOLVING and mode is GenerationMode.POSITIVE
    fuzz(world, path, method, mode=mode, examples=DEAR if is_dear else SAMPLE)


@pytest.mark.prove
def test_every_answer_is_as_documented_in_full(world, proof_table):
    rows = []
    for path, method, mode in operations():
        answers = fuzz(world, path, method, mode=mode, examples=FULL)
        rows.append(
            {
                "what": f"{method} {path}",
                "data": "as documented" if mode is GenerationMode.POSITIVE else "wrong on purpose",
                "sent": answers.total(),
                "taken": sum(count for status, count in answers.items() if status < 400),
                "refused in words": sum(count for status, count in answers.items() if 400 <= status < 500),
                "server errors": sum(count for status, count in answers.items() if status >= 500),
            }
        )
    assert not any(row["server errors"] for row in rows)
    # Where nothing can be given there is one thing to send; all else was really done, and more than once.
    once = [row for row in rows if row["data"] == "as documented" and row["taken"] < min(2, row["sent"])]
    assert once == []
    proof_table("api-fuzzed", rows)
