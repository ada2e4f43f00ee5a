"""What goes wrong with a server's certificate or TLS, in words; nothing here makes up for it."""

import ssl

# By OpenSSL's X509_V_ERR_* number: https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/
_CERTIFICATE = {
    9: "its certificate is not valid yet (is this computer's clock right?)",
    10: "its certificate has expired",
    18: "its certificate is self-signed",
    19: "its certificate comes from an authority of its own",
    20: "its certificate leads to no known authority (an intermediate certificate may be missing)",
    21: "its certificate leads to no known authority (an intermediate certificate may be missing)",
    23: "its certificate was revoked",
    62: "its certificate is for another host",
    64: "its certificate is for another address",
}
_HANDSHAKE = {
    "UNSUPPORTED_PROTOCOL": "its TLS is too old to be safe",
    "TLSV1_ALERT_PROTOCOL_VERSION": "its TLS is too old to be safe",
    "WRONG_VERSION_NUMBER": "it does not speak TLS there",
    "RECORD_LAYER_FAILURE": "it does not speak TLS there",
    "HTTP_REQUEST": "it does not speak TLS there",
}


def tls_reason(error: ssl.SSLError) -> str:
    """Return one clause that says what is wrong, made of nothing that the server sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(
            error.verify_code, f"its certificate is not valid (OpenSSL's error {error.verify_code})"
        )
    return _HANDSHAKE.get(error.reason or "", "TLS could not be agreed on with it")
