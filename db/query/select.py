"""Rows as JSON text: fields, the row a relation leads to, the rows below in pages. One recursion, one file."""

from db.catalog import Kind, Relation
from db.query.as_of import state_on
from db.query.estimate import estimated
from db.query.group import aggregate as aggregated
from db.query.group import groups
from db.query.order import Term, beyond, order_by, signature, terms
from db.query.plan import (
    Aggregate,
    Column,
    Computed,
    Connection,
    Cursor,
    Edges,
    EstimatedCount,
    GlobalId,
    GroupBy,
    Many,
    Months,
    Node,
    Nodes,
    One,
    Operand,
    Page,
    PageFact,
    PageInfo,
    Part,
    PolicyLimit,
    Programme,
    Progress,
    ProgressOf,
    Selection,
    Single,
    StateOn,
    TotalCount,
    Typename,
)
from db.query.scope import Builder, Object, Scope, Text, array, link, literal, quote, quoted, within_reach
from db.query.sums import months, policy_limit, progress
from db.query.values import CASTS, global_id, json_of, json_of_field, sql_text
from db.query.where import aggregate, declaration, render
from db.resource import Count
from db.resource import Scope as Reach


def row(builder: Builder, scope: Scope, selection: tuple[Selection, ...]) -> Text:
    """The JSON text of a row of ``scope`` that is there; ``scope`` gains the joins it needs."""
    text = Object()
    sums = totals(builder, scope, [item.name for item in selection if isinstance(item, Computed)])
    for item in selection:
        match item:
            case Typename(key, name):
                text.put_constant(key, name)
            case GlobalId(key):
                text.put(key, global_id(scope.entity, scope.key))
            case Column(key, name, masked):
                text.put(key, json_of_field(scope.entity.fields[name], scope.column(name), masked=masked))
            case Computed(key, name):
                text.put(key, json_of(*sums[name]))
            case One(key, relation, inner):
                text.put(key, _one(builder, scope, scope.entity.relations[relation], inner))
            case Many(key, relation, wanted):
                alias = builder.alias("rows")
                below = connection(builder, wanted, outer=scope, relation=scope.entity.relations[relation])
                scope.joins.append(f"left join lateral ({below}) as {alias} on true")
                text.put(key, f"{alias}.json")
            case Progress() | Months() | PolicyLimit():
                text.put(item.key, _sum(builder, scope, scope.joins, item))
            case StateOn(key, state):
                text.put(key, json_of(Kind.WORD, state_on(builder, scope, state.as_of), null=True))
    return text.close()


def single(builder: Builder, wanted: Single) -> str:
    """A query for the JSON text of the row with that key; no row if there is none."""
    entity = builder.entity(wanted.entity)
    scope = Scope(entity, builder.alias(entity.table))
    text = row(builder, scope, wanted.selection)
    key = builder.bind(wanted.identity, CASTS[entity.fields[entity.key].kind])
    return f"select {text.sql()} as json from {scope.source} where {scope.key} = {key}"


def programme(builder: Builder, wanted: Programme) -> str:
    """A query for the JSON text of the programme."""
    text = Object()
    joins: list[str] = []
    for item in wanted.selection:
        match item:
            case Typename(key, name):
                text.put_constant(key, name)
            case Progress() | Months() | PolicyLimit():
                text.put(item.key, _sum(builder, None, joins, item))
            case _:
                raise LookupError(f"the programme has no {item!r}")
    return f"select {text.close().sql()} as json from (select) as programme {' '.join(joins)}"


def progress_of(builder: Builder, wanted: ProgressOf) -> str:
    """A query for the JSON text of the progress alone; no row if the row it is of is not there."""
    if wanted.entity is None or wanted.identity is None:
        joins: list[str] = []
        text = _sum(builder, None, joins, wanted.progress)
        return f"select {text.sql()} as json from (select) as programme {' '.join(joins)}"
    entity = builder.entity(wanted.entity)
    scope = Scope(entity, builder.alias(entity.table))
    text = _sum(builder, scope, scope.joins, wanted.progress)
    key = builder.bind(wanted.identity, CASTS[entity.fields[entity.key].kind])
    return f"select {text.sql()} as json from {scope.source} where {scope.key} = {key}"


def _sum(
    builder: Builder, scope: Scope | None, joins: list[str], wanted: Progress | Months | PolicyLimit
) -> Text:
    if isinstance(wanted, PolicyLimit):
        return json_of(Kind.INTEGER, policy_limit(builder, wanted.limit))
    join, text = (
        progress(builder, scope, wanted) if isinstance(wanted, Progress) else months(builder, scope, wanted)
    )
    if join:
        joins.append(join)
    return text


def _one(builder: Builder, scope: Scope, relation: Relation, selection: tuple[Selection, ...]) -> Text:
    inner = reach(builder, scope, relation)
    return _present(inner, row(builder, inner, selection))


def reach(builder: Builder, scope: Scope, relation: Relation) -> Scope:
    """The row at the other end of a to-one relation, joined once however often it is asked for."""
    known = scope.ones.get(relation.name)
    if known is not None:
        return known
    target = builder.entity(relation.target)
    # A row of a unit may be hidden from the caller; a reference row that must exist is always there.
    certain = scope.certain and not relation.null and target.resource.scope is Reach.OPEN
    inner = Scope(target, builder.alias(target.table), scope.joins, certain=certain)
    scope.ones[relation.name] = inner
    scope.joins.append(f"left join {quote(target.table)} as {inner.alias} on {link(scope, relation, inner)}")
    return inner


def _present(scope: Scope, text: Text) -> Text:
    """The text, or null where the row is the empty side of a join."""
    if scope.certain:
        return text
    return sql_text(f"case when {scope.key} is null then 'null' else {text.sql()} end")


def totals(builder: Builder, scope: Scope, wanted: list[str]) -> dict[str, tuple[Kind, str]]:
    """(kind, expression) of each computed value, all those over one relation read in one pass."""
    found: dict[str, tuple[Kind, str]] = {}
    by_relation: dict[str, list[str]] = {}
    for name in dict.fromkeys(wanted):
        by_relation.setdefault(scope.entity.resource.computed[name].relation, []).append(name)
    for relation_name, names in by_relation.items():
        relation = scope.entity.relations[relation_name]
        target = builder.entity(relation.target)
        alias = builder.alias("sums")
        inner = Scope(target, builder.alias(target.table))
        columns = []
        for number, name in enumerate(names, 1):
            declared = scope.entity.resource.computed[name]
            condition = render(builder, inner, declaration(builder, target, declared.where))
            columns.append(f"{aggregate(builder, inner, declared, condition)} as v{number}")
            kind = Kind.NUMBER if isinstance(declared, Count) else Kind.DECIMAL
            found[name] = kind, f"{alias}.v{number}"
        scope.joins.append(
            f"left join lateral (select {', '.join(columns)} from {inner.source}"
            f" where {link(scope, relation, inner)}) as {alias} on true"
        )
    return found


def connection(
    builder: Builder, wanted: Connection, *, outer: Scope | None = None, relation: Relation | None = None
) -> str:
    """A query for the JSON text of a page of rows, and of what all of them come to: always one row."""
    made = _Connection(builder, wanted, outer, relation)
    if not any(isinstance(part, (Nodes, Edges, PageInfo)) for part in wanted.parts):
        return made.totals()
    if not any(isinstance(part, Aggregate) for part in wanted.parts):
        return made.page()
    return made.page_and_totals()


class _Connection:
    """A connection as one query, by what is asked for. Groups are a pass of their own."""

    def __init__(
        self, builder: Builder, wanted: Connection, outer: Scope | None, relation: Relation | None
    ) -> None:
        self._builder = builder
        self._wanted = wanted
        self._outer = outer
        self._relation = relation

    def totals(self) -> str:
        """No page is read; all totals come from one pass, which is left out where there are none."""
        scope, text = self._rows(), Object()
        passed = False
        for part in self._wanted.parts:
            if isinstance(part, (TotalCount, Aggregate)):
                text.put(part.key, self._total(scope, part))
                passed = True
            else:
                self._put(text, part)
        source = f" from {self._pass(scope)}" if passed else ""
        return f"select {text.close().sql()} as json{source}"

    def page(self) -> str:
        text = Object()
        page = _Page(self._builder, self._wanted, self._outer, self._relation)
        for part in self._wanted.parts:
            match part:
                case TotalCount(key):
                    scope = self._rows()
                    text.put(key, f"(select count(*) from {scope.source}{self._where(scope)})::text")
                case Nodes() | Edges() | PageInfo():
                    text.put(part.key, page.text(part))
                case _:
                    self._put(text, part)
        return f"select {text.close().sql()} as json{page.source}"

    def page_and_totals(self) -> str:
        """A page beside totals, which come from one pass."""
        builder = self._builder
        page = _Page(builder, self._wanted, self._outer, self._relation)
        parts, totals, scope = builder.alias("parts"), builder.alias("totals"), self._rows()
        text = Object()
        listed: list[str] = []
        summed: list[str] = []
        for part in self._wanted.parts:
            match part:
                case TotalCount() | Aggregate():
                    text.put(part.key, f"{totals}.v{len(summed) + 1}")
                    summed.append(f"{self._total(scope, part).sql()} as v{len(summed) + 1}")
                case Nodes() | Edges() | PageInfo():
                    text.put(part.key, f"{parts}.v{len(listed) + 1}")
                    listed.append(f"{page.text(part).sql()} as v{len(listed) + 1}")
                case _:
                    self._put(text, part)
        return (
            f"select {text.close().sql()} as json"
            f" from (select {', '.join(listed)}{page.source}) as {parts}"
            f" cross join (select {', '.join(summed)} from {self._pass(scope)}) as {totals}"
        )

    def _put(self, text: Object, part: Part) -> None:
        match part:
            case Typename(key, name):
                text.put_constant(key, name)
            case EstimatedCount(key) if self._outer is None:
                few, many = self._rows(), self._rows()
                about = estimated((few, self._where(few)), (many, self._where(many)))
                text.put(key, f"{about}::text")
            case EstimatedCount(key):
                # Found by the index on its parent. A sample of the table would hold few of them.
                scope = self._rows()
                text.put(key, f"(select count(*) from {scope.source}{self._where(scope)})::text")
            case GroupBy(key):
                scope = self._rows()
                text.put(key, groups(self._builder, scope, self._where(scope), part))
            case _:
                raise LookupError(f"a connection has no {part!r}")

    def _total(self, scope: Scope, part: TotalCount | Aggregate) -> Text:
        if isinstance(part, TotalCount):
            return sql_text("count(*)::text")
        return aggregated(self._builder, scope, part)

    def _pass(self, scope: Scope) -> str:
        # With a `having` there is one row even where nothing but a __typename is asked for.
        bare = not any(isinstance(part, TotalCount) for part in self._wanted.parts)
        return f"{scope.source}{self._where(scope)}{' having true' if bare else ''}"

    def _rows(self) -> Scope:
        entity = self._builder.entity(self._wanted.entity)
        return Scope(entity, self._builder.alias(entity.table))

    def _where(self, scope: Scope) -> str:
        return _where(self._builder, scope, self._wanted, self._outer, self._relation)


def _where(
    builder: Builder,
    scope: Scope,
    wanted: Connection,
    outer: Scope | None,
    relation: Relation | None,
    *more: str,
) -> str:
    conditions = [render(builder, scope, wanted.where)]
    if outer is not None and relation is not None:
        conditions.insert(0, link(outer, relation, scope))
    else:
        conditions.insert(0, within_reach(builder.reach, scope))
    conditions += more
    conditions = [condition for condition in conditions if condition != "true"]
    return f" where {' and '.join(conditions)}" if conditions else ""


class _Page:
    """A page of rows: an inner query picks them, an outer one makes each row's text.

    So what is costly (what hangs below, what a row leads to) is made for the rows of the page only.
    """

    def __init__(
        self, builder: Builder, wanted: Connection, outer: Scope | None, relation: Relation | None
    ) -> None:
        self._builder = builder
        self._wanted = wanted
        self._outer = outer
        self._relation = relation
        self.alias = builder.alias("page")
        self._entity = builder.entity(wanted.entity)
        # The picked rows keep their table's alias, so expressions read the same inside and out.
        self._rows = Scope(self._entity, builder.alias(self._entity.table))
        self._backward = wanted.page.last is not None
        self._columns: list[str] = []
        self._terms: list[Term] = []
        facts = {
            fact[1]
            for part in wanted.parts
            if isinstance(part, PageInfo)
            for fact in part.facts
            if not isinstance(fact, Typename)
        }
        self._cursors = bool(facts & {PageFact.START, PageFact.END}) or any(
            isinstance(inner, Cursor)
            for part in wanted.parts
            if isinstance(part, Edges)
            for inner in part.parts
        )
        #: One row more than asked tells whether there are more.
        self._extra = (PageFact.HAS_PREVIOUS if self._backward else PageFact.HAS_NEXT) in facts
        self._texts = {
            id(part): self._make(part) for part in wanted.parts if isinstance(part, (Nodes, Edges))
        }
        #: Whether anything is told of the page's rows; else there would be no aggregate over them either.
        self._read = bool(self._texts) or self._cursors or self._extra
        # A join to one may be a hash join, which loses the order; laterals are nested loops, which keep it.
        self._ranked = (
            self._backward
            or self._extra
            or self._cursors
            or any("lateral" not in join for join in self._rows.joins)
        )

    def _make(self, part: Nodes | Edges) -> str:
        """The column of the page that holds this part's text for each row."""
        if isinstance(part, Nodes):
            text = row(self._builder, self._rows, part.selection)
        else:
            edge = Object()
            for inner in part.parts:
                match inner:
                    case Typename(key, name):
                        edge.put_constant(key, name)
                    case Cursor(key):
                        edge.put(key, quoted(f'{self._rows.alias}."cursor"'))
                    case Node(key, selection):
                        edge.put(key, row(self._builder, self._rows, selection))
            text = edge.close()
        column = f"row{len(self._columns) + 1}"
        self._columns.append(f"{text.sql()} as {column}")
        return f"{self.alias}.{column}"

    def text(self, part: Nodes | Edges | PageInfo) -> Text:
        if isinstance(part, PageInfo):
            return self._info(part)
        order = f" order by {self.alias}._rank{' desc' if self._backward else ''}" if self._ranked else ""
        listed = f"string_agg({self._texts[id(part)]}, ','{order}){self._asked()}"
        return array(f"coalesce({listed}, '')")

    def _asked(self) -> str:
        """Leaves the one row more out of an aggregate."""
        return f" filter (where {self.alias}._rank <= {self._limit()})" if self._extra else ""

    def _limit(self) -> str:
        return self._builder.bind(self._wanted.page.limit, "bigint")

    def _info(self, part: PageInfo) -> Text:
        text = Object()
        for fact in part.facts:
            if isinstance(fact, Typename):
                text.put_constant(fact.key, fact.name)
                continue
            key, name = fact
            match name:
                case PageFact.HAS_NEXT | PageFact.HAS_PREVIOUS if self._extra and (
                    (name is PageFact.HAS_PREVIOUS) == self._backward
                ):
                    text.put(key, f"(count(*) > {self._limit()})::text")
                case PageFact.HAS_NEXT | PageFact.HAS_PREVIOUS:
                    left = self._left_behind()
                    if left is None:
                        text.put_constant(key, False)
                    else:
                        text.put(key, f"({left})::text")
                case PageFact.START | PageFact.END:
                    lowest = (name is PageFact.START) != self._backward
                    ranked = f"order by {self.alias}._rank{'' if lowest else ' desc'}"
                    picked = f'(array_agg({self.alias}."cursor" {ranked}){self._asked()})[1]'
                    text.put(key, f"coalesce('\"' || {picked} || '\"', 'null')")
        return text.close()

    def _left_behind(self) -> str | None:
        """That there are rows on the side where the page starts; None where it starts at the very end."""
        page = self._wanted.page
        place = page.before if self._backward else page.after
        found = []
        if place:
            found.append(self._exists(place))
        if page.offset is not None:
            found.append(f"{self._builder.bind(page.offset, 'bigint')} > 0 and {self._exists(())}")
        return " or ".join(found) or None

    def _exists(self, place: tuple[Operand | None, ...]) -> str:
        """That there is a row at the place or on its far side; without one, any row between the page's places."""
        scope = Scope(self._entity, self._builder.alias(self._entity.table))
        found = terms(self._builder, scope, self._wanted.order)
        if place:
            bounds = [beyond(self._builder, found, place, backward=not self._backward, inclusive=True)]
        else:
            bounds = _between(self._builder, found, self._wanted.page)
        where = _where(self._builder, scope, self._wanted, self._outer, self._relation, *bounds)
        if any(one.path or one.name not in self._entity.fields for one in self._wanted.order):
            return f"exists (select from {scope.source}{where})"
        # Nearest first: PostgreSQL drops an order inside exists, and looks from the wrong end of the table.
        order = order_by(found, backward=bool(place) != self._backward)
        return f"(select true from {scope.source}{where} order by {order} limit 1) is not null"

    @property
    def source(self) -> str:
        """What stands after the texts of the parts."""
        return f" from ({self._sql()}) as {self.alias}" if self._read else ""

    def _sql(self) -> str:
        rows = self._rows
        columns = [*self._columns]
        picked = self._picked()
        if self._ranked:
            columns.append(f"{rows.alias}._rank")
            picked = f"select *, row_number() over () as _rank from ({picked}) as {rows.alias}"
        if self._cursors:
            columns.append(f'{rows.alias}."cursor"')
        return f"select {', '.join(columns) or '1'} from {' '.join([f'({picked}) as {rows.alias}', *rows.joins])}"

    def _picked(self) -> str:
        """The rows of the page in their order, with the columns that their texts need."""
        return picked(
            self._builder,
            self._rows,
            self._wanted,
            self._outer,
            self._relation,
            extra=self._extra,
            cursors=self._cursors,
        )


def picked(
    builder: Builder,
    rows: Scope,
    wanted: Connection,
    outer: Scope | None,
    relation: Relation | None,
    *,
    extra: bool = False,
    cursors: bool = False,
    whole: bool = False,
    ordered: bool = True,
) -> str:
    """A query for the rows of a page in their order, with the columns that ``rows`` turned out to need.

    The picked rows keep the alias of ``rows``. ``extra``: one more than asked. ``whole``: a page without
    a size is all there are. Not ``ordered``: the same number of rows, but not the same rows.
    """
    inner = Scope(rows.entity, rows.alias)
    page = wanted.page
    # Terms that nobody uses would leave parameters that nobody mentions, which PostgreSQL refuses.
    found = terms(builder, inner, wanted.order) if ordered or page.after or page.before else []
    where = _where(builder, inner, wanted, outer, relation, *_between(builder, found, page))
    columns = [inner.column(name) for name in rows.columns]
    if cursors:
        columns.append(f'{_cursor(found, signature(wanted.order))} as "cursor"')
    asked = ""
    if not (whole and page.first is None and page.last is None):
        asked = f" limit {builder.bind(page.limit, 'bigint')}{' + 1' if extra else ''}"
    if page.offset is not None:
        asked += f" offset {builder.bind(page.offset, 'bigint')}"
    by = f" order by {order_by(found, backward=page.last is not None)}" if ordered else ""
    return f"select {', '.join(columns)} from {inner.source}{where}{by}{asked}"


def _between(builder: Builder, found: list[Term], page: Page) -> list[str]:
    """That a row lies after the one place and before the other."""
    return [
        beyond(builder, found, place, backward=backward)
        for place, backward in ((page.after, False), (page.before, True))
        if place
    ]


def _cursor(found: list[Term], sign: str) -> str:
    """A place in the order as opaque text: base64url of a JSON list that opens with the order's signature."""
    values = ", ".join(f"{term.expression}::text" for term in found)
    listed = f"json_build_array({literal(sign)}, {values})::text"
    return f"translate(encode(convert_to({listed}, 'UTF8'), 'base64'), E'+/=\\n', '-_')"
