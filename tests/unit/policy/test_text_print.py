"""Copies are found by their fingerprints, whatever names and figures they were filled with."""

import random

import pytest

from api.policy.text_print import BANDS, MINIMA, likeness, masked, text_print

OPERATOR = "苏州样例云科技有限公司"
TEMPLATE = (
    "{name}现有冲压、焊接两条产线，设备{count}台，生产计划靠手工排产，质量数据分散在纸质记录里。由{operator}部署生产执行系统，"
    "打通订单、排产、报工与质检，实现工序级追溯，预计交付周期缩短{share}%，一次合格率提升到{rate}%。"
)
ONE = TEMPLATE.format(name="无锡样例铸造有限公司", operator=OPERATOR, count=31, share=18, rate="98.5")
OTHER = TEMPLATE.format(name="常州样例齿轮股份有限公司", operator=OPERATOR, count=6, share=25, rate="97")
ELSE = (
    "企业以来图加工为主，品种多批量小，换线频繁；现场缺少看板，异常靠班组长口头传递。先做设备联网与安灯，再上仓储条码，"
    "最后接入平台的协同采购，分三期推进，每期由财务部核对投入。"
)


def test_a_template_filled_with_other_names_and_figures_is_the_same_text() -> None:
    one = text_print(ONE, ["无锡样例铸造有限公司", OPERATOR])
    other = text_print(OTHER, ["常州样例齿轮股份有限公司", OPERATOR])
    assert one == other
    assert likeness(one.minima, other.minima) == 1


def test_a_firm_called_by_its_short_name_is_masked_too() -> None:
    assert masked("样例铸造的产线", ["样例铸造有限公司"]) == masked("的产线")


def test_width_case_and_punctuation_are_no_difference() -> None:
    assert masked("ＭＥＳ系统，（一期）") == masked("mes 系统 (一期)。")


def test_different_texts_are_not_alike() -> None:
    assert likeness(text_print(ONE).minima, text_print(ELSE).minima) < 0.1


def test_figures_tell_where_they_are_what_a_text_is_about() -> None:
    services = "生产执行系统 64000.00; 设备联网 21000.00"
    assert (
        text_print(services, figures=True).hash != text_print(services.replace("64", "65"), figures=True).hash
    )


def test_what_is_too_short_is_like_nothing() -> None:
    short = text_print("系统运行正常。")
    assert short.minima == ""
    assert short.bands == ()
    assert likeness(short.minima, short.minima) == 0


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8, 0.9])
def test_the_estimate_is_near_the_truth(share: float) -> None:
    chance = random.Random(5)
    errors, met = [], 0
    for _ in range(200):
        letters = [chr(0x4E00 + chance.randrange(3000)) for _ in range(150)]
        other = letters.copy()
        # What follows the common beginning is another text.
        keep = round(2 * share / (1 + share) * 146) + 4
        other[keep:] = [chr(0x4E00 + chance.randrange(3000)) for _ in range(150 - keep)]
        one, two = text_print("".join(letters)), text_print("".join(other))
        errors.append(likeness(one.minima, two.minima) - share)
        met += bool({*one.bands} & {*two.bands})
    assert abs(sum(errors) / len(errors)) < 0.03
    assert max(map(abs, errors)) < 0.35
    # Nearly all texts that are four fifths alike meet in a band, few of those that are three tenths alike.
    assert met > 190 if share >= 0.8 else share > 0.5 or met < 60


def test_bands_of_other_places_are_other_keys() -> None:
    one = text_print(ONE)
    assert len(one.minima) == 2 * MINIMA
    assert len({*one.bands}) == BANDS
    assert [band >> 32 for band in one.bands] == list(range(BANDS))
