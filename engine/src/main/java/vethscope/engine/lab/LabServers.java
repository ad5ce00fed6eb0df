package vethscope.engine.lab;

import java.util.List;
import java.util.Locale;
import vethscope.engine.network.HttpCondition;
import vethscope.engine.network.HttpMatch;
import vethscope.engine.network.Netns;
import vethscope.engine.network.Network;
import vethscope.engine.network.Proxy;
import vethscope.engine.network.Socket;
import vethscope.model.address.Ip;
import vethscope.model.element.Container;

/// The processes of a lab, one line each, as lab.py reads them.
final class LabServers {

    private LabServers() {}

    static String of(Network network) {
        var text = new Text();
        text.line("# what     in          who           listens on");
        for (Netns netns : network.spaces().values()) {
            netns.bound().stream()
                    .filter(s -> !taken(netns, s))
                    .forEach(s -> binds(netns, s.bind()).forEach(ip -> text.line(line(netns, s, ip))));
            for (Proxy proxy : netns.proxies()) {
                for (Ip ip : binds(netns, proxy.bind())) {
                    text.line(String.join(
                            " ",
                            "proxy",
                            netns.id().value(),
                            proxy.element().value(),
                            proxy.protocol().lower(),
                            at(ip, proxy.port()) + (proxy.kind() == Proxy.Kind.TCP ? "" : " http")));
                    proxy.rules().forEach(rule -> lines(rule).forEach(text::line));
                    if (proxy.kind() == Proxy.Kind.WEB) {
                        text.line("  rule -> status:404");
                    }
                }
            }
        }
        return text.toString();
    }

    /// A proxy is the process behind the port of its container.
    private static boolean taken(Netns netns, Socket socket) {
        return netns.proxies().stream()
                .anyMatch(p -> p.protocol() == socket.protocol()
                        && p.port() == socket.port()
                        && (p.bind().isAny()
                                || socket.bind().isAny()
                                || p.bind().equals(socket.bind())));
    }

    /// lab.py has a socket for each family.
    private static List<Ip> binds(Netns netns, Ip bind) {
        boolean both = bind.equals(Ip.ANY6);
        return !both ? List.of(bind) : LabMachine.hasV6(netns) ? List.of(Ip.ANY, Ip.ANY6) : List.of(Ip.ANY);
    }

    private static String line(Netns netns, Socket socket, Ip bind) {
        return String.join(
                " ",
                "socket",
                netns.id().value(),
                Text.quoted(process(socket)),
                socket.protocol().lower(),
                at(bind, socket.port())
                        + (socket.reply() == Container.Reply.SILENT ? " silent" : "")
                        + (socket.replyFrom() == Container.ReplyFrom.ROUTE ? " reply-by-route" : ""));
    }

    /// `element/container`; a name with spaces cannot cross the wire of lab.py.
    private static String process(Socket socket) {
        return process(socket.element().value(), socket.container());
    }

    static String process(String element, @org.jspecify.annotations.Nullable String container) {
        return element + (container == null ? "" : "/" + Text.oneLine(container).replace(' ', '_'));
    }

    private static String at(Ip ip, int port) {
        return vethscope.engine.packet.Packet.at(ip, port);
    }

    /// One line for each of a rule's hosts and paths: they lead to the same. The lab's proxies look at hosts, paths and
    /// the query only.
    private static List<String> lines(Proxy.Rule rule) {
        HttpMatch match = rule.match();
        if (!match.also().stream().allMatch(LabServers::isSimple)) {
            return List.of("  # not in the lab: " + match);
        }
        List<String> paths = match.paths().isEmpty() ? List.of("") : match.paths();
        List<String> names = match.names().isEmpty() ? List.of("") : match.names();
        return names.stream()
                .flatMap(name -> paths.stream().map(path -> line(match, name, path, rule.groups())))
                .toList();
    }

    /// The lab asks by GET.
    private static boolean isSimple(HttpCondition condition) {
        return switch (condition) {
            case HttpCondition.Query query ->
                query.how() == HttpCondition.How.EXACT && query.any().size() == 1;
            case HttpCondition.Method method -> method.any().contains("GET");
            case HttpCondition.Header _, HttpCondition.Source _ -> false;
        };
    }

    private static String line(HttpMatch match, String name, String path, List<Proxy.Group> groups) {
        var text = new StringBuilder("  rule");
        if (match.hosts() != HttpMatch.Hosts.ANY) {
            text.append(' ').append(Text.quoted("host=" + name));
            text.append(" hosts=").append(match.hosts().name().toLowerCase(Locale.ROOT));
        }
        if (match.kind() != HttpMatch.Paths.ANY) {
            text.append(' ').append(Text.quoted("path=" + path));
            text.append(" match=").append(match.kind().name().toLowerCase(Locale.ROOT));
        }
        match.also().stream()
                .filter(HttpCondition.Query.class::isInstance)
                .map(query -> query.toString().substring(1))
                .sorted()
                .forEach(query -> text.append(' ').append(Text.quoted("query=" + query)));
        text.append(" ->");
        groups.forEach(group ->
                targets(group, groups.size() > 1).forEach(t -> text.append(' ').append(t)));
        return text.toString();
    }

    /// Addresses with their share where there are several groups, or the status that the proxy answers itself.
    private static List<String> targets(Proxy.Group group, boolean shared) {
        int all = Math.max(1, group.targets().size());
        String share = shared ? "*" + (double) group.weight() / all : "";
        return group.targets().isEmpty()
                ? List.of("status:" + group.status() + share)
                : group.targets().stream().map(t -> t + share).toList();
    }
}
