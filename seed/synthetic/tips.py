"""Tip-offs of the demo: by code, by name and by hearsay, honest and spiteful, at every step of being looked into."""

import random
from base64 import b32encode
from dataclasses import dataclass
from datetime import date, timedelta

from api.policy.tip_match import core
from api.services import tip_handling, tips
from api.services.tips import New, Told
from api.services.vault import Vault
from db.enums import FraudKind, Role
from db.store import Work
from seed.synthetic.days import office_hour, working
from seed.synthetic.people import Offices


@dataclass(frozen=True)
class Story:
    """``who``: a platform in a case, an enterprise under a high flag, one without any, or nobody of the register.

    ``named``: how: by code, by full name, by a name that is cut short, or as told. ``then``: what officers did so far.
    """

    who: str
    named: str
    on: date
    body: str
    kind: FraudKind | None = None
    contact: str | None = None
    then: tuple[str, ...] = ()


STORIES = (
    Story(
        "in_case",
        "name",
        date(2025, 9, 15),
        "该平台把同一套软件合同签给好几家企业，有的企业根本没有上线。验收当天的照片是在平台办公室拍的。",
        FraudKind.INFLATION,
        "请致电 13800000000，工作日晚上",
        ("take_up", "follow", "tell"),
    ),
    Story(
        "flagged",
        "code",
        date(2025, 9, 18),
        "我在这家企业工作过，改造合同写八十万元，实际只装了二十几万元的设备，差额转了一圈又回到老板账户。",
        FraudKind.FABRICATION,
        "tipster@example.invalid",
        ("take_up",),
    ),
    Story(
        "flagged",
        "name",
        date(2025, 9, 22),
        "听说他们的发票是向别的公司买的，开票单位没有人干活，建议查一查付款流水。",
        FraudKind.FABRICATION,
    ),
    Story(
        "clean",
        "name",
        date(2025, 9, 5),
        "他们抢了我们的客户，肯定是靠骗补贴，请马上取消资格！！！不处理我就天天举报。",
        None,
        None,
        ("take_up", "reject"),
    ),
    Story(
        "clean",
        "short",
        date(2025, 9, 24),
        "这家公司员工说没有参加过实训，签到表是统一代签的，时间大概在今年五月。",
        FraudKind.INFLATION,
        "微信号 synthetic-0001",
    ),
    Story(
        "nobody",
        "told",
        date(2025, 9, 25),
        "开发区里有一家做云平台的，名字记不清，到处拉企业凑数，说签字就给两万元。",
        FraudKind.IMPERSONATION,
    ),
    Story(
        "nobody",
        "told",
        date(2025, 9, 26),
        "<script>alert('x')</script> ' or 1=1; -- 点击链接领取奖补，加群 000000",
    ),
)
_VAGUE = ("开发区某云平台公司", "所有平台")
_ANSWER = "经调取合同、发票、付款凭证并现场核对，未发现所反映的问题。感谢监督。"
_FOLLOWED = "所反映的线索已转入调查，结果依法公开。"

_WHO = {
    "in_case": """select organizations.id, organizations.name, organizations.uscc, cases.id as case_id from cases
        join platforms on platforms.unit_code = cases.unit_code and platforms.id = cases.platform_id
        join organizations on organizations.id = platforms.organization_id
        where cases.state in ('opened', 'investigating') order by cases.id""",
    "flagged": """select distinct organizations.id, organizations.name, organizations.uscc, null::bigint as case_id from flags
        join projects on projects.unit_code = flags.unit_code and projects.id = flags.project_id
        join organizations on organizations.id = projects.enterprise_id
        where flags.state = 'open' and flags.severity in ('high', 'critical') order by 1 limit 40""",
    "clean": """select organizations.id, organizations.name, organizations.uscc, null::bigint as case_id from organizations
        join projects on projects.enterprise_id = organizations.id
        where not exists (select from flags where flags.unit_code = projects.unit_code and flags.project_id = projects.id)
        order by 1 limit 40""",
}


async def tell(work: Work, rng: random.Random, offices: Offices, vault: Vault | None) -> None:
    """Contacts are kept only with a ``vault``: sealed anew they are never the same twice."""
    known = {who: await work.connection.fetch(statement) for who, statement in _WHO.items()}
    supervisor = offices.national[Role.SUPERVISOR]
    vague = iter(_VAGUE)
    for story in sorted(STORIES, key=lambda one: one.on):
        rows = known.get(story.who)
        row = rows.pop(rng.randrange(len(rows))) if rows else None
        if row is None and story.who != "nobody":
            continue  # a small demo has nobody of the kind
        about = next(vague) if row is None else core(row["name"]) if story.named == "short" else row["name"]
        at = office_hour(rng, working(story.on))
        told = Told(
            about,
            story.body,
            row["uscc"] if row is not None and story.named == "code" else None,
            story.kind,
        )
        sealed = vault.seal(story.contact) if vault and story.contact else None
        code = b32encode(rng.randbytes(10)).decode()
        [tip] = await tips.keep(work, [New(told, code, sealed, at, synthetic=True)])
        for step in story.then:
            at = office_hour(rng, working(at.date() + timedelta(days=1)))
            match step:
                case "take_up":
                    await tip_handling.take_up(work, supervisor, tip, at=at)
                case "follow" if row is not None:
                    await tip_handling.follow(work, supervisor, tip, row["case_id"], at=at)
                case "tell":
                    await tip_handling.tell(work, supervisor, tip, _FOLLOWED, at=at)
                case "reject":
                    await tip_handling.reject(work, supervisor, tip, _ANSWER, at=at)
