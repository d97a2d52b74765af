"""What fields and words are called, asked once of the API: nothing is retyped here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.client import Client, Query
from dashboard.declared import Declared, declared


@dataclass
class Labels:
    """Labels by entity and field, in both languages; static for the life of a process."""

    fields: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    words: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    entities: dict[str, tuple[str, str]] = field(default_factory=dict)
    roles: dict[str, tuple[str, str]] = field(default_factory=dict)
    moves: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    tables: dict[str, Declared] = field(default_factory=dict)

    async def load(self, client: Client) -> "Labels":
        """Fill in what is not known yet."""
        if not self.entities:
            data = await client.fetch(Query("labels", {}))
            self.learn(data)
        return self

    def learn(self, data: Mapping[str, Any]) -> None:
        for word in data["roles"]["enumValues"]:
            chinese, _, english = (word["description"] or word["name"]).partition(" | ")
            self.roles[word["name"]] = (chinese, english or chinese)
        for move in data["moves"]:
            self.moves[move["noun"], move["action"]] = move["label"], move["labelEn"]
        for resource in data["resources"]:
            for column in resource["fields"]:
                place = resource["name"], _camel(column["name"])
                self.fields[place] = column["label"], column["labelEn"]
                for word in column["words"] or ():
                    self.words[(*place, word["value"].upper())] = word["label"], word["labelEn"]
            self.entities[resource["name"]] = resource["label"], resource["labelEn"]
            self.tables[resource["name"]] = declared(resource)

    def table(self, connection: str) -> Declared | None:
        """The table whose list the API calls so."""
        return next((one for one in self.tables.values() if one.connection == connection), None)

    def field(self, entity: str, name: str, lang: str) -> str:
        return self.fields[entity, name][lang == "en"]

    def entity(self, name: str, lang: str) -> str:
        return self.entities[name][lang == "en"]

    def word(self, entity: str, name: str, value: str | None, lang: str) -> str:
        """The label of a stored word, whichever way it is spelled: ``passed`` or ``PASSED``."""
        return self.words[entity, name, value.upper()][lang == "en"] if value else ""

    def vocabulary(self, entity: str, name: str) -> dict[str, tuple[str, str]]:
        """All words a field may hold, as the API spells them."""
        return {
            word: labels
            for (of, column, word), labels in self.words.items()
            if (of, column) == (entity, name)
        }

    def move(self, noun: str, action: str, lang: str) -> str:
        """What a step of the workflow is called; an old event's action may no longer be one."""
        return self.moves.get((noun, action), (action, action))[lang == "en"]

    def role(self, value: str, lang: str) -> str:
        return self.roles.get(value.upper(), (value, value))[lang == "en"]


def _camel(name: str) -> str:
    return re.sub(r"_(\w)", lambda found: found.group(1).upper(), name)
