"""Amounts of money in capital Chinese numerals (人民币大写), as a document must write them.

By 《正确填写票据和结算凭证的基本规定》: 零 between digits is written once, 整 ends what has no fen.
"""

from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
MYRIADS = ("", "万", "亿", "万亿")
LARGEST = Decimal(10) ** 16


def capitals(amount: Decimal) -> str:
    """``120034.50`` is 人民币壹拾贰万零叁拾肆元伍角整.

    Raises:
        ValueError: more than two decimal places, or 10^16 yuan and more.
    """
    if not amount.is_finite() or abs(amount) >= LARGEST or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"no amount of yuan and fen: {amount}")
    sign = "负" if amount < 0 else ""
    yuan, fen = divmod(int(abs(amount) * 100), 100)
    said = _whole(yuan) + "元" if yuan else ""
    return f"人民币{sign}{said}{_parts(yuan, fen)}"


def _parts(yuan: int, fen: int) -> str:
    """What follows the yuan."""
    if not fen:
        return "整" if yuan else "零元整"
    jiao, fen = divmod(fen, 10)
    said = DIGITS[jiao] + "角" if jiao else ("零" if yuan else "")
    if jiao and yuan and yuan % 10 == 0:
        said = "零" + said  # 壹拾元零伍角: the empty place of the yuan is told
    return said + (DIGITS[fen] + "分" if fen else "整")


def _whole(yuan: int) -> str:
    """A whole number above 0, in groups of four digits."""
    groups: list[int] = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    said, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(said)
            continue
        # A group that does not fill its four places, or comes after an empty one, is set off by one 零.
        if said and (gap or group < 1000 or groups[place + 1] % 10 == 0):
            said += "零"
        said += _group(group) + _myriad(place, groups)
        gap = False
    return said


def _myriad(place: int, groups: list[int]) -> str:
    """万 of 亿 is told as 万 where 亿 follows anyway."""
    return "万" if place == 3 and groups[2] else MYRIADS[place]


def _group(number: int) -> str:
    """1 to 9999."""
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            said += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
            gap = False
        else:
            gap = bool(said)
    return said
