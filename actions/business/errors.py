"""What the business can refuse, as types, so that an action can choose the right words for each."""

from __future__ import annotations

from actions.business.facts import Slot
from empathy.errors import HeardError


class BusinessError(HeardError):
    """The business could not do what was asked; the message names the remedy."""


class AccountUnknown(BusinessError):
    """No account has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"No account has the number {number}. Ask the customer for the number on their bill."
        )
        self.number = number


class NoSuchVisit(BusinessError):
    """No coming visit has this reference."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"No coming visit has the reference {reference}. Look up the visits of the account.")
        self.reference = reference


class SlotTaken(BusinessError):
    """No technician is free at this time."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(
            f"No technician is free on {slot.day} in the {slot.window}. Offer one of free_slots()."
        )
        self.slot = slot


class DeskUnavailable(BusinessError):
    """The back end's file cannot be used."""

    def __init__(self, place: str, fault: str) -> None:
        super().__init__(
            f"The business data at {place} cannot be used ({fault}). Check HEARD_DATA_DIR and its rights."
        )
