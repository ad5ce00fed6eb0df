package vethscope.engine.origin;

/// Who put an entry into a machine's tables: a rule of iptables, a route.
///
/// @param who whose entry, or for whom: `default/web`, `NetworkPolicy shop/deny-all`, `vm1`; empty where the kind says
///     all
/// @param line which of the owner's lines, from 1; 0 where nobody wrote lines
public record Origin(Kind kind, String who, int line) {

    /// What the kernel adds by itself with an address.
    public static final Origin KERNEL = new Origin(Kind.KERNEL, "");
    /// An answer of `ip rule` itself.
    public static final Origin IP_RULE = new Origin(Kind.IP_RULE, "");

    public static final Origin CNI = new Origin(Kind.CNI, "");
    /// The CNI plugin's rules that hide pods behind their node.
    public static final Origin MASQUERADE = new Origin(Kind.MASQUERADE, "");

    public static final Origin KUBE_PROXY = new Origin(Kind.KUBE_PROXY, "");

    public static final Origin KUBELET = new Origin(Kind.KUBELET, "");

    /// The program that makes VXLAN devices and tells them where the other nodes are.
    public static final Origin FLANNEL = plugin("flannel");

    /// What the kernel starts with where nobody set anything.
    public static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");
    /// What a cluster's nodes need before kubelet starts on them: forwarding, bridges that call iptables.
    public static final Origin SETUP = new Origin(Kind.SETUP, "");

    /// What sort of author.
    public enum Kind {
        KERNEL,
        DEFAULT,
        SETUP,
        IP_RULE,
        CNI,
        /// A network plugin with a name of its own.
        PLUGIN,
        MASQUERADE,
        KUBELET,
        KUBE_PROXY,
        /// kube-proxy, for one Service.
        SERVICE,
        /// The CNI plugin, for one policy.
        POLICY,
        /// A line of the element's `iptables`.
        OWN_RULES,
        /// A line of the element's `routes`.
        OWN_ROUTES,
        /// A key of the element's `sysctl`.
        OWN_SYSCTL,
        /// The route table of a vpc.
        ROUTE_TABLE,
        /// What a vpc or the internet tells the machines on it.
        GIVEN,
        /// A router that told of a shorter way.
        REDIRECT,
        /// What the element is there for: a gateway's translation, a balancer's listeners.
        PROGRAM,
        /// A cloud's check that an interface only carries its own addresses.
        SOURCE_DESTINATION_CHECK
    }

    private Origin(Kind kind, String who) {
        this(kind, who, 0);
    }

    /// A network plugin with a name of its own: `flannel`.
    public static Origin plugin(String name) {
        return new Origin(Kind.PLUGIN, name);
    }

    /// @param name with its namespace: `default/web`
    public static Origin service(String name) {
        return new Origin(Kind.SERVICE, name);
    }

    /// @param name kind and name: `NetworkPolicy shop/deny-all`
    public static Origin policy(String name) {
        return new Origin(Kind.POLICY, name);
    }

    public static Origin ownRules(String machine) {
        return new Origin(Kind.OWN_RULES, machine);
    }

    public static Origin ownRoutes(String machine) {
        return new Origin(Kind.OWN_ROUTES, machine);
    }

    public static Origin ownSysctl(String machine) {
        return new Origin(Kind.OWN_SYSCTL, machine);
    }

    public static Origin routeTable(String vpc) {
        return new Origin(Kind.ROUTE_TABLE, vpc);
    }

    /// @param cloud the vpc or internet that the machine stands on
    public static Origin given(String cloud) {
        return new Origin(Kind.GIVEN, cloud);
    }

    /// @param router its address
    public static Origin redirect(String router) {
        return new Origin(Kind.REDIRECT, router);
    }

    public static Origin program(String machine) {
        return new Origin(Kind.PROGRAM, machine);
    }

    /// @param iface machine and interface: `vm1 eth0`
    public static Origin sourceDestinationCheck(String iface) {
        return new Origin(Kind.SOURCE_DESTINATION_CHECK, iface);
    }

    /// The author of a line of a list; only an owner's lines are told apart.
    public Origin line(int number) {
        return kind == Kind.OWN_RULES || kind == Kind.OWN_ROUTES ? new Origin(kind, who, number) : this;
    }

    /// In short, as tables and comments cite it: `Service default/web`, `CNI`, `vm1's own rules`.
    @Override
    public String toString() {
        return switch (kind) {
            case KERNEL, DEFAULT -> "kernel";
            case SETUP -> "node setup";
            case IP_RULE -> "ip rule";
            case CNI, MASQUERADE -> "CNI";
            case KUBELET -> "kubelet";
            case KUBE_PROXY -> "kube-proxy";
            case SERVICE -> "Service " + who;
            case OWN_RULES -> who + "'s own rules";
            case OWN_ROUTES -> who + "'s own routes";
            case OWN_SYSCTL -> who + "'s own sysctl";
            case SOURCE_DESTINATION_CHECK -> "source/destination check of " + who;
            case REDIRECT -> "redirect of " + who;
            case PLUGIN, POLICY, ROUTE_TABLE, GIVEN, PROGRAM -> who;
        };
    }
}
