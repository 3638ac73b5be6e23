"""Several developers into MAIN: what the integrity report says after the last of them."""

from __future__ import annotations

from app.apex import Application, read_application
from app.services.merge.fold import Inputs, Outcome, integrate
from tests.apex import samples
from tests.apex.samples import PAGE_PATH

RENAMED = ("p_name=>'PRIX'", "p_name=>'MONTANT'")
TRIGGER = (
    "p_triggering_element_type=>'BUTTON'\n"
    ",p_triggering_button_id=>wwv_flow_imp.id(51000000000000300)",
    "p_triggering_element_type=>'COLUMN'\n,p_triggering_element=>'PRIX'\n"
    ",p_triggering_region_id=>wwv_flow_imp.id(51000000000000200)",
)
LABEL = (",p_column_label=>'Client'", ",p_column_label=>'Raison sociale'")


def application(text: str) -> Application:
    return read_application(samples.application() | {PAGE_PATH: text})


def outcome(main: str, *developers: str) -> Outcome:
    base = application(samples.text())
    named = {f"Dev{i}": application(text) for i, text in enumerate(developers)}
    return integrate(Inputs(application(main), named, dict.fromkeys(named, base)), {}, "fr")


def errors(found: Outcome) -> list[str]:
    assert found.open == 0
    return [i.code for i in found.issues if i.severity == "error"]


def test_what_one_developer_broke_stays_an_error_after_the_next() -> None:
    main = samples.replaced(samples.text(), RENAMED)
    broke = samples.replaced(samples.text(), TRIGGER)
    other = samples.replaced(samples.text(), LABEL)
    found = outcome(main, broke, other)
    assert errors(found) == ["merge.no_trigger"]
    (issue,) = [i for i in found.issues if i.severity == "error"]
    assert issue.facts["type"] == "Action dynamique"


def test_what_a_later_developer_mended_is_none() -> None:
    main = samples.replaced(samples.text(), RENAMED)
    broke = samples.replaced(samples.text(), TRIGGER)
    mended = samples.replaced(samples.text(), ("p_name=>'ARTICLE'", "p_name=>'PRIX'"))
    assert errors(outcome(main, broke, mended)) == []
