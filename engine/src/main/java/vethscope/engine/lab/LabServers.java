package vethscope.engine.lab;

import java.util.List;
import java.util.Objects;
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
                            at(ip, proxy.port())));
                    proxy.rules().forEach(rule -> text.line(line(rule)));
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

    private static String line(Proxy.Rule rule) {
        var text = new StringBuilder("  rule");
        if (rule.host() != null) {
            text.append(' ').append(Text.quoted("host=" + rule.host()));
        }
        if (rule.path() != null) {
            text.append(' ')
                    .append(Text.quoted("path=" + rule.path()))
                    .append(rule.exact() ? " match=exact" : " match=prefix");
        }
        text.append(" ->");
        rule.targets().forEach(t -> text.append(' ').append(Objects.toString(t)));
        return text.toString();
    }
}
