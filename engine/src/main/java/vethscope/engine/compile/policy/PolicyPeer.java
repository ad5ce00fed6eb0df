package vethscope.engine.compile.policy;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vethscope.model.address.Cidr;

/// Who a rule of a policy admits or refuses, or, for pods, whom a policy applies to.
sealed interface PolicyPeer {

    /// Pods with an address of their own; one on its node's network counts as its node.
    ///
    /// @param namespace the only namespace that counts; null: those that the selector names
    record Pods(@Nullable String namespace, LabelSelector namespaces, LabelSelector pods) implements PolicyPeer {

        static Pods in(String namespace, LabelSelector pods) {
            return new Pods(namespace, LabelSelector.EVERYTHING, pods);
        }

        static Pods across(LabelSelector namespaces, LabelSelector pods) {
            return new Pods(null, namespaces, pods);
        }

        @Override
        public String toString() {
            String where = namespace == null ? namespaces.toString() : namespace;
            return "pods " + pods + " in namespace " + where;
        }
    }

    /// Addresses in a range and in none of the excepted ones.
    record Block(Cidr cidr, List<Cidr> except) implements PolicyPeer {
        public Block {
            except = List.copyOf(except);
        }

        @Override
        public String toString() {
            return cidr
                    + (except.isEmpty()
                            ? ""
                            : " except " + except.stream().map(Cidr::toString).collect(Collectors.joining(",")));
        }
    }

    /// Machines of the cluster, under the addresses that the API server lists for them.
    record Nodes(LabelSelector nodes) implements PolicyPeer {
        @Override
        public String toString() {
            return "nodes " + nodes;
        }
    }

    /// What a domain name resolves to; `*.` stands for one or more labels.
    record Domain(String name) implements PolicyPeer {
        @Override
        public String toString() {
            return name;
        }
    }
}
