"""Computes token-v1.json with Python's cryptography and hmac from the description of the format alone, independently of the package."""
import base64, datetime, hashlib, hmac, json, pathlib
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MATERIAL = bytes(range(32))


def derive(label: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=label.encode()).derive(MATERIAL)


KEY_ID = derive("veilkit/v1/core/key-id/pseudonymize", 4)


def text(kind: int, body: bytes) -> str:
    return base64.urlsafe_b64encode(bytes([kind]) + KEY_ID + body).rstrip(b"=").decode()


def hmac_token(domain: str, form: str, value: str) -> str:
    key = derive(f"veilkit/v1/pseudonymize/hmac/{domain}/{form}.1", 32)
    return text(1, hmac.new(key, value.encode(), hashlib.sha256).digest()[:16])


def siv_token(domain: str, form: str, value: str) -> str:
    label = f"veilkit/v1/pseudonymize/siv/{domain}/{form}.1"
    data, size = value.encode(), 32
    while size <= len(data):
        size *= 2
    padded = data + b"\x80" + bytes(size - len(data) - 1)
    return text(2, AESSIV(derive(label, 64)).encrypt(padded, [bytes([2]) + KEY_ID, label.encode()]))


def shift(context: str, max_days: int, subject: str, date: str) -> str:
    key = derive(f"veilkit/v1/pseudonymize/date-shift/{context}/days.{max_days}", 32)
    number = int.from_bytes(hmac.new(key, subject.encode(), hashlib.sha256).digest()[:16], "big") % (2 * max_days)
    days = number - max_days if number < max_days else number - max_days + 1
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days)).isoformat()


TEXTS = ["", "17", "ada@example.org", "Ærlig Ødegård", "名前", "x" * 31, "x" * 32, "👩‍💻" * 40]
CASES = [("analytics", "exact"), ("crm", "exact"), ("crm", "nfc")]
SUBJECTS = [("17", "1990-05-01"), ("18", "2024-02-29"), ("名前", "0101-01-01"), ("x", "1999-12-31")]
golden = {
    "about": "Token format 1 and the date shift, under key material 00 01 … 1f. Frozen: a change is a new format.",
    "material": MATERIAL.hex(),
    "keyId": KEY_ID.hex(),
    "tokens": [
        {"domain": domain, "canonical": form, "value": value, "hmac": hmac_token(domain, form, value), "siv": siv_token(domain, form, value)}
        for domain, form in CASES for value in TEXTS
    ],
    "shifts": [
        {"domain": domain, "maxDays": days, "subject": who, "date": date, "shifted": shift(f"{domain}/exact.1" if domain else "-/visits", days, who, date)}
        for domain in (None, "crm") for days in (1, 90, 365) for who, date in SUBJECTS
    ],
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden, ensure_ascii=False, indent="\t") + "\n")
