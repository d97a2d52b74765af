"""The access log without those who are nobody's to know: who tells of fraud, and who holds the link of a survey."""

import logging

#: Addresses that are never logged, and beginnings of such: that of a survey is itself a secret.
UNLOGGED, BEGINNINGS = frozenset({"/tip", "/tip/status"}), ("/survey/",)
#: Of the arguments of uvicorn's line: client, method, path with query, version, status.
_PATH = 2


class Discreet(logging.Filter):
    """Drops a line of uvicorn's access log if it is about one of these."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = record.args
        if not isinstance(told, tuple) or len(told) <= _PATH:
            return True
        path = str(told[_PATH]).partition("?")[0]
        return path not in UNLOGGED and not path.startswith(BEGINNINGS)
