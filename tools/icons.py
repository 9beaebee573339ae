"""Draw the installed app's icons from our own picture: `.venv/bin/python tools/icons.py`.

Reads frontend/public/icon.svg and writes frontend/public/icons/*.png with Chromium. A maskable icon fills the
whole square, and what it shows stays within the middle that every mask leaves (a circle of 80 %).
"""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

TOP = Path(__file__).resolve().parent.parent
SOURCE = TOP / "frontend" / "public" / "icon.svg"
OUTPUT = TOP / "frontend" / "public" / "icons"
MASKED = 'transform="translate(32 32) scale(.76) translate(-32 -32)"'


def whole(drawing: str) -> str:
    """Return the picture for a mask: its ground to the edges, its figure drawn in.

    >>> whole('<rect rx="14"/><g id="art">')
    '<rect rx="0"/><g id="art" transform="translate(32 32) scale(.76) translate(-32 -32)">'
    """
    return drawing.replace('rx="14"', 'rx="0"').replace('<g id="art">', f'<g id="art" {MASKED}>')


def draw(page: Page, drawing: str, *, size_px: int, name: str) -> None:
    page.set_viewport_size({"width": size_px, "height": size_px})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:100vw}}</style>{drawing}")
    page.screenshot(path=str(OUTPUT / f"{name}.png"), omit_background=True)
    print(f"frontend/public/icons/{name}.png")


def main() -> None:
    found = subprocess.run([TOP / "tools" / "find-chromium.sh"], capture_output=True, text=True)
    if found.returncode:
        sys.exit(found.stderr.strip())
    OUTPUT.mkdir(exist_ok=True)
    drawing = SOURCE.read_text(encoding="utf-8")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=found.stdout.strip(), args=arguments)
        page = browser.new_page()
        for size_px in (192, 512):
            draw(page, drawing, size_px=size_px, name=f"icon-{size_px}")
        draw(page, whole(drawing), size_px=512, name="maskable-512")
        # A home screen that rounds corners by itself wants none of ours.
        draw(page, whole(drawing).replace("scale(.76)", "scale(.9)"), size_px=180, name="icon-180")
        browser.close()


if __name__ == "__main__":
    main()
