"""Frames of proto/hook.proto, encoded by hand: protobuf's library is nothing that a guest may import.

The tests decode these bytes with the generated codec, so the field numbers here can't drift from the .proto file.
"""

__all__ = ["MAX_FRAME_BYTES", "Strings", "activity", "frame", "hello", "repeat", "report"]

# The agent refuses longer frames. A report is closed well below it, so that one more activity always fits.
MAX_FRAME_BYTES = 65536

_VARINT, _FIXED64, _BYTES = 0, 1, 2


def _varint(out: bytearray, number: int) -> None:
    """Append an unsigned integer, 7 bits a byte, lowest first."""
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _uint(out: bytearray, field: int, number: int) -> None:
    """A uint32 field; 0 is proto3's default and takes no room."""
    if number > 0:
        _varint(out, field << 3 | _VARINT)
        _varint(out, number & 0xFFFFFFFF)


def _bytes(out: bytearray, field: int, content: "bytes | bytearray") -> None:
    _varint(out, field << 3 | _BYTES)
    _varint(out, len(content))
    out += content


def _text(out: bytearray, field: int, text: str) -> None:
    if text:
        _bytes(out, field, text.encode("utf-8", "replace"))


def _double(out: bytearray, field: int, number: float) -> None:
    """A positive double, to 1/1024: `struct` is an extension module that a bare interpreter hasn't loaded."""
    scaled = int(number * 1024)
    if scaled <= 0:
        return
    exponent = scaled.bit_length() - 1
    shift = 52 - exponent
    mantissa = scaled << shift if shift >= 0 else scaled >> -shift
    bits = (exponent - 10 + 1023) << 52 | (mantissa & (1 << 52) - 1)
    _varint(out, field << 3 | _FIXED64)
    out += bits.to_bytes(8, "little")


class Strings:
    """The string table of one report: each text stands in it once, and is named by its index."""

    __slots__ = ("_index", "encoded", "known")

    def __init__(self) -> None:
        self._index: "dict[str, int]" = {"": 0}
        self.known = self._index.get  # the index of a text, or None
        self.encoded = bytearray()
        _bytes(self.encoded, 1, b"")

    def index(self, text: str) -> int:
        """The index of a text, which is added to the table where it is new."""
        number = self._index.get(text)
        if number is None:
            number = self._index[text] = len(self._index)
            _bytes(self.encoded, 1, text.encode("utf-8", "replace"))
        return number


def activity(strings: Strings, entry: "tuple") -> bytearray:
    """An Activity from link.Link's tuple (see there)."""
    number, operation, at_ms, target, ip, port, via, access, other, segments = entry
    out = bytearray()
    _uint(out, 1, number)
    _uint(out, 2, operation)
    _double(out, 3, at_ms)
    _uint(out, 4, strings.index(target))
    _uint(out, 5, strings.index(ip))
    _uint(out, 6, port)
    _uint(out, 7, strings.index(via))
    _uint(out, 8, access)
    _uint(out, 9, strings.index(other))
    known, index = strings.known, strings.index
    for cause, frames in segments:
        packed = bytearray()
        append = packed.append
        for file, function, line, flags in frames:
            # Nearly every text is in the table by now, and most numbers are of one byte.
            for number in (known(file) or index(file), known(function) or index(function), line or 0, flags):
                if number < 128:
                    append(number)
                else:
                    _varint(packed, number)
        segment = bytearray()
        _uint(segment, 1, cause)
        _bytes(segment, 2, packed)
        _bytes(out, 10, segment)
    return out


def repeat(number: int, count: int, last_ms: float) -> bytearray:
    """A Repeat."""
    out = bytearray()
    _uint(out, 1, number)
    _uint(out, 2, count)
    _double(out, 3, last_ms)
    return out


def report(strings: Strings, activities: "list[bytearray]", repeats: "list[bytearray]", lost: int) -> bytes:
    """A whole frame that carries a Report, its length before it."""
    out = strings.encoded
    for entry in activities:
        _bytes(out, 2, entry)
    for entry in repeats:
        _bytes(out, 3, entry)
    _uint(out, 4, lost)
    return frame(2, out)


def hello(fields: "dict[int, object]") -> bytes:
    """A whole frame that carries a Hello: field number → int, float, str, or a list of str or int."""
    out = bytearray()
    for field, value in fields.items():
        if isinstance(value, float):
            _double(out, field, value)
        elif isinstance(value, int):
            _uint(out, field, value)
        elif isinstance(value, str):
            _text(out, field, value)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, int):
                    _uint(out, field, one)
                else:
                    _bytes(out, field, one.encode("utf-8", "replace"))
    return frame(1, out)


def frame(field: int, body: "bytes | bytearray") -> bytes:
    """A Frame with its length before it, as it goes on the socket."""
    message = bytearray()
    _bytes(message, field, body)
    out = bytearray()
    _varint(out, len(message))
    return bytes(out + message)
