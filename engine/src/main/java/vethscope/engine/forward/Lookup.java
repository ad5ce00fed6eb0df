package vethscope.engine.forward;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Ip;

/// How a sender finds the address behind a name before it sends anything (resolv.conf(5), kubernetes/dns
/// specification).
///
/// @param name as the probe has it
/// @param servers whom the resolver may ask, in the order of resolv.conf, each with what it knows
/// @param types of the records that are asked for, each in a question of its own: those of the families of the sender's
///     addresses (getaddrinfo(3), AI_ADDRCONFIG)
/// @param manner what the `options` of resolv.conf say
public record Lookup(String name, List<Server> servers, List<String> types, Manner manner) {

    static final int PORT = 53;

    /// @param ip null where no DNS server is drawn that the resolver could ask: then the answer is assumed and no
    ///     packet is sent
    /// @param attempts what it answers about each name that is asked for, in order
    public record Server(@Nullable Ip ip, List<Attempt> attempts) {
        public Server {
            attempts = List.copyOf(attempts);
        }
    }

    /// How the resolver asks (resolv.conf(5), options).
    ///
    /// @param timeout seconds that the first server has to answer
    /// @param attempts rounds through the servers
    /// @param octets the longest answer that a datagram brings
    /// @param tcp `use-vc`: datagrams are not even tried
    /// @param rotates `rotate`: any server may be the first
    public record Manner(int timeout, int attempts, int octets, boolean tcp, boolean rotates) {
        public static final Manner DEFAULT = new Manner(5, 2, 512, false, false);

        /// How long the server of that number is waited for (glibc, resolv/res_send.c send_dg).
        int seconds(int server, int servers) {
            int longer = timeout << server;
            return Math.max(1, server == 0 ? longer : longer / servers);
        }
    }

    /// An address of an answer.
    ///
    /// @param port where it is called: that of a SRV record or what the probe asks for; 0: the probe's own
    public record Target(Ip ip, int port) {}

    /// One question and its answer.
    ///
    /// @param name absolute, without the final dot
    /// @param outside the name is not of the cluster's zone: the cluster's DNS asks others for it
    /// @param aliases CNAMEs on the way to the addresses, and the target of a SRV record
    /// @param addresses those of the types asked for; empty: there are none
    /// @param choices the ones that this sender may take, each as likely as the others
    /// @param exists whether the name has records of some type; otherwise the answer is NXDOMAIN
    /// @param service whose record it is, such as `shop/web`; null: none
    public record Attempt(
            String name,
            boolean outside,
            List<String> aliases,
            List<Ip> addresses,
            List<Target> choices,
            @Nullable String service,
            boolean exists) {
        public Attempt {
            aliases = List.copyOf(aliases);
            addresses = List.copyOf(addresses);
            choices = List.copyOf(choices);
        }

        public Attempt choosing(List<Target> among) {
            return new Attempt(name, outside, aliases, addresses, among, service, exists);
        }

        /// Octets of the answer to a question for one type: header, question and a record for each alias and address,
        /// whose owners are pointers of two octets (RFC 1035 4.1).
        int octets(String type) {
            int record = 12 + (type.equals("AAAA") ? 16 : 4);
            long found = addresses.stream()
                    .filter(ip -> ip.v6() == type.equals("AAAA"))
                    .count();
            int links =
                    aliases.stream().mapToInt(alias -> 12 + alias.length() + 2).sum();
            return 12 + name.length() + 2 + 4 + links + (int) found * record;
        }
    }

    public Lookup {
        servers = List.copyOf(servers);
        types = List.copyOf(types);
    }

    /// With other ports at the addresses.
    public Lookup choosing(UnaryOperator<Target> ported) {
        List<Server> all = servers.stream()
                .map(server -> new Server(
                        server.ip(),
                        server.attempts().stream()
                                .map(a -> a.choosing(
                                        a.choices().stream().map(ported).toList()))
                                .toList()))
                .toList();
        return new Lookup(name, all, types, manner);
    }

    /// Whom the resolver asks first; null where it is not drawn.
    public @Nullable Ip server() {
        return servers.getFirst().ip();
    }

    /// The questions that are asked if the first server that knows the name answers each; where none does, those
    /// that the first one gets.
    public List<Attempt> attempts() {
        for (Server server : servers) {
            for (int i = 0; i < server.attempts().size(); i++) {
                if (!server.attempts().get(i).addresses().isEmpty()) {
                    return server.attempts().subList(0, i + 1);
                }
            }
        }
        return names();
    }

    /// The last of them.
    public Attempt last() {
        return attempts().getLast();
    }

    /// Whether a server knows the name.
    public boolean found() {
        return !last().addresses().isEmpty();
    }

    /// Every name that may be asked for, in order, with what the first server answers.
    public List<Attempt> names() {
        return servers.getFirst().attempts();
    }

    /// The name with nothing of the search list behind it.
    public String given() {
        String text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return text.toLowerCase(Locale.ROOT);
    }
}
