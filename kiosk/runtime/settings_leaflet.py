"""Settings of what the branch prints for everybody: whom to call. A number that is not set is left to be written in."""

from typing import Annotated

from pydantic import Field

from kiosk.runtime.settings_base import Section

_PHONE = r"^(?:[0-9+][0-9 +\-()]{2,29})?$"


class LeafletSettings(Section):
    """`lender_phone`, `mediator_phone`: who hears complaints before the regulator; empty: a blank line."""

    lender_phone: Annotated[str, Field(pattern=_PHONE)] = ""
    mediator_phone: Annotated[str, Field(pattern=_PHONE)] = ""
