package vethscope.model.edit;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vethscope.model.Design;
import vethscope.model.Expectation;
import vethscope.model.Id;
import vethscope.model.Link;
import vethscope.model.Probe;
import vethscope.model.Suppression;
import vethscope.model.Topology;
import vethscope.model.element.AclRule;
import vethscope.model.element.Element;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NetworkAcl;
import vethscope.model.element.SecurityGroup;
import vethscope.model.element.Vpc;

/// Gives one element another id everywhere.
record Renaming(Id from, Id to) {

    static Design of(Id from, Id to, Design design) {
        Topology topology = design.topology();
        return from.equals(to)
                        || topology.find(from).isEmpty()
                        || topology.find(to).isPresent()
                ? design
                : new Renaming(from, to).in(design);
    }

    private Design in(Design design) {
        return design.with(in(design.topology()))
                .with(design.layout().renamed(from, to))
                .withProbes(design.probes().stream().map(this::in).toList())
                .withSuppressions(design.suppressions().stream()
                        .map(s -> new Suppression(s.code(), id(s.at()), s.reason()))
                        .toList())
                .withUnknown(Places.of(from).renamed(to, design.unknown()));
    }

    private Topology in(Topology topology) {
        var references = new References(id -> Optional.of(id(id)));
        return topology.mapped(element -> inTexts(references.in(own(element))))
                .withLinks(topology.links().stream()
                        .map(l -> new Link(end(l.from()), end(l.to()), l.mtu(), l.up(), l.label()))
                        .toList());
    }

    private Element own(Element element) {
        return element.id().equals(from) ? element.withHead(element.head().withId(to)) : element;
    }

    private Id id(Id id) {
        return id.equals(from) ? to : id;
    }

    private Link.End end(Link.End end) {
        return new Link.End(id(end.element()), end.port());
    }

    /// Ids inside lines of text: targets, routes, peers.
    private Element inTexts(Element element) {
        return switch (element) {
            case LoadBalancer balancer ->
                balancer.withListeners(
                        balancer.listeners().stream().map(this::in).toList());
            case Vpc vpc ->
                vpc.withRoutes(vpc.routes().stream().map(this::route).toList());
            case SecurityGroup group -> new SecurityGroup(group.head(), peers(group.ingress()), peers(group.egress()));
            case NetworkAcl acl -> new NetworkAcl(acl.head(), peers(acl.ingress()), peers(acl.egress()));
            default -> element;
        };
    }

    private LoadBalancer.Listener in(LoadBalancer.Listener listener) {
        return listener.withTargets(
                listener.targets().stream().map(target -> before(target, ':')).toList());
    }

    private String route(String line) {
        return line.replaceFirst(
                "(\\bvia\\s+)" + Pattern.quote(from.value()) + "(?=\\s|$)",
                "$1" + Matcher.quoteReplacement(to.value()));
    }

    private List<AclRule> peers(List<AclRule> rules) {
        return rules.stream()
                .map(rule -> from.value().equals(rule.peer())
                        ? new AclRule(rule.protocol(), rule.ports(), to.value(), rule.action())
                        : rule)
                .toList();
    }

    private Probe in(Probe probe) {
        return new Probe(
                probe.name(),
                probe.from() == null ? null : before(probe.from(), ':'),
                probe.arrivesAt() == null ? null : before(probe.arrivesAt(), ':'),
                before(probe.to(), ':'),
                probe.protocol(),
                probe.shape(),
                probe.run(),
                in(probe.expect()));
    }

    private @Nullable Expectation in(@Nullable Expectation expected) {
        return expected == null
                ? null
                : new Expectation(
                        expected.outcome(),
                        all(expected.at()),
                        expected.all(),
                        expected.sourceSeen(),
                        all(expected.through()),
                        all(expected.avoiding()),
                        expected.rewrites(),
                        expected.reply());
    }

    private List<String> all(List<String> places) {
        return places.stream().map(place -> before(place, '/')).toList();
    }

    /// The text with the id replaced if it is all of it, or all before the separator.
    private String before(String text, char separator) {
        int end = text.indexOf(separator);
        String id = end < 0 ? text : text.substring(0, end);
        return id.equals(from.value()) ? to + text.substring(id.length()) : text;
    }
}
