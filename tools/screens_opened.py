"""The pictures of what stands folded on a page until somebody opens it, and of what goes on paper."""

from camera import BARE, Camera


def take_opened(camera: Camera) -> None:
    page = camera.page
    camera.fill(**BARE, answers={"pregnancy": "yes"}, details={"pregnancy_weeks": "20"})
    camera.ask("giver")
    page.wait_for_selector(".told .figure .narrowed")
    camera.shoot("ask-consequence")
    camera.ask("kit")
    open_at(camera, "text=Look over the answers")
    camera.shoot("ask-look-over")
    camera.plan()
    open_at(camera, ".summary > summary")
    camera.shoot("plan-words")
    page.click(".summary > summary")
    open_at(camera, ".keep > summary")
    camera.shoot("plan-keep")
    on_paper(camera, "plan-paper")
    page.click(".ready-room")
    page.wait_for_selector(".consent")
    open_at(camera, "summary:has-text('Warm up your hands')")
    page.click("text=Start the warm-up")
    camera.shoot("prepare-warm-up")
    camera.fill(**BARE, answers={"cancer": "yes"})
    camera.ask("kit")
    page.click("text=Plan this massage")
    page.wait_for_url("**/answer")
    page.wait_for_selector("main h1")
    on_paper(camera, "answer-paper")


def open_at(camera: Camera, summary: str) -> None:
    """Open what is folded, and bring it to the upper edge."""
    camera.page.click(summary)
    camera.page.locator(summary).evaluate(
        "(each) => scrollTo(0, each.getBoundingClientRect().top + scrollY - 24)"
    )


def on_paper(camera: Camera, name: str) -> None:
    """Take a picture of a page as a printer gets it; paper has one theme."""
    camera.page.emulate_media(media="print")
    camera.page.evaluate("scrollTo(0, 0)")
    camera.shoot(name, has_two_themes=False)
    camera.page.emulate_media(media="screen")
