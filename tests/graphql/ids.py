"""Global ids, made independently of the code under test."""

import base64
from typing import Any


def gid(entity: str, key: Any) -> str:
    return base64.b64encode(f"{entity}:{key}".encode()).decode()
