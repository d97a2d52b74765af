"""Texts to work with: sample contracts and operating standards, edition by edition (P11)."""

from typing import ClassVar

from tortoise import fields

from db.enums import EntryState, Group, SampleKind
from db.guard import Guard
from db.models.base import UnitScoped, check, link, one_of, parent, word
from db.resource import Resource


class Sample(UnitScoped):
    """A sample contract or an operating standard; a later edition is a row of its own, and the earlier ones stay."""

    kind = word(SampleKind, "类别 | Kind")
    name = fields.CharField(80, description="名称 | Name")
    industry = link("Industry", "samples", "细分行业 | Industry", null=True)
    pattern = parent("Pattern", "samples", "所属典型模式 | Pattern it belongs to", null=True)
    previous = parent("Sample", "later_editions", "前一版 | Edition before", null=True)
    edition = fields.SmallIntField(default=1, description="版次 | Edition")
    text = fields.TextField(description="正文 | Text")
    changes = fields.CharField(300, null=True, description="修订说明 | What changed")
    state = word(EntryState, "状态 | State", default=EntryState.DRAFT)
    published_on = fields.DateField(null=True, description="发布日期 | Published on")

    resource: ClassVar[Resource] = Resource(
        "合同与规范 | Sample text",
        group=Group.CATALOGUE,
        columns=("name", "kind", "industry.name", "edition", "state"),
        search=("name", "text"),
        title="name",
        fixed=frozenset({"state", "published_on", "edition"}),
        published="state = 'published'",
    )

    guards: ClassVar[tuple[Guard, ...]] = (
        one_of("samples", "kind", SampleKind),
        one_of("samples", "state", EntryState),
        check("samples_published_has_a_date", "state <> 'published' or published_on is not null"),
    )

    class Meta:
        table = "samples"
