"""Every component and chart looks as it did: pictures of the gallery, in both languages and themes.

`UPDATE_SNAPSHOTS=1` takes them anew; a failing one leaves what was seen in `test-results/gallery`.
"""

import io
import os
from itertools import product
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.async_api import Page

from dashboard.gallery.sections import SECTIONS
from tests.browser.visit import visiting
from tests.databases import ROOT

PICTURES = Path(__file__).with_name("pictures")
SEEN = ROOT / "test-results" / "gallery"
LOOKS = list(product(("zh", "en"), ("light", "dark")))
#: A pixel differs when one of its colours is so much off: edges of letters are drawn a little otherwise each time.
OFF = 48
#: So many of a thousand pixels may differ.
FEW = 4


@pytest.mark.parametrize(("lang", "theme"), LOOKS, ids=["-".join(look) for look in LOOKS])
async def test_every_section_looks_as_it_did(page: Page, server: str, lang: str, theme: str) -> None:
    async with visiting(page, server, "leader", lang, theme) as visit:
        await visit.go("/gallery")
        wrong = []
        for section in SECTIONS:
            panel = page.locator(f"section[aria-labelledby='heading-{section}']")
            picture = _reduced(await panel.screenshot(animations="disabled", caret="hide"))
            name = f"{lang}-{theme}-{section}.png"
            if os.environ.get("UPDATE_SNAPSHOTS"):
                PICTURES.mkdir(exist_ok=True)
                picture.save(PICTURES / name, optimize=True)
            elif told := _difference(picture, PICTURES / name):
                SEEN.mkdir(parents=True, exist_ok=True)
                picture.save(SEEN / name)
                wrong.append(f"{name}: {told}")
        assert wrong == []


def test_there_is_a_picture_of_each_section_and_no_other() -> None:
    expected = {f"{lang}-{theme}-{section}.png" for (lang, theme), section in product(LOOKS, SECTIONS)}
    assert {path.name for path in PICTURES.glob("*.png")} == expected


def test_another_colour_or_a_missing_button_is_a_difference(tmp_path: Path) -> None:
    before = Image.new("RGB", (200, 100), "white")
    before.save(tmp_path / "before.png")
    for box, colour in (((20, 20, 60, 40), "#14568f"), ((0, 0, 200, 100), "#c6ddf0")):
        after = before.copy()
        after.paste(colour, box)
        assert _difference(after, tmp_path / "before.png")
    assert not _difference(before, tmp_path / "before.png")
    assert "200×100" in _difference(Image.new("RGB", (200, 90), "white"), tmp_path / "before.png")


def _reduced(shot: bytes) -> Image.Image:
    """With few colours: a tenth of the bytes in the repository, and the eye sees no difference."""
    return Image.open(io.BytesIO(shot)).convert("RGB").quantize(128)


def _difference(picture: Image.Image, path: Path) -> str:
    """What is otherwise, in words; empty where nothing that an eye would see is."""
    if not path.exists():
        return "there is no picture to compare with"
    before, now = Image.open(path).convert("RGB"), picture.convert("RGB")
    if abs(before.width - now.width) > 2 or abs(before.height - now.height) > 2:
        return f"{now.width}×{now.height}, but was {before.width}×{before.height}"
    size = (min(before.width, now.width), min(before.height, now.height))
    off = ImageChops.difference(before.crop((0, 0, *size)), now.crop((0, 0, *size)))
    worst = ImageChops.lighter(ImageChops.lighter(*off.split()[:2]), off.split()[2])
    count = sum(worst.histogram()[OFF:])
    share = 1000 * count / (size[0] * size[1])
    return f"{share:.1f} of a thousand pixels differ" if share > FEW else ""
