package vethscope.engine.netfilter;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.Protocol;
import vethscope.model.address.Ip;

/// The table of virtual servers of a namespace (`ipvsadm -Ln`). A large cluster has so many on every node that they are
/// made when they are asked for.
public interface VirtualServers {

    VirtualServers NONE = new VirtualServers() {
        @Override
        public boolean isEmpty() {
            return true;
        }

        @Override
        public @Nullable VirtualServer find(Protocol protocol, Ip address, int port) {
            return null;
        }

        @Override
        public List<VirtualServer> all() {
            return List.of();
        }
    };

    boolean isEmpty();

    /// Must give the same every time.
    @Nullable
    VirtualServer find(Protocol protocol, Ip address, int port);

    /// In print order.
    List<VirtualServer> all();
}
