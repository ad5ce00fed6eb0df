package vethscope.engine.succession;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import vethscope.engine.compile.Compiled;
import vethscope.engine.compile.Compiler;
import vethscope.engine.compile.Drawn;
import vethscope.engine.network.World;
import vethscope.engine.replay.Played;
import vethscope.engine.replay.Replay;
import vethscope.engine.trace.Trace;
import vethscope.model.Probe;

/// A cluster of one node that a test changes: a client, two pods behind a Service, and a machine outside.
///
/// @param before and `after`: drawings
record Change(Drawn before, Drawn after) {

    static final String OLD = "{ \"kind\": \"pod\", \"in\": \"vm1\", \"labels\": { \"app\": \"old\" },"
            + " \"address\": \"10.244.1.3/24\", \"containers\": [ { \"name\": \"app\", \"ports\": ["
            + " { \"port\": 8080 }, { \"protocol\": \"UDP\", \"port\": 53 }, { \"protocol\": \"SCTP\", \"port\": 9 } ] } ] }";

    static final String NEW = OLD.replace("\"old\"", "\"new\"").replace("10.244.1.3", "10.244.1.4");

    static final Drawn CLUSTER = new Drawn("\"cluster\": { \"kubeProxy\": { \"mode\": \"iptables\" } }, \"elements\": {"
            + " \"vm1\": { \"kind\": \"node\", \"interfaces\": { \"eth0\": { \"address\": \"10.0.0.11/24\" },"
            + " \"eth1\": { \"address\": \"10.0.1.11/24\" } },"
            + " \"podCIDR\": \"10.244.1.0/24\", \"routes\": [\"default via 10.0.0.254\"] },"
            + " \"cbr0\": { \"kind\": \"bridge\", \"in\": \"vm1\", \"device\": \"cbr0\", \"address\": \"10.244.1.1/24\" },"
            + " \"client\": { \"kind\": \"pod\", \"in\": \"vm1\", \"address\": \"10.244.1.2/24\","
            + " \"containers\": [ { \"name\": \"client\" } ] },"
            + " \"old\": " + OLD + ", \"new\": " + NEW + ","
            + " \"web\": { \"kind\": \"service\", \"clusterIP\": \"10.96.0.10\", \"selector\": { \"app\": \"old\" },"
            + " \"ports\": [ { \"name\": \"http\", \"port\": 80, \"targetPort\": 8080 },"
            + " { \"name\": \"dns\", \"protocol\": \"UDP\", \"port\": 53, \"targetPort\": 53 },"
            + " { \"name\": \"sctp\", \"protocol\": \"SCTP\", \"port\": 9, \"targetPort\": 9 } ] },"
            + " \"outside\": { \"kind\": \"host\", \"interfaces\": { \"eth0\": { \"address\": \"10.0.0.254/24\" },"
            + " \"eth1\": { \"address\": \"10.0.1.254/24\" } },"
            + " \"containers\": [ { \"name\": \"server\", \"ports\": [ { \"protocol\": \"UDP\", \"port\": 9000 } ] } ] } },"
            + " \"links\": [ { \"from\": \"client:eth0\", \"to\": \"cbr0\" }, { \"from\": \"old:eth0\", \"to\": \"cbr0\" },"
            + " { \"from\": \"new:eth0\", \"to\": \"cbr0\" }, { \"from\": \"vm1:eth0\", \"to\": \"outside:eth0\" },"
            + " { \"from\": \"vm1:eth1\", \"to\": \"outside:eth1\" } ]");

    static final String MODE = "\"mode\": \"iptables\"";
    static final String SELECTOR = "\"selector\": { \"app\": \"old\" }";

    /// The new pod takes the old one's place, which is deleted.
    static Change replacing(Drawn cluster) {
        return new Change(cluster, withoutOld(selectingNew(cluster)));
    }

    static Change of(UnaryOperator<Drawn> edit) {
        return new Change(CLUSTER, edit.apply(CLUSTER));
    }

    static Drawn selectingNew(Drawn cluster) {
        return cluster.with(SELECTOR, SELECTOR.replace("old", "new"));
    }

    static Drawn withoutOld(Drawn cluster) {
        return cluster.with(" \"old\": " + OLD + ",", "").with(" { \"from\": \"old:eth0\", \"to\": \"cbr0\" },", "");
    }

    Compiled compiled() {
        return Compiler.compile(before.design());
    }

    /// The world that these probes leave before the change.
    World left(String... probes) {
        return after(before, World.COLD, probes);
    }

    /// The world that they leave after it.
    static World after(Drawn drawn, World first, String... probes) {
        World world = first;
        for (String probe : probes) {
            world = play(drawn, world, probe).after();
        }
        return world;
    }

    Succession succession(World left, long seconds) {
        return Succession.of(compiled(), left, Compiler.compile(after.design()), seconds);
    }

    /// The same packet before and a second after the change; the trace after it.
    Trace again(String probe) {
        return send(succession(left(probe), Succession.SECONDS).world(), probe);
    }

    Trace send(World world, String probe) {
        return play(after, world, probe).traces().getFirst();
    }

    /// A warm probe.
    ///
    /// @param keys but the name
    static Played play(Drawn drawn, World world, String keys) {
        Probe probe = new Drawn("\"probes\": [ { \"name\": \"asked\", \"state\": \"warm\", " + keys + " } ]")
                .design()
                .probes()
                .getFirst();
        var design = drawn.design();
        return Replay.of(design, Compiler.compile(design).network()).play(world, probe, false);
    }

    /// Who did what, with the entries that went (`-`) and stayed (`=`).
    static List<String> told(Succession succession) {
        return SuccessionText.of(succession, Locale.ENGLISH)
                .lines()
                .map(line -> line.strip().replace("−", "-"))
                .toList();
    }
}
