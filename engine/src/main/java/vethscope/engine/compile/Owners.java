package vethscope.engine.compile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Netns;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// Which element owns an address: a pod rather than a machine, the earlier drawn rather than the later.
final class Owners {

    private Owners() {}

    static Map<Ip, Id> of(Iterable<Netns> spaces) {
        var owners = new LinkedHashMap<Ip, Id>();
        add(owners, spaces, kind -> kind == Netns.Kind.POD);
        add(owners, spaces, kind -> kind != Netns.Kind.POD);
        return owners;
    }

    private static void add(Map<Ip, Id> owners, Iterable<Netns> spaces, Predicate<Netns.Kind> kinds) {
        for (Netns space : spaces) {
            if (kinds.test(space.kind())) {
                for (Interface device : space.interfaces().values()) {
                    // what a dummy device holds belongs to services
                    if (device.kind() != Interface.Kind.LOOPBACK && device.kind() != Interface.Kind.DUMMY) {
                        device.addresses().forEach(a -> owners.putIfAbsent(a.ip(), space.id()));
                    }
                }
            }
        }
    }
}
