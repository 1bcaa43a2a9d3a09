"""What the money may be for, in words."""

from kiosk.consent.facts import Purpose
from kiosk.domain.speech import Text

PURPOSES: dict[Purpose, Text] = {
    Purpose.HOME: Text("家里用，比如装修、买家电", "The home, such as repairs or appliances"),
    Purpose.HEALTH: Text("看病", "Medical care"),
    Purpose.EDUCATION: Text("上学、培训", "School or training"),
    Purpose.BUSINESS: Text("做小生意", "A small business"),
    Purpose.DAILY: Text("日常开销", "Daily expenses"),
}
