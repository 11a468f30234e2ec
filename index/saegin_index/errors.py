"""Every error saegin raises on purpose, in one tree.

    SaeginError                  exit code
    ├── ConfigError              3   a setting that cannot be used
    │   └── ContentError         2   the content directory named is not one
    ├── QueryError               2   a query or an option that means nothing
    ├── ExportError              3   an export cannot be written
    │   ├── ExportPlaceError     2   nor can it ever be where it was to be
    │   └── ExportLockedError    75  another export is being written there
    ├── ClusterError             3   the cluster refuses, or lacks what was asked for
    │   ├── ClusterUnavailableError  it cannot be reached, or does not answer in time
    │   ├── ClusterRefusedError      it does not take a request
    │   ├── ClusterMissingError      it has no such blog
    │   └── ClusterLockedError   75  another run is writing there
    └── IndexStateError          3   the index cannot be used as it is
        ├── IndexMissingError        there is none
        ├── IndexVersionError        built by another version or analyzer
        ├── IndexDamagedError        files are missing, foreign or changed
        ├── IndexOwnerError          it belongs to another user
        ├── IndexWriteError          the disk is full, or nothing may be written there
        └── IndexLockedError     75  another run is writing it

Each message is one line that says what is wrong and how to mend it.
"""

from __future__ import annotations


class SaeginError(Exception):
    """Base of all saegin errors; `exit_code` is what the command line exits with."""

    exit_code = 3


class ConfigError(SaeginError):
    """A configuration file or value that cannot be used; the message names the key."""


class ContentError(ConfigError):
    """The content directory does not exist, or is not a directory."""

    exit_code = 2


class QueryError(SaeginError):
    """A query or search option that has no meaning (an impossible date, a negative limit)."""

    exit_code = 2


class ExportError(SaeginError):
    """An export could not be written; what was exported before is what it was."""


class ExportPlaceError(ExportError):
    """The folder named is none to export into."""

    exit_code = 2


class ExportLockedError(ExportError):
    """Another export is being written into this folder."""

    exit_code = 75


class ClusterError(SaeginError):
    """A cluster refuses a request, or something in it is not as it should be."""


class ClusterUnavailableError(ClusterError):
    """A cluster cannot be reached, or does not answer in time."""


class ClusterRefusedError(ClusterError):
    """A request that a cluster does not take: HTTP's `status`, and what the cluster calls the reason."""

    def __init__(self, message: str, status: int, kind: str) -> None:
        super().__init__(message)
        self.status, self.kind = status, kind


class ClusterMissingError(ClusterError):
    """A cluster has no index of saegin's, or no such blog in it."""


class ClusterLockedError(ClusterError):
    """Another run is writing this blog, or rebuilding the index it is in."""

    exit_code = 75


class IndexStateError(SaeginError):
    """The index cannot be used as it is."""


class IndexMissingError(IndexStateError):
    """There is no index where one was looked for."""


class IndexVersionError(IndexStateError):
    """The index was built by another version of saegin, its schema or its analyzer."""


class IndexDamagedError(IndexStateError):
    """Files of the index are missing, are not saegin's, or have changed."""


class IndexOwnerError(IndexStateError):
    """The index belongs to another user: opening it could run that user's code."""


class IndexWriteError(IndexStateError):
    """A file of the index could not be written; the index is what it was before."""


class IndexLockedError(IndexStateError):
    """Another run is writing this index."""

    exit_code = 75
