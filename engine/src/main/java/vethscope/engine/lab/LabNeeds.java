package vethscope.engine.lab;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import vethscope.engine.forward.Flow;
import vethscope.engine.network.Interface;
import vethscope.engine.network.Network;
import vethscope.engine.trace.Step;
import vethscope.engine.trace.Trace;
import vethscope.model.Protocol;

/// What not every kernel can do, and a packet cannot do without.
public final class LabNeeds {

    private LabNeeds() {}

    /// The abilities, by the names under which a lab remembers what its kernel lacks.
    ///
    /// @param possible every way that the packet may take
    public static SortedSet<String> of(Network network, Flow flow, List<Trace> possible) {
        var needs = new TreeSet<String>();
        if (flow.protocol() == Protocol.SCTP) {
            needs.add("SCTP");
        }
        for (Trace trace : possible) {
            for (Step step : trace.steps()) {
                if (step.text().key().equals("dns.tcp")) {
                    needs.add("a DNS server that answers over TCP");
                }
                network.home(step.netns()).filter(LabMachine::hasIpvs).ifPresent(_ -> needs.add(LabMachine.IPVS));
                if (step.iface() != null) {
                    network.home(step.netns())
                            .flatMap(n -> n.find(step.iface()))
                            .map((Interface i) -> LabMachine.feature(i))
                            .ifPresent(needs::add);
                }
            }
        }
        return needs;
    }
}
