"""Turn addresses into saved pages: the one floor that asks the network.

`addresses`, `robots`, `answers` and `manifest` know neither network nor clock; `visits` decides
when what is asked, with a clock and a way to fetch that it is given; `network` is that way.
"""

from __future__ import annotations

from analysis.collect.command import Collected, collect
from analysis.collect.network import clock, fetcher

__all__ = ["Collected", "clock", "collect", "fetcher"]
