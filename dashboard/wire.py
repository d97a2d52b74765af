"""Components made and written as JSON in a tenth of the time that Dash takes for it.

A page has thousands of them. Dash words an error for every property before it looks whether there is one, and walks
everything it sends through an encoder meant for figures; both take longer than all questions a page asks.
"""

from typing import Any

import orjson
from dash import _callback, html
from dash.development.base_component import Component

#: Properties that any component of HTML may have besides its own.
WILD = ("data-", "aria-")
#: What Dash keeps with each element of what its kind may have.
LISTS = ("_prop_names", "_valid_wildcard_attributes", "available_properties", "available_wildcard_properties")
OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY

_NAMES: dict[type[Component], frozenset[str]] = {}
_made_by_dash = Component.__init__


def quicken() -> None:
    """From now on components are made and callbacks answered our way; what Dash writes into HTML keeps its own."""
    if Component.__init__ is _make:
        return
    Component.__init__ = _make
    _callback.to_json = to_json
    for kind in vars(html).values():
        if isinstance(kind, type) and issubclass(kind, Component):
            _lighten(kind)


def to_json(value: Any) -> str:
    """As Dash's own ``to_json``, without the escapes for use within HTML."""
    return orjson.dumps(value, default=_plain, option=OPTIONS).decode()


def _make(self: Component, **given: Any) -> None:
    names = _names(self)
    for name, value in given.items():
        known = name in names or name.startswith(WILD)
        if not known or name == "id" or (isinstance(value, Component) and name not in self._base_nodes):
            _made_by_dash(self, **given)  # which checks more, and says what is wrong
            return
    self.__dict__.update(given)


def _lighten(kind: type[Component]) -> None:
    """An element of HTML, which has no duties: what Dash lists anew for each of them is the same for all."""
    made_by_dash, sample = kind.__init__, kind()
    for name in LISTS:
        setattr(kind, name, getattr(sample, name))
    names = _names(sample)

    def make(self: Component, children: Any = None, *more: Any, **given: Any) -> None:
        for name, value in given.items():
            known = name in names or name.startswith(WILD)
            if more or not known or name == "id" or isinstance(value, Component):
                made_by_dash(self, children, *more, **given)
                return
        self.__dict__.update(given, children=children)

    kind.__init__ = make


def _plain(value: Any) -> Any:
    if not isinstance(value, Component):
        return value.to_plotly_json()  # figures, patches
    names = _names(value)
    props = {name: one for name, one in value.__dict__.items() if name in names or name.startswith(WILD)}
    return {"props": props, "type": value._type, "namespace": value._namespace}


def _names(component: Component) -> frozenset[str]:
    kind = type(component)
    found = _NAMES.get(kind)
    if found is None:
        found = _NAMES[kind] = frozenset(component._prop_names)
    return found
