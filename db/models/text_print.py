"""Fingerprints of what enterprises, platforms and experts wrote, by which copies are found."""

from typing import Any, ClassVar

from tortoise import fields
from tortoise.indexes import Index

from db.enums import TextSection
from db.guard import Guard, Unique
from db.models.base import UnitScoped, check, one_of, parent, word
from db.resource import Resource, Scope

BANDS = 8


def _band() -> Any:
    return fields.BigIntField(null=True, description="分段 | Band")


class TextPrint(UnitScoped):
    """The fingerprint of one text (``api.policy.text_print``), made anew when the text changes.

    ``project`` is empty for a text of the platform itself. ``source`` fingerprints the text and names as they stood
    when it was made. Texts that share a band may be alike; one too short to be compared has none.
    """

    platform = parent("Platform", "text_prints", "服务平台 | Platform")
    project = parent("Project", "text_prints", "改造项目 | Project", null=True)
    section = word(TextSection, "文本 | Text")
    source = fields.BigIntField(description="原文指纹 | Fingerprint of the source")
    hash = fields.CharField(32, description="正文指纹 | Fingerprint of the masked text")
    length = fields.IntField(description="字数 | Characters")
    minima = fields.CharField(64, description="最小哈希 | Minima")
    band_1 = _band()
    band_2 = _band()
    band_3 = _band()
    band_4 = _band()
    band_5 = _band()
    band_6 = _band()
    band_7 = _band()
    band_8 = _band()

    resource: ClassVar[Resource] = Resource(
        "文本指纹 | Fingerprint of a text",
        columns=("section", "length"),
        title="section",
        scope=Scope.PRIVATE,
        audited=False,
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        Unique("text_prints_once", ("unit_code", "platform_id", "project_id", "section")),
        one_of("text_prints", "section", TextSection),
        check("text_prints_of_whom", "(project_id is null) = (section = 'platform')"),
    )

    class Meta:
        table = "text_prints"
        indexes = tuple(
            Index(fields=(f"band_{place}",), name=f"text_prints_by_band_{place}")
            for place in range(1, BANDS + 1)
        )
