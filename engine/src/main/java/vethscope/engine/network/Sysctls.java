package vethscope.engine.network;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vethscope.engine.origin.Origin;
import vethscope.engine.packet.Family;

/// The sysctls of a namespace by full dotted name; what is not set has the kernel's default of 0.
public final class Sysctls {

    /// The TTL and hop limit of what a machine sends, unless it is told otherwise.
    public static final int HOPS = 64;

    private static final String CONF = "net.ipv4.conf.";
    private static final String TCP_LOOSE = "net.netfilter.nf_conntrack_tcp_loose";
    private static final String DEFAULT_TTL = "net.ipv4.ip_default_ttl";
    private static final String HOP_LIMIT = "hop_limit";

    private final Map<String, String> values;
    private final Map<String, Origin> authors;
    private final boolean forwards4;
    private final boolean forwards6;
    private final int defaultTtl;
    private final boolean limitsHops;

    /// The numbers under `net.ipv4.conf` by key.
    private final Map<String, Conf> conf = new HashMap<>();

    // packets ask for these at every hop
    private final Conf forwarding;
    private final Conf acceptLocal;
    private final Conf rpFilter;
    private final Conf srcValidMark;
    private final Conf sendRedirects;
    private final Conf routeLocalnet;

    /// One key under `net.ipv4.conf`.
    ///
    /// @param all what is set for all; 0 if nothing is
    /// @param standard what is set as default; 0 if nothing is
    private record Conf(int all, int standard, Map<String, Integer> own) {

        static final Conf NONE = new Conf(0, 0, Map.of());

        static Conf of(Map<String, Integer> own) {
            return new Conf(own.getOrDefault("all", 0), own.getOrDefault("default", 0), own);
        }

        /// The interface's own, or the default if nothing is said of it.
        int of(String iface) {
            Integer set = own.get(iface);
            return set == null ? standard : set;
        }

        /// The larger of `all` and the interface's.
        int larger(String iface) {
            return Math.max(all, of(iface));
        }

        /// Switched on for all or for the interface.
        boolean isOn(String iface) {
            return all != 0 || of(iface) != 0;
        }
    }

    public Sysctls(Map<String, String> values) {
        this(values, Map.of());
    }

    /// @param authors who set a key; whatever is not among them is as the kernel has it
    public Sysctls(Map<String, String> values, Map<String, Origin> authors) {
        this.authors = Map.copyOf(authors);
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        forwards4 = of(forwardingKey(Family.V4)) != 0;
        forwards6 = of(forwardingKey(Family.V6)) != 0;
        defaultTtl = values.containsKey(DEFAULT_TTL) ? of(DEFAULT_TTL) : HOPS;
        limitsHops = values.keySet().stream().anyMatch(key -> key.endsWith("." + HOP_LIMIT));
        var numbers = new HashMap<String, Map<String, Integer>>();
        for (String name : values.keySet()) {
            int dot = name.lastIndexOf('.');
            if (name.startsWith(CONF) && dot > CONF.length()) {
                numbers.computeIfAbsent(name.substring(dot + 1), _ -> new HashMap<>())
                        .put(name.substring(CONF.length(), dot), of(name));
            }
        }
        numbers.forEach((key, own) -> conf.put(key, Conf.of(own)));
        forwarding = conf("forwarding");
        acceptLocal = conf("accept_local");
        rpFilter = conf("rp_filter");
        srcValidMark = conf("src_valid_mark");
        sendRedirects = conf("send_redirects");
        routeLocalnet = conf("route_localnet");
    }

    /// By full dotted name.
    public Map<String, String> values() {
        return values;
    }

    /// A key, what it is set to, and who did.
    public record Setting(String key, int value, Origin author) {}

    public Setting setting(String key) {
        return new Setting(key, of(key), authors.getOrDefault(key, Origin.DEFAULT));
    }

    /// What decides for an interface where the larger of `all` and its own holds: that of `all` where both are equal.
    public Setting setting(String iface, String key) {
        String own = values.containsKey(CONF + iface + "." + key) || !values.containsKey(CONF + "default." + key)
                ? iface
                : "default";
        return setting(CONF + (conf(key).all >= conf(key).of(iface) ? "all" : own) + "." + key);
    }

    /// The number under a full dotted name; 0 if it is not set or not a number.
    public int of(String key) {
        String value = values.get(key);
        try {
            return value == null ? 0 : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// The name of the switch for forwarding.
    public static String forwardingKey(Family family) {
        return family.v6() ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
    }

    /// The name of the switch that shows bridged packets to netfilter.
    public static String bridgeNfCallKey(Family family) {
        return family.v6() ? "net.bridge.bridge-nf-call-ip6tables" : "net.bridge.bridge-nf-call-iptables";
    }

    /// The TTL of the machine's own IPv4 packets.
    public int defaultTtl() {
        return defaultTtl;
    }

    /// Whether any interface has a hop limit of its own.
    public boolean limitsHops() {
        return limitsHops;
    }

    /// The hop limit of the machine's own IPv6 packets by an interface; lo is there before any default is set.
    public int hopLimit(String iface) {
        boolean asItCame = iface.equals("lo") && !values.containsKey("net.ipv6.conf.lo." + HOP_LIMIT);
        return asItCame ? HOPS : setting6(iface, HOP_LIMIT, HOPS);
    }

    /// Whether the machine as a whole forwards.
    public boolean forwards(Family family) {
        return family.v6() ? forwards6 : forwards4;
    }

    /// Whether the machine forwards what comes in by an interface: over IPv4 each has a switch of its own, and
    /// `ip_forward` sets all of them (net/ipv4/devinet.c).
    public boolean forwards(Family family, String iface) {
        if (family.v6()) {
            return forwards6;
        }
        Integer own = forwarding.own.get(iface);
        Integer set = own == null ? forwarding.own.get("all") : own;
        return set == null ? forwards4 : set != 0;
    }

    /// The switch that decides whether what comes in by an interface is forwarded.
    public Setting forwarding(Family family, String iface) {
        String own = CONF + iface + ".forwarding";
        String all = CONF + "all.forwarding";
        if (!family.v6() && values.containsKey(own)) {
            return setting(own);
        }
        return setting(!family.v6() && values.containsKey(all) ? all : forwardingKey(family));
    }

    /// Whether a machine takes a packet from outside that has one of its own addresses for a source.
    public boolean acceptLocal(String iface) {
        return acceptLocal.isOn(iface);
    }

    /// Whether conntrack takes up a TCP connection whose beginning it did not see.
    public boolean picksUp() {
        return !values.containsKey(TCP_LOOSE) || of(TCP_LOOSE) != 0;
    }

    /// Whether bridged packets pass netfilter.
    public boolean bridgeNfCall(Family family) {
        return of(bridgeNfCallKey(family)) != 0;
    }

    /// 0 off, 1 strict, 2 loose: the larger of `all` and the interface's.
    public int rpFilter(String iface) {
        return rpFilter.larger(iface);
    }

    /// Whether the reverse path is looked up with the packet's mark.
    public boolean srcValidMark(String iface) {
        return srcValidMark.isOn(iface);
    }

    /// Whether an interface believes ICMPv6 redirects: `all` speaks for no interface, and a router believes none
    /// (net/ipv6/route.c rt6_do_redirect).
    public boolean acceptsRedirects6(String iface) {
        return setting6(iface, "forwarding", of(forwardingKey(Family.V6))) == 0
                && setting6(iface, "accept_redirects", 1) != 0;
    }

    /// Whether an interface believes ICMP redirects: where it forwards, `all` and its own must say so, else one of the
    /// two; switching forwarding on switches `all` off (include/linux/inetdevice.h IN_DEV_RX_REDIRECTS,
    /// net/ipv4/devinet.c inet_forward_change).
    public boolean acceptsRedirects4(String iface) {
        boolean all = switched("accept_redirects", forwards4 ? 0 : 1, "all");
        boolean own = switched("accept_redirects", 1, iface, "default");
        return forwards(Family.V4, iface) ? all && own : all || own;
    }

    /// The first of the names that is set decides.
    private boolean switched(String key, int unset, String... names) {
        for (String name : names) {
            String full = CONF + name + "." + key;
            if (values.containsKey(full)) {
                return of(full) != 0;
            }
        }
        return unset != 0;
    }

    private int setting6(String iface, String key, int unset) {
        for (String of : new String[] {iface, "default"}) {
            String name = "net.ipv6.conf." + of + "." + key;
            if (values.containsKey(name)) {
                return of(name);
            }
        }
        return unset;
    }

    /// Over IPv6 no switch prevents it.
    public boolean sendRedirects(Family family, String iface) {
        return family.v6() || sendRedirects.isOn(iface);
    }

    public boolean routeLocalnet(String iface) {
        return routeLocalnet.isOn(iface);
    }

    public boolean proxyArp(String iface) {
        return conf("proxy_arp").isOn(iface);
    }

    /// Which ARP requests an interface answers: 0 for any address of this machine, 1 only for its own addresses.
    public int arpIgnore(String iface) {
        return conf("arp_ignore").larger(iface);
    }

    /// Which source an ARP request may have: 0 any address of this machine, 2 the best of the interface.
    public int arpAnnounce(String iface) {
        return conf("arp_announce").larger(iface);
    }

    private Conf conf(String key) {
        return conf.getOrDefault(key, Conf.NONE);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sysctls s && values.equals(s.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
