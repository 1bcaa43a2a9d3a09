"""A screen reader's eyes: an AT-SPI client that writes down what it is told. Runs with the system's Python and pyatspi.

It reads commands from standard input, one a line, and answers each with one JSON object a line:
`page` -> {"window", "items": [[role, name, description, states]], "focus": [role, name], "announced": [words, ...]};
`end` ends it. Nothing of the project is imported: what it knows, it knows over the bus.
"""

import json
import sys
import time

import pyatspi

_NAMELESS = ("filler", "panel", "viewport", "scroll pane", "separator", "scroll bar", "layered pane", "unknown")
"""Holders say nothing themselves unless they have a name."""
_PATIENCE = 30.0
_DEPTH = 60


def application(name: str) -> "pyatspi.Accessible":
    """The one with this name; waits for it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        desktop = pyatspi.Registry.getDesktop(0)
        for place in range(desktop.childCount):
            child = desktop.getChildAtIndex(place)
            if child is not None and child.name == name:
                return child
        time.sleep(0.1)
    raise SystemExit(f"no application {name!r} on the bus")


class Reader:
    """Walks what is showing, and keeps what is announced meanwhile."""

    def __init__(self, app: "pyatspi.Accessible") -> None:
        self._app = app
        self.announced: list[str] = []
        self._items: list[list[object]] = []
        self._focus: list[str] = []
        # Asked for by name: this Atspi knows the event, and pyatspi's list of names is older than it.
        pyatspi.Registry.registerEventListener(self._hear, "object:announcement")

    def _hear(self, event: "pyatspi.event.Event") -> None:
        words = event.any_data
        if isinstance(words, str) and words:
            self.announced.append(words)

    def pump(self) -> None:
        """Let events in that have come."""
        from gi.repository import GLib

        context = GLib.MainContext.default()
        while context.pending():
            context.iteration(False)

    def page(self) -> dict[str, object]:
        """All that is showing, from the top."""
        self.pump()
        self._items, self._focus = [], []
        window = self._app.getChildAtIndex(self._app.childCount - 1)
        self._walk(window, 0)
        self.pump()
        told, self.announced = self.announced, []
        return {"window": window.name, "items": self._items, "focus": self._focus, "announced": told}

    def _walk(self, node: "pyatspi.Accessible", depth: int) -> None:
        if node is None or depth > _DEPTH:
            return
        states = node.getState()
        if depth and not states.contains(pyatspi.STATE_VISIBLE):
            return
        role, name = node.getRoleName(), node.name or ""
        if name.strip() and (depth or role not in _NAMELESS):
            flags = [
                word
                for word, state in (("disabled", pyatspi.STATE_SENSITIVE), ("checked", pyatspi.STATE_CHECKED))
                if states.contains(state) is (word == "checked")
            ]
            flags += _value(node)
            self._items.append([role, name, node.description or "", flags])
        if states.contains(pyatspi.STATE_FOCUSED):
            self._focus = [role, name]
        for place in range(node.childCount):
            self._walk(node.getChildAtIndex(place), depth + 1)


def _value(node: "pyatspi.Accessible") -> list[str]:
    """Of what stands somewhere between a first and a last."""
    try:
        told = node.queryValue()
    except NotImplementedError:
        return []
    return [f"{told.currentValue:g} of {told.minimumValue:g} to {told.maximumValue:g}"]


def main() -> None:
    """Answer until told to end."""
    reader = Reader(application(sys.argv[1]))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        if line.strip() == "end":
            return
        print(json.dumps(reader.page(), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
