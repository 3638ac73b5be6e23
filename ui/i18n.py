"""The window's language: translators, and numbers, dates and durations as people write them."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, QDateTime, QLibraryInfo, QLocale, QTranslator

from ui.resources import path_of

Language = Literal["fr", "en"]
_LOCALES: Final = {"fr": "fr_FR", "en": "en_GB"}


class Speech:
    """Installs the translators of one language at a time."""

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self._words: dict[Language, bytes] = {}
        self.language: Language = "en"

    def speak(self, language: Language) -> None:
        """Switch; every open window hears a LanguageChange."""
        self.language = language
        QLocale.setDefault(QLocale(_LOCALES[language]))
        self.hush()
        qt = QTranslator(self._application)
        if qt.load(
            f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        ):
            self._install(qt)
        # From memory: Qt maps a file, and dies when an update of the program changes it. It takes
        # no copy, so the bytes are kept.
        words = self._words.get(language)
        if words is None:
            words = path_of("translations", f"caravane_{language}.qm").read_bytes()
            self._words[language] = words
        own = QTranslator(self._application)
        if own.load(words):
            self._install(own)

    def _install(self, translator: QTranslator) -> None:
        self._application.installTranslator(translator)
        self._installed.append(translator)

    def hush(self) -> None:
        """Take the translators back: the source language is spoken again."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed.clear()


def number(value: int) -> str:
    """``12000`` as the language groups it."""
    return QLocale().toString(value)


def labelled(label: str, value: str) -> str:
    """``Base: v1``; French has a space before its colon."""
    told = QCoreApplication.translate("Labelled", "{label}: {value}")
    return told.format(label=label, value=value)


def size(octets: int) -> str:
    """``1,4 Mo``, ``1.4 MB``."""
    return QLocale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _qt(moment: datetime) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(int(moment.timestamp()))


def date_time(moment: datetime | None) -> str:
    """Local date and time, short; a dash for none."""
    if moment is None:
        return "–"
    return QLocale().toString(_qt(moment), QLocale.FormatType.ShortFormat)


def clock(moment: datetime | None) -> str:
    """Local time of day with seconds."""
    if moment is None:
        return ""
    return _qt(moment).toString("HH:mm:ss")


def duration(seconds: float | None) -> str:
    """``3.4 s``, ``1 min 05 s``, ``2 h 10 min``; a dash for none. Nothing takes no time at all."""
    if seconds is None:
        return "–"
    if seconds < 0.05:
        return f"< {QLocale().toString(0.1, 'f', 1)} s"
    if seconds < 10:
        return f"{QLocale().toString(seconds, 'f', 1)} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def about(seconds: float) -> str:
    """A time that nobody knows to the second: ``10 s``, ``5 min``, ``2 h 10 min``."""
    if seconds < 50:
        return f"{max(round(seconds / 10), 1) * 10} s"
    minutes = max(round(seconds / 60), 1)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
