"""What was done at one enterprise, told so that no two honest stories read alike: facts of its own in every sentence."""

import random
import re
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path

#: Percent: output per head, rejects, time to deliver, cost a piece.
Gains = tuple[Decimal, Decimal, Decimal, Decimal]
_GAINS = (
    "生产效率提高{0}%，不良品率下降{1}%，交付周期缩短{2}%，单位成本下降{3}%。",
    "与改造前相比，人均产出增加{0}%，不良率降低{1}%，交期缩短{2}%，单件成本降低{3}%。",
    "效果：效率+{0}%，不良-{1}%，交付-{2}%，成本-{3}%。",
)
_SLOT = re.compile(r"\{(\w+)(?::(\d+)-(\d+))?\}")


@cache
def _told() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def product(industry_name: str) -> str:
    """泵及真空设备制造 → 泵及真空设备."""
    return industry_name.removesuffix("制造").removesuffix("加工") or industry_name


def solution(rng: random.Random, industry_name: str) -> str:
    """How an enterprise is to be transformed: its state, the work, the people, the aim."""
    return _tell(rng, "solution", industry_name)


def statement(rng: random.Random, industry_name: str, gained: Gains) -> str:
    """Why a platform asks for an award."""
    told = _tell(rng, "statement", industry_name)
    return told + rng.choice(_GAINS).format(*gained)


def findings(rng: random.Random, industry_name: str) -> str:
    """What an expert saw, heard and read at an acceptance."""
    return _tell(rng, "findings", industry_name)


def platform(rng: random.Random, industry_name: str) -> str:
    """Whom a platform sends and how it works."""
    return _tell(rng, "platform", industry_name)


def gains(rng: random.Random) -> Gains:
    """What it brought, in percent to one decimal."""
    return (
        _percent(rng, 18, 6),
        _percent(rng, 14, 7),
        _percent(rng, 16, 6),
        _percent(rng, 7, 3),
    )


def _percent(rng: random.Random, middle: float, spread: float) -> Decimal:
    return Decimal(round(max(1.1, rng.gauss(middle, spread)) * 10)).scaleb(-1)


def _tell(rng: random.Random, kind: str, industry_name: str) -> str:
    return "".join(_fill(rng, rng.choice(pool), industry_name) for pool in _told()[kind].values())


def _fill(rng: random.Random, sentence: str, industry_name: str) -> str:
    """The sentence with its facts; no word twice in one."""
    used: set[str] = set()

    def drawn(match: re.Match[str]) -> str:
        name, low, high = match.groups()
        if name == "product":
            return product(industry_name)
        if low is not None:
            number = rng.randint(int(low), int(high))
            return str(number) if name == "n" else f"{number}.{rng.randrange(10)}"
        pool = _told()["slots"][name]
        word = rng.choice(pool)
        while word in used:
            word = rng.choice(pool)
        used.add(word)
        return word

    return _SLOT.sub(drawn, sentence)
