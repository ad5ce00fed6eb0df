package vethscope.engine.network;

import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// One line of `ip route show table all`.
///
/// @param via next hop; null: the destination is on the link
/// @param dev output device; null for routes that lead nowhere
/// @param src preferred source address
/// @param metric smaller wins among equal prefixes
/// @param mtu bytes that the way takes; 0: as many as the device
public record Route(
        Type type,
        Cidr destination,
        @Nullable Ip via,
        @Nullable String dev,
        @Nullable Ip src,
        int metric,
        boolean onlink,
        Origin author,
        int mtu) {

    /// A route as large as its device.
    public Route(
            Type type,
            Cidr destination,
            @Nullable Ip via,
            @Nullable String dev,
            @Nullable Ip src,
            int metric,
            boolean onlink,
            Origin author) {
        this(type, destination, via, dev, src, metric, onlink, author, 0);
    }

    public static final int LOCAL = 255;
    public static final int MAIN = 254;
    public static final int DEFAULT = 253;

    public enum Type {
        UNICAST,
        LOCAL,
        BROADCAST,
        BLACKHOLE,
        UNREACHABLE,
        PROHIBIT,
        THROW
    }

    public Route withMetric(int metric) {
        return new Route(type, destination, via, dev, src, metric, onlink, author, mtu);
    }

    /// As `ip route` prints it: `10.244.2.0/24 via 10.0.0.1 dev eth0`, `default via …`, `blackhole 10.9.0.0/16`.
    @Override
    public String toString() {
        var text = new StringBuilder(type == Type.UNICAST ? "" : type.name().toLowerCase(java.util.Locale.ROOT) + " ");
        text.append(
                destination.prefix() == 0
                        ? "default"
                        : destination.prefix() == destination.ip().bits() ? destination.ip() : destination);
        if (via != null) {
            text.append(" via ").append(via);
        }
        if (dev != null) {
            text.append(" dev ").append(dev);
        }
        if (via == null && type == Type.UNICAST) {
            text.append(" scope link");
        }
        if (src != null) {
            text.append(" src ").append(src);
        }
        if (metric != 0) {
            text.append(" metric ").append(metric);
        }
        if (mtu != 0) {
            text.append(" mtu ").append(mtu);
        }
        return onlink ? text.append(" onlink").toString() : text.toString();
    }
}
