"""The door: only our own name, only our own pages, only JSON, never too much."""

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from backrub.web.guard import Guard
from backrub.web.headers import Outermost

PORT = 8765
HOME = f"http://localhost:{PORT}"


@pytest.fixture
def door(caplog):
    async def echo(request: Request):
        return JSONResponse({"size": len(await request.body())})

    async def read(_: Request):
        return PlainTextResponse("fine")

    async def breaks(_: Request):
        raise RuntimeError("Alex has a cold")

    routes = [Route("/echo", echo, methods=["POST"]), Route("/read", read), Route("/breaks", breaks)]
    app = Starlette(routes=routes, middleware=[Middleware(Outermost), Middleware(Guard, port=PORT)])
    return TestClient(app, base_url=HOME)


def is_problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    return body


@pytest.mark.parametrize(
    "host", [f"localhost:{PORT}", f"127.0.0.1:{PORT}", f"[::1]:{PORT}", f"LOCALHOST:{PORT}"]
)
def test_our_own_names_are_let_in(door, host):
    assert door.get("/read", headers={"host": host}).text == "fine"


@pytest.mark.parametrize(
    "host",
    [
        f"evil.example:{PORT}",
        "localhost",
        "localhost:80",
        f"localhost.evil.example:{PORT}",
        "",
        "localhost:x",
        f"user@localhost:{PORT}",
        f"localhost:{PORT}/path",
        f"127.0.0.1.nip.io:{PORT}",
        f"0.0.0.0:{PORT}",
        "[::1",
        "127.1",
    ],
)
def test_a_foreign_host_is_refused(door, host):
    body = is_problem(door.get("/read", headers={"host": host}), 421)
    assert HOME in body["detail"]


def post(door, headers, content=b"{}"):
    return door.post("/echo", content=content, headers={"content-type": "application/json", **headers})


def test_a_post_from_our_own_page_or_from_a_program_is_let_in(door):
    assert post(door, {}).json() == {"size": 2}
    assert post(door, {"origin": HOME, "sec-fetch-site": "same-origin"}).json() == {"size": 2}
    assert post(door, {"sec-fetch-site": "none"}).json() == {"size": 2}


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": f"https://localhost:{PORT}"},
        {"origin": "http://localhost:9999"},
        {"origin": f"http://127.0.0.1:{PORT}"},  # another origin than the Host says
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": HOME},
    ],
)
def test_a_post_that_another_site_started_is_refused(door, headers):
    is_problem(post(door, headers), 403)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_what_a_foreign_form_can_send_is_not_json(door, kind):
    answer = door.post("/echo", content=b"{}", headers={"content-type": kind} if kind else {})
    is_problem(answer, 415)


def test_ten_megabytes_are_refused_with_a_sentence(door):
    body = is_problem(post(door, {}, json.dumps({"a": "x" * 10_000_000}).encode()), 413)
    assert "1 MB" in body["title"]


def test_a_megabyte_is_the_most_and_one_byte_more_is_too_much(door):
    assert post(door, {}, b"x" * 1_000_000).json() == {"size": 1_000_000}
    is_problem(post(door, {}, b"x" * 1_000_001), 413)


def test_a_body_in_pieces_without_a_length_is_counted_too(door):
    pieces = (b"x" * 100_000 for _ in range(11))
    is_problem(post(door, {}, pieces), 413)


def test_every_answer_carries_the_strict_headers(door):
    for answer in (
        door.get("/read"),
        door.get("/read", headers={"host": "evil.example"}),
        door.get("/nothing"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "screen-wake-lock=(self)" in answer.headers["permissions-policy"]
        assert answer.headers["cache-control"] == "no-store"


def test_a_bug_is_a_sentence_and_the_log_quotes_nobody(door, caplog):
    with caplog.at_level("INFO"):
        body = is_problem(door.get("/breaks"), 500)
    assert "Alex" not in json.dumps(body)
    assert "RuntimeError at" in caplog.text
    assert "Alex" not in caplog.text


def test_the_access_log_has_no_query_no_body_and_no_line_of_a_visitors_making(door, caplog):
    with caplog.at_level("INFO"):
        door.get("/read?name=Alex")
        post(door, {}, b'{"name": "Alex"}')
        door.get("/re%0Aad")
    lines = [record.getMessage() for record in caplog.records if record.name == "backrub.access"]
    assert [line.rsplit(" ", 2)[0] for line in lines] == ["GET /read 200", "POST /echo 200", "GET /re?ad 404"]
    assert not any("Alex" in line for line in lines)
