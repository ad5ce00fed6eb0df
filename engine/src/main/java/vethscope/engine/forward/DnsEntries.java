package vethscope.engine.forward;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import vethscope.engine.packet.Family;
import vethscope.engine.trace.Entry;
import vethscope.engine.trace.Sentence;
import vethscope.model.address.Ip;

/// What decides while a name is looked up: lines of the sender's resolv.conf, and records of the DNS server.
final class DnsEntries {

    private DnsEntries() {}

    /// A line of resolv.conf(5).
    ///
    /// @param of whose
    private record Resolver(String of, String line) implements Entry {

        @Override
        public Sentence origin() {
            return Sentence.of("origin.resolver", of);
        }

        @Override
        public String toString() {
            return line;
        }
    }

    /// Whom the resolver asks.
    static Entry server(String sender, Ip server) {
        return new Resolver(sender, "nameserver " + server);
    }

    /// Which line makes the resolver ask for a further name: one of the search list, or `ndots`, which put the name
    /// itself last.
    static Entry search(String sender, Lookup lookup, Lookup.Attempt attempt) {
        String given = lookup.name() + ".";
        return new Resolver(
                sender,
                attempt.name().startsWith(given)
                        ? "search " + attempt.name().substring(given.length())
                        : "options ndots:5");
    }

    /// An answer, as `dig` prints it: the last name's addresses, which for both families are asked for apart.
    static Entry record(Lookup.Attempt attempt) {
        String name =
                attempt.aliases().isEmpty() ? attempt.name() : attempt.aliases().getLast();
        String records = Stream.of(Family.values())
                .map(family -> records(attempt, family))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return new Answer(attempt, name + ". " + records);
    }

    private static String records(Lookup.Attempt attempt, Family family) {
        String addresses = attempt.addresses().stream()
                .filter(ip -> ip.v6() == family.v6())
                .map(Ip::toString)
                .collect(Collectors.joining(", "));
        return addresses.isEmpty() ? "" : "IN " + (family.v6() ? "AAAA " : "A ") + addresses;
    }

    private record Answer(Lookup.Attempt attempt, String line) implements Entry {

        @Override
        public Sentence origin() {
            if (attempt.service() != null) {
                return Sentence.of("origin.dns.service", attempt.service());
            }
            return Sentence.of(attempt.outside() ? "origin.dns.outside" : "origin.dns.pod");
        }

        @Override
        public String toString() {
            return line;
        }
    }
}
