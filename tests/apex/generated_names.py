"""Small applications in which pages use each other by name, and what two developers do to them."""

from __future__ import annotations

from random import Random
from typing import Final, NamedTuple

from app.apex import Application, read_application
from tests.apex import test_uses as made

PATHS: Final = {number: f"application/pages/page_{number:05}.sql" for number in (6, 7, 8)}
FORMS: Final = (
    ("process_sql_clob", "begin\n  a := 1;\n  b := :{item};\n  c := 3;\nend;"),
    ("process_sql_clob", "begin\n  -- {item}\n  a := 1;\n"
     "  d := apex_page.get_url(p_page => {page},\n"
     "    p_items => '{item}');\nend;"),
    ("button_redirect_url", "f?p=&APP_ID.:{page}:&SESSION.::&DEBUG.::{item}:1"),
    ("button_redirect_url", "f?p=&APP_ID.:{alias}:&SESSION.::NO:{page}:P6_A,{item}:1,2"),
    ("ajax_items_to_submit", "P6_A,{item}"),
    ("javascript_code", "var a = 1;\n$v('{item}');\napex.region('region{page}').refresh();\n"),
)  # fmt: skip


class Process(NamedTuple):
    """A user: its page, its form, and what it names."""

    page: int
    form: int
    item: str
    target: int
    label: int = 0


class Model(NamedTuple):
    """Items by number: page and name; aliases by page; users by number. What is not there is not
    there."""

    items: dict[int, tuple[int, str]]
    aliases: dict[int, str]
    users: dict[int, Process]

    def application(self) -> Application:
        files: dict[str, str] = {}
        for number, alias in self.aliases.items():
            calls = [
                made.call("create_page_item", 100 + key, name=name, item_sequence=f"={key}0")
                for key, (page, name) in self.items.items()
                if page == number
            ]
            calls += [self._user(key, u) for key, u in self.users.items() if u.page == number]
            files[PATHS[number]] = made.page(number, *calls, alias=alias)
        return read_application(files)

    def _user(self, key: int, user: Process) -> str:
        argument, text = FORMS[user.form]
        alias = self.aliases.get(user.target, "NULLE")
        said = text.format(item=user.item, page=user.target, alias=alias)
        return made.call("create_page_process", 200 + key, process_name=f"U{key} {user.label}",
                         process_sequence=f"={key}0", **{argument: said})  # fmt: skip


def model(rng: Random) -> Model:
    items = {key: (page, f"P{page}_{'AB'[key % 2]}") for key, page in enumerate((6, 6, 7, 7, 8))}
    found = Model(items, {n: f"PAGE-{n}" for n in PATHS}, {})
    for key in range(rng.randint(0, 4)):
        found.users[key] = _process(rng, found)
    return found


def changed(rng: Random, was: Model, first: int) -> Model:
    """What one developer makes of it; what is new counts from ``first``."""
    now = Model(dict(was.items), dict(was.aliases), dict(was.users))
    for step in range(rng.randint(1, 4)):
        match rng.choice(("use", "use", "rename", "remove", "edit", "drop", "alias", "page")):
            case "use":
                now.users[first + step] = _process(rng, now)
            case "rename" if now.items:
                key = rng.choice(list(now.items))
                page, name = now.items[key]
                now.items[key] = page, f"P{page}_N{first}{step}"
                if rng.random() < 0.6:  # with its uses
                    for other, user in list(now.users.items()):
                        if user.item == name:
                            now.users[other] = user._replace(item=now.items[key][1])
            case "remove" if now.items:
                del now.items[rng.choice(list(now.items))]
            case "edit" if now.users:
                key = rng.choice(list(now.users))
                now.users[key] = now.users[key]._replace(label=first + step)
            case "drop" if now.users:
                del now.users[rng.choice(list(now.users))]
            case "alias":
                number = rng.choice(list(now.aliases))
                now.aliases[number] = f"PAGE-{number}-{first}{step}"
            case "page" if len(now.aliases) > 2:
                del now.aliases[rng.choice(list(now.aliases))]
            case _:
                pass
    return now


def _process(rng: Random, here: Model) -> Process:
    names = [name for page, name in here.items.values() if page in here.aliases] or ["P6_A"]
    page, target = (rng.choice(list(here.aliases)) for _ in range(2))
    return Process(page, rng.randrange(len(FORMS)), rng.choice(names), target)
