"""What happens to accounts: done by administrators, but for what people do to their own."""

from api.policy.move import Move, step
from db.enums import Role

_ADMIN = Role.ADMINISTRATOR
_ALL = tuple(Role)
#: Operators are a party anyway, and decide nothing.
_DECIDING = tuple(role for role in Role if role is not Role.PLATFORM_OPERATOR)

MOVES: tuple[Move, ...] = (
    step("User", "create", "新增账户 | Add an account", (), None, _ADMIN),
    step("User", "change", "修改账户 | Change the account", (), None, _ADMIN),
    step("User", "grant_role", "授予角色 | Grant a role", (), None, _ADMIN),
    step("User", "revoke_role", "收回角色 | Revoke a role", (), None, _ADMIN),
    step("User", "set_up", "发放设置链接 | Issue a setup link", (), None, _ADMIN),
    step("User", "unlock", "解除锁定 | Unlock", (), None, _ADMIN),
    step("User", "end_sessions", "结束全部会话 | End all sessions", (), None, _ADMIN),
    step("User", "reset_second_step", "重置两步验证 | Reset the second step", (), None, _ADMIN),
    step("User", "link_identity", "关联统一登录 | Link the office's sign-on", (), None, _ADMIN),
    step("User", "unlink_identity", "解除统一登录 | Unlink the office's sign-on", (), None, _ADMIN),
    step("User", "deactivate", "停用 | Deactivate", (), None, _ADMIN),
    step("User", "activate", "启用 | Activate", (), None, _ADMIN),
    step("User", "set_password", "设置密码 | Set one's password", (), None, _ALL),
    step("User", "enrol", "启用两步验证 | Set up one's second step", (), None, _ALL),
    step("User", "unenrol", "停用两步验证 | Turn one's second step off", (), None, _ALL),
    step("SecondStepRule", "require", "要求两步验证 | Require the second step", (), None, _ADMIN),
    step("SecondStepRule", "lift", "取消要求 | Require it no longer", (), None, _ADMIN),
    step("Interest", "declare", "申报利害关系 | Declare an interest", (), None, _DECIDING, "P10"),
    step("Interest", "end", "终止利害关系 | End an interest", (), None, _DECIDING, "P10"),
)
