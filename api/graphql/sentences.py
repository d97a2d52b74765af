"""What graphql-core says of a bad document or variable, in Chinese: its English sentences by pattern.

graphql-core has no codes for them; a test holds this table against every sentence of the installed version.
"""

import re

#: (pattern of the whole sentence, the same in Chinese with its groups). The first that fits counts.
_TABLE: tuple[tuple[str, str], ...] = (
    # reading
    (r"Syntax Error: (?P<sentence>.*)", "{0}"),
    (r"Document contains more than (\d+) (?:lexical )?tokens\. Parsing aborted\.", "文档超过 {0} 个词。"),
    (r"Document contains more than (\d+) comments\. Parsing aborted\.", "文档超过 {0} 条注释。"),
    (r"Source contains more than (\d+) code points\. Parsing aborted\.", "文档超过 {0} 个字符。"),
    (r"Document is nested too deeply\. Parsing aborted\.", "文档嵌套过深。"),
    (r"Unterminated string\.", "字符串没有结束引号。"),
    (r"Invalid Unicode escape sequence: (.*)\.", "Unicode 转义无效：{0}。"),
    (r"Invalid character escape sequence: (.*)\.", "字符转义无效：{0}。"),
    (r"Invalid number, expected digit but got: (.*)\.", "数字有误：此处应为数字，而不是 {0}。"),
    (r"Invalid number, unexpected digit after 0: (.*)\.", "数字有误：0 之后不能再有数字 {0}。"),
    (r"Invalid number, expected digit before '\.', did you mean '(.*)'\?", "数字有误：小数点前要有数字，是否想写 {0}？"),
    (r"Invalid character within String: (.*)\.", "字符串中有不允许的字符：{0}。"),
    (r"(?:Invalid|Unexpected) character: (.*)\.", "不允许的字符：{0}。"),
    (r"Unexpected '\.\.', did you mean '\.\.\.'\?", "意外的“..”，是否想写“...”？"),
    (r"Unexpected single quote character .*", "字符串须用双引号，不能用单引号。"),
    (r"Unexpected description, .*", "此处不能写说明文字。"),
    (r"Unexpected variable '(.*)' in constant value\.", "常量中不能使用变量 {0}。"),
    (r"(.*) is reserved and cannot be used for an enum value\.", "{0} 是保留字，不能作枚举值。"),
    (r"Expected (.*), found (.*)\.", "此处应为 {0}，而不是 {1}。"),
    (r"Unexpected (.*)\.", "意外的 {0}。"),
    # fields and arguments
    (r"Cannot query field '(.*)' on type '(.*)'\.", "类型 {1} 没有字段 {0}。"),
    (r"Unknown argument '(.*)' on field '(.*)'\.", "字段 {1} 没有参数 {0}。"),
    (r"Unknown argument '(.*)' on directive '(.*)'\.", "指令 {1} 没有参数 {0}。"),
    (r"Unknown argument '(.*)' on fragment '(.*)'\.", "片段 {1} 没有参数 {0}。"),
    (r"(?:Argument|Fragment) '(.*)' of type '(.*)' is required, but it was not provided\.", "缺少必填参数 {0}（类型 {1}）。"),
    (r"Fragment '(.*)' argument '(.*)' of type '(.*)' is required, but it was not provided\.", "片段 {0} 缺少必填参数 {1}（类型 {2}）。"),
    (r"Field '(.*)' must not have a selection since type '(.*)' has no subfields\.", "字段 {0} 的类型 {1} 没有下级字段，不能再选。"),
    (r"Field '(.*)' of type '(.*)' must have a selection of subfields\.", "字段 {0}（类型 {1}）须写明要哪些下级字段。"),
    (r"Field '(.*)' of type '(.*)' must have at least one field selected\.", "字段 {0}（类型 {1}）至少要选一个下级字段。"),
    (
        r"Fields '(.*?)' conflict because (.*)\. Use different aliases on the fields to fetch both if this was intentional\.",
        "同名结果 {0} 相互冲突（{1}）；如需同时取得，请用不同的别名。",
    ),
    (r"Spreads '(.*)' conflict because (.*)\.", "片段 {0} 的参数相互冲突（{1}）。"),
    (r"There can be only one (?:argument|input field|variable|fragment|directive) named '(.*)'\.", "{0} 只能写一次。"),
    # types and fragments
    (r"Unknown type '(.*)'\.", "没有类型 {0}。"),
    (r"Unknown fragment '(.*)'\.", "没有片段 {0}。"),
    (r"Fragment '(.*)' is never used\.", "片段 {0} 没有用到。"),
    (r"Cannot spread fragment '(.*)' within itself via (.*)\.", "片段 {0} 经 {1} 引用了自身。"),
    (r"Cannot spread fragment '(.*)' within itself\.", "片段 {0} 引用了自身。"),
    (r"Fragment '(.*)' cannot be spread here as objects of type '(.*)' can never be of type '(.*)'\.", "片段 {0} 不能用在这里：{1} 不会是 {2}。"),
    (r"Fragment cannot be spread here as objects of type '(.*)' can never be of type '(.*)'\.", "片段不能用在这里：{0} 不会是 {1}。"),
    (r"Fragment '(.*)' cannot condition on non composite type '(.*)'\.", "片段 {0} 不能以 {1} 为条件：它没有字段。"),
    (r"Fragment cannot condition on non composite type '(.*)'\.", "片段不能以 {0} 为条件：它没有字段。"),
    # operations and directives
    (r"The (.*) definition is not executable\.", "定义 {0} 不能执行。"),
    (r"The (.*) operation is not supported by the schema\.", "接口没有 {0} 操作。"),
    (r"This anonymous operation must be the only defined operation\.", "文档中有多个操作时，每个都要有名称。"),
    (r"There can be only one operation named '(.*)'\.", "只能有一个名为 {0} 的操作。"),
    (r"Unknown directive '(.*)'\.", "没有指令 {0}。"),
    (r"Directive '(.*)' may not be used on (.*)\.", "指令 {0} 不能用在 {1} 上。"),
    (r"The directive '(.*)' can only be used once at this location\.", "指令 {0} 在这里只能用一次。"),
    (r"(.*) must not use `@skip` or `@include` directives.*", "{0} 的最上层不能用 @skip 或 @include。"),
    (r"(.*) must select (?:only )?one top level field\.", "{0} 只能有一个最上层字段。"),
    (r"(.*) must not select an introspection top level field\.", "{0} 的最上层不能是内省字段。"),
    (r"(?:Defer|Stream|.*) directive .*", "不支持 @defer 和 @stream。"),
    (r"Defer/Stream .*", "不支持 @defer 和 @stream。"),
    (r"Maximum introspection depth exceeded", "对接口定义的查询嵌套过深。"),
    (r".*Validation aborted\.", "文档过于复杂，检查已停止。"),
    # variables
    (r"Variable '(.*)' is not defined(?: by operation '(.*)')?\.", "变量 {0} 没有定义。"),
    (r"Variable '(.*)' is never used(?: in (?:operation|fragment) '(.*)')?\.", "变量 {0} 没有用到。"),
    (r"Variable '(.*)' cannot be non-input type '(.*)'\.", "变量 {0} 不能是 {1}：它不是输入类型。"),
    (r"Variable '(.*)' expected value of type '(.*)' which cannot be used as an input type\.", "变量 {0} 的类型 {1} 不能用于输入。"),
    (r"Variable '(.*)' of type '(.*)' used in position expecting type '(.*)'\.", "变量 {0} 的类型是 {1}，而这里要 {2}。"),
    (r"Variable '(.*)' is of type '(.*)' but must be non-nullable to be used for OneOf Input Object '(.*)'\.", "变量 {0}（类型 {1}）用于 {2} 时不能为空。"),
    (r"Variable '(.*?)' has invalid (?:default )?value(?: at '(.*?)')?: (?P<sentence>.*)", "变量 {0}：{2}"),
    (r"Variable values are nested too deeply\.", "变量嵌套过深。"),
    # values
    (r"Expected a value of non-null type '(.*)' to be provided\.", "缺少必填的值（类型 {0}）。"),
    (r"Expected value of non-null type '(.*)' not to be None\.", "值不能为空（类型 {0}）。"),
    (r"Expected variable '(.*)' provided to non-null type '(.*)' not to be None\.", "变量 {0} 不能为空（类型 {1}）。"),
    (r"Expected variable '(.*)' provided to type '(.*)' to provide a runtime value\.", "变量 {0} 没有值（类型 {1}）。"),
    (r"Expected variable '(.*)' provided to field '(.*)' for OneOf Input Object type '(.*)' .*", "变量 {0} 用于 {2} 的 {1} 时须有值。"),
    (r"Expected value of type '(.*)' to be an object, found: (.*)\.", "此处应为对象（类型 {0}），而不是 {1}。"),
    (r"Expected value of type '(.*)' not to include unknown field '(.*?)'\. Found: .*", "类型 {0} 没有字段 {1}。"),
    (r"Expected value of type '(.*)' to include required field '(.*)', found: (.*)\.", "类型 {0} 缺少必填字段 {1}：{2}。"),
    (r"Expected value of type '(.*)' to be a (?:list|non-null).*", "值与类型 {0} 不符。"),
    (r"Exactly one key must be specified for OneOf type '(.*)'\.", "类型 {0} 必须且只能写一个字段。"),
    (r"(?:.*\W)?Field '(.*)' for OneOf type '(.*)' must be non-null\.", "类型 {1} 的字段 {0} 不能为空。"),
    (r"Within OneOf Input Object type '(.*)', exactly one field must be specified.*", "类型 {0} 必须且只能写一个字段。"),
    (r"Value cannot represent an? (.*?): \"(.*)\"\..*", "“{1}”不是 {0}。"),
    (r"Value cannot represent an? (.*?): (.*?)\.?", "{1} 不是 {0}。"),
    (r"Int cannot represent non 32-bit signed integer value: (.*)", "{0} 超出整数范围（±2147483647）。"),
    (r"Int cannot represent non-integer value: (.*)", "{0} 不是整数。"),
    (r"Float cannot represent non numeric value: (.*)", "{0} 不是数。"),
    (r"Boolean cannot represent a non boolean value: (.*)", "{0} 不是 true 或 false。"),
    (r"String cannot represent a non string value: (.*)", "{0} 不是字符串。"),
    (r"(?:ID|String) cannot represent (?:a non-string and non-integer )?value: (.*)", "{0} 不能作为文本或编号。"),
    (r"Enum '(.*)' cannot represent (?:non-string|non-enum) value: (.*?)\.?", "{1} 不是 {0} 的取值。"),
    (r"Value '(.*)' does not exist in '(.*)' enum\.", "{1} 没有取值 {0}。"),
    (r"Expected value of type '(.*?)': (.*)\.", "{1} 与类型 {0} 不符。"),
    (r"Expected value of type '(.*?)',? (?:but encountered error '|found:? )(.*?)'?(?:; found: .*)?\.?", "与类型 {0} 不符：{1}。"),
    (r"Argument '(.*)' has invalid value(?: at '(.*?)')?: (?P<sentence>.*)", "参数 {0}：{2}"),
    (r"Argument '(.*)' (?:of|has|provided) .*", "参数 {0} 有误。"),
)  # fmt: skip

_PATTERNS = tuple((re.compile(pattern, re.DOTALL), chinese) for pattern, chinese in _TABLE)
_SUGGESTION = re.compile(
    r" Did you mean (?:the enum value |to use an inline fragment on )?('[^?]*')\?", re.DOTALL
)


def chinese(message: str) -> str | None:
    """The sentence in Chinese, the suggestion of a right name kept; None if it is not known.

    A group called ``sentence`` is a sentence of its own.
    """
    meant = _SUGGESTION.search(message)
    said = message.replace(meant[0], "", 1) if meant else message
    for pattern, told in _PATTERNS:
        found = pattern.fullmatch(said)
        if found is not None:
            parts = list(found.groups(default=""))
            inner = pattern.groupindex.get("sentence")
            if inner is not None:
                parts[inner - 1] = chinese(parts[inner - 1]) or parts[inner - 1]
            return told.format(*parts) + (f"是否想写 {_listed(meant[1])}？" if meant else "")
    return None


def _listed(names: str) -> str:
    """``'a', 'b', or 'c'`` → ``a、b 或 c``."""
    *first, last = re.findall(r"'(.*?)'", names)
    return f"{'、'.join(first)} 或 {last}" if first else last
