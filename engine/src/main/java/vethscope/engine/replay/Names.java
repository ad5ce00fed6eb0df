package vethscope.engine.replay;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import vethscope.engine.forward.Lookup;
import vethscope.engine.packet.Family;
import vethscope.model.Design;
import vethscope.model.element.Service;

/// Names as the sender's resolver sees them: its search list, and what DNS answers.
record Names(Design design, Ends ends) {

    /// How a name is found. Where a DNS server is drawn that the sender asks, the look-up may fail; where none
    /// is, there is nothing to show for a name that nobody has.
    Lookup lookUp(String name) {
        return orRefused(ask(name), Refusal.of("to.unknown", name, ends.asker()));
    }

    /// How the name of a headless or ExternalName service is found.
    Lookup lookUpService(Service service) {
        Lookup lookup = ask(service.name() + "." + service.namespace() + ".svc."
                + design.cluster().dnsDomain() + ".");
        return orRefused(lookup, Refusal.of("to.service", service.id()));
    }

    private Lookup ask(String name) {
        ResolvConf conf = conf();
        List<String> types = types();
        List<String> candidates = conf.candidates(name.toLowerCase(Locale.ROOT));
        List<Lookup.Server> servers = conf.servers().isEmpty()
                ? List.of(new Lookup.Server(null, answers(conf.inCluster(), candidates, types)))
                : conf.servers().stream()
                        .map(s -> new Lookup.Server(s.ip(), answers(s.inCluster(), candidates, types)))
                        .toList();
        return new Lookup(name, servers, types, conf.manner());
    }

    private List<Lookup.Attempt> answers(boolean inCluster, List<String> names, List<String> types) {
        var dns = new ClusterDns(design, ends, inCluster);
        return names.stream()
                .map(name -> dns.ask(name, types))
                .map(answer -> answer.choosing(Preference.among(answer, ends.sender())))
                .toList();
    }

    /// The records that a resolver asks for: of IPv4 only where the sender has an address of it, and likewise of IPv6
    /// (glibc, AI_ADDRCONFIG).
    private List<String> types() {
        Set<Family> families = Resolver.families(ends.sender());
        List<String> types = Stream.of(Family.values())
                .filter(families::contains)
                .map(family -> family.v6() ? "AAAA" : "A")
                .toList();
        return types.isEmpty() ? List.of("A") : types;
    }

    private ResolvConf conf() {
        Set<Family> families = Resolver.families(ends.sender());
        return ResolvConf.of(design, design.topology().find(ends.asker()).orElse(null), families);
    }

    /// A node's own resolver, which does not know the cluster's names, is not drawn but fails all the same.
    private Lookup orRefused(Lookup lookup, Refusal why) {
        if (!lookup.found() && lookup.server() == null && conf().inCluster()) {
            throw why.thrown();
        }
        return lookup;
    }
}
