"""The index in a cluster that all blogs share: behind an alias, so that a new one can take its place in one step.

A new index that is being filled, and an old one that was replaced, are marked as disposable: what a killed run has left
is known by that, and by having no alias. Nothing else is ever deleted.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from saegin_index.errors import ClusterError, ClusterRefusedError
from saegin_search.cluster.blogs import suppress_existing
from saegin_search.cluster.connection import Cluster
from saegin_search.cluster.mapping import VERSION, index_body

_COPIES = 20  # seconds that the copies of a new index are waited for
_DISPOSABLE = {"disposable": True}
"""What marks an index that is not, or no more, one that searches go by."""
_PATIENCE = 60  # seconds for what a cluster takes long to do
_TIME_IS_UP = 408
_LOOK = 1.0  # seconds between two looks at how far copying is


class Indices:
    """The indices of an alias."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.alias = cluster.settings.index

    def others(self) -> int:
        """How many posts of other blogs there are."""
        name = self.current()
        return self._count_others(name) if name else 0

    def current(self) -> str:
        """The index that the alias stands for, "" when there is no such alias; raises ClusterError for several."""
        names = self._named()
        if len(names) > 1:
            raise ClusterError(f"{self.alias} stands for several indices ({', '.join(names)}): leave it one of them")
        return "".join(names)

    def _named(self) -> list[str]:
        return sorted(self._cluster.find(lambda client: client.indices.get_alias(name=self.alias)) or ())

    def create_first(self) -> None:
        """Make the index and its alias, where there is none; two runs may do so at once."""
        name = f"{self.alias}-000001"
        self._create(name, aliases={self.alias: {}})
        if not self.current():
            raise ClusterError(f"the index {name} is there without the alias {self.alias}: give it that, or delete it")

    def create_next(self) -> str:
        """Make an index that takes the place of the current one later; gives its name."""
        name = f"{self.alias}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(3)}"
        self._create(name, disposable=True)
        return name

    def _create(self, name: str, aliases: dict[str, Any] | None = None, *, disposable: bool = False) -> None:
        body = {**index_body(self._cluster.settings), "aliases": aliases or {}}
        if disposable:
            body["mappings"]["_meta"] |= _DISPOSABLE
        patience = {"request_timeout": _PATIENCE}
        with suppress_existing():
            self._cluster.call(lambda client: client.indices.create(index=name, body=body, params=patience))
        self._wait_for_copies(name)

    def _wait_for_copies(self, name: str) -> None:
        """Before the first post, as one that is acknowledged by a single copy is lost with that copy's machine.

        Where there are too few machines for all copies, or they take long, it goes on without.
        """
        health = self._cluster.call(lambda client: client.cluster.health(index=name))
        if health["number_of_data_nodes"] > self._cluster.settings.replicas:
            wait = {"wait_for_status": "green", "timeout": f"{_COPIES}s", "request_timeout": 2 * _COPIES}
            try:
                self._cluster.call(lambda client: client.cluster.health(index=name, params=wait))
            except ClusterRefusedError as error:
                if error.status != _TIME_IS_UP:
                    raise

    def switch(self, old: str, new: str) -> None:
        """Move the alias, and mark what may be deleted from then on; `old` may be ""."""
        actions: list[dict[str, Any]] = [{"add": {"index": new, "alias": self.alias}}]
        if old:
            actions.append({"remove": {"index": old, "alias": self.alias}})
        patience = {"request_timeout": _PATIENCE}
        try:
            self._cluster.call(lambda client: client.indices.update_aliases(body={"actions": actions}, params=patience))
        except ClusterError:
            if self._named() != [new]:  # else the answer alone was lost
                raise
        self._mark(new, disposable=False)
        if old:
            self._mark(old, disposable=True)

    def _mark(self, name: str, *, disposable: bool) -> None:
        body = {"_meta": {"saegin": VERSION} | (_DISPOSABLE if disposable else {})}
        self._cluster.call(lambda client: client.indices.put_mapping(index=name, body=body))

    def give_up(self, new: str, copying: str | None) -> None:
        """Undo a rebuild that did not come to its end, unless the alias was moved already."""
        if new in self._named():
            return
        if copying is not None:
            self._end_copying([copying])
        self.drop(new)

    def remove_leftovers(self) -> None:
        """Delete what rebuilds that were killed have left: indices that were never, or are no more, the alias's."""
        running = self._cluster.call(
            lambda client: client.tasks.list(params={"actions": "*reindex", "detailed": "true"})
        )
        tasks = [task for node in running.get("nodes", {}).values() for task in node.get("tasks", {}).items()]
        self._end_copying(name for name, told in tasks if f"[{self.alias}-" in told.get("description", ""))
        there = self._cluster.call(lambda client: client.indices.get(index=f"{self.alias}-*"))
        for name, told in there.items():
            meta = told["mappings"].get("_meta", {})
            if _DISPOSABLE.items() <= meta.items() and self.alias not in told["aliases"]:
                self.drop(name)

    def _end_copying(self, tasks: Iterable[str]) -> None:
        """End copies that go on in the cluster: they would make an index anew that is deleted."""
        wait = {"wait_for_completion": "true", "request_timeout": _PATIENCE}
        for task in tasks:
            with suppress(ClusterRefusedError):  # it has ended
                self._cluster.call(lambda client, task=task: client.tasks.cancel(task_id=task, params=wait))  # type: ignore[misc]

    def drop(self, name: str) -> None:
        """Delete an index, if it is there."""
        self._cluster.find(lambda client: client.indices.delete(index=name))

    def check_version(self, name: str) -> None:
        """Raises ClusterError when another version of saegin made an index."""
        mapping = self._cluster.call(lambda client: client.indices.get_mapping(index=name))
        if mapping[name]["mappings"].get("_meta", {}).get("saegin") != VERSION:
            raise ClusterError(
                f"{name} was made by another version of saegin: run `saegin index --full --every-blog` once"
            )

    def begin_copying(self, old: str, new: str) -> str:
        """Begin to copy the posts of the other blogs, within the cluster; gives the task's name."""
        body = {"source": {"index": old, "query": self._other_blogs}, "dest": {"index": new}}
        self._cluster.call(lambda client: client.indices.refresh(index=old))
        begin = {"wait_for_completion": "false", "slices": "auto"}
        return str(self._cluster.call(lambda client: client.reindex(body=body, params=begin))["task"])

    def wait_for_copy(self, task: str, old: str, new: str, while_waiting: Callable[[], None]) -> None:
        """Wait until all are copied; raises ClusterError when they are not."""
        while True:
            while_waiting()
            state = self._cluster.call(lambda client: client.tasks.get(task_id=task))
            if state["completed"]:
                break
            time.sleep(_LOOK)
        answer = state.get("response", {})
        failures = answer.get("failures", []) or [state[name] for name in ("error",) if name in state]
        if failures or "canceled" in answer or answer.get("timed_out"):
            told = str(failures[0])[:200] if failures else answer.get("canceled", "it took too long")
            raise ClusterError(f"the other blogs' posts could not all be copied: {told}")
        self._cluster.call(lambda client: client.indices.refresh(index=new), timeout=_PATIENCE)
        before, after = map(self._count_others, (old, new))
        if before != after:
            raise ClusterError(f"of {before} posts of other blogs {after} were copied: run it again")

    def _count_others(self, name: str) -> int:
        body = {"query": self._other_blogs}
        return int(self._cluster.call(lambda client: client.count(index=name, body=body))["count"])

    @property
    def _other_blogs(self) -> dict[str, Any]:
        return {"bool": {"must_not": {"term": {"blog": self._cluster.settings.blog}}}}
