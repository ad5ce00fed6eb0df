package vethscope.engine.fidelity.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives an IPv4 cluster a twin of each address, route and rule in IPv6, faults included, and asks most of its probes
/// over IPv6. `10.2.3.4/24` becomes `fd00:a:2:3::4/64`, so what lay in one network still does.
final class SecondFamily {

    private static final Pattern ADDRESS = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)(?:/(\\d+))?(?::(\\d+))?");
    private static final int ASKED_OVER_IPV6 = 70;

    /// What IPv6 calls by another name, in lines of iptables.
    private static final Map<String, String> WORDS = Map.of(
            "-p icmp ", "-p icmpv6 ",
            "icmp-host-unreachable", "icmp6-addr-unreachable",
            "icmp-net-unreachable", "icmp6-no-route",
            "icmp-admin-prohibited", "icmp6-adm-prohibited",
            "icmp-net-prohibited", "icmp6-adm-prohibited",
            "icmp-port-unreachable", "icmp6-port-unreachable");

    private static final Map<String, String> SYSCTLS = Map.of(
            "net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding",
            "net.ipv4.conf.all.accept_redirects", "net.ipv6.conf.all.accept_redirects",
            "net.ipv4.conf.eth0.accept_redirects", "net.ipv6.conf.eth0.accept_redirects",
            "net.bridge.bridge-nf-call-iptables", "net.bridge.bridge-nf-call-ip6tables");

    private final Draw draw;

    private SecondFamily(Draw draw) {
        this.draw = draw;
    }

    static void draw(RandomDesign design) {
        var second = new SecondFamily(design.draw);
        design.draw.root.put("name", design.draw.root.get("name").asText() + ", dual stack");
        design.draw.elements.forEach(e -> second.element((ObjectNode) e));
        design.draw.probes.forEach(p -> second.probe((ObjectNode) p));
    }

    /// The same place in IPv6, in a text with whatever stands around it.
    static String twin(String text) {
        Matcher address = ADDRESS.matcher(text);
        var out = new StringBuilder();
        while (address.find()) {
            address.appendReplacement(out, Matcher.quoteReplacement(one(address)));
        }
        return address.appendTail(out).toString();
    }

    private static String one(Matcher found) {
        int[] parts = new int[4];
        for (int i = 0; i < 4; i++) {
            parts[i] = Integer.parseInt(found.group(i + 1));
        }
        boolean loopback = parts[0] == 127;
        boolean any = parts[0] == 0;
        String ip = loopback
                ? "::1"
                : any ? "::" : String.format("fd00:%x:%x:%x::%x", parts[0], parts[1], parts[2], parts[3]);
        if (found.group(5) != null) {
            ip += "/" + (any ? 0 : loopback ? 128 : length(Integer.parseInt(found.group(5))));
        }
        return found.group(6) == null ? ip : "[" + ip + "]:" + found.group(6);
    }

    /// Each byte of the network has sixteen bits there, and the host has sixty-four.
    private static int length(int four) {
        if (four > 24) {
            return 96 + four;
        }
        int bits = four % 8;
        return 16 + four / 8 * 16 + (bits == 0 ? 0 : 8 + bits);
    }

    private void element(ObjectNode element) {
        element.path("interfaces").forEach(i -> both((ObjectNode) i, "address"));
        both(element, "address");
        both(element, "podCIDR");
        lists(element, "externalIPs", "loadBalancerIPs", "loadBalancerSourceRanges");
        if (element.has("clusterIP")) {
            String four = element.path("clusterIP").asText();
            element.remove("clusterIP");
            boolean first = draw.chance(50);
            element.putArray("clusterIPs").add(first ? four : twin(four)).add(first ? twin(four) : four);
        }
        ways(element, "routes");
        ways(element, "rules");
        rules(element);
        sysctls(element.path("sysctl"));
        if (element.get("kubeProxy") instanceof ObjectNode proxy) {
            both(proxy, "clusterCIDR");
            lists(proxy, "nodePortAddresses");
        }
        if (element.get("masquerade") instanceof ObjectNode masquerade) {
            both(masquerade, "source");
            lists(masquerade, "exclude");
        }
        endpoints(element.path("endpoints"));
        if (element.get("nat") instanceof ObjectNode nat) {
            List.copyOf(nat.properties())
                    .forEach(e -> nat.put(twin(e.getKey()), twin(e.getValue().asText())));
        }
        if (element.get("listeners") instanceof ArrayNode listeners) {
            members(listeners).forEach(l -> listener(listeners, (ObjectNode) l));
        }
    }

    /// A text becomes a list of both families; a list gets the twins of its members.
    private static void both(ObjectNode of, String key) {
        JsonNode value = of.path(key);
        if (value.isTextual()) {
            of.putArray(key).add(value.asText()).add(twin(value.asText()));
        } else {
            lists(of, key);
        }
    }

    private static void lists(ObjectNode of, String... keys) {
        for (String key : keys) {
            if (of.get(key) instanceof ArrayNode list) {
                members(list).forEach(v -> list.add(twin(v.asText())));
            }
        }
    }

    private static List<JsonNode> members(ArrayNode list) {
        List<JsonNode> all = new ArrayList<>();
        list.forEach(all::add);
        return all;
    }

    private static void ways(ObjectNode element, String key) {
        if (element.get(key) instanceof ArrayNode list) {
            members(list).forEach(line -> {
                String six = twin(line.asText());
                list.add(six.equals(line.asText()) ? "-6 " + six : six);
            });
        }
    }

    private static void rules(ObjectNode element) {
        if (element.path("policy").has("FORWARD")) {
            lines(element)
                    .add("ip6tables -P FORWARD "
                            + element.path("policy").path("FORWARD").asText());
        }
        if (element.get("iptables") instanceof ArrayNode list) {
            for (JsonNode line : members(list)) {
                if (!line.asText().startsWith("ip6tables ")) {
                    String six = twin(line.asText());
                    for (var word : WORDS.entrySet()) {
                        six = six.replace(word.getKey(), word.getValue());
                    }
                    list.add("ip6tables " + six);
                }
            }
        }
    }

    private static ArrayNode lines(ObjectNode element) {
        return element.withArray("/iptables");
    }

    private static void sysctls(JsonNode sysctl) {
        if (sysctl instanceof ObjectNode all) {
            SYSCTLS.forEach((four, six) -> {
                if (all.has(four)) {
                    all.set(six, all.get(four));
                }
            });
        }
    }

    private static void endpoints(JsonNode endpoints) {
        if (endpoints instanceof ArrayNode list) {
            for (JsonNode endpoint : members(list)) {
                if (endpoint.isTextual() && ADDRESS.matcher(endpoint.asText()).matches()) {
                    list.add(twin(endpoint.asText()));
                }
            }
        }
    }

    /// Balancers listen once for each family, and call the targets of that family.
    private static void listener(ArrayNode listeners, ObjectNode listener) {
        if (listener.has("address")) {
            ObjectNode six = listener.deepCopy();
            six.put("address", twin(listener.path("address").asText()));
            ArrayNode targets = six.putArray("targets");
            listener.path("targets").forEach(t -> targets.add(twin(t.asText())));
            listeners.add(six);
        }
    }

    private void probe(ObjectNode probe) {
        if (draw.chance(ASKED_OVER_IPV6)) {
            probe.put("to", twin(probe.path("to").asText()));
        }
    }
}
