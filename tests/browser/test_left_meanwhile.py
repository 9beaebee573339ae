"""Whoever goes elsewhere while something is still on its way is not fetched back by its answer."""

from typing import Any

from playwright.sync_api import Route

REFUSED = {"answers": {"cancer": "yes"}}


class Held:
    """Answers of the server that come when the test says so."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.waiting: list[Route] = []
        self.is_held = True
        page.route(address, self._asked)

    def _asked(self, asked: Route) -> None:
        if self.is_held:
            self.waiting.append(asked)
        else:
            asked.continue_()

    def wait(self) -> None:
        """Until something was asked for."""
        for _ in range(100):
            if self.waiting:
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"nobody asked for {self.address}")

    def release(self) -> None:
        """Let all of it through, and whatever comes later."""
        self.is_held = False
        with self.page.expect_response(self.address):
            for each in self.waiting:
                each.continue_()
        self.page.wait_for_timeout(200)


def test_questions_that_open_late_do_not_take_the_place_of_the_answer(new_walk: Any) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill(**REFUSED)
    page.click(".go")
    page.wait_for_selector("text=This week is soon enough")
    catalog = Held(page, "**/api/catalog")
    page.reload()
    page.wait_for_selector(".answer h1")
    catalog.wait()
    page.go_back()
    walk.until("location.pathname === '/ask' && !document.querySelector('.answer')")
    page.go_forward()
    walk.until("location.pathname === '/answer'")
    catalog.release()
    assert page.evaluate("location.pathname") == "/answer"
    page.click("text=Back to the answers")
    page.wait_for_selector(".asking h1")


def test_a_plan_that_comes_late_does_not_fetch_anybody_back(new_walk: Any) -> None:
    walk = new_walk()
    page = walk.page
    walk.fill()
    page.wait_for_selector(".go")
    plan = Held(page, "**/api/plan")
    page.click(".go")
    plan.wait()
    page.click(".foot button")
    walk.until("location.pathname !== '/ask' || history.state.step !== 'kit'")
    plan.release()
    assert page.evaluate("location.pathname") != "/plan"
