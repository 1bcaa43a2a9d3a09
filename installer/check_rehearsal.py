"""Read the JSON of `main.py rehearse --json` from standard input; exit 0 only if each session was verified.

main.py rehearse --story signs --json | python installer/check_rehearsal.py
"""

import json
import sys


def faults(untrusted: object) -> list[str]:
    """What is wrong with the output; empty when every session was sealed, verified and answered with a receipt."""
    sessions = untrusted.get("sessions") if isinstance(untrusted, dict) else None
    if not isinstance(sessions, list) or not sessions:
        return ["the output names no session"]
    found = []
    for number, session in enumerate(sessions, 1):
        if not isinstance(session, dict):
            found.append(f"session {number}: not an object")
            continue
        verdict, receipt = session.get("verdict"), session.get("receipt")
        if verdict != "VERIFIED":
            found.append(f"session {number}: verdict {verdict}, expected VERIFIED")
        if not (isinstance(receipt, dict) and receipt.get("verified") is True):
            found.append(f"session {number}: headquarters' receipt is not verified")
    return found


def main() -> int:
    """Read, judge, say."""
    try:
        found = faults(json.load(sys.stdin))
    except ValueError as error:
        found = [f"the output is not JSON: {error}"]
    for fault in found:
        sys.stderr.write(fault + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
