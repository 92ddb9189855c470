"""What a browser may do with the pages of this product, as its headers and cookies tell it."""

from typing import Final

DIRECTIVES: Final[dict[str, list[str]]] = {
    "default-src": ["'self'"],
    "script-src": ["'self'"],
    # The hash is of `return false`, the one attribute that the grid sets on its corner cell.
    "script-src-attr": ["'unsafe-hashes'", "'sha256-GZIcz60Uwd6wT3vaYke/atSr53TehbYAPepOa3d03Vw='"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "form-action": ["'self'"],
}

HEADERS: Final[dict[str, str]] = {
    # The grid copies to and pastes from the clipboard; nothing else of the machine is wanted.
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), "
    "midi=(), display-capture=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def cookie_name(name: str, *, secure: bool) -> str:
    """Name a cookie so that, where TLS is on, no other host and no plain connection can plant one in its place."""
    return f"__Host-{name}" if secure else name
