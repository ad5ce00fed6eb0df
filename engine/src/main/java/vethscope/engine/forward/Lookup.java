package vethscope.engine.forward;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// How a sender finds the address behind a name before it sends anything (resolv.conf(5), kubernetes/dns
/// specification).
///
/// @param name as the probe has it
/// @param server whom the resolver asks; null where no DNS service is drawn that it could ask: then the answer is
///     assumed and no packet is sent
/// @param types of the records that are asked for, each in a question of its own: those of the families of the sender's
///     addresses (getaddrinfo(3), AI_ADDRCONFIG)
/// @param attempts the names asked for, in order; only the last can have an answer
public record Lookup(String name, @Nullable Ip server, List<String> types, List<Attempt> attempts) {

    static final int PORT = 53;

    /// One question and its answer.
    ///
    /// @param name absolute, without the final dot
    /// @param outside the name is not of the cluster's zone: the cluster's DNS asks others for it
    /// @param aliases CNAMEs on the way to the addresses, and the target of a SRV record
    /// @param addresses those of the types asked for; empty: there are none
    /// @param port of a SRV record; 0: none
    /// @param exists whether the name has records of some type; otherwise the answer is NXDOMAIN
    /// @param service whose record it is, such as `shop/web`; null: none
    public record Attempt(
            String name,
            boolean outside,
            List<String> aliases,
            List<Ip> addresses,
            int port,
            @Nullable String service,
            boolean exists) {
        public Attempt {
            aliases = List.copyOf(aliases);
            addresses = List.copyOf(addresses);
        }
    }

    public Lookup {
        types = List.copyOf(types);
        attempts = List.copyOf(attempts);
    }

    public Attempt last() {
        return attempts.getLast();
    }

    public boolean found() {
        return !last().addresses().isEmpty();
    }
}
