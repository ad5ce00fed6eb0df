package vethscope.engine.netfilter;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.netfilter.Match.PortRange;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The options of DNAT, SNAT, MASQUERADE and REDIRECT.
final class NatOptions {

    private static final Set<String> WITH_PORTS = Set.of("tcp", "udp", "sctp", "dccp");

    private final boolean v6;
    private final Set<String> flags = new HashSet<>();
    private @Nullable Ip first;
    private @Nullable Ip last;
    private PortRange ports = new PortRange(0, 0);
    private boolean given;
    private @Nullable Cidr network;

    NatOptions(boolean v6) {
        this.v6 = v6;
    }

    boolean accept(String option, Words words, String to, String... known) throws Refusal {
        if (option.equals(to)) {
            String value = words.value(option);
            if (to.equals("--to-ports")) {
                ports = ports(value);
            } else {
                addresses(value);
            }
            given = true;
            return true;
        }
        boolean mine = List.of(known).contains(option);
        if (mine) {
            flags.add(option);
        }
        return mine;
    }

    /// `10.0.0.1-10.0.0.9:80-90`, `:80`, `fd00::1` or `[fd00::1]:80`.
    private void addresses(String text) throws Refusal {
        String host = text;
        int colon =
                text.startsWith("[") ? text.indexOf("]:") + 1 : v6 && !text.startsWith(":") ? -1 : text.indexOf(':');
        if (colon > 0 || text.startsWith(":")) {
            ports = ports(text.substring(colon + 1));
            host = text.substring(0, colon);
        }
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (!host.isEmpty()) {
            int dash = host.indexOf('-');
            first = address(dash < 0 ? host : host.substring(0, dash));
            last = dash < 0 ? first : address(host.substring(dash + 1));
        }
    }

    private static PortRange ports(String text) throws Refusal {
        if (text.isEmpty() || text.startsWith("-") || text.endsWith("-")) {
            throw new Refusal("port.range", text);
        }
        return Names.range(text, '-');
    }

    private Ip address(String text) throws Refusal {
        Optional<Ip> ip = Ip.tryParse(text);
        if (ip.isEmpty() || ip.get().v6() != v6) {
            throw new Refusal("address.family", text, v6 ? "IPv6" : "IPv4");
        }
        return ip.get();
    }

    /// `portaddr` without a protocol that has ports is refused (extensions/libxt_NAT.c).
    void checkPorts(@Nullable String protocol) throws Refusal {
        if (ports.first() > 0 && (protocol == null || !WITH_PORTS.contains(protocol))) {
            throw new Refusal("port.protocol");
        }
    }

    private boolean is(String flag) {
        return flags.contains(flag);
    }

    Target dnat() throws Refusal {
        if (!given) {
            throw new Refusal("target.needs", "DNAT", "--to-destination");
        }
        return new Target.Dnat(first, last, ports.first(), ports.last(), is("--random"), is("--persistent"));
    }

    Target snat() throws Refusal {
        if (first == null || last == null) {
            throw new Refusal("target.needs", "SNAT", "--to-source");
        }
        return new Target.Snat(
                first, last, ports.first(), ports.last(), is("--random"), is("--random-fully"), is("--persistent"));
    }

    /// `10.1.0.0/16`; one address without a prefix.
    boolean network(String text) throws Refusal {
        Cidr cidr = Cidr.tryParse(text)
                .filter(c -> c.v6() == v6)
                .orElseThrow(() -> new Refusal("network.family", text, v6 ? "IPv6" : "IPv4"));
        network = cidr.network();
        return true;
    }

    Target netmap() throws Refusal {
        if (network == null) {
            throw new Refusal("target.needs", "NETMAP", "--to");
        }
        return new Target.Netmap(network);
    }

    Target masquerade() {
        return new Target.Masquerade(ports.first(), ports.last(), is("--random"), is("--random-fully"));
    }

    Target redirect() {
        return new Target.Redirect(ports.first(), ports.last(), is("--random"));
    }
}
