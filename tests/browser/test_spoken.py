"""Words in play: heard on the device or not at all, only while a massage is on, and never its own voice."""

from collections.abc import Callable
from typing import Any

import pytest

from browser.seeing import findings
from playing import begun

EAR = """
  window.ears = { made: 0, open: [], local: [], told: '%s', installed: 0 };
  window.SpeechRecognition = class {
    static available({ langs, processLocally }) {
      window.ears.local.push(processLocally);
      return Promise.resolve(window.ears.told);
    }
    static install() {
      window.ears.installed++;
      window.ears.told = 'available';
      return Promise.resolve(true);
    }
    constructor() { window.ears.made++; }
    get processLocally() { return this.is_local === true; }
    set processLocally(is_local) { this.is_local = is_local; }
    start() {
      if (window.ears.refuses) {
        setTimeout(() => { this.onerror?.({ error: 'not-allowed' }); this.onend?.(); });
        return;
      }
      window.ears.open.push(this);
      setTimeout(() => this.onstart?.());
    }
    abort() {
      window.ears.open = window.ears.open.filter((each) => each !== this);
      setTimeout(() => this.onend?.());
    }
  };
  window.hear = (text, isFinal = true) => window.ears.open.forEach((each) =>
    each.onresult?.({ resultIndex: 0, results: [Object.assign([{ transcript: text }], { isFinal })] }));
"""
"""A browser that understands words on the device, in the shape of the Web Speech API."""
VOICE = """
  const voice = { localService: true, lang: 'en-GB' };
  Object.defineProperty(window, 'speechSynthesis', { value: {
    getVoices: () => [voice],
    cancel: () => {},
    speak: (said) => { window.saying = said; said.onstart?.(); },
  } });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
"""A voice that goes on until the test says that it is over."""


@pytest.fixture
def hearing(new_walk: Callable) -> Callable[..., Any]:
    """A maker of walks in which a massage is on, in a browser with an ear."""

    def make(
        *, told: str = "available", listens: bool = True, voice: bool = False, **how: Any
    ) -> tuple[Any, str]:
        walk = new_walk(**how)
        walk.page.add_init_script(EAR % told + (VOICE if voice else ""))
        walk.open("/settings")
        if listens:
            walk.page.evaluate("localStorage.setItem('backrub.listens', 'true')")
        session = begun(walk)
        return walk, session["id"]

    return make


def listens(walk: Any) -> None:
    walk.until("window.ears.open.length === 1")
    walk.page.wait_for_selector(".mic.lit")


def test_nothing_listens_unless_somebody_wants_it(hearing: Callable) -> None:
    walk, _ = hearing(listens=False)
    walk.page.wait_for_timeout(1500)
    assert walk.page.evaluate("window.ears.made") == 0
    assert walk.page.locator(".mic").count() == 0


def test_it_is_asked_for_in_the_settings_and_kept(new_walk: Callable, axe: str) -> None:
    walk = new_walk()
    page = walk.page
    page.add_init_script(EAR % "downloadable")
    walk.open("/settings")
    assert page.evaluate("window.ears.local") == []  # not before somebody wants it
    page.click("text=See whether this device can")
    page.click("text=Get the words for this device")
    page.check("label:has-text('Listen for these words')")
    assert page.evaluate("[window.ears.installed, localStorage.getItem('backrub.listens')]") == [1, "true"]
    assert set(page.evaluate("window.ears.local")) == {True}
    assert page.evaluate("window.ears.made") == 0  # no microphone here
    assert findings(page, axe) == []
    page.reload()
    page.wait_for_selector("label:has-text('Listen for these words') input:checked")


@pytest.mark.parametrize("told", ["unavailable", "nonsense"])
def test_where_words_are_not_understood_here_it_says_so_and_nothing_listens(
    hearing: Callable, told: str
) -> None:
    walk, _ = hearing(told=told)
    page = walk.page
    page.wait_for_selector("text=The microphone can’t be used. Tap, or press a key.")
    assert page.evaluate("window.ears.made") == 0
    page.evaluate("localStorage.removeItem('backrub.listens')")
    walk.open("/settings")
    page.click("text=See whether this device can")
    page.wait_for_selector("text=so nothing listens")
    assert page.get_by_text("Listen for these words").count() == 0


def test_an_ear_that_may_send_what_it_hears_elsewhere_is_never_made(hearing: Callable) -> None:
    walk, _ = hearing(listens=False)
    page = walk.page
    page.add_init_script("delete SpeechRecognition.prototype.processLocally")
    page.evaluate("localStorage.setItem('backrub.listens', 'true')")
    page.reload()
    page.wait_for_selector("text=The microphone can’t be used. Tap, or press a key.")
    assert page.evaluate("[window.ears.made, window.ears.local]") == [0, []]


def test_a_page_that_was_ended_by_asking_does_not_ask_again(hearing: Callable) -> None:
    walk, _ = hearing()
    page = walk.page
    listens(walk)
    assert page.evaluate("localStorage.getItem('backrub.asking-ear')") is None
    # As a page leaves it behind that did not live to hear the answer.
    page.add_init_script("localStorage.setItem('backrub.asking-ear', 'true')")
    page.reload()
    page.wait_for_selector("text=The microphone can’t be used. Tap, or press a key.")
    assert page.evaluate("[window.ears.made, window.ears.local]") == [0, []]


def test_words_do_what_keys_do(hearing: Callable, server: Any) -> None:
    walk, session = hearing()
    page = walk.page
    listens(walk)
    page.evaluate("hear('next')")
    page.evaluate("hear('pause')")
    page.wait_for_selector(".pause")
    page.evaluate("hear('go on')")
    page.wait_for_selector(".running")
    page.evaluate("hear('not next')")
    page.evaluate("hear('next?')")
    page.evaluate("hear('the next train is at ten')")
    page.evaluate("hear('good', false)")
    page.wait_for_timeout(300)
    assert page.get_by_text("Good. Just like this.").count() == 0
    page.evaluate("hear('good')")
    page.get_by_text("Good. Just like this.").first.wait_for(state="attached")
    walk.synced()
    kinds = server.kinds(session)
    assert [kinds.count(each) for each in ("skipped", "paused", "resumed")] == [1, 1, 1]
    # Stop counts before the sentence is over, and once.
    page.evaluate("hear('please stop', false)")
    page.wait_for_selector("text=Hands off.")
    page.evaluate("hear('please stop that')")
    walk.until("window.ears.open.length === 0")
    assert page.locator(".mic.lit").count() == 0
    walk.synced()
    assert server.kinds(session).count("stopped") == 1


def test_hands_off_is_heard_once_the_sentence_is_over(hearing: Callable, server: Any) -> None:
    walk, session = hearing()
    page = walk.page
    listens(walk)
    page.evaluate("hear('hands off', false)")
    page.wait_for_timeout(300)
    assert page.locator(".running").count() == 1
    page.evaluate("hear('please, hands off')")
    page.wait_for_selector(".pause h1:has-text('Hands off')")
    walk.synced()
    assert server.kinds(session).count("held") == 1


def test_a_number_that_is_asked_for(hearing: Callable, server: Any) -> None:
    walk, session = hearing()
    listens(walk)
    walk.page.evaluate("hear('four')")
    walk.page.keyboard.press("p")
    walk.page.evaluate("hear('four')")
    walk.page.wait_for_selector("text=4. Thank you.")
    walk.synced()
    assert [each for each in server.kinds(session) if "pain" in each] == ["pain-said"]


def test_its_own_voice_is_not_heard(hearing: Callable, server: Any) -> None:
    walk, session = hearing(voice=True)
    page = walk.page
    walk.until("window.saying !== undefined")
    page.wait_for_timeout(1000)
    assert page.evaluate("window.ears.open.length") == 0
    page.evaluate("window.saying.onend()")
    listens(walk)
    page.evaluate("hear('again')")  # it says the cue again
    walk.until("window.ears.open.length === 0")
    page.evaluate("hear('stop')")
    walk.synced()
    assert "stopped" not in server.kinds(session)


def test_it_is_closed_when_nobody_looks_and_when_the_page_is_left(hearing: Callable) -> None:
    walk, _ = hearing()
    page = walk.page
    listens(walk)
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    walk.until("window.ears.open.length === 0")
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    listens(walk)
    # A session of the browser's own ear ends after a while, and the next one begins.
    page.evaluate("{ const [one] = window.ears.open; window.ears.open = []; one.onend() }")
    listens(walk)
    page.keyboard.press("Escape")
    walk.until("window.ears.open.length === 0")


def test_a_microphone_that_is_refused_is_told_once_and_everything_goes_on(hearing: Callable) -> None:
    walk, _ = hearing()
    page = walk.page
    listens(walk)
    page.evaluate("window.ears.refuses = true; window.ears.open[0].onend()")
    page.wait_for_selector("text=The microphone can’t be used. Tap, or press a key.")
    assert page.locator(".mic").count() == 0
    page.keyboard.press("Space")
    page.wait_for_selector(".pause")


@pytest.mark.parametrize(
    "size", [{"width": 390, "height": 844}, {"width": 1280, "height": 800}], ids=["phone", "laptop"]
)
def test_the_sign_covers_nothing(hearing: Callable, axe: str, size: dict) -> None:
    walk, _ = hearing(**size)
    listens(walk)
    page = walk.page
    box = page.locator(".mic").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    for each in page.locator(".running .cue, .running .left, .running .ring, .running .next").all():
        other = each.bounding_box()
        if other is None:
            continue
        apart = (
            other["x"] + other["width"] <= box["x"] or box["x"] + box["width"] <= other["x"]
            or other["y"] + other["height"] <= box["y"] or box["y"] + box["height"] <= other["y"]
        )  # fmt: skip
        assert apart, (box, other)
    assert findings(page, axe) == []
