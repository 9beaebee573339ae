"""A session for tests that are about playing it: made by the API, so that no form is walked through first."""

import json
import urllib.request
from typing import Any

REQUEST: dict[str, Any] = {
    "schema": 1,
    "receiver": {
        "name": "Alex", "age_years": 34, "sex": "female", "height_m": 1.68, "mass_kg": 64,
        "back_pain": "none", "guardian": False, "conditions": [], "cleared_by_clinician": [], "details": {},
    },
    "giver": {"hands": "healthy", "experience": "some", "handed": "right"},
    "wishes": {
        "minutes": 20, "style": "relaxation", "level": 3, "position": "prone", "sore": [], "avoid": [],
    },
    "kit": {"surface": "bed", "oil": "coconut", "stones_c": None, "massager": False},
}  # fmt: skip


def posted(address: str, path: str, body: object) -> Any:
    """POST a body and read the JSON that comes back."""
    words = json.dumps(body).encode()
    asked = urllib.request.Request(address + path, words, {"content-type": "application/json"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)


def got(address: str, path: str) -> Any:
    """GET a path and read its JSON."""
    with urllib.request.urlopen(address + path, timeout=60) as answer:
        return json.load(answer)


def request_of(*, giver: dict[str, str] | None = None, **wishes: object) -> dict[str, Any]:
    """Return Alex's request with other wishes, or another giver."""
    return {
        **REQUEST,
        "giver": {**REQUEST["giver"], **(giver or {})},
        "wishes": {**REQUEST["wishes"], **wishes},
    }


_PLANS: dict[str, Any] = {}
"""Plans by the request that they were made of: the same evening is planned once."""


def opened(walk: Any, **wishes: Any) -> dict[str, Any]:
    """Open a session by the API and stand before its first stroke."""
    request = request_of(**wishes)
    asked = json.dumps(request)
    if asked not in _PLANS:
        _PLANS[asked] = posted(walk.address, "/api/plan", {"request": request})["plan"]
    plan = _PLANS[asked]
    session: dict[str, Any] = posted(walk.address, "/api/sessions", {"plan": plan, "request": request})
    walk.open(f"/play/{session['id']}")
    walk.page.wait_for_selector(".ready")
    return session


def begun(walk: Any, **wishes: Any) -> dict[str, Any]:
    """Open a session by the API and begin it."""
    session = opened(walk, **wishes)
    walk.page.click(".ready .main")
    walk.page.wait_for_selector(".running")
    return session
