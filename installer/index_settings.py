"""Print pip's settings on this machine as uv's environment variables, one NAME=VALUE a line.

uv reads no pip settings, so a site's mirror would be passed over. What is set for uv itself wins. Standard library
only; run by the Python whose pip is asked:

    python installer/index_settings.py
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator

# pip's key: (uv's variable, how several values are joined there)
_NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "cert": ("SSL_CERT_FILE", " "),
}
# As pip resolves them: the command's own section over the general one, the environment over both.
_SECTIONS = ("global", "install", ":env:")


def pip_settings(listing: str) -> dict[str, list[str]]:
    """The values a key of `pip config list`, whose lines read section.key='value'."""
    found: dict[tuple[str, str], list[str]] = {}
    for line in listing.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.strip().rpartition(".")
        if section in _SECTIONS:
            found[key, section] = str(ast.literal_eval(value)).split()
    return {key: found[key, section] for section in _SECTIONS for key, where in found if where == section}


def uv_settings(pip: dict[str, list[str]], environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """uv's variables for these settings, but those that the environment has already."""
    for key, (name, joint) in _NAMES.items():
        if pip.get(key) and name not in environment:
            yield name, joint.join(pip[key])
    if pip.get("no-index", ["0"])[0].lower() in ("1", "true", "yes", "on"):
        yield "UV_NO_INDEX", "1"
    # As pip does: look on each index. Whatever comes must have the locked hash, so no index can slip another file in.
    if "extra-index-url" in pip and "UV_INDEX_STRATEGY" not in environment:
        yield "UV_INDEX_STRATEGY", "unsafe-best-match"


def main() -> None:
    """Ask pip and print."""
    asked = subprocess.run([sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    for name, value in uv_settings(pip_settings(asked.stdout), dict(os.environ)):
        sys.stdout.write(f"{name}={value}\n")


if __name__ == "__main__":
    main()
