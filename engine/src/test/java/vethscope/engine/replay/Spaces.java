package vethscope.engine.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.network.Fib;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Sysctls;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.Topology;
import vethscope.model.address.Cidr;
import vethscope.model.address.Ip;
import vethscope.model.address.Mac;
import vethscope.model.element.Head;
import vethscope.model.element.Host;
import vethscope.model.element.Machine;

/// Networks and designs of hosts with one interface, for tests in which nothing is forwarded.
final class Spaces {

    private Spaces() {}

    /// @param addresses by host
    static Network of(Map<String, String> addresses) {
        var spaces = new LinkedHashMap<Id, Netns>();
        var homes = new LinkedHashMap<Id, Id>();
        var owners = new LinkedHashMap<Ip, Id>();
        addresses.forEach((name, address) -> {
            Id id = Id.of(name);
            var eth0 = new Interface(
                    "eth0",
                    Interface.Kind.ETHERNET,
                    Mac.generated(name, "eth0"),
                    1500,
                    List.of(Cidr.parse(address)),
                    true,
                    null,
                    null,
                    null);
            var interfaces = new LinkedHashMap<String, Interface>();
            interfaces.put("lo", Interface.loopback());
            interfaces.put("eth0", eth0);
            spaces.put(
                    id,
                    new Netns(
                            id,
                            name,
                            Netns.Kind.HOST,
                            interfaces,
                            Fib.EMPTY,
                            new Sysctls(Map.of()),
                            Ruleset.EMPTY,
                            List.of(),
                            Netns.Permanent.NONE));
            homes.put(id, id);
            owners.put(Cidr.parse(address).ip(), id);
        });
        return new Network(spaces, homes, owners);
    }

    static Design design(String... hosts) {
        Topology topology = Topology.EMPTY;
        for (String host : hosts) {
            topology = topology.put(new Host(Head.of(host), Machine.EMPTY));
        }
        return Design.EMPTY.with(topology);
    }
}
