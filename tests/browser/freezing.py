"""A page that the browser really freezes, as it does under a locked screen or a closed lid.

Playwright holds its pages visible and awake; this one is opened past it, in a browser context of its own.
"""

import json
import time
from typing import Any

from playwright.sync_api import Browser

LONG_S = 15.0


class SleepyPage:
    """One page, driven by the DevTools protocol alone."""

    def __init__(self, browser: Browser, *scripts: str) -> None:
        self._devtools = browser.new_browser_cdp_session()
        self._answers: dict[int, dict[str, Any]] = {}
        self._asked = 0
        self._devtools.on("Target.receivedMessageFromTarget", self._heard)
        self._context = self._devtools.send("Target.createBrowserContext")["browserContextId"]
        made = self._devtools.send(
            "Target.createTarget", {"url": "about:blank", "browserContextId": self._context}
        )
        self._target = made["targetId"]
        attached = self._devtools.send("Target.attachToTarget", {"targetId": self._target, "flatten": False})
        self._session = attached["sessionId"]
        self.send("Page.enable")
        for script in scripts:
            self.send("Page.addScriptToEvaluateOnNewDocument", source=script)

    def _heard(self, event: dict[str, Any]) -> None:
        answer = json.loads(event["message"])
        if "id" in answer:
            self._answers[answer["id"]] = answer

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        """Ask the page's own DevTools, and wait for the answer."""
        self._asked += 1
        message = json.dumps({"id": self._asked, "method": method, "params": given})
        self._devtools.send("Target.sendMessageToTarget", {"sessionId": self._session, "message": message})
        until_s = time.monotonic() + LONG_S
        while self._asked not in self._answers:
            assert time.monotonic() < until_s, f"no answer to {method}"
            self._devtools.send("Target.getTargets")
        answer = self._answers.pop(self._asked)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def look(self, expression: str) -> Any:
        """Return what a JavaScript expression is; a frozen page answers, too."""
        found = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def until(self, expression: str) -> Any:
        """Wait until an expression is true, and return it."""
        until_s = time.monotonic() + LONG_S
        while not (value := self.look(expression)):
            assert time.monotonic() < until_s, f"It never came to this: {expression}"
            time.sleep(0.05)
        return value

    def press(self, key: str) -> None:
        """Press a key on the page."""
        self.look(
            f"void document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: {key!r}, bubbles: true}}))"
        )

    def freeze(self) -> None:
        """Hide the page and stop all of its work."""
        # What is held in focus is never hidden.
        self.send("Emulation.setFocusEmulationEnabled", enabled=False)
        self.send("Page.setWebLifecycleState", state="frozen")

    def thaw(self) -> None:
        """Let it work again, and show it."""
        self.send("Page.setWebLifecycleState", state="active")
        self.send("Emulation.setFocusEmulationEnabled", enabled=True)

    def close(self) -> None:
        """Close it and what it kept."""
        self._devtools.send("Target.disposeBrowserContext", {"browserContextId": self._context})
        self._devtools.detach()
