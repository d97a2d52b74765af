"""Long passwords of any kind, but none that is tried first."""

import pytest

from api.policy.passwords import weakness


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short",
        "ninechars",
        "x" * 201,
        "password123",
        "Password!2026",
        "1234567890",
        "0987654321",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "qwertyuiop",
        "qwertyqwerty",
        "123456123456",
        "woaini1314520",
        "administrator1",
        "admin@2026!!",
        "wangwei1984",  # holds the user name and little else
        "王伟王伟王伟王伟王伟",
        "111222333111",
    ],
)
def test_too_weak(password: str) -> None:
    found = weakness(password, "wangwei", "王伟")
    assert found
    assert found.code == "WEAK_PASSWORD"
    assert found.say("zh")
    assert found.say("en")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "葵花向太阳而生不问西东",
        "tT9#kq2!vLm0",
        "wangwei likes long walks",
        "a long secret",
    ],
)
def test_good_enough(password: str) -> None:
    assert weakness(password, "wangwei", "王伟") is None
