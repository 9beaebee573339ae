"""What several walks look for on a page: what axe finds, and what runs out of a narrow screen."""

from typing import Any

from playwright.sync_api import Page

FIXED = """async (wishes) => {
  const request = {
    schema: 1,
    receiver: {
      name: 'Alex', age_years: 34, sex: 'female', height_m: 1.68, mass_kg: 64, back_pain: 'none',
      guardian: false, conditions: [],
    },
    giver: { hands: 'healthy', experience: 'some', handed: 'right' },
    wishes: { minutes: 20, style: 'relaxation', level: 3, position: 'prone', sore: [], avoid: [], ...wishes },
    kit: { surface: 'bed', oil: 'coconut', stones_c: null, massager: false },
  }
  const answer = await fetch('/api/plan', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ request }),
  })
  const { clearance, plan = null, infeasible = null } = await answer.json()
  localStorage.setItem('backrub.evening', JSON.stringify({ request, clearance, plan, infeasible }))
}"""


def put_evening(page: Page, address: str, *, theme: str = "day", **wishes: object) -> None:
    """Put an evening onto this device as the questions would have, without walking through them."""
    page.goto(f"{address}/settings")
    page.evaluate(FIXED, wishes)
    page.evaluate("(theme) => localStorage.setItem('backrub.theme', theme)", theme)


def kept_plan(page: Page) -> dict[str, Any]:
    """Return the plan that this device keeps."""
    plan: dict[str, Any] = page.evaluate("JSON.parse(localStorage.getItem('backrub.evening')).plan")
    return plan


def findings(page: Page, axe: str) -> list[str]:
    """Return what axe calls serious or critical. It is evaluated, not injected: the policy stays on."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def overflowing(page: Page) -> list[str]:
    """Return what sticks out of the screen sideways."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll('main *')]
            .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
            .filter((each) => !each.closest('.unseen, svg'))
            .slice(0, 5).map((each) => each.outerHTML.slice(0, 100))"""
    )
