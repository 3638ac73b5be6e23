"""Names in queries that no table of theirs has: they run somebody's code, or mean a variable."""

from __future__ import annotations

import pytest

from app.sql.lexer import tokens
from app.sql.queries import declared_code, declares_code, look
from app.sql.tokens import name_at

UNEXPLAINED = [
    line.strip().partition(" | ")
    for line in """
    x := p.f
    select a from t
    select a, b.c, t.d, pkg.f, s.t.e from t | B.C PKG.F S.T.E
    select x.a, t.b from s.t x
    select x.a from s.t as x
    select s.t.a, t.a, s.a, r.t.b from s.t | S.A R.T.B
    select s.t.a.b, t.a.b, x.t.a.b from s.t | X.T.A.B
    select s.t.a from t | S.T.A
    select a.b, A.c, "a".d from t "a" | A.B A.C
    select p."F" from t "p" | P.F
    select 'a'.b, :x.y, "a"."b" from t | a.b
    select t.a%type from t
    select f from dual | F
    select f, g.h.i from dual | F G.H.I
    select f, sysdate, seq.nextval, seq.currval, dummy, upper('x') from dual | F
    select f from sys.dual | F
    select f from dual d, t
    select f from t, dual
    select f from dual, dual | F
    select f from dual, (select 1 from dual)
    select f from dual where g = 1 group by h having i = 1 order by j | F G H I J
    select f from t where g = 1 group by h having i = 1 order by j
    select f from (select 1 a from t)
    select (select f from dual) from dual | F
    select (select f from dual) from t
    select (select f from t) from dual
    select (select f from t), g from dual | G
    select (select 1 from t where (u.a = 1)), t.b, u.c from u | T.B
    select f(g), h() from dual | G
    select p.f(), p.g(q.h) from t | Q.H
    select p.f => 1 from t
    select p.f a, p.g as b, p.h as "c" from t | P.F P.G P.H
    select 1 pkg, f(x) pkg2, 'a' b, :c d, "e" f from dual | X e
    select user f, rownum g, level h, sysdate i, null j, true k from dual
    select uid, f g from dual | F
    select case when p.f = 1 then p.g else p.h end x from dual | P.F P.G P.H
    select distinct f from dual | F
    select f(1).g.h, p.q from t | P.Q
    select x%type from dual | X
    select 1 as g, f as h from dual | F
    select x.a, y.b from t cross apply u x where z.c = 1 | Y.B Z.C
    select x.a from (with q as (select t.a from t) select q.b, r.c from q) x | R.C
    select t.a, u.b, v.c from ((t) join (u) on 1 = 1), v where w.d = 1 | W.D
    select t.a, v.c from ((t)), v union select t.b, u.c from u | T.B
    select all f, unique g from dual | F G
    select t.a, u.a, v.a from t, u | V.A
    select t.a, u.a, v.a from t, s.u, (v)
    select t.a, u.a, v.a from (t join u on t.b = w.b) | V.A W.B
    select t.a, y.a from t, (select u.a, t.b from u) y where u.c = 1 | T.B U.C
    select 1 from t, lateral (select u.a, t.b from u) y
    select 1 from t join (select u.a from u union select t.b from u) y on y.a = t.a | T.B
    select 1 from t, ((select u.a from u) union (select t.b from v)) y | T.B
    select 1 from t where exists (select 1 from (select u.a from u where u.b = t.b) y)
    select 1 from t join u on u.a in (1, (select t.b from v))
    merge into t using (select t.f from u) s on (t.a = s.a) when matched then update set b = 1 | T.F
    select t.a, x.b from u join t on t.b = u.b join v.w on w.c = x.c | X.B X.C
    select t.a, x.b from u cross join t natural join v | X.B
    select x.a, y.b, z.c from t x left join u y on x.a = y.a right outer join v z on 1 = 1
    select a.b from u left outer join a on p.q = 1 | P.Q
    select t.a, x.b from u cross apply f(u.b) t | X.B
    select x.a from t outer apply (select u.a, t.b, p.q from u) x | P.Q
    select p.f from t where a = 1 and p.g in (1, p.h) | P.F P.G P.H
    select 1 from t where a = p.f group by p.g order by p.h | P.F P.G P.H
    select 1 from t where exists (select 1 from u where u.b = t.c and v.d = 1) | V.D
    select 1 from t where exists (select 1 from u where u.b = t.c) and u.e = 1 | U.E
    select p.f, u.b from t union select p.g, u.a, t.a from u | P.F U.B P.G T.A
    select t.a from t union all select t.a from u minus select u.b from t | T.A U.B
    (select t.a from t) union (select t.b, u.c from u) | T.B
    with q as (select p.f from dual) select q.a, r.b from q | P.F R.B
    with q (a) as (select t.b, q.c from t) select q.a, t.d from q | Q.C T.D
    select p.f, x.a from table(g(1)) x where x.a = 1 | P.F
    select f from table(g(1))
    select p.f, x.a from table(p.g) x | P.F P.G
    select x.a, p.f from xmltable('x' passing y.d columns b number) x | P.F Y.D
    select f from json_table(g, '$' columns (a number)) x
    select x.a, y.b from lateral (select p.f from t) x | Y.B P.F
    select f from the (select a from t)
    select f from only (t)
    select f from g(1)
    select a.b from t match_recognize (measures a.d as e pattern (a+) define a as a.f > 1)
    select p.f from t model dimension by (a) measures (b) rules (b[1] = p.g) | P.F P.G
    select c from t model reference r on (select d from u) main m rules (c[any] = r.e[1] + m.b[d])
    select r.f from t model reference r on (select d from u) main m rules (c[any] = r.e) | R.F R.E
    select f from dual model dimension by (1 d) measures (2 m) rules (m[1] = m[2]) | F
    select connect_by_root p.f, connect_by_root t.a, connect_by_root b from t | P.F
    select xmlserialize(content p.f as clob), xmlelement(evalname p.g, t.a) from t | P.F P.G
    select xmlserialize(content f as clob), xmlelement(evalname g, 'a') from dual | F G
    select trim(both p.f from a), xmlroot(a, version p.g) from t | P.F P.G
    select xmlforest(a as evalname p.h) from t | P.H
    select cast(a as s.f), treat(b as s.g), case when a = 1 then b end p.h from t | P.H
    select a from t as of scn p.f | P.F
    select p.dummy, p.classifier, p.rowid from t x | P.DUMMY P.CLASSIFIER P.ROWID
    select x.ora_rowscn, x.object_value from t x
    select object_value, f x from dual | OBJECT_VALUE F
    select x from graph_table(s.g match (a) -[e is k]-> (b where b.c = p.f) columns (e.h x)) | P.F
    select a.f, b.g, x.h from graph_table(g match (a) columns (a.d as x)) x | A.F B.G
    select a.f, b.c from t b, graph_table(g match (a where a.d = b.e) columns (a.d as x)) | A.F
    select 1 from t for update of t.a, u.a | U.A
    select 1 from t where a = 1 fetch first p.n rows only | P.N
    select t.a, p.f bulk collect into v.w, v.x from t where p.g = 1 | P.F P.G
    select a into v.w from dual | A
    select p.f into r from t where p.g = 1 | P.F P.G
    select (select p.f from t) into r from t x where x.a = y.a | P.F Y.A
    select 1 into r.a(p.i) from t | P.I
    select a.x.m(1), b.c from t a | B.C
    update t set a = p.q, t.b = r.s where t.c = p.d | P.Q R.S P.D
    update s.t x set x.a = y.a where t.b = 1 and s.t.c = 1 and r.t.d = 1 | Y.A R.T.D
    update t x set a = (select u.b from u where u.c = x.c and u.d = y.d) | Y.D
    update dual set f = g
    update (select t.a, p.f from t) set a = p.g | P.F P.G
    update t set (a, b) = (select u.a, v.b from u) where p.g = 1 | V.B P.G
    delete from t where p.f = t.a | P.F
    delete t where p.f = t.a | P.F
    delete from t x where x.a = y.a | Y.A
    delete t x where x.a in (select u.a from u where u.b = x.b or u.c = y.c) | Y.C
    insert into t (a, t.b) values (p.f, 1) | P.F
    insert into s.t x (a, x.b) values (p.f, 1) | P.F
    insert into t values (f, p.g) returning t.a, p.h into b | P.G P.H
    insert into t (a) select p.f, u.g from u | P.F
    insert into t (a) select g from dual | G
    insert into t select p.f from dual union all select g from dual | P.F G
    insert into t select t.a from u | T.A
    insert all into t values (p.f) into u (a) values (u.a) select 1 from v | P.F U.A
    merge into t using s on (t.a = s.a and p.q = 1) when matched then update set t.b = s.b | P.Q
    merge into t using s on (1 = 1) when matched then update set t.b = r.c where r.d = 1 | R.C R.D
    merge into t using s on (1 = 1) when not matched then insert (a) values (s.a, r.b) | R.B
    merge into s.t x using (select p.f, u.a from u) y on (x.a = y.a and z.b = u.c) | P.F Z.B U.C
    merge into t x using dual on (x.a = f and y.a = 1) when matched then update set b = 1 | Y.A
    begin update t set a = p.f; x := p.g; end; | P.F
    begin select a into b from t; p.f; t.g; end;
    begin if (a = 1) then update t set b = p.f; end if; end; | P.F
    begin for r in (select p.f, t.a from t) loop x := q.g; end loop; end; | P.F
    begin for r in (select t.a from t) loop update u set b = r.a, c = t.d; end loop; end; | R.A T.D
    begin open c for select p.f from t; delete from u where t.a = 1; end; | P.F T.A
    begin f(select, 1); end;
    create trigger r before update or insert on t begin x := p.f; end;
    create trigger r after delete on t begin x := p.f; end;
    create trigger r before insert or delete on t begin update u set a = t.f; end; | T.F
    begin merge.x(1); update(p.f); insert; delete
    """.strip().splitlines()
]


@pytest.mark.parametrize(("text", "expected"), [(u[0], u[2]) for u in UNEXPLAINED])
def test_names_that_no_table_explains(text: str, expected: str) -> None:
    found = tokens(text)
    assert [".".join(name_at(found, i)[0]) for i in look(found).unexplained] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select a.x.m(1), b.x.m(2), p.m(3) from t a", "A.X.M"),
        ("select t.x.m, t.x.n(1).o from t", "T.X.N"),
        ("select s.t.m(1), s.t.x.m(2), s.u.x.m(3) from s.t", "S.T.M S.T.X.M"),
        ("select t.m(1) from t", ""),
        ("select 1 from t where exists (select t.x.m(1), v.x.m(1) from u)", "T.X.M"),
        ("t.x.m(1)", ""),
        ("select t.x.m", ""),
        ("update t x set a = x.b.m(1), c = t.b.m(1)", "X.B.M T.B.M"),
    ],
)
def test_calls_of_methods_of_a_column(text: str, expected: str) -> None:
    found = tokens(text)
    methods = look(found).methods
    assert [".".join(name_at(found, i)[0]) for i in sorted(methods)] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with function f return number is begin return 1; end; select f from dual", "F"),
        ("with procedure p is begin null; end; function f return number is begin p; end; x", "P F"),
        ('with function "f" return number is begin return 1; end; select 1 from dual', "f"),
        ("select 1 from (with function f return number is begin return 1; end; x)", "F"),
        ("with function as (select 1 from dual) select 1 from function", ""),
        ("with procedure as (select 1 from dual) select function a from procedure", ""),
        ("with t as (select 1 from dual) select function f from t", ""),
        ("with function", ""),
        ("with function f", "F"),
        ("with function 1", ""),
        ("function f", ""),
    ],
)
def test_code_that_a_query_declares(text: str, expected: str) -> None:
    found = tokens(text)
    assert declared_code(found) == set(expected.split())
    assert any(declares_code(found, i) for i in range(len(found))) is bool(expected)
