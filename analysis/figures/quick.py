"""Read altair before anything else does, and without what no chart needs.

Here and not deeper: at some depths of imports Python 3.11 takes memory for the frame of each
call and gives it back, hundreds of thousands of times while altair's schema is read. And
jsonschema, which altair brings, builds the grammars of web addresses wherever it finds them,
for more than a second: they are hidden from it meanwhile.
"""

from __future__ import annotations

import sys
from typing import Any, Final, cast

_GRAMMARS: Final = "rfc3987_syntax"

if _GRAMMARS not in sys.modules:
    # None is how Python marks what is not to be found; it knows no type for it.
    cast(dict[str, Any], sys.modules)[_GRAMMARS] = None
try:
    import altair  # noqa: F401
finally:
    if sys.modules.get(_GRAMMARS) is None:
        del sys.modules[_GRAMMARS]
