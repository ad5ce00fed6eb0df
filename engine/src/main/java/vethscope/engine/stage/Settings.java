package vethscope.engine.stage;

import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Hook;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Route;
import vethscope.engine.network.Sysctls;
import vethscope.engine.packet.Family;
import vethscope.engine.packet.Packet;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;

/// What decides without a table: sysctls, addresses and properties of devices, sockets that wait.
public final class Settings {

    private Settings() {}

    /// A sysctl, as `sysctl` prints it.
    record OfSysctls(Sysctls.Setting setting) implements Entry {

        @Override
        public Sentence origin() {
            return Entry.by(setting.author());
        }

        @Override
        public String toString() {
            return setting.key() + " = " + setting.value();
        }
    }

    /// The policy of a built-in chain, which no rule came before.
    record OfPolicies(Hook hook) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.chain-policy", hook);
        }

        @Override
        public String toString() {
            return hook + " policy ACCEPT";
        }
    }

    /// An address of a device, in the words of `ip -o address`.
    record OfAddresses(String dev, Ip ip) implements Entry {

        @Override
        public Sentence origin() {
            return ip.isLinkLocal() && ip.v6()
                    ? Sentence.of("origin.link-local", dev)
                    : Sentence.of("origin.device", dev);
        }

        @Override
        public String toString() {
            return dev + " " + (ip.v6() ? "inet6 " : "inet ") + ip;
        }
    }

    /// The hardware address that a bridge takes for its own, as `bridge fdb` prints it.
    record OfBridges(String bridge, Mac mac) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.device", bridge);
        }

        @Override
        public String toString() {
            return mac + " dev " + bridge + " master " + bridge + " permanent";
        }
    }

    /// Whether a port sends frames back out of itself, in the words of `bridge -d link`.
    record OfPorts(String port, boolean hairpin) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.port", port);
        }

        @Override
        public String toString() {
            return port + " hairpin " + (hairpin ? "on" : "off");
        }
    }

    /// How much a device carries, in the words of `ip link`.
    record OfDevices(String dev, int mtu) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.device", dev);
        }

        @Override
        public String toString() {
            return dev + " mtu " + mtu;
        }
    }

    /// What an ICMP error told about a path, in the words of `ip route get`.
    record OfPaths(Ip to, int mtu) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.path", to);
        }

        @Override
        public String toString() {
            return to + " cache mtu " + mtu;
        }
    }

    /// A client's socket, in the words of `ss -n`.
    record OfClients(ClientSocket client) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.client", client.netns());
        }

        @Override
        public String toString() {
            return client.protocol().hasPorts()
                    ? client.protocol().lower() + " " + Packet.at(client.local(), client.port()) + " "
                            + Packet.at(client.remote(), client.remotePort())
                    : client.protocol().lower() + " " + client.local() + " " + client.remote();
        }
    }

    /// What limits the length of a packet that leaves by a device: the route, the device, or an ICMP error of before.
    static Entry mtu(Kernel kernel, Skb skb, String dev) {
        Route route = skb.route();
        int device = kernel.netns().mtu(dev, 0);
        int given = route == null || route.mtu() == 0 ? device : route.mtu();
        Ip to = skb.packet().destination();
        Integer learned =
                skb.in() == null ? kernel.world().pathMtu().to(kernel.netns().id(), to) : null;
        if (learned != null && Math.max(learned, Family.of(to).smallestMtu()) < given) {
            return new OfPaths(to, learned);
        }
        return route == null || route.mtu() == 0 ? new OfDevices(dev, device) : new Entries.OfRoutes(route);
    }

    /// How much the far end of a cable takes.
    public static Entry mtu(Netns at, Interface device) {
        return new OfDevices(at.name() + " " + device.name(), device.mtu());
    }

    static @Nullable Entry client(@Nullable ClientSocket client) {
        return client == null ? null : new OfClients(client);
    }
}
