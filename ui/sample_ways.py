"""Sample states once more: for who does not read, for who needs time, and at the other contrasts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kiosk.consent import states as st
from kiosk.consent.machine import facts_of, with_facts
from kiosk.consent.ways import in_way
from kiosk.domain.way import Way
from ui import theme

_BY_EAR = (
    "welcoming", "asking_consent_recording", "reading_card", "reviewing_card", "checking_face", "asking_need_amount",
    "asking_need_purpose", "choosing", "reading_term_2", "teaching_back_choice", "reading_back", "signing",
    "confirming", "explaining", "asking_to_leave", "asking_presence", "parting_signed",
)  # fmt: skip
_ELDER = (
    "welcoming", "asking_consent_recording", "asking_need_amount", "choosing", "showing_affordability_warn",
    "reading_term_longest", "teaching_back_number", "reading_back", "signing", "supposing_early", "showing_known",
)  # fmt: skip
_CONTRASTED = (
    "welcoming", "asking_consent_recording", "choosing", "teaching_back_choice", "reading_back", "supposing_early",
)  # fmt: skip


def in_other_ways(every: Mapping[str, st.State]) -> Iterator[tuple[str, st.State]]:
    """Names and states; `every`: the usual ones by name."""
    for way, names in ((Way.BY_EAR, _BY_EAR), (Way.ELDER, _ELDER)):
        for name in names:
            yield f"{way}_{name}", told(every[name], way)
    for level in theme.CONTRASTS[1:]:
        for name in _CONTRASTED:
            facts = facts_of(every[name])
            assert facts is not None
            yield f"contrast_{level}_{name}", with_facts(every[name], replace(facts, contrast=level))


def told(state: st.State, way: Way) -> st.State:
    """The same state in another way."""
    facts = facts_of(state)
    assert facts is not None
    return with_facts(state, in_way(facts, way))
