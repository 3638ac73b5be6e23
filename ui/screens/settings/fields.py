"""The fields of the settings' forms: a name in the file, a caption, what an empty one means."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.screens.settings.forms import Field

# Not in the settings file: git's own configuration keeps it.
ADDRESS = "url"
# Of the whole program, though it stands beside the repository.
PROGRAM = "git"


class Fields(QObject):
    """A class, because lupdate sees texts in a method ``tr``."""

    def author(self) -> tuple[Field, ...]:
        return (
            Field("author", lambda: self.tr("Your name")),
            Field("author_email", lambda: self.tr("Your e-mail")),
        )

    def repository(self) -> tuple[Field, ...]:
        return (
            Field(ADDRESS, lambda: self.tr("Address"), hint=lambda: "git@host:team/releases.git"),
            Field("path", lambda: self.tr("Folder"), hint=lambda: "repository"),
            Field("remote", lambda: self.tr("Remote"), hint=lambda: "origin"),
            Field("branch", lambda: self.tr("Branch"), hint=lambda: "main"),
            Field("application", lambda: self.tr("Application's folder"), hint=lambda: "apex"),
            Field("apexlang", lambda: self.tr("APEXlang's folder"), hint=lambda: "apexlang"),
            Field("changelog", lambda: self.tr("Changelog's folder"), hint=lambda: "changelog"),
            Field(
                PROGRAM,
                lambda: self.tr("Git's program"),
                "file",
                hint=lambda: self.tr("Caravane looks for it"),
            ),
        )

    def server(self) -> tuple[Field, ...]:
        return (
            Field("dsn", lambda: self.tr("Address"), hint=lambda: "host:1521/service"),
            self._wallet(),
        )

    def source(self) -> tuple[Field, ...]:
        return (
            Field("name", lambda: self.tr("Name")),
            Field("user", lambda: self.tr("Database user")),
            Field("application", lambda: self.tr("Application number"), "int"),
            Field("workspace", lambda: self.tr("Workspace"), hint=lambda: self.tr("as the schema")),
            Field("schema", lambda: self.tr("Schema"), hint=lambda: self.tr("as the user")),
        )

    def _wallet(self) -> Field:
        return Field(
            "wallet",
            lambda: self.tr("Wallet folder"),
            hint=lambda: self.tr("none: no wallet is needed"),
        )

    def client(self) -> tuple[Field, ...]:
        return (
            *self._reached(),
            *self._installed(),
            *self._rolled_out(),
            *self._changelog(),
            *self._kept(),
            *self._patience(),
        )

    def _reached(self) -> tuple[Field, ...]:
        return (
            Field("id", lambda: self.tr("Short name"), hint=lambda: "maroc"),
            Field("name", lambda: self.tr("Name")),
            Field("dsn", lambda: self.tr("Address"), hint=lambda: "host:1521/service"),
            self._wallet(),
            Field(
                "site",
                lambda: self.tr("Workers of the site"),
                hint=lambda: self.tr("none: this machine reaches it"),
            ),
        )

    def _installed(self) -> tuple[Field, ...]:
        return (
            Field("", lambda: self.tr("The application there"), "heading"),
            Field("application", lambda: self.tr("Application number"), "int"),
            Field("workspace", lambda: self.tr("Workspace")),
            Field("business_user", lambda: self.tr("Business user"), hint=lambda: "ORASSADM"),
            Field("application_user", lambda: self.tr("Application user"), hint=lambda: "ORASSUIT"),
            Field(
                "application_schema",
                lambda: self.tr("Application schema"),
                hint=lambda: self.tr("as the application user"),
            ),
            Field("alias", lambda: self.tr("Alias"), hint=lambda: self.tr("as exported")),
            Field("id_offset", lambda: self.tr("Id offset"), "int", hint=lambda: "0"),
            Field(
                "probe",
                lambda: self.tr("ORDS address"),
                hint=lambda: self.tr("none: not asked after the import"),
            ),
        )

    def _rolled_out(self) -> tuple[Field, ...]:
        return (
            Field("", lambda: self.tr("In a rollout"), "heading"),
            Field("ring", lambda: self.tr("Ring"), "int", hint=lambda: "1"),
            Field("tags", lambda: self.tr("Tags"), "list", hint=lambda: self.tr("pilot, north")),
            Field("country", lambda: self.tr("Country")),
            Field(
                "window",
                lambda: self.tr("Hours for a rollout"),
                hint=lambda: self.tr("any: 22:00-05:00 is a night"),
            ),
            Field("timezone", lambda: self.tr("Time zone of these"), hint=lambda: "UTC"),
            Field(
                "data_protection",
                lambda: self.tr("Data protection"),
                "choice",
                choices=(
                    ("standard", lambda: self.tr("standard: missing rows are named by their key")),
                    ("strict", lambda: self.tr("strict: rows are counted, no key is read")),
                ),
            ),
        )

    def _changelog(self) -> tuple[Field, ...]:
        return (
            Field("", lambda: self.tr("What it gets of the changelog"), "heading"),
            Field(
                "contexts",
                lambda: self.tr("Contexts"),
                "list",
                hint=lambda: self.tr("none: changesets of every context"),
            ),
            Field(
                "labels",
                lambda: self.tr("Labels"),
                hint=lambda: self.tr("any: north and !pilot is an expression"),
            ),
            Field(
                "values",
                lambda: self.tr("Values"),
                "list",
                hint=lambda: self.tr("INDEX_SPACE=IDX_TBS is what ${client.INDEX_SPACE} becomes"),
            ),
        )

    def _kept(self) -> tuple[Field, ...]:
        return (
            Field("", lambda: self.tr("What stays as it is there"), "heading"),
            Field(
                "own_changes",
                lambda: self.tr("Its own changes"),
                "choice",
                choices=(
                    ("replace", lambda: self.tr("are replaced; the backup has them")),
                    ("refuse", lambda: self.tr("stop the rollout there")),
                    ("keep", lambda: self.tr("are merged into the release")),
                ),
            ),
            Field(
                "keep_sessions",
                lambda: self.tr("Users"),
                "choice",
                choices=(
                    (True, lambda: self.tr("go on working through an import")),
                    (False, lambda: self.tr("sign in again after an import")),
                ),
            ),
            Field(
                "closed",
                lambda: self.tr("The application"),
                "choice",
                choices=(
                    (False, lambda: self.tr("stays open during a rollout")),
                    (True, lambda: self.tr("is closed during a rollout")),
                ),
            ),
            Field(
                "closed_message",
                lambda: self.tr("What users read then"),
                hint=lambda: self.tr("the release's notice, or: an update is under way"),
            ),
            Field(
                "switched_on",
                lambda: self.tr("Always on"),
                "list",
                hint=lambda: self.tr("automations, REST synchronisations, build options"),
            ),
            Field(
                "switched_off",
                lambda: self.tr("Always off"),
                "list",
                hint=lambda: self.tr("none: all stay as they stood before"),
            ),
            Field(
                "authentication",
                lambda: self.tr("Authentication scheme"),
                hint=lambda: self.tr("the release's"),
            ),
            Field(
                "remote_servers",
                lambda: self.tr("Remote servers"),
                "list",
                hint=lambda: "STATIC_ID=https://ords.example.com/",
            ),
        )

    def _patience(self) -> tuple[Field, ...]:
        return (
            Field("", lambda: self.tr("How long is waited"), "heading"),
            Field(
                "connect_timeout",
                lambda: self.tr("Connecting takes at most (s)"),
                "float",
                hint=lambda: "10",
            ),
            Field(
                "call_timeout",
                lambda: self.tr("A call takes at most (s)"),
                "float",
                hint=lambda: "900",
            ),
            Field(
                "ddl_lock_timeout",
                lambda: self.tr("A table in use is waited for (s)"),
                "int",
                hint=lambda: "30",
            ),
        )
