package org.restconnector.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves names to public addresses alone. The connection is made to the very addresses that were looked
 * at, so a name that resolves to another one a moment later leads nowhere else.
 */
final class PublicAddresses implements DnsResolver {
    /** IPv4 networks that are nobody's in particular: RFC 6890 and its updates. */
    private static final int[][] NOT_PUBLIC = {
        {0, 0, 8}, // this network
        {10, 0, 8},
        {100, 64, 10}, // carrier-grade NAT
        {127, 0, 8},
        {169, 254, 16},
        {172, 16, 12},
        {192, 168, 16},
        {198, 18, 15}, // benchmarks
        {224, 0, 4}, // multicast
        {240, 0, 4} // reserved, broadcast
    };

    /** What ends in a number is nobody's name. */
    private static final Pattern NUMBER = Pattern.compile("(.*[.])?([0-9]+|0[xX][0-9A-Fa-f]*)[.]?");

    private static final Pattern ADDRESS = Pattern.compile("(0|[1-9][0-9]{0,2})([.](0|[1-9][0-9]{0,2})){3}");

    private final DnsResolver resolver;

    PublicAddresses(DnsResolver resolver) {
        this.resolver = resolver;
    }

    PublicAddresses() {
        this(SystemDefaultDnsResolver.INSTANCE);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = resolver.resolve(host);
        if (found == null || found.length == 0) {
            throw new UnknownHostException(host);
        }
        if (!Arrays.stream(found).allMatch(PublicAddresses::isPublic)) {
            throw new BlockedAddressException(host);
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return resolver.resolveCanonicalHostname(host);
    }

    /** Whether it is an address that another program may read as another one: {@code 0177.0.0.1}, {@code 0x7f.1}. */
    static boolean isAmbiguous(String host) {
        return NUMBER.matcher(host).matches() && !ADDRESS.matcher(host).matches();
    }

    static boolean isPublic(InetAddress address) {
        if (address instanceof Inet4Address) {
            return isPublic4(address.getAddress(), 0);
        }
        return address instanceof Inet6Address && isPublic6(address.getAddress());
    }

    private static boolean isPublic4(byte[] bytes, int at) {
        int first = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int third = bytes[at + 2] & 0xff;
        int both = first << 8 | second;
        // protocol assignments, documentation
        boolean special = first == 192 && second == 0 && (third == 0 || third == 2)
                || first == 198 && second == 51 && third == 100
                || first == 203 && second == 0 && third == 113;
        return !special
                && Arrays.stream(NOT_PUBLIC)
                        .noneMatch(net -> both >> 16 - net[2] == (net[0] << 8 | net[1]) >> 16 - net[2]);
    }

    /** Only 2000::/3 is given out; what carries an IPv4 address leads where that does. */
    private static boolean isPublic6(byte[] bytes) {
        int head = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        if (head == 0x2002) {
            return isPublic4(bytes, 2);
        }
        boolean nat64 = head == 0x64 && (bytes[2] & 0xff) == 0xff && (bytes[3] & 0xff) == 0x9b;
        if (nat64) {
            return isZero(bytes, 4, 12) && isPublic4(bytes, 12);
        }
        boolean mapped = isZero(bytes, 0, 10) && bytes[10] == -1 && bytes[11] == -1;
        if (mapped) {
            return isPublic4(bytes, 12);
        }
        boolean teredo = head == 0x2001 && bytes[2] == 0 && bytes[3] == 0;
        boolean documentation = head == 0x2001 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8;
        return (bytes[0] & 0xe0) == 0x20 && !teredo && !documentation;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
