"""Names, addresses, numbers and invoice texts that read real and belong to nobody."""

import random
from collections.abc import Callable

from db.enums import CostKind
from seed.synthetic.places import Place, pick
from seed.synthetic.trades import trade

# By frequency, roughly: the first are drawn more often.
_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余"
    "杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司徒", "诸葛")
_GIVEN_FIRST = "建志国海文晓明家永德春庆宏立俊子少玉思雨亚秀天新世佳一振卫兆士锦学景仲启"
_GIVEN_LAST = (
    "军伟华平林峰涛斌杰鹏辉波强刚勇超亮敏静丽霞燕娟艳芳玲洁雪梅琳婷颖倩萍莉东成良义生民昌荣轩宇晨阳博凯"
)
_GIVEN_SINGLE = "伟强勇军磊洋艳杰娟涛明超刚平辉敏静丽斌鹏宇凯浩帆琪瑶欣怡薇楠岩峻晖骏"

_BRAND_FIRST = "锐鸿卓恒翰诚铭启晟拓昱凌泓淳砺沐骐稷瀚钧衡勋麒臻昊骁煜弘劲琛朗旻嵘澄垚屹璟"
_BRAND_LAST = "朔越弈彦屿岚栎骅筠沣榕烨赫铄霆澜轲珩霖梓泽翎驰葳杉坤锵镒睿玮泰川源远浦岳"
_BRAND_MIDDLE = "之以思德嘉云博立仕联智百维方若"

_FIRM_SUFFIXES = (
    ("有限公司", 10),
    ("科技有限公司", 3),
    ("制造有限公司", 2),
    ("技术有限公司", 2),
    ("股份有限公司", 2),
    ("实业有限公司", 1),
    ("（集团）有限公司", 1),
)
_OPERATOR_SUFFIXES = (
    "数字科技有限公司",
    "工业互联网有限公司",
    "智造云科技有限公司",
    "工业软件有限公司",
    "智能制造研究院有限公司",
    "信息技术有限公司",
    "云制造平台有限公司",
    "产业互联网科技有限公司",
    "数智工业科技有限公司",
    "数字化转型促进中心有限公司",
    "工业大数据有限公司",
    "数字科技股份有限公司",
)

#: Whatever is drawn, a name with one of these in it is drawn again. Tests check against a list of their own.
_KNOWN_WORDS = (
    "华为 中兴 海尔 海信 美的 格力 联想 小米 比亚迪 吉利 长城 奇瑞 宁德时代 阿里 腾讯 百度 京东 用友 金蝶 浪潮 "
    "徐工 三一 树根 卡奥斯 东方国信 航天云网 汇川 大华 海康 科大讯飞 恒瑞 隆基 泓淋 鸿海 富士康 立讯 歌尔 "
    "恒力 恒逸 恒源 恒泰 诚源 启源 鸿泰 鸿远 恒远 卓越 泓源 弘远 锐驰 翰川 晟泰 凌霄"
)
_KNOWN = tuple(_KNOWN_WORDS.split())

_ROADS_FIRST = "锦澄砚瑞望承采景启云虹织沧栖朝启汀霁枫蔚"
_ROADS_LAST = "澜川溪岭浦桥禾屏湖原台光棠庐汐岸"
_ROAD_KINDS = ("路", "路", "路", "大道", "街", "东路", "西路", "南路", "北路")
_PARKS = (
    "高新技术产业园",
    "经济技术开发区",
    "先进制造产业园",
    "智能制造小镇",
    "工业集中区",
    "中小企业创业园",
    "装备制造产业园",
    "创新产业园",
    "科技孵化园",
)
_PARK_SPOTS = ("{}号", "{}号", "{}号A座", "{}号2幢", "{}号3号厂房", "{}号B区1栋")

_ITEMS: dict[CostKind, tuple[str, ...]] = {
    CostKind.CONSULTING: (
        "*咨询服务*数字化转型诊断咨询费",
        "*咨询服务*智能制造能力评估费",
        "*咨询服务*业务流程梳理咨询费",
        "*咨询服务*数字化改造方案设计费",
    ),
    CostKind.SOFTWARE: (
        "*软件*生产执行系统MES V3.0",
        "*软件*企业资源计划ERP标准版",
        "*软件*质量追溯管理软件",
        "*软件*产品数据管理PDM软件",
        "*软件*仓储管理系统WMS",
        "*软件*高级排程APS软件",
        "*软件*设备管理系统EAM",
        "*软件*能源管理系统EMS",
    ),
    CostKind.CLOUD: (
        "*信息技术服务*工业互联网平台年度服务费",
        "*信息技术服务*云主机租用费",
        "*信息技术服务*SaaS订阅服务费",
        "*信息技术服务*数据存储与备份服务费",
        "*信息技术服务*设备上云接入服务费",
    ),
    CostKind.INTEGRATION: (
        "*信息技术服务*系统集成实施费",
        "*信息技术服务*设备数据采集联网服务费",
        "*信息技术服务*系统接口开发费",
        "*信息技术服务*主数据整理与迁移服务费",
    ),
    CostKind.TRAINING: (
        "*非学历教育服务*操作技能实训费",
        "*非学历教育服务*数字化岗位培训费",
        "*非学历教育服务*管理人员应知应会培训费",
    ),
    CostKind.HARDWARE: (
        "*计算机外部设备*工业平板电脑",
        "*电子工业设备*数据采集网关",
        "*通信终端设备*工业交换机",
        "*电子计算机*机架式服务器",
    ),
    CostKind.OTHER: ("*信息技术服务*年度运维服务费", "*信息技术服务*技术支持服务费"),
}


def person(rng: random.Random) -> str:
    """A Chinese name of two to four characters."""
    if rng.random() < 0.006:
        surname = rng.choice(_DOUBLE_SURNAMES)
    else:
        surname = _SURNAMES[min(rng.randrange(len(_SURNAMES)), rng.randrange(len(_SURNAMES)))]
    if rng.random() < 0.22:
        return surname + rng.choice(_GIVEN_SINGLE)
    return surname + rng.choice(_GIVEN_FIRST) + rng.choice(_GIVEN_LAST)


def brand(rng: random.Random) -> str:
    """The invented word in the middle of a firm's name: two characters, at times three."""
    while True:
        middle = rng.choice(_BRAND_MIDDLE) if rng.random() < 0.16 else ""
        word = rng.choice(_BRAND_FIRST) + middle + rng.choice(_BRAND_LAST)
        if not any(known in word for known in _KNOWN):
            return word


def firm(
    rng: random.Random,
    unit_short_name: str,
    industry_name: str,
    *,
    place: Place | None = None,
    taken: set[str] | None = None,
) -> str:
    """A manufacturer of the unit; with ``taken`` one whose name is not in it yet, and then is."""
    prefix = (place or pick(rng, unit_short_name)).prefix

    def draw() -> str:
        suffix = rng.choices(
            [text for text, _ in _FIRM_SUFFIXES], weights=[weight for _, weight in _FIRM_SUFFIXES]
        )[0]
        word = trade(rng, industry_name)
        if word.endswith(("科技", "技术")) and suffix.startswith(("科技", "技术")):
            suffix = "有限公司"
        return prefix + brand(rng) + word + suffix

    return _fresh(draw, taken)


def operator(
    rng: random.Random,
    unit_short_name: str,
    *,
    place: Place | None = None,
    taken: set[str] | None = None,
) -> str:
    """An operator of a service platform."""
    prefix = (place or pick(rng, unit_short_name)).prefix
    return _fresh(lambda: prefix + brand(rng) + rng.choice(_OPERATOR_SUFFIXES), taken)


def address(
    rng: random.Random, unit_short_name: str, *, place: Place | None = None, taken: set[str] | None = None
) -> str:
    """A street that does not exist, or a room in a park with an invented name, in a real city of the unit.

    With ``taken`` one at which nobody is yet: many firms share a park, none a room.
    """
    where = (place or pick(rng, unit_short_name)).full

    def draw() -> str:
        word = rng.choice(_ROADS_FIRST) + rng.choice(_ROADS_LAST)
        if rng.random() < 0.45:
            # A place has few parks, each with many firms; which street a park lies on is the park's.
            first, last = rng.choice(_ROADS_FIRST[:4]), rng.choice(_ROADS_LAST[:3])
            kind = _PARKS[(_ROADS_FIRST.index(first) + _ROADS_LAST.index(last)) % len(_PARKS)]
            spot = rng.choice(_PARK_SPOTS).format(8 * (1 + rng.randrange(12)))
            return f"{where}{first}{last}{kind}{last}{first}路{spot}{rng.randint(1, 9)}{rng.randint(1, 28):02d}室"
        return f"{where}{word}{rng.choice(_ROAD_KINDS)}{rng.randrange(1, 989)}号"

    return _fresh(draw, taken)


def phone(rng: random.Random) -> str:
    """Eleven digits that ring nobody: 154 is given to no operator."""
    return f"154{rng.randrange(10**8):08d}"


def bank_account(rng: random.Random) -> str:
    """Nineteen digits as of a firm's account; no bank's number begins with 8888."""
    return f"8888{rng.randrange(10**15):015d}"


def email(rng: random.Random) -> str:
    """An address under example.com, which RFC 2606 keeps free for this."""
    letters = "".join(rng.choice("abcdefghjklmnpqrstuwxyz") for _ in range(rng.randrange(3, 7)))
    return f"{letters}{rng.randrange(10, 1000)}@example.com"


def invoice_item(rng: random.Random, kind: CostKind) -> str:
    """The line of an invoice, with the short tax category that real ones carry and what it is for."""
    return f"{rng.choice(_ITEMS[kind])}（{rng.choice(_FOR)}{rng.choice(_PARTS)}）"


def item_name(rng: random.Random, kind: CostKind) -> str:
    """The same thing as a contract names it, without the tax category."""
    return rng.choice(_ITEMS[kind]).rpartition("*")[2].removesuffix("费")


_FOR = (
    "一车间",
    "二车间",
    "三车间",
    "总装线",
    "机加工段",
    "冲压线",
    "注塑区",
    "焊接段",
    "涂装线",
    "包装线",
    "东厂区",
    "新厂房",
    "检验室",
    "原料库",
    "成品库",
    "模具间",
    "试制组",
    "热处理",
    "配料间",
    "数控组",
)
_PARTS = (
    "首期",
    "二期",
    "尾款",
    "上线",
    "扩容",
    "标准版",
    "定制",
    "接口",
    "年费",
    "季度",
    "按合同附件一",
    "按合同附件二",
    "按验收单",
    "补充",
)


def _fresh(draw: Callable[[], str], taken: set[str] | None) -> str:
    name = draw()
    if taken is not None:
        while name in taken:
            name = draw()
        taken.add(name)
    return name
