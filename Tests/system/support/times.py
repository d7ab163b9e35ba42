"""When a notification is to leave, as a form asks for it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def typed(moment: datetime) -> dict[str, str]:
    return {"invio_il": moment.date().isoformat(), "invio_alle": moment.strftime("%H:%M")}


def in_days(days: int) -> datetime:
    """A time of day that clocks never skip."""
    return (datetime.now(ROME) + timedelta(days=days)).replace(hour=10, minute=30, second=0, microsecond=0)
