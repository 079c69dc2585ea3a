"""The client itself: a coroutine for each method of the API."""

import asyncio
import functools
import json
import urllib.error
import urllib.request
from typing import Any, List, Optional

from .models import App, Balance, CryptoPayError, Invoice, app_of, balance_of, invoice_of

# Leads nowhere: who uses this replica says where its stand-in listens.
DEFAULT_SERVER = "https://pay.invalid"


class CryptoPay:
    """A client for one application, known to the API by its token."""

    def __init__(self, token: str, api_server: Optional[str] = None, timeout: float = 10.0) -> None:
        if not token:
            raise ValueError("a Crypto Pay client needs the token of its application")
        self.api_server = (api_server or DEFAULT_SERVER).rstrip("/")
        self.timeout = timeout
        self._token = token

    async def get_me(self) -> App:
        """The application that the token belongs to."""
        return app_of(await self._call("getMe"))

    async def get_balance(self) -> List[Balance]:
        """What the application holds, a row a currency."""
        return [balance_of(row) for row in await self._call("getBalance")]

    async def create_invoice(self, amount: str, asset: str = "USDT", description: Optional[str] = None) -> Invoice:
        """A new invoice; its ``pay_url`` is for the customer."""
        fields = {"amount": str(amount), "asset": asset}
        if description is not None:
            fields["description"] = description
        return invoice_of(await self._call("createInvoice", **fields))

    async def get_invoices(self, status: Optional[str] = None) -> List[Invoice]:
        """The application's invoices; those of one status ("active", "paid") where it is given."""
        fields = {} if status is None else {"status": status}
        return [invoice_of(row) for row in (await self._call("getInvoices", **fields))["items"]]

    async def delete_invoice(self, invoice_id: int) -> bool:
        """Takes an invoice back."""
        return bool(await self._call("deleteInvoice", invoice_id=invoice_id))

    async def _call(self, method: str, **fields: Any) -> Any:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, functools.partial(self._post, method, fields))

    def _post(self, method: str, fields: Any) -> Any:
        request = urllib.request.Request(
            f"{self.api_server}/api/{method}",
            data=json.dumps(fields).encode("utf-8"),
            headers={"Content-Type": "application/json", "Crypto-Pay-API-Token": self._token},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            # The API says what is wrong in the body of a 4xx.
            answer = json.load(error)
        if not answer["ok"]:
            raise CryptoPayError(answer["error"]["code"], answer["error"]["name"])
        return answer["result"]
