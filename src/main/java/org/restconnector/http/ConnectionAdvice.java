package org.restconnector.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says of a connection that broke what to do about it, where that is known. */
final class ConnectionAdvice {
    private static final Pattern REFUSED = Pattern.compile("bad_certificate|certificate_required|handshake_failure");

    private ConnectionAdvice() {}

    /** What goes after the fault's own words; empty if nothing is known. */
    static String of(IOException fault, Request request) {
        Network network = request.network();
        String through = network.proxy()
                .map(proxy -> " (through the proxy " + proxy.toHostString() + ")")
                .orElse("");
        boolean secure = "https".equalsIgnoreCase(request.url().getScheme());
        return through + (secure ? tls(fault, network.tls()) : "");
    }

    private static String tls(IOException fault, Optional<TlsSettings> tls) {
        String key = "connector.tls." + tls.map(TlsSettings::toString).orElse("NAME");
        String how = tls.isPresent() ? "" : ", with tls: NAME";
        if (fault instanceof SSLPeerUnverifiedException) {
            return ": the certificate is not for this host; use the name that it is for in url";
        }
        if (has(fault, CertificateExpiredException.class)) {
            return ": the server's certificate has expired";
        }
        if (has(fault, CertPathBuilderException.class) || has(fault, CertificateException.class)) {
            return ": the server's certificate is not trusted; if it should be, put it or its issuer into the file of "
                    + key + ".trustStore" + how;
        }
        boolean refused = fault instanceof SSLException
                && REFUSED.matcher(String.valueOf(fault.getMessage())).find();
        // some servers just hang up on whoever shows no certificate
        boolean hungUp = tls.isPresent() && !tls.get().showsKey() && isHangUp(fault);
        return refused || hungUp
                ? ": the server may want a certificate of ours that it trusts; its file is " + key + ".keyStore" + how
                : "";
    }

    private static boolean isHangUp(IOException fault) {
        return fault instanceof SSLException
                || fault instanceof SocketException && !(fault instanceof ConnectException)
                || fault instanceof NoHttpResponseException;
    }

    private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
