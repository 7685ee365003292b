"""What the log may say of an error: PostgreSQL adds whole rows to its own, and so what people wrote."""

import logging
import re

# From "DETAIL:" to the end of that error; the traceback of the next in the chain begins after an empty line
OF_THE_ROWS = re.compile(
    r"^DETAIL: .*?(?=^\n(?:The above exception was|During handling of the above)|\Z)", re.MULTILINE | re.DOTALL
)


class WithoutRows(logging.Formatter):
    def formatException(self, ei):  # noqa: N802 - logging's own name
        return OF_THE_ROWS.sub("", super().formatException(ei)).rstrip("\n")
