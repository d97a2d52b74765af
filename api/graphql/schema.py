"""The GraphQL schema: roots for every table, the programme, who asks, and the import of a plan."""

from functools import cache
from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.graphql.accounts import accounts, end_session, issue_setup_link, second_step_needs
from api.graphql.aggregates import with_aggregates
from api.graphql.annotations import optional
from api.graphql.attaching import attach, attachable
from api.graphql.changes import changes_field
from api.graphql.claiming import claim_review
from api.graphql.deeds import deeds
from api.graphql.digital_level import digital_level
from api.graphql.forecast import forecast
from api.graphql.history import compared, history
from api.graphql.importing import import_little_giants, import_plan, import_progress
from api.graphql.likeness import like_mine
from api.graphql.links import link_graph
from api.graphql.money import (
    export_bank_batch,
    settlement_check,
    settlement_preview,
    trial_balance,
    what_if,
)
from api.graphql.moves import MoveInfo, moves
from api.graphql.names import connection_root, single_root
from api.graphql.offers import actions, choices, perform_action
from api.graphql.party_papers import given_papers
from api.graphql.people import ViewerType
from api.graphql.plan_check import plan_check
from api.graphql.resources import ResourceInfo, resources
from api.graphql.rights_table import rights
from api.graphql.rulebook import flag_proof, rule_backtest, rule_book
from api.graphql.saved_queries import delete_saved_query, keep_query, queries
from api.graphql.selection import selection_goal
from api.graphql.shape import entities
from api.graphql.subscription import progress_field, subscription_type
from api.graphql.sums import TARGETS, Month, Progress
from api.graphql.supervision import late_items, my_tasks, remind_surveys, send_surveys
from api.graphql.tips import unseal_tip
from api.graphql.tokens import create_api_token, revoke_api_token
from api.graphql.types import Node, compiled_field, connection_field, progress_arguments, types
from api.viewer import Viewer

#: Root fields that graphql-core answers; all others are compiled.
STATIC = frozenset(
    {
        "viewer",
        "resources",
        "attachable",
        "claimReview",
        "givenPapers",
        "keptQueries",
        "links",
        "ruleBook",
        "ruleBacktest",
        "flagProof",
        "lateItems",
        "myTasks",
        "importProgress",
        "actions",
        "choices",
        "likeMine",
        "forecast",
        "selectionGoal",
        "moves",
        "settlementPreview",
        "settlementCheck",
        "whatIf",
        "trialBalance",
        "digitalLevel",
        "history",
        "compared",
        "planCheck",
        "accounts",
        "secondStepNeeds",
        "rights",
        "__schema",
        "__type",
    }
)


def _viewer(info: strawberry.Info) -> ViewerType | None:
    viewer: Viewer = info.context.viewer
    return ViewerType.of(viewer)


def _moves() -> list[MoveInfo]:
    return moves()


def _resources() -> list[ResourceInfo]:
    return resources()


@cache
def programme_type() -> Any:
    namespace: dict[str, Any] = {
        "__annotations__": {},
        "__module__": __name__,
        "progress": compiled_field(Progress, "进展 | Progress", progress_arguments()),
        "months": compiled_field(list[Month], "按月进展 | Month by month", progress_arguments()),
    }
    for name, (_, label) in TARGETS.items():
        namespace["__annotations__"][name] = int
        namespace[name] = strawberry.field(name=name, description=label)
    return strawberry.type(
        type("Programme", (), namespace), name="Programme", description="试点总体 | The programme as a whole"
    )


def _query() -> Any:
    identity = {"id": (strawberry.ID, "全局编号 | Global id; units and clauses by their code, too")}
    namespace: dict[str, Any] = {
        "__annotations__": {},
        "__module__": __name__,
        "programme": compiled_field(programme_type(), "试点总体 | The programme as a whole"),
        "changes": changes_field(),
        "progress": progress_field("batch", "asOf"),
        "node": compiled_field(optional(Node), "任何一条记录 | Any record", identity),
        "viewer": strawberry.field(
            resolver=_viewer, description="当前用户 | Who asks; null if not signed in"
        ),
        "resources": strawberry.field(resolver=_resources, description="表的说明 | What each table declares"),
        "attachable": strawberry.field(
            resolver=attachable,
            description="可上传的附件 | What the caller may attach to a record now",
        ),
        "claim_review": strawberry.field(
            resolver=claim_review,
            description="奖补测算与凭证核对 | What may be claimed for a project, and how its papers stand",
        ),
        "given_papers": strawberry.field(
            resolver=given_papers,
            description="送交本平台的案件文书 | Documents of cases that were given to the caller's platforms",
        ),
        "actions": strawberry.field(
            resolver=actions, description="可办理的事项 | What the caller may do with a record now"
        ),
        "choices": strawberry.field(
            resolver=choices, description="填写项的可选记录 | The rows that a link of a form may name"
        ),
        "history": strawberry.field(
            resolver=history,
            description="一条记录的变更历史，最近的在前 | The changes of a record, the last first",
        ),
        "compared": strawberry.field(
            resolver=compared,
            description="一条记录在两个时点之间的差别 | How a record differs between two of its changes",
        ),
        "moves": strawberry.field(
            resolver=_moves, description="办理步骤 | The workflow: who may take which step"
        ),
        "plan_check": strawberry.field(
            resolver=plan_check,
            description="方案检查：逐条款结论和测算 | How a plan stands with each clause, and what it may bring",
        ),
        "digital_level": strawberry.field(
            resolver=digital_level,
            description="数字化水平试算 | What answers to the questionnaire come to",
        ),
        "links": strawberry.field(
            resolver=link_graph,
            description="关联图：共用电话、地址、账户、法人、供应商、发票、文件"
            " | What ties enterprises to one another, with the evidence",
        ),
        "rule_book": strawberry.field(
            resolver=rule_book,
            description="预警规则及其表现 | The red-flag rules, and how each has done",
        ),
        "rule_backtest": strawberry.field(
            resolver=rule_backtest,
            description="规则参数回测，不保存 | What other thresholds would find; nothing is stored",
        ),
        "flag_proof": strawberry.field(
            resolver=flag_proof,
            description="复现一条预警 | The query behind a flag, asked once more",
        ),
        "late_items": strawberry.field(
            resolver=late_items, description="逾期事项，随数据实时计算 | What is late, worked out of the rows"
        ),
        "my_tasks": strawberry.field(
            resolver=my_tasks, description="等待本人办理的记录 | Records whose next step is the caller's"
        ),
        "forecast": strawberry.field(
            resolver=forecast,
            description="灯塔数预测；不掌握整个单位的人为空"
            " | How many lighthouses there will be, and when the goal is reached; null for who sees less than whole units",
        ),
        "like_mine": strawberry.field(
            resolver=like_mine,
            description="与某企业相似的灯塔企业，及预期成本和工期"
            " | The lighthouses most like an enterprise, and the cost and time it may expect",
        ),
        "selection_goal": strawberry.field(
            resolver=selection_goal,
            description="全国已遴选的服务平台数，对照300个左右的目标（G3）"
            " | Platforms appointed in the whole country, against about 300 (G3)",
        ),
        "accounts": strawberry.field(
            resolver=accounts,
            description="账户，供系统管理员和审计人员 | Accounts, for administrators and auditors",
        ),
        "second_step_needs": strawberry.field(
            resolver=second_step_needs,
            description="必须使用两步验证的角色 | Roles that must use the second step",
        ),
        "rights": strawberry.field(
            resolver=rights,
            description="权限表；非管理和审计人员只见本人角色"
            " | The table of rights; one's own roles unless one keeps or audits accounts",
        ),
        "kept_queries": strawberry.field(
            resolver=queries,
            description="已存查询：本人的和共享的 | Saved queries: one's own and shared ones",
        ),
        "settlement_preview": strawberry.field(
            resolver=settlement_preview,
            description="核定预览 | What a settlement of a platform would say now; nothing is stored",
        ),
        "settlement_check": strawberry.field(
            resolver=settlement_check,
            description="复算核定 | A settlement, recomputed from its frozen inputs",
        ),
        "what_if": strawberry.field(
            resolver=what_if,
            description="假设测算 | Every award under other limits, or without somebody; nothing is stored",
        ),
        "trial_balance": strawberry.field(
            resolver=trial_balance, description="试算平衡表 | Debits, credits and balance of each account"
        ),
        "import_progress": strawberry.field(
            resolver=import_progress,
            description="本人一次导入的进度；未开始时为空 | How far an import of yours is; null before it begins",
        ),
    }
    for name, entity in entities().items():
        for root, field in (
            (connection_root(entity), connection_field(name, entity.resource.label)),
            (single_root(entity), compiled_field(optional(types()[name]), entity.resource.label, identity)),
        ):
            if root in namespace:
                raise ValueError(f"two root fields are called {root!r}")
            field.graphql_name = root
            namespace[root] = field
    return strawberry.type(type("Query", (), namespace), name="Query", description="查询 | Reading")


@cache
def schema() -> strawberry.Schema:
    mutation = strawberry.type(
        type(
            "Mutation",
            (),
            {
                "__annotations__": {},
                "__module__": __name__,
                **deeds(),
                "perform": strawberry.mutation(
                    resolver=perform_action,
                    description="按名称办理 | Does any of the actions by its name, for clients that build forms",
                ),
                "send_surveys": strawberry.mutation(
                    resolver=send_surveys,
                    description="发出满意度测评，返回一次性链接（A2）"
                    " | Sends surveys of satisfaction: links that are told once and work once (A2)",
                ),
                "remind_surveys": strawberry.mutation(
                    resolver=remind_surveys,
                    description="催办并换发链接，旧链接作废（A2） | New links for surveys not answered;"
                    " the old ones open nothing any more (A2)",
                ),
                "unseal_tip": strawberry.mutation(
                    resolver=unseal_tip,
                    description="查看举报人联系方式，仅限经办人，须写事由并留痕"
                    " | How to reach who told it: for the officer who looks into it, with a reason, written down",
                ),
                "export_bank_batch": strawberry.mutation(
                    resolver=export_bank_batch,
                    description="导出银行文件 | The file of a bank batch; the first time marks it as sent",
                ),
                "import_plan": strawberry.mutation(
                    resolver=import_plan,
                    description="导入实施方案工作簿；commit 为 false 时只检查 | Brings a plan workbook in;"
                    " only checks it unless commit",
                ),
                "import_little_giants": strawberry.mutation(
                    resolver=import_little_giants,
                    description="导入已获支持小巨人名单（P2），工作簿或 CSV；commit 为 false 时只检查"
                    " | Brings in the list of funded little giants (P2), a workbook or CSV; only checks it unless commit",
                ),
                "attach": strawberry.mutation(
                    resolver=attach,
                    description="上传附件：类型与大小由内容核定，同一幂等键只存一次"
                    " | Attaches a file to a record; its type and size are checked by its content",
                ),
                "create_api_token": strawberry.mutation(
                    resolver=create_api_token, description="新建接口令牌 | Makes an API token of one's own"
                ),
                "revoke_api_token": strawberry.mutation(
                    resolver=revoke_api_token, description="撤销接口令牌 | Ends an API token at once"
                ),
                "issue_setup_link": strawberry.mutation(
                    resolver=issue_setup_link,
                    description="发放设置链接，原密码作废 | Issues a link to set a password; the old one is void",
                ),
                "end_session": strawberry.mutation(
                    resolver=end_session,
                    description="结束自己的会话 | Ends one of one's own sessions, or all others; how many",
                ),
                "keep_query": strawberry.mutation(
                    resolver=keep_query, description="保存查询 | Keeps a query under a name of one's own"
                ),
                "delete_query": strawberry.mutation(
                    resolver=delete_saved_query, description="删除已存查询 | Deletes a saved query"
                ),
            },
        ),
        name="Mutation",
        description="更改 | Changing",
    )
    made = strawberry.Schema(
        query=_query(),
        mutation=mutation,
        subscription=subscription_type(),
        types=list(types().values()),
        config=StrawberryConfig(auto_camel_case=True),
    )
    made._schema = with_aggregates(made._schema)
    return made


def sdl() -> str:
    """The schema in the schema definition language, as committed in ``schema.graphql``."""
    return schema().as_str() + "\n"
