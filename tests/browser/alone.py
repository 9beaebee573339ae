"""An evening on a device whose server goes."""

from typing import Any

from playing import posted, request_of


def planned(walk: Any) -> None:
    """Put tonight's plan and its score on the device, as the plan's page does."""
    request = request_of()
    plan = posted(walk.address, "/api/plan", {"request": request})["plan"]
    score = posted(walk.address, "/api/score", {"plan": plan})
    walk.open("/")
    walk.page.evaluate(
        """([request, plan, score]) => {
          const evening = { request, clearance: null, plan, infeasible: null, is_held: true }
          localStorage.setItem('backrub.evening', JSON.stringify(evening))
          localStorage.setItem('backrub.score', JSON.stringify({ plan: JSON.stringify(plan), score }))
        }""",
        [request, plan, score],
    )
    walk.open("/prepare")
    walk.page.wait_for_selector(".consent")


def begin(walk: Any) -> str:
    """Both say yes, and it begins; returns the session's id."""
    for box in walk.page.query_selector_all(".consent input[type=checkbox]"):
        box.check()
    walk.page.click(".begin")
    walk.page.wait_for_selector(".ready .main")
    walk.page.click(".ready .main")
    walk.page.wait_for_selector(".running")
    return str(walk.page.url.rsplit("/", 1)[1])
