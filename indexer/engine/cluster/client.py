"""Requests to a cluster, asked again where a shard or a node failed; its errors in our words."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import (
    ConnectionError as NoConnection,
)
from opensearchpy.exceptions import (
    ImproperlyConfigured,
    NotFoundError,
    SSLError,
    TransportError,
)

from indexer.errors import EngineAway, IndexDamaged, SearchIndexError, SettingsError
from indexer.settings import IndexSettings

# What is absent or fails is told by errors; the client would log each.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)
Json = dict[str, Any]
_RETRIES = 3  # on another node
# Seconds before what failed is asked again: a search, of which each try may go to other copies of
# the shards; and what a build asks for.
_SEARCH_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.2)
_BULK_PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, *(8.0,) * 6)
_BUSY = frozenset({429, 502, 503, 504})
_BULK_BYTES = 6 << 20
_CLAUSES = 16_384  # of a query; the server allows 1,024 unless it is told


class Cluster:
    """The cluster that `settings` name. Threads share it."""

    def __init__(self, settings: IndexSettings) -> None:
        if not settings.hosts:
            raise SettingsError(("[index] hosts names no node of the cluster.",))
        self.hosts = ", ".join(settings.hosts)
        self._pauses: Sequence[float] = ()
        options: Json = {}
        if settings.user:
            options["http_auth"] = (settings.user, _secret(settings.password_file))
        if settings.ca_file:
            options["ca_certs"] = settings.ca_file
        try:
            self._client = OpenSearch(
                list(settings.hosts),
                timeout=60,
                pool_maxsize=16,
                max_retries=_RETRIES,
                retry_on_timeout=True,
                retry_on_status=tuple(_BUSY),
                **options,
            )
        except (ImproperlyConfigured, ValueError, OSError) as error:
            raise SettingsError((f"[index] hosts: {error}.",)) from error

    @contextmanager
    def patient(self) -> Iterator[None]:
        """Requests within wait for a cluster that is away: a build is not lost for a minute."""
        self._pauses = _BULK_PAUSES
        try:
            yield
        finally:
            self._pauses = ()

    def ask(
        self, method: str, path: str, body: Any = None, *, missing: Any = None, **options: Any
    ) -> Any:
        """The answer to one request; `missing`, where that is given, if there is no such thing."""
        parameters = {name: _parameter(of) for name, of in options.items()}
        for pause in self._pauses:
            with suppress(EngineAway):
                return self._asked(method, path, body, missing, parameters)
            time.sleep(pause)
        return self._asked(method, path, body, missing, parameters)

    def _asked(self, method: str, path: str, body: Any, missing: Any, parameters: Json) -> Any:
        try:
            with _in_our_words(self.hosts):
                return self._client.transport.perform_request(
                    method, path, params=dict(parameters), body=body
                )
        except IndexDamaged:
            if missing is None:
                raise
            return missing

    @cached_property
    def is_legacy(self) -> bool:
        """Whether the BM25 of the server is the one with the factor k1 + 1; since 3 it is not."""
        return int(self.ask("GET", "/")["version"]["number"].partition(".")[0]) < 3

    def allow_many_clauses(self) -> None:
        """Lets queries have as many clauses as a wildcard has forms."""
        setting = {"indices.query.bool.max_clause_count": _CLAUSES}
        self.ask("PUT", "/_cluster/settings", {"persistent": setting})

    def search(self, index: str, body: Json, seconds: float | None = None) -> Json:
        """The answer of every shard of `index`; with `seconds`, what was found in that time."""
        (answer,) = self.searches(index, [body], seconds)
        return answer

    def searches(
        self, index: str, bodies: Sequence[Json], seconds: float | None = None
    ) -> list[Json]:
        """The same for several searches at once, which are one request."""
        if seconds is not None:
            bodies = [{**body, "timeout": f"{max(1, int(seconds * 1000))}ms"} for body in bodies]
        # A search that runs out of time is no failure: with a limit, shards may answer in part.
        head: Json = {"allow_partial_search_results": seconds is not None}
        head["search_type"] = "dfs_query_then_fetch"
        for tries, pause in enumerate(_SEARCH_PAUSES):
            head["preference"] = f"khizana-{tries}"
            lines = "".join(f"{json.dumps(head)}\n{json.dumps(body)}\n" for body in bodies)
            answers: list[Json] = self.ask("POST", f"/{index}/_msearch", lines.encode())[
                "responses"
            ]
            failed = next(filter(_failed, answers), None)
            if failed is None:
                return answers
            if "error" in failed and failed["status"] not in _BUSY | {500}:
                break  # a refusal: asked again, it is the same
            time.sleep(pause)
        raise _as_error(failed or {}, self.hosts)

    def bulk(self, index: str, lines: Sequence[bytes]) -> None:
        """Sends the actions of `lines`, two or one to each; those refused are sent again alone."""
        for pause in _BULK_PAUSES:
            try:
                answer = self.ask("POST", f"/{index}/_bulk", b"".join(lines))
            except EngineAway:
                time.sleep(pause)
                continue
            if not answer["errors"]:
                return
            again = []
            for line, item in zip(lines, answer["items"], strict=True):
                (result,) = item.values()
                if "error" in result and (result["status"] not in _BUSY or _is_full(result)):
                    raise _refusal(result["error"])
                if "error" in result:
                    again.append(line)
            if not again:
                return
            lines = again
            time.sleep(pause)
        raise EngineAway(f"The cluster at {self.hosts} takes no documents: it is too busy.")

    @staticmethod
    def parts(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
        """`lines` in runs that are each sent at once."""
        run: list[bytes] = []
        size = 0
        for line in lines:
            run.append(line)
            size += len(line)
            if size >= _BULK_BYTES:
                yield run
                run, size = [], 0
        if run:
            yield run


def _parameter(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _secret(file: str) -> str:
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise SettingsError((f"[index] password_file: {error}.",)) from error


def _failed(answer: Mapping[str, Any]) -> bool:
    """Whether a search was not answered by all shards."""
    return "error" in answer or bool(answer["_shards"]["failed"])


def _as_error(answer: Mapping[str, Any], hosts: str) -> SearchIndexError:
    if answer.get("status") == 404:
        return IndexDamaged(f"The cluster at {hosts} has no such index: {answer['error']}.")
    reason = answer.get("error") or answer.get("_shards", {}).get("failures")
    return EngineAway(f"The cluster at {hosts} did not answer in full: {reason}.")


@contextmanager
def _in_our_words(hosts: str) -> Iterator[None]:
    try:
        yield
    except SSLError as error:
        raise SettingsError((f"[index] hosts: {hosts}: {error.error}.",)) from error
    except NoConnection as error:
        raise EngineAway(f"The cluster at {hosts} cannot be reached: {error.error}.") from error
    except NotFoundError as error:
        raise IndexDamaged(f"The cluster at {hosts} has no such thing: {error.info}.") from error
    except TransportError as error:
        if error.status_code in (401, 403) and "block" not in str(error.error):
            names = "user and password_file"
            raise SettingsError((f"[index] {names}: {hosts} refuses them.",)) from error
        if error.status_code in _BUSY and "block" not in str(error.error):
            raise EngineAway(f"The cluster at {hosts} is busy: {error.error}.") from error
        if "resource_already_exists" in str(error.error):
            return  # it was made by a try that was not answered
        raise _refusal(error.info if isinstance(error.info, dict) else str(error)) from error


def _is_full(told: Any) -> bool:
    """Whether an index was closed to writing because a disk is full."""
    return "flood-stage" in str(told) or "read-only-allow-delete" in str(told)


def _refusal(error: Any) -> SearchIndexError:
    """The error that an index was not written or asked as it should be."""
    told = error.get("error", error) if isinstance(error, dict) else error
    reason = told.get("reason", told) if isinstance(told, dict) else told
    if _is_full(told):
        return SearchIndexError(f"The disks of the cluster are full: {reason}")
    return SearchIndexError(f"The cluster refuses the request: {reason}")
