"""A server that is away, in German: not even that is told in another language."""

from collections.abc import Callable


def test_a_server_that_is_away_is_told_in_german(new_walk: Callable) -> None:
    walk = new_walk(locale="de-DE")
    page = walk.page
    walk.open("/settings")
    page.route("**/api/**", lambda route: route.abort())
    away = "Backrub antwortet nicht"
    for path in ("/", "/ask", "/learn", "/claims"):
        page.goto(f"{walk.address}{path}")
        page.locator("main").get_by_text(away).first.wait_for()
        assert "answering" not in page.locator("main").inner_text()
    # And where the plan is asked for.
    page.unroute("**/api/**")
    walk.fill()
    page.route("**/api/plan", lambda route: route.abort())
    page.click("text=Diese Massage planen")
    page.locator("main").get_by_text(away).first.wait_for()
    assert "answering" not in page.locator("main").inner_text()
