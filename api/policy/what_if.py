"""Awards of the whole country under other limits, in whole fen: the same function as ``settlement``, without its lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from api.policy.settlement import PlatformAccount, ProjectCost, left_out
from api.policy.terms import Terms


@dataclass(frozen=True)
class Change:
    """What is supposed to be otherwise. Limits that are None stay; ``without`` are platforms and projects that
    drop out; ``costs`` what a project would cost."""

    share: Decimal | None = None
    enterprise: Decimal | None = None
    platform: Decimal | None = None
    fewest: Decimal | None = None
    without_platforms: frozenset[int] = frozenset()
    without_projects: frozenset[int] = frozenset()
    costs: Mapping[int, Decimal] = field(default_factory=dict)

    def terms(self, terms: Terms) -> Terms:
        changed = {name: getattr(self, name) for name in ("share", "enterprise", "platform", "fewest")}
        return replace(
            terms,
            **{
                name: replace(getattr(terms, name), value=value)
                for name, value in changed.items()
                if value is not None
            },
        )

    def account(self, platform: int, account: PlatformAccount) -> PlatformAccount:
        """The account as it would be; a platform that drops out is one without projects."""
        if platform in self.without_platforms:
            return replace(account, projects=())
        if not self.without_projects and not self.costs:
            return account
        projects = [
            self._project(one) for one in account.projects if one.project_id not in self.without_projects
        ]
        return replace(account, projects=projects)

    def _project(self, project: ProjectCost) -> ProjectCost:
        # Another cost would be decided upon anew: what was approved of the old one says nothing.
        cost = self.costs.get(project.project_id)
        return project if cost is None else replace(project, actual_cost=cost, approved=None)


def award(account: PlatformAccount, terms: Terms) -> tuple[Decimal, int]:
    """(award, projects counted): what ``settle_under`` says, hundreds of times a second over the whole country."""
    share, share_of = terms.share.value.as_integer_ratio()
    most, cap = _fen(terms.enterprise.value), _fen(terms.platform.value)
    total = counted = 0
    for project in account.projects:
        if left_out(project) is not None:
            continue
        counted += 1
        amount = min(_fen(project.actual_cost) * share // share_of, most)
        if project.approved is not None:
            amount = min(amount, _fen(project.approved))
        total += amount
    if account.disqualified or (counted < terms.fewest.value and account.exception is None):
        return Decimal("0.00"), counted
    total = min(total, cap)
    return _yuan(total - min(_fen(account.deduction), total)), counted


def awards(
    accounts: Iterable[tuple[int, PlatformAccount, Terms]], change: Change
) -> list[tuple[Decimal, int]]:
    """The award of each (platform, account, terms) after the change."""
    changed: dict[int, Terms] = {}
    found = []
    for platform, account, terms in accounts:
        if id(terms) not in changed:
            changed[id(terms)] = change.terms(terms)
        found.append(award(change.account(platform, account), changed[id(terms)]))
    return found


def _fen(amount: Decimal) -> int:
    """Whole fen, what is below cut off."""
    return int(amount.scaleb(2))


def _yuan(fen: int) -> Decimal:
    return Decimal(fen).scaleb(-2)
