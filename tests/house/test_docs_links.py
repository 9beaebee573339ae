"""Every link inside the documentation leads somewhere."""

import re

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")


def anchor(heading):
    """Return the name by which a page's heading is linked.

    >>> anchor("What it *does*: `make run`")
    'what-it-does-make-run'
    """
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(text):
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return {anchor(heading) for heading in re.findall(r"^#+\s+(.+)$", prose, flags=re.MULTILINE)}


def test_every_internal_link_leads_to_a_file_and_a_heading(top, our_files):
    broken = []
    for page in our_files:
        if page.suffix != ".md":
            continue
        text = page.read_text(encoding="utf-8")
        for target in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, heading = target.partition("#")
            aim = (page.parent / name).resolve() if name else page
            if not aim.exists():
                broken.append(f"{page.relative_to(top)}: {target}")
            elif heading and aim.suffix == ".md" and heading not in anchors(aim.read_text(encoding="utf-8")):
                broken.append(f"{page.relative_to(top)}: {target} (no such heading)")
    assert not broken, "\n".join(broken)
