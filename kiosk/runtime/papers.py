"""Documents of a session: rendered in memory, printed without a spool."""

import hashlib
from datetime import UTC, datetime

import structlog

from kiosk.consent.events import DocumentRendered
from kiosk.consent.facts import DocumentKind, Facts
from kiosk.domain.consents import Mode
from kiosk.domain.errors import DeviceError, LendingError
from kiosk.domain.ids import Sha256
from kiosk.lending.contract import ContractText, build_contract, contract_diff
from kiosk.ports.printer import Printer
