"""What a password must be: long, and none of those that are tried first (NIST SP 800-63B: no rules of composition)."""

import re
from itertools import pairwise

from api.policy.breach import Breach

SHORTEST = 10
LONGEST = 200

#: Beginnings and stems of what lists of stolen passwords are full of, letters and digits in small.
_STEMS: frozenset[str] = frozenset(
    """password passw0rd admin administrator root qwerty qwertyuiop asdfgh asdfghjkl zxcvbn zxcvbnm 1qaz2wsx
    1q2w3e4r 1q2w3e4r5t iloveyou letmein welcome dragon monkey sunshine princess football baseball abc123
    woaini woaini1314 5201314 1314520 123456 1234567 12345678 123456789 1234567890 0123456789 987654321
    9876543210 111111 000000 666666 888888 88888888 123123 123321 147258369 147852369 159357 112233 121212
    abcdef abcdefg abcd1234 a123456 a123456789 aa123456 qq123456 zhang123 wang123 beijing china zhongguo
    changeme secret test guest user login master hello default temp huawei dengta xiaodengta miit gongxin""".split()  # noqa: SIM905
)


def weakness(password: str, username: str, name: str = "") -> Breach | None:
    """Why the password won't do, or None."""
    if len(password) < SHORTEST:
        return Breach(
            "WEAK_PASSWORD",
            "密码至少{least}个字符，现有{now}个 | A password has at least {least} characters, not {now}",
            None,
            "几个不相干的词连起来，又长又好记 | A few unrelated words make one that is long and easy to keep",
            facts={"least": SHORTEST, "now": len(password)},
        )
    if len(password) > LONGEST:
        return Breach(
            "WEAK_PASSWORD",
            "密码最多{most}个字符 | A password has {most} characters at most",
            None,
            facts={"most": LONGEST},
        )
    if _is_common(password) or _holds(password, username) or _holds(password, name):
        return Breach(
            "WEAK_PASSWORD",
            "这个密码太容易猜到 | This password is too easy to guess",
            None,
            "不要用常见密码、姓名、用户名、重复或连续的字符"
            " | No common password, no name or user name, no repeated or consecutive characters",
        )
    return None


def _is_common(password: str) -> bool:
    """A known stem with digits or signs around it, few different characters, or a run such as abcdefghij."""
    plain = re.sub(r"[\W_]+", "", password.lower())
    bare = plain.strip("0123456789")
    if len(set(plain)) < 5 or plain in _STEMS or bare in _STEMS:
        return True
    half = plain[: len(plain) // 2]
    if plain == half * 2 or (half and bare in {stem * 2 for stem in _STEMS}):
        return True
    steps = {ord(b) - ord(a) for a, b in pairwise(plain)}
    return (
        steps <= {1, -9}
        or steps <= {-1, 9}
        or any(plain.startswith(stem) and len(plain) - len(stem) < 4 for stem in _STEMS)
    )


def _holds(password: str, word: str) -> bool:
    """The word makes up most of the password."""
    word = word.lower()
    return len(word) >= 3 and word in password.lower() and len(password) - len(word) < 6
