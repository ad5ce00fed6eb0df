package vethscope.engine.compile;

import java.util.List;
import java.util.function.Function;
import vethscope.model.Design;
import vethscope.model.Id;
import vethscope.model.address.Ip;

/// All service ports of a cluster with their endpoints, as kube-proxy learns them from the API server. One program is
/// shared by all nodes; what is local is decided per node.
public final class ServiceProgram {

    private ServiceProgram() {}

    /// @param podAddresses the addresses of a pod, one per family at most; a host-network pod's are its node's
    public static ServiceProgram of(Design design, Function<Id, List<Ip>> podAddresses) {
        return new ServiceProgram();
    }
}
