"""How large a document is, measured once, and whether its asker may ask one of that size."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TokenKind,
)
from graphql.language import Visitor, visit

from api.errors import Refusal
from api.policy.limits import QueryLimits

#: Introspection nests types in types by its nature; graphql-core's own rule bounds it.
_INTROSPECTION = frozenset({"__schema", "__type"})


@dataclass(frozen=True)
class Size:
    """Of one operation with its fragments; aliases, directives and tokens are those of the whole document."""

    depth: int
    roots: int
    aliases: int
    directives: int
    tokens: int


_NAMES: dict[str, str] = {
    "depth": "层数 | levels",
    "roots": "根字段数 | root fields",
    "aliases": "别名数 | aliases",
    "directives": "指令数 | directives",
    "tokens": "词数 | tokens",
}
_CODES: dict[str, str] = {
    "depth": "TOO_DEEP",
    "roots": "TOO_MANY_ROOTS",
    "aliases": "TOO_MANY_ALIASES",
    "directives": "TOO_MANY_DIRECTIVES",
    "tokens": "TOO_MANY_TOKENS",
}


def sizes_of(document: DocumentNode, fragments: Mapping[str, FragmentDefinitionNode]) -> dict[str, Size]:
    """The size of each operation by its name ("" for one without). The document must be valid: no fragment cycles."""
    counted = _Counter()
    visit(document, counted)
    tokens = _tokens(document)
    depths: dict[str, tuple[int, int]] = {}
    return {
        node.name.value if node.name else "": Size(
            *_deep(node.selection_set, fragments, depths), counted.aliases, counted.directives, tokens
        )
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    }


def check_size(size: Size, limits: QueryLimits) -> None:
    """
    Raises:
        Refusal: the document is larger than these limits allow, by which number.
    """
    if (
        size.depth > limits.depth
        or size.roots > limits.roots
        or size.aliases > limits.aliases
        or size.directives > limits.directives
        or size.tokens > limits.tokens
    ):
        raise next(
            _refusal(name, number, getattr(limits, name))
            for name, number in vars(size).items()
            if number > getattr(limits, name)
        )


def _refusal(name: str, number: int, most: int) -> Refusal:
    chinese, english = _NAMES[name].split(" | ")
    return Refusal(
        _CODES[name],
        "查询的{chinese}为 {number}，您的角色最多 {most}。"
        " | The query has {number} {english}; your role may have {most}.",
        hint="分成几次查询，或从下层的根字段查起。 | Split it into several queries, or start from a root field further down.",
        number=number,
        most=most,
        chinese=chinese,
        english=english,
    )


class _Counter(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.aliases = 0
        self.directives = 0

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        self.aliases += node.alias is not None

    def enter_directive(self, *_: Any) -> None:
        self.directives += 1


def _tokens(document: DocumentNode) -> int:
    number = 0
    token = document.loc.start_token if document.loc else None
    while token is not None:
        number += token.kind not in (TokenKind.SOF, TokenKind.EOF, TokenKind.COMMENT)
        token = token.next
    return number


def _deep(
    selections: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    known: dict[str, tuple[int, int]],
) -> tuple[int, int]:
    """(levels below and including these, fields at the top); each fragment is measured once however often it is used."""
    depth = width = 0
    for node in selections.selections:
        if isinstance(node, FieldNode):
            inner = node.selection_set
            below = 0
            if inner is not None and node.name.value not in _INTROSPECTION:
                below = _deep(inner, fragments, known)[0]
            found = below + 1, 1
        elif isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in known:
                known[name] = _deep(fragments[name].selection_set, fragments, known)
            found = known[name]
        else:
            found = _deep(node.selection_set, fragments, known)  # type: ignore[attr-defined]
        depth = max(depth, found[0])
        width += found[1]
    return depth, width
