"""Call a function on the workers of a Dask cluster, as `parallel.each` does in processes here.

An extra (`schema.INSTALL`). What a call returns adds up (`share.merge`), and nothing is kept on a
worker: a call whose worker is lost is made again elsewhere, so that only time is lost.
"""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, TypeVar

from analysis.schema import INSTALL, CorpusError

Result = TypeVar("Result")
# Calls on their way for each thread of the cluster, so that no worker waits.
_AHEAD: Final = 2
# As often a call is made again whose worker was lost.
_RETRIES: Final = 5


def each(
    scheduler: str,
    function: Callable[..., Result],
    calls: Iterable[tuple[Any, ...]],
    same: Iterable[object] = (),
) -> Iterator[Result]:
    """Call a function with each set of arguments on a cluster; results come in that order.

    Parameters
    ----------
    scheduler
        Its address: `tcp://host:8786`.
    function, calls
        What is called, and the arguments of each call.
    same
        Arguments that all calls share: they are sent to every worker once.

    Raises
    ------
    CorpusError
        Dask is not installed, or nobody answers at the address.
    """
    with _client(scheduler) as client:
        sent = {id(thing): client.scatter(thing, broadcast=True, hash=False) for thing in same}
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        waiting: deque[Any] = deque()
        for arguments in calls:
            remote = [sent.get(id(argument), argument) for argument in arguments]
            with warnings.catch_warnings():
                # Articles go to one worker, once: that they are large is no mistake.
                warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
                waiting.append(client.submit(function, *remote, pure=False, retries=_RETRIES))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _client(scheduler: str) -> Any:
    try:
        # Not before: an extra, and slow to import.
        from distributed import Client
    except ImportError:
        raise CorpusError(
            f"A cluster needs Dask, which is an extra. Install it: {INSTALL}"
        ) from None
    try:
        return Client(  # type: ignore[no-untyped-call]
            scheduler, timeout="10s", set_as_default=False
        )
    except (OSError, ValueError) as error:
        raise CorpusError(
            f"No Dask scheduler answers at {scheduler}: {error}. Start one with "
            "`.venv/bin/dask scheduler`, and give its address as tcp://host:port."
        ) from None
