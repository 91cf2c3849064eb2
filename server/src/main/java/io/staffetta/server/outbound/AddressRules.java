package io.staffetta.server.outbound;

import io.staffetta.wire.OutboundHttp.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Which addresses may be called: those of the public internet, and what the operator allows beyond. All forms of an
 * address are judged as the address that would be connected to.
 */
final class AddressRules {

    /** Everything that is not the public internet: RFC 6890 and its successors. */
    private static final List<AddressBlock> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    // Within the public block of IPv6: tunnels that hide an address of the other kind, and papers.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(AddressBlock::of)
            .toList();

    private static final AddressBlock PUBLIC_IPV6 = AddressBlock.of("2000::/3");

    private final List<AddressBlock> allowed;
    private final Names names;

    /** Finds the addresses behind a name. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    AddressRules(List<AddressBlock> allowed, Names names) {
        this.allowed = List.copyOf(allowed);
        this.names = names;
    }

    /**
     * The addresses to connect to, in order; each of them may be called.
     *
     * @throws Refused if the address is no address to call, or one of those behind it is closed
     * @throws UnknownHostException if there is no such name
     */
    List<InetAddress> admit(URI uri) throws Refused, UnknownHostException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new Refused("it must begin with http:// or https://, name a host, and name no user");
        }
        int port = port(uri);
        List<InetAddress> found = List.of(resolve(uri.getHost()));
        for (InetAddress address : found) {
            if (!open(address, port)) {
                throw new Refused("it leads into a network that this installation does not call;"
                        + " the operator can allow it with staffetta.outbound.allow");
            }
        }
        return found;
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        try {
            return names.resolve(host);
        } catch (IllegalArgumentException e) {
            // Java refuses some spellings of addresses that others take for octal or hexadecimal ones.
            UnknownHostException unknown = new UnknownHostException("not a name");
            unknown.initCause(e);
            throw unknown;
        }
    }

    private boolean open(InetAddress address, int port) {
        if (allowed.stream().anyMatch(block -> block.holds(address, port))) {
            return true;
        }
        boolean ipv6 = address.getAddress().length == 16;
        return (!ipv6 || PUBLIC_IPV6.holds(address)) && CLOSED.stream().noneMatch(block -> block.holds(address));
    }
}
