package dev.parley.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The proxies whose word about where a request comes from is believed: the gateway, and load balancers.
///
/// The word is `X-Forwarded-For`, to which each proxy adds the address of its own peer. It is believed from its
/// right end, for as long as the one who added the entry is trusted; what stands further left is a claim of the
/// client. It is read rather than `Forwarded` (RFC 7239) because the gateway and the common load balancers write
/// it, and never both: a proxy that knows one hands on the other as the client made it up. Immutable.
public final class TrustedProxies {
    /// Nobody is believed: a request comes from its peer.
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final int MAX_HOPS = 16;

    private final List<Block> blocks;

    private TrustedProxies(List<Block> blocks) {
        this.blocks = blocks;
    }

    /// Addresses in CIDR notation (RFC 4632).
    ///
    /// @param bits that members share with `first`
    private record Block(InetAddress first, int bits) {
        static Block parse(String text) {
            int slash = text.indexOf('/');
            InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int all = first.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("a prefix of " + bits + " bits");
            }
            return new Block(first, bits);
        }

        boolean contains(InetAddress address) {
            byte[] ours = first.getAddress();
            byte[] theirs = address.getAddress();
            int whole = bits / 8;
            if (ours.length != theirs.length || !Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
                return false;
            }
            int mask = 0xFF00 >> (bits % 8) & 0xFF;
            return mask == 0 || (ours[whole] & mask) == (theirs[whole] & mask);
        }
    }

    /// @param blocks addresses or CIDR blocks: `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`. Names are not looked up
    /// @throws IllegalArgumentException naming the first that is none
    public static TrustedProxies of(List<String> blocks) {
        List<Block> parsed = new ArrayList<>();
        for (String text : blocks) {
            try {
                parsed.add(Block.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not an address or CIDR block: " + text, e);
            }
        }
        return new TrustedProxies(List.copyOf(parsed));
    }

    /// Where a request comes from, as far as that is known for certain.
    ///
    /// @param peer the address at the other end of the connection
    /// @param forwardedFor the values of `X-Forwarded-For`, in order
    public String client(String peer, List<String> forwardedFor) {
        if (blocks.isEmpty() || forwardedFor.isEmpty()) {
            return peer;
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        String address = peer;
        for (int i = hops.length - 1; i >= Math.max(0, hops.length - MAX_HOPS) && isTrusted(address); i--) {
            InetAddress hop = parse(hops[i].strip());
            if (hop == null) {
                return address;
            }
            address = hop.getHostAddress();
        }
        return address;
    }

    private boolean isTrusted(String address) {
        InetAddress parsed = parse(address);
        return parsed != null && blocks.stream().anyMatch(block -> block.contains(parsed));
    }

    private static @Nullable InetAddress parse(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
