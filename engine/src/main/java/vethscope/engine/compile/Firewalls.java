package vethscope.engine.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vethscope.engine.compile.cloud.BalancedFlows;
import vethscope.engine.compile.cloud.Balancers;
import vethscope.engine.compile.cloud.Cloud;
import vethscope.engine.compile.cloud.CloudRoutes;
import vethscope.engine.compile.cloud.GatewayRules;
import vethscope.engine.compile.cloud.SourceDestinationCheck;
import vethscope.engine.compile.cni.AwsVpcCni;
import vethscope.engine.compile.cni.CalicoHosts;
import vethscope.engine.compile.cni.HostPorts;
import vethscope.engine.compile.cni.Masquerading;
import vethscope.engine.compile.kubeproxy.KubeProxies;
import vethscope.engine.compile.policy.Policies;
import vethscope.engine.compile.site.Devices;
import vethscope.engine.compile.site.RuleScript;
import vethscope.engine.compile.site.Site;
import vethscope.engine.compile.site.Site.NodeSite;
import vethscope.engine.finding.Flaw;
import vethscope.engine.finding.Notes;
import vethscope.engine.netfilter.Ruleset;
import vethscope.engine.origin.Origin;
import vethscope.model.Masquerade;
import vethscope.model.element.Element;
import vethscope.model.element.InternetGateway;
import vethscope.model.element.LinuxBox;
import vethscope.model.element.LoadBalancer;
import vethscope.model.element.NatGateway;
import vethscope.model.element.Vpc;

/// Every namespace's iptables rules: kube-proxy's, the CNI's, the box's own program, then the owner's lines.
final class Firewalls {

    private static final Set<String> CHAINS = Set.of("INPUT", "FORWARD", "OUTPUT");

    private static final Set<String> POLICIES = Set.of("ACCEPT", "DROP");

    private final Site site;
    private final Devices devices;
    private final Notes notes;
    private final Cloud cloud;
    private final CloudRoutes cloudRoutes;
    private final Balancers balancers;
    private final BalancedFlows flows;
    private final KubeProxies kubeProxies;
    private final Policies podPolicies;

    Firewalls(
            Site site,
            Devices devices,
            Cloud cloud,
            CloudRoutes cloudRoutes,
            Balancers balancers,
            BalancedFlows flows,
            KubeProxies kubeProxies,
            Policies podPolicies,
            Notes notes) {
        this.site = site;
        this.devices = devices;
        this.notes = notes;
        this.cloud = cloud;
        this.cloudRoutes = cloudRoutes;
        this.balancers = balancers;
        this.flows = flows;
        this.podPolicies = podPolicies;
        this.kubeProxies = kubeProxies;
    }

    Ruleset of(Element element) {
        return switch (element) {
            case LinuxBox box -> own(box, program(box));
            case Vpc vpc -> {
                Ruleset check =
                        SourceDestinationCheck.of(cloud.of(vpc.id()), flows.vips(vpc.id()), devices.speakIpv6());
                yield RuleScript.run(check, vpc.id(), flows.lines(vpc.id()), Origin.program(vpc.name()), notes);
            }
            default -> Ruleset.EMPTY;
        };
    }

    private Ruleset own(LinuxBox box, Ruleset rules) {
        return RuleScript.run(rules, box.id(), box.machine().iptables(), Origin.ownRules(box.name()), notes);
    }

    private Ruleset program(LinuxBox box) {
        NodeSite node = site.nodes().get(box.id());
        if (node != null) {
            return node(node);
        }
        return switch (box) {
            case InternetGateway gateway ->
                outside(box, gateway.outside())
                        .map(out -> script(
                                box, GatewayRules.of(gateway, cloudRoutes.pairs(gateway), out, devices.speakIpv6())))
                        .orElse(Ruleset.EMPTY);
            case NatGateway gateway ->
                outside(box, gateway.outside())
                        .map(out -> script(
                                box,
                                cloudRoutes.oneArmed(gateway)
                                        ? GatewayRules.oneArmed(gateway, out)
                                        : GatewayRules.of(gateway, out, devices.speakIpv6())))
                        .orElse(Ruleset.EMPTY);
            case LoadBalancer balancer -> script(box, balancers.lines(balancer));
            default -> Ruleset.EMPTY;
        };
    }

    private Ruleset script(LinuxBox box, List<String> lines) {
        return RuleScript.run(Ruleset.EMPTY, box.id(), lines, Origin.program(box.name()), notes);
    }

    private Optional<String> outside(LinuxBox box, @Nullable String named) {
        Optional<String> outside = cloudRoutes.outside(box, named).filter(name -> devices.find(box.id(), name) != null);
        if (outside.isEmpty()) {
            notes.add(Flaw.OUTSIDE_UNKNOWN, box.id(), "outside", box.name(), named == null ? "-" : named);
        }
        return outside;
    }

    private Ruleset node(NodeSite node) {
        Ruleset rules = kubeProxies.rules(node);
        rules = HostPorts.append(rules, node, notes);
        rules = CalicoHosts.append(masquerade(rules, node), node, notes);
        return policies(podPolicies.install(rules, node), node);
    }

    private Ruleset masquerade(Ruleset rules, NodeSite node) {
        Masquerade settings = node.masquerade();
        if (AwsVpcCni.runsOn(node)) {
            List<String> lines = new AwsVpcCni(cloud, devices).lines(node, settings);
            return RuleScript.run(rules, node.id(), lines, AwsVpcCni.ORIGIN, notes);
        }
        if (settings == null) {
            return rules;
        }
        return Masquerading.append(rules, site, node, settings, notes);
    }

    /// The policies of the filter table's built-in chains.
    private Ruleset policies(Ruleset rules, NodeSite node) {
        var lines = new ArrayList<String>();
        node.node().policy().forEach((chain, policy) -> {
            if (CHAINS.contains(chain) && POLICIES.contains(policy)) {
                lines.add("-P " + chain + " " + policy);
            } else {
                notes.add(
                        Flaw.MALFORMED_POLICY,
                        node.id(),
                        "policy",
                        chain,
                        policy,
                        node.node().name());
            }
        });
        return RuleScript.run(
                rules, node.id(), lines, Origin.ownRules(node.node().name()), notes);
    }
}
