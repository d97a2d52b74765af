"""Every code a refusal can carry, with what it means: programs go by the code, people by the sentence beside it.

Codes are never renamed. A test finds those raised but not listed here, and those listed but never raised.
"""

from collections.abc import Mapping

#: How a request must look.
REQUEST: Mapping[str, str] = {
    "BAD_JSON": "请求体不是 JSON | The body is not JSON",
    "BAD_REQUEST": "请求参数类型不对 | A parameter of the request is of the wrong type",
    "BAD_UPLOAD": "上传格式不对 | Not an upload by the multipart specification",
    "BATCHING_NOT_SUPPORTED": "一次请求只能有一个操作 | One operation a request",
    "CROSS_ORIGIN": "来自其他站点的请求 | A request from another site",
    "FILE_MISSING": "没有收到文件 | No file came with it",
    "METHOD_NOT_ALLOWED": "HTTP 方法不对 | Not for this HTTP method",
    "NOT_ACCEPTABLE": "只能回答 JSON | Only JSON can be answered",
    "TOO_LARGE": "请求体过大 | The body is too large",
    "UNSUPPORTED_ENCODING": "请求不可压缩 | The body is compressed",
    "UNSUPPORTED_MEDIA_TYPE": "请求类型须为 JSON | The body must be JSON",
}

#: Documents, variables and arguments of GraphQL.
QUERY: Mapping[str, str] = {
    "BAD_CURSOR": "游标无效或属于另一排序 | Not a cursor, or one of another order",
    "BAD_FILTER": "条件写法不对或过多 | A filter that makes no sense, or too many conditions",
    "BAD_ID": "编号无效 | Not an id of that type",
    "BAD_NUMBER": "不是数 | Not a number",
    "BAD_ORDER": "排序写法不对 | An order that makes no sense",
    "BAD_PAGE": "分页参数不对 | Paging arguments that make no sense",
    "BAD_PERCENTILE": "百分位须在 0 到 1 之间 | A percentile outside 0 to 1",
    "BAD_VALUE": "值有误 | A value that cannot be",
    "BAD_VARIABLES": "变量不符合接口定义 | Variables that do not fit the schema",
    "GRAPHQL_PARSE_FAILED": "查询有语法错误 | The document cannot be read",
    "GRAPHQL_VALIDATION_FAILED": "查询不符合接口定义 | The document does not fit the schema",
    "PERSISTED_QUERY_HASH_MISMATCH": "散列值与文档不符 | The hash is not that of the document",
    "PERSISTED_QUERY_NOT_FOUND": "未见过此散列值的文档 | No document of this hash was sent before",
    "PERSISTED_QUERY_NOT_SUPPORTED": "不支持此版本的持久化查询 | Persisted queries of this version are not supported",
    "UNKNOWN_OPERATION": "没有该名称的操作 | No operation of this name",
    "UNTRUSTED_DOCUMENT": "不在可信文档清单中 | Not on the list of trusted documents",
}

#: How much one may ask (api.policy.limits).
LIMITS: Mapping[str, str] = {
    "LIST_TOO_LONG": "每页行数超过角色上限 | A page longer than the role's",
    "POINTS_EXHAUSTED": "本小时点数用完（429，见 Retry-After） | The hour's points are spent (429, see Retry-After)",
    "TOO_COSTLY": "代价超过角色上限 | Costs more than the role may ask at once",
    "TOO_DEEP": "层数过多 | Too many levels",
    "TOO_LONG": "查询文本过长 | The text of the query is too long",
    "TOO_MANY_ALIASES": "别名过多 | Too many aliases",
    "TOO_MANY_DIRECTIVES": "指令过多 | Too many directives",
    "TOO_MANY_FIELDS": "字段过多 | Too many fields",
    "TOO_MANY_ROOTS": "根字段过多 | Too many root fields",
    "TOO_MANY_TOKENS": "词数过多 | Too many lexical tokens",
    "TOO_SLOW": "用时过长，已停止 | Took too long and was stopped",
}

#: Who is asking, and what they may.
ACCESS: Mapping[str, str] = {
    "BAD_CREDENTIALS": "用户名或密码不对 | Wrong user name or password",
    "BAD_TOKEN_EXPIRY": "令牌失效时间须在一年之内 | A token's expiry must lie within a year",
    "BAD_TOKEN_NAME": "令牌用途长度不对 | A token's name is too short or too long",
    "BAD_TOKEN_SCOPES": "令牌权限不对 | Scopes that the user cannot give",
    "FORBIDDEN": "您的角色无此权限 | Your role may not do this",
    "NO_ROLE": "账户没有角色 | The account has no role",
    "NO_SUCH_USER": "没有该用户 | There is no such user",
    "TOKEN_EXPIRED": "令牌已过期 | The token has expired",
    "TOKEN_NOT_ENOUGH": "须本人登录办理 | Only for a person signed in",
    "TOKEN_NOT_HERE": "令牌不能用于此地址 | A token is of no use at this address",
    "TOKEN_REVOKED": "令牌已撤销 | The token was revoked",
    "TOKEN_SCOPE": "令牌没有该权限 | The token lacks a scope",
    "TOKEN_UNKNOWN": "令牌无效 | Not a token of ours",
    "TOO_MANY_API_TOKENS": "有效令牌过多 | Too many live tokens",
    "UNAUTHENTICATED": "请先登录 | Sign in first",
}

#: What a change must keep to; the sentence cites its clause.
CHANGES: Mapping[str, str] = {
    "ABOVE_LIMIT": "申请金额超过上限 | Asks for more than the cost allows",
    "ASSESSED_ALREADY": "本阶段已评测 | Assessed already in this phase",
    "AWARD_CAPPED": "单家奖补被上限截断 | An enterprise's award is cut by its cap",
    "BAD_RATIO": "预拨比例不对 | The ratio must be between 0 and 1",
    "BAD_USCC": "统一社会信用代码有误 | A credit code (USCC) fails its check",
    "CASE_NUMBER_TWICE": "案号重复 | The case number is used already",
    "CLAIMED_ALREADY": "已有未驳回的申请 | There is a claim that was not rejected",
    "CLAIM_DECIDED": "申请已核准，凭证不能再变 | The claim is approved: its papers are fixed",
    "CONFIRMED_ALREADY": "已经国家审核确认 | Confirmed already",
    "COST_NOT_COVERED": "成本项不足以支持申报成本 | The items do not cover the cost given",
    "ENTERPRISE_BUSY": "企业在另一个项目中 | The enterprise is in another live project",
    "ENTERPRISE_ELSEWHERE": "企业已列入其他方案 | The enterprise is listed elsewhere",
    "EXISTS": "数据重复 | It exists already",
    "EXPERT_INVOLVED": "专家须回避 | The expert is an interested party",
    "FUNDED_LITTLE_GIANT": "已获中央财政支持的小巨人 | A little giant with central money",
    "HARDWARE_NOT_ELIGIBLE": "硬件不可计入 | Hardware is not eligible",
    "IMPOSSIBLE_VALUE": "数值不合规则 | A value breaks a rule",
    "INDUSTRY_NOT_IN_ANNEX": "行业不在附件中 | Not an industry of the annex",
    "INDUSTRY_TWICE": "细分行业重复 | An industry is named twice",
    "INDUSTRY_UNDESCRIBED": "行业情况未写明 | An industry is not described yet",
    "MISSING_PARENT": "引用的数据不存在 | Refers to a row that does not exist",
    "MISSING_VALUE": "缺少必填项 | A value is missing",
    "MORE_THAN_ASKED": "核准高于申请 | More is approved than was asked for",
    "NOT_AN_SME": "不是中小企业 | Not an SME",
    "NOT_APPROVED": "方案未批复 | The plan is not approved",
    "NOT_FOUND": "没有该数据 | There is no such thing",
    "NOT_NATIONAL": "须覆盖全国 | Only over the whole country",
    "NOT_ONE_PLATFORM": "须同属一个平台 | Must be of one platform",
    "NOT_PASSED": "项目未通过 | The project has not passed",
    "NOT_SETTLED": "平台未核定 | The platform is not settled",
    "NOT_SIGNED": "须两部门签署 | Both departments must sign",
    "NOT_TRAINED": "未完成实训 | The staff is not trained",
    "NOT_YOUR_PLATFORM": "不是本平台 | Another platform's",
    "NOT_YOUR_UNIT": "不是本单位 | Another unit's",
    "NO_OUTCOME": "未给处理结果 | No outcome is given",
    "NO_RATIO": "未定预拨比例 | No prepayment ratio yet",
    "NO_REASON": "未写明理由 | No reason is given",
    "ONE_SIZE": "企业规模单一 | Enterprises are all of one size",
    "ORGANIZATION_EXISTS": "信用代码已登记 | This credit code is registered already",
    "PLANNED_DIFFERS": "计划数与名单不符 | Planned and listed numbers differ",
    "PLANNED_TOO_FEW": "计划数过少 | Too few are planned",
    "PLAN_CLOSED": "方案已上报 | The plan is submitted",
    "PLAN_EXISTS": "已有方案 | There is a plan already",
    "PLATFORM_CAPPED": "平台奖补被上限截断 | A platform's awards are cut by its cap",
    "PLATFORM_INCOMPLETE": "平台情况未写明 | A platform is not described",
    "PLATFORM_TWICE": "服务平台重复 | A platform is appointed twice",
    "PREPAID_ALREADY": "已开始预拨 | Prepaid already",
    "BAD_QUERY": "查询不能保存 | The query cannot be kept",
    "BAD_QUERY_NAME": "查询名称长度不对 | A query's name is too short or too long",
    "QUERY_TOO_LONG": "查询过长，不能保存 | The query is too long to be kept",
    "TOO_MANY_QUERIES": "保存的查询过多 | Too many queries are kept",
    "SAME_PERSON": "须由他人办理 | Somebody else must do this",
    "TOO_FEW_ENTERPRISES": "企业数过少 | Too few enterprises",
    "TOO_MANY_INDUSTRIES": "细分行业过多 | Too many industries",
    "TOO_MANY_PLATFORMS": "服务平台过多 | Too many platforms",
    "USERNAME_TAKEN": "用户名已被使用 | The user name is taken",
    "VOUCHER_TWICE": "凭证号重复 | The voucher number is used already",
    "WRONG_STATE": "状态不允许 | Impossible in this state",
}

#: Files made of an answer.
EXPORT: Mapping[str, str] = {
    "BAD_FORMAT": "没有这种文件格式 | No such file format",
    "CELL_TOO_LONG": "Excel 单元格放不下 | Too long for a cell of Excel",
    "NOTHING_TO_EXPORT": "查询中没有列表 | The query asks for no list",
    "NOT_A_QUERY": "只能导出查询 | Only queries can be exported",
    "NOT_A_TABLE": "不能放进一张表 | Does not fit into one table",
    "NO_COLUMN": "没有该列 | There is no such column",
    "TOO_MANY_EXPORTS": "正在导出的文件太多 | Too many files are being made just now",
    "TOO_MANY_ROWS": "行数超过该格式的上限 | More rows than the format holds",
    "WHICH_LIST": "须指明导出哪个列表 | Say which list is meant",
}

#: Subscriptions.
LIVE: Mapping[str, str] = {
    "SUBSCRIPTION_NOT_STREAMED": "订阅须经 WebSocket 或 SSE | Subscriptions come by WebSocket or server-sent events",
    "TOO_MANY_SUBSCRIPTIONS": "订阅过多 | Too many subscriptions",
}

#: Our fault.
FAULTS: Mapping[str, str] = {"INTERNAL": "系统内部错误 | Something went wrong inside"}

CODES: Mapping[str, str] = {
    **REQUEST,
    **QUERY,
    **LIMITS,
    **ACCESS,
    **CHANGES,
    **EXPORT,
    **LIVE,
    **FAULTS,
}
