"""Contact: pressure on skin cells over time, folded as it is made and never stored whole."""

from backrub.contact.bed import Bed
from backrub.contact.contact import Contact
from backrub.contact.press import press

__all__ = ["Bed", "Contact", "press"]
