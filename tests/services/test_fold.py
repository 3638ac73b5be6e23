"""Several developers into MAIN: what the integrity report says after the last of them."""

from __future__ import annotations

from app.apex import Application, read_application
from app.apex.model import Decision, Take
from app.services.merge.fold import Inputs, Outcome, integrate
from tests.apex import samples
from tests.apex import test_uses as uses
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


# -- names that are used from page to page -------------------------------------------------

LINK = uses.user("button_redirect_url", uses.LINK.format(page=7, clear="", items="P7_COMMENT"))


def of(name: str | None, *calls: str) -> Application:
    return uses.application(uses.ITEM, name, *calls)


def folded(decisions: dict[str, Take], /, **developers: Application) -> Outcome:
    base = of("P7_COMMENT")
    made = {key: Decision(key, take) for key, take in decisions.items()}
    return integrate(Inputs(base, developers, dict.fromkeys(developers, base)), made)


def test_a_name_that_one_developer_took_away_and_another_uses_has_two_names() -> None:
    for sides in ({"Ahmed": of("P7_REMARK"), "Sara": of("P7_COMMENT", LINK)},
                  {"Sara": of("P7_COMMENT", LINK), "Ahmed": of("P7_REMARK")}):  # fmt: skip
        (conflict,) = folded({}, **sides).conflicts
        last = list(sides)[-1]
        assert conflict.key == f"{last}/{uses.SEVEN}|create_page_item:7010|p_name"
        assert conflict.used_by == ("theirs" if last == "Sara" else "ours")
        (use,) = conflict.uses
        assert (use.path, use.label) == (uses.SIX, "Behavior · Target")
        both = folded({conflict.key: Take.BOTH}, **sides)
        assert both.open == 0 and both.issues == () and both.stale == ()
        assert "P7_COMMENT" not in "".join(both.result.files.values())


def test_a_lost_name_stays_an_error_unless_a_later_developer_mends_it() -> None:
    sides = {"Ahmed": of("P7_REMARK"), "Sara": of("P7_COMMENT", LINK)}
    key = f"Sara/{uses.SEVEN}|create_page_item:7010|p_name"
    left = {key: Take.OURS}
    assert [i.severity for i in folded(left, **sides).issues] == ["error"]
    other = of("P7_COMMENT", uses.user("plug_source", "x").replace("6077", "6099"))
    again = folded(left, **sides, Karim=other)
    assert [(i.severity, i.code) for i in again.issues] == [("error", "merge.lost_item")]
    eight = uses.page(8, uses.item(8, "P7_COMMENT"))
    files = {**of("P7_COMMENT").files, "application/pages/page_00008.sql": eight}
    mended = folded(left, **sides, Karim=read_application(files))
    assert [i.code for i in mended.issues if i.code == "merge.lost_item"] == []


# -- what merges by itself -----------------------------------------------------------------

PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")


def listed(
    main: str, decisions: dict[str, Decision], /, **developers: str
) -> tuple[Outcome, dict[str, str]]:
    """The merge, and each entry's key with who has it."""
    base = application(samples.text())
    made = {name: application(text) for name, text in developers.items()}
    found = integrate(
        Inputs(application(main), made, dict.fromkeys(made, base)), decisions, "en", True
    )
    sides = {Take.OURS: "ours_name", Take.THEIRS: "theirs_name"}
    return found, {
        c.key: getattr(c, sides[c.winner]) if c.winner in sides else "both"
        for c in found.automatic
        if c.taken is None
    }


def test_each_change_is_listed_once_by_who_brought_it_and_can_be_overruled() -> None:
    text = samples.text()
    main = samples.replaced(text, (",p_cSize=>30", ",p_cSize=>60"))
    sides = {"Ahmed": samples.replaced(text, PROMPT), "Sara": samples.replaced(text, LABEL)}
    found, who = listed(main, {}, **sides)
    assert sorted(who.values()) == ["Ahmed", "MAIN", "MAIN", "Sara"], "MAIN's own, against each"
    (key,) = [k for k, name in who.items() if name == "Ahmed"]
    assert key == f"Ahmed/{PAGE_PATH}|create_page_item:51000000000000400|p_prompt|auto"
    kept, who = listed(main, {key: Decision(key, Take.OURS)}, **sides)
    assert [(c.key, c.taken) for c in kept.overruled] == [(key, Take.OURS)]
    assert kept.conflicts == () and kept.open == 0 and kept.stale == () and key not in who
    assert kept.result.files[PAGE_PATH] == samples.replaced(main, LABEL)
    assert found.result.files[PAGE_PATH] == samples.replaced(main, LABEL, PROMPT)


def test_an_addition_that_is_overruled_but_used_is_an_error_and_never_a_guess() -> None:
    text = samples.text()
    item = samples.item(51000000000000490, "P10_NEU")
    came = samples.added("p_button_name=>'RECHERCHER'", item)
    came = samples.replaced(came, ("' order by c.numero desc'", "' and :P10_NEU is null'"))
    key = f"Sara/{PAGE_PATH}|create_page_item:51000000000000490||auto"
    found, _ = listed(text, {key: Decision(key, Take.OURS)}, Sara=came)
    assert "P10_NEU" in found.result.files[PAGE_PATH]
    assert errors(found) == ["merge.lost_item"]
