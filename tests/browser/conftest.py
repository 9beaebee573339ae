"""What the browser walks share: a real server with its own journal, and a Chromium that asks nobody else."""

import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from backrub.model.scale import Scale
from browser.daily import is_walked, part_of
from browser.serving import Server, served
from playing import got, posted

TOP = Path(__file__).resolve().parents[2]
STATIC = TOP / "src" / "backrub" / "web" / "static"
AXE = TOP / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STEPS = ("person", "guardian", "pain-more", "changed", "giver", "map", "kind", "level", "how", "kit")
"""The questions that are gone through and not answered with yes or no."""
APART_MS = 600
"""Two taps that come faster are a double tap to a browser, and its second one answers no question. [ms]"""
FILLED = {
    "name": "Alex", "age": "34", "sex": "female", "height_cm": "168", "mass_kg": "64", "back_pain": "none",
    "units": "metric", "groups": {}, "before": None, "changed": [], "remember": False,
    "guardian": False, "answers": {}, "bulk_warnings": False, "cleared": {}, "details": {},
    "giver": {"hands": "healthy", "experience": "some", "handed": "right"},
    "minutes": 20, "style": "relaxation", "level": 3, "position": "prone", "sore": [], "avoid": [],
    "surface": "bed", "oil": "coconut", "has_stones": False, "stones_c": "", "massager": False,
}  # fmt: skip

CUT = (
    "An unknown error occurred when fetching the script",
    "Failed to load resource",
    "Couldn't load preload assets",
    "ERR_",
    "Service Worker registration blocked by Playwright",
)
"""What a browser says of a network, or a worker, that a test took away."""

MEASURES = {"name": "Alex", "age": "34", "height_cm": "168", "mass_kg": "64"}

KEPT = """() => Object.fromEntries(Object.entries(localStorage).filter(([key]) =>
  /^backrub[.](draft|evening|score|theme)$/.test(key)))"""
"""What a device keeps of the answers and the evening, not of a session."""
_DEVICES: dict[str, dict[str, str]] = {}
"""What devices kept before a massage began, by the answers that led there."""

IS_IN_STEP = """async () => {
  const id = location.pathname.split('/').pop()
  const { state } = await (await fetch(`/api/sessions/${id}`)).json()
  return JSON.parse(localStorage.getItem(`backrub.show.${id}`)).live.revision === state.revision
}"""
"""Whether the page has the plan that the server has."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Everything here drives a browser; `make test` walks what must hold, and a part of the rest."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    part = part_of(os.environ.get("WALKS", "all"), date.today())
    if part is not None:
        out = {id(item) for item in here if not is_walked(item.originalname, part=part)}
        config.hook.pytest_deselected(items=[item for item in items if id(item) in out])
        items[:] = [item for item in items if id(item) not in out]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all walks that leave it alone."""
    if not (STATIC / "index.html").exists():
        pytest.fail("The pages are not built: run python tools/frontend.py build.", pytrace=False)
    with served(tmp_path_factory.mktemp("server")) as made:
        yield made


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server that this test may kill."""
    with served(tmp_path) as made:
        yield made


@pytest.fixture
def later_server(tmp_path: Path) -> Iterator[Server]:
    """A server whose clock this test moves, with `Walk.pass_time`."""
    with served(tmp_path, is_clocked=True) as made:
        yield made


@pytest.fixture
def strict_server(tmp_path: Path) -> Iterator[Server]:
    """A server that presses every plan on its receiver's back, as people run it."""
    with served(tmp_path, is_strict=True) as made:
        yield made


@pytest.fixture(scope="session")
def browser(chromium_path: Path, chromium_arguments: list[str]) -> Iterator[Browser]:
    """One Chromium for all walks."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=str(chromium_path), args=chromium_arguments)
        yield started
        started.close()


class Walk:
    """One person's browser: a page, and everything it complained about or asked of other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context, self.address = context, address
        context.set_default_timeout(15_000)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.elsewhere: list[str] = []
        self.page.on("console", lambda said: self._heard(said.type, said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _heard(self, kind: str, text: str) -> None:
        # A network cut on purpose is told by the browser itself; our own words are not allowed there.
        if kind not in ("error", "warning") or any(each in text for each in CUT):
            return
        self.complaints.append(text)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def open(self, path: str = "/") -> None:
        """Go to one of our addresses."""
        self.page.goto(self.address + path)

    def fill(self, theme: str = "evening", **answers: object) -> None:
        """Put a whole set of answers onto the device, given today, and open the last question."""
        self.open("/settings")
        self.page.wait_for_selector("h1")
        ids = self.page.evaluate(
            "fetch('/api/catalog').then((r) => r.json()).then((c) => c.conditions.map((each) => each.id))"
        )
        done = [*STEPS, *(f"{kind}-{each}" for kind in ("question", "more") for each in ids)]
        draft = {**FILLED, "done": done, "answers": dict.fromkeys(ids, "no"), **answers}
        said = answers.get("answers")
        if isinstance(said, dict):
            draft["answers"] = {**dict.fromkeys(ids, "no"), **said}
        self.page.evaluate(
            """([draft, theme]) => {
              const now = new Date()
              const on = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10)
              localStorage.setItem('backrub.draft', JSON.stringify({ on, ...draft }))
              localStorage.setItem('backrub.theme', theme)
            }""",
            [draft, theme],
        )
        self.ask_step("kit")

    def ask_step(self, step: str) -> None:
        """Open one of the questions, as a reload of its entry in the history does."""
        self.page.evaluate("(step) => history.replaceState({ step }, '', '/ask')", step)
        self.page.reload()
        self.page.wait_for_selector(".asking h1")

    def plan(self, **answers: object) -> None:
        """Give all answers and ask for the plan."""
        self.fill(**answers)
        self.page.click("text=Plan this massage")
        # A busy machine plans slowly; nothing here is about that.
        try:
            self.page.wait_for_selector(".ready-room", timeout=60_000)
        except Error:
            pytest.fail(f"No plan at {self.page.url}:\n{self.page.inner_text('body')}", pytrace=False)

    def begin(self, **answers: object) -> str:
        """Plan, say yes twice, and begin; returns the session's id.

        The same answers are walked through once; later walks find them on their device, and the plan of then.
        """
        asked = json.dumps(answers, sort_keys=True)
        if asked not in _DEVICES:
            session = self.begin_by_pages(**answers)
            _DEVICES[asked] = self.page.evaluate(KEPT)
            return session
        self.open("/licences.txt")
        self.page.evaluate("(kept) => Object.assign(localStorage, kept)", _DEVICES[asked])
        evening = json.loads(_DEVICES[asked]["backrub.evening"])
        opening = {"plan": evening["plan"], "request": evening["request"]}
        self.open(f"/play/{posted(self.address, '/api/sessions', opening)['id']}")
        return self._start()

    def begin_by_pages(self, **answers: object) -> str:
        """Do the same by the pages themselves, whatever was walked before."""
        self.plan(**answers)
        return self.begin_it()

    def begin_it(self, how: str = "click") -> str:
        """From the plan on, by a mouse or by `touch`: say yes twice, and begin; returns the session's id."""
        (self.page.tap if how == "touch" else self.page.click)(".ready-room")
        self.agree(how)
        return self._start(how)

    def _start(self, how: str = "click") -> str:
        self.page.wait_for_selector(".ready")
        session = self.page.url.rsplit("/", 1)[1]
        (self.page.tap if how == "touch" else self.page.click)(".ready .main")
        self.page.wait_for_selector(".running")
        return session

    def agree(self, how: str = "click") -> str:
        """Where the room is made ready: say yes twice, and open the session; returns its id."""
        self.page.wait_for_selector(".consent")
        for box in self.page.locator(".consent input").all():
            (box.tap if how == "touch" else box.check)()
        (self.page.tap if how == "touch" else self.page.click)(".begin")
        self.page.wait_for_selector(".ready")
        return self.page.url.rsplit("/", 1)[1]

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is on what the selector names."""
        self.page.wait_for_selector(selector, state="attached")
        for _ in range(400):
            if self.page.evaluate("(s) => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reached {selector}")

    def step(self) -> str:
        """Return the question that is asked, as the history's entry names it."""
        return str(self.page.evaluate("history.state?.step ?? ''"))

    def press(self, selector: str, how: str = "keys") -> None:
        """Press what a selector names, by `keys` alone or by `touch`."""
        if how == "touch":
            self.page.wait_for_timeout(APART_MS)
            self.page.locator(selector).first.tap()
        else:
            self.tab_to(selector)
            self.page.keyboard.press("Enter")

    def write(self, name: str, text: str, how: str = "keys") -> None:
        """Write into a field."""
        if how == "touch":
            self.page.tap(f"#field-{name}")
        else:
            self.tab_to(f"#field-{name}")
        self.page.keyboard.type(text)

    def answer_all(self, how: str = "keys", own: dict[str, Callable[[], None]] | None = None) -> list[str]:
        """Answer as a healthy adult does, from the first question to the last; return the steps.

        `own` answers single steps its own way; the massage has 20 minutes, the giver has given some.
        """
        seen: list[str] = []
        self.page.wait_for_selector(".asking h1")
        while (step := self.step()) != "kit":
            seen.append(step)
            assert len(seen) < 60, seen
            if own and step in own:
                own[step]()
            elif step == "person":
                for name, text in MEASURES.items():
                    self.write(name, text, how)
                self.press(".go", how)
            elif step == "giver":
                if how == "touch":
                    self.page.locator("label:has(input[name=giver])").nth(1).tap()
                else:
                    self.tab_to("input[name=giver]")
                    self.page.keyboard.press("ArrowDown")
                self.press(".go", how)
            elif step == "kind":
                for _ in range(2):
                    self.press("[aria-label='5 minutes less']", how)
                self.press(".go", how)
            else:
                self.press(".answers button", how)
            self.until(f"(history.state?.step ?? '') !== '{step}'")
        return seen

    def begin_by_keys(self) -> str:
        """From the last question on: plan, both say yes, begin; returns the session."""
        self.tab_to("button[type=submit]")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".ready-room", timeout=60_000)
        self.tab_to(".ready-room")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".consent")
        for _ in self.page.locator(".consent input").all():
            self.tab_to(".consent input:not(:checked)")
            self.page.keyboard.press("Space")
        self.tab_to(".begin")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".ready")
        session = self.page.url.rsplit("/", 1)[1]
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".running")
        return session

    def pass_time(self, server: Server, seconds_s: float) -> None:
        """Let time pass at once, on the server and on this page, whose clock has to be ours already. [s]"""
        server.pass_time(seconds_s)
        self.page.clock.fast_forward(int(seconds_s * 1000))

    def touch_back(self, across: float, along: float, how: str = "click") -> None:
        """Touch the drawn back at a point of the chart; everybody here has the form's own measures."""
        scale = Scale.of("female", 1.68)
        at = [across * scale.half_biacromial_m * 1e3, along * scale.c7_psis_m * 1e3]
        x, y = self.page.locator(".map svg").evaluate(
            """(svg, at) => {
              const point = new DOMPoint(...at).matrixTransform(svg.getScreenCTM())
              return [point.x, point.y]
            }""",
            at,
        )
        (self.page.touchscreen.tap if how == "touch" else self.page.mouse.click)(x, y)

    def until(self, true: str) -> None:
        """Wait until a JavaScript expression is true; polled from here, for the policy forbids eval there."""
        for _ in range(100):
            if self.page.evaluate(true):
                return
            self.page.wait_for_timeout(100)
        pytest.fail(f"It never came to this: {true}", pytrace=False)

    def waiting(self) -> int:
        """Return how many sessions of this device have presses that the server has not taken yet."""
        keys: list[str] = self.page.evaluate("Object.keys(localStorage)")
        return sum(key.startswith("backrub.outbox.") for key in keys)

    def synced(self) -> None:
        """Wait until the server has every press, and the page the plan that came of them."""
        for _ in range(200):
            self.page.wait_for_timeout(100)
            if not self.waiting() and self.page.evaluate(IS_IN_STEP):
                return
        pytest.fail("The page and its server did not come together.", pytrace=False)

    def skip_to(self, technique: str, selector: str) -> None:
        """Skip to a technique's turn; the page is away meanwhile, and finds it when it comes back."""
        self.synced()
        path = self.page.evaluate("location.pathname")
        commands = f"/api/sessions/{path.rsplit('/', 1)[1]}/commands"
        self.open("/licences.txt")
        for number in range(40):
            now = got(self.address, commands.removesuffix("/commands"))
            if now["plan"]["steps"][now["state"]["step"]]["technique"] == technique:
                break
            posted(self.address, commands, {"kind": "skip", "client_id": f"{path[-8:]}-skip-{number}"})
        self.open(path)
        self.page.wait_for_selector(selector)

    def press_on_to(self, selector: str) -> None:
        """Press on from step to step until the page shows what the selector names."""
        for _ in range(40):
            if self.page.locator(selector).count():
                return
            self.page.keyboard.press("ArrowRight")
            # The server may leave steps out after a skip: the next press is for the plan as it then stands.
            self.synced()
        pytest.fail(f"No step showed {selector}", pytrace=False)

    def at_s(self) -> float:
        """Where the score is, as the page shows it."""
        return float(self.page.locator(".running").get_attribute("data-at") or "nan")


@pytest.fixture
def new_walk(browser: Browser, server: Server) -> Iterator[Callable[..., Walk]]:
    """A maker of walks; every one is checked at its end: no complaint, nobody else asked."""
    made: list[Walk] = []

    def make(*, width: int = 390, height: int = 844, address: str = server.address, **options: Any) -> Walk:
        # Keeping the pages has its own tests; elsewhere a worker would only take time.
        options.setdefault("service_workers", "block")
        # Painting hands sixty times a second takes a processor; what is about their motion asks for it.
        options.setdefault("reduced_motion", "reduce")
        # Centimetres and kilograms, unless a walk says where it is.
        options.setdefault("locale", "en-GB")
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        made.append(Walk(context, address))
        return made[-1]

    yield make
    for walk in made:
        walk.context.close()
    assert [each.complaints for each in made if each.complaints] == []
    assert [each.elsewhere for each in made if each.elsewhere] == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run python tools/frontend.py check.", pytrace=False)
    return AXE.read_text(encoding="utf-8")
