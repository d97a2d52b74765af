"""What a person does at a browser only: accounts, passwords, tokens."""

from api.errors import Refusal
from api.viewer import Viewer


def check_in_person(viewer: Viewer) -> int:
    """The viewer's number.

    Raises:
        Refusal: it is nobody, or a program with a token.
    """
    if not viewer.signed_in or viewer.user_id is None or viewer.token_id is not None:
        raise Refusal(
            "TOKEN_NOT_ENOUGH",
            "账户和令牌须本人登录管理，不能用令牌 | Accounts and tokens are managed by a person signed in, not by a token",
            hint="在浏览器中登录后办理。 | Sign in with a browser and do it there.",
            status=403,
        )
    return viewer.user_id
