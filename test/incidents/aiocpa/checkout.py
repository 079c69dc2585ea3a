"""A small shop's checkout: adds up a basket, asks the pay API for an invoice, and prints it.

usage: checkout.py [--args 1|2]

CULPRIT_PAY_API is the address of the pay API ("http://127.0.0.1:PORT"), CULPRIT_PAY_TOKEN the shop's token there.
--args says how many positional arguments the client is made with: its token (1, as most programs do; the server goes
by keyword), or its token and its server (2).
"""

import argparse
import os
import sys
import urllib.error
from decimal import Decimal

from cryptopay import CryptoPay, CryptoPayError

BASKET = [("mug", 2, Decimal("12.50")), ("tea, 250 g", 1, Decimal("8.90"))]
DECOY_TOKEN = "12345:CULPRIT-DECOY-SHOP"


def make_client(positional, token, server):
    if positional == 2:
        return CryptoPay(token, server)
    return CryptoPay(token, api_server=server)


def checkout(pay):
    shop = pay.get_me()
    total = sum((count * price for _, count, price in BASKET), Decimal(0))
    what = ", ".join(f"{count} x {name}" for name, count, _ in BASKET)
    invoice = pay.create_invoice(str(total), description=what)
    print(f"{shop.name}: invoice {invoice.invoice_id} over {invoice.amount} {invoice.asset} for {what}")
    print(f"pay at {invoice.pay_url}")


def main():
    parser = argparse.ArgumentParser(description="Prints an invoice for the basket.")
    parser.add_argument("--args", type=int, choices=(1, 2), default=1, help="positional arguments of the client")
    options = parser.parse_args()
    server = os.environ.get("CULPRIT_PAY_API")
    if not server:
        print("checkout: set CULPRIT_PAY_API to the address of the pay API", file=sys.stderr)
        return 2
    pay = make_client(options.args, os.environ.get("CULPRIT_PAY_TOKEN", DECOY_TOKEN), server)
    try:
        checkout(pay)
    except (CryptoPayError, urllib.error.URLError) as error:
        print(f"checkout: no invoice: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
