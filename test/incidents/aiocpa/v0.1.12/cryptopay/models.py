"""What the API answers, as Python values."""

from decimal import Decimal
from typing import Any, Dict, NamedTuple, Optional


class CryptoPayError(Exception):
    """The API refused a call; ``code`` and ``name`` are its own."""

    def __init__(self, code: int, name: str) -> None:
        super().__init__(f"the Crypto Pay API answered {code} {name}")
        self.code = code
        self.name = name


class App(NamedTuple):
    app_id: int
    name: str


class Balance(NamedTuple):
    currency_code: str
    available: Decimal
    onhold: Decimal


class Invoice(NamedTuple):
    invoice_id: int
    status: str
    asset: str
    amount: Decimal
    pay_url: str
    description: Optional[str] = None


def app_of(fields: Dict[str, Any]) -> App:
    return App(fields["app_id"], fields["name"])


def balance_of(fields: Dict[str, Any]) -> Balance:
    return Balance(fields["currency_code"], Decimal(fields["available"]), Decimal(fields["onhold"]))


def invoice_of(fields: Dict[str, Any]) -> Invoice:
    return Invoice(
        invoice_id=fields["invoice_id"],
        status=fields["status"],
        asset=fields["asset"],
        amount=Decimal(fields["amount"]),
        pay_url=fields["pay_url"],
        description=fields.get("description"),
    )
