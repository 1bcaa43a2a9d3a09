"""A second verifier, written from docs/FORMAT.md alone: standard library, `openssl` and `age`; nothing of kiosk.

    python independent_verify.py BUNDLE [--trust DIR] [--identity FILE]

Prints the verdict and its reasons; exit 0 VERIFIED, 10 INTEGRITY ONLY, 20 BROKEN, 2 could not verify.
"""

import argparse
import datetime
import hashlib
import json
import re
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

MODES, CLASSES = ("live", "training"), ("log", "record", "identity", "biometric", "recording")
SOURCES, ENDINGS = ("device", "file", "simulated"), ("signed", "quoted", "declined", "referred", "interrupted")
MANIFEST_KEYS = {"format", "session", "device", "mode", "sources", "case", "ending", "opened", "closed", "parts",
                 "log", "versions", "tail", "certificate"}  # fmt: skip
PART_KEYS = {"name", "class", "size", "sha256", "units", "withheld", "destroy_by"}
ENTRY_KEYS = {"v", "seq", "at", "kind", "data", "source", "prev"}
HEX, WALL = re.compile(r"[0-9a-f]{64}"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
MAX = 64 * 1024 * 1024 + 4


class BrokenError(Exception):
    """A finding that makes the bundle BROKEN."""


class Result:
    def __init__(self):
        self.broken, self.untrusted = [], []

    def check(self, holds, reason):
        if not holds:
            self.broken.append(reason)
        return holds


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def run(*arguments, data=None):
    return subprocess.run([str(argument) for argument in arguments], input=data, capture_output=True, check=False)


# Section 2: canonical JSON


def parse(content, what):
    def pairs(found):
        if len(dict(found)) < len(found):
            raise BrokenError(f"{what}: a key stands twice")
        return dict(found)

    def no_fraction(spelling):
        raise BrokenError(f"{what}: a fraction {spelling}")

    try:
        value = json.loads(
            content.decode(), object_pairs_hook=pairs, parse_float=no_fraction, parse_constant=no_fraction
        )
        again = json.dumps(utf16_sorted(value), separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as failure:
        raise BrokenError(f"{what}: not JSON") from failure
    if again != content or not isinstance(value, dict):
        raise BrokenError(f"{what}: not a canonical JSON object")
    return value


def utf16_sorted(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return {key: utf16_sorted(value[key]) for key in keys}
    return [utf16_sorted(item) for item in value] if isinstance(value, list) else value


# Section 3: the folder


def read_regular(path, what):
    if not stat.S_ISREG(path.lstat().st_mode):
        raise BrokenError(f"{what}: not a regular file")
    content = path.read_bytes()
    if len(content) > MAX:
        raise BrokenError(f"{what}: too large")
    return content


def read_folder(folder):
    if not stat.S_ISDIR(folder.lstat().st_mode):
        raise BrokenError("the bundle is not a folder")
    names = {path.name for path in folder.iterdir()}
    fixed = {"manifest.json", "manifest.sig", "device.pem", "timestamp.sig"}
    for mark in ("timestamp.tsr", "timestamp.pending"):
        if names == {*fixed, mark, "parts"}:
            break
    else:
        raise BrokenError(f"missing or strange files: {sorted(names ^ {*fixed, 'timestamp.tsr', 'parts'})}")
    if not stat.S_ISDIR((folder / "parts").lstat().st_mode):
        raise BrokenError("parts: not a folder")
    return {name: read_regular(folder / name, name) for name in {*fixed, mark}}, mark


# Section 8: the manifest


def check_manifest(manifest):
    def need(holds, what):
        if not holds:
            raise BrokenError(f"manifest.json: {what}")

    need(set(manifest) == MANIFEST_KEYS and manifest["format"] == 1, "keys or format")
    need(manifest["mode"] in MODES and manifest["ending"] in ENDINGS, "mode or ending")
    need(all(source in SOURCES for source in manifest["sources"].values()), "sources")
    need(all(isinstance(manifest[key], str) and WALL.fullmatch(manifest[key]) for key in ("opened", "closed")), "times")
    need(isinstance(manifest["parts"], list) and manifest["parts"], "parts")
    for part in manifest["parts"]:
        need(isinstance(part, dict) and set(part) == PART_KEYS and part["class"] in CLASSES, "a part")
        need(HEX.fullmatch(part["sha256"]) and isinstance(part["size"], int), "a part's hash or size")
        need(part["withheld"] is (part["destroy_by"] is not None), "withheld without its date")
    need(len({part["sha256"] for part in manifest["parts"]}) == len(manifest["parts"]), "a part stands twice")


# Sections 7 and 9: parts and signatures


def split_units(content):
    units, place = [], 0
    while place < len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        if place + 4 + size > len(content) or size == 0:
            return units, False
        units.append(content[place + 4 : place + 4 + size])
        place += 4 + size
    return units, True


def check_parts(folder, manifest, result):
    parts = {part["sha256"]: part for part in manifest["parts"]}
    present = {}
    for path in (folder / "parts").iterdir():
        if result.check(path.name in parts, f"parts/{path.name[:70]}: unknown to the manifest"):
            try:
                present[path.name] = read_regular(path, f"parts/{path.name}")
            except BrokenError as failure:
                result.broken.append(str(failure))
    units = {}
    for name, part in parts.items():
        if name not in present:
            result.check(part["withheld"], f"parts/{name}: missing")
            continue
        content = present[name]
        whole = len(content) == part["size"] and sha256(content) == name
        result.check(whole, f"parts/{name}: changed")
        units[name], clean = split_units(content)
        result.check(not whole or (clean and len(units[name]) == part["units"]), f"parts/{name}: not a run of units")
    return units


def signature_holds(key, message, signature, scratch):
    (scratch / "m").write_bytes(message)
    (scratch / "s").write_bytes(signature)
    asked = run("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin", "-in", scratch / "m",
                "-sigfile", scratch / "s")  # fmt: skip
    return asked.returncode == 0


def check_signature(files, manifest, scratch, result):
    result.check(sha256(files["device.pem"]) == manifest["certificate"], "device.pem: not the certificate named")
    (scratch / "device.pem").write_bytes(files["device.pem"])
    key = run("openssl", "x509", "-in", scratch / "device.pem", "-pubkey", "-noout")
    if not result.check(key.returncode == 0, "device.pem: no certificate"):
        return None
    (scratch / "key.pem").write_bytes(key.stdout)
    message = b"mingshi manifest v1\n" + files["manifest.json"]
    holds = signature_holds(scratch / "key.pem", message, files["manifest.sig"], scratch)
    result.check(holds, "manifest.json: the signature does not fit")
    return scratch / "key.pem"


# Sections 10 and 11: time and trust


def bundle_of_roots(trust, mode, role, scratch):
    found = b"".join(path.read_bytes() for path in sorted((trust / mode / role).glob("*.pem"))) if trust else b""
    (scratch / f"{role}.pem").write_bytes(found)
    return scratch / f"{role}.pem" if found else None


def check_mark(files, mark, key, manifest, trust, scratch, result):
    context = b"mingshi timestamp v1\n" if mark.endswith("tsr") else b"mingshi pending v1\n"
    holds = key is not None and signature_holds(key, context + files[mark], files["timestamp.sig"], scratch)
    if not result.check(holds, f"{mark}: the device's signature does not fit"):
        return manifest["closed"]
    digest = hashlib.sha256(files["manifest.sig"]).hexdigest()
    if mark == "timestamp.pending":
        pending = parse(files[mark], mark)
        result.check(
            set(pending) == {"digest", "reason", "since"} and pending["digest"] == digest,
            f"{mark}: stamps something else",
        )
        result.untrusted.append("time: pending")
        return manifest["closed"]
    (scratch / "t.tsr").write_bytes(files[mark])
    text = run("openssl", "ts", "-reply", "-in", scratch / "t.tsr", "-text").stdout.decode(errors="replace")
    if not result.check(digest in imprint_of(text), f"{mark}: stamps something else"):
        return manifest["closed"]
    said = re.search(r"Time stamp: (\w{3}) +(\d+) (\d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT", text)
    if not result.check(said is not None, f"{mark}: has no time"):
        return manifest["closed"]
    stamped = datetime.datetime.strptime(" ".join(said.groups()) + " +0000", "%b %d %H:%M:%S %Y %z")
    roots = bundle_of_roots(trust, manifest["mode"], "tsa", scratch)
    asked = roots and run("openssl", "ts", "-verify", "-digest", digest, "-in", scratch / "t.tsr", "-CAfile", roots,
                          "-attime", int(stamped.timestamp()))  # fmt: skip
    if not asked or asked.returncode:
        result.untrusted.append("time: no trusted authority")
        return manifest["closed"]
    return stamped.isoformat()


def imprint_of(text):
    dump = re.search(r"Message data:\n((?:\s+[0-9a-f]{4} - .+\n)+)", text)
    lines = dump[1].splitlines() if dump else []
    return "".join(re.sub(r"[^0-9a-f]", "", line.strip()[7:54]) for line in lines)


def check_signer(files, manifest, at, trust, scratch, result):
    roots = bundle_of_roots(trust, manifest["mode"], "device", scratch)
    certificates = PEM.findall(files["device.pem"])
    (scratch / "leaf.pem").write_bytes(certificates[0] if certificates else b"")
    (scratch / "others.pem").write_bytes(b"\n".join(certificates[1:]))
    at_time = int(datetime.datetime.fromisoformat(at).timestamp())
    others = ("-untrusted", scratch / "others.pem") if certificates[1:] else ()
    asked = roots and run("openssl", "verify", "-attime", at_time, "-CAfile", roots, *others, scratch / "leaf.pem")
    name = run("openssl", "x509", "-in", scratch / "leaf.pem", "-noout", "-subject", "-nameopt", "multiline")
    names = re.findall(r"commonName\s*= (.+)", name.stdout.decode(errors="replace"))
    if not asked or asked.returncode or names != [manifest["device"]]:
        result.untrusted.append("signer: not a trusted device")


# Sections 4 to 6: the contents


def decrypt(unit, identity):
    asked = run("age", "--decrypt", "-i", identity, data=unit)
    return asked.stdout if asked.returncode == 0 else None


def references(value):
    if isinstance(value, dict):
        if set(value) == {"class", "name", "digest"}:
            yield value["class"], value["name"], value["digest"]
        else:
            for item in value.values():
                yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def check_contents(manifest, units, identity, result):
    lines = []
    for part in manifest["parts"]:
        for unit in units.get(part["sha256"], ()) if part["class"] == "log" else ():
            plain = decrypt(unit, identity)
            if plain is None or not plain.endswith(b"\n"):
                result.broken.append(f"entry {len(lines)}: can't be read")
                return
            lines.extend(plain[:-1].split(b"\n"))
    previous = sha256(b"mingshi log v1\n" + manifest["session"].encode())
    named = {}
    for number, line in enumerate(lines):
        entry = parse(line, f"entry {number}")
        holds = set(entry) == ENTRY_KEYS and entry["seq"] == number and entry["prev"] == previous
        if not result.check(holds, f"entry {number}: does not continue the chain"):
            return
        for part_class, name, digest in references(entry["data"]):
            result.check(
                named.setdefault((part_class, name), (digest, number))[0] == digest, f"entry {number}: other digest"
            )
        previous = sha256(line)
    log = manifest["log"]
    whole = (len(lines), previous, merkle(lines)) == (log["entries"], log["head"], log["root"])
    if result.check(whole, f"entry {len(lines) - 1}: not the manifest's head"):
        check_blobs(manifest, units, identity, named, result)


def merkle(lines):
    level = [hashlib.sha256(b"\0" + line).digest() for line in lines]
    if not level:
        return sha256(b"")
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\1" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex()


def check_blobs(manifest, units, identity, named, result):
    absent = {part["class"] for part in manifest["parts"] if part["sha256"] not in units}
    seen = set()
    for part in manifest["parts"]:
        for number, unit in enumerate(units.get(part["sha256"], ()) if part["class"] != "log" else ()):
            plain = decrypt(unit, identity)
            if plain is None:
                continue
            line, _, value = plain.partition(b"\n")
            header = parse(line, "blob header")
            key = (header["class"], header["name"])
            digest = sha256(bytes.fromhex(header["salt"]) + value)
            result.check(
                key not in seen and header["class"] == part["class"], f"{part['name']}, unit {number}: strange"
            )
            result.check(named.get(key, ("",))[0] == digest, f"{part['name']}, unit {number}: no entry says so")
            seen.add(key)
    for (part_class, name), (_, number) in named.items():
        if part_class not in absent:
            result.check((part_class, name) in seen, f"entry {number}: {name} is missing or changed")


def verify(folder, trust, identity, scratch):
    result = Result()
    try:
        files, mark = read_folder(folder)
        manifest = parse(files["manifest.json"], "manifest.json")
        check_manifest(manifest)
        key = check_signature(files, manifest, scratch, result)
        units = check_parts(folder, manifest, result)
        at = check_mark(files, mark, key, manifest, trust, scratch, result)
        check_signer(files, manifest, at, trust, scratch, result)
        if manifest["mode"] == "live" and set(manifest["sources"].values()) - {"device"}:
            result.untrusted.append("sources: a live session takes input from devices only")
        if identity:
            check_contents(manifest, units, identity, result)
    except BrokenError as failure:
        result.broken.append(str(failure))
    except (KeyError, TypeError, AttributeError, OSError, ValueError) as failure:
        result.broken.append(f"not as the format says: {failure!r}")
    verdict = "BROKEN" if result.broken else "INTEGRITY ONLY" if result.untrusted else "VERIFIED"
    return verdict, result.broken + result.untrusted


def main():
    parser = argparse.ArgumentParser(description="Verify a Mingshi bundle.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--trust", type=Path)
    parser.add_argument("--identity", type=Path)
    asked = parser.parse_args()
    if not asked.bundle.exists():
        sys.exit(2)
    with tempfile.TemporaryDirectory() as scratch:
        verdict, reasons = verify(asked.bundle, asked.trust, asked.identity, Path(scratch))
    print(verdict, *reasons, sep="\n  ")
    sys.exit({"VERIFIED": 0, "INTEGRITY ONLY": 10, "BROKEN": 20}[verdict])


if __name__ == "__main__":
    main()
