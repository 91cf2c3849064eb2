package io.staffetta.server.outbound;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses, perhaps of one port: {@code 10.0.0.0/8}, {@code 127.0.0.1:3000}, {@code [::1]:3000}.
 *
 * @param network its first address
 * @param prefix how many leading bits all its addresses share with it
 * @param port the only port meant; 0 for all
 */
record AddressBlock(InetAddress network, int prefix, int port) {

    /** Digits and colons only, so that no name is ever looked up. */
    private static final Pattern WRITTEN = Pattern.compile(
            "(?:\\[([0-9a-fA-F:.]+)]|([0-9a-fA-F:]*:[0-9a-fA-F:.]*)|([0-9.]+))(?:/(\\d{1,3}))?(?::(\\d{1,5}))?");

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is none
     */
    static AddressBlock of(String written) {
        Matcher parts = WRITTEN.matcher(written.strip());
        if (!parts.matches()) {
            throw unreadable(written);
        }
        String literal =
                parts.group(1) != null ? parts.group(1) : parts.group(2) != null ? parts.group(2) : parts.group(3);
        InetAddress network = literal(literal, written);
        int bits = network.getAddress().length * 8;
        int prefix = parts.group(4) == null ? bits : Integer.parseInt(parts.group(4));
        int port = parts.group(5) == null ? 0 : Integer.parseInt(parts.group(5));
        if (prefix > bits || port > 65_535) {
            throw unreadable(written);
        }
        return new AddressBlock(network, prefix, port);
    }

    private static InetAddress literal(String literal, String written) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException unreadable = unreadable(written);
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    boolean holds(InetAddress address, int atPort) {
        return (port == 0 || port == atPort) && holds(address);
    }

    boolean holds(InetAddress address) {
        byte[] ours = network.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static IllegalArgumentException unreadable(String written) {
        return new IllegalArgumentException(
                "\"" + written + "\" is no block of addresses such as 10.0.0.0/8 or 127.0.0.1:3000");
    }
}
