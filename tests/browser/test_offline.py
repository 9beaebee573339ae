"""Opened once, the app opens again without its server; and nothing that people answer is kept in a cache."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from browser.alone import begin, planned
from browser.seeing import LAPTOP, on_every_device

STATIC = Path(__file__).resolve().parents[2] / "src" / "backrub" / "web" / "static"
KEPT = """async () => {
  const found = []
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname)
  return found.sort()
}"""
WORKER = """async () => {
  const found = await navigator.serviceWorker.getRegistration()
  const states = ['installing', 'waiting', 'active'].map((each) => [each, found?.[each]?.state])
  return { ...Object.fromEntries(states), controller: navigator.serviceWorker.controller?.state }
}"""
"""How the worker stands, and whether it stands between this page and the server."""
SIGN = "text=On its own"


def wait_kept(walk) -> None:
    """Wait until the worker has everything and stands between this page and the server."""
    for _ in range(600):
        is_between = walk.page.evaluate("navigator.serviceWorker.controller !== null")
        if is_between and {"/api/settings", "/api/catalog", "/api/atlas", "/"} <= set(
            walk.page.evaluate(KEPT)
        ):
            return
        walk.page.wait_for_timeout(100)
    worker = walk.page.evaluate(WORKER)
    told = [path for path in walk.page.evaluate(KEPT) if path.startswith("/api")]
    pytest.fail(f"The worker never kept the pages: {worker}, {told} kept.", pytrace=False)


def test_a_server_that_was_gone_when_the_pages_were_to_be_kept_is_asked_again(
    new_walk: Callable, own_server
) -> None:
    walk = new_walk(**LAPTOP, address=own_server.address, service_workers="allow")
    # The browser has nothing to do but to wait until this page is idle.
    walk.page.add_init_script("window.requestIdleCallback = (what) => setTimeout(what, 2000)")
    walk.begin()
    own_server.kill()
    walk.page.wait_for_timeout(4000)
    own_server.start()
    wait_kept(walk)


def test_a_page_that_the_worker_missed_is_taken_all_the_same(new_walk: Callable, server) -> None:
    """As one that was loading while it took over; here, one that was asked for past it."""
    walk = new_walk(**LAPTOP, service_workers="allow")
    walk.open("/learn")
    wait_kept(walk)
    walk.context.add_init_script("window.had = navigator.serviceWorker.controller")
    walk.context.new_cdp_session(walk.page).send("Page.reload", {"ignoreCache": True})
    walk.page.wait_for_selector("h1")
    assert walk.page.evaluate("window.had") is None
    walk.until("navigator.serviceWorker.controller !== null")


def heading(page: Page) -> str:
    page.wait_for_selector("h1")
    return str(page.inner_text("h1"))


def test_every_page_opens_without_the_server_once_it_was_opened_with_it(
    new_walk: Callable, own_server
) -> None:
    walk = new_walk(**LAPTOP, address=own_server.address, service_workers="allow")
    walk.plan()
    wait_kept(walk)
    with_it: dict[str, str] = {}
    paths = ["/", "/ask", "/plan", "/prepare", "/learn", "/learn/kneading", "/claims", "/rhythm", "/settings"]
    for path in paths:
        walk.open(path)
        with_it[path] = heading(walk.page)
    own_server.kill()
    for path in paths:
        walk.open(path)
        assert heading(walk.page) == with_it[path], path
        walk.page.reload()
        assert heading(walk.page) == with_it[path], path
        walk.page.wait_for_selector(SIGN)
    # The plan itself, not only its page.
    walk.open("/plan")
    walk.page.wait_for_selector(".ready-room")
    own_server.start()
    walk.page.wait_for_selector(SIGN, state="detached", timeout=20_000)


@on_every_device
def test_an_evening_is_given_from_plan_to_end_with_the_server_gone(
    new_walk: Callable, own_server, device: dict
) -> None:
    walk = new_walk(**device, address=own_server.address, service_workers="allow")
    page = walk.page
    planned(walk)
    wait_kept(walk)
    own_server.kill()
    walk.open("/plan")
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    session = begin(walk)
    page.wait_for_timeout(2000)
    page.keyboard.press("ArrowRight")
    before_s = walk.at_s()
    page.reload()
    page.wait_for_selector(".running")
    assert walk.at_s() >= before_s
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")
    page.reload()
    page.click(".pause .go")
    page.wait_for_selector(".running")
    page.keyboard.press("Escape")
    page.click("text=We’re done for tonight")
    page.wait_for_selector("text=When you are ready")
    page.reload()
    page.click("text=When you are ready")
    page.locator(".scale").get_by_text("2", exact=True).click()
    page.wait_for_selector("h1:has-text('How at ease')")
    page.reload()
    page.wait_for_selector("h1:has-text('How at ease')")
    # It stands among the earlier evenings at once, whole.
    walk.open("/history")
    page.click(f"a[href='/history/{session}']:has-text('Stopped when they said so. Pain 2.')")
    page.wait_for_selector("h2:has-text('What was done')")
    rows = page.locator("main ol > li")
    assert rows.count() > 5
    assert rows.first.locator(".changed").inner_text() == "passed"
    assert rows.last.locator(".minutes").inner_text() == "left out"
    assert page.locator("text=Changed: one pause, one step passed, one stop.").count() == 1
    walk.open(f"/after/{session}")
    # Told once, in order, when it is back.
    own_server.start()
    walk.until(f"!localStorage.getItem('backrub.outbox.{session}')")
    told = ["opened", "started", "skipped", "paused", "resumed", "stopped", "stop-explained", "felt"]
    kinds = own_server.kinds(session)
    assert [each for each in kinds if each != "refitted"] == told, kinds


def test_only_the_pages_and_what_is_the_same_for_everybody_is_kept(new_walk: Callable, server) -> None:
    walk = new_walk(service_workers="allow")
    walk.begin()
    wait_kept(walk)
    walk.page.reload()
    walk.page.wait_for_selector(".running")
    kept = walk.page.evaluate(KEPT)
    told = {path for path in kept if path.startswith("/api")}
    assert told == {"/api/catalog", "/api/atlas", "/api/settings"}
    built = {
        f"/assets/{each.name}" for each in (STATIC / "assets").iterdir() if each.suffix not in (".br", ".gz")
    }
    public = {"/theme.js", "/icon.svg", "/app.webmanifest", "/app.de.webmanifest", "/licences.txt"}
    assert set(kept) - told == built | {"/"} | public


def test_a_new_version_takes_over_without_a_reload(new_walk: Callable) -> None:
    walk = new_walk(service_workers="allow")
    walk.begin()
    wait_kept(walk)
    walk.page.evaluate("window.is_the_same = true")
    walk.page.evaluate("caches.open('backrub-pages-1').then(() => caches.open('backrub-pages-2'))")
    before_s = walk.at_s()
    # Under another address it is another worker, as a changed one is.
    walk.page.evaluate("void navigator.serviceWorker.register('/sw.js?newer')")
    walk.until("navigator.serviceWorker.controller.scriptURL.endsWith('?newer')")
    walk.page.wait_for_timeout(1000)
    assert walk.page.evaluate("window.is_the_same") is True
    assert walk.at_s() > before_s
    # The version before stays for the page that is open; those before it go.
    kept = walk.page.evaluate("caches.keys()")
    assert "backrub-pages-2" in kept
    assert "backrub-pages-1" not in kept


MANIFESTS = {"en-GB": ("/app.webmanifest", "en"), "de-DE": ("/app.de.webmanifest", "de")}


@pytest.mark.parametrize("locale", MANIFESTS)
def test_the_app_can_be_installed_in_its_language(new_walk: Callable, server, locale: str) -> None:
    walk = new_walk(service_workers="allow", locale=locale)
    walk.open("/")
    wait_kept(walk)
    path, language = MANIFESTS[locale]
    assert walk.page.get_attribute("link[rel=manifest]", "href") == path
    manifest, english = server.ask(path), server.ask("/app.webmanifest")
    assert manifest["lang"] == language
    assert walk.page.get_attribute("meta[name=description]", "content") == manifest["description"]
    assert (manifest["description"] == english["description"]) == (language == "en")
    same = {key: value for key, value in manifest.items() if key not in ("lang", "description")}
    assert same == {key: value for key, value in english.items() if key not in ("lang", "description")}
    assert manifest["start_url"] == manifest["scope"] == "/"
    sizes = {(each["sizes"], each["purpose"]) for each in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    for each in manifest["icons"]:
        if each["type"] == "image/png":
            png = (STATIC / each["src"].lstrip("/")).read_bytes()
            width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
            assert f"{width}x{height}" == each["sizes"]
    # Chromium's own word on it.
    found = walk.context.new_cdp_session(walk.page).send("Page.getInstallabilityErrors")
    problems = [each["errorId"] for each in found["installabilityErrors"]]
    assert [each for each in problems if each != "in-incognito"] == [], json.dumps(found)
