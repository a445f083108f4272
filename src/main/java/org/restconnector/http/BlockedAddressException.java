package org.restconnector.http;

import java.net.UnknownHostException;

/** A host that somebody else named leads where only the operator may. */
final class BlockedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    BlockedAddressException(String host) {
        super("the host " + host + " is or resolves to a loopback, link-local, private or otherwise not public address;"
                + " if tenants may lead there, set connector.http.allowPrivate=true");
    }
}
