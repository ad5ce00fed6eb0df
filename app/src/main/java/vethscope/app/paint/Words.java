package vethscope.app.paint;

import java.util.ArrayList;
import java.util.List;
import vethscope.model.element.Element;
import vethscope.model.element.KubeNode;
import vethscope.model.element.Machine;
import vethscope.model.element.Pod;
import vethscope.model.element.Router;

/// The tags of an element: what makes it behave unlike its neighbours.
final class Words {

    private Words() {}

    static List<String> of(Element element) {
        var words = new ArrayList<String>();
        switch (element) {
            case KubeNode node -> {
                words.addAll(machine(node.machine()));
                if (!node.status().ready()) {
                    words.add("not ready");
                }
            }
            case Router router -> words.addAll(machine(router.machine()));
            case Pod pod -> {
                if (pod.status().terminating()) {
                    words.add("terminating");
                } else if (!pod.status().ready()) {
                    words.add("not ready");
                }
                if (pod.network().hostNetwork()) {
                    words.add("host network");
                }
            }
            default -> {}
        }
        return words;
    }

    private static List<String> machine(Machine machine) {
        var words = new ArrayList<String>();
        if ("0".equals(machine.sysctl().get("net.ipv4.ip_forward"))) {
            words.add("no-fwd");
        }
        if (machine.iptables().stream().anyMatch(line -> line.contains("-t nat"))) {
            words.add("NAT");
        }
        return words;
    }
}
