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
from backrub.app.settings import Settings
from backrub.catalog import load
from backrub.journal.memory import MemoryStore
from backrub.web.bodies import EXAMPLE_REQUEST
from backrub.web.factory import make_web
from web.conftest import GATE

pytestmark = pytest.mark.xdist_group("fuzz")  # one worker: the beginning is dear
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
COMMANDS = ("start", "pause", "resume", "softer", "harder", "skip", "back", "good", "hold", "stop", "finish")


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
        body = {"plan": self.plan, "request": EXAMPLE_REQUEST}
        answer = self.client.post("/api/sessions", json=body)
        assert answer.status_code == 201, answer.text
        self.session = answer.json()["id"]
        self.schema = schemathesis.openapi.from_dict(self.web.openapi())
        self.schema.app = self.web

    def aimed(self, case, chance):
        """Put what is really there into some of what is sent: most that is made up stays at the door."""
        if "session_id" in (case.path_parameters or {}) and chance.random() < 0.8:
            case.path_parameters["session_id"] = self.session
        if case.path.endswith("/events"):
            # A stream that follows has no end to wait for.
            case.query = {**(case.query or {}), "follow": "false"}
        if isinstance(case.body, dict):
            if "plan" in case.body and chance.random() < 0.7:
                case.body["plan"] = copy.deepcopy(self.plan)
            if "request" in case.body and chance.random() < 0.5:
                case.body["request"] = copy.deepcopy(EXAMPLE_REQUEST)
            if case.path.endswith("/commands") and chance.random() < 0.3:
                case.body = {"kind": chance.choice(COMMANDS), "client_id": f"c{chance.randrange(400)}"}
                if case.body["kind"] in ("skip", "back") and chance.random() < 0.5:
                    case.body["from_step"] = chance.randrange(20)
        return case


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
        case = world.aimed(case, chance)
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
    proof_table("api-fuzzed", rows)
