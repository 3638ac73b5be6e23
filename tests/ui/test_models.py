"""Item models under Qt's own examination, and what they tell when something changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui import fakes
from ui.context import Context
from ui.models import board, words
from ui.models.diff_tree import component_nodes, file_nodes
from ui.models.log_lines import LogModel, local_time
from ui.models.rows import Chip, Column, Role, RowsModel
from ui.models.tree import TreeModel


@pytest.fixture
def examined() -> Iterator:
    testers = []

    def examine(model: QAbstractItemModel) -> QAbstractItemModel:
        mode = QAbstractItemModelTester.FailureReportingMode.Fatal
        testers.append(QAbstractItemModelTester(model, mode))
        return model

    yield examine
    testers.clear()


def pairs(parent: QObject | None = None) -> RowsModel[tuple[str, int]]:
    return RowsModel(
        (
            Column(lambda: "Name", lambda v: v[0], sub=lambda v: "below", checkable=True),
            Column(
                lambda: "Count",
                lambda v: str(v[1]),
                right=True,
                chips=lambda v: (Chip("x", "danger", "!"),),
            ),
        ),
        key=lambda v: v[0],
        can_check=lambda v: v[1] > 0,
        parent=parent,
    )


def test_rows_model(qapp, examined) -> None:
    model = examined(pairs())
    model.set_rows([("a", 1), ("b", 2), ("c", 0)])
    model.set_rows([("a", 1), ("b", 3), ("c", 0)])
    model.set_rows([("c", 0)])
    model.set_rows([])
    model.retranslate()


def test_what_can_no_longer_be_checked_is_not_checked(qapp) -> None:
    model = pairs()
    model.set_rows([("a", 1), ("b", 2)])
    model.set_checked({"a", "b"})
    told: list[int] = []
    model.checked_changed.connect(lambda: told.append(len(model.checked)))
    model.set_rows([("a", 1), ("b", 0)])
    assert [v[0] for v in model.checked] == ["a"] and told == [1]
    model.set_rows([("a", 5), ("b", 0)])
    assert told == [1]


def test_only_changed_rows_are_told(qapp) -> None:
    model = pairs()
    rows = [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    model.set_rows(rows)
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    model.set_rows([rows[0], ("b", 20), ("c", 30), rows[3]])
    assert told == [(1, 2)]
    model.set_rows(model.rows)
    assert told == [(1, 2)]


def test_checks_survive_and_respect_what_may_be_checked(qapp) -> None:
    model = pairs()
    model.set_rows([("a", 1), ("b", 2), ("c", 0)])
    check, on = Qt.ItemDataRole.CheckStateRole, Qt.CheckState.Checked
    assert model.setData(model.index(1, 0), on, check)
    assert not model.setData(model.index(2, 0), on, check)
    assert model.checked == (("b", 2),)
    model.set_rows([("b", 9), ("z", 1)])
    assert model.checked == (("b", 9),)


def test_french_has_a_space_before_the_colon_of_a_label(qapp, speech) -> None:
    model = pairs()
    model.set_rows([("a", 1)])
    speech.speak("fr")
    try:
        told = model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    finally:
        speech.speak("en")
    assert told == "Count\xa0: 1, ! x"


def test_cells_say_everything_to_a_screen_reader(qapp) -> None:
    model = pairs()
    model.set_rows([("a", 1)])
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Name: a, below"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Count: 1, ! x"


def test_tree_model(qapp, examined) -> None:
    model = examined(TreeModel(lambda: "Files"))
    model.set_root(file_nodes([fakes.PAGE_10, fakes.PAGE_20, fakes.LOV]))
    assert model.rowCount() == 2
    found = model.find(lambda node: node.value is fakes.PAGE_20)
    assert model.parent(found).isValid() and "20" in found.data()
    model.set_root(component_nodes(fakes.PAGE_10.diff))
    model.set_root([])


def test_components_hang_where_they_are(qapp) -> None:
    model = TreeModel(lambda: "Components")
    model.set_root(component_nodes(fakes.PAGE_10.diff))
    item = model.find(lambda node: "P10_CANAL_VENTE" in node.name)
    region = model.parent(item)
    assert "Liste des contrats" in region.data()
    assert not model.parent(region).isValid()  # the page itself is in the heading
    assert "Page Item" in item.data(Qt.ItemDataRole.AccessibleTextRole)


def test_places_that_did_not_change_are_shown_quietly(qapp) -> None:
    model = TreeModel(lambda: "Components")
    model.set_root(component_nodes(fakes.PAGE_20.diff))
    button = model.find(lambda node: "EXPORTER" in node.name)
    place = model.parent(button)
    assert place.data() == "Region Recherche" and model.node(place).value is None


def test_a_property_named_like_its_group_is_said_once() -> None:
    assert words.property_label("Label · Label") == "Label"
    assert words.property_label("Source · SQL Query") == "Source · SQL Query"
    assert words.property_label("") == ""


def test_a_file_without_a_title_has_its_name(qapp) -> None:
    nameless = replace(fakes.LOV, title="")
    assert words.file_title(nameless) == "canaux_de_vente"


def test_log_model(qapp, examined) -> None:
    log = fakes.FakeLog(["one", "two\x07", "x" * 5000])
    model = examined(LogModel(str.upper))
    model.set_log(log)
    assert [model.index(n).data() for n in (0, 1)] == ["ONE", "TWO"]
    assert len(model.index(2).data()) == 4096
    inserts: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: inserts.append((first, last)))
    log.lines += [f"line {n}" for n in range(10_000)]
    assert model.sync() and not model.sync()
    assert inserts == [(3, 10_002)]  # one insert, however many lines came
    assert model.index(10_002).data() == "LINE 9999"
    model.set_log(None)
    assert model.rowCount() == 0


def test_log_lines_show_the_readers_clock() -> None:
    assert re.fullmatch(r"\d\d:\d\d:05  ", local_time("2026-11-23T14:30:05.123Z log.step"))
    assert local_time("no stamp here") == ""


def test_board_model(context: Context, examined) -> None:
    model = examined(board.board_model(context, context))
    model.set_rows([fakes.waiting("maroc"), fakes.running("france", 4)])
    model.set_rows([fakes.verified("maroc"), fakes.running("france", 6)])
    dots = model.index(0, 1).data(Role.DOTS)
    assert len(dots) == 9 and all(d.glyph == "✓" for d in dots)
    spoken = model.index(1, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "●" in spoken and "running" in spoken
    model.touch(board.ELAPSED)


def test_proofs_compare_table_by_table() -> None:
    state = fakes.verified("france")
    found = {p.table: p for p in board.proofs(state)}
    assert found["POLICES"].before == found["POLICES"].after == 12_000
    assert found["POLICES"].same and found["POLICES"].new_columns == ("CANAL_VENTE",)
    assert state.after is not None
    broken = [replace(t, digest="0") if t.table == "POLICES" else t for t in state.after.tables]
    lost = replace(state, after=replace(state.after, tables=tuple(broken)))
    assert [p.table for p in board.proofs(lost) if p.same is False] == ["POLICES"]
    assert state.before is not None
    announced = replace(state.before.tables[0], hashed=state.before.tables[0].hashed[1:])
    partly = replace(state.before, tables=(announced, *state.before.tables[1:]))
    looked = board.proofs(replace(state, before=partly))
    assert [p.table for p in looked if not p.whole] == [announced.table]
    half = replace(state, after=None)
    assert all(p.same is None for p in board.proofs(half))
