package vethscope.engine.stage;

import vethscope.engine.network.Conntrack.Connection;
import vethscope.engine.network.Conntrack.State;
import vethscope.engine.network.Sysctls;

/// How long conntrack remembers a connection of which nothing more is heard (net/netfilter/nf_conntrack_proto_*.c);
/// sysctls below net.netfilter override each time.
public final class Timeouts {

    private static final long SECOND = 1_000_000;

    /// A UDP answer makes a stream of what lasts longer than this (nf_conntrack_proto_udp.c).
    private static final long STREAM = 2;

    /// Less is not worth writing down (__nf_ct_refresh_acct).
    private static final long WORTH = SECOND;

    private Timeouts() {}

    /// The connection with the time that a packet gives it now.
    static Connection refreshed(Connection c, Kernel kernel) {
        long until = kernel.micros()
                + SECOND * seconds(c, kernel.micros(), kernel.netns().sysctl());
        return c.expiring(c.expires() == Long.MAX_VALUE ? until : Math.max(c.expires(), until));
    }

    /// The same for a state that was just entered, which may be shorter.
    static Connection begun(Connection c, Kernel kernel) {
        return c.expiring(kernel.micros()
                + SECOND * seconds(c, kernel.micros(), kernel.netns().sysctl()));
    }

    /// Both ends have closed it, `micros` being now (TIME_WAIT).
    public static Connection closed(Connection c, long micros, Sysctls sysctl) {
        return c.with(State.CLOSE, true)
                .expiring(micros + SECOND * of(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_time_wait", 120));
    }

    static boolean worthIt(Connection before, Connection after) {
        return after.expires() - before.expires() >= WORTH;
    }

    private static long seconds(Connection c, long now, Sysctls sysctl) {
        return switch (c.original().protocol()) {
            case TCP ->
                switch (c.state()) {
                    case NEW, SYN_SENT -> of(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_syn_sent", 120);
                    case SYN_RECV -> of(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_syn_recv", 60);
                    case ESTABLISHED -> of(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_established", 432_000);
                    case CLOSE -> of(sysctl, "net.netfilter.nf_conntrack_tcp_timeout_close", 10);
                };
            case UDP -> {
                long first = of(sysctl, "net.netfilter.nf_conntrack_udp_timeout", 30);
                boolean old = c.expires() != Long.MAX_VALUE && now >= c.expires() - SECOND * (first - STREAM);
                yield c.seenReply() && old ? of(sysctl, "net.netfilter.nf_conntrack_udp_timeout_stream", 120) : first;
            }
            case SCTP ->
                c.seenReply()
                        ? of(sysctl, "net.netfilter.nf_conntrack_sctp_timeout_established", 210)
                        : of(sysctl, "net.netfilter.nf_conntrack_sctp_timeout_cookie_wait", 3);
            case IPIP -> of(sysctl, "net.netfilter.nf_conntrack_generic_timeout", 600);
            case ICMP -> of(sysctl, "net.netfilter.nf_conntrack_icmp_timeout", 30);
        };
    }

    private static long of(Sysctls sysctl, String key, long standard) {
        int own = sysctl.of(key);
        return own > 0 ? own : standard;
    }
}
