package dev.atelier.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells the addresses of the public internet from those that only we could reach: whoever gives us an address must not use our
 * place in the network. Judges numbers, never names, so that no way of writing an address gets round it.
 */
final class AddressGuard {
    private static final List<Block> LINK_LOCAL = List.of(new Block(v4(169, 254), 16), new Block(v6(0xfe80), 10));
    private static final List<Block> PRIVATE = List.of(new Block(v4(10), 8), new Block(v4(127), 8),
            new Block(v4(172, 16), 12), new Block(v4(192, 168), 16), new Block(v4(100, 64), 10),
            new Block(v6(0, 0, 0, 0, 0, 0, 0, 1), 128), new Block(v6(0xfc00), 7));
    /** Of clouds, outside the blocks above: Azure's host, and Amazon's metadata over IPv6. */
    private static final List<Block> METADATA = List.of(new Block(v4(168, 63, 129, 16), 32),
            new Block(v6(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254), 128), new Block(v4(100, 100, 100, 200), 32));
    private static final List<Block> RESERVED_V4 = List.of(new Block(v4(0), 8), new Block(v4(192, 0, 0), 24),
            new Block(v4(192, 0, 2), 24), new Block(v4(192, 88, 99), 24), new Block(v4(198, 18), 15),
            new Block(v4(198, 51, 100), 24), new Block(v4(203, 0, 113), 24), new Block(v4(224), 3));
    /** Inside {@link #GLOBAL_V6}: protocols (with Teredo, which embeds addresses), documentation. */
    private static final List<Block> RESERVED_V6 = List.of(new Block(v6(0x2001), 23), new Block(v6(0x2001, 0xdb8), 32),
            new Block(v6(0x3fff), 20));
    private static final Block GLOBAL_V6 = new Block(v6(0x2000), 3);
    private static final Block SIX_TO_FOUR = new Block(v6(0x2002), 16);
    private static final Block NAT64 = new Block(v6(0x64, 0xff9b), 96);
    private static final Block MAPPED = new Block(v6(0, 0, 0, 0, 0, 0xffff), 96);

    private final boolean allowPrivate;

    AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** Why nobody is to be connected to this address; empty when it is all right. */
    Optional<String> objection(InetAddress address) {
        return address instanceof Inet4Address
                ? objectionV4(address.getAddress())
                : objectionV6(address.getAddress());
    }

    private Optional<String> objectionV4(byte[] address) {
        return local(address).or(() -> any(RESERVED_V4, address) ? reserved() : Optional.empty());
    }

    private Optional<String> objectionV6(byte[] address) {
        if (MAPPED.has(address) || NAT64.has(address)) {
            return objectionV4(Arrays.copyOfRange(address, 12, 16));
        }
        if (SIX_TO_FOUR.has(address)) {
            return objectionV4(Arrays.copyOfRange(address, 2, 6));
        }
        // ISATAP: an IPv4 address in the lower half, whatever the upper half says.
        if ((address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe) {
            var embedded = objectionV4(Arrays.copyOfRange(address, 12, 16));
            if (embedded.isPresent()) {
                return embedded;
            }
        }
        if (any(PRIVATE, address) || any(LINK_LOCAL, address)) {
            return local(address);
        }
        return !GLOBAL_V6.has(address) || any(RESERVED_V6, address) ? reserved() : Optional.empty();
    }

    private Optional<String> local(byte[] address) {
        if (any(LINK_LOCAL, address) || any(METADATA, address)) {
            return Optional.of("it leads to a link-local address");
        }
        return !allowPrivate && any(PRIVATE, address) ? Optional.of("it leads into a private network")
                : Optional.empty();
    }

    private static Optional<String> reserved() {
        return Optional.of("it leads to an address that is not on the public internet");
    }

    private static boolean any(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(it -> it.has(address));
    }

    private static byte[] v4(int... parts) {
        var address = new byte[4];
        for (int i = 0; i < parts.length; i++) {
            address[i] = (byte) parts[i];
        }
        return address;
    }

    private static byte[] v6(int... parts) {
        var address = new byte[16];
        for (int i = 0; i < parts.length; i++) {
            address[2 * i] = (byte) (parts[i] >> 8);
            address[2 * i + 1] = (byte) parts[i];
        }
        return address;
    }

    /** The addresses whose first {@code bits} are those of {@code start}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(byte[] start, int bits) {
        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (start[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
