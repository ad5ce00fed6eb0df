package vethscope.engine.compile.kubeproxy;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vethscope.model.KubeProxy;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;

/// The setting `nodePortAddresses` as it counts for one IP family (`NewNodePortAddresses`,
/// pkg/proxy/util/nodeport_addresses.go): a list without a prefix of the family is as good as one that holds all of it.
///
/// @param v6 the family
/// @param cidrs those of the family; none: all addresses
/// @param primaryOnly the node IP alone: the word `primary`, or what nftables mode takes where nothing is set
public record NodePortAddresses(boolean v6, List<Cidr> cidrs, boolean primaryOnly) {

    private static final Cidr LOCALNET = new Cidr(Ip.LOOPBACK, 8).network();

    public NodePortAddresses {
        cidrs = List.copyOf(cidrs);
    }

    /// What the settings say of one family.
    public static NodePortAddresses of(KubeProxy settings, boolean v6) {
        List<Cidr> cidrs =
                settings.nodePortAddresses().stream().filter(c -> c.v6() == v6).toList();
        boolean unset = settings.nodePortAddresses().isEmpty();
        boolean primary = unset && (settings.primaryNodePorts() || settings.mode() == KubeProxy.Mode.NFTABLES);
        boolean all = cidrs.stream().anyMatch(c -> c.prefix() == 0);
        return new NodePortAddresses(v6, all ? List.of() : cidrs, primary);
    }

    /// Every address of the node.
    boolean all() {
        return cidrs.isEmpty() && !primaryOnly;
    }

    /// Whether an address of 127.0.0.0/8 is among them.
    boolean holdsLocalhost() {
        return !v6 && (all() || cidrs.stream().anyMatch(c -> LOCALNET.contains(c.ip()) || c.contains(Ip.LOOPBACK)));
    }

    /// Those of a node's addresses that serve node ports, its loopback addresses included.
    List<Ip> of(Optional<Ip> primary, List<Ip> addresses) {
        Stream<Ip> candidates = primaryOnly ? primary.stream() : Stream.concat(primary.stream(), addresses.stream());
        return candidates
                .filter(ip -> ip.v6() == v6)
                .filter(ip -> cidrs.isEmpty() || cidrs.stream().anyMatch(c -> c.contains(ip)))
                .distinct()
                .toList();
    }
}
