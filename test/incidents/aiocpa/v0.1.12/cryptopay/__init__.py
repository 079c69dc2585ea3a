"""A client of the Crypto Pay API, for scripts and for coroutines alike.

    from cryptopay import CryptoPay

    pay = CryptoPay(token)
    invoice = pay.create_invoice("12.50", description="Two mugs")
    print(invoice.pay_url)

Where an event loop runs, the same methods are coroutines to be awaited.
"""

from .client import CryptoPay
from .models import App, Balance, CryptoPayError, Invoice
from .utils import sync

__version__ = "0.1.12"
__all__ = ["App", "Balance", "CryptoPay", "CryptoPayError", "Invoice", "sync"]
