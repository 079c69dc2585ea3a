"""Says what kinds of things a source file does, by its syntax tree: PATH → {"kinds": {KIND: [[WHAT, LINE], …]}}.

Only kinds that a review of an upgrade asks about, each thing once a file and at most MAX_PER_KIND of a kind. It names
functions and hosts, never contents. Nothing that is read is ever executed.
"""

import ast
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bounds  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Optional, Tuple

MAX_BYTES = 2 * 1024 * 1024
MAX_PER_KIND = 20
MAX_NAME = 120
# Shorter ones are hashes, keys and identifiers, and are everywhere.
MIN_ENCODED = 256
MIN_HIDING = 150
MAX_SHAPE = 4

# A name ends a thing that is looked for, or (with a dot at its end) begins any number of them.
KINDS = {
    "network": (
        "socket.socket socket.create_connection socket.getaddrinfo socket.gethostbyname socket.create_server"
        " _socket.socket ssl.SSLContext.wrap_socket asyncio.open_connection asyncio.start_server"
        " urllib.request.urlopen urllib.request.urlretrieve urllib.request.Request urllib.request.build_opener"
        " http.client.HTTPConnection http.client.HTTPSConnection http.server.HTTPServer socketserver."
        " ftplib.FTP ftplib.FTP_TLS smtplib.SMTP smtplib.SMTP_SSL poplib. imaplib. nntplib. telnetlib."
        " xmlrpc.client.ServerProxy urllib2.urlopen"
        " requests.get requests.post requests.put requests.patch requests.delete requests.head requests.request"
        " requests.session requests.Session requests.sessions.Session"
        " httpx.get httpx.post httpx.put httpx.patch httpx.delete httpx.head httpx.request httpx.stream httpx.Client"
        " httpx.AsyncClient aiohttp.ClientSession aiohttp.request urllib3.PoolManager urllib3.ProxyManager"
        " urllib3.HTTPConnectionPool urllib3.HTTPSConnectionPool urllib3.request websocket.create_connection"
        " websocket.WebSocketApp websockets.connect websockets.serve paramiko.SSHClient paramiko.Transport"
        " pycurl.Curl grpc.insecure_channel grpc.secure_channel dns.resolver. boto3.client boto3.resource"
        " telegram.Bot telebot.TeleBot telethon.TelegramClient pyrogram.Client discord.Webhook discord.Client"
        " slack_sdk.WebClient slack_sdk.webhook.WebhookClient"
    ),
    "process": (
        "subprocess. os.system os.popen os.posix_spawn os.posix_spawnp os.startfile pty.spawn"
        " os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe"
        " os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe"
        " asyncio.create_subprocess_exec asyncio.create_subprocess_shell"
    ),
    "native-call": "ctypes. cffi.FFI _ctypes.",
    "dynamic-code": "marshal.loads marshal.load runpy.run_path runpy.run_module",
}
# Of these modules, what is no call out.
HARMLESS = re.compile(
    r"^(subprocess\.(\w*Error|PIPE|STDOUT|DEVNULL|TimeoutExpired|list2cmdline)|ctypes\.(util|c_|sizeof))"
)
EXACT = {name: kind for kind, names in KINDS.items() for name in names.split() if not name.endswith(".")}
BEGINNINGS = tuple((name, kind) for kind, names in KINDS.items() for name in names.split() if name.endswith("."))
BUILT = frozenset(("exec", "eval", "compile", "execfile"))

HOST = re.compile(
    r"^(?:https?|wss?|ftp|tcp)://(?:[^/@\s]*@)?([A-Za-z0-9.-]+\.[A-Za-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?:[:/?#]|$)"
)
# base64 in both alphabets, base32, hexadecimal, and what escapes are written with.
ENCODED = re.compile(r"^[A-Za-z0-9+/=_\\-]+$")


class Facts:
    def __init__(self) -> None:
        self.kinds = {}  # type: Dict[str, Dict[str, int]]

    def add(self, kind: str, what: str, line: int) -> None:
        known = self.kinds.setdefault(kind, {})
        if len(known) < MAX_PER_KIND:
            known.setdefault(what[:MAX_NAME], line)

    def told(self) -> "Dict[str, List[Tuple[str, int]]]":
        return {kind: sorted(what.items(), key=lambda item: item[1]) for kind, what in self.kinds.items()}


def aliases_of(tree: ast.AST) -> "Dict[str, str]":
    """What each imported name stands for, wherever in the file it is imported."""
    aliases = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                aliases[name.asname or name.name.split(".")[0]] = name.name if name.asname else name.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for name in node.names:
                aliases[name.asname or name.name] = "%s.%s" % (node.module, name.name)
    return aliases


def text_of(node: "Optional[ast.AST]") -> "Optional[str]":
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def dotted(node: ast.AST, aliases: "Dict[str, str]") -> "Optional[str]":
    """The full name of what an expression names: zlib.decompress, however zlib was got hold of."""
    parts = []  # type: List[str]
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif (
            isinstance(node, ast.Call)
            and len(node.args) > 1
            and is_name(node.func, "getattr")
            and text_of(node.args[1])
        ):
            parts.append(text_of(node.args[1]) or "")
            node = node.args[0]
        else:
            break
    if isinstance(node, ast.Name):
        parts.append(aliases.get(node.id, node.id))
    elif isinstance(node, ast.Call) and node.args and text_of(node.args[0]):
        name = dotted(node.func, aliases) or ""
        if name not in ("__import__", "builtins.__import__", "importlib.import_module", "importlib.__import__"):
            return None
        parts.append(text_of(node.args[0]) or "")
    else:
        return None
    return ".".join(reversed(parts))


def is_name(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def kind_of(name: str) -> "Optional[str]":
    kind = EXACT.get(name)
    if kind is None:
        kind = next((kind for start, kind in BEGINNINGS if name.startswith(start)), None)
    return None if kind is None or HARMLESS.match(name) else kind


def shape_of(node: ast.AST, aliases: "Dict[str, str]", depth: int = 0) -> str:
    """How a string is built that is executed: zlib.decompress(base64.b64decode(…))."""
    while isinstance(node, ast.Subscript):
        node = node.value
    if not isinstance(node, ast.Call) or depth == MAX_SHAPE:
        return "…"
    name = dotted(node.func, aliases)
    if name is None and isinstance(node.func, ast.Attribute):
        name = "." + node.func.attr
        inner = node.func.value  # type: ast.AST
    else:
        inner = node.args[0] if node.args else node
    return "%s(%s)" % (name or "…", "" if inner is node else shape_of(inner, aliases, depth + 1))


def is_encoded(value: "str | bytes") -> bool:
    if len(value) < MIN_ENCODED:
        return False
    if isinstance(value, bytes):
        odd = sum(1 for byte in value[:4096] if byte < 9 or byte > 126)
        if odd > min(len(value), 4096) / 5:
            return True
        value = value.decode("latin-1")
    head = value[:4096]
    # A long path, identifier or line of dashes has few different characters, and a sentence has spaces.
    return ENCODED.match(head) is not None and len(set(head)) >= 16 and any(map(str.isdigit, head))


def look_at_call(node: ast.Call, aliases: "Dict[str, str]", facts: Facts) -> None:
    name = dotted(node.func, aliases) or ""
    plain = name[len("builtins.") :] if name.startswith("builtins.") else name
    if plain in BUILT and node.args:
        argument = node.args[0]
        value = argument.value if isinstance(argument, ast.Constant) else None
        if value is None or (isinstance(value, (str, bytes)) and len(value) >= MIN_ENCODED):
            facts.add("dynamic-code", "%s(%s)" % (plain, shape_of(argument, aliases)), node.lineno)
    if name in ("types.CodeType", "types.FunctionType"):
        facts.add("dynamic-code", "%s(…)" % name, node.lineno)
    if name.endswith("setup") and any(keyword.arg == "cmdclass" for keyword in node.keywords):
        facts.add("install-hook", "setup(cmdclass=…)", node.lineno)


def look_at_literal(node: ast.Constant, facts: Facts) -> None:
    value = node.value
    if isinstance(value, str):
        host = HOST.match(value[:512])
        if host is not None:
            facts.add("host", host.group(1).lower(), node.lineno)
    if isinstance(value, (str, bytes)) and is_encoded(value):
        facts.add(
            "encoded-literal",
            "%d %s" % (len(value), "bytes" if isinstance(value, bytes) else "characters"),
            node.lineno,
        )


def is_byte_list(node: ast.AST) -> bool:
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    return len(elements) >= MIN_ENCODED and all(
        isinstance(each, ast.Constant) and isinstance(each.value, int) and 0 <= each.value < 256 for each in elements
    )


def documentation(tree: ast.AST) -> "set[int]":
    """The strings that stand for themselves: they are read by people."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def look_at_lines(source: bytes, facts: Facts) -> None:
    for number, line in enumerate(source.split(b"\n"), 1):
        if len(line) <= MIN_HIDING:
            continue
        wide = re.search(rb"[;\w)\]}\"'][ \t]{%d,}[;\w]" % MIN_HIDING, line)
        if wide is not None:
            facts.add("hidden-code", "code far to the right", number)


def facts_of(source: bytes) -> Facts:
    facts = Facts()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        facts.add("unreadable", type(error).__name__, getattr(error, "lineno", None) or 1)
        return facts
    look_at_lines(source, facts)
    aliases = aliases_of(tree)
    ignored = documentation(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            look_at_call(node, aliases, facts)
        elif isinstance(node, ast.Constant):
            if id(node) not in ignored:
                look_at_literal(node, facts)
        elif is_byte_list(node):
            facts.add("encoded-literal", "a list of bytes", getattr(node, "lineno", 1))
        if isinstance(node, (ast.Attribute, ast.Name)) and isinstance(node.ctx, ast.Load):
            name = dotted(node, aliases)
            kind = None if name is None else kind_of(name)
            if name is not None and kind is not None:
                facts.add(kind, name, node.lineno)
    return facts


def answer(path: str) -> "Dict[str, object]":
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as file:
        source = file.read(MAX_BYTES + 1)
    if len(source) > MAX_BYTES:
        return {"kinds": {"unreadable": [["more than %d bytes" % MAX_BYTES, 1]]}}
    return {"kinds": facts_of(source).told()}


if __name__ == "__main__":
    bounds.serve(answer)
