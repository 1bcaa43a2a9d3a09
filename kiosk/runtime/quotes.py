"""The kiosk's own shelf of quotes: what finds one again when its borrower comes back.

A file a quote. It holds no name, no number and no figure of his: which case and offer, of which day, until when; and
what he said of his needs, sealed so that it opens only with this kiosk's key and the number of his card together. So
whether he is the same person is not compared with anything kept: with another card it does not open.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.consent.events import QuoteFound, QuoteRefused
from kiosk.consent.facts import Facts, Needs, Purpose
from kiosk.consent.quote_brought import Against, Brought
from kiosk.domain.case import Case
from kiosk.domain.errors import LendingError
from kiosk.domain.ids import CaseId, OfferId
from kiosk.domain.money import Fen
from kiosk.lending.ceiling import Ceiling
from kiosk.lending.quote import QuoteCode, build_quote, is_slip, quote_code, read_code, same_amounts
from kiosk.lending.sheet import Sheet, build_sheet

_log = structlog.get_logger(__name__)
CaseOf = Callable[[CaseId, date], Case | None]
"""The signed case of this id as it reads on a day; None: it is not here, or no longer good."""
_MOST = 4096
"""Bytes of a record."""
_NONCE = 12
_TOLD_AFTER = 90
"""Days after its end for which a quote is still known, so that he is told that it ran out; nothing sealed is left."""


@dataclass(frozen=True, slots=True)
class _Record:
    """`sealed`: nonce and ciphertext of his needs, in hex; empty once it ran out. `mark`: over all the rest."""

    digits: str
    figures: str
    case: str
    offer: str
    session: str
    day: str
    until: str
    sealed: str = ""
    mark: str = ""


class QuoteShelf:
    """`secret`: of this kiosk alone; whoever takes the folder without it can open nothing and forge nothing."""

    def __init__(self, folder: Path, secret: bytes, case_of: CaseOf, ceiling: Ceiling) -> None:
        self._folder, self._secret, self._case_of, self._ceiling = folder, secret, case_of, ceiling

    def keep(self, facts: Facts) -> bool:
        """The quote that was just made; False where there is nothing to come back to. Raises OSError."""
        number, sheet, case = facts.card_value("number"), facts.sheet, facts.opening.case
        if sheet is None or case is None or not number:
            return False
        quote = build_quote(sheet, case)
        if quote.code is None:
            return False
        self.tidy(facts.opening.today)
        record = _Record(
            quote.code.digits, quote.code.figures, str(case.id), str(sheet.offer.id), facts.opening.session,
            facts.opening.today.isoformat(), quote.until.isoformat(),
        )  # fmt: skip
        nonce = os.urandom(_NONCE)
        sealed = nonce + AESGCM(self._key(record, number)).encrypt(nonce, _needs_json(facts.needs), _bound(record))
        self._write(_with(record, sealed=sealed.hex()), self._folder / f"{record.digits}.{secrets.token_hex(8)}.json")
        return True

    def find(self, untrusted: str, number: str, today: date) -> QuoteFound | QuoteRefused:
        """Is it one of ours, does it hold, and is it his? In this order; the first that fails is said."""
        code = read_code(untrusted)
        if code is None:
            return QuoteRefused(Against.SLIP if is_slip(untrusted) else Against.NO_QUOTE)
        known, whole = self._known(code)
        if not known:
            return QuoteRefused(Against.UNKNOWN if whole else Against.CHANGED)
        good = [record for record in known if today.isoformat() <= record.until]
        if not good:
            return QuoteRefused(Against.EXPIRED)
        opened = [(record, needs) for record in good if (needs := self._open(record, number)) is not None]
        if not opened:
            return QuoteRefused(Against.OTHER_HOLDER)
        record, needs = max(opened, key=lambda each: each[0].day)
        brought = self._brought(record, needs, today)
        return QuoteFound(brought) if brought is not None else QuoteRefused(Against.WITHDRAWN)

    def tidy(self, today: date) -> None:
        """What ran out loses what was sealed in it, and goes some time later."""
        for path in self._folder.glob("*.json"):
            record = self._read(path)
            if record is None or (today - date.fromisoformat(record.until)).days > _TOLD_AFTER:
                path.unlink(missing_ok=True)
            elif record.until < today.isoformat() and record.sealed:
                self._write(_with(record, sealed=""), path)

    def _brought(self, record: _Record, needs: Needs, today: date) -> Brought | None:
        """The sheet anew, as of that day and as of this one; None: the case does not say so any more."""
        made_on = date.fromisoformat(record.day)
        then, _ = self._sheet(record, made_on)
        now, case = self._sheet(record, today)
        if then is None or now is None or case is None or quote_code(then).figures != record.figures:
            return None
        if not same_amounts(then, now):
            return None
        until = min(date.fromisoformat(record.until), build_quote(now, case).until)
        if until < today:
            return None
        return Brought(record.digits, record.session, made_on, until, case, then, now, needs)

    def _sheet(self, record: _Record, day: date) -> tuple[Sheet | None, Case | None]:
        case = self._case_of(CaseId(record.case), day)
        offer = next((each for each in case.offers if each.id == OfferId(record.offer)), None) if case else None
        if case is None or offer is None:
            return None, None
        try:
            return build_sheet(offer, case.id, self._ceiling), case
        except LendingError:
            return None, None  # the ceiling came down meanwhile

    def _known(self, code: QuoteCode) -> tuple[list[_Record], bool]:
        """Of these digits, and of these figures where they were scanned; and whether nothing was found changed."""
        found = [self._read(path) for path in sorted(self._folder.glob(f"{code.digits}.*.json"))]
        whole = [record for record in found if record is not None and record.digits == code.digits]
        fit = [record for record in whole if code.figures in ("", record.figures)]
        return fit, not found or bool(fit)

    def _open(self, record: _Record, number: str) -> Needs | None:
        """None: made with another card."""
        if not number or not record.sealed:
            return None
        sealed = bytes.fromhex(record.sealed)
        try:
            content = AESGCM(self._key(record, number)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(record))
        except InvalidTag:
            return None
        return _needs_of(content)

    def _key(self, record: _Record, number: str) -> bytes:
        """Another one for each quote, so that two quotes of one person can't be told to be his."""
        bound = f"quote\n{record.digits}\n{record.session}\n{number.strip().upper()}"
        return hmac.new(self._secret, bound.encode(), hashlib.sha256).digest()

    def _marked(self, record: _Record) -> str:
        return hmac.new(self._secret, b"mark\n" + _bound(record) + record.sealed.encode(), hashlib.sha256).hexdigest()

    def _read(self, path: Path) -> _Record | None:
        """None: not as this kiosk wrote it."""
        try:
            with path.open("rb") as file:
                content = file.read(_MOST + 1)
            record = _Record(**json.loads(content)) if len(content) <= _MOST else None
            if record is not None and hmac.compare_digest(record.mark, self._marked(record)):
                return record
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            pass
        _log.warning("quote.record_unreadable")
        return None

    def _write(self, record: _Record, path: Path) -> None:
        """Whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{path.name}.new")
        with aside.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(json.dumps(asdict(_with(record, mark=self._marked(record)))).encode())
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)


def _with(record: _Record, **changed: str) -> _Record:
    return _Record(**{**asdict(record), **changed})


def _bound(record: _Record) -> bytes:
    """What can't be changed without being noticed."""
    plain = {name: value for name, value in asdict(record).items() if name not in ("sealed", "mark")}
    return json.dumps(plain, sort_keys=True).encode()


def _needs_json(needs: Needs) -> bytes:
    return json.dumps(asdict(needs)).encode()


def _needs_of(content: bytes) -> Needs:
    said = json.loads(content)
    amount, income, debts = (
        Fen(said[name]) if said[name] is not None else None for name in ("amount", "income", "debts")
    )
    return Needs(amount, Purpose(said["purpose"]) if said["purpose"] is not None else None, income, debts)
