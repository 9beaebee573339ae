"""The built pages are served as they are, and nothing beside them."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from backrub.web.headers import Outermost
from backrub.web.pages import page_routes


@pytest.fixture
def built(tmp_path):
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Backrub</title>")
    (folder / "assets" / "main-abc123.js").write_text("export {}")
    (folder / "assets" / "main-abc123.js.br").write_bytes(b"packed")
    (folder / "assets" / "back-abc123.svg").write_text("<svg/>")
    (folder / "sw.js").write_text("export {}")
    (folder / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    return folder


def client(folder):
    app = FastAPI(openapi_url=None)
    app.include_router(page_routes(folder))
    app.add_middleware(Outermost)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/play", "/plan/anything/below"])
def test_every_address_of_the_pages_is_the_one_page_and_never_kept(built, path):
    answer = client(built).get(path)
    assert answer.status_code == 200
    assert "Backrub" in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_hashed_files_are_kept_for_ever_and_others_asked_for_again(built):
    asset = client(built).get("/assets/main-abc123.js", headers={"accept-encoding": "identity"})
    assert asset.text == "export {}"
    assert asset.headers["content-type"].startswith("text/javascript")
    assert "immutable" in asset.headers["cache-control"]
    assert client(built).get("/favicon.svg").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/", "/play", "/sw.js", "/favicon.svg", "/assets/back-abc123.svg", "/assets/gone-1.js"]
)
def test_what_can_be_a_document_or_a_worker_says_what_may_run_in_it(built, path):
    headers = client(built).get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "DENY"
    assert "microphone=(self)" in headers["permissions-policy"]


def test_a_part_of_a_page_says_only_what_counts_for_a_part(built):
    headers = client(built).get("/assets/main-abc123.js").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "content-security-policy" not in headers


def test_a_packed_file_is_given_to_who_can_unpack_it(built):
    with client(built).stream(
        "GET", "/assets/main-abc123.js", headers={"accept-encoding": "gzip, br"}
    ) as answer:
        assert answer.headers["content-encoding"] == "br"
        assert b"".join(answer.iter_raw()) == b"packed"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone-123.js",
        "/robots.txt",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/..%5csecret.txt",
        "/api/nothing",
        "/%00.txt",
        "/" + "x" * 5000 + ".js",
    ],
)
def test_what_is_not_there_or_not_ours_is_not_found(built, path):
    answer = client(built).get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


def test_a_link_out_of_the_folder_leads_nowhere(built):
    (built / "out.txt").symlink_to(built.parent / "secret.txt")
    assert client(built).get("/out.txt").status_code == 404


def test_pages_that_are_not_built_say_so_and_what_to_do(tmp_path):
    answer = client(tmp_path / "nothing").get("/")
    assert answer.status_code == 503
    assert "make run" in answer.text
    assert "<html" in answer.text
